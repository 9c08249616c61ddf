/* Facets, timelines and blocked values against counting by hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/scratch.h"

enum { ARTICLES = 600, VALUES = 9, TAGS = 3 };

/* Values as they are written, and what they are once aliases have been looked at. */
static const char *const values[VALUES] = {"Reading",    "Will Smith",   "Kiev",
                                           "KYIV",       "Reading West", "NATO",
                                           "Smith Will", "Otan",         "Baden-Baden"};
static const char *const canonical[VALUES] = {"Reading",    "Will Smith",   "Kyiv",
                                              "Kyiv",       "Reading West", "NATO",
                                              "Smith Will", "NATO",         "Baden-Baden"};
static const char aliases_text[] = "Kyiv = Kiev\nNATO = OTAN\n";
static const char blocklist_text[] =
    "place: reading\nplace: baden baden\nactor: Will Smith\norg: Kiev\n";

static const morgue_field_id fields[] = {MORGUE_PERSON, MORGUE_ORG, MORGUE_LOCATION};

typedef struct fact {
    unsigned n[3];
    unsigned tags[3][TAGS]; /* by field: numbers of values */
    bool main[3][TAGS];     /* is it about them? */
    char date[16];
    bool rare;
    bool common;
} fact;

static scratch s;
static morgue_archive *archive;
static morgue_error err;
static fact facts[ARTICLES];

static void add_tag(morgue_article *a, morgue_field_id field, const char *name, bool main)
{
    const morgue_tag tag = {
        .name = {name, strlen(name)}, .origin = MORGUE_TAGGER, .confidence = 90, .main = main};
    OK(morgue_article_add_tag(a, field, &tag, &err));
}

static void add(morgue_writer *writer, const fact *f, int i)
{
    char id[16], text[64];
    snprintf(id, sizeof id, "id%03d", i);
    snprintf(text, sizeof text, "%s %s all", f->common ? "common" : "", f->rare ? "rare" : "");
    morgue_article *a = make_article(
        (const field_text[]){{MORGUE_ID, id}, {MORGUE_TEXT, text}, {MORGUE_DATE, f->date}, {0}});
    for (size_t k = 0; k < 3; k++)
        for (unsigned t = 0; t < f->n[k]; t++)
            add_tag(a, fields[k], values[f->tags[k][t]], f->main[k][t]);
    OK(morgue_writer_add(writer, a, NULL, &err));
    morgue_article_free(a);
}

/* A value with a low number is more often what an article is about, and less often there. */
static void take(fact *f, size_t k, unsigned t, uint64_t *seed)
{
    unsigned value = roll(seed, VALUES);
    f->tags[k][t] = value;
    f->main[k][t] = roll(seed, VALUES + 1) > value;
}

static void setup(void)
{
    uint64_t seed = 7;
    morgue_writer *writer;
    scratch_open(&s);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (int i = 0; i < ARTICLES; i++) {
        fact *f = &facts[i];
        for (size_t k = 0; k < 3; k++) {
            f->n[k] = roll(&seed, TAGS + 1);
            for (unsigned t = 0; t < f->n[k]; t++)
                take(f, k, t, &seed);
        }
        snprintf(f->date, sizeof f->date, "20%02u-%02u-%02u", 10 + roll(&seed, 3),
                 1 + roll(&seed, 12), 1 + roll(&seed, 3));
        f->date[roll(&seed, 3) ? 10 : roll(&seed, 2) ? 7 : roll(&seed, 2) ? 4 : 0] = '\0';
        f->rare = roll(&seed, 80) == 0;
        f->common = roll(&seed, 2) == 0;
        add(writer, f, i);
        if (i == 200)
            OK(morgue_writer_commit(writer, &err));
    }
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    OK(morgue_archive_open(s.path, &archive, &err));
}

static void teardown(void)
{
    morgue_archive_free(archive);
    scratch_close(&s);
}

static void write_files(bool aliases, bool blocklist)
{
    if (aliases)
        scratch_write(&s, "aliases.txt", aliases_text, strlen(aliases_text));
    if (blocklist)
        scratch_write(&s, "blocklist.txt", blocklist_text, strlen(blocklist_text));
}

