/* Model files that are damaged, cut off, or of another version: they are refused, or used without a
 * fault. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "archive/path.h"
#include "archive/utf8.h"
#include "indexer/tagger/tables.h"
#include "tests/unit/scratch.h"
#include "tests/unit/tagger/tagging.h"

enum { HEAD = 16, ENTRY = 24, MODEL_MAX = 1 << 24 };

static mg_buffer whole; /* the small model */
static int fd;
static char path[64];
static morgue_error err;
static morgue_article *article;

static void setup(void)
{
    OK(mg_file_read(SMALL_MODEL, MODEL_MAX, &whole, &err));
    fd = memfd_create("model", MFD_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    ck_assert_int_eq(write(fd, whole.data, whole.len), (ssize_t)whole.len);
}

static void teardown(void)
{
    close(fd);
    mg_buffer_free(&whole);
}

static void put_at(size_t at, const void *bytes, size_t len)
{
    ck_assert_int_eq(pwrite(fd, bytes, len, (off_t)at), (ssize_t)len);
}

static void heal(size_t at, size_t len)
{
    put_at(at, whole.data + at, len);
}

/* Tags with it, if it opens; clean text is what comes out. True if it opened. */
static bool try_model(void)
{
    mg_tagger_model *model = NULL;
    mg_tagger *tagger;
    morgue_tag tag;
    morgue_status status = mg_tagger_model_open(path, &model, &err);
    if (status != MORGUE_OK) {
        CHECK(status == MORGUE_CORRUPT || status == MORGUE_BAD_VERSION);
        CHECK(!model && err.status == status && *err.message);
        return false;
    }
    OK(mg_tagger_new(model, NULL, &tagger, &err));
    article = news("Blinken meets UN in NAIROBI",
                   "NAIROBI (Reuters) - Antony J. Blinken of the U.S. State Department "
                   "met John Mwangi, 61, of the World Health Organization (WHO) in Mombasa on "
                   "Monday.\n\n\"No,\" said "
                   "Mr. Mwangi. Acme Inc of Britain, France and Mali");
    OK(mg_tagger_tag(tagger, article, MG_TAG_FIELDS, &err));
    for (size_t i = 0; morgue_article_tag(article, MORGUE_LOCATION, i, &tag); i++)
        CHECK(tag.name.len && mg_utf8_clean_prefix(tag.name.data, tag.name.len) == tag.name.len);
    morgue_article_free(article);
    mg_tagger_free(tagger);
    mg_tagger_model_free(model);
    return true;
}

static size_t section_at(unsigned section)
{
    uint64_t offset;
    memcpy(&offset, whole.data + HEAD + section * ENTRY + 8, sizeof offset);
    return offset;
}

static size_t section_len(unsigned section)
{
    uint64_t len;
    memcpy(&len, whole.data + HEAD + section * ENTRY + 16, sizeof len);
    return len;
}

START_TEST(test_sound)
{
    CHECK(try_model());
}
END_TEST

START_TEST(test_cut_off)
{
    uint64_t seed = 41;
    for (size_t len = 0; len < 2048 + 300; len++) {
        size_t cut = len < 2048 ? len : roll(&seed, (uint32_t)whole.len);
        ck_assert_int_eq(ftruncate(fd, (off_t)cut), 0);
        bool opened = try_model();
        size_t last = 0;
        for (unsigned s = 0; s < MG_SECTION_COUNT; s++)
            last = section_at(s) + section_len(s) > last ? section_at(s) + section_len(s) : last;
        CHECK(opened == (cut >= last));
        heal(0, whole.len);
    }
}
END_TEST

START_TEST(test_numbers_of_head)
{
    static const uint64_t values[] = {
        0,  1,    2,          9,          10,         11,          63,         64,
        65, 4096, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x100000000, UINT64_MAX, UINT64_MAX - 63};
    for (size_t at = 8; at < HEAD + MG_SECTION_COUNT * ENTRY; at += 4)
        for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
            bool wide = at >= HEAD && (at - HEAD) % ENTRY >= 8;
            if (wide && (at - HEAD) % 8)
                continue;
            put_at(at, &values[v], wide ? 8 : 4);
            try_model();
            heal(at, 8);
        }
}
END_TEST

