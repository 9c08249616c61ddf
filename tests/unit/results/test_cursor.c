/* Pages by cursor, put together, are one search: for generated queries on generated archives of
 * many equal scores and dates, in one shard and several, read in both ways, and while the archive
 * is changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/reader.h"
#include "archive/shard.h"
#include "indexer/engine.h"
#include "search/results/cursor.h"
#include "tests/unit/scratch.h"

enum { ARTICLES = 420, QUERIES = 700, QUERY_MAX = 128, ID_MAX = 16, FLOCK = 2 * ARTICLES };

static scratch s;
static morgue_archive *archive;
static morgue_error err;

/* ---- Archives ----------------------------------------------------------------------------- */

/* Few words, few dates, few lengths: most scores and dates are those of others, too. */
static void add(morgue_writer *writer, uint64_t *seed, unsigned number)
{
    static const char *const words[] = {"storm", "ferry", "harbour", "strike", "wind"};
    char id[ID_MAX], text[128] = "", date[16];
    snprintf(id, sizeof id, "id-%u", number);
    snprintf(date, sizeof date, "2015-0%u-1%u", 1 + roll(seed, 3), roll(seed, 3));
    date[roll(seed, 8) ? 10 : roll(seed, 2) ? 7 : 0] = '\0';
    for (uint32_t n = 2 + roll(seed, 4); n; n--) {
        strcat(text, words[roll(seed, 5)]);
        strcat(text, " ");
    }
    morgue_article *a = make_article(
        (const field_text[]){{MORGUE_ID, id}, {MORGUE_TEXT, text}, {MORGUE_DATE, date}, {0, NULL}});
    OK(morgue_writer_add(writer, a, NULL, &err));
    morgue_article_free(a);
}

static void write_archive(unsigned shards)
{
    const mg_engine untidy = {.untidy = true};
    morgue_writer *writer;
    uint64_t seed = shards;
    scratch_open(&s);
    OK(mg_writer_open(s.path, NULL, &untidy, &writer, &err));
    for (unsigned i = 0; i < ARTICLES; i++) {
        add(writer, &seed, i);
        if ((i + 1) * shards / ARTICLES > i * shards / ARTICLES)
            OK(morgue_writer_commit(writer, &err));
    }
    morgue_writer_free(writer);
    OK(morgue_archive_open(s.path, &archive, &err));
    ck_assert_uint_eq(archive->manifest.count, shards);
}

/* Makes the archive's indexes read by Xapian's iterators. */
static void read_by_iterators(xap_database **ret)
{
    for (size_t i = 0; i < archive->manifest.count; i++) {
        mg_index_free(archive->indexes[i]);
        OK(mg_open_shards(s.path, &archive->manifest, i, 1, &ret[i], &err));
        OK(mg_index_open_iterators(ret[i], &archive->indexes[i], &err));
    }
}

static void teardown(void)
{
    morgue_archive_free(archive);
    scratch_close(&s);
}

/* ---- Queries ------------------------------------------------------------------------------ */

static const char *const parts[] = {"storm",
                                    "ferry OR wind",
                                    "\"storm ferry\"",
                                    "st*",
                                    "storm W/2 harbour",
                                    "-strike",
                                    "date:2015-02",
                                    "*",
                                    "~stom",
                                    "cs:wind",
                                    "-\"wind wind\"",
                                    "\"wind * harbour\"",
                                    "has:date",
                                    "=ferry"};

static void roll_query(uint64_t *seed, char ret[QUERY_MAX])
{
    strcpy(ret, roll(seed, 2) ? "*" : parts[roll(seed, 2)]);
    for (uint32_t n = roll(seed, 3); n; n--) {
        strcat(ret, " ");
        strcat(ret, parts[roll(seed, sizeof parts / sizeof *parts)]);
    }
}

/* The ids of hits, in their order. */
typedef struct list {
    char ids[FLOCK][ID_MAX];
    char dates[FLOCK][ID_MAX];
    size_t n;
} list;

static void take_up(morgue_results *results, list *ret)
{
    morgue_hit hit;
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        OK(morgue_results_hit(results, i, &hit, &err));
        CHECK(ret->n < FLOCK);
        snprintf(ret->ids[ret->n], ID_MAX, "%s",
                 morgue_article_get(hit.article, MORGUE_ID, 0).data);
        snprintf(ret->dates[ret->n++], ID_MAX, "%.10s",
                 morgue_article_get(hit.article, MORGUE_DATE, 0).data);
    }
}

