/* Header fields, answers of web servers and their encodings. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "indexer/formats/fields.h"
#include "indexer/formats/web/http.h"
#include "indexer/formats/web/http_unpack.h"

static morgue_text text(const char *string)
{
    return (morgue_text){string, strlen(string)};
}

static void expect_text(morgue_text got, const char *expected)
{
    ck_assert_msg(got.len == strlen(expected) && memcmp(got.data, expected, got.len) == 0,
                  "\"%.*s\" instead of \"%s\"", (int)got.len, got.data, expected);
}

/* ---- Fields -------------------------------------------------------------------------------- */

START_TEST(fields)
{
    morgue_text block =
        text("A: one\r\nB:two\n goes on\r\n\tand on\r\nnone\n: x\nC :\nD: 4\r\n\r\nbody");
    morgue_text name, value;
    ck_assert_uint_eq(mg_fields_length(block), block.len - 4);
    expect_text(mg_fields_get(block, "a"), "one");
    expect_text(mg_fields_get(block, "B"), "two\n goes on\r\n\tand on");
    expect_text(mg_fields_get(block, "c"), "");
    expect_text(mg_fields_get(block, "d"), "4");
    expect_text(mg_fields_get(block, "e"), "");
    size_t n = 0;
    while (mg_fields_next(&block, &name, &value))
        n++;
    ck_assert_uint_eq(n, 4);
}
END_TEST

START_TEST(fields_without_end)
{
    ck_assert_uint_eq(mg_fields_length(text("A: one\r\nB: two\r\n")), 0);
    ck_assert_uint_eq(mg_fields_length(text("A: one\r\nB: two")), 0);
    ck_assert_uint_eq(mg_fields_length(text("")), 0);
    ck_assert_uint_eq(mg_fields_length(text("\nA: one")), 1);
    ck_assert_uint_eq(mg_fields_length(text("A: 1\n\r")), 0);
}
END_TEST

START_TEST(parameters)
{
    morgue_text value = text("text/html ; x=\"a;charset=no\\\" b\"; CHARSET = \"koi8-r\" ; y='z'");
    expect_text(mg_field_word(value), "text/html");
    expect_text(mg_field_parameter(value, "charset"), "koi8-r");
    expect_text(mg_field_parameter(value, "y"), "z");
    expect_text(mg_field_parameter(value, "z"), "");
    expect_text(mg_field_parameter(text("text/html; charset=utf-8"), "charset"), "utf-8");
    expect_text(mg_field_parameter(text("text/html; charset=\"utf-8"), "charset"), "utf-8");
    expect_text(mg_field_parameter(text("charset=utf-8"), "charset"), "");
    expect_text(mg_field_word(text("")), "");
}
END_TEST

/* ---- Heads --------------------------------------------------------------------------------- */

START_TEST(heads)
{
    mg_http http;
    ck_assert(mg_http_parse(text("HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody"), &http));
    ck_assert_uint_eq(http.status, 200);
    expect_text(http.body, "body");
    ck_assert(mg_http_parse(text("\r\nhttp/2 404\nA: b\n\n"), &http));
    ck_assert_uint_eq(http.status, 404);
    expect_text(http.body, "");
    ck_assert(mg_http_parse(text("HTTP/1.0 301"), &http));
    ck_assert_uint_eq(http.status, 301);
    ck_assert(mg_http_parse(text("HTTP/1.1 103 Early\n\nHTTP/1.1 200 OK\n\nyes"), &http));
    ck_assert_uint_eq(http.status, 200);
    expect_text(http.body, "yes");
}
END_TEST

