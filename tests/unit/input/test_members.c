/* Walking over what files hold: containers in containers, packed and broken. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/input/packing.h"
#include "tests/unit/scratch.h"

static scratch folder;

static void set_up(void)
{
    scratch_open(&folder);
}

static void tear_down(void)
{
    scratch_close(&folder);
}

/* ---- Help ---------------------------------------------------------------------------------- */

static void walk(const char *name, const mg_limits *limits, mg_buffer *ret)
{
    walk_in_folder(&folder, name, limits, ret);
}

/* Writes the bytes as a file and compares what a walk finds. */
static void expect(const char *name, const mg_buffer *bytes, const char *expected)
{
    mg_buffer got = {0};
    scratch_write(&folder, name, bytes->data ? bytes->data : "", bytes->len);
    walk(name, NULL, &got);
    ck_assert_str_eq(got.data ? got.data : "", expected);
    mg_buffer_free(&got);
}

#define END_OF_FILES                                                                               \
    {                                                                                              \
        NULL, NULL, 0                                                                              \
    }
static const packed_file two_files[] = {{"a.txt", "Ferry service resumes.", 0},
                                        {"news", NULL, 0},
                                        {"news/b.txt", "A bridge was opened.", 0},
                                        END_OF_FILES};
#define TWO_FILES(name)                                                                            \
    name "/a.txt: Ferry service resumes.\n" name "/news/b.txt: A bridge was opened.\n"

/* ---- One layer ----------------------------------------------------------------------------- */

START_TEST(plain_file)
{
    mg_buffer bytes = {0};
    expect("empty", &bytes, "empty: \n");
    put(&bytes, "Ferry service resumes.");
    expect("a.txt", &bytes, "a.txt: Ferry service resumes.\n");
    mg_buffer_free(&bytes);
    walk_as_text("/nowhere/at/all", 0, NULL, &bytes);
    ck_assert_str_eq(bytes.data,
                     "/nowhere/at/all ! cannot open the file: No such file or directory\n");
    mg_buffer_clear(&bytes);
    walk_as_text("/tmp", 0, NULL, &bytes);
    ck_assert_str_eq(bytes.data, "/tmp ! cannot read the file: Is a directory\n");
    mg_buffer_free(&bytes);
}
END_TEST

static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2,    ARCHIVE_FILTER_XZ,
                              ARCHIVE_FILTER_LZMA, ARCHIVE_FILTER_COMPRESS, ARCHIVE_FILTER_ZSTD,
                              ARCHIVE_FILTER_LZ4,  ARCHIVE_FILTER_LZIP};
enum { FILTERS = sizeof filters / sizeof *filters };

START_TEST(compressed_file)
{
    mg_buffer bytes = {0}, noise = {0}, got = {0}, plain = {0};
    put_noise(&noise, 400000);
    scratch_write(&folder, "x", noise.data, noise.len);
    walk("x", NULL, &plain);
    compress_bytes(filters[_i], "Ferry service resumes.", 22, &bytes);
    expect("x", &bytes, "x: Ferry service resumes.\n");
    mg_buffer_clear(&bytes);
    compress_bytes(filters[_i], noise.data, noise.len, &bytes);
    scratch_write(&folder, "x", bytes.data, bytes.len);
    walk("x", NULL, &got);
    ck_assert_str_eq(got.data, plain.data);
    mg_buffer_free(&bytes);
    mg_buffer_free(&noise);
    mg_buffer_free(&got);
    mg_buffer_free(&plain);
}
END_TEST

/* Of a file that was cut off, what came before is read, up to the last block; then comes the
 * reason, where the format has an end. */
