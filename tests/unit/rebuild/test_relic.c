/* Tables that are damaged: what is found of them with their root and without, and that nothing in
 * them is believed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/glass/pack.h"
#include "archive/glass/pieces.h"
#include "archive/path.h"
#include "indexer/build/glass/table.h"
#include "indexer/maintain/wreck.h"
#include "tests/unit/scratch.h"

enum { DOCUMENTS = 3000, LONGEST = 30000 };

static scratch s;
static morgue_error err;
static mg_base base;
static const uint32_t block_sizes[] = {2048, 4096, 8192, 16384, 65536};

static void setup(void)
{
    scratch_open(&s);
}

static void teardown(void)
{
    scratch_close(&s);
}

/* The tag of a document: some are long, and in many components. */
static size_t tag_of(uint32_t docid, char *ret)
{
    size_t len = docid % 50 == 0 ? LONGEST - docid : 20 + docid % 300;
    for (size_t i = 0; i < len; i++)
        ret[i] = (char)(docid * 31 + i * 7 + (i >> 8));
    return len;
}

static void write_table(uint32_t block_size, uint32_t count)
{
    static char tag[LONGEST];
    uint8_t key[MG_GLASS_KEY_MAX];
    mg_glass_table *table;
    mg_glass_root root;
    OK(mg_glass_table_open(s.path, "docdata", 18, block_size, &table, &err));
    for (uint32_t docid = 1; docid <= count; docid++) {
        size_t len = tag_of(docid, tag);
        OK(mg_glass_table_put(table, key, mg_glass_key_document(key, docid), tag, len, false,
                              &err));
    }
    OK(mg_glass_table_finish(table, &root, &err));
    mg_glass_table_free(table);
    base = (mg_base){.revision = 1, .articles = count};
    base.roots[MG_BASE_DOCDATA] =
        (mg_base_root){.block = root.root, .level = root.level, .block_size = root.block_size};
}

typedef struct found {
    mg_pieces pieces;
    uint32_t before;
    bool rising;
} found;

static bool take(void *user, mg_relic *relic, uint32_t i, const mg_item *item, uint32_t number,
                 uint32_t revision)
{
    found *f = user;
    uint32_t docid = mg_key_document(item);
    f->rising = f->rising && docid >= f->before;
    f->before = docid;
    return !docid || mg_pieces_add(&f->pieces, relic, i, docid, number, revision);
}

/* How many tags are whole, each of which has to be what was written. */
static uint32_t count_whole(mg_relic *relic, bool all)
{
    static char tag[LONGEST];
    found f = {.rising = true};
    uint32_t whole = 0;
    mg_buffer got = {0};
    bool live, more;
    ck_assert(mg_relic_each(relic, all, take, &f));
    ck_assert(all || !relic->sound || f.rising);
    mg_pieces_sort(&f.pieces);
    for (size_t i = 0, n; i < f.pieces.n; i += n) {
        n = mg_pieces_group(&f.pieces, i);
        if (!mg_pieces_join(relic, f.pieces.at + i, n, 0, &got, &live, &more))
            continue;
        size_t len = tag_of(f.pieces.at[i].id, tag);
        whole += got.len == len && memcmp(got.data, tag, len) == 0;
    }
    mg_buffer_free(&got);
    mg_pieces_free(&f.pieces);
    return whole;
}

static void open_relic(const mg_base *with, mg_relic *ret)
{
    OK(mg_relic_open(s.path, "docdata", with, MG_BASE_DOCDATA, ret, &err));
}

START_TEST(sizes_and_roots_are_found)
{
    mg_relic relic;
    const uint32_t counts[] = {1, 60, DOCUMENTS};
    for (size_t i = 0; i < 3; i++) {
        write_table(block_sizes[_i], counts[i]);
        for (int guessed = 0; guessed < 2; guessed++) {
            open_relic(guessed ? NULL : &base, &relic);
            ck_assert(relic.sound && relic.rooted && relic.guessed == guessed);
            ck_assert_uint_eq(relic.block_size, block_sizes[_i]);
            ck_assert_uint_eq(count_whole(&relic, false), counts[i]);
            ck_assert_uint_eq(count_whole(&relic, true), counts[i]);
            mg_relic_close(&relic);
        }
    }
}
END_TEST

