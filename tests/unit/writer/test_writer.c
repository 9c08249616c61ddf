/* Adding, replacing, deleting, committing, and what stays after each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/reader.h"
#include "indexer/idset.h"
#include "tests/unit/scratch.h"

static scratch s;
static morgue_writer *writer;
static morgue_error err;

static void open_writer(void)
{
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
}

static void close_writer(void)
{
    morgue_writer_free(writer);
    writer = NULL;
}

static void setup(void)
{
    scratch_open(&s);
    open_writer();
}

static void teardown(void)
{
    close_writer();
    scratch_close(&s);
}

static morgue_outcome add(const char *id, const char *title, const char *text)
{
    morgue_outcome outcome = MORGUE_ADDED;
    morgue_article *article = morgue_article_new();
    OK(morgue_article_set(article, MORGUE_ID, id, MORGUE_NUL, &err));
    OK(morgue_article_set(article, MORGUE_TITLE, title, MORGUE_NUL, &err));
    OK(morgue_article_set(article, MORGUE_TEXT, text, MORGUE_NUL, &err));
    OK(morgue_writer_add(writer, article, &outcome, &err));
    morgue_article_free(article);
    return outcome;
}

static morgue_stats stats(void)
{
    morgue_stats got;
    morgue_archive *archive;
    OK(morgue_archive_open(s.path, &archive, &err));
    OK(morgue_archive_stats(archive, &got, &err));
    morgue_archive_free(archive);
    return got;
}

/* Title of the article with the id, as a reader sees it now; "(none)" where there is none. */
static const char *title_of(const char *id)
{
    static char title[256];
    morgue_archive *archive;
    morgue_article *article = morgue_article_new();
    OK(morgue_archive_open(s.path, &archive, &err));
    morgue_status status = morgue_archive_article(archive, id, MORGUE_NUL, article, &err);
    ck_assert(status == MORGUE_OK || status == MORGUE_NOT_FOUND);
    snprintf(title, sizeof title, "%s",
             status == MORGUE_OK ? morgue_article_get(article, MORGUE_TITLE, 0).data : "(none)");
    morgue_article_free(article);
    morgue_archive_free(archive);
    return title;
}

static void check_database(void)
{
    size_t errors = 1;
    xap_error cause;
    ck_assert_int_eq(xap_check(scratch_path(&s, "shard-000001"), NULL, &errors, &cause), XAP_OK);
    ck_assert_uint_eq(errors, 0);
}

START_TEST(test_outcomes)
{
    ck_assert_int_eq(add("1", "one", "text"), MORGUE_ADDED);
    ck_assert_int_eq(add("1", "one", "text"), MORGUE_UNCHANGED);
    ck_assert_int_eq(add("1", "one", "text!"), MORGUE_REPLACED);
    OK(morgue_writer_commit(writer, &err));
    ck_assert_int_eq(add("1", "one", "text!"), MORGUE_UNCHANGED);
    ck_assert_int_eq(add("1", "two", "text!"), MORGUE_REPLACED);
    ck_assert_int_eq(add("2", "", "text"), MORGUE_ADDED);
    ck_assert_int_eq(add("3", "three", ""), MORGUE_ADDED);
    OK(morgue_writer_commit(writer, &err));
    ck_assert_uint_eq(stats().articles, 3);
    ck_assert_str_eq(title_of("1"), "two");
    close_writer();
    open_writer();
    ck_assert_int_eq(add("3", "three", ""), MORGUE_UNCHANGED);
    OK(morgue_writer_delete(writer, "1", MORGUE_NUL, &err));
    FAILS(MORGUE_NOT_FOUND, morgue_writer_delete(writer, "1", MORGUE_NUL, &err));
    FAILS(MORGUE_NOT_FOUND, morgue_writer_delete(writer, "", 0, &err));
    ck_assert_str_eq(title_of("1"), "two");
    OK(morgue_writer_commit(writer, &err));
    ck_assert_str_eq(title_of("1"), "(none)");
    ck_assert_int_eq(add("1", "again", ""), MORGUE_ADDED);
    close_writer();
    check_database();
}
END_TEST

static void check_id(const field_text *values, const char *id)
{
    morgue_article *article = make_article(values);
    OK(morgue_writer_add(writer, article, NULL, &err));
    morgue_text got = morgue_article_get(article, MORGUE_ID, 0);
    if (id)
        ck_assert_str_eq(got.data, id);
    else
        ck_assert(got.len == 33 && got.data[0] == 'x');
    morgue_article_free(article);
}

