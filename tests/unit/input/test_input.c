/* Reading files through a window: plain and gzip, whole and broken. */
#define ZLIB_CONST
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "indexer/input/input.h"

static char path[64];

static void make_path(void)
{
    strcpy(path, "/tmp/morgue-test-input-XXXXXX");
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
}

static void remove_path(void)
{
    unlink(path);
}

static void write_file(const void *data, size_t n)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(data, 1, n, file), n);
    fclose(file);
}

/* Lines of 1 to 90 bytes. */
static char *sample(size_t n)
{
    char *data = malloc(n);
    srand(5);
    for (size_t i = 0; i < n; i++)
        data[i] = rand() % 45 ? (char)('a' + rand() % 26) : '\n';
    return data;
}

static size_t zip(const void *data, size_t n, unsigned char *to, size_t cap)
{
    z_stream z = {0};
    ck_assert_int_eq(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (const Bytef *)data;
    z.avail_in = (uInt)n;
    z.next_out = to;
    z.avail_out = (uInt)cap;
    ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t len = cap - z.avail_out;
    deflateEnd(&z);
    return len;
}

/* Reads on to the end in steps of random size and compares. Returns the last status. */
static morgue_status compare(const char *expected, size_t n, size_t *ret_read, morgue_error *err)
{
    mg_input *input;
    size_t at = 0;
    uint64_t line = 1;
    morgue_text window = {0};
    morgue_status status = mg_input_open(path, &input, err);
    while (status == MORGUE_OK) {
        size_t want = 1 + (size_t)rand() % (rand() % 10 ? 5000 : 700000);
        status = mg_input_peek(input, want, &window, err);
        if (status != MORGUE_OK || !window.len)
            break;
        ck_assert(window.len >= want || at + window.len <= n);
        ck_assert_uint_le(at + window.len, n);
        ck_assert_int_eq(memcmp(window.data, expected + at, window.len), 0);
        ck_assert_int_eq(window.data[window.len], '\0');
        ck_assert_uint_eq(mg_input_offset(input), at);
        ck_assert_uint_eq(mg_input_line(input), line);
        size_t step = want < window.len ? want : window.len;
        for (size_t i = 0; i < step; i++)
            line += expected[at + i] == '\n';
        mg_input_skip(input, step);
        at += step;
    }
    mg_input_free(input);
    *ret_read = at;
    return status;
}

START_TEST(plain_files)
{
    static const size_t sizes[] = {0, 1, 2, 3, 65535, 65536, 65537, 3000000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *data = sample(sizes[i] + 1);
        size_t n;
        write_file(data, sizes[i]);
        ck_assert_int_eq(compare(data, sizes[i], &n, NULL), MORGUE_OK);
        ck_assert_uint_eq(n, sizes[i]);
        free(data);
    }
}
END_TEST

/* Long pieces among short ones: what they took is given back, and nothing else changes. */
START_TEST(long_pieces)
{
    enum { SIZE = 24 << 20, PIECE = 10 << 20 };
    char *data = sample(SIZE);
    mg_input *input;
    morgue_text window;
    write_file(data, SIZE);
    ck_assert_int_eq(mg_input_open(path, &input, NULL), MORGUE_OK);
    for (size_t at = 0, i = 0; at < SIZE; i++) {
        size_t want = i % 40 ? 100000 : PIECE;
        want = want < SIZE - at ? want : SIZE - at;
        ck_assert_int_eq(mg_input_peek(input, want, &window, NULL), MORGUE_OK);
        ck_assert_uint_ge(window.len, want);
        ck_assert_int_eq(memcmp(window.data, data + at, window.len), 0);
        mg_input_skip(input, want);
        at += want;
    }
    ck_assert_int_eq(mg_input_peek(input, 1, &window, NULL), MORGUE_OK);
    ck_assert_uint_eq(window.len, 0);
    mg_input_free(input);
    free(data);
}
END_TEST

START_TEST(gzip_of_several_members)
{
    enum { SIZE = 2000000 };
    char *data = sample(SIZE);
    unsigned char *packed = malloc(SIZE + 4096);
    size_t len = zip(data, 1000000, packed, SIZE), n;
    len += zip(data + 1000000, 0, packed + len, SIZE - len); /* an empty member */
    len += zip(data + 1000000, SIZE - 1000000, packed + len, SIZE - len);
    memset(packed + len, 0, 512);
    write_file(packed, len + 512);
    ck_assert_int_eq(compare(data, SIZE, &n, NULL), MORGUE_OK);
    ck_assert_uint_eq(n, SIZE);
    free(packed);
    free(data);
}
END_TEST

/* Cut at many places: the beginning stays readable, then comes the reason. */
START_TEST(gzip_cut_short)
{
    enum { SIZE = 300000 };
    char *data = sample(SIZE);
    unsigned char *packed = malloc(SIZE + 4096);
    size_t len = zip(data, SIZE, packed, SIZE + 4096);
    for (size_t cut = 3; cut < len; cut += len / 50) {
        morgue_error err = {0};
        size_t n;
        write_file(packed, cut);
        ck_assert_int_eq(compare(data, SIZE, &n, &err), MORGUE_IO);
        ck_assert_ptr_nonnull(strstr(err.message, "ends too early"));
        if (cut > len / 2)
            ck_assert_uint_gt(n, SIZE / 3);
    }
    free(packed);
    free(data);
}
END_TEST

START_TEST(gzip_damaged)
{
    enum { SIZE = 300000 };
    char *data = sample(SIZE);
    unsigned char *packed = malloc(SIZE + 4096);
    size_t len = zip(data, SIZE, packed, SIZE + 4096);
    for (int i = 0; i < 60; i++) {
        mg_input *input;
        morgue_text window;
        morgue_error err = {0};
        size_t at = 10 + (size_t)rand() % (len - 10);
        packed[at] ^= 0x55;
        write_file(packed, len);
        packed[at] ^= 0x55;
        ck_assert_int_eq(mg_input_open(path, &input, &err), MORGUE_OK);
        morgue_status status;
        while ((status = mg_input_peek(input, 4096, &window, &err)) == MORGUE_OK && window.len)
            mg_input_skip(input, window.len);
        ck_assert_int_eq(status, MORGUE_IO);
        mg_input_free(input);
    }
    free(packed);
    free(data);
}
END_TEST

START_TEST(gzip_with_something_behind)
{
    unsigned char packed[256];
    size_t len = zip("hello\n", 6, packed, sizeof packed), n;
    morgue_error err = {0};
    memcpy(packed + len, "junk", 4);
    write_file(packed, len + 4);
    ck_assert_int_eq(compare("hello\n", 6, &n, &err), MORGUE_IO);
    ck_assert_uint_eq(n, 6);
    ck_assert_ptr_nonnull(strstr(err.message, "followed by something else"));
}
END_TEST

START_TEST(files_that_cannot_be_read)
{
    mg_input *input = NULL;
    morgue_text window;
    morgue_error err = {0};
    ck_assert_int_eq(mg_input_open("/nowhere/at/all", &input, &err), MORGUE_NOT_FOUND);
    ck_assert_int_eq(mg_input_open("/tmp", &input, &err), MORGUE_IO);
    ck_assert_ptr_null(input);
    write_file("x", 1);
    ck_assert_int_eq(mg_input_open(path, &input, &err), MORGUE_OK);
    ck_assert_int_eq(mg_input_peek(input, MG_WINDOW_MAX + 1, &window, &err), MORGUE_BAD_INPUT);
    ck_assert_int_eq(mg_input_peek(input, MG_WINDOW_MAX, &window, &err), MORGUE_OK);
    ck_assert_uint_eq(window.len, 1);
    ck_assert_str_eq(mg_input_path(input), path);
    mg_input_free(input);
    mg_input_free(NULL);
}
END_TEST

START_TEST(standard_input)
{
    mg_input *input;
    morgue_text window;
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq((int)write(ends[1], "one\ntwo\n", 8), 8);
    close(ends[1]);
    int saved = dup(STDIN_FILENO);
    dup2(ends[0], STDIN_FILENO);
    ck_assert_int_eq(mg_input_open("-", &input, NULL), MORGUE_OK);
    ck_assert_int_eq(mg_input_peek(input, 100, &window, NULL), MORGUE_OK);
    ck_assert_uint_eq(window.len, 8);
    mg_input_free(input);
    dup2(saved, STDIN_FILENO);
    close(saved);
    close(ends[0]);
}
END_TEST

/* ---- Wrapping ------------------------------------------------------------------------------ */

/* Hands out each byte twice. */
typedef struct doubler {
    mg_stream stream;
    mg_stream *under;
    bool *closed;
} doubler;

static morgue_status read_doubled(mg_stream *stream, void *to, size_t n, size_t *ret_n,
                                  morgue_error *err)
{
    doubler *d = (doubler *)stream;
    char half[1000], *at = to;
    size_t want = n / 2 < sizeof half ? n / 2 : sizeof half;
    morgue_status status = d->under->type->read(d->under, half, want, ret_n, err);
    for (size_t i = 0; status == MORGUE_OK && i < *ret_n; i++)
        at[2 * i] = at[2 * i + 1] = half[i];
    *ret_n *= 2;
    return status;
}

static void close_doubled(mg_stream *stream)
{
    doubler *d = (doubler *)stream;
    *d->closed = true;
    mg_stream_close(d->under);
    free(d);
}

static morgue_status make_doubler(mg_stream *under, void *user, mg_stream **ret, morgue_error *err)
{
    static const mg_stream_type type = {.read = read_doubled, .close = close_doubled};
    doubler *d = malloc(sizeof *d);
    (void)err;
    *d = (doubler){{&type}, under, user};
    *ret = &d->stream;
    return MORGUE_OK;
}

static morgue_status make_nothing(mg_stream *under, void *user, mg_stream **ret, morgue_error *err)
{
    (void)user;
    (void)ret;
    mg_stream_close(under);
    err->status = MORGUE_NO_MEMORY;
    return MORGUE_NO_MEMORY;
}

/* Wraps the input after `skipped` bytes of `data` and reads to the end. */
static void wrap_and_compare(mg_input *input, const char *data, size_t n, size_t skipped)
{
    morgue_text window;
    morgue_error err = {0};
    bool closed = false;
    uint64_t line = 1;
    ck_assert_int_eq(mg_input_peek(input, skipped + 1, &window, &err), MORGUE_OK);
    mg_input_skip(input, skipped);
    for (size_t i = 0; i < skipped; i++)
        line += data[i] == '\n';
    ck_assert_int_eq(mg_input_wrap(input, make_doubler, &closed, &err), MORGUE_OK);
    size_t at = 2 * skipped, offset = skipped;
    while (mg_input_peek(input, 3001, &window, &err) == MORGUE_OK && window.len) {
        ck_assert_uint_eq(mg_input_offset(input), offset);
        ck_assert_uint_eq(mg_input_line(input), line);
        size_t step = window.len < 3001 ? window.len : 3001;
        for (size_t i = 0; i < step; i++, at++) {
            if (at / 2 >= n || window.data[i] != data[at / 2])
                ck_abort_msg("byte %zu is another one", at);
            line += window.data[i] == '\n';
        }
        mg_input_skip(input, step);
        offset += step;
    }
    ck_assert_uint_eq(at, 2 * n);
    mg_input_free(input);
    ck_assert(closed);
}

START_TEST(wrapped)
{
    enum { SIZE = 700000 };
    static const size_t skips[] = {0, 1, 1000, 70000, SIZE - 1};
    char *data = sample(SIZE);
    unsigned char *packed = malloc(SIZE + 4096);
    size_t len = zip(data, SIZE, packed, SIZE);
    for (size_t i = 0; i < 3 * (sizeof skips / sizeof *skips); i++) {
        mg_input *input = NULL;
        morgue_error err = {0};
        if (i % 3)
            write_file(i % 3 == 1 ? (const void *)data : packed, i % 3 == 1 ? SIZE : len);
        morgue_status status =
            i % 3 ? mg_input_open(path, &input, &err)
                  : mg_input_memory((morgue_text){data, SIZE}, "memory", &input, &err);
        ck_assert_int_eq(status, MORGUE_OK);
        wrap_and_compare(input, data, SIZE, skips[i / 3]);
    }
    free(packed);
    free(data);
}
END_TEST

START_TEST(wrapped_in_vain)
{
    mg_input *input;
    morgue_text window;
    morgue_error err = {0};
    ck_assert_int_eq(mg_input_memory((morgue_text){"abc", 3}, "memory", &input, &err), MORGUE_OK);
    ck_assert_int_eq(mg_input_wrap(input, make_nothing, NULL, &err), MORGUE_NO_MEMORY);
    ck_assert_int_eq(mg_input_peek(input, 1, &window, &err), MORGUE_OK);
    ck_assert_uint_eq(window.len, 0);
    mg_input_free(input);
}
END_TEST

/* What stood in the window is handed out before the reason why no more can be read; that names the
 * file once. */
START_TEST(wrapped_where_it_is_broken)
{
    enum { SIZE = 50000 };
    char *data = sample(SIZE);
    unsigned char *packed = malloc(SIZE + 4096);
    size_t len = zip(data, SIZE, packed, SIZE);
    mg_input *input;
    morgue_text window;
    morgue_error err = {0};
    bool closed = false;
    write_file(packed, len / 2);
    ck_assert_int_eq(mg_input_open(path, &input, &err), MORGUE_OK);
    ck_assert_int_eq(mg_input_peek(input, SIZE, &window, &err), MORGUE_OK);
    size_t n = window.len, doubled = 0;
    ck_assert_uint_gt(n, 1000);
    ck_assert_int_eq(mg_input_wrap(input, make_doubler, &closed, &err), MORGUE_OK);
    morgue_status status;
    while ((status = mg_input_peek(input, 1, &window, &err)) == MORGUE_OK && window.len) {
        doubled += window.len;
        mg_input_skip(input, window.len);
    }
    ck_assert_uint_eq(doubled, 2 * n);
    ck_assert_int_eq(status, MORGUE_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "ends too early"));
    ck_assert_ptr_eq(strstr(err.message, path), err.message);
    ck_assert_ptr_null(strstr(err.message + 1, path));
    mg_input_free(input);
    free(packed);
    free(data);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("input");
    TCase *tests = tcase_create("input");
    tcase_add_checked_fixture(tests, make_path, remove_path);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, plain_files);
    tcase_add_test(tests, long_pieces);
    tcase_add_test(tests, gzip_of_several_members);
    tcase_add_test(tests, gzip_cut_short);
    tcase_add_test(tests, gzip_damaged);
    tcase_add_test(tests, gzip_with_something_behind);
    tcase_add_test(tests, files_that_cannot_be_read);
    tcase_add_test(tests, standard_input);
    tcase_add_test(tests, wrapped);
    tcase_add_test(tests, wrapped_in_vain);
    tcase_add_test(tests, wrapped_where_it_is_broken);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