/* One page; the cursor that it gives replaces that in `cursor`, "" behind the last. */
static void take_page(const char *query, morgue_search_options o, char *cursor, size_t room,
                      list *ret)
{
    morgue_results *results;
    o.after = cursor;
    if (morgue_search(archive, query, &o, &results, &err) != MORGUE_OK)
        ck_abort_msg("%s: %s", query, err.message);
    size_t before = ret->n;
    take_up(results, ret);
    const char *next = morgue_results_cursor(results);
    CHECK(ret->n - before == o.limit || !next);
    CHECK(!next || strspn(next, "abcdefghijklmnopqrstuvwxyz0123456789.-_") == strlen(next));
    CHECK(next == morgue_results_cursor(results));
    snprintf(cursor, room, "%s", next ? next : "");
    morgue_results_free(results);
}

static void compare(const char *query, morgue_search_options o, const list *all, const list *pages)
{
    for (size_t i = 0; i < all->n && i < pages->n; i++)
        if (strcmp(all->ids[i], pages->ids[i]) != 0)
            ck_abort_msg("%s, order %d, %u a page: hit %zu is %s, not %s", query, o.sort, o.limit,
                         i, pages->ids[i], all->ids[i]);
    if (all->n != pages->n)
        ck_abort_msg("%s, order %d, %u a page: %zu hits, not %zu", query, o.sort, o.limit, pages->n,
                     all->n);
}

/* All pages, and all at once; what is counted of all hits is the same on each page. */
static void check_query(const char *query, morgue_search_options o)
{
    static list all, pages;
    char cursor[2048] = "";
    morgue_search_options once = o;
    all.n = pages.n = 0;
    once.limit = 2 * ARTICLES;
    CHECK(once.limit > ARTICLES);
    take_page(query, once, cursor, sizeof cursor, &all);
    CHECK(!*cursor);
    do
        take_page(query, o, cursor, sizeof cursor, &pages);
    while (*cursor);
    compare(query, o, &all, &pages);
}

static void check_all(unsigned first, unsigned n)
{
    uint64_t seed = 77 + first;
    char query[QUERY_MAX];
    for (unsigned i = 0; i < n; i++) {
        morgue_search_options o = {.limit = 1 + roll(&seed, 50),
                                   .sort = (morgue_sort)roll(&seed, 3),
                                   .exact = roll(&seed, 4) == 0,
                                   .similar = roll(&seed, 10) ? NULL : "id-7"};
        if (roll(&seed, 3) == 0)
            o.limit = 1 + roll(&seed, 4);
        roll_query(&seed, query);
        check_query(query, o);
    }
}

static const unsigned shards[] = {1, 3, 8};

START_TEST(test_pages)
{
    write_archive(shards[_i]);
    check_all((unsigned)_i, QUERIES);
    teardown();
}
END_TEST

START_TEST(test_by_iterators)
{
    xap_database *bases[8] = {NULL};
    write_archive(shards[_i]);
    read_by_iterators(bases);
    check_all(10 + (unsigned)_i, QUERIES / 7);
    teardown();
    for (size_t i = 0; i < 8; i++)
        xap_database_free(bases[i]);
}
END_TEST

/* `offset` counts from the cursor, and the numbers are those of the whole. */
START_TEST(test_what_goes_with_it)
{
    static list all, some;
    char cursor[2048] = "";
    morgue_results *whole, *part;
    morgue_search_options o = {.limit = 7, .exact = true, .sort = MORGUE_OLDEST_FIRST};
    o.facets[0] = MORGUE_ID;
    o.n_facets = 1;
    o.timeline = MORGUE_BY_MONTH;
    all.n = some.n = 0;
    write_archive(3);
    take_page("storm", (morgue_search_options){.limit = 100, .sort = o.sort}, cursor, sizeof cursor,
              &all);
    *cursor = '\0';
    take_page("storm", o, cursor, sizeof cursor, &some);
    o.offset = 20;
    OK(morgue_search(archive, "storm", &o, &whole, &err));
    o.after = cursor;
    OK(morgue_search(archive, "storm", &o, &part, &err));
    take_up(part, &some);
    for (size_t i = 0; i < 7; i++)
        ck_assert_str_eq(some.ids[7 + i], all.ids[7 + 20 + i]);
    CHECK(morgue_results_total(whole) == morgue_results_total(part));
    CHECK(morgue_results_undated(whole) == morgue_results_undated(part));
    CHECK(morgue_results_facet_values(whole, 0) == morgue_results_facet_values(part, 0));
    morgue_bucket a, b;
    for (size_t i = 0; morgue_results_bucket(whole, i, &a); i++)
        CHECK(morgue_results_bucket(part, i, &b) && a.count == b.count);
    morgue_results_free(whole);
    morgue_results_free(part);
    o.count_only = true;
    OK(morgue_search(archive, "storm", &o, &part, &err));
    ck_assert_ptr_null(morgue_results_cursor(part));
    morgue_results_free(part);
    teardown();
}
END_TEST

