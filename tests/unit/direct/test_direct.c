/* Shards made directly, with 1, 2 and 4 jobs, beside the same made by Xapian's own writer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/path.h"
#include "indexer/build/direct/direct.h"
#include "tests/unit/direct/articles.h"
#include "tests/unit/direct/difference.h"
#include "tests/unit/direct/two_ways.h"

static scratch s;
static morgue_error err;
static char why[DIFFERENCE_MAX];

/* Fails the test unless the call, which fills `why`, says true. */
#define SAME(call)                                                                                 \
    do {                                                                                           \
        if (!(call))                                                                               \
            ck_abort_msg("%s: %s", #call, why);                                                    \
    } while (0)

static void setup(void)
{
    scratch_open(&s);
}

static void teardown(void)
{
    scratch_close(&s);
}

/* Paths in the scratch folder that live as long as the test. */
static char direct[96], slowly[96], jobs2[96], jobs4[96];

static void make_paths(void)
{
    snprintf(direct, sizeof direct, "%s", scratch_path(&s, "direct"));
    snprintf(slowly, sizeof slowly, "%s", scratch_path(&s, "slowly"));
    snprintf(jobs2, sizeof jobs2, "%s", scratch_path(&s, "jobs2"));
    snprintf(jobs4, sizeof jobs4, "%s", scratch_path(&s, "jobs4"));
}

static void remove_paths(void)
{
    mg_path_remove(direct);
    mg_path_remove(slowly);
    mg_path_remove(jobs2);
    mg_path_remove(jobs4);
}

/* Writes them in all ways; with jobs the bytes are the same. */
static void write_all(const records *all, morgue_text dictionary)
{
    make_paths();
    OK(write_slowly(slowly, all, dictionary, &err));
    OK(write_direct(direct, all, dictionary, 1, &err));
    OK(write_direct(jobs2, all, dictionary, 2, &err));
    OK(write_direct(jobs4, all, dictionary, 4, &err));
    SAME(same_bytes(direct, jobs2, why));
    SAME(same_bytes(direct, jobs4, why));
}

static void compare(void)
{
    SAME(is_sound(direct, why));
    SAME(same_databases(direct, slowly, why));
}

/* Writes in all ways, compares; changes both, compares again. */
static void check_all(const records *all, morgue_text dictionary, unsigned changes)
{
    write_all(all, dictionary);
    compare();
    SAME(same_statistics(direct, slowly, why));
    for (int round = 0; changes && round < 2; round++) {
        OK(change_some(direct, all, (unsigned)round, changes, &err));
        OK(change_some(slowly, all, (unsigned)round, changes, &err));
        compare();
    }
    remove_paths();
}

static void roll_records(uint64_t seed, size_t n, unsigned words, records *ret)
{
    morgue_article *article = morgue_article_new();
    for (size_t i = 0; i < n; i++) {
        roll_article(&seed, words, article);
        CHECK(records_add(ret, article));
    }
    morgue_article_free(article);
}

static const morgue_text no_dictionary = {"", 0};
static const morgue_text dictionary = {"a1 b1 c2 d3 the quick brown fox", 31};

/* ---- Tests -------------------------------------------------------------------------------- */

/* No article, one, a batch but one, a whole one, one more; few words and many. */
START_TEST(test_sizes)
{
    static const size_t sizes[] = {0, 1, 63, 64, 65};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (unsigned words = 0; words <= 40; words += 40) {
            records all = {0};
            roll_records(i * 7 + words, sizes[i], words, &all);
            check_all(&all, words ? dictionary : no_dictionary, 30);
            records_free(&all);
        }
    }
}
END_TEST

/* Long articles: lists of positions and of terms, and records, that go on over several blocks. */
START_TEST(test_long)
{
    records all = {0};
    roll_records(1, 3, 20, &all);
    roll_records(2, 2, 30000, &all);
    roll_records(3, 15, 2000, &all);
    check_all(&all, dictionary, 10);
    records_free(&all);
}
END_TEST

