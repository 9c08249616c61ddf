/* What a file may cost at most: bombs of several kinds, under small limits. */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/input/packing.h"

static scratch folder;

static void set_up(void)
{
    scratch_open(&folder);
}

static void tear_down(void)
{
    scratch_close(&folder);
}

static const mg_limits small = {.ratio = 100,
                                .ratio_from = 1 << 20,
                                .unpacked = 20 << 20,
                                .memory = 32 << 20,
                                .members = 50,
                                .layers = 6,
                                .spool = 100000};

/* Walks with small limits and expects the end of what is found. */
static void expect_limit(const char *name, const mg_buffer *bytes, const char *expected)
{
    mg_buffer got = {0};
    scratch_write(&folder, name, bytes->data, bytes->len);
    walk_in_folder(&folder, name, &small, &got);
    ck_assert_msg(got.len >= strlen(expected) &&
                      strcmp(got.data + got.len - strlen(expected), expected) == 0,
                  "%s", got.data);
    mg_buffer_free(&got);
}

#define RATIO                                                                                      \
    "it unpacks to more than 100 times its size, as no dump does: if it is one nevertheless, "     \
    "unpack it yourself and index the files\n"

START_TEST(ratio)
{
    enum { SIZE = 4 << 20 };
    char *zeros = calloc(1, SIZE);
    mg_buffer gz = {0}, bytes = {0};
    compress_bytes(ARCHIVE_FILTER_GZIP, zeros, 1 << 20, &bytes);
    expect_limit("small.gz", &bytes, "small.gz: 1048576 bytes, A738EA1C\n");
    compress_bytes(ARCHIVE_FILTER_GZIP, zeros, SIZE, &gz);
    expect_limit("x.gz", &gz, " ! " RATIO); /* once, by what was read */
    const packed_file files[] = {{"x.gz", gz.data, gz.len}, {"a.txt", "Ferry.", 0}, END_OF_FILES};
    mg_buffer_clear(&bytes);
    pack_files(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, files, &bytes);
    expect_limit("x.zip", &bytes, "x.zip ! " RATIO);
    free(zeros);
    mg_buffer_free(&gz);
    mg_buffer_free(&bytes);
}
END_TEST

/* What is passed over counts, where it must be unpacked for it. */
START_TEST(ratio_of_what_is_passed_over)
{
    enum { SIZE = 4 << 20 };
    char *zeros = calloc(1, SIZE);
    mg_buffer bytes = {0};
    const packed_file files[] = {{".hidden", zeros, SIZE}, {"a.txt", "Ferry.", 0}, END_OF_FILES};
    pack_files(ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, files, &bytes);
    expect_limit("x.7z", &bytes, "x.7z ! " RATIO);
    mg_buffer_clear(&bytes);
    pack_files(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD, NULL, NULL, files, &bytes);
    expect_limit("x.tar.zst", &bytes, "x.tar.zst ! " RATIO);
    free(zeros);
    mg_buffer_free(&bytes);
}
END_TEST

START_TEST(unpacked_bytes)
{
    mg_buffer noise = {0}, bytes = {0};
    put_noise(&noise, 500000);
    packed_file files[50] = {END_OF_FILES};
    for (int i = 0; i < 45; i++)
        files[i] = (packed_file){"a", noise.data, noise.len};
    pack_files(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, files, &bytes);
    expect_limit("x.zip", &bytes,
                 "x.zip ! it unpacks to more than 20 MB, the limit for one file: unpack it "
                 "yourself and index the files\n");
    mg_buffer_free(&noise);
    mg_buffer_free(&bytes);
}
END_TEST

