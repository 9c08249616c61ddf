/* Explanations: the parts of scores add up, and the plan tells what it has done. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/scratch.h"

enum { ARTICLES = 300 };

static scratch s;
static morgue_archive *archive;
static morgue_error err;

static const char *const words[] = {"alpha", "beta",   "gamma", "gammas", "delta",
                                    "of",    "united", "US",    ".\n\n",  "cease-fire"};

static void roll_text(uint64_t *seed, unsigned most, mg_buffer *ret)
{
    mg_buffer_clear(ret);
    put(ret, "");
    for (unsigned n = roll(seed, most); n; n--) {
        put(ret, words[roll(seed, 1 + roll(seed, sizeof words / sizeof *words))]);
        put(ret, " ");
    }
}

/* Two commits, so that there are several shards. */
static void setup(void)
{
    uint64_t seed = 7;
    morgue_writer *writer;
    mg_buffer title = {0}, text = {0};
    char date[16];
    scratch_open(&s);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (int i = 0; i < ARTICLES; i++) {
        roll_text(&seed, 6, &title);
        roll_text(&seed, 80, &text);
        snprintf(date, sizeof date, "20%02u-%02u-01", 10 + roll(&seed, 5), 1 + roll(&seed, 12));
        morgue_article *a = make_article(
            (const field_text[]){{MORGUE_TITLE, title.data},
                                 {MORGUE_TEXT, text.data},
                                 {MORGUE_DATE, date},
                                 {MORGUE_PERSON, i % 3 ? "Angela Merkel" : "Emmanuel Macron"},
                                 {0}});
        OK(morgue_writer_add(writer, a, NULL, &err));
        morgue_article_free(a);
        if (i == ARTICLES / 3)
            OK(morgue_writer_commit(writer, &err));
    }
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    mg_buffer_free(&title);
    mg_buffer_free(&text);
    OK(morgue_archive_open(s.path, &archive, &err));
}

static void teardown(void)
{
    morgue_archive_free(archive);
    scratch_close(&s);
}

static morgue_results *search(const char *query, bool explain)
{
    const morgue_search_options options = {.limit = 40, .exact = true, .explain = explain};
    morgue_results *results = NULL;
    if (morgue_search(archive, query, &options, &results, &err) != MORGUE_OK)
        ck_abort_msg("%s: %s", query, err.message);
    return results;
}

/* ---- Reasons ------------------------------------------------------------------------------ */

static const char *const queries[] = {
    "alpha",
    "alpha gamma",
    "alpha OR delta OR cease-fire",
    "\"alpha beta\"",
    "\"united of\" OR delta",
    "(delta gamma) OR (united us)",
    "(\"alpha alpha\" delta) OR us OR \"gamma gamma beta\"",
    "gamma NOT delta",
    "delta OR (us NOT \"alpha beta\")",
    "delta OR (us date:2012)",
    "title:alpha gamma",
    "title:alpha OR text:gamma",
    "person:merkel alpha",
    "person:merkel OR alpha",
    "delta W/3 united",
    "(us W/2 united) OR (delta W/2 united)",
    "delta NOT W/3 united",
    "us OR (delta NOT W/S united)",
    "=gamma OR gam*",
    "ceasefire united",
    "~betta OR delta",
};

/* Does the hit say why, and do the parts make the whole? */
static void check_reasons(const char *query, morgue_results *results, size_t i)
{
    morgue_hit hit;
    morgue_reason r;
    double sum = 0;
    size_t n = 0;
    OK(morgue_results_hit(results, i, &hit, &err));
    for (; morgue_results_reason(results, i, n, &r); n++) {
        CHECK(r.what.len && r.occurrences && r.score >= 0);
        sum += r.score;
    }
    if (fabs(sum - hit.score) > 1e-9 || (hit.score > 0 && !n))
        ck_abort_msg("%s: hit %zu has %.12f, not %.12f", query, i, hit.score, sum);
}

START_TEST(test_sums)
{
    morgue_results *results = search(queries[_i], true);
    morgue_reason reason;
    size_t n = morgue_results_count(results);
    ck_assert_uint_gt(n, 0);
    for (size_t i = 0; i < n; i++)
        check_reasons(queries[_i], results, i);
    ck_assert(!morgue_results_reason(results, n, 0, &reason));
    morgue_results_free(results);
}
END_TEST

/* Explaining changes nothing of what is found. */
START_TEST(test_same)
{
    morgue_results *with = search(queries[_i], true), *without = search(queries[_i], false);
    morgue_hit x, y;
    morgue_step step;
    morgue_reason reason;
    ck_assert_uint_eq(morgue_results_count(with), morgue_results_count(without));
    ck_assert_uint_eq(morgue_results_total(with), morgue_results_total(without));
    for (size_t i = 0; i < morgue_results_count(with); i++) {
        OK(morgue_results_hit(with, i, &x, &err));
        OK(morgue_results_hit(without, i, &y, &err));
        CHECK(x.score == y.score);
        CHECK(!strcmp(morgue_article_get(x.article, MORGUE_ID, 0).data,
                      morgue_article_get(y.article, MORGUE_ID, 0).data));
    }
    ck_assert(!morgue_results_step(without, 0, &step));
    ck_assert(!morgue_results_reason(without, 0, 0, &reason));
    morgue_results_free(with);
    morgue_results_free(without);
}
END_TEST

