/* The manifest and what may be wrong with it; paths and small files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "archive/manifest.h"
#include "archive/path.h"
#include "archive/revision.h"
#include "tests/unit/scratch.h"

static scratch s;

static void open_scratch(void)
{
    scratch_open(&s);
}

static void close_scratch(void)
{
    scratch_close(&s);
}

START_TEST(test_round_trip)
{
    morgue_error err;
    mg_manifest written = {0}, read = {0};
    for (int i = 0; i < _i; i++)
        ck_assert_ptr_nonnull(mg_manifest_add(&written));
    OK(mg_manifest_write(s.path, &written, &err));
    ck_assert(!scratch_has(&s, MG_MANIFEST_NAME ".new"));
    OK(mg_manifest_read(s.path, &read, &err));
    ck_assert_uint_eq(read.next, (uint32_t)_i);
    ck_assert_uint_eq(read.count, (size_t)_i);
    for (size_t i = 0; i < read.count; i++)
        ck_assert_str_eq(read.shards[i], written.shards[i]);
    if (_i)
        ck_assert_str_eq(read.shards[0], "shard-000001");
    ck_assert_int_eq(mg_manifest_has(&read, "shard-000002"), _i >= 2);
    ck_assert(!mg_manifest_has(&read, "shard-00000"));
    mg_manifest_free(&written);
    mg_manifest_free(&read);
}
END_TEST

START_TEST(test_too_many)
{
    morgue_error err;
    mg_manifest manifest = {0}, read = {0};
    for (unsigned i = 0; i < MG_SHARDS_MAX; i++)
        ck_assert_ptr_nonnull(mg_manifest_add(&manifest));
    ck_assert_ptr_null(mg_manifest_add(&manifest));
    ck_assert_uint_eq(manifest.count, MG_SHARDS_MAX);
    ck_assert_uint_eq(manifest.next, MG_SHARDS_MAX);
    OK(mg_manifest_write(s.path, &manifest, &err));
    OK(mg_manifest_read(s.path, &read, &err));
    ck_assert_uint_eq(read.count, MG_SHARDS_MAX);
    mg_manifest_free(&manifest);
    mg_manifest_free(&read);
}
END_TEST

/* ---- Damage ------------------------------------------------------------------------------- */

#define HEAD     "morgue archive\nschema 4\nnext 9\n"
#define HEAD_5   "morgue archive\nschema 5\nnext 9\n"
#define HEAD_6   "morgue archive\nschema 6\nnext 9\n"
#define HEAD_7   "morgue archive\nschema 7\nnext 9\n"
#define FEATURES "feature dateline\nfeature sentence-marks\nfeature record-2\nfeature about-terms\n"

