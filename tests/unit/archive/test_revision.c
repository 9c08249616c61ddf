/* Revisions as values and as digits; the keys of what was deleted. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "archive/revision.h"
#include "tests/unit/scratch.h"

static const uint64_t numbers[] = {
    1, 2, 127, 128, 255, 256, 257, 65535, 65536, 0x123456, 1 << 24, UINT32_MAX - 1, UINT32_MAX};

START_TEST(test_values)
{
    char value[MG_REVISION_SIZE], whole[8] = {0};
    uint64_t again = 0, revision = numbers[_i];
    size_t len = mg_revision_put(revision, value);
    ck_assert(len && len <= MG_REVISION_SIZE && value[0]);
    for (int i = 0; i < 8; i++)
        whole[i] = (char)(revision >> (56 - 8 * i));
    ck_assert_mem_eq(value, whole + 8 - len, len);
    ck_assert(mg_revision_get(value, len, &again) && again == revision);
}
END_TEST

START_TEST(test_no_values)
{
    char value[MG_REVISION_SIZE];
    uint64_t revision = 77;
    ck_assert_uint_eq(mg_revision_put(0, value), 0);
    ck_assert(!mg_revision_get("", 0, &revision));
    ck_assert(!mg_revision_get("\0", 1, &revision));
    ck_assert(!mg_revision_get("\0\1", 2, &revision));
    ck_assert(!mg_revision_get("\1\0\0\0\0", 5, &revision));
    ck_assert_uint_eq(revision, 77);
}
END_TEST

static const struct {
    const char *digits;
    bool good;
    uint64_t revision;
} digits[] = {{"0", true, 0},
              {"12", true, 12},
              {"0012", true, 12},
              {"4294967295", true, UINT32_MAX},
              {"4294967296", false, 0},
              {"99999999999", false, 0},
              {"18446744073709551617", false, 0},
              {"", false, 0},
              {"-1", false, 0},
              {"1 ", false, 0},
              {"1x", false, 0}};

START_TEST(test_digits)
{
    uint64_t revision = 77;
    bool good = mg_revision_parse(digits[_i].digits, strlen(digits[_i].digits), &revision);
    ck_assert_int_eq(good, digits[_i].good);
    ck_assert_uint_eq(revision, good ? digits[_i].revision : 77);
}
END_TEST

START_TEST(test_tombstones)
{
    char key[MG_TOMBSTONE_MAX], expected[100];
    uint64_t revision = 0;
    const morgue_text id = {"hg-2022\nä", 10};
    mg_tombstone_key(numbers[_i], id.data, id.len, key);
    snprintf(expected, sizeof expected, "morgue.deleted.%016" PRIx64 ".%016" PRIx64, numbers[_i],
             (uint64_t)XXH3_64bits(id.data, id.len));
    ck_assert_str_eq(key, expected);
    ck_assert(mg_tombstone_revision(key, strlen(key), id, &revision) && revision == numbers[_i]);
    revision = 77;
    ck_assert(!mg_tombstone_revision(key, strlen(key) - 1, id, &revision));
    ck_assert(!mg_tombstone_revision(key, strlen(key), (morgue_text){id.data, 9}, &revision));
    ck_assert(!mg_tombstone_revision(key, strlen(key), (morgue_text){"", 0}, &revision));
    for (size_t i = 0; i < strlen(key); i++) { /* any other byte is another key, or none */
        char *at = key + i, was = *at;
        *at = was == '0' ? 'g' : '0';
        bool taken = mg_tombstone_revision(key, strlen(key), id, &revision);
        ck_assert(!taken || (i >= 15 && i < 31 && revision != numbers[_i]));
        *at = was;
        revision = 77;
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("revision");
    const int n = sizeof numbers / sizeof *numbers;
    tcase_add_loop_test(tests, test_values, 0, n);
    tcase_add_test(tests, test_no_values);
    tcase_add_loop_test(tests, test_digits, 0, sizeof digits / sizeof *digits);
    tcase_add_loop_test(tests, test_tombstones, 0, n);
    return run_tests("revision", tests);
}