/* ---- By hand ------------------------------------------------------------------------------ */

static bool is_blocked(bool blocklist, size_t field, unsigned value)
{
    const char *text = values[value];
    if (!blocklist)
        return false;
    if (fields[field] == MORGUE_LOCATION)
        return strcasecmp(text, "reading") == 0 || strcasecmp(text, "baden-baden") == 0;
    return strcasecmp(text, "will smith") == 0 ||
           (fields[field] == MORGUE_ORG && strcasecmp(text, "kiev") == 0);
}

static bool is_hit(const fact *f, const char *query)
{
    return strcmp(query, "rare") == 0 ? f->rare : strcmp(query, "common") == 0 ? f->common : true;
}

static bool only_main; /* values count where articles are about them */

/* Does the article have the value in one of the fields [first, last]? */
static bool has_value(const fact *f, const char *value, size_t first, size_t last, bool aliases,
                      bool blocklist)
{
    for (size_t k = first; k <= last; k++)
        for (unsigned t = 0; t < f->n[k]; t++) {
            unsigned number = f->tags[k][t];
            const char *text = aliases ? canonical[number] : values[number];
            if (!is_blocked(blocklist, k, number) && (!only_main || f->main[k][t]) &&
                (!value || strcasecmp(text, value) == 0))
                return true;
        }
    return false;
}

static uint64_t count(const char *query, const char *value, size_t first, size_t last, bool aliases,
                      bool blocklist)
{
    uint64_t n = 0;
    for (size_t i = 0; i < ARTICLES; i++)
        n += is_hit(&facts[i], query) &&
             has_value(&facts[i], value, first, last, aliases, blocklist);
    return n;
}

static uint64_t count_main(const char *query, const char *value, size_t first, size_t last,
                           bool aliases, bool blocklist)
{
    only_main = true;
    uint64_t n = count(query, value, first, last, aliases, blocklist);
    only_main = false;
    return n;
}

static uint64_t hits_of(const char *query)
{
    uint64_t n = 0;
    for (size_t i = 0; i < ARTICLES; i++)
        n += is_hit(&facts[i], query);
    return n;
}

/* ---- Facets ------------------------------------------------------------------------------- */

static void check_facet(const morgue_results *results, size_t facet, const char *query,
                        bool aliases, bool blocklist)
{
    static const size_t range[][2] = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}};
    size_t first = range[facet][0], last = range[facet][1];
    bool about = facet == 4; /* has values by what articles are about */
    uint64_t distinct = 0, before = UINT64_MAX;
    morgue_facet row;
    only_main = about;
    for (size_t i = 0; morgue_results_facet(results, facet, i, &row); i++) {
        ck_assert_uint_eq(row.count, count(query, row.value.data, first, last, aliases, blocklist));
        ck_assert_uint_eq(
            row.main,
            about ? 0 : count_main(query, row.value.data, first, last, aliases, blocklist));
        ck_assert_uint_le(row.count + row.main, before);
        before = row.count + row.main;
        distinct++;
    }
    uint64_t expected = 0;
    for (size_t v = 0; v < VALUES; v++) {
        bool repeated = false;
        const char *text = aliases ? canonical[v] : values[v];
        for (size_t u = 0; aliases && u < v; u++)
            repeated = repeated || strcmp(canonical[u], text) == 0;
        expected += !repeated && count(query, text, first, last, aliases, blocklist) > 0;
    }
    ck_assert_uint_eq(distinct, expected);
    ck_assert_uint_eq(morgue_results_facet_values(results, facet), expected);
    ck_assert_uint_eq(morgue_results_facet_without(results, facet),
                      hits_of(query) - count(query, NULL, first, last, aliases, blocklist));
    only_main = false;
}

