/* Sizes that take long: one article of 40 MB, and 300,000 of a few words, directly and by Xapian's
 * writer, compared in full. scripts/torture runs it. */
#include <stdio.h>

#include "tests/unit/direct/articles.h"
#include "tests/unit/direct/difference.h"
#include "tests/unit/direct/two_ways.h"

static morgue_error err;
static const morgue_text no_dictionary = {"", 0};

/* Fails with what the call wrote to `why`. */
#define SAME(call)                                                                                 \
    do {                                                                                           \
        if (!(call))                                                                               \
            ck_abort_msg("%s: %s", #call, why);                                                    \
    } while (0)

static void check_both(const records *all)
{
    scratch s;
    uint64_t hits;
    char direct[96], slowly[96], jobs[96], why[DIFFERENCE_MAX];
    scratch_open(&s);
    snprintf(direct, sizeof direct, "%s/direct", s.path);
    snprintf(slowly, sizeof slowly, "%s/slowly", s.path);
    snprintf(jobs, sizeof jobs, "%s/jobs", s.path);
    OK(write_direct(direct, all, no_dictionary, 1, &err));
    OK(write_direct(jobs, all, no_dictionary, 4, &err));
    OK(write_slowly(slowly, all, no_dictionary, &err));
    SAME(same_bytes(direct, jobs, why));
    SAME(is_sound(direct, why));
    SAME(same_statistics(direct, slowly, why));
    SAME(same_databases(direct, slowly, why));
    SAME(same_hits(direct, slowly, 1, 300, &hits, why));
    ck_assert_uint_gt(hits, 0);
    scratch_close(&s);
}

START_TEST(test_huge_article)
{
    enum { BYTES = 40 << 20 };
    uint64_t seed = 1;
    records all = {0};
    mg_buffer text = {0};
    morgue_article *article = morgue_article_new();
    roll_article(&seed, 50, article);
    CHECK(records_add(&all, article));
    while (text.len < BYTES)
        roll_word(&seed, &text);
    OK(morgue_article_set(article, MORGUE_TEXT, text.data, text.len, &err));
    CHECK(records_add(&all, article));
    roll_article(&seed, 50, article);
    CHECK(records_add(&all, article));
    check_both(&all);
    records_free(&all);
    mg_buffer_free(&text);
    morgue_article_free(article);
}
END_TEST

START_TEST(test_many_articles)
{
    enum { ARTICLES = 300000 };
    uint64_t seed = 2;
    records all = {0};
    morgue_article *article = morgue_article_new();
    for (int i = 0; i < ARTICLES; i++) {
        roll_article(&seed, 4, article);
        CHECK(records_add(&all, article));
    }
    check_both(&all);
    records_free(&all);
    morgue_article_free(article);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("huge");
    tcase_set_timeout(tests, 3600);
    tcase_add_test(tests, test_huge_article);
    tcase_add_test(tests, test_many_articles);
    return run_tests("huge", tests);
}
