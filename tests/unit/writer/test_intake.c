/* New articles on their way into a shard, and the shards that are there already. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "archive/pack.h"
#include "archive/record.h"
#include "archive/shard.h"
#include "archive/tokenizer.h"
#include "indexer/intake.h"
#include "indexer/shards.h"
#include "tests/unit/scratch.h"

static scratch s;
static mg_store store;
static morgue_error err;

static void setup(void)
{
    scratch_open(&s);
    OK(mg_store_open(s.path, false, &store, &err));
}

static void teardown(void)
{
    mg_store_close(&store);
    scratch_close(&s);
}

/* An entry and what it refers to. */
typedef struct sample {
    mg_entry entry;
    morgue_article *article;
    char term[MG_EXACT_MAX];
    mg_buffer record;
    mg_buffer packed;
} sample;

/* Article `number`, with so many words and a size of its own. */
static void make_sample(uint32_t number, unsigned words, sample *ret)
{
    char id[24];
    uint64_t seed = number;
    mg_buffer text = {0};
    mg_packer *packer;
    *ret = (sample){.article = morgue_article_new()};
    int len = snprintf(id, sizeof id, "%u", number);
    put(&text, "x ");
    roll_words(&seed, words, &text);
    OK(morgue_article_set(ret->article, MORGUE_ID, id, (size_t)len, &err));
    OK(morgue_article_set(ret->article, MORGUE_TEXT, text.data, text.len, &err));
    OK(mg_record_encode(ret->article, &ret->record, &err));
    OK(mg_packer_new(1, "", 0, &packer, &err));
    OK(mg_pack(packer, ret->record.data, ret->record.len, &ret->packed, &err));
    ret->entry = (mg_entry){.article = ret->article,
                            .record = {ret->record.data, ret->record.len},
                            .packed = {ret->packed.data, ret->packed.len},
                            .size = 1000 + number};
    ret->entry.id_term =
        (morgue_text){ret->term, mg_exact_term(MORGUE_ID, id, (size_t)len, ret->term)};
    memset(ret->entry.hash, (int)number, MG_HASH_SIZE);
    mg_packer_free(packer);
    mg_buffer_free(&text);
}

static void free_sample(sample *a)
{
    morgue_article_free(a->article);
    mg_buffer_free(&a->record);
    mg_buffer_free(&a->packed);
}

static void add(mg_intake *intake, uint32_t from, uint32_t to, unsigned words)
{
    for (uint32_t i = from; i <= to; i++) {
        sample a;
        uint32_t number = 0;
        make_sample(i, words, &a);
        OK(mg_intake_add(intake, &a.entry, &number, &err));
        CHECK(number == i - from + 1);
        free_sample(&a);
    }
}

/* Is article `number` document `docid` of the shard? NOT_FOUND where docid is 0. */
static void check_known(mg_shards *shards, uint32_t number, size_t shard, uint32_t docid)
{
    sample a;
    mg_known known;
    make_sample(number, 0, &a);
    morgue_status status = mg_shards_find(shards, a.entry.id_term, &known, &err);
    CHECK(status == (docid ? MORGUE_OK : MORGUE_NOT_FOUND));
    if (docid) {
        CHECK(known.shard == shard && known.docid == docid && known.size == 1000 + number);
        CHECK(memcmp(known.hash, a.entry.hash, MG_HASH_SIZE) == 0);
    }
    free_sample(&a);
}

static void check_bytes(size_t shard, uint64_t expected)
{
    uint64_t bytes = 0;
    size_t errors = 1;
    xap_database *db;
    char *path = mg_store_shard_path(&store, store.manifest.shards[shard]);
    const char *paths[] = {path};
    ck_assert_int_eq(xap_check(path, NULL, &errors, NULL), XAP_OK);
    ck_assert_uint_eq(errors, 0);
    ck_assert_int_eq(xap_database_open(paths, 1, &db, NULL), XAP_OK);
    OK(mg_meta_number_of(db, MG_META_TEXT_BYTES, &bytes, &err));
    ck_assert_uint_eq(bytes, expected);
    xap_database_free(db);
    free(path);
}

static const morgue_text no_dictionary = {"", 0};
static const mg_engine engine = {.foreign = false};

/* Shards of few and of many, with some taken back before and while they are built; an intake goes
 * on after each, and finishing twice does nothing. */
START_TEST(test_shards)
{
    static const unsigned words[] = {5, 2500};
    mg_intake *intake;
    mg_shards shards;
    uint64_t revision;
    mg_buffer dictionary = {0};
    OK(mg_intake_new(&store, (unsigned)_i, &engine, NULL, no_dictionary, &intake, &err));
    for (uint32_t k = 0; k < 2; k++) {
        add(intake, k * 150 + 1, k * 150 + 50, words[k]);
        OK(mg_intake_take_back(intake, 3, 1003 + k * 150, &err));
        for (uint32_t i = 51; i <= 150; i++) {
            sample a;
            uint32_t number;
            make_sample(k * 150 + i, words[k], &a);
            OK(mg_intake_add(intake, &a.entry, &number, &err));
            CHECK(number == i);
            free_sample(&a);
        }
        OK(mg_intake_take_back(intake, 150, 1150 + k * 150, &err));
        OK(mg_intake_finish(intake, k + 4, &err));
        OK(mg_intake_finish(intake, 9, &err));
        ck_assert(!mg_intake_is_building(intake));
        ck_assert_uint_eq(store.manifest.count, k + 1);
    }
    mg_intake_free(intake);
    OK(mg_shards_open(&store, &shards, &err));
    for (uint32_t i = 1; i <= 300; i++) {
        uint32_t docid = (i - 1) % 150 + 1;
        check_known(&shards, i, (i - 1) / 150, docid == 3 || docid == 150 ? 0 : docid);
    }
    OK(mg_shards_revision(&shards, &revision, &err));
    OK(mg_shards_dictionary(&shards, &dictionary, &err));
    ck_assert(revision == 5 && dictionary.len > 1000);
    for (size_t k = 0; k < 2; k++)
        check_bytes(k, 148 * 1000 + 148 * k * 150 + 150 * 151 / 2 - 153);
    mg_shards_close(&shards);
    mg_buffer_free(&dictionary);
}
END_TEST