/* ---- While the archive is changed --------------------------------------------------------- */

/* Between pages: new articles, others gone, sometimes all packed into one shard; what is numbered
 * below ARTICLES stays, but for what ends in 9. */
static void change(morgue_writer *writer, uint64_t *seed, unsigned *fresh)
{
    char id[ID_MAX];
    for (uint32_t n = 1 + roll(seed, 4); n; n--)
        add(writer, seed, (*fresh)++);
    snprintf(id, sizeof id, "id-%u9", roll(seed, ARTICLES / 10));
    morgue_status status = morgue_writer_delete(writer, id, MORGUE_NUL, &err);
    CHECK(status == MORGUE_OK || status == MORGUE_NOT_FOUND);
    if (roll(seed, 12))
        OK(morgue_writer_commit(writer, &err));
    else
        OK(morgue_writer_compact(writer, NULL, NULL, &err));
    OK(morgue_archive_reopen(archive, NULL, &err));
}

static unsigned count_of(const list *pages, const char *id)
{
    unsigned n = 0;
    for (size_t i = 0; i < pages->n; i++)
        n += strcmp(pages->ids[i], id) == 0;
    return n;
}

/* Every article that was there all the time comes once. */
START_TEST(test_beside_writer)
{
    static list all, pages;
    static const char *const queries[] = {"*", "storm", "ferry OR wind", "storm W/3 ferry"};
    char cursor[2048] = "";
    uint64_t seed = 1000 + (uint64_t)_i;
    unsigned fresh = ARTICLES;
    morgue_writer *writer;
    const char *query = queries[_i % 4];
    morgue_search_options o = {.limit = 1000,
                               .sort = _i & 4 ? MORGUE_OLDEST_FIRST : MORGUE_NEWEST_FIRST};
    all.n = pages.n = 0;
    write_archive(shards[_i % 3]);
    take_page(query, o, cursor, sizeof cursor, &all);
    *cursor = '\0';
    o.limit = 4 + roll(&seed, 30);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    do {
        take_page(query, o, cursor, sizeof cursor, &pages);
        change(writer, &seed, &fresh);
    } while (*cursor);
    morgue_writer_free(writer);
    for (size_t i = 0; i < all.n; i++) {
        unsigned n = count_of(&pages, all.ids[i]);
        bool stays = all.ids[i][strlen(all.ids[i]) - 1] != '9';
        if (n > 1 || (stays && !n))
            ck_abort_msg("%s, %u a page: %s comes %u times", query, o.limit, all.ids[i], n);
    }
    teardown();
}
END_TEST

