/* Growing arrays, and texts in the order of their bytes. */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>

#include "archive/grow.h"
#include "archive/text.h"
#include "tests/unit/scratch.h"

START_TEST(test_kept)
{
    uint32_t *items = NULL;
    size_t cap = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        ck_assert(MG_GROW(items, cap, i + 1));
        ck_assert_uint_gt(cap, i);
        items[i] = i;
    }
    ck_assert(MG_GROW(items, cap, 100000));
    ck_assert_uint_ge(cap, 100000);
    for (uint32_t i = 0; i < 1000; i++)
        ck_assert_uint_eq(items[i], i);
    free(items);
}
END_TEST

START_TEST(test_too_much)
{
    uint64_t *items = NULL;
    size_t cap = 0;
    ck_assert(MG_GROW(items, cap, 1));
    const uint64_t *before = items;
    size_t before_cap = cap;
    ck_assert(!MG_GROW(items, cap, SIZE_MAX / 8 + 2));
    ck_assert(!MG_GROW(items, cap, SIZE_MAX));
    ck_assert_ptr_eq(items, before);
    ck_assert_uint_eq(cap, before_cap);
    free(items);
}
END_TEST

START_TEST(test_texts)
{
    const morgue_text sorted[] = {{"", 0}, {"a", 1}, {"a\0", 2}, {"ab", 2}, {"b", 1}, {"\xC3", 1}};
    const size_t n = sizeof sorted / sizeof *sorted;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            int order = mg_text_compare(sorted[i], sorted[k]);
            ck_assert_int_eq((order > 0) - (order < 0), (i > k) - (i < k));
            ck_assert_int_eq(mg_text_is(sorted[i], sorted[k]), i == k);
        }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("grow");
    tcase_add_test(tests, test_kept);
    tcase_add_test(tests, test_too_much);
    tcase_add_test(tests, test_texts);
    return run_tests("grow", tests);
}