START_TEST(compressed_file_cut_off)
{
    mg_buffer bytes = {0}, noise = {0}, got = {0};
    put_noise(&noise, 2000000);
    compress_bytes(filters[_i], noise.data, noise.len, &bytes);
    scratch_write(&folder, "x", bytes.data, bytes.len / 10 * 9);
    walk("x", NULL, &got);
    ck_assert_int_eq(strncmp(got.data, "x: ", 3), 0);
    if (filters[_i] != ARCHIVE_FILTER_COMPRESS)
        ck_assert_msg(strstr(got.data, " ! the ") && strstr(got.data, "get a whole copy"), "%s",
                      got.data);
    ck_assert_msg(atol(got.data + 3) > 800000, "%s", got.data);
    mg_buffer_free(&bytes);
    mg_buffer_free(&noise);
    mg_buffer_free(&got);
}
END_TEST

static const struct {
    int format;
    const char *options;
} formats[] = {
    {ARCHIVE_FORMAT_ZIP, NULL},        {ARCHIVE_FORMAT_ZIP, "zip:compression=store"},
    {ARCHIVE_FORMAT_TAR_USTAR, NULL},  {ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, NULL},
    {ARCHIVE_FORMAT_TAR_GNUTAR, NULL}, {ARCHIVE_FORMAT_TAR, NULL},
    {ARCHIVE_FORMAT_7ZIP, NULL},       {ARCHIVE_FORMAT_7ZIP, "7zip:compression=store"},
};
enum { FORMATS = sizeof formats / sizeof *formats };

START_TEST(container)
{
    mg_buffer bytes = {0};
    pack_files(formats[_i].format, ARCHIVE_FILTER_NONE, formats[_i].options, NULL, two_files,
               &bytes);
    expect("x", &bytes, TWO_FILES("x"));
    mg_buffer_free(&bytes);
}
END_TEST

/* ---- Layers -------------------------------------------------------------------------------- */

START_TEST(nested)
{
    mg_buffer line = {0}, tar = {0}, seven = {0}, zip = {0};
    compress_bytes(ARCHIVE_FILTER_GZIP, "Snow in June.", 13, &line);
    const packed_file in_tar[] = {
        {"a.txt", "Ferry.", 0}, {"b.gz", line.data, line.len}, END_OF_FILES};
    pack_files(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_XZ, NULL, NULL, in_tar, &tar);
    pack_files(ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, two_files, &seven);
    const packed_file in_zip[] = {{"first", "1", 0},
                                  {"2022.tar.xz", tar.data, tar.len},
                                  {"old/x.7z", seven.data, seven.len},
                                  {"last", "3", 0},
                                  END_OF_FILES};
    pack_files(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, in_zip, &zip);
    expect("dumps.zip", &zip,
           "dumps.zip/first: 1\n"
           "dumps.zip/2022.tar.xz/a.txt: Ferry.\n"
           "dumps.zip/2022.tar.xz/b.gz: Snow in June.\n" TWO_FILES(
               "dumps.zip/old/x.7z") "dumps.zip/last: 3\n");
    mg_buffer_free(&line);
    mg_buffer_free(&tar);
    mg_buffer_free(&seven);
    mg_buffer_free(&zip);
}
END_TEST

/* A reader may leave a member whenever it wants: the next one is found all the same. */
START_TEST(members_left_early)
{
    mg_buffer noise = {0}, inner = {0}, bytes = {0};
    put_noise(&noise, 700000);
    const packed_file files[] = {{"a", noise.data, noise.len}, {"b", "Ferry.", 0}, END_OF_FILES};
    pack_files(formats[_i].format, ARCHIVE_FILTER_NONE, formats[_i].options, NULL, files, &inner);
    const packed_file outer[] = {{"x", inner.data, inner.len}, {"c", "Snow.", 0}, END_OF_FILES};
    pack_files(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_ZSTD, NULL, NULL, outer, &bytes);
    scratch_write(&folder, "z", bytes.data, bytes.len);
    mg_members *members;
    mg_member member;
    morgue_text window;
    morgue_error err = {0};
    bool more;
    OK(mg_members_open(scratch_path(&folder, "z"), NULL, &members, &err));
    OK(mg_members_next(members, &member, &more, &err));
    OK(mg_input_peek(member.input, 10, &window, &err));
    OK(mg_members_next(members, &member, &more, &err));
    OK(mg_input_peek(member.input, 10, &window, &err));
    ck_assert(is_text(window, "Ferry."));
    OK(mg_members_next(members, &member, &more, &err));
    OK(mg_input_peek(member.input, 10, &window, &err));
    ck_assert(is_text(window, "Snow."));
    OK(mg_members_next(members, &member, &more, &err));
    ck_assert(!more);
    mg_members_free(members);
    mg_buffer_free(&noise);
    mg_buffer_free(&inner);
    mg_buffer_free(&bytes);
}
END_TEST