/* Where a merge may have moved others, what is as good comes again. */
START_TEST(test_merged)
{
    mg_buffer cursor = {0};
    mg_hit found;
    const mg_hit hit = {.key = 0x1234, .shard = 1, .docid = 5};
    mg_buffer record = {0};
    morgue_article *a = morgue_article_new();
    write_archive(3);
    OK(mg_index_record(archive->indexes[1], 5, &record, &err));
    OK(mg_archive_unpack(archive, record.data, record.len, a, &err));
    ck_assert(mg_hit_cursor_begin(archive, &hit, MG_ORDER_NEWEST, &cursor));
    ck_assert(mg_hit_cursor_end(&cursor, morgue_article_get(a, MORGUE_ID, 0)));
    OK(mg_hit_cursor_find(archive, cursor.data, MG_ORDER_NEWEST, &found, &err));
    ck_assert(found.key == hit.key && found.shard == 1 && found.docid == 5);
    strcpy(archive->manifest.shards[1], "shard-000099"); /* as after a merge */
    OK(mg_hit_cursor_find(archive, cursor.data, MG_ORDER_NEWEST, &found, &err));
    ck_assert(found.key == hit.key && found.shard == 1 && found.docid == 5);
    strcpy(archive->manifest.shards[0], "shard-000098"); /* what is in there? */
    OK(mg_hit_cursor_find(archive, cursor.data, MG_ORDER_NEWEST, &found, &err));
    ck_assert(found.key == hit.key && found.shard == 0 && found.docid == 0);
    memcpy(cursor.data + cursor.len - 2, "ff", 2); /* the id of none */
    strcpy(archive->manifest.shards[0], "shard-000001");
    OK(mg_hit_cursor_find(archive, cursor.data, MG_ORDER_NEWEST, &found, &err));
    ck_assert(found.key == hit.key && found.shard == 0 && found.docid == 0);
    FAILS(MORGUE_INVALID, mg_hit_cursor_find(archive, cursor.data, MG_ORDER_OLDEST, &found, &err));
    mg_buffer_free(&cursor);
    mg_buffer_free(&record);
    morgue_article_free(a);
    teardown();
}
END_TEST

/* ---- What is no cursor -------------------------------------------------------------------- */

/* Every prefix of one, and every byte of it replaced: a place or INVALID, never anything else. */
START_TEST(test_hostile)
{
    static const char *const others[] = {"1",
                                         "1r",
                                         "1r.",
                                         "2n.1.00000000.1..",
                                         "1x.1.00000000.1..",
                                         "1n.11111111111111111.00000000.1..",
                                         "1n.1.0000.1..",
                                         "1n.1.00000000.111111111..",
                                         "1n.1.00000000.1.1.",
                                         "1n.1.00000000.1..1",
                                         "1n.1.00000000.1..0g",
                                         "hello",
                                         " ",
                                         "1n.1.00000000.1"};
    static list some;
    char cursor[2048] = "", broken[2048], longest[5000];
    morgue_results *results;
    mg_hit found;
    morgue_search_options o = {.limit = 3};
    some.n = 0;
    write_archive(3);
    take_page("*", o, cursor, sizeof cursor, &some);
    size_t len = strlen(cursor);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        o.after = others[i];
        FAILS(MORGUE_INVALID, morgue_search(archive, "*", &o, &results, &err));
        ck_assert_ptr_nonnull(strstr(err.message, "cursor"));
    }
    for (size_t i = 0; i < len; i++)
        for (unsigned byte = 0; byte < 256; byte++) {
            memcpy(broken, cursor, len + 1);
            broken[i] = (char)byte;
            morgue_status status =
                mg_hit_cursor_find(archive, broken, MG_ORDER_NEWEST, &found, &err);
            CHECK(status == MORGUE_INVALID || status == MORGUE_OK);
        }
    for (size_t field = 0; field < 2; field++) { /* more than there can be of shards, or of an id */
        snprintf(longest, sizeof longest, "1n.1.00000000.1.%s", field ? "." : "");
        size_t at = strlen(longest);
        memset(longest + at, 'a', sizeof longest - at - 1);
        longest[sizeof longest - 1] = '\0';
        if (!field)
            longest[sizeof longest - 2] = '.';
        FAILS(MORGUE_INVALID, mg_hit_cursor_find(archive, longest, MG_ORDER_NEWEST, &found, &err));
    }
    o.after = cursor;
    o.sort = MORGUE_OLDEST_FIRST;
    FAILS(MORGUE_INVALID, morgue_search(archive, "*", &o, &results, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "'newest', this is 'oldest'"));
    o.sort = MORGUE_BY_RELEVANCE;
    FAILS(MORGUE_INVALID, morgue_search(archive, "storm", &o, &results, &err));
    teardown();
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("cursor");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, test_pages, 0, 3);
    tcase_add_loop_test(tests, test_by_iterators, 0, 3);
    tcase_add_test(tests, test_what_goes_with_it);
    tcase_add_loop_test(tests, test_beside_writer, 0, 48);
    tcase_add_test(tests, test_merged);
    tcase_add_test(tests, test_hostile);
    return run_tests("cursor", tests);
}