/* More documents than a chunk of postings holds, and than the ring of batches. */
START_TEST(test_many)
{
    records all = {0};
    roll_records(4, 2100, 8, &all);
    check_all(&all, no_dictionary, 200);
    records_free(&all);
}
END_TEST

static void add_text(records *all, const char *text, size_t len)
{
    morgue_article *article = morgue_article_new();
    OK(morgue_article_set(article, MORGUE_TEXT, text, len, &err));
    OK(morgue_article_set(article, MORGUE_ID, "\0x\0", 3, &err));
    CHECK(records_add(all, article));
    morgue_article_free(article);
}

/* One article alone; one word again and again; nothing but zero bytes; ids of any bytes. */
START_TEST(test_odd)
{
    enum { AGAIN = 40000 };
    char *text = malloc(AGAIN * 2);
    for (size_t i = 0; i < AGAIN; i++)
        memcpy(text + i * 2, "a ", 2);
    for (int round = 0; round < 4; round++) {
        records all = {0};
        add_text(&all, text, AGAIN * 2);
        if (round > 1)
            add_text(&all, "\0\0\0", 3);
        for (int i = 0; round > 2 && i < 300; i++)
            add_text(&all, text + i, (size_t)(i % 5));
        check_all(&all, no_dictionary, (unsigned)round * 3);
        records_free(&all);
    }
    free(text);
}
END_TEST

/* The same queries to both find the same with the same weights. */
START_TEST(test_queries)
{
    uint64_t hits;
    records all = {0};
    roll_records(10, 800, 60, &all);
    write_all(&all, no_dictionary);
    SAME(same_hits(direct, slowly, 0, 300, &hits, why));
    ck_assert_uint_gt(hits, 2000);
    OK(change_some(direct, &all, 5, 300, &err));
    OK(change_some(slowly, &all, 5, 300, &err));
    SAME(same_hits(direct, slowly, 9, 300, &hits, why));
    ck_assert_uint_gt(hits, 2000);
    compare();
    records_free(&all);
}
END_TEST

/* What is not finished can be freed at any time; a folder that is there already is told. */
START_TEST(test_unfinished)
{
    const mg_packing packing = {1, {"", 0}, 1, NULL};
    records all = {0};
    roll_records(6, 700, 20, &all);
    make_paths();
    for (size_t n = 0; n <= all.n; n = n * 3 + 1) {
        for (unsigned jobs = 1; jobs <= 4; jobs *= 2) {
            mg_direct *d;
            OK(mg_direct_open(direct, jobs, &packing, &d, &err));
            FAILS(MORGUE_IO, mg_direct_open(direct, jobs, &packing, &d, &err));
            for (size_t i = 0; i < n; i++) {
                const mg_task task = {.record = records_at(&all, i)};
                OK(mg_direct_add(d, &task, &err));
            }
            ck_assert_uint_eq(mg_direct_documents(d), n);
            mg_direct_free(d);
            mg_path_remove(direct);
        }
    }
    records_free(&all);
}
END_TEST

/* A record that is damaged stops the building, with its reason, whichever thread meets it. */
START_TEST(test_damaged)
{
    records all = {0};
    roll_records(7, 600, 10, &all);
    all.bytes.data[all.starts[100]] ^= 0x40; /* the version of the record's form */
    make_paths();
    for (unsigned jobs = 1; jobs <= 4; jobs++) {
        morgue_status status = write_direct(direct, &all, no_dictionary, jobs, &err);
        ck_assert(status == MORGUE_BAD_VERSION || status == MORGUE_CORRUPT);
        ck_assert_int_eq(err.status, status);
        ck_assert(!scratch_has(&s, "direct/iamglass"));
        mg_path_remove(direct);
    }
    records_free(&all);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("direct");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, test_sizes);
    tcase_add_test(tests, test_long);
    tcase_add_test(tests, test_many);
    tcase_add_test(tests, test_odd);
    tcase_add_test(tests, test_queries);
    tcase_add_test(tests, test_unfinished);
    tcase_add_test(tests, test_damaged);
    return run_tests("direct", tests);
}
