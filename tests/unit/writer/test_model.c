/* A writer at random - adding, replacing, deleting, committing, opening anew, with little memory
 * and much, one job and several - beside a plain table of what has to come out. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/manifest.h"
#include "tests/unit/scratch.h"
#include "xapian/xapian_c.h"

enum { IDS = 400, GROUPS = 8 };

/* What an article is made of; text: a seed, 0 where there is no article. */
typedef struct state {
    uint32_t texts[IDS];
    uint32_t words[IDS];
} state;

static scratch s;
static morgue_error err;
static morgue_writer *writer;
static state now, committed;
static unsigned most_words;

static void setup(void)
{
    scratch_open(&s);
    memset(&now, 0, sizeof now);
    memset(&committed, 0, sizeof committed);
}

static void teardown(void)
{
    morgue_writer_free(writer);
    writer = NULL;
    scratch_close(&s);
}

/* The article with the number as the state has it; some have no text, some no title, some neither
 * but a few words. Ids are alike, and one is long enough to be cut in its term. */
static morgue_article *make(const state *at, unsigned number)
{
    char id[400], group[24];
    uint64_t seed = at->texts[number];
    mg_buffer text = {0};
    morgue_article *a = morgue_article_new();
    int len = snprintf(id, sizeof id, "id %u", number);
    if (number % 50 == 7)
        len += snprintf(id + len, sizeof id - (size_t)len, " %0300d", 1);
    snprintf(group, sizeof group, "group%u", number % GROUPS);
    put(&text, group);
    put(&text, " ");
    roll_words(&seed, at->words[number], &text);
    OK(morgue_article_set(a, MORGUE_ID, id, (size_t)len, &err));
    OK(morgue_article_set(a, MORGUE_TEXT, text.data, text.len, &err));
    if (at->texts[number] % 3)
        OK(morgue_article_set(a, MORGUE_TITLE, group, MORGUE_NUL, &err));
    if (at->texts[number] % 5)
        OK(morgue_article_set(a, MORGUE_DATE, "2022-02-03", MORGUE_NUL, &err));
    OK(morgue_article_add(a, MORGUE_PERSON, "Ann Lee", MORGUE_NUL, MORGUE_TAGGER, &err));
    mg_buffer_free(&text);
    return a;
}

/* ---- What readers see --------------------------------------------------------------------- */

static void check_shards(void)
{
    mg_manifest manifest = {0};
    DIR *folder = opendir(s.path);
    size_t folders = 0;
    OK(mg_manifest_read(s.path, &manifest, &err));
    for (size_t i = 0; i < manifest.count; i++) {
        size_t errors = 1;
        xap_error cause;
        const char *path = scratch_path(&s, manifest.shards[i]);
        CHECK(xap_check(path, NULL, &errors, &cause) == XAP_OK && errors == 0);
    }
    for (const struct dirent *entry; (entry = readdir(folder));)
        folders += strncmp(entry->d_name, "shard", 5) == 0;
    if (!writer)
        ck_assert_uint_eq(folders, manifest.count);
    closedir(folder);
    mg_manifest_free(&manifest);
}

/* The walk hands out each article of the committed state once, as it was put in. */
static void check_walk(morgue_archive *archive)
{
    bool seen[IDS] = {false};
    morgue_walk *walk;
    morgue_article *article = NULL;
    size_t n = 0, expected = 0;
    OK(morgue_walk_open(archive, NULL, &walk, &err));
    for (;;) {
        morgue_text line, wanted;
        OK(morgue_walk_next(walk, &article, &err));
        if (!article)
            break;
        unsigned number = (unsigned)atoi(morgue_article_get(article, MORGUE_ID, 0).data + 3);
        CHECK(number < IDS && !seen[number] && committed.texts[number]);
        seen[number] = true;
        n++;
        morgue_article *model = make(&committed, number);
        OK(morgue_article_json(article, &line, &err));
        OK(morgue_article_json(model, &wanted, &err));
        CHECK(line.len == wanted.len && memcmp(line.data, wanted.data, line.len) == 0);
        morgue_article_free(model);
    }
    morgue_walk_free(walk);
    for (unsigned i = 0; i < IDS; i++)
        expected += committed.texts[i] != 0;
    ck_assert_uint_eq(n, expected);
}

static void check_counts(morgue_archive *archive)
{
    const morgue_search_options options = {.exact = true, .count_only = true};
    for (unsigned group = 0; group < GROUPS; group++) {
        char query[64];
        uint64_t expected = 0;
        morgue_results *results;
        for (unsigned i = group; i < IDS; i += GROUPS)
            expected += committed.texts[i] && committed.texts[i] % 5;
        snprintf(query, sizeof query, "group%u date:2022-02 person:\"ann lee\"", group);
        OK(morgue_search(archive, query, &options, &results, &err));
        ck_assert_uint_eq(morgue_results_total(results), expected);
        morgue_results_free(results);
    }
}

static void check_stats(morgue_archive *archive)
{
    uint64_t bytes = 0;
    morgue_stats stats;
    for (unsigned i = 0; i < IDS; i++) {
        if (!committed.texts[i])
            continue;
        morgue_article *a = make(&committed, i);
        bytes += morgue_article_get(a, MORGUE_TITLE, 0).len;
        bytes += morgue_article_get(a, MORGUE_TEXT, 0).len;
        morgue_article_free(a);
    }
    OK(morgue_archive_stats(archive, &stats, &err));
    ck_assert_uint_eq(stats.bytes_text, bytes);
}