/* From the address, whatever its length; else from what the article says. */
START_TEST(test_ids)
{
    char url[1400] = "http://";
    check_id((const field_text[]){{MORGUE_TITLE, "t"}, {MORGUE_ID, "i"}, {MORGUE_URL, "u"}, {0}},
             "i");
    for (size_t len = 7; len < 1000; len++) {
        url[len] = (char)('a' + len % 26);
        if (len < 120 || len > 990)
            check_id((const field_text[]){{MORGUE_TITLE, "t"}, {MORGUE_URL, url}, {0}}, url);
    }
    url[1000] = 'x';
    check_id((const field_text[]){{MORGUE_TITLE, "t"}, {MORGUE_URL, url}, {0}}, NULL);
    static const field_text said[][4] = {
        {{MORGUE_TITLE, "ab"}, {0}},
        {{MORGUE_TEXT, "ab"}, {0}},
        {{MORGUE_TITLE, "a"}, {MORGUE_TEXT, "b"}, {0}},
        {{MORGUE_TITLE, "ab"}, {MORGUE_DATE, "2022"}, {0}},
        {{MORGUE_TITLE, "ab"}, {MORGUE_SOURCE, "2022"}, {0}},
    };
    OK(morgue_writer_commit(writer, &err));
    uint64_t before = stats().articles;
    for (size_t i = 0; i < 10; i++)
        check_id(said[i % 5], NULL);
    OK(morgue_writer_commit(writer, &err));
    ck_assert_uint_eq(stats().articles, before + 5);
}
END_TEST

START_TEST(test_refused)
{
    char id[1002];
    morgue_outcome outcome = MORGUE_REPLACED;
    memset(id, 'i', sizeof id);
    morgue_article *article = make_article((const field_text[]){{MORGUE_ID, "1"}, {0}});
    OK(morgue_article_add(article, MORGUE_PERSON, "Ann", 3, MORGUE_GIVEN, &err));
    FAILS(MORGUE_BAD_INPUT, morgue_writer_add(writer, article, &outcome, &err));
    OK(morgue_article_set(article, MORGUE_TITLE, "t", 1, &err));
    OK(morgue_article_set(article, MORGUE_ID, id, 1001, &err));
    FAILS(MORGUE_BAD_INPUT, morgue_writer_add(writer, article, &outcome, &err));
    ck_assert_int_eq(outcome, MORGUE_REPLACED);
    OK(morgue_article_set(article, MORGUE_ID, id, 1000, &err));
    OK(morgue_writer_add(writer, article, &outcome, &err));
    ck_assert_int_eq(outcome, MORGUE_ADDED);
    OK(morgue_writer_commit(writer, &err));
    ck_assert_uint_eq(stats().articles, 1);
    morgue_article_free(article);
}
END_TEST

/* An article that no table could hold is refused; the one behind it is not. */
START_TEST(test_too_large)
{
    enum { HALF = 61 << 20 };
    char *text = malloc(HALF);
    ck_assert_ptr_nonnull(text);
    memset(text, 'x', HALF);
    morgue_article *article = make_article((const field_text[]){{MORGUE_ID, "1"}, {0}});
    OK(morgue_article_set(article, MORGUE_TITLE, text, HALF, &err));
    OK(morgue_article_set(article, MORGUE_TEXT, text, HALF, &err));
    FAILS(MORGUE_BAD_INPUT, morgue_writer_add(writer, article, NULL, &err));
    morgue_article_free(article);
    free(text);
    add("2", "two", "");
    OK(morgue_writer_commit(writer, &err));
    ck_assert_uint_eq(stats().articles, 1);
}
END_TEST

START_TEST(test_too_many_values)
{
    char name[32];
    morgue_article *article =
        make_article((const field_text[]){{MORGUE_ID, "1"}, {MORGUE_TITLE, "one"}, {0}});
    for (int i = 2; i < 10000; i++) {
        int len = snprintf(name, sizeof name, "Topic %d", i);
        OK(morgue_article_add(article, MORGUE_TOPIC, name, (size_t)len, MORGUE_GIVEN, &err));
    }
    OK(morgue_writer_add(writer, article, NULL, &err));
    OK(morgue_article_add(article, MORGUE_TOPIC, "One more", 8, MORGUE_GIVEN, &err));
    FAILS(MORGUE_BAD_INPUT, morgue_writer_add(writer, article, NULL, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "over 10000 values"));
    morgue_article_free(article);
    add("2", "two", "");
    OK(morgue_writer_commit(writer, &err));
    ck_assert_uint_eq(stats().articles, 2);
}
END_TEST

/* What may take more memory than there is is refused, and says how much it wants; that is enough.
 */