START_TEST(number_of_members)
{
    mg_buffer bytes = {0};
    packed_file files[60] = {END_OF_FILES};
    for (int i = 0; i < 50; i++)
        files[i] = (packed_file){"a", "text", 0};
    pack_files(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, files, &bytes);
    expect_limit("x.zip", &bytes, "x.zip/a: text\nx.zip/a: text\n");
    mg_buffer_clear(&bytes);
    files[50] = files[0];
    pack_files(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, files, &bytes);
    expect_limit("x.zip", &bytes,
                 "x.zip/a: text\nx.zip ! it holds more than 50 files, the limit for one file: "
                 "unpack it yourself and index the files\n");
    mg_buffer_free(&bytes);
}
END_TEST

START_TEST(layers)
{
    mg_buffer bytes[2] = {{0}, {0}};
    put(&bytes[0], "Ferry.");
    for (int i = 1; i <= 7; i++) {
        mg_buffer *from = &bytes[~i & 1], *to = &bytes[i & 1];
        mg_buffer_clear(to);
        const packed_file files[] = {{"x", from->data, from->len}, {"y", "y", 0}, END_OF_FILES};
        if (i % 2)
            compress_bytes(ARCHIVE_FILTER_XZ, from->data, from->len, to);
        else
            pack_files(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, files, to);
        if (i == 6)
            expect_limit("x", to, "x/x/x/x: Ferry.\nx/x/x/y: y\nx/x/y: y\nx/y: y\n");
    }
    expect_limit("x", &bytes[1],
                 "x/x/x/x ! it is packed more than 6 times, one within the other: unpack it "
                 "yourself and index the files\nx/x/x/y: y\nx/x/y: y\nx/y: y\n");
    mg_buffer_free(&bytes[0]);
    mg_buffer_free(&bytes[1]);
}
END_TEST

/* A small file may ask for any amount of memory: here one of twenty bytes for 2 GB. */
START_TEST(memory)
{
    static const char lzma[] = "]\0\0\0\x80\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0\0\0\0\0\0";
    mg_buffer bytes = {0};
    CHECK(mg_buffer_append(&bytes, lzma, sizeof lzma - 1));
    expect_limit("x.lzma", &bytes,
                 "x.lzma:  ! the xz data takes more memory to unpack than 32 MB: unpack it "
                 "yourself\n");
    mg_buffer_free(&bytes);
}
END_TEST

/* A 7z inside of another container is laid aside, within limits, where that is possible. */
START_TEST(laid_aside)
{
    mg_buffer noise = {0}, seven = {0}, bytes = {0}, got = {0};
    put_noise(&noise, 300000);
    const packed_file inner[] = {{"a", noise.data, noise.len}, END_OF_FILES};
    pack_files(ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, inner, &seven);
    const packed_file outer[] = {{"x.7z", seven.data, seven.len}, {"b", "Snow.", 0}, END_OF_FILES};
    pack_files(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, NULL, NULL, outer, &bytes);
    expect_limit("x", &bytes,
                 "x/x.7z ! it is larger than 97 KB, the limit for one that must be laid aside to "
                 "be read: unpack what holds it and index the files\nx/b: Snow.\n");
    ck_assert_int_eq(setenv("TMPDIR", "/nowhere/at/all", 1), 0);
    walk_in_folder(&folder, "x", NULL, &got);
    unsetenv("TMPDIR");
    ck_assert_str_eq(got.data, "x/x.7z ! it must be laid aside to be read, but the temporary file "
                               "in /nowhere/at/all cannot be made: No such file or directory: set "
                               "TMPDIR to a folder with more room, or unpack it yourself\n"
                               "x/b: Snow.\n");
    mg_buffer_free(&noise);
    mg_buffer_free(&seven);
    mg_buffer_free(&bytes);
    mg_buffer_free(&got);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("limits");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, ratio);
    tcase_add_test(tests, ratio_of_what_is_passed_over);
    tcase_add_test(tests, unpacked_bytes);
    tcase_add_test(tests, number_of_members);
    tcase_add_test(tests, layers);
    tcase_add_test(tests, memory);
    tcase_add_test(tests, laid_aside);
    return run_tests("limits", tests);
}
