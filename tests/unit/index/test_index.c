/* Shards made in all ways: read directly and by iterators. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/path.h"
#include "tests/unit/direct/articles.h"
#include "tests/unit/direct/two_ways.h"
#include "tests/unit/index/compare.h"

static scratch folder;
static morgue_error err;

static void setup(void)
{
    scratch_open(&folder);
}

static void teardown(void)
{
    scratch_close(&folder);
}

static records roll_records(uint64_t seed, unsigned n, unsigned words)
{
    records all = {0};
    morgue_article *article = morgue_article_new();
    for (unsigned i = 0; i < n; i++) {
        roll_article(&seed, words, article);
        CHECK(records_add(&all, article));
    }
    morgue_article_free(article);
    return all;
}

static void compact(const char *from, const char *to)
{
    xap_error cause;
    CHECK(xap_compact(&from, 1, to, XAP_COMPACT_NO_RENUMBER, 0, &cause) == XAP_OK);
}

/* Built directly, changed by Xapian's writer, compacted. */
START_TEST(directly_built)
{
    static const struct {
        unsigned n, words;
    } sizes[] = {{0, 0}, {1, 5}, {60, 300}, {700, 40}};
    records all = roll_records((uint64_t)_i, sizes[_i].n, sizes[_i].words);
    const morgue_text dictionary = {"the of and in to a is that for on", 33};
    char *path = mg_path_join(folder.path, "direct"), *small = mg_path_join(folder.path, "small");
    OK(write_direct(path, &all, dictionary, 1, &err));
    compare_ways_of(path, 1 + sizes[_i].n / 50, 1);
    for (uint64_t round = 0; round < 3; round++) {
        OK(change_some(path, &all, round, 1 + sizes[_i].n / 4, &err));
        compare_ways_of(path, 1 + sizes[_i].n / 50, round);
    }
    compact(path, small);
    compare_ways_of(small, 1 + sizes[_i].n / 50, 5);
    free(path);
    free(small);
    records_free(&all);
}
END_TEST

static size_t take_all(mg_index *index, const char *term, uint32_t docids[100])
{
    mg_list *list = NULL;
    size_t n = 0;
    OK(mg_list_open(index, term, strlen(term), &list, &err));
    if (list)
        n = mg_list_take(list, UINT32_MAX, 100, docids, NULL);
    mg_list_free(list);
    return n;
}

/* Two shards as one: their documents take turns. */
START_TEST(joined)
{
    records all = roll_records(5, 80, 30);
    uint32_t alone[100], both[100];
    char *path = mg_path_join(folder.path, "direct");
    const char *const paths[] = {path, path};
    xap_database *db = NULL;
    mg_index *index = NULL, *one = NULL;
    OK(write_direct(path, &all, (morgue_text){"", 0}, 1, &err));
    CHECK(xap_database_open(paths, 2, &db, NULL) == XAP_OK);
    OK(mg_index_open_iterators(db, &index, &err));
    OK(mg_index_open(path, &one, &err));
    CHECK(mg_index_articles(index) == 160 && mg_index_last(index) == 160);
    CHECK(mg_index_total_length(index) == 2 * mg_index_total_length(one));
    size_t n = take_all(one, "a0", alone);
    CHECK(n && n < 50 && take_all(index, "a0", both) == 2 * n);
    for (size_t i = 0; i < n; i++)
        CHECK(both[2 * i] == 2 * alone[i] - 1 && both[2 * i + 1] == 2 * alone[i]);
    const mg_lengths *lengths = mg_index_lengths(index, 0), *short_ones = mg_index_lengths(one, 0);
    for (size_t i = 1; i <= 80; i++)
        CHECK(lengths->length[2 * i] == short_ones->length[i]);
    OK(mg_index_check(index, &err));
    mg_index_free(index);
    mg_index_free(one);
    xap_database_free(db);
    records_free(&all);
    free(path);
}
END_TEST

/* What only Xapian can open: a file that names a database. */
START_TEST(stub)
{
    records all = roll_records(5, 30, 30);
    char text[200], *path = mg_path_join(folder.path, "direct");
    mg_index *index = NULL, *one = NULL;
    OK(write_direct(path, &all, (morgue_text){"", 0}, 1, &err));
    int len = snprintf(text, sizeof text, "auto %s\n", path);
    scratch_write(&folder, "stub", text, (size_t)len);
    OK(mg_index_open(scratch_path(&folder, "stub"), &index, &err));
    OK(mg_index_open(path, &one, &err));
    compare_indexes(one, index, 2, 1);
    mg_index_free(index);
    mg_index_free(one);
    FAILS(MORGUE_NOT_FOUND, mg_index_open(scratch_path(&folder, "none"), &index, &err));
    records_free(&all);
    free(path);
}
END_TEST

static void remove_shard(const char *path)
{
    char command[300];
    snprintf(command, sizeof command, "rm -r '%s'", path);
    CHECK(system(command) == 0);
}

/* A shard that is merged away can still be read, unless it was written to before: then blocks may
 * have been overwritten. */
START_TEST(merged_away)
{
    records all = roll_records(7, 60, 30);
    char *path = mg_path_join(folder.path, "direct");
    mg_index *index = NULL;
    OK(write_direct(path, &all, (morgue_text){"", 0}, 1, &err));
    OK(mg_index_open(path, &index, &err));
    if (_i)
        OK(change_some(path, &all, 1, 10, &err));
    remove_shard(path);
    CHECK(mg_index_check(index, &err) == (_i ? MORGUE_STALE : MORGUE_OK));
    mg_index_free(index);
    records_free(&all);
    free(path);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("index");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, directly_built, 0, 4);
    tcase_add_test(tests, joined);
    tcase_add_test(tests, stub);
    tcase_add_loop_test(tests, merged_away, 0, 2);
    return run_tests("index", tests);
}