START_TEST(test_too_little_memory)
{
    enum { SIZE = 3 << 20 };
    char path[300];
    morgue_writer *small;
    mg_buffer text = {0};
    while (text.len < SIZE)
        put(&text, "harbour ");
    morgue_article *article =
        make_article((const field_text[]){{MORGUE_ID, "1"}, {MORGUE_TEXT, text.data}, {0}});
    snprintf(path, sizeof path, "%s/small", s.path);
    morgue_writer_options options = {.memory = (uint64_t)64 << 20};
    OK(morgue_writer_open(path, &options, &small, &err));
    FAILS(MORGUE_BAD_INPUT, morgue_writer_add(small, article, NULL, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "the article has 3 MB"));
    const char *wanted = strstr(err.message, "--memory=");
    ck_assert_ptr_nonnull(wanted);
    options.memory = strtoull(wanted + strlen("--memory="), NULL, 10) << 20;
    morgue_writer_free(small);
    OK(morgue_writer_open(path, &options, &small, &err));
    OK(morgue_writer_add(small, article, NULL, &err));
    morgue_writer_free(small);
    options.memory = 1 << 20;
    OK(morgue_writer_open(path, &options, &small, &err));
    OK(morgue_article_set(article, MORGUE_TEXT, text.data, (2 << 20) - 1, &err)); /* and the id */
    OK(morgue_writer_add(small, article, NULL, &err));
    morgue_writer_free(small);
    morgue_article_free(article);
    mg_buffer_free(&text);
}
END_TEST

/* Whatever bytes an article is made of, it costs at most itself. */
START_TEST(test_any_bytes)
{
    uint64_t seed = 3;
    char bytes[600];
    for (int round = 0; round < 300; round++) {
        morgue_article *article = morgue_article_new();
        for (int i = 0; i < 12; i++) {
            morgue_field_id field = (morgue_field_id)roll(&seed, MORGUE_EXTRA);
            size_t len = roll(&seed, sizeof bytes);
            uint32_t sides = roll(&seed, 2) ? 256 : 1 + roll(&seed, 3);
            for (size_t k = 0; k < len; k++)
                bytes[k] = (char)roll(&seed, sides);
            if (morgue_field_at(field)->repeatable)
                OK(morgue_article_add(article, field, bytes, len, MORGUE_GIVEN, &err));
            else
                morgue_article_set(article, field, bytes, len, NULL);
        }
        morgue_status status = morgue_writer_add(writer, article, NULL, &err);
        ck_assert_msg(status == MORGUE_OK || status == MORGUE_BAD_INPUT, "%s", err.message);
        morgue_article_free(article);
    }
    OK(morgue_writer_commit(writer, &err));
    close_writer();
    check_database();
}
END_TEST

START_TEST(test_counting)
{
    ck_assert_uint_eq(stats().articles, 0);
    add("1", "one", "12345");
    add("2", "two", "1234567890");
    ck_assert_uint_eq(stats().bytes_text, 0);
    OK(morgue_writer_commit(writer, &err));
    ck_assert_uint_eq(stats().revision, 1);
    ck_assert_uint_eq(stats().bytes_text, 8 + 13);
    OK(morgue_writer_commit(writer, &err)); /* nothing to commit */
    add("1", "one", "12345");
    OK(morgue_writer_commit(writer, &err));
    ck_assert_uint_eq(stats().revision, 1);
    add("1", "one", "1");
    add("3", "three", "");
    OK(morgue_writer_commit(writer, &err));
    ck_assert_uint_eq(stats().bytes_text, 4 + 13 + 5);
    OK(morgue_writer_delete(writer, "2", 1, &err));
    OK(morgue_writer_commit(writer, &err));
    close_writer();
    open_writer();
    add("3", "", "3");
    OK(morgue_writer_commit(writer, &err));
    morgue_stats got = stats();
    ck_assert_uint_eq(got.bytes_text, 4 + 1);
    ck_assert_uint_eq(got.revision, 4);
    ck_assert_uint_eq(got.articles, 2);
    ck_assert_uint_eq(got.shards, 2);
    ck_assert_uint_gt(got.bytes_archive, 0);
    ck_assert_int_eq(strncmp(got.engine, "xapian 1.", 9), 0);
}
END_TEST

START_TEST(test_dropped)
{
    add("1", "one", "");
    close_writer();
    ck_assert_uint_eq(stats().articles, 0);
    open_writer();
    add("1", "one", "");
    OK(morgue_writer_commit(writer, &err));
    add("1", "changed", "");
    add("2", "two", "");
    close_writer();
    ck_assert_str_eq(title_of("1"), "one");
    ck_assert_uint_eq(stats().articles, 1);
    check_database();
}
END_TEST