static void check_facets(const char *query, bool aliases, bool blocklist)
{
    morgue_results *results;
    const morgue_search_options options = {
        .facets = {MORGUE_PERSON, MORGUE_ORG, MORGUE_LOCATION, MORGUE_ACTOR, MORGUE_ABOUT},
        .n_facets = 5,
        .facet_values = 100};
    OK(morgue_search(archive, query, &options, &results, &err));
    ck_assert_uint_eq(morgue_results_total(results), hits_of(query));
    for (size_t facet = 0; facet < 5; facet++)
        check_facet(results, facet, query, aliases, blocklist);
    ck_assert_ptr_null(morgue_results_notice(results, 0));
    morgue_results_free(results);
}

/* In an archive that was just opened, few matches are counted by their terms and many by the lists
 * of the values; after that, but for a handful, by columns. */
START_TEST(test_facets)
{
    static const char *const queries[] = {"all", "common", "rare", "*"};
    bool aliases = _i & 1, blocklist = _i & 2;
    write_files(aliases, blocklist);
    for (size_t q = 0; q < sizeof queries / sizeof *queries; q++) {
        morgue_archive_free(archive);
        OK(morgue_archive_open(s.path, &archive, &err));
        for (int again = 0; again < 3; again++)
            check_facets(queries[q], aliases, blocklist);
    }
    for (size_t q = 0; q < sizeof queries / sizeof *queries; q++)
        check_facets(queries[q], aliases, blocklist);
}
END_TEST

/* What articles are about comes to the top, and is looked for a good way below it. */
START_TEST(test_order)
{
    morgue_results *all, *few;
    const morgue_search_options most = {
        .facets = {MORGUE_ACTOR}, .n_facets = 1, .facet_values = 100};
    const morgue_search_options three = {
        .facets = {MORGUE_ACTOR}, .n_facets = 1, .facet_values = 3};
    morgue_facet row, same;
    OK(morgue_search(archive, "*", &most, &all, &err));
    OK(morgue_search(archive, "*", &three, &few, &err));
    for (size_t i = 0; i < 3; i++) {
        ck_assert(morgue_results_facet(all, 0, i, &row));
        ck_assert(morgue_results_facet(few, 0, i, &same));
        ck_assert(is_text(same.value, row.value.data));
        ck_assert_uint_eq(same.count, row.count);
        ck_assert_uint_eq(same.main, row.main);
    }
    ck_assert(!morgue_results_facet(few, 0, 3, &row));
    ck_assert_uint_eq(morgue_results_facet_values(few, 0), VALUES);
    morgue_results_free(all);
    morgue_results_free(few);
}
END_TEST

/* Spelled as its line has it. */
START_TEST(test_shown)
{
    morgue_results *results;
    morgue_facet row;
    bool found = false;
    const morgue_search_options options = {
        .facets = {MORGUE_LOCATION}, .n_facets = 1, .facet_values = 100};
    write_files(true, false);
    OK(morgue_search(archive, "*", &options, &results, &err));
    for (size_t i = 0; morgue_results_facet(results, 0, i, &row); i++) {
        found = found || is_text(row.value, "Kyiv");
        ck_assert(!is_text(row.value, "Kiev") && !is_text(row.value, "KYIV"));
    }
    ck_assert(found);
    morgue_results_free(results);
}
END_TEST

/* ---- Blocked values ----------------------------------------------------------------------- */

static uint64_t total(const char *query)
{
    morgue_results *results;
    const morgue_search_options options = {.exact = true};
    OK(morgue_search(archive, query, &options, &results, &err));
    uint64_t n = morgue_results_total(results);
    morgue_results_free(results);
    return n;
}

/* Articles with a value of the fields that has all the words. */
static uint64_t having(size_t first, size_t last, const char *const *texts, bool blocklist)
{
    uint64_t n = 0;
    for (size_t i = 0; i < ARTICLES; i++) {
        bool hit = false;
        for (size_t t = 0; texts[t]; t++)
            hit = hit || has_value(&facts[i], texts[t], first, last, false, blocklist);
        n += hit;
    }
    return n;
}