START_TEST(no_heads)
{
    mg_http http;
    const char *const wrong[] = {
        "", "body", "HTTP/1.1", "HTTP/1.1 ok", "HTTP/1.1 20", "HTTP/1.1 2000", "GET / HTTP/1.1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_msg(!mg_http_parse(text(wrong[i]), &http), "%s", wrong[i]);
}
END_TEST

/* ---- Chunks -------------------------------------------------------------------------------- */

static void expect_chunks(const char *body, const char *expected, bool whole)
{
    mg_buffer got = {0};
    const char *problem = NULL;
    bool ok, chunked = mg_http_dechunk(text(body), &got, &problem, &ok);
    ck_assert(ok);
    ck_assert_int_eq(chunked, expected != NULL);
    if (expected)
        expect_text((morgue_text){got.data ? got.data : "", got.len}, expected);
    ck_assert_int_eq(problem == NULL, whole);
    mg_buffer_free(&got);
}

START_TEST(chunks)
{
    expect_chunks("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde", true);
    expect_chunks("3\nabc\n0\n\n", "abc", true);
    expect_chunks("0003 ;x=\"y\"\r\nabc\r\n0\r\nTrailer: x\r\n\r\n", "abc", true);
    expect_chunks("A\r\n0123456789\r\n0\r\n", "0123456789", true);
    expect_chunks("0\r\n\r\n", "", true);
    expect_chunks("abc", NULL, true);
    expect_chunks("", NULL, true);
    expect_chunks("<p>\r\n", NULL, true);
    expect_chunks("3x\r\nabc", NULL, true);
    expect_chunks("1234567890123456\r\nabc", NULL, true);
}
END_TEST

START_TEST(broken_chunks)
{
    expect_chunks("3\r\nabc\r\n", "abc", false);
    expect_chunks("3\r\nabc", "abc", false);
    expect_chunks("9\r\nabc", "abc", false);
    expect_chunks("2\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "abcde", false);
    expect_chunks("2\r\nabcde", "abcde", false);
    expect_chunks("3\r\nabc\r\nno chunk", "abc", false);
    expect_chunks("FFFFFFFFFFFFFFF\r\nabc", "abc", false);
}
END_TEST

/* ---- Packed bodies ------------------------------------------------------------------------- */

static morgue_text deflated(const char *plain, int window, unsigned char *room, size_t size)
{
    z_stream z = {0};
    ck_assert_int_eq(deflateInit2(&z, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)plain;
    z.avail_in = (uInt)strlen(plain);
    z.next_out = room;
    z.avail_out = (uInt)size;
    ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return (morgue_text){(const char *)room, size - z.avail_out};
}

static void expect_unpacked(const char *coding, morgue_text body, const char *expected)
{
    mg_buffer out = {0};
    const char *problem = NULL;
    morgue_error err;
    ck_assert_int_eq(mg_http_unpack(text(coding), 1000, &body, &out, &problem, &err), MORGUE_OK);
    expect_text(body, expected);
    ck_assert_ptr_null(problem);
    mg_buffer_free(&out);
}

START_TEST(unpacking)
{
    static const char plain[] = "a text that was packed, packed, packed";
    unsigned char room[256];
    expect_unpacked("gzip", deflated(plain, 31, room, sizeof room), plain);
    expect_unpacked("X-GZIP", deflated(plain, 31, room, sizeof room), plain);
    expect_unpacked("deflate", deflated(plain, 31, room, sizeof room), plain);
    expect_unpacked("deflate", deflated(plain, 15, room, sizeof room), plain);
    expect_unpacked("deflate", deflated(plain, -15, room, sizeof room), plain);
    expect_unpacked("gzip", text(plain), plain);
    expect_unpacked("deflate", text("<p>a text that was not packed at all</p>"),
                    "<p>a text that was not packed at all</p>");
    expect_unpacked("identity", text(plain), plain);
}
END_TEST

START_TEST(unpacking_stops)
{
    unsigned char room[4096];
    mg_buffer out = {0};
    const char *problem = NULL;
    morgue_error err;
    char *plain = calloc(1, 300001);
    memset(plain, 'x', 300000);
    morgue_text packed = deflated(plain, 31, room, sizeof room);
    morgue_text body = packed;
    ck_assert_int_eq(mg_http_unpack(text("gzip"), 1000, &body, &out, &problem, &err),
                     MORGUE_BAD_INPUT);
    mg_buffer_clear(&out);
    body = packed;
    body.len -= 10;
    ck_assert_int_eq(mg_http_unpack(text("gzip"), 1 << 20, &body, &out, &problem, &err), MORGUE_OK);
    ck_assert_ptr_nonnull(problem);
    ck_assert_uint_gt(body.len, 1000);
    body = text("x");
    ck_assert_int_eq(mg_http_unpack(text("compress"), 9, &body, &out, &problem, &err),
                     MORGUE_BAD_INPUT);
    ck_assert_str_eq(err.message, "it is packed as \"compress\", which is not read");
    mg_buffer_free(&out);
    free(plain);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("http");
    TCase *tests = tcase_create("http");
    tcase_add_test(tests, fields);
    tcase_add_test(tests, fields_without_end);
    tcase_add_test(tests, parameters);
    tcase_add_test(tests, heads);
    tcase_add_test(tests, no_heads);
    tcase_add_test(tests, chunks);
    tcase_add_test(tests, broken_chunks);
    tcase_add_test(tests, unpacking);
    tcase_add_test(tests, unpacking_stops);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
