/* Facets of many values, of which few are shown: in an archive that was just opened, and again. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/scratch.h"

enum { MANY = 3000, TAGS = 2 };

static scratch s;
static morgue_archive *archive;
static morgue_error err;

static void add_tag(morgue_article *a, uint64_t *seed)
{
    char name[32];
    snprintf(name, sizeof name, "Person %u", roll(seed, 1 + roll(seed, MANY)));
    const morgue_tag tag = {.name = {name, strlen(name)},
                            .origin = MORGUE_TAGGER,
                            .confidence = 90,
                            .main = roll(seed, 3) == 0};
    OK(morgue_article_add_tag(a, MORGUE_PERSON, &tag, &err));
}

static void setup(void)
{
    morgue_writer *writer;
    uint64_t seed = 3;
    scratch_open(&s);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (int i = 0; i < MANY; i++) {
        char id[16], name[32];
        snprintf(id, sizeof id, "many%d", i);
        snprintf(name, sizeof name, "Paper %u", roll(&seed, 1 + roll(&seed, MANY)));
        morgue_article *a =
            make_article((const field_text[]){{MORGUE_ID, id},
                                              {MORGUE_TITLE, roll(&seed, 3) ? "many" : "few"},
                                              {MORGUE_SOURCE, name},
                                              {0, NULL}});
        for (int t = 0; t < TAGS; t++)
            add_tag(a, &seed);
        OK(morgue_writer_add(writer, a, NULL, &err));
        morgue_article_free(a);
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

static morgue_results *count(morgue_archive *of, morgue_field_id field, uint32_t values)
{
    const morgue_search_options options = {
        .facets = {field}, .n_facets = 1, .facet_values = values};
    morgue_results *results;
    OK(morgue_search(of, "many", &options, &results, &err));
    return results;
}

/* The first are those that are first among all. Of tags, those that an article is about count
 * twice, but only among ten times as many as are shown. */
static void check_same(const morgue_results *few, const morgue_results *whole, size_t most)
{
    morgue_facet a, b;
    size_t i = 0;
    ck_assert_uint_eq(morgue_results_facet_values(few, 0), morgue_results_facet_values(whole, 0));
    ck_assert_uint_eq(morgue_results_facet_without(few, 0), morgue_results_facet_without(whole, 0));
    for (; morgue_results_facet(few, 0, i, &a); i++) {
        CHECK(morgue_results_facet(whole, 0, i, &b));
        CHECK(a.count == b.count && a.main == b.main && is_text(a.value, b.value.data));
    }
    CHECK(i == most || (i < most && !morgue_results_facet(whole, 0, i, &b)));
}

START_TEST(test_many_values)
{
    static const uint32_t most[] = {7, 100, 101, 999, MANY};
    for (size_t k = 0; k < sizeof most / sizeof *most; k++)
        for (int source = 0; source < 2; source++) {
            morgue_field_id field = source ? MORGUE_SOURCE : MORGUE_PERSON;
            morgue_archive *fresh;
            OK(morgue_archive_open(s.path, &fresh, &err));
            morgue_results *first = count(fresh, field, most[k]);
            for (int again = 0; again < 3; again++) {
                morgue_results *warm = count(archive, field, most[k]);
                check_same(warm, first, most[k]);
                morgue_results_free(warm);
            }
            morgue_results *whole = count(archive, MORGUE_SOURCE, MANY);
            if (source)
                check_same(first, whole, most[k]);
            morgue_results_free(whole);
            morgue_results_free(first);
            morgue_archive_free(fresh);
        }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("values");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_many_values);
    return run_tests("values", tests);
}