/* A zip that comes through a pipe is read without its directory at the end. */
START_TEST(standard_input)
{
    mg_buffer bytes = {0}, got = {0};
    pack_files(formats[_i].format, ARCHIVE_FILTER_GZIP, formats[_i].options, NULL, two_files,
               &bytes);
    int ends[2], saved = dup(STDIN_FILENO);
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_uint_lt(bytes.len, 60000);
    ck_assert_int_eq((int)write(ends[1], bytes.data, bytes.len), (int)bytes.len);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    walk_as_text("-", 0, NULL, &got);
    dup2(saved, STDIN_FILENO);
    close(saved);
    ck_assert_str_eq(got.data, TWO_FILES("-"));
    mg_buffer_free(&bytes);
    mg_buffer_free(&got);
}
END_TEST

/* ---- What is passed over ------------------------------------------------------------------- */

START_TEST(hidden_members)
{
    static const packed_file files[] = {{"__MACOSX/._a.txt", "x", 0}, {"a/.DS_Store", "x", 0},
                                        {"b/__MACOSX/x", "x", 0},     {".git/config", "x", 0},
                                        {"../up.txt", "up", 0},       {"/root.txt", "root", 0},
                                        {"./here.txt", "here", 0},    END_OF_FILES};
    mg_buffer bytes = {0};
    pack_files(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, files, &bytes);
    expect("x", &bytes,
           "x/__MACOSX/._a.txt (hidden file)\nx/a/.DS_Store (hidden file)\n"
           "x/b/__MACOSX/x (hidden file)\nx/.git/config (hidden file)\nx/../up.txt: up\n"
           "x/root.txt: root\nx/here.txt: here\n");
    mg_buffer_free(&bytes);
}
END_TEST

START_TEST(links_and_devices)
{
    char command[512];
    mg_buffer got = {0};
    snprintf(command, sizeof command,
             "cd '%s' && mkdir d && printf one > d/1 && ln d/1 d/2 && ln -s 1 d/3 && mkfifo d/4 && "
             "tar cf x --sort=name d",
             folder.path);
    ck_assert_int_eq(system(command), 0);
    walk("x", NULL, &got);
    ck_assert_str_eq(got.data, "x/d/1: one\nx/d/2 (a link)\nx/d/3 (a link)\n"
                               "x/d/4 (not a regular file)\n");
    mg_buffer_free(&got);
}
END_TEST

#define OFFICE " (an office document: save it as text or HTML to index it)\n"
#define E_BOOK " (an e-book: convert it into text or HTML to index it)\n"

