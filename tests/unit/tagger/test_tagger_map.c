/* Numbers by hashes, against a plain array. */
#include "indexer/tagger/map.h"
#include "tests/unit/scratch.h"

enum { KEYS = 3000 };

/* Keys that differ in the lowest bit alone are the same. */
static uint64_t key_of(uint32_t i)
{
    return (i + 1) * 0x9E3779B97F4A7C15u << 1;
}

START_TEST(test_array)
{
    static uint32_t array[KEYS];
    static const uint32_t most[] = {3000, 20, 300, 3000, 1, 5};
    mg_map map = {0};
    uint64_t seed = 3;
    ck_assert_uint_eq(mg_map_get(&map, 7), MG_MAP_NONE);
    for (size_t round = 0; round < sizeof most / sizeof *most; round++) {
        mg_map_clear(&map);
        for (uint32_t i = 0; i < KEYS; i++)
            array[i] = MG_MAP_NONE;
        for (int step = 0; step < 20000; step++) {
            uint32_t i = roll(&seed, most[round]), number = roll(&seed, 1u << 30);
            CHECK(mg_map_get(&map, key_of(i)) == array[i]);
            if (roll(&seed, 2))
                continue;
            CHECK(mg_map_put(&map, key_of(i), number));
            array[i] = number;
        }
        for (uint32_t i = 0; i < KEYS; i++)
            CHECK(mg_map_get(&map, key_of(i)) == array[i]);
    }
    mg_map_free(&map);
    mg_map_free(&map);
}
END_TEST

/* All of them in one place of the table. */
START_TEST(test_crowded)
{
    mg_map map = {0};
    for (uint64_t i = 0; i < 500; i++)
        CHECK(mg_map_put(&map, i << 40, (uint32_t)i));
    for (uint64_t i = 0; i < 500; i++)
        CHECK(mg_map_get(&map, i << 40) == i);
    CHECK(mg_map_get(&map, 500ull << 40) == MG_MAP_NONE);
    mg_map_free(&map);
}
END_TEST

/* A large article leaves nothing behind that the next ones would have to empty. */
START_TEST(test_large)
{
    mg_map map = {0};
    for (uint64_t i = 0; i < 100000; i++)
        CHECK(mg_map_put(&map, key_of((uint32_t)i), (uint32_t)i));
    mg_map_clear(&map);
    CHECK(mg_map_get(&map, key_of(5)) == MG_MAP_NONE);
    CHECK(mg_map_put(&map, key_of(5), 5));
    mg_map_clear(&map);
    ck_assert_uint_eq(map.size, 0);
    ck_assert_uint_eq(mg_map_get(&map, key_of(5)), MG_MAP_NONE);
    CHECK(mg_map_put(&map, key_of(6), 6));
    ck_assert_uint_eq(mg_map_get(&map, key_of(6)), 6);
    mg_map_free(&map);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("map");
    tcase_add_test(tests, test_array);
    tcase_add_test(tests, test_crowded);
    tcase_add_test(tests, test_large);
    return run_tests("map", tests);
}
