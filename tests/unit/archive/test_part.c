/* Which part has an article: for ever the same, and parts that are split when their number doubles.
 */
#include <stdio.h>
#include <string.h>

#include "archive/part.h"
#include "tests/unit/scratch.h"

enum { IDS = 20000 };

static size_t make_id(unsigned number, char ret[32])
{
    return (size_t)snprintf(ret, 32, "news-%u", number);
}

/* Archives that there are would not find their articles if this changed. */
START_TEST(test_pinned)
{
    static const struct {
        const char *id;
        uint64_t hash;
    } rows[] = {
        {"", 0x2d06800538d394c2},
        {"a", 0xe6c632b61e964e1f},
        {"news-1", 0x5c374660bfe028e0},
        {"http://example.org/2022/01/21/a-very-long-address-of-an-article.html",
         0x3a73ccd99b081f26},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t len = strlen(rows[i].id);
        ck_assert_uint_eq(XXH3_64bits(rows[i].id, len), rows[i].hash);
        for (uint32_t parts = 1; parts <= MG_PARTS_MAX; parts++) {
            uint32_t part = mg_part_of(rows[i].id, len, parts);
            double share = (double)(rows[i].hash >> 32) / 4294967296.0; /* of all hashes are less */
            CHECK(part >= 1 && part <= parts);
            CHECK((part - 1) <= share * parts && share * parts < part);
        }
    }
}
END_TEST

/* K of N is 2K-1 and 2K of 2N: so an archive becomes two, and no article goes anywhere else. */
START_TEST(test_doubling)
{
    static const uint32_t numbers[] = {1, 2, 3, 4, 7, 10, 100, 499, 500};
    char id[32];
    for (unsigned i = 0; i < IDS; i++) {
        size_t len = make_id(i, id);
        for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++) {
            uint32_t part = mg_part_of(id, len, numbers[n]);
            uint32_t half = mg_part_of(id, len, 2 * numbers[n]);
            CHECK(half == 2 * part - 1 || half == 2 * part);
        }
    }
}
END_TEST

/* All have about as many: of 20,000 in 10 parts, 2,000 each, by chance 45 more or fewer. */
START_TEST(test_even)
{
    enum { PARTS = 10, EACH = IDS / PARTS };
    unsigned counts[PARTS] = {0};
    char id[32];
    for (unsigned i = 0; i < IDS; i++)
        counts[mg_part_of(id, make_id(i, id), PARTS) - 1]++;
    for (int i = 0; i < PARTS; i++)
        ck_assert(counts[i] > EACH - 200 && counts[i] < EACH + 200);
}
END_TEST

/* One takes what no other does; an archive that is no part takes all. */
START_TEST(test_takes)
{
    const mg_part all = {0, 0}, only = {1, 1};
    char id[32];
    for (unsigned i = 0; i < 1000; i++) {
        size_t len = make_id(i, id);
        unsigned taken = 0;
        for (uint32_t part = 1; part <= 7; part++)
            taken += mg_part_takes(&(mg_part){part, 7}, id, len);
        CHECK(taken == 1 && mg_part_takes(&all, id, len) && mg_part_takes(&only, id, len));
    }
}
END_TEST

START_TEST(test_valid)
{
    morgue_error err;
    OK(mg_part_check(0, 0, &err));
    OK(mg_part_check(1, 1, &err));
    OK(mg_part_check(1000, 1000, &err));
    FAILS(MORGUE_INVALID, mg_part_check(1, 0, &err));
    FAILS(MORGUE_INVALID, mg_part_check(0, 4, &err));
    FAILS(MORGUE_INVALID, mg_part_check(5, 4, &err));
    FAILS(MORGUE_INVALID, mg_part_check(1, 1001, &err));
    FAILS(MORGUE_INVALID, mg_part_check((uint64_t)1 << 32 | 1, (uint64_t)1 << 32 | 4, &err));
    ck_assert(!mg_part_is_valid(0, 0));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("part");
    tcase_add_test(tests, test_pinned);
    tcase_add_test(tests, test_doubling);
    tcase_add_test(tests, test_even);
    tcase_add_test(tests, test_takes);
    tcase_add_test(tests, test_valid);
    return run_tests("part", tests);
}