/* An intake that is dropped while it builds takes its folder with it. */
START_TEST(test_dropped)
{
    for (unsigned jobs = 1; jobs <= 3; jobs++) {
        mg_intake *intake;
        OK(mg_intake_new(&store, jobs, &engine, NULL, no_dictionary, &intake, &err));
        add(intake, 1, 100, 3000);
        ck_assert(mg_intake_is_building(intake) && scratch_has(&s, "shard-000001"));
        mg_intake_free(intake);
        ck_assert(!scratch_has(&s, "shard-000001"));
    }
    ck_assert_uint_eq(store.manifest.count, 0);
}
END_TEST

/* All that came is taken back: there is no shard. */
START_TEST(test_all_taken_back)
{
    for (unsigned words = 5; words <= 3005; words += 3000) {
        mg_intake *intake;
        OK(mg_intake_new(&store, 2, &engine, NULL, no_dictionary, &intake, &err));
        add(intake, 1, 80, words);
        for (uint32_t i = 1; i <= 80; i++)
            OK(mg_intake_take_back(intake, i, 1000 + i, &err));
        OK(mg_intake_finish(intake, 1, &err));
        ck_assert(store.manifest.count == 0 && !scratch_has(&s, "shard-000001"));
        add(intake, 1, 2, 5); /* it can be used on */
        mg_intake_free(intake);
    }
}
END_TEST

/* Three shards; changes in two of them count there, and nowhere before the commit. */
START_TEST(test_changes)
{
    mg_intake *intake;
    mg_shards shards;
    sample a;
    uint32_t docid = 0;
    OK(mg_intake_new(&store, 1, &engine, NULL, no_dictionary, &intake, &err));
    for (uint32_t k = 0; k < 3; k++) {
        add(intake, k * 10 + 1, k * 10 + 10, 5);
        OK(mg_intake_finish(intake, 1, &err));
    }
    mg_intake_free(intake);
    for (int committed = 0; committed < 2; committed++) {
        OK(mg_shards_open(&store, &shards, &err));
        make_sample(77, 9, &a);
        OK(mg_shards_put(&shards, 1, &a.entry, 4, 1014, &docid, &err)); /* instead of 14 */
        ck_assert_uint_eq(docid, 4);
        free_sample(&a);
        make_sample(78, 9, &a);
        OK(mg_shards_put(&shards, 2, &a.entry, 0, 0, &docid, &err));
        ck_assert_uint_eq(docid, 11);
        free_sample(&a);
        OK(mg_shards_remove(&shards, 2, 1, 1021, &err));
        FAILS(MORGUE_NOT_FOUND, mg_shards_remove(&shards, 2, 1, 1021, &err));
        ck_assert(mg_shards_memory(&shards) > 0);
        if (committed)
            OK(mg_shards_commit(&shards, 6, &err));
        mg_shards_close(&shards);
        check_bytes(1, 10000 + 155 + (committed ? 77 - 14 : 0));
    }
    OK(mg_shards_open(&store, &shards, &err));
    for (uint32_t i = 1; i <= 30; i++)
        check_known(&shards, i, (i - 1) / 10, i == 14 || i == 21 ? 0 : (i - 1) % 10 + 1);
    check_known(&shards, 77, 1, 4);
    check_known(&shards, 78, 2, 11);
    mg_shards_close(&shards);
    check_bytes(0, 10000 + 55);
    check_bytes(2, 10000 + 255 - 21 + 78);
}
END_TEST

/* A shard for which the archive has no room: what to do is said, and the new files are not left. */
START_TEST(test_too_many_shards)
{
    mg_intake *intake;
    while (store.manifest.count < MG_SHARDS_MAX - 1)
        ck_assert_ptr_nonnull(mg_manifest_add(&store.manifest));
    OK(mg_intake_new(&store, 1, &engine, NULL, (morgue_text){"", 0}, &intake, &err));
    add(intake, 1, 3, 9);
    OK(mg_intake_finish(intake, 1, &err));
    ck_assert_uint_eq(store.manifest.count, MG_SHARDS_MAX);
    add(intake, 1, 3, 9);
    FAILS(MORGUE_IO, mg_intake_finish(intake, 2, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "it has 1000 shards"));
    ck_assert_ptr_nonnull(strstr(err.message, "--compact"));
    mg_intake_free(intake);
    ck_assert_uint_eq(store.manifest.count, MG_SHARDS_MAX);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("intake");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_shards, 1, 4);
    tcase_add_test(tests, test_dropped);
    tcase_add_test(tests, test_all_taken_back);
    tcase_add_test(tests, test_changes);
    tcase_add_test(tests, test_too_many_shards);
    return run_tests("intake", tests);
}