/* What a version file says that cannot be is not believed. */
START_TEST(wrong_roots)
{
    mg_relic relic;
    write_table(8192, DOCUMENTS);
    const mg_base_root good = base.roots[MG_BASE_DOCDATA];
    const mg_base_root roots[] = {
        {0, good.level, 8192, 0, false},           {UINT32_MAX, good.level, 8192, 0, false},
        {good.block, 9, 8192, 0, false},           {good.block, good.level, 2048, 0, false},
        {good.block, good.level, 65536, 0, false}, {good.block, good.level, 8192, 0, true}};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        base.roots[MG_BASE_DOCDATA] = roots[i];
        open_relic(&base, &relic);
        ck_assert_msg(relic.sound && relic.guessed, "root %zu", i);
        ck_assert_uint_eq(count_whole(&relic, false), DOCUMENTS);
        mg_relic_close(&relic);
    }
}
END_TEST

static void flip_file(uint64_t *seed, unsigned flips)
{
    mg_buffer text = {0};
    OK(mg_file_read(scratch_path(&s, "docdata.glass"), MG_BUFFER_MAX, &text, &err));
    for (unsigned i = 0; i < flips; i++) {
        size_t at = (size_t)roll(seed, (uint32_t)text.len);
        text.data[at] = (char)(text.data[at] ^ 1 << roll(seed, 8));
    }
    scratch_write(&s, "docdata.glass", text.data, text.len);
    mg_buffer_free(&text);
}

/* Each bit costs the tags of a block at most; and what is not damaged is found. */
START_TEST(flipped)
{
    mg_relic relic;
    uint64_t seed = (uint64_t)_i;
    uint32_t size = block_sizes[_i % 5];
    write_table(size, 600);
    unsigned flips = 1 + roll(&seed, 5);
    flip_file(&seed, flips);
    open_relic(_i % 2 ? &base : NULL, &relic);
    uint32_t whole = count_whole(&relic, true);
    ck_assert_msg(whole + flips * (size / 20 + 2) >= 600, "%u flips: %u", flips, whole);
    ck_assert_uint_le(count_whole(&relic, false), 600);
    mg_relic_close(&relic);
}
END_TEST

/* A file that is cut off has the blocks that are left, wherever the root was. */
START_TEST(cut_off)
{
    mg_relic relic;
    write_table(8192, DOCUMENTS);
    mg_buffer text = {0};
    uint32_t before = DOCUMENTS;
    OK(mg_file_read(scratch_path(&s, "docdata.glass"), MG_BUFFER_MAX, &text, &err));
    for (size_t len = text.len - 1; len > 20000; len = len * 3 / 4) {
        ck_assert_int_eq(truncate(scratch_path(&s, "docdata.glass"), (off_t)len), 0);
        open_relic(&base, &relic);
        ck_assert_msg(!relic.sound && relic.damage, "cut off at %zu", len);
        uint32_t whole = count_whole(&relic, true);
        ck_assert_uint_le(whole, before);
        ck_assert_uint_ge(whole + 60, (uint32_t)(DOCUMENTS * (uint64_t)len / text.len));
        before = whole;
        mg_relic_close(&relic);
    }
    mg_buffer_free(&text);
}
END_TEST

START_TEST(nothing_there)
{
    mg_relic relic;
    open_relic(NULL, &relic);
    ck_assert(!relic.sound && !relic.rooted);
    ck_assert_str_eq(relic.damage, "it is missing");
    mg_relic_close(&relic);
    static const char noise[100000] = "MZ";
    for (size_t len = 0; len <= sizeof noise; len += 12500) {
        scratch_write(&s, "docdata.glass", noise, len);
        open_relic(NULL, &relic);
        ck_assert(!relic.sound && !relic.rooted && relic.damage);
        ck_assert_uint_eq(count_whole(&relic, true), 0);
        mg_relic_close(&relic);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("relic");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, sizes_and_roots_are_found, 0, 5);
    tcase_add_test(tests, wrong_roots);
    tcase_add_loop_test(tests, flipped, 0, 200);
    tcase_add_test(tests, cut_off);
    tcase_add_test(tests, nothing_there);
    return run_tests("relic", tests);
}