/* An archive without articles can be opened, asked and walked. */
START_TEST(test_empty)
{
    for (int committed = 0; committed < 2; committed++) {
        morgue_archive *archive;
        morgue_results *results;
        morgue_walk *walk;
        morgue_article *article = morgue_article_new(), *next = article;
        if (committed)
            OK(morgue_writer_commit(writer, &err));
        ck_assert_uint_eq(stats().shards, 0);
        ck_assert_str_eq(stats().earliest, "");
        OK(morgue_archive_open(s.path, &archive, &err));
        for (int sort = 0; sort < 3; sort++) {
            const morgue_search_options options = {.sort = (morgue_sort)sort};
            OK(morgue_search(archive, sort ? "*" : "word", &options, &results, &err));
            ck_assert_uint_eq(morgue_results_count(results), 0);
            ck_assert_uint_eq(morgue_results_total(results), 0);
            ck_assert(morgue_results_total_is_exact(results));
            morgue_results_free(results);
        }
        FAILS(MORGUE_NOT_FOUND, morgue_archive_article(archive, "1", 1, article, &err));
        for (int all = 0; all < 2; all++) {
            OK(morgue_walk_open(archive, all ? NULL : "*", &walk, &err));
            OK(morgue_walk_next(walk, &next, &err));
            ck_assert_ptr_null(next);
            morgue_walk_free(walk);
        }
        morgue_archive_free(archive);
        morgue_article_free(article);
    }
}
END_TEST

/* Dates and languages, as they are told. */
START_TEST(test_stats)
{
    static const char *const dates[] = {"2022-01-21T14:05:09Z", "2021-12", "2022-01-21", "2022"};
    static const char *const least[] = {"2022-01-21T14:05:09Z", "2021-12", "2021-12", "2021-12"};
    static const char *const most[] = {"2022-01-21T14:05:09Z", "2022-01-21T14:05:09Z",
                                       "2022-01-21T14:05:09Z", "2022-01-21T14:05:09Z"};
    static const char *const languages[] = {"en 1", "de 1, en 1", "de 2, en 1", "de 2, en 1, fr 1"};
    static const char *const tags[] = {"en", "de", "DE", "fr"};
    add("0", "no date", "");
    for (size_t i = 0; i < 4; i++) {
        check_id(
            (const field_text[]){
                {MORGUE_TITLE, dates[i]}, {MORGUE_DATE, dates[i]}, {MORGUE_LANG, tags[i]}, {0}},
            NULL);
        OK(morgue_writer_commit(writer, &err));
        morgue_stats got = stats();
        ck_assert_str_eq(got.earliest, least[i]);
        ck_assert_str_eq(got.latest, most[i]);
        ck_assert_str_eq(got.languages, languages[i]);
    }
}
END_TEST

/* Regional tags count for the language: their words are stemmed in it. */
START_TEST(test_stems)
{
    static const struct {
        const char *tag;
        size_t n;
    } rows[] = {{"pt-BR", 1}, {"pt", 1}, {"de-AT", 2}, {"zz", 2}, {"de", 2}, {"en-GB-oed", 3}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        morgue_archive *archive;
        check_id((const field_text[]){{MORGUE_TITLE, rows[i].tag}, {MORGUE_LANG, rows[i].tag}, {0}},
                 NULL);
        OK(morgue_writer_commit(writer, &err));
        OK(morgue_archive_open(s.path, &archive, &err));
        ck_assert_uint_eq(archive->n_stems, rows[i].n);
        morgue_archive_free(archive);
    }
}
END_TEST

START_TEST(test_idset)
{
    mg_idset set = {0};
    uint64_t seed = 1;
    bool *added = calloc(20000, sizeof *added), seen;
    for (int round = 0; round < 40000; round++) {
        char id[16];
        uint32_t number = roll(&seed, 20000);
        int len = snprintf(id, sizeof id, "id-%u", number);
        CHECK(mg_idset_add(&set, id, (size_t)len, &seen));
        CHECK(seen == added[number]);
        added[number] = true;
    }
    mg_idset_free(&set);
    free(added);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("writer");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_outcomes);
    tcase_add_test(tests, test_ids);
    tcase_add_test(tests, test_refused);
    tcase_add_test(tests, test_too_many_values);
    tcase_add_test(tests, test_too_little_memory);
    tcase_add_test(tests, test_too_large);
    tcase_add_test(tests, test_any_bytes);
    tcase_add_test(tests, test_counting);
    tcase_add_test(tests, test_dropped);
    tcase_add_test(tests, test_empty);
    tcase_add_test(tests, test_stats);
    tcase_add_test(tests, test_stems);
    tcase_add_test(tests, test_idset);
    return run_tests("writer", tests);
}