/* How often the word stands there; another that begins with it has an s more. */
static uint32_t count_words(morgue_text text, const char *word)
{
    uint32_t n = 0;
    size_t len = strlen(word);
    for (const char *at = text.data; (at = strstr(at, word)); at += len)
        n += at[len] != 's';
    return n;
}

/* What it says of a word is what stands in the article. */
START_TEST(test_occurrences)
{
    morgue_results *results = search("=gamma OR delta", true);
    morgue_hit hit;
    morgue_reason r;
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        OK(morgue_results_hit(results, i, &hit, &err));
        for (size_t n = 0; morgue_results_reason(results, i, n, &r); n++) {
            const char *word = is_text(r.what, "word delta") ? "delta" : "gamma";
            CHECK(is_text(r.what, *word == 'd' ? "word delta" : "word =gamma"));
            uint32_t in_title = count_words(morgue_article_get(hit.article, MORGUE_TITLE, 0), word);
            uint32_t in_text = count_words(morgue_article_get(hit.article, MORGUE_TEXT, 0), word);
            CHECK(r.in_title == (in_title > 0));
            CHECK(r.occurrences == in_title + in_text);
        }
    }
    morgue_results_free(results);
}
END_TEST

/* ---- Steps -------------------------------------------------------------------------------- */

/* The names of all steps, indented, a line each. */
static void put_steps(morgue_results *results, mg_buffer *ret)
{
    morgue_step step;
    put(ret, "");
    for (size_t i = 0; morgue_results_step(results, i, &step); i++) {
        put(ret, i ? "\n" : "");
        for (unsigned k = 0; k < step.depth; k++)
            put(ret, "  ");
        CHECK(mg_buffer_append(ret, step.what.data, step.what.len));
    }
}

START_TEST(test_names)
{
    static const struct {
        const char *query, *steps;
    } cases[] = {
        {"alpha", "word alpha"},
        {"=alpha", "word =alpha"},
        {"title:alpha", "word title:alpha"},
        {"gam*", "word gam*"},
        {"~gamms", "word ~gamms"},
        {"*", "*"},
        {"NOT alpha", "and\n  every article\n  not word alpha"},
        {"date:2012", "date:2012"},
        {"has:date", "has:date"},
        {"person:merkel", "word person:merkel"},
        {"person:=\"angela merkel\"", "value person:=\"angela merkel\""},
        {"actor:=\"angela merkel\"",
         "or\n  value person:=\"angela merkel\"\n  value org:=\"angela merkel\""},
        {"\"united alpha\"", "phrase \"united alpha\"\n  word united\n  word alpha"},
        {"united W/5 alpha", "near w/5\n  word united\n  word alpha"},
        {"united NOT PRE/S alpha", "near not-pre/s\n  word united\n  word alpha"},
        {"united OR (delta NOT \"us alpha\")",
         "or\n  word united\n  and\n    word delta\n    not phrase \"us alpha\"\n      word us\n"
         "      word alpha"},
        {"cease-fire", "or\n  phrase \"cease fire\"\n    word cease\n    word fire\n"
                       "  word cease-fire"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mg_buffer steps = {0};
        morgue_results *results = search(cases[i].query, true);
        put_steps(results, &steps);
        ck_assert_str_eq(steps.data, cases[i].steps);
        mg_buffer_free(&steps);
        morgue_results_free(results);
    }
}
END_TEST

static uint64_t total_of(const char *query)
{
    morgue_results *results = search(query, false);
    uint64_t total = morgue_results_total(results);
    morgue_results_free(results);
    return total;
}

/* Frequencies of terms, and of operators: as if they were searched for alone. */
START_TEST(test_numbers)
{
    char terms[128];
    morgue_step step;
    morgue_results *results = search("gamma (\"alpha beta\" OR us) NOT delta", true);
    uint64_t many = total_of("=gamma"), some = total_of("=gammas");
    snprintf(terms, sizeof terms,
             many > some ? "gamma %" PRIu64 ", gammas %" PRIu64
                         : "gammas %2$" PRIu64 ", gamma %1$" PRIu64,
             many, some);
    for (size_t i = 0; morgue_results_step(results, i, &step); i++) {
        CHECK(step.ms >= 0);
        if (is_text(step.what, "and"))
            ck_assert_uint_eq(step.frequency, morgue_results_total(results));
        if (is_text(step.what, "or"))
            ck_assert_uint_eq(step.frequency, total_of("\"alpha beta\" OR us"));
        if (is_text(step.what, "phrase \"alpha beta\""))
            ck_assert_uint_eq(step.frequency, total_of("\"alpha beta\""));
        if (is_text(step.what, "not word delta"))
            CHECK(step.weight == 0 && step.frequency == total_of("delta"));
        if (!is_text(step.what, "word gamma"))
            continue;
        CHECK(is_text(step.terms, terms));
        CHECK(step.n_terms == 2 && step.weight > 0);
    }
    morgue_results_free(results);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("explain");
    tcase_add_unchecked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_sums, 0, sizeof queries / sizeof *queries);
    tcase_add_loop_test(tests, test_same, 0, sizeof queries / sizeof *queries);
    tcase_add_test(tests, test_occurrences);
    tcase_add_test(tests, test_names);
    tcase_add_test(tests, test_numbers);
    return run_tests("explain", tests);
}