static void check_archive(void)
{
    morgue_archive *archive;
    OK(morgue_archive_open(s.path, &archive, &err));
    check_walk(archive);
    check_counts(archive);
    check_stats(archive);
    morgue_archive_free(archive);
    check_shards();
}

/* ---- What the writer does ----------------------------------------------------------------- */

static void put_in(uint64_t *seed)
{
    unsigned number = roll(seed, IDS);
    state before = now;
    morgue_outcome outcome;
    if (!now.texts[number] || roll(seed, 4)) {
        now.texts[number] = 1 + roll(seed, 1000000);
        now.words[number] = roll(seed, most_words);
    }
    bool there = before.texts[number] != 0;
    bool same = there && before.texts[number] == now.texts[number];
    morgue_article *article = make(&now, number);
    OK(morgue_writer_add(writer, article, &outcome, &err));
    ck_assert_int_eq(outcome, same ? MORGUE_UNCHANGED : there ? MORGUE_REPLACED : MORGUE_ADDED);
    morgue_article_free(article);
}

static void take_out(uint64_t *seed)
{
    unsigned number = roll(seed, IDS);
    morgue_article *article = make(&now, number);
    morgue_text id = morgue_article_get(article, MORGUE_ID, 0);
    morgue_status status = morgue_writer_delete(writer, id.data, id.len, &err);
    ck_assert_int_eq(status, now.texts[number] ? MORGUE_OK : MORGUE_NOT_FOUND);
    now.texts[number] = 0;
    morgue_article_free(article);
}

static void open_writer(uint64_t *seed, uint64_t memory)
{
    const morgue_writer_options options = {.memory = memory, .jobs = 1 + roll(seed, 4)};
    OK(morgue_writer_open(s.path, &options, &writer, &err));
}

static void commit(void)
{
    OK(morgue_writer_commit(writer, &err));
    committed = now;
}

/* Many of one kind in a row: bursts of new articles, of deletions. */
static void burst(uint64_t *seed, unsigned adds_of_ten)
{
    for (unsigned n = roll(seed, 300); n; n--) {
        if (roll(seed, 10) < adds_of_ten)
            put_in(seed);
        else
            take_out(seed);
    }
}

static void run(uint64_t seed, unsigned rounds, uint64_t memory)
{
    bool commits_itself = memory != 0;
    open_writer(&seed, memory);
    for (unsigned round = 0; round < rounds; round++) {
        burst(&seed, roll(&seed, 3) ? 8 : roll(&seed, 10));
        uint32_t side = roll(&seed, 4);
        if (side || commits_itself)
            commit();
        if (side < 2) { /* what was not committed is gone, with its folder */
            morgue_writer_free(writer);
            writer = NULL;
            now = committed;
        }
        check_archive();
        if (!writer)
            open_writer(&seed, memory);
    }
}

/* Few words: most goes through what waits, and into shards that are there. */
START_TEST(test_small)
{
    most_words = 30;
    run((uint64_t)_i, 8, 0);
}
END_TEST

/* Enough for shards of their own in a good part of the commits. */
START_TEST(test_large)
{
    most_words = 1600;
    run((uint64_t)_i + 100, 6, 0);
}
END_TEST

/* Commits come by themselves. */
START_TEST(test_little_memory)
{
    most_words = 1600;
    run((uint64_t)_i + 200, 4, 1);
}
END_TEST

/* ---- Leaving nothing behind --------------------------------------------------------------- */

START_TEST(test_nothing_behind)
{
    for (unsigned jobs = 1; jobs <= 4; jobs++) {
        uint64_t seed = jobs;
        const morgue_writer_options options = {.jobs = jobs};
        OK(morgue_writer_open(s.path, &options, &writer, &err));
        most_words = 4000;
        for (int i = 0; i < 200; i++)
            put_in(&seed);
        ck_assert(scratch_has(&s, "shard-000001")); /* it is being built */
        morgue_writer_free(writer);
        writer = NULL;
        ck_assert(!scratch_has(&s, "shard-000001"));
        now = committed;
        check_archive();
    }
}
END_TEST

/* All that came is taken back before the commit, while it waits and while it is built. */
START_TEST(test_taken_back)
{
    static const unsigned words[] = {10, 3000};
    for (int k = 0; k < 2; k++) {
        uint64_t seed = 1;
        most_words = words[k];
        open_writer(&seed, 0);
        for (int i = 0; i < 300; i++)
            put_in(&seed);
        for (unsigned i = 0; i < IDS; i++) {
            char id[400];
            int len = snprintf(id, sizeof id, "id %u", i);
            if (i % 50 == 7)
                len += snprintf(id + len, sizeof id - (size_t)len, " %0300d", 1);
            morgue_status status = morgue_writer_delete(writer, id, (size_t)len, &err);
            ck_assert_int_eq(status, now.texts[i] ? MORGUE_OK : MORGUE_NOT_FOUND);
        }
        memset(&now, 0, sizeof now);
        commit();
        check_archive();
        put_in(&seed);
        commit();
        morgue_writer_free(writer);
        writer = NULL;
        check_archive();
        open_writer(&seed, 0);
        for (unsigned i = 0; i < IDS; i++) {
            while (now.texts[i])
                take_out(&seed);
        }
        commit();
        check_archive();
        morgue_writer_free(writer);
        writer = NULL;
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("model");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, test_small, 0, 2);
    tcase_add_loop_test(tests, test_large, 0, 2);
    tcase_add_loop_test(tests, test_little_memory, 0, 1);
    tcase_add_test(tests, test_nothing_behind);
    tcase_add_test(tests, test_taken_back);
    return run_tests("model", tests);
}
