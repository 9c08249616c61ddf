/* What files are taken for by their first bytes. */
#include <archive.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/input/magic.h"
#include "tests/unit/input/packing.h"
#include "tests/unit/scratch.h"

static mg_magic magic_of(const void *data, size_t len)
{
    return mg_magic_of((morgue_text){data, len});
}

#define PACKING_OF(bytes) (magic_of(bytes, sizeof bytes - 1).packing)

/* Texts that begin as some mark does, or as a weak signature that libarchive goes by. */
START_TEST(text_is_text)
{
    static const char *const texts[] = {
        "",
        "PK is short for Priority Key.\nIt is a Reuters code.",
        "PK00PK",
        "7z is a format.",
        "Rar! said the lion.",
        "MSCF: the file format.",
        "BZh9 is how bzip2 begins, and 1AY&SY follows.",
        "LZIP and gzip are programs.",
        "]]]] ]]",
        "#mtree\n/set type=file\n",
        "070707 is a number, and 070701 is another one. It goes on and on for as many bytes as a "
        "header has, and then some more.",
        "!<arch>\nA text about libraries that is longer than the header of an ar archive is.\n",
        "WARC/1.0\r\nWARC-Type: warcinfo\r\n",
        "begin 644 a.txt\n#86)C\n`\nend\n",
        "x^01 is zlib",
        "\xEF\xBB\xBFPK",
        "BZh",
        "\x1F\x8B",
        "ZWS",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        ck_assert_msg(magic_of(texts[i], strlen(texts[i])).packing == MG_PLAIN, "%s", texts[i]);
    /* UTF-16 */
    ck_assert_int_eq(PACKING_OF("]\0\0\x20\0 \0 \0 \0 \0 \0 \0 "), MG_PLAIN);
    ck_assert_int_eq(PACKING_OF("P\0K\0\3\0\4\0"), MG_PLAIN);
}
END_TEST

/* Bytes by dice, of letters and of anything, are not what they are not. */
START_TEST(noise_is_noise)
{
    enum { SIZE = 600 };
    uint64_t seed = 1;
    char bytes[SIZE];
    for (int round = 0; round < 20000; round++) {
        uint32_t sides = round % 2 ? 256 : 95;
        for (size_t i = 0; i < SIZE; i++)
            bytes[i] = (char)((sides == 95 ? ' ' : 0) + roll(&seed, sides));
        CHECK(magic_of(bytes, roll(&seed, SIZE + 1)).packing == MG_PLAIN);
    }
}
END_TEST

START_TEST(marks)
{
    ck_assert_int_eq(PACKING_OF("\x1F\x8B\x08"), MG_GZIP);
    ck_assert_int_eq(PACKING_OF("\x1F\x8B\x08\0"), MG_GZIP);
    ck_assert_int_eq(PACKING_OF("\x1F\x8B\x08\xE0"), MG_PLAIN);
    ck_assert_int_eq(PACKING_OF("\x1F\x9D\x90"), MG_FILTER);
    ck_assert_int_eq(PACKING_OF("\x1F\x9D\x08"), MG_PLAIN);
    ck_assert_int_eq(PACKING_OF("BZh91AY&SY"), MG_FILTER);
    ck_assert_int_eq(PACKING_OF("BZh9\x17\x72\x45\x38\x50\x90"), MG_FILTER);
    ck_assert_int_eq(PACKING_OF("BZh01AY&SY"), MG_PLAIN);
    ck_assert_int_eq(PACKING_OF("\x28\xB5\x2F\xFD"), MG_FILTER);
    ck_assert_int_eq(PACKING_OF("\x50\x2A\x4D\x18\2\0\0\0ab\x28\xB5\x2F\xFD"), MG_FILTER);
    ck_assert_int_eq(PACKING_OF("\x50\x2A\x4D\x18\3\0\0\0ab\x28\xB5\x2F\xFD"), MG_PLAIN);
    ck_assert_int_eq(PACKING_OF("\x50\x2A\x4D\x18\xFF\xFF\xFF\xFF\x28\xB5\x2F\xFD"), MG_PLAIN);
    ck_assert_int_eq(PACKING_OF("]\0\0\x80\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0"), MG_XZ);
    ck_assert_int_eq(PACKING_OF("]\0\0\x60\0\7\0\0\0\0\0\0\0\0"), MG_XZ);
    ck_assert_int_eq(PACKING_OF("]\0\0\x60\0\7\0\0\0\0\0\0\1\0"), MG_PLAIN);
    ck_assert_int_eq(PACKING_OF("]\0\0\x70\0\7\0\0\0\0\0\0\0\0"), MG_PLAIN);
    ck_assert_int_eq(PACKING_OF("PK\5\6"), MG_CONTAINER);
    ck_assert_int_eq(PACKING_OF("PK00PK\3\4"), MG_CONTAINER);
    ck_assert(magic_of("7z\xBC\xAF\x27\x1C", 6).must_seek);
}
END_TEST

START_TEST(iso_9660)
{
    char *bytes = calloc(1, 40000);
    memcpy(bytes + 32768, "\1CD001", 6);
    ck_assert_int_eq(magic_of(bytes, 40000).packing, MG_CONTAINER);
    ck_assert_int_eq(magic_of(bytes, 32773).packing, MG_PLAIN);
    free(bytes);
}
END_TEST

/* A tar of the seventh edition has no mark, only numbers and a checksum. */
START_TEST(tar_of_the_seventh_edition)
{
    static const packed_file files[] = {{"a.txt", "Ferry service resumes.", 0}, {NULL, NULL, 0}};
    mg_buffer bytes = {0};
    pack_files(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, NULL, NULL, files, &bytes);
    unsigned sum = 0;
    memset(bytes.data + 257, 0, 512 - 257);
    for (size_t i = 0; i < 512; i++)
        sum += i >= 148 && i < 156 ? ' ' : (unsigned char)bytes.data[i];
    snprintf(bytes.data + 148, 8, "%06o", sum);
    ck_assert_int_eq(magic_of(bytes.data, bytes.len).packing, MG_CONTAINER);
    ck_assert_int_eq(magic_of(bytes.data, 511).packing, MG_PLAIN);
    for (size_t i = 0; i < 157; i++) {
        bytes.data[i]++;
        ck_assert_msg(magic_of(bytes.data, bytes.len).packing == MG_PLAIN, "byte %zu", i);
        bytes.data[i]--;
    }
    mg_buffer_free(&bytes);
}
END_TEST

START_TEST(documents)
{
    ck_assert_ptr_null(mg_magic_document("word/a.txt"));
    ck_assert_ptr_null(mg_magic_document("news/word/document.xml"));
    ck_assert_ptr_null(mg_magic_document("docs.xml"));
    ck_assert_ptr_nonnull(mg_magic_document("word/document.xml"));
    ck_assert_ptr_nonnull(mg_magic_document("xl/_rels/workbook.xml.rels"));
    ck_assert_ptr_nonnull(mg_magic_document("META-INF/MANIFEST.MF"));
    /* a local header that is cut off, or tells of more bytes than there are */
    static const char header[] =
        "PK\3\4\n\0\0\0\0\0\0\0\0\0\0\0\0\0\x14\0\0\0\x14\0\0\0\x8\0\xFF\xFF"
        "mimetypeapplication/epub+zip";
    ck_assert_int_eq(PACKING_OF(header), MG_CONTAINER);
    for (size_t n = 4; n < sizeof header; n++) {
        char *copy = malloc(n);
        memcpy(copy, header, n);
        ck_assert_int_eq(magic_of(copy, n).packing, MG_CONTAINER);
        free(copy);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("magic");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, text_is_text);
    tcase_add_test(tests, noise_is_noise);
    tcase_add_test(tests, marks);
    tcase_add_test(tests, iso_9660);
    tcase_add_test(tests, tar_of_the_seventh_edition);
    tcase_add_test(tests, documents);
    return run_tests("magic", tests);
}