/* A value that is wrong in one field may be right in another. */
START_TEST(test_about)
{
    static const char *const reading[] = {"Reading", "Reading West", NULL};
    static const char *const whole[] = {"Reading", NULL};
    static const char *const smith[] = {"Will Smith", "Smith Will", NULL};
    static const char *const kiev[] = {"Kiev", NULL};
    bool blocked = _i;
    write_files(false, blocked);
    only_main = true;
    ck_assert_uint_eq(total("about:reading"), having(0, 2, reading, blocked));
    ck_assert_uint_eq(total("about:read*"), having(0, 2, reading, blocked));
    ck_assert_uint_eq(total("about:cs:Reading"), having(0, 2, reading, blocked));
    ck_assert_uint_eq(total("about:=reading"), having(0, 2, whole, blocked));
    ck_assert_uint_eq(total("* NOT about:=reading"), ARTICLES - having(0, 2, whole, blocked));
    ck_assert_uint_eq(total("about:(smith W/1 will)"), having(0, 2, smith, blocked));
    ck_assert_uint_eq(total("about:=\"will sm*\" OR about:=\"sm* will\""),
                      having(0, 2, smith, blocked));
    ck_assert_uint_eq(total("about:=kiev"), having(0, 2, kiev, blocked));
    ck_assert_uint_eq(total("has:about"), count("*", NULL, 0, 2, false, false));
    only_main = false;
    ck_assert_uint_eq(total("by:tagger"), count("*", NULL, 0, 2, false, false));
    ck_assert_uint_eq(total("by:dump"), 0);
}
END_TEST

START_TEST(test_blocked)
{
    static const char *const reading[] = {"Reading", "Reading West", NULL};
    static const char *const whole[] = {"Reading", NULL};
    static const char *const smith[] = {"Will Smith", "Smith Will", NULL};
    static const char *const baden[] = {"Baden-Baden", NULL};
    static const char *const will[] = {"Will Smith", NULL};
    bool blocked = _i;
    write_files(false, blocked);
    ck_assert_uint_eq(total("location:reading"), having(2, 2, reading, blocked));
    ck_assert_uint_eq(total("* NOT location:reading"), ARTICLES - having(2, 2, reading, blocked));
    ck_assert_uint_eq(total("location:=reading"), having(2, 2, whole, blocked));
    ck_assert_uint_eq(total("location:badenbaden"), having(2, 2, baden, blocked));
    ck_assert_uint_eq(total("location:\"baden baden\""), having(2, 2, baden, blocked));
    ck_assert_uint_eq(total("person:reading"), having(0, 0, reading, blocked));
    ck_assert_uint_eq(total("person:smith"), having(0, 0, smith, blocked));
    ck_assert_uint_eq(total("person:sm?th"), having(0, 0, smith, blocked));
    ck_assert_uint_eq(total("person:\"will smith\""), having(0, 0, will, blocked));
    ck_assert_uint_eq(total("person:(will PRE/1 smith)"), having(0, 0, will, blocked));
    ck_assert_uint_eq(total("person:(smith W/3 will)"), having(0, 0, smith, blocked));
    ck_assert_uint_eq(total("actor:smith"), having(0, 1, smith, blocked));
    ck_assert_uint_eq(total("actor:=\"will smith\""), having(0, 1, will, blocked));
    ck_assert_uint_eq(total("actor:=\"will sm*\""), having(0, 1, will, blocked));
}
END_TEST

/* Hidden in what is handed out, but stored. */
START_TEST(test_hidden)
{
    morgue_results *results;
    morgue_hit hit;
    uint64_t shown = 0, stored = 0;
    const morgue_search_options options = {.limit = ARTICLES};
    write_files(false, true);
    OK(morgue_search(archive, "*", &options, &results, &err));
    morgue_article *article = morgue_article_new();
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        OK(morgue_results_hit(results, i, &hit, &err));
        const char *id = morgue_article_get(hit.article, MORGUE_ID, 0).data;
        OK(morgue_archive_article(archive, id, MORGUE_NUL, article, &err));
        for (size_t v = 0; v < morgue_article_count(hit.article, MORGUE_LOCATION); v++)
            shown += is_text(morgue_article_get(hit.article, MORGUE_LOCATION, v), "Reading");
        for (size_t v = 0; v < morgue_article_count(article, MORGUE_LOCATION); v++)
            stored += is_text(morgue_article_get(article, MORGUE_LOCATION, v), "Reading");
    }
    ck_assert_uint_eq(shown, 0);
    ck_assert_uint_gt(stored, 0);
    morgue_article_free(article);
    morgue_results_free(results);
}
END_TEST