/* Where the slots of a table begin, behind its head and its filter. */
static size_t slots_of(unsigned section)
{
    uint32_t bits;
    memcpy(&bits, whole.data + section_at(section) + 8, sizeof bits);
    return section_at(section) + 16 + bits / 8;
}

/* The counts of tables, and rows behind the last. */
START_TEST(test_tables)
{
    static const unsigned sections[] = {MG_SECTION_FEATURES, MG_SECTION_GAZETTEER,
                                        MG_SECTION_LEXICON};
    static const uint32_t most = UINT32_MAX, none = 0;
    for (size_t s = 0; s < 3; s++) {
        size_t at = section_at(sections[s]);
        uint32_t counts[3], full;
        memcpy(counts, whole.data + at, sizeof counts);
        size_t slots = slots_of(sections[s]);
        for (size_t number = 0; number < 3; number++) {
            static const uint32_t values[] = {1,          2,          1000,      0x10000000,
                                              0x1FFFFFFF, 0x20000000, UINT32_MAX};
            for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
                put_at(at + 4 * number, &values[v], 4);
                bool opened = try_model();
                CHECK(!opened || values[v] < counts[number] + 1000);
                heal(at, 12);
            }
        }
        for (uint32_t i = 0; i < counts[0]; i++) {
            size_t print = slots + 8 * (size_t)i, row = print + 4;
            memcpy(&full, whole.data + print, 4);
            if (i > 50 && i % 37)
                continue;
            put_at(row, &counts[1], 4);
            CHECK(try_model() == !full);
            put_at(row, &most, 4);
            CHECK(try_model() == !full);
            heal(row, 4);
        }
        /* no empty slot: a search would not end */
        for (uint32_t i = 0; i < counts[0]; i++) {
            put_at(slots + 8 * (size_t)i, &most, 4);
            put_at(slots + 8 * (size_t)i + 4, &none, 4);
        }
        CHECK(!try_model());
        heal(at, section_len(sections[s]));
    }
}
END_TEST

START_TEST(test_names)
{
    size_t names = section_at(MG_SECTION_NAMES), entries = section_at(MG_SECTION_GAZETTEER);
    uint32_t counts[2], number = (uint32_t)(section_len(MG_SECTION_NAMES) / sizeof(mg_name));
    memcpy(counts, whole.data + entries, sizeof counts);
    size_t index = slots_of(MG_SECTION_GAZETTEER) - entries + (size_t)counts[0] * 8;
    size_t payload = entries + (index + MG_MODEL_ALIGN - 1) / MG_MODEL_ALIGN * MG_MODEL_ALIGN;
    for (size_t i = 0; i < number; i++) {
        static const uint32_t far = UINT32_MAX;
        size_t name = names + i * sizeof(mg_name);
        put_at(name, &far, 4);
        CHECK(!try_model());
        heal(name, 4);
        put_at(name + 4, "\xFF\xFF", 2);
        CHECK(!try_model());
        heal(name + 4, 2);
        put_at(name + 6, "\xFF", 1);
        CHECK(!try_model());
        heal(name + 6, 1);
    }
    for (uint32_t i = 0; i < counts[1]; i++) {
        uint32_t beyond = number + 1;
        size_t at = payload + i * sizeof(mg_gaz_entry) + 4;
        put_at(at, &beyond, 4);
        CHECK(!try_model());
        heal(at, 4);
    }
    size_t strings = section_at(MG_SECTION_STRINGS);
    put_at(strings + 1, "\xFF", 1);
    CHECK(!try_model());
    put_at(strings + 1, "\0", 1);
    CHECK(!try_model());
    heal(strings, 2);
    CHECK(try_model());
}
END_TEST

