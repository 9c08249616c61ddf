/* Facets of many values, of which few are shown. */
#include <stdio.h>

#include "tests/unit/scratch.h"

static scratch s;
static morgue_archive *archive;
static morgue_error err;

/* Of many values the first are those that are first among all. */
START_TEST(test_many_values)
{
    enum { MANY = 3000 };
    static const uint32_t most[] = {1, 7, 100, 999, MANY};
    const morgue_search_options all = {
        .facets = {MORGUE_SOURCE}, .n_facets = 1, .facet_values = MANY};
    morgue_writer *writer;
    morgue_results *whole;
    uint64_t seed = 3;
    scratch_open(&s);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (int i = 0; i < MANY; i++) {
        char id[16], name[32];
        snprintf(id, sizeof id, "many%d", i);
        snprintf(name, sizeof name, "Paper %u", roll(&seed, 1 + roll(&seed, MANY)));
        morgue_article *a = make_article((const field_text[]){
            {MORGUE_ID, id}, {MORGUE_TITLE, "many"}, {MORGUE_SOURCE, name}, {0, NULL}});
        OK(morgue_writer_add(writer, a, NULL, &err));
        morgue_article_free(a);
    }
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    OK(morgue_archive_open(s.path, &archive, &err));
    OK(morgue_search(archive, "many", &all, &whole, &err));
    for (size_t k = 0; k < sizeof most / sizeof *most; k++) {
        morgue_search_options some = all;
        morgue_results *few;
        morgue_facet a, b;
        size_t i = 0;
        some.facet_values = most[k];
        OK(morgue_search(archive, "many", &some, &few, &err));
        ck_assert_uint_eq(morgue_results_facet_values(few, 0),
                          morgue_results_facet_values(whole, 0));
        for (; morgue_results_facet(few, 0, i, &a); i++) {
            CHECK(morgue_results_facet(whole, 0, i, &b));
            CHECK(a.count == b.count && is_text(a.value, b.value.data));
        }
        CHECK(i == most[k] || (i < most[k] && !morgue_results_facet(whole, 0, i, &b)));
        morgue_results_free(few);
    }
    morgue_results_free(whole);
    morgue_archive_free(archive);
    scratch_close(&s);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("values");
    tcase_add_test(tests, test_many_values);
    return run_tests("values", tests);
}