START_TEST(documents)
{
    static const struct {
        packed_file files[4];
        const char *expected;
    } cases[] = {
        {{{"[Content_Types].xml", "<a/>", 0}, {"word/document.xml", "<a/>", 0}}, "x" OFFICE},
        {{{"xl/workbook.xml", "<a/>", 0}, {"[Content_Types].xml", "<a/>", 0}}, "x" OFFICE},
        {{{"mimetype", "application/vnd.oasis.opendocument.text", 0}, {"a", "a", 0}}, "x" OFFICE},
        {{{"mimetype", "application/epub+zip", 0}, {"a.html", "a", 0}}, "x" E_BOOK},
        {{{"a.html", "a", 0}, {"META-INF/container.xml", "a", 0}, {"b", "b", 0}},
         "x/a.html: a\nx" E_BOOK},
        {{{"mimetype", "text/plain", 0}, {"word/a.txt", "a", 0}},
         "x/mimetype: text/plain\nx/word/a.txt: a\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        mg_buffer bytes = {0};
        pack_files(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:compression=store", NULL,
                   cases[i].files, &bytes);
        expect("x", &bytes, cases[i].expected);
        mg_buffer_free(&bytes);
    }
}
END_TEST

START_TEST(encrypted)
{
    mg_buffer zip = {0}, bytes = {0};
    pack_files(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:encryption=zipcrypt", "word",
               two_files, &zip);
    const packed_file files[] = {{"in.zip", zip.data, zip.len}, {"b", "Snow.", 0}, END_OF_FILES};
    pack_files(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, NULL, NULL, files, &bytes);
    static const char why[] = "it is encrypted: unpack it with its password and index the files";
    char expected[512];
    snprintf(expected, sizeof expected,
             "x/in.zip/a.txt ! %s\nx/in.zip/news/b.txt ! %s\nx/b: Snow.\n", why, why);
    expect("x", &bytes, expected);
    mg_buffer_free(&zip);
    mg_buffer_free(&bytes);
}
END_TEST

/* Names in UTF-8, in another character set, with line ends, and one that is too long to show. */
START_TEST(odd_names)
{
    char *name = calloc(1, 5001);
    memset(name, 'n', 5000);
    const packed_file files[] = {{"новости.txt", "1", 0},
                                 {"\xED\xEE\xE2.txt", "2", 0},
                                 {"a\nb\x1B[31m", "3", 0},
                                 {name, "4", 0},
                                 END_OF_FILES};
    mg_buffer bytes = {0}, got = {0};
    pack_files(ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_NONE, NULL, NULL, files, &bytes);
    scratch_write(&folder, "x", bytes.data, bytes.len);
    walk("x", NULL, &got);
    ck_assert_ptr_eq(strstr(got.data, "x/новости.txt: 1\nx/???.txt: 2\nx/a?b?[31m: 3\nx/nnnn"),
                     got.data);
    ck_assert_ptr_nonnull(strstr(got.data, "nnn: 4\n"));
    ck_assert_uint_lt(got.len, 2500);
    free(name);
    mg_buffer_free(&bytes);
    mg_buffer_free(&got);
}
END_TEST

/* ---- Damage -------------------------------------------------------------------------------- */

/* Cut at every byte: files that are whole come out as they are, the last one with a reason; there
 * is always an end. */
START_TEST(cut_at_every_byte)
{
    mg_buffer bytes = {0}, got = {0};
    size_t told = 0;
    pack_files(formats[_i].format, ARCHIVE_FILTER_NONE, formats[_i].options, NULL, two_files,
               &bytes);
    for (size_t n = 0; n < bytes.len; n++) {
        scratch_write(&folder, "x", bytes.data, n);
        walk("x", NULL, &got);
        told += strstr(got.data, " ! ") != NULL;
    }
    ck_assert_uint_gt(told, 100);
    mg_buffer_free(&bytes);
    mg_buffer_free(&got);
}
END_TEST

START_TEST(flipped_bytes)
{
    mg_buffer tar = {0}, bytes = {0}, got = {0};
    uint64_t seed = 3;
    pack_files(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, NULL, NULL, two_files, &tar);
    const packed_file files[] = {
        {"a.txt", "Ferry.", 0}, {"b.tar.gz", tar.data, tar.len}, {"c", "Snow.", 0}, END_OF_FILES};
    pack_files(formats[_i].format, ARCHIVE_FILTER_NONE, formats[_i].options, NULL, files, &bytes);
    for (size_t i = 0; i < 300; i++) {
        size_t at = roll(&seed, (uint32_t)bytes.len);
        char was = bytes.data[at];
        bytes.data[at] = (char)(was ^ (1 << roll(&seed, 8)));
        scratch_write(&folder, "x", bytes.data, bytes.len);
        walk("x", NULL, &got);
        bytes.data[at] = was;
    }
    expect("x", &bytes, "x/a.txt: Ferry.\n" TWO_FILES("x/b.tar.gz") "x/c: Snow.\n");
    mg_buffer_free(&tar);
    mg_buffer_free(&bytes);
    mg_buffer_free(&got);
}
END_TEST

/* What is inside of a tar that was cut off is told once for each container that it ends. */
START_TEST(nested_and_cut_off)
{
    mg_buffer noise = {0}, tar = {0}, got = {0};
    put_noise(&noise, 300000);
    const packed_file files[] = {
        {"a.txt", "Ferry.", 0}, {"b", noise.data, noise.len}, END_OF_FILES};
    pack_files(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, NULL, NULL, files, &tar);
    scratch_write(&folder, "x.tar.gz", tar.data, tar.len / 2);
    walk("x.tar.gz", NULL, &got);
    static const char why[] = " ! the gzip data ends too early: the articles before this place are "
                              "in, get a whole copy for the rest\n";
    ck_assert_ptr_eq(strstr(got.data, "x.tar.gz/a.txt: Ferry.\nx.tar.gz/b: 1"), got.data);
    char *first = strstr(got.data, why);
    ck_assert_ptr_nonnull(first);
    ck_assert_int_eq(strncmp(first + sizeof why - 1, "x.tar.gz ! ", 11), 0);
    ck_assert_str_eq(first + sizeof why - 1 + 8, why);
    /* so early that it is found while looking what the file is */
    const packed_file early[] = {{"b", "Snow.", 0}, END_OF_FILES};
    mg_buffer_clear(&tar);
    pack_files(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, NULL, NULL, early, &tar);
    scratch_write(&folder, "x.tar.gz", tar.data, tar.len - 12);
    walk("x.tar.gz", NULL, &got);
    ck_assert_ptr_eq(strstr(got.data, "x.tar.gz/b: Snow.\nx.tar.gz ! the gzip"), got.data);
    mg_buffer_free(&noise);
    mg_buffer_free(&tar);
    mg_buffer_free(&got);
}
END_TEST

/* Of a zip only the member is lost whose bytes are damaged. */
START_TEST(damaged_member_of_a_zip)
{
    mg_buffer bytes = {0}, got = {0};
    pack_files(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:compression=store", NULL, two_files,
               &bytes);
    char *text = memmem(bytes.data, bytes.len, "Ferry", 5);
    *text = 'M';
    scratch_write(&folder, "x", bytes.data, bytes.len);
    walk("x", NULL, &got);
    ck_assert_ptr_eq(strstr(got.data, "x/a.txt: Merry service resumes. ! its data in the zip "),
                     got.data);
    ck_assert_ptr_nonnull(strstr(got.data, "\nx/news/b.txt: A bridge was opened.\n"));
    mg_buffer_free(&bytes);
    mg_buffer_free(&got);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("members");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, plain_file);
    tcase_add_loop_test(tests, compressed_file, 0, FILTERS);
    tcase_add_loop_test(tests, compressed_file_cut_off, 0, FILTERS);
    tcase_add_loop_test(tests, container, 0, FORMATS);
    tcase_add_test(tests, nested);
    tcase_add_loop_test(tests, members_left_early, 0, FORMATS);
    tcase_add_loop_test(tests, standard_input, 0, FORMATS);
    tcase_add_test(tests, hidden_members);
    tcase_add_test(tests, links_and_devices);
    tcase_add_test(tests, documents);
    tcase_add_test(tests, encrypted);
    tcase_add_test(tests, odd_names);
    tcase_add_loop_test(tests, cut_at_every_byte, 0, FORMATS);
    tcase_add_loop_test(tests, flipped_bytes, 0, FORMATS);
    tcase_add_test(tests, nested_and_cut_off);
    tcase_add_test(tests, damaged_member_of_a_zip);
    return run_tests("members", tests);
}