START_TEST(test_transitions)
{
    static const uint32_t wild[] = {0x7FC00000, 0xFF800000, 0x7F800000, 0x7F7FFFFF, 0xFF7FFFFF};
    size_t at = section_at(MG_SECTION_TRANSITIONS);
    for (size_t i = 0; i <= MG_LABELS * MG_LABELS; i++)
        for (size_t w = 0; w < sizeof wild / sizeof *wild; w++) {
            put_at(at + 4 * i, &wild[w], 4);
            CHECK(!try_model());
            heal(at + 4 * i, 4);
        }
}
END_TEST

/* Half of them where the tables, names and weights are, not in the filter, which is large. */
START_TEST(test_flipped_bits)
{
    uint64_t seed = 42;
    size_t opened = 0;
    for (int round = 0; round < 2000; round++) {
        size_t section = roll(&seed, MG_SECTION_COUNT), at = roll(&seed, (uint32_t)whole.len);
        if (round % 2 && section_len((unsigned)section))
            at = section_at((unsigned)section) +
                 roll(&seed, (uint32_t)section_len((unsigned)section));
        if (round % 10 == 0)
            at = roll(&seed, HEAD + MG_SECTION_COUNT * ENTRY);
        char byte = (char)(whole.data[at] ^ (1 << roll(&seed, 8)));
        put_at(at, &byte, 1);
        opened += try_model();
        heal(at, 1);
    }
    ck_assert_uint_gt(opened, 1000);
    ck_assert_uint_lt(opened, 2000);
}
END_TEST

/* A model whose weights are all as large as can be. */
START_TEST(test_large_weights)
{
    static const float unit = 1;
    uint64_t seed = 43;
    size_t at = section_at(MG_SECTION_WEIGHTS);
    put_at(section_at(MG_SECTION_TRANSITIONS) + 4 * MG_LABELS * MG_LABELS, &unit, 4);
    for (size_t i = 0; i < section_len(MG_SECTION_WEIGHTS); i += 2)
        put_at(at + i, roll(&seed, 2) ? "\xFF\x7F" : "\x00\x80", 2);
    CHECK(try_model());
}
END_TEST

START_TEST(test_what_is_said)
{
    mg_tagger_model *model = NULL;
    uint32_t version = MG_MODEL_VERSION + 1;
    put_at(8, &version, 4);
    FAILS(MORGUE_BAD_VERSION, mg_tagger_model_open(path, &model, &err));
    ck_assert_ptr_nonnull(
        strstr(err.message, "version 2, not 1: take the one that came with this"));
    put_at(0, "MGMANAGER", 8);
    FAILS(MORGUE_CORRUPT, mg_tagger_model_open(path, &model, &err));
    FAILS(MORGUE_NOT_FOUND, mg_tagger_model_open("/nowhere/tagger.model", &model, &err));
    ck_assert_ptr_nonnull(strstr(err.message, ": give another, or go without"));
    FAILS(MORGUE_CORRUPT, mg_tagger_model_open("/tmp", &model, &err));
    ck_assert_ptr_null(model);
    mg_tagger_model_free(NULL);
}
END_TEST

START_TEST(test_environment)
{
    mg_tagger_model *model = NULL;
    setenv("MORGUE_TAGGER_MODEL", SMALL_MODEL, 1);
    OK(mg_tagger_model_open(NULL, &model, &err));
    mg_tagger_model_free(model);
    setenv("MORGUE_TAGGER_MODEL", "/nowhere/at/all", 1);
    FAILS(MORGUE_NOT_FOUND, mg_tagger_model_open(NULL, &model, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "/nowhere/at/all"));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("model");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 180);
    tcase_add_test(tests, test_sound);
    tcase_add_test(tests, test_cut_off);
    tcase_add_test(tests, test_numbers_of_head);
    tcase_add_test(tests, test_tables);
    tcase_add_test(tests, test_names);
    tcase_add_test(tests, test_transitions);
    tcase_add_test(tests, test_flipped_bits);
    tcase_add_test(tests, test_large_weights);
    tcase_add_test(tests, test_what_is_said);
    tcase_add_test(tests, test_environment);
    return run_tests("model", tests);
}