static const struct {
    const char *text;
    morgue_status status;
} manifests[] = {
    {HEAD "end\n", MORGUE_OK},
    {HEAD "shard a\nshard b-c_d.e\nend\n", MORGUE_OK},
    {"", MORGUE_CORRUPT},
    {"\n", MORGUE_CORRUPT},
    {"morgue archive\n", MORGUE_CORRUPT},
    {"morgue archive\nend\n", MORGUE_CORRUPT},
    {"morgue archive\nnext 9\nend\n", MORGUE_CORRUPT},
    {"morgue archive\nschema 4\nend\n", MORGUE_CORRUPT},
    {"Morgue archive\nschema 4\nnext 9\nend\n", MORGUE_CORRUPT},
    {"something else\nschema 4\nnext 9\nend\n", MORGUE_CORRUPT},
    {"morgue archive\nschema 8\nnext 9\nend\n", MORGUE_BAD_VERSION},
    {"morgue archive\nschema 8\nsomething new\n", MORGUE_BAD_VERSION},
    {"morgue archive\nschema 6\nnext 9\n", MORGUE_CORRUPT},
    {"morgue archive\nschema 999999999\nnext 9\nend\n", MORGUE_BAD_VERSION},
    {"morgue archive\nschema 3\nnext 9\nend\n", MORGUE_BAD_VERSION},
    {"morgue archive\nschema 3\nnext 9\nshard a\n", MORGUE_CORRUPT},
    {"morgue archive\nschema 0\nnext 9\nend\n", MORGUE_CORRUPT},
    {"morgue archive\nschema x\nnext 9\nend\n", MORGUE_CORRUPT},
    {"morgue archive\nschema 4x\nnext 9\nend\n", MORGUE_CORRUPT},
    {"morgue archive\nschema 4\nnext \nend\n", MORGUE_CORRUPT},
    {HEAD "shard a\n", MORGUE_CORRUPT},
    {HEAD "shard a\nend", MORGUE_CORRUPT},
    {HEAD "shard a\nend\nshard b\n", MORGUE_CORRUPT},
    {HEAD "shard a\nshard a\nend\n", MORGUE_CORRUPT},
    {HEAD "shard ../a\nend\n", MORGUE_CORRUPT},
    {HEAD "shard ..\nend\n", MORGUE_CORRUPT},
    {HEAD "shard .\nend\n", MORGUE_CORRUPT},
    {HEAD "shard .a\nend\n", MORGUE_CORRUPT},
    {HEAD "shard /etc\nend\n", MORGUE_CORRUPT},
    {HEAD "shard a/../../b\nend\n", MORGUE_CORRUPT},
    {HEAD "shard a/\nend\n", MORGUE_CORRUPT},
    {HEAD "shard \nend\n", MORGUE_CORRUPT},
    {HEAD "shard\nend\n", MORGUE_CORRUPT},
    {HEAD "shard a-name-of-32-bytes-is-too-long!!\nend\n", MORGUE_CORRUPT},
    {HEAD "\nend\n", MORGUE_CORRUPT},
    {HEAD "sharp a\nend\n", MORGUE_CORRUPT},
    {HEAD FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_5 FEATURES "end\n", MORGUE_OK},
    {HEAD_5 FEATURES "shard a\nshard b\nend\n", MORGUE_OK},
    {HEAD_5 FEATURES "shard a\n", MORGUE_CORRUPT},
    {HEAD_5 FEATURES, MORGUE_CORRUPT},
    {HEAD_5 "shard a\nend\n", MORGUE_BAD_VERSION},
    {HEAD_5 "feature dateline\nfeature sentence-marks\nend\n", MORGUE_BAD_VERSION},
    {HEAD_5 "feature dateline\nfeature dateline\nend\n", MORGUE_CORRUPT},
    {HEAD_5 FEATURES "feature new-2\nend\n", MORGUE_BAD_VERSION},
    {HEAD_5 "feature new-2\nsomething new\nend\n", MORGUE_BAD_VERSION},
    {HEAD_5 "feature new-2\nsomething new\n", MORGUE_CORRUPT},
    {HEAD_5 FEATURES "shard a\nfeature new-2\nend\n", MORGUE_CORRUPT},
    {HEAD_5 FEATURES "feature \nend\n", MORGUE_CORRUPT},
    {HEAD_5 FEATURES "feature New\nend\n", MORGUE_CORRUPT},
    {HEAD_5 FEATURES "feature a b\nend\n", MORGUE_CORRUPT},
    {HEAD_5 FEATURES "feature a-name-of-33-bytes-is-too-long-so\nend\n", MORGUE_CORRUPT},
    {HEAD_5 FEATURES "feature\nend\n", MORGUE_CORRUPT},
    {"morgue archive\nschema 5\nfeature dateline\nnext 9\nend\n", MORGUE_CORRUPT},
    {HEAD_6 FEATURES "shard a\nend\n", MORGUE_OK},
    {HEAD_6 "changes 0 9f3c21aa\n" FEATURES "end\n", MORGUE_OK},
    {HEAD_6 "changes 4294967295 00000001\n" FEATURES "shard a\nend\n", MORGUE_OK},
    {HEAD_6 "changes 12 9f3c21aa copy\n" FEATURES "end\n", MORGUE_OK},
    {HEAD_6 "changes 12 9f3c21aa copy \n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_6 "changes 12 9f3c21aa cop\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_6 "changes 12 9f3c21aa\nfeature new-2\nend\n", MORGUE_BAD_VERSION},
    {HEAD_6 "changes 12 9f3c21aa\n" FEATURES "shard a\n", MORGUE_CORRUPT},
    {HEAD_6 "changes 4294967296 9f3c21aa\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_6 "changes 99999999999999999999 9f3c21aa\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_6 "changes 12 00000000\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_6 "changes 12 9F3C21AA\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_6 "changes 12 9f3c21a\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_6 "changes 12 9f3c21aab\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_6 "changes 12  9f3c21aa\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_6 "changes -1 9f3c21aa\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_6 "changes 12\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_6 "changes 9f3c21aa\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_6 "changes \n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_6 "changes 12 9f3c21aa\nchanges 12 9f3c21aa\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_6 FEATURES "changes 12 9f3c21aa\nend\n", MORGUE_CORRUPT},
    {"morgue archive\nschema 6\nchanges 12 9f3c21aa\nnext 9\nend\n", MORGUE_CORRUPT},
    {HEAD_5 "changes 12 9f3c21aa\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD "changes 12 9f3c21aa\nend\n", MORGUE_CORRUPT},
    {HEAD_7 "part 2/4\n" FEATURES "end\n", MORGUE_OK},
    {HEAD_7 "changes 12 9f3c21aa\npart 1/1\n" FEATURES "shard a\nend\n", MORGUE_OK},
    {HEAD_7 "part 1000/1000\n" FEATURES "end\n", MORGUE_OK},
    {HEAD_7 "part 2/4\nend\n", MORGUE_BAD_VERSION},
    {HEAD_7 FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_7 "changes 12 9f3c21aa\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_7 "part 2/4\nchanges 12 9f3c21aa\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_7 "part 2/4\npart 2/4\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_7 FEATURES "part 2/4\nend\n", MORGUE_CORRUPT},
    {HEAD_7 "part 0/4\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_7 "part 0/0\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_7 "part 5/4\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_7 "part 1/1001\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_7 "part 02/4\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_7 "part -2/4\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_7 "part 2/4 \n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_7 "part 2 /4\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_7 "part 2/\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_7 "part 4294967298/4294967300\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_6 "part 2/4\n" FEATURES "end\n", MORGUE_CORRUPT},
    {HEAD_5 "part 2/4\n" FEATURES "end\n", MORGUE_CORRUPT},
};

/* Writes a manifest; one of schema 5 to 7 that ends gets its checksum, by zlib. */
static void write_manifest(const char *text)
{
    char summed[512];
    size_t body = strlen(text) - 4;
    bool has_sum = strstr(text, "schema 5") || strstr(text, "schema 6") || strstr(text, HEAD_7);
    if (!has_sum || strlen(text) < 4 || strcmp(text + body, "end\n") != 0) {
        scratch_write(&s, MG_MANIFEST_NAME, text, strlen(text));
        return;
    }
    int len = snprintf(summed, sizeof summed, "%.*schecksum %08lx\nend\n", (int)body, text,
                       crc32(0, (const Bytef *)text, (uInt)body));
    scratch_write(&s, MG_MANIFEST_NAME, summed, (size_t)len);
}

START_TEST(test_texts)
{
    morgue_error err;
    mg_manifest read = {.next = 77};
    write_manifest(manifests[_i].text);
    morgue_status status = mg_manifest_read(s.path, &read, &err);
    ck_assert_msg(status == manifests[_i].status, "%s: %d", manifests[_i].text, status);
    ck_assert_uint_eq(read.next, status == MORGUE_OK ? 9 : 77);
    ck_assert(status == MORGUE_OK || !read.shards);
    mg_manifest_free(&read);
}
END_TEST

/* What is to be done about archives of other versions, and what the earlier ones had. */
static const struct {
    const char *text;
    uint32_t features; /* as an archive of an earlier version; 0 also where it cannot be read */
    const char *says;
} versions[] = {
    {"morgue archive\nschema 1\nnext 0\nend\n", 0,
     "is of an earlier version: morgue-index --rebuild "},
    {"morgue archive\nschema 2\nnext 0\nend\n", MG_FEATURE_DATELINE,
     "is of an earlier version: morgue-index --rebuild "},
    {"morgue archive\nschema 3\nnext 0\nend\n", MG_FEATURE_DATELINE | MG_FEATURE_SENTENCE_MARKS,
     "is of an earlier version: morgue-index --rebuild "},
    {"morgue archive\nschema 5\nnext 0\nfeature record-2\nend\n", MG_FEATURE_RECORD_2,
     "is of an earlier version: morgue-index --rebuild "},
    {"morgue archive\nschema 8\nnext 0\nend\n", 0,
     "has schema 8, this version of Morgue knows 7: use a newer one"},
    {"morgue archive\nschema 5\nnext 0\nfeature vectors-1\nend\n", 0,
     "needs 'vectors-1', which this version of Morgue does not know: use a newer one"},
};

START_TEST(test_other_versions)
{
    morgue_error err;
    mg_manifest read = {0};
    const char *says = versions[_i].says;
    write_manifest(versions[_i].text);
    FAILS(MORGUE_BAD_VERSION, mg_manifest_read(s.path, &read, &err));
    ck_assert_msg(strstr(err.message, says) != NULL, "%s", err.message);
    morgue_status status = mg_manifest_read_earlier(s.path, &read, &err);
    ck_assert_int_eq(status, strstr(says, "earlier") ? MORGUE_OK : MORGUE_BAD_VERSION);
    ck_assert_uint_eq(read.features, versions[_i].features);
    mg_manifest_free(&read);
}
END_TEST

/* Archives of schema 4 have all that there was when features were given names; what is written to
 * them is of schema 6, without a history of changes unless one is begun. */
START_TEST(test_schema_4)
{
    static const char before[] = HEAD "shard a\nend\n";
    morgue_error err;
    mg_manifest read = {0};
    mg_buffer text = {0};
    scratch_write(&s, MG_MANIFEST_NAME, before, sizeof before - 1);
    OK(mg_manifest_read(s.path, &read, &err));
    ck_assert_uint_eq(read.features, MG_FEATURE_DATELINE | MG_FEATURE_SENTENCE_MARKS |
                                         MG_FEATURE_RECORD_2 | MG_FEATURE_ABOUT_TERMS);
    OK(mg_manifest_write(s.path, &read, &err));
    OK(mg_file_read(scratch_path(&s, MG_MANIFEST_NAME), 1000, &text, &err));
    ck_assert_str_eq(text.data, HEAD_6 FEATURES "shard a\nchecksum 85668bcb\nend\n");
    mg_buffer_free(&text);
    mg_manifest_free(&read);
}
END_TEST

/* Each history of changes is known by another number, which stays with the manifest. */
START_TEST(test_changes)
{
    morgue_error err;
    mg_manifest one = {0}, other = {0}, read = {0}, copy = {0};
    OK(mg_manifest_begin_changes(&one, MG_REVISION_MAX, &err));
    OK(mg_manifest_begin_changes(&other, 0, &err));
    ck_assert(one.lineage && other.lineage && one.lineage != other.lineage);
    ck_assert_ptr_nonnull(mg_manifest_add(&one));
    OK(mg_manifest_write(s.path, &one, &err));
    OK(mg_manifest_read(s.path, &read, &err));
    ck_assert(read.lineage == one.lineage && read.since == MG_REVISION_MAX && read.count == 1);
    ck_assert(mg_manifest_copy(&read, &copy));
    ck_assert(copy.lineage == one.lineage && copy.since == MG_REVISION_MAX);
    mg_manifest_free(&one);
    mg_manifest_free(&read);
    mg_manifest_free(&copy);
}
END_TEST

/* An archive that is a part says so, and has a schema that earlier versions refuse; any other is
 * written as they write it. */
START_TEST(test_part)
{
    morgue_error err;
    mg_manifest written = {.next = 9}, read = {0}, copy = {0};
    mg_buffer text = {0};
    OK(mg_manifest_write(s.path, &written, &err));
    OK(mg_file_read(scratch_path(&s, MG_MANIFEST_NAME), 1000, &text, &err));
    ck_assert_ptr_eq(strstr(text.data, HEAD_6 FEATURES), text.data);
    mg_buffer_clear(&text);
    written.part = (mg_part){12, 345};
    OK(mg_manifest_write(s.path, &written, &err));
    OK(mg_file_read(scratch_path(&s, MG_MANIFEST_NAME), 1000, &text, &err));
    ck_assert_ptr_eq(strstr(text.data, HEAD_7 "part 12/345\n" FEATURES), text.data);
    OK(mg_manifest_read(s.path, &read, &err));
    ck_assert(read.part.part == 12 && read.part.parts == 345);
    ck_assert(mg_manifest_copy(&read, &copy));
    ck_assert(copy.part.part == 12 && copy.part.parts == 345);
    mg_manifest_free(&read);
    mg_manifest_free(&copy);
    mg_buffer_free(&text);
}
END_TEST

/* Cut off anywhere, a manifest is damaged: a shard that is not listed any more would be taken for
 * what a crash has left. */
START_TEST(test_truncated)
{
    morgue_error err;
    mg_buffer text = {0};
    mg_manifest manifest = {0};
    for (int i = 0; i < 3; i++)
        mg_manifest_add(&manifest);
    OK(mg_manifest_write(s.path, &manifest, &err));
    mg_manifest_free(&manifest);
    OK(mg_file_read(scratch_path(&s, MG_MANIFEST_NAME), 1000, &text, &err));
    for (size_t len = 0; len < text.len; len++) {
        scratch_write(&s, MG_MANIFEST_NAME, text.data, len);
        FAILS(MORGUE_CORRUPT, mg_manifest_read(s.path, &manifest, &err));
    }
    put(&text, "x");
    text.data[text.len - 1] = '\0';
    scratch_write(&s, MG_MANIFEST_NAME, text.data, text.len);
    FAILS(MORGUE_CORRUPT, mg_manifest_read(s.path, &manifest, &err));
    mg_buffer_free(&text);
}
END_TEST

/* Any bit that turns is damage: a shard of another name would be one that no manifest lists. */
START_TEST(test_turned)
{
    morgue_error err;
    mg_buffer text = {0};
    mg_manifest manifest = {0};
    for (int i = 0; i < 3; i++)
        mg_manifest_add(&manifest);
    OK(mg_manifest_write(s.path, &manifest, &err));
    mg_manifest_free(&manifest);
    OK(mg_file_read(scratch_path(&s, MG_MANIFEST_NAME), 1000, &text, &err));
    for (size_t bit = 0; bit < 8 * text.len; bit += 5) {
        text.data[bit / 8] ^= (char)(1 << bit % 8);
        scratch_write(&s, MG_MANIFEST_NAME, text.data, text.len);
        CHECK(mg_manifest_read(s.path, &manifest, &err) == MORGUE_CORRUPT);
        text.data[bit / 8] ^= (char)(1 << bit % 8);
    }
    mg_buffer_free(&text);
}
END_TEST

START_TEST(test_over_long)
{
    morgue_error err;
    mg_manifest manifest = {0};
    mg_buffer text = {0};
    put(&text, HEAD);
    for (unsigned i = 0; i <= MG_SHARDS_MAX; i++) {
        char line[32];
        snprintf(line, sizeof line, "shard s%u\n", i);
        put(&text, line);
    }
    put(&text, "end\n");
    scratch_write(&s, MG_MANIFEST_NAME, text.data, text.len);
    FAILS(MORGUE_CORRUPT, mg_manifest_read(s.path, &manifest, &err));
    while (text.len < 100000)
        put(&text, "shard abcdefgh\n");
    scratch_write(&s, MG_MANIFEST_NAME, text.data, text.len);
    FAILS(MORGUE_CORRUPT, mg_manifest_read(s.path, &manifest, &err));
    mg_buffer_free(&text);
}
END_TEST

START_TEST(test_folders)
{
    morgue_error err;
    mg_manifest manifest = {0};
    FAILS(MORGUE_NOT_FOUND, mg_manifest_read(scratch_path(&s, "none"), &manifest, &err));
    FAILS(MORGUE_NOT_FOUND, mg_manifest_read("", &manifest, &err));
    FAILS(MORGUE_FOREIGN, mg_manifest_read(s.path, &manifest, &err));
    scratch_write(&s, "file", "x", 1);
    FAILS(MORGUE_FOREIGN, mg_manifest_read(scratch_path(&s, "file"), &manifest, &err));
    ck_assert_int_eq(mkdir(scratch_path(&s, MG_MANIFEST_NAME), 0777), 0);
    FAILS(MORGUE_IO, mg_manifest_read(s.path, &manifest, &err));
    FAILS(MORGUE_IO, mg_manifest_write(s.path, &manifest, &err));
    ck_assert(!scratch_has(&s, MG_MANIFEST_NAME ".new"));
}
END_TEST

/* A manifest that may not be read is there all the same. Root would be let in: it steps down. */
START_TEST(test_no_rights)
{
    morgue_error err;
    mg_manifest manifest = {0};
    uid_t user = geteuid();
    OK(mg_manifest_write(s.path, &manifest, &err));
    ck_assert_int_eq(chmod(s.path, 0755), 0);
    ck_assert_int_eq(chmod(scratch_path(&s, MG_MANIFEST_NAME), 0), 0);
    ck_assert(user != 0 || seteuid(65534) == 0);
    FAILS(MORGUE_IO, mg_manifest_read(s.path, &manifest, &err));
    ck_assert_int_eq(seteuid(user), 0);
    ck_assert_int_eq(chmod(s.path, 0), 0);
    ck_assert(user != 0 || seteuid(65534) == 0);
    FAILS(MORGUE_IO, mg_manifest_read(s.path, &manifest, &err));
    ck_assert_int_eq(seteuid(user), 0);
    ck_assert_int_eq(chmod(s.path, 0700), 0);
}
END_TEST

/* ---- Paths and files ---------------------------------------------------------------------- */

START_TEST(test_path)
{
    static const struct {
        const char *folder, *name, *path;
    } joins[] = {{"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"/", "b", "/b"}, {".", "b", "./b"}};
    for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
        char *path = mg_path_join(joins[i].folder, joins[i].name);
        ck_assert_str_eq(path, joins[i].path);
        free(path);
    }
    ck_assert_int_eq(mkdir(scratch_path(&s, "inner"), 0777), 0);
    scratch_write(&s, "one", "12345", 5);
    scratch_write(&s, "inner/two", "123", 3);
    ck_assert_uint_eq(mg_path_size(s.path), 8);
    ck_assert_uint_eq(mg_path_size(scratch_path(&s, "none")), 0);
}
END_TEST

/* What a link points to is not part of the folder: neither counted nor removed. */
START_TEST(test_remove)
{
    scratch other;
    scratch_open(&other);
    scratch_write(&other, "kept", "1234567", 7);
    ck_assert_int_eq(mkdir(scratch_path(&s, "d"), 0777), 0);
    ck_assert_int_eq(symlink(other.path, scratch_path(&s, "d/link")), 0);
    scratch_write(&s, "d/file", "x", 1);
    ck_assert_uint_le(mg_path_size(scratch_path(&s, "d")), 1 + strlen(other.path));
    mg_path_remove(scratch_path(&s, "d"));
    ck_assert(!scratch_has(&s, "d"));
    ck_assert(scratch_has(&other, "kept"));
    mg_path_remove(scratch_path(&s, "none"));
    scratch_close(&other);
}
END_TEST

START_TEST(test_files)
{
    morgue_error err;
    mg_buffer text = {0}, big = {0};
    for (unsigned i = 0; i < 10000; i++)
        ck_assert(mg_buffer_append_byte(&big, (char)i));
    OK(mg_file_replace(s.path, "f", big.data, big.len, &err));
    put(&text, "before ");
    OK(mg_file_read(scratch_path(&s, "f"), big.len, &text, &err));
    ck_assert_uint_eq(text.len, 7 + big.len);
    ck_assert_mem_eq(text.data, "before ", 7);
    ck_assert_mem_eq(text.data + 7, big.data, big.len);
    FAILS(MORGUE_BAD_INPUT, mg_file_read(scratch_path(&s, "f"), big.len - 1, &text, &err));
    OK(mg_file_replace(s.path, "f", "", 0, &err));
    mg_buffer_clear(&text);
    OK(mg_file_read(scratch_path(&s, "f"), 0, &text, &err));
    ck_assert_uint_eq(text.len, 0);
    FAILS(MORGUE_NOT_FOUND, mg_file_read(scratch_path(&s, "none"), 9, &text, &err));
    FAILS(MORGUE_IO, mg_file_read(s.path, 9, &text, &err));
    FAILS(MORGUE_NOT_FOUND, mg_file_replace(scratch_path(&s, "none"), "f", "x", 1, &err));
    mg_buffer_free(&text);
    mg_buffer_free(&big);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("manifest");
    tcase_add_checked_fixture(tests, open_scratch, close_scratch);
    tcase_add_loop_test(tests, test_round_trip, 0, 4);
    tcase_add_test(tests, test_too_many);
    tcase_add_loop_test(tests, test_texts, 0, sizeof manifests / sizeof *manifests);
    tcase_add_loop_test(tests, test_other_versions, 0, sizeof versions / sizeof *versions);
    tcase_add_test(tests, test_schema_4);
    tcase_add_test(tests, test_changes);
    tcase_add_test(tests, test_part);
    tcase_add_test(tests, test_truncated);
    tcase_add_test(tests, test_turned);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_over_long);
    tcase_add_test(tests, test_folders);
    tcase_add_test(tests, test_no_rights);
    tcase_add_test(tests, test_path);
    tcase_add_test(tests, test_remove);
    tcase_add_test(tests, test_files);
    return run_tests("manifest", tests);
}
