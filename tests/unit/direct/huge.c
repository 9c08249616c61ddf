/* Sizes that take long: one article of 40 MB, and 300,000 of a few words, directly and by Xapian's
 * writer, compared in full; packed records of more than half a gigabyte. scripts/torture runs it.
 */
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "archive/pack.h"
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

static morgue_status no_finder(void *user, uint32_t adler, morgue_text *ret, morgue_error *why)
{
    (void)user;
    (void)adler;
    (void)ret;
    (void)why;
    return MORGUE_INTERNAL;
}

START_TEST(test_huge_record)
{
    enum { BYTES = 600 << 20 };
    mg_buffer record = {0}, packed = {0}, unpacked = {0};
    mg_packer *packer;
    CHECK(mg_buffer_reserve(&record, BYTES));
    while (record.len < BYTES)
        put(&record, "The harbour of Saint-Aubrac was closed on Tuesday. ");
    OK(mg_packer_new(MG_PACK_LEVEL, "", 0, &packer, &err));
    OK(mg_pack(packer, record.data, record.len, &packed, &err));
    OK(mg_unpack(packed.data, packed.len, no_finder, NULL, &unpacked, &err));
    CHECK(unpacked.len == record.len && memcmp(unpacked.data, record.data, record.len) == 0);
    mg_packer_free(packer);
    mg_buffer_free(&record);
    mg_buffer_free(&packed);
    mg_buffer_free(&unpacked);
}
END_TEST

/* Few bytes that say they are more than a buffer holds: damage, and no lack of memory. */
START_TEST(test_endless_record)
{
    enum { PIECE = 64 << 20, ROOM = 1 << 20 };
    static Bytef zeros[PIECE], piece[ROOM];
    mg_buffer packed = {0}, unpacked = {0};
    z_stream stream = {.next_in = zeros, .avail_in = PIECE, .next_out = piece, .avail_out = ROOM};
    CHECK(deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    CHECK(deflate(&stream, Z_FULL_FLUSH) == Z_OK && stream.avail_in == 0 && stream.avail_out);
    put(&packed, "\x78\x9C");
    for (size_t len = 0; len <= MG_BUFFER_MAX; len += PIECE)
        CHECK(mg_buffer_append(&packed, piece, stream.total_out));
    deflateEnd(&stream);
    FAILS(MORGUE_CORRUPT, mg_unpack(packed.data, packed.len, no_finder, NULL, &unpacked, &err));
    CHECK(strstr(err.message, "too long"));
    mg_buffer_free(&packed);
    mg_buffer_free(&unpacked);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("huge");
    tcase_set_timeout(tests, 3600);
    tcase_add_test(tests, test_huge_article);
    tcase_add_test(tests, test_many_articles);
    tcase_add_test(tests, test_huge_record);
    tcase_add_test(tests, test_endless_record);
    return run_tests("huge", tests);
}
