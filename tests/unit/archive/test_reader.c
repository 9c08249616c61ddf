/* An archive of several shards, compared with what Xapian makes of them joined. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/place.h"
#include "archive/reader.h"
#include "archive/shard.h"
#include "tests/unit/scratch.h"

enum { MANY = MG_WINDOW + 500, FEW = 30, SOME = 300, ALL = MANY + FEW + SOME };

static scratch s;
static morgue_archive *archive;
static morgue_error err;

/* Only those of the last commit have a date. */
static void commit(unsigned from, unsigned to, const char *date)
{
    morgue_writer *writer;
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (unsigned i = from; i < to; i++) {
        char id[16];
        snprintf(id, sizeof id, "%u", i);
        morgue_article *a = make_article((const field_text[]){
            {MORGUE_ID, id}, {MORGUE_TEXT, "text"}, {date ? MORGUE_DATE : 0, date}, {0, NULL}});
        OK(morgue_writer_add(writer, a, NULL, &err));
        morgue_article_free(a);
    }
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
}

static void delete_some(void)
{
    uint64_t seed = 3;
    morgue_writer *writer;
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (unsigned i = 0; i < ALL; i += 1 + roll(&seed, i < 100 ? 2 : 40)) {
        char id[16];
        snprintf(id, sizeof id, "%u", i);
        OK(morgue_writer_delete(writer, id, MORGUE_NUL, &err));
    }
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
}

static void setup(void)
{
    scratch_open(&s);
    commit(0, MANY, NULL);
    commit(MANY, MANY + FEW, NULL);
    commit(MANY + FEW, ALL, "2003-04-05");
}

static void teardown(void)
{
    scratch_close(&s);
}

static xap_database *open_joined(void)
{
    xap_database *db = NULL;
    OK(morgue_archive_open(s.path, &archive, &err));
    ck_assert_uint_eq(archive->manifest.count, 3);
    OK(mg_open_shards(s.path, &archive->manifest, 0, 3, &db, &err));
    return db;
}

START_TEST(test_order)
{
    xap_postings *all;
    mg_place place = {0};
    bool more = true;
    delete_some();
    xap_database *db = open_joined();
    CHECK(xap_postings_open(db, "", 0, &all, NULL) == XAP_OK);
    while (more) {
        uint32_t docid = 0;
        CHECK(xap_postings_next(all, &docid, NULL, &more, NULL) == XAP_OK);
        OK(mg_place_next(archive, &place, &err));
        CHECK(more == (place.docid != 0));
        if (!more)
            break;
        CHECK(mg_place_number(archive, place) == docid);
        mg_place back = mg_place_of_number(archive, docid);
        CHECK(back.shard == place.shard && back.docid == place.docid);
    }
    xap_postings_free(all);
    xap_database_free(db);
    morgue_archive_free(archive);
}
END_TEST

START_TEST(test_ids)
{
    delete_some();
    xap_database *db = open_joined();
    for (unsigned i = 0; i < ALL + 3; i++) {
        char term[16];
        uint32_t docid;
        mg_place place;
        size_t len = (size_t)snprintf(term, sizeof term, "Q%u", i);
        xap_status found = xap_database_find(db, term, len, &docid, NULL);
        OK(mg_place_of_id(archive, term, len, &place, &err));
        CHECK((found == XAP_OK) == (place.docid != 0));
        CHECK(!place.docid || mg_place_number(archive, place) == docid);
    }
    xap_database_free(db);
    morgue_archive_free(archive);
}
END_TEST

/* Shards without a date say nothing about when the archive begins. */
START_TEST(test_dates)
{
    morgue_stats stats;
    OK(morgue_archive_open(s.path, &archive, &err));
    OK(morgue_archive_stats(archive, &stats, &err));
    ck_assert_str_eq(stats.earliest, "2003-04-05");
    ck_assert_str_eq(stats.latest, "2003-04-05");
    ck_assert_uint_eq(stats.articles, ALL);
    morgue_archive_free(archive);
}
END_TEST

/* Makes the list of a shard's documents break off: its first chunk is behind this key. */
static void damage_list(void)
{
    static const char key[] = {2, 0, (char)0xE0};
    static char data[1 << 23];
    char path[128];
    snprintf(path, sizeof path, "%s/shard-000001/postlist.glass", s.path);
    FILE *file = fopen(path, "r+b");
    ck_assert_ptr_nonnull(file);
    size_t len = fread(data, 1, sizeof data, file);
    char *at = memmem(data, len, key, sizeof key);
    ck_assert(at && len < sizeof data);
    memset(at + 300, 0xFF, 30);
    rewind(file);
    ck_assert_uint_eq(fwrite(data, 1, len, file), len);
    ck_assert_int_eq(fclose(file), 0);
}

/* A walk tells once, in the end, that there was more; articles that are found by their ids are as
 * they were. */
START_TEST(test_damaged)
{
    morgue_walk *walk;
    unsigned told = 0, articles = 0;
    morgue_article *article, *one = morgue_article_new();
    damage_list();
    OK(morgue_archive_open(s.path, &archive, &err));
    OK(morgue_walk_open(archive, NULL, &walk, &err));
    for (bool more = true; more && articles <= ALL && told < 9;) {
        morgue_status status = morgue_walk_next(walk, &article, &err);
        ck_assert(status == MORGUE_OK || status == MORGUE_CORRUPT);
        told += status == MORGUE_CORRUPT;
        more = status == MORGUE_CORRUPT || article;
        articles += status == MORGUE_OK && article;
    }
    ck_assert_uint_eq(told, 1);
    ck_assert(articles > FEW + SOME && articles < ALL);
    morgue_walk_free(walk);
    OK(morgue_archive_article(archive, "4000", MORGUE_NUL, one, &err));
    FAILS(MORGUE_NOT_FOUND, morgue_archive_article(archive, "none", MORGUE_NUL, one, &err));
    morgue_article_free(one);
    morgue_archive_free(archive);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("reader");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_order);
    tcase_add_test(tests, test_ids);
    tcase_add_test(tests, test_dates);
    tcase_add_test(tests, test_damaged);
    return run_tests("reader", tests);
}
