/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Stemming, merging, checking.
 */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

START_TEST(stems)
{
    xap_stem *stem = NULL;
    xap_string text = {0};

    OK(xap_stem_open("english", &stem, &why));
    OK(xap_stem_word(stem, "harbours", 8, &text, &why));
    ck_assert_str_eq(text.data, "harbour");
    OK(xap_stem_word(stem, "", 0, &text, &why));
    ck_assert_str_eq(text.data, "");
    xap_stem_free(stem);
    OK(xap_stem_open("en", &stem, &why));
    OK(xap_stem_word(stem, "sinking", 7, &text, &why));
    ck_assert_str_eq(text.data, "sink");
    xap_stem_free(stem);
    OK(xap_stem_open("none", &stem, &why));
    OK(xap_stem_word(stem, "sinking", 7, &text, &why));
    ck_assert_str_eq(text.data, "sinking");
    xap_stem_free(stem);
    stem = NULL;
    FAILS(XAP_INVALID, xap_stem_open("klingon", &stem, &why));
    FAILS(XAP_INVALID, xap_stem_open(NULL, &stem, &why));
    ck_assert_ptr_null(stem);
    OK(xap_stem_languages(&text, &why));
    ck_assert_ptr_nonnull(strstr(text.data, "english"));
    ck_assert_ptr_nonnull(strstr(text.data, "german"));
    xap_string_free(&text);
}
END_TEST

START_TEST(version)
{
    ck_assert_int_eq(strncmp(xap_version(), "1.4.", 4), 0);
}
END_TEST

/* A second database, with other metadata and document ids from `first` on. */
static void write_more(uint32_t first)
{
    xap_writer *w = open_writer("more");
    xap_document *doc = article("e", "19180911", "peace at last");

    OK(xap_writer_replace(w, first, doc, &why));
    OK(xap_writer_set_metadata(w, "schema", "9", 1, &why));
    OK(xap_writer_commit(w, &why));
    xap_document_free(doc);
    xap_writer_free(w);
}

START_TEST(merges)
{
    const char *sources[] = {scratch("news"), scratch("more")};
    xap_string text = {0};
    uint32_t docid = 0;

    write_news();
    write_more(1);
    sources[0] = scratch("news");
    sources[1] = scratch("more");
    OK(xap_compact(sources, 2, scratch("all"), 0, 0, &why));
    xap_database *db = open_reader("all");
    ck_assert_uint_eq(doccount(db), 5);
    OK(xap_database_find(db, "Qe", 2, &docid, &why));
    ck_assert_uint_eq(docid, 5);
    OK(xap_database_metadata(db, "schema", &text, &why));
    ck_assert_str_eq(text.data, "1");
    xap_database_free(db);
    size_t errors = 99;
    OK(xap_check(scratch("all"), &text, &errors, &why));
    ck_assert_uint_eq(errors, 0);
    ck_assert_ptr_nonnull(strstr(text.data, "postlist:"));
    xap_string_free(&text);
}
END_TEST

START_TEST(merges_and_keeps_ids)
{
    const char *sources[2];
    uint32_t docid = 0;

    write_news();
    write_more(10);
    sources[0] = scratch("news");
    sources[1] = scratch("more");
    OK(xap_compact(sources, 2, scratch("all"), XAP_COMPACT_NO_RENUMBER | XAP_COMPACT_MULTIPASS,
                   4096, &why));
    xap_database *db = open_reader("all");
    OK(xap_database_find(db, "Qe", 2, &docid, &why));
    ck_assert_uint_eq(docid, 10);
    xap_database_free(db);
}
END_TEST

START_TEST(merges_into_a_file)
{
    const char *sources[1];
    xap_writer *w = NULL;

    write_news();
    sources[0] = scratch("news");
    OK(xap_compact(sources, 1, scratch("one"), XAP_COMPACT_SINGLE_FILE, 0, &why));
    xap_database *db = open_reader("one");
    ck_assert_uint_eq(doccount(db), 4);
    xap_database_free(db);
    ck_assert_int_ne(xap_writer_open(scratch("one"), XAP_OPEN, 0, &w, &why), XAP_OK);
}
END_TEST

START_TEST(refuses_to_merge)
{
    const char *sources[2];

    write_news();
    write_more(2);
    sources[0] = scratch("news");
    sources[1] = scratch("more");
    FAILS(XAP_INVALID, xap_compact(sources, 0, scratch("all"), 0, 0, &why));
    FAILS(XAP_INVALID, xap_compact(sources, 2, scratch("all"), 0, 3000, &why));
    FAILS(XAP_INVALID, xap_compact(sources, 2, scratch("all"), 1, 0, &why));
    FAILS(XAP_INVALID, xap_compact(sources, 2, NULL, 0, 0, &why));
    FAILS(XAP_EXISTS, xap_compact(sources, 2, scratch("news"), 0, 0, &why));
    FAILS(XAP_INVALID, xap_compact(sources, 2, scratch("all"), XAP_COMPACT_NO_RENUMBER, 0, &why));
    sources[1] = scratch("nowhere");
    FAILS(XAP_NOT_FOUND, xap_compact(sources, 2, scratch("all"), 0, 0, &why));
    xap_database *db = open_reader("news");
    ck_assert_uint_eq(doccount(db), 4);
    xap_database_free(db);
}
END_TEST

/* Says no when it is asked for the last time that it may be. */
static bool may_go_on(void *user)
{
    return --*(int *)user > 0;
}

/* It is asked between the tables, and what it stops leaves the sources alone. */
START_TEST(watched)
{
    const char *sources[2];
    write_news();
    write_more(2);
    sources[0] = scratch("news");
    sources[1] = scratch("more");
    int asked = 1000;
    OK(xap_compact_watched(sources, 2, scratch("all"), may_go_on, &asked, &why));
    int times = 1000 - asked;
    ck_assert_int_ge(times, 8); /* before and after each of four tables at least */
    for (int i = 1; i <= times; i++) {
        char target[16];
        snprintf(target, sizeof target, "stopped%d", i);
        asked = i;
        FAILS(XAP_DATABASE,
              xap_compact_watched(sources, 2, scratch(target), may_go_on, &asked, &why));
        ck_assert_int_eq(asked, 0);
    }
    xap_database *db = open_reader("all");
    ck_assert_uint_eq(doccount(db), 5);
    xap_database_free(db);
    db = open_reader("news");
    ck_assert_uint_eq(doccount(db), 4);
    xap_database_free(db);
}
END_TEST

START_TEST(nothing_to_check)
{
    size_t errors = 99;
    xap_string text = {0};

    FAILS(XAP_NOT_FOUND, xap_check(scratch("nowhere"), &text, &errors, &why));
    ck_assert_uint_eq(errors, 99);
    ck_assert_ptr_null(text.data);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, stems);
    tcase_add_test(tc, version);
    tcase_add_test(tc, merges);
    tcase_add_test(tc, merges_and_keeps_ids);
    tcase_add_test(tc, merges_into_a_file);
    tcase_add_test(tc, refuses_to_merge);
    tcase_add_test(tc, watched);
    tcase_add_test(tc, nothing_to_check);
}

int main(void)
{
    return run_tests("xapian tools", add_tests);
}