/* Files count as they are when the search begins; what is wrong in them is told. */
START_TEST(test_changed_files)
{
    static const char *const reading[] = {"Reading", "Reading West", NULL};
    morgue_results *results;
    ck_assert_uint_eq(total("location:reading"), having(2, 2, reading, false));
    write_files(false, true);
    ck_assert_uint_eq(total("location:reading"), having(2, 2, reading, true));
    scratch_write(&s, "blocklist.txt", "location:\n", 10);
    OK(morgue_search(archive, "location:reading", NULL, &results, &err));
    ck_assert_str_eq(morgue_results_notice(results, 0),
                     "blocklist.txt: line 1 is left out: a name is missing");
    ck_assert_ptr_null(morgue_results_notice(results, 1));
    ck_assert_uint_eq(morgue_results_total(results), having(2, 2, reading, false));
    morgue_results_free(results);
    ck_assert_int_eq(remove(scratch_path(&s, "blocklist.txt")), 0);
    ck_assert_uint_eq(total("kyiv"), 0);
    ck_assert_uint_lt(total("location:kyiv"), total("location:(kyiv OR kiev)"));
    write_files(true, false);
    ck_assert_uint_eq(total("location:kyiv"), total("location:(=kyiv OR =kiev)"));
    ck_assert_uint_eq(total("location:\"kyiv\""), total("location:kiev"));
}
END_TEST

/* ---- Timelines ---------------------------------------------------------------------------- */

static void check_timeline(const char *query, morgue_period period)
{
    static const size_t digits[] = {0, 4, 7, 10};
    const morgue_search_options options = {.timeline = period};
    morgue_results *results;
    morgue_bucket bucket;
    char before[16] = "";
    uint64_t sum = 0, undated = 0, dated = 0;
    OK(morgue_search(archive, query, &options, &results, &err));
    for (size_t i = 0; i < ARTICLES; i++)
        undated += is_hit(&facts[i], query) && !*facts[i].date;
    for (size_t i = 0; i < ARTICLES; i++)
        dated += is_hit(&facts[i], query) && *facts[i].date;
    for (size_t i = 0; morgue_results_bucket(results, i, &bucket); i++) {
        uint64_t n = 0, of = 0;
        for (size_t k = 0; k < ARTICLES; k++) {
            char date[16];
            snprintf(date, sizeof date, "%s", facts[k].date);
            date[digits[period]] = '\0';
            of += *date && strcmp(date, bucket.from) == 0;
            n += *date && strcmp(date, bucket.from) == 0 && is_hit(&facts[k], query);
        }
        ck_assert_uint_eq(bucket.count, n);
        ck_assert_uint_eq(bucket.of, of);
        ck_assert_str_gt(bucket.from, before);
        memcpy(before, bucket.from, sizeof before);
        sum += n;
    }
    ck_assert_uint_eq(morgue_results_undated(results), undated);
    ck_assert_uint_eq(sum, dated);
    morgue_results_free(results);
}

START_TEST(test_timelines)
{
    static const char *const queries[] = {"all", "common", "rare", "*"};
    for (size_t q = 0; q < sizeof queries / sizeof *queries; q++)
        check_timeline(queries[q], (morgue_period)_i);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("facets");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_facets, 0, 4);
    tcase_add_test(tests, test_shown);
    tcase_add_loop_test(tests, test_blocked, 0, 2);
    tcase_add_loop_test(tests, test_about, 0, 2);
    tcase_add_test(tests, test_order);
    tcase_add_test(tests, test_hidden);
    tcase_add_test(tests, test_changed_files);
    tcase_add_loop_test(tests, test_timelines, MORGUE_BY_YEAR, MORGUE_BY_DAY + 1);
    return run_tests("facets", tests);
}
