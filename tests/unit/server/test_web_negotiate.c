/* What headers say about the form of an answer, and packing. */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "search/server/gzip.h"
#include "search/server/negotiate.h"
#include "tests/unit/scratch.h"

START_TEST(test_accepts_gzip)
{
    static const char *const yes[] = {
        "gzip",         "GZIP", "x-gzip",       "gzip, deflate, br",        "br;q=1, gzip;q=0.1",
        "deflate,gzip", "*",    "gzip;q=0.001", "identity;q=0, gzip;q=1.0", "br , gzip ; q=0.5",
        "*;q=0, gzip"};
    static const char *const no[] = {"",          "identity",          "gzip;q=0", "gzip;q=0.000",
                                     "gzip; q=0", "br, gzip;Q=0.0, *", "*;q=0",    "gzipped",
                                     "xgzip",     "deflate",           ",,,",      "q=gzip"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        ck_assert_msg(web_accepts_gzip(yes[i]), "%s", yes[i]);
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        ck_assert_msg(!web_accepts_gzip(no[i]), "%s", no[i]);
    ck_assert(!web_accepts_gzip(NULL));
}
END_TEST

START_TEST(test_etag)
{
    static const char *const yes[] = {"W/\"a-1\"", "\"a-1\"", "\"x\", W/\"a-1\"",
                                      "W/\"x\",W/\"a-1\",\"y\"", " \"a-1\" "};
    static const char *const no[] = {"",         "*",        "a-1",
                                     "\"a-1",    "\"a-10\"", "\"a-\"",
                                     "\"\"",     "W/a-1",    "\"x\" garbage \"a-1\"",
                                     "W/\"A-1\""};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        ck_assert_msg(web_etag_matches(yes[i], "W/\"a-1\""), "%s", yes[i]);
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        ck_assert_msg(!web_etag_matches(no[i], "W/\"a-1\""), "%s", no[i]);
    ck_assert(web_etag_matches("W/\"a-1\"", "\"a-1\""));
    ck_assert(!web_etag_matches(NULL, "\"a-1\""));
}
END_TEST

START_TEST(test_hash)
{
    /* Test vectors of FNV-1a; parts give the same as the whole. */
    ck_assert_uint_eq(web_hash(WEB_HASH_START, "", 0), 0xcbf29ce484222325ULL);
    ck_assert_uint_eq(web_hash(WEB_HASH_START, "foobar", 6), 0x85944171f73967e8ULL);
    ck_assert_uint_eq(web_hash(web_hash(WEB_HASH_START, "foo", 3), "bar", 3),
                      0x85944171f73967e8ULL);
}
END_TEST

/* Unpacks to what it was, and nothing stands behind it. */
static void check_packed(const web_text *packed, const char *data, size_t len)
{
    char *back = malloc(len + 1);
    z_stream stream = {.next_in = (Bytef *)packed->data,
                       .avail_in = (uInt)packed->len,
                       .next_out = (Bytef *)back,
                       .avail_out = (uInt)len + 1};
    ck_assert_int_eq(inflateInit2(&stream, 15 + 16), Z_OK);
    ck_assert_int_eq(inflate(&stream, Z_FINISH), Z_STREAM_END);
    ck_assert_uint_eq(stream.total_out, len);
    ck_assert_uint_eq(stream.avail_in, 0);
    ck_assert_mem_eq(back, data, len);
    inflateEnd(&stream);
    free(back);
}

static char *make_text(size_t len)
{
    char *text = malloc(len + 1);
    for (size_t i = 0; i < len; i++)
        text[i] = "abcdefgh"[(i * i + i / 7) % 8];
    return text;
}

START_TEST(test_pack)
{
    static const size_t sizes[] = {500, 16384, 16385, 100000, 2000000};
    web_gzip *gzip = web_gzip_new();
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) { /* one packer for all */
        char *text = make_text(sizes[i]);
        web_text packed = {0};
        ck_assert(web_gzip_pack(gzip, text, sizes[i], &packed));
        check_packed(&packed, text, sizes[i]);
        web_text_free(&packed);
        free(text);
    }
    web_text packed = {0};
    ck_assert(!web_gzip_pack(gzip, "xyz", 3, &packed)); /* would grow */
    web_text_free(&packed);
    web_gzip_free(gzip);
}
END_TEST

START_TEST(test_parts)
{
    web_gzip *gzip = web_gzip_new();
    char *text = make_text(50000);
    web_text packed = {0};
    for (size_t at = 0; at < 50000; at += 10000) {
        size_t before = packed.len;
        ck_assert(web_gzip_part(gzip, text + at, 10000, false, &packed));
        ck_assert_uint_gt(packed.len, before); /* each part goes out */
    }
    ck_assert(web_gzip_part(gzip, "", 0, true, &packed));
    check_packed(&packed, text, 50000);
    web_text_free(&packed);
    free(text);
    web_gzip_free(gzip);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("negotiate");
    tcase_add_test(tests, test_accepts_gzip);
    tcase_add_test(tests, test_etag);
    tcase_add_test(tests, test_hash);
    tcase_add_test(tests, test_pack);
    tcase_add_test(tests, test_parts);
    return run_tests("negotiate", tests);
}
