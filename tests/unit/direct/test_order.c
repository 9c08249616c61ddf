/* Sorting terms, beside qsort() with a comparison that says what the order is; and the table of
 * what a writer has touched, beside a list. */
#include <stdio.h>
#include <stdlib.h>

#include "indexer/build/direct/order.h"
#include "indexer/touched.h"
#include "tests/unit/scratch.h"

enum { MOST = 30000, TEXT = 260 };

/* Terms in an arena that stays where it is. */
typedef struct list {
    mg_order *terms;
    char *texts;
    size_t n;
} list;

static list list_new(void)
{
    list l = {malloc(MOST * sizeof(mg_order)), malloc((size_t)MOST * TEXT), 0};
    CHECK(l.terms && l.texts);
    return l;
}

static void list_free(list *l)
{
    free(l->terms);
    free(l->texts);
}

static void add(list *l, const char *text, size_t len)
{
    char *copy = l->texts + l->n * TEXT;
    memcpy(copy, text, len);
    l->terms[l->n] = (mg_order){mg_order_head(copy, len), copy, (uint32_t)len, (uint32_t)l->n};
    l->n++;
}

static void add_number(list *l, const char *prefix, unsigned number)
{
    char text[64];
    int len = snprintf(text, sizeof text, "%s%08u", prefix, number);
    add(l, text, (size_t)len);
}

static int compare(const void *a, const void *b)
{
    const mg_order *x = a, *y = b;
    int order = memcmp(x->term, y->term, x->len < y->len ? x->len : y->len);
    return order ? order : (x->len > y->len) - (x->len < y->len);
}

/* Sorts both ways. */
static void check(list *l)
{
    mg_order *sorted = malloc((l->n + 1) * sizeof *sorted);
    memcpy(sorted, l->terms, l->n * sizeof *sorted);
    qsort(sorted, l->n, sizeof *sorted, compare);
    mg_order_sort(l->terms, l->n);
    for (size_t i = 0; i < l->n; i++) {
        CHECK(compare(&sorted[i], &l->terms[i]) == 0);
        CHECK(i == 0 || compare(&l->terms[i - 1], &l->terms[i]) == 0 ||
              mg_order_before(&l->terms[i - 1], &l->terms[i]));
    }
    free(sorted);
    l->n = 0;
}

/* Few different bytes, so that terms are prefixes of each other, go on in zeros, are the same. */
START_TEST(test_order_random)
{
    static const char alphabet[] = {0, 1, 'a', 'b', 0x7F, (char)0x80, (char)0xFF};
    uint64_t seed = 1;
    char text[TEXT];
    list l = list_new();
    for (int round = 0; round < 400; round++) {
        unsigned longest = 1 + roll(&seed, round % 10 ? 12 : 245), sides = 1 + roll(&seed, 7);
        for (unsigned n = roll(&seed, 600); n; n--) {
            unsigned len = roll(&seed, longest + 1);
            for (unsigned i = 0; i < len; i++)
                text[i] = alphabet[roll(&seed, sides)];
            add(&l, text, len);
        }
        check(&l);
    }
    list_free(&l);
}
END_TEST

/* Numbers in the orders that quicksort is bad at. `shape` says which comes at place i of n. */
static unsigned organ_pipe(unsigned i, unsigned n)
{
    return i < n / 2 ? i : n - i;
}

static unsigned rising(unsigned i, unsigned n)
{
    (void)n;
    return i;
}

static unsigned falling(unsigned i, unsigned n)
{
    return n - i;
}

static unsigned same(unsigned i, unsigned n)
{
    (void)i;
    (void)n;
    return 7;
}

static unsigned saw(unsigned i, unsigned n)
{
    (void)n;
    return i % 100;
}

/* Bad for the median of first, middle and last. Source: Musser, "Introspective sorting and
 * selection algorithms" (1997). */
static unsigned median_killer(unsigned i, unsigned n)
{
    unsigned half = n / 2;
    if (i < half)
        return i % 2 ? half + i : i + 1;
    return (i - half + 1) * 2;
}

START_TEST(test_order_patterns)
{
    static unsigned (*const shapes[])(unsigned, unsigned) = {organ_pipe, rising, falling,
                                                             same,       saw,    median_killer};
    static const unsigned sizes[] = {0, 1, 2, 15, 16, 17, 18, 33, 1000, MOST};
    list l = list_new();
    for (size_t shape = 0; shape < sizeof shapes / sizeof *shapes; shape++) {
        for (size_t size = 0; size < sizeof sizes / sizeof *sizes; size++) {
            for (unsigned i = 0; i < sizes[size]; i++)
                add_number(&l, size % 2 ? "prefix-of-all-" : "", shapes[shape](i, sizes[size]));
            check(&l);
        }
    }
    list_free(&l);
}
END_TEST

/* Each a prefix of the next. */
START_TEST(test_order_prefixes)
{
    char text[TEXT] = "";
    list l = list_new();
    for (int letter = 0; letter < 2; letter++) {
        memset(text, letter ? 'x' : 0, sizeof text);
        for (size_t i = 0; i < 20 * 245; i++)
            add(&l, text, i * 101 % 245);
        check(&l);
    }
    list_free(&l);
}
END_TEST

/* ---- What was touched --------------------------------------------------------------------- */

START_TEST(test_touched)
{
    enum { IDS = 5000 };
    static uint32_t known[IDS];
    mg_touched t = {0};
    uint64_t seed = 3;
    ck_assert_ptr_null(mg_touched_find(&t, "x", 1));
    for (int round = 0; round < 3; round++) {
        size_t count = 0;
        memset(known, 0, sizeof known);
        for (uint32_t i = 1; i < 20000; i++) {
            char id[24];
            uint32_t number = roll(&seed, IDS);
            size_t len = (size_t)snprintf(id, sizeof id, "%u", number);
            const mg_touch *found = mg_touched_find(&t, id, len);
            CHECK(known[number] ? found && found->docid == known[number] : !found);
            if (roll(&seed, 3) == 0)
                continue;
            mg_touch *touch = mg_touched_add(&t, id, len);
            CHECK(touch && (known[number] || touch->place == MG_PLACE_NONE));
            count += !known[number];
            touch->docid = known[number] = i;
            touch->place = MG_PLACE_NEW;
        }
        CHECK(t.count == count && mg_touched_memory(&t) >= count * sizeof *t.slots);
        mg_touched_clear(&t);
        CHECK(!t.count && !mg_touched_find(&t, "1", 1));
    }
    CHECK(mg_touched_add(&t, "", 0) && mg_touched_find(&t, "", 0));
    mg_touched_free(&t);
    mg_touched_free(&t);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("order");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_order_random);
    tcase_add_test(tests, test_order_patterns);
    tcase_add_test(tests, test_order_prefixes);
    tcase_add_test(tests, test_touched);
    return run_tests("order", tests);
}
