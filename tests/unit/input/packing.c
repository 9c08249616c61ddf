#include "tests/unit/input/packing.h"

#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "archive/utf8.h"

/* ---- Packing ------------------------------------------------------------------------------- */

static la_ssize_t append(struct archive *archive, void *user, const void *data, size_t n)
{
    (void)archive;
    CHECK(mg_buffer_append(user, data, n));
    return (la_ssize_t)n;
}

static void add(struct archive *a, const packed_file *file)
{
    struct archive_entry *entry = archive_entry_new();
    size_t len = file->data && !file->len ? strlen(file->data) : file->len;
    archive_entry_set_pathname(entry, file->name);
    archive_entry_set_filetype(entry, file->data ? AE_IFREG : AE_IFDIR);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, file->data ? (int64_t)len : 0);
    if (archive_write_header(a, entry) < ARCHIVE_WARN)
        ck_abort_msg("%s", archive_error_string(a));
    if (len)
        CHECK(archive_write_data(a, file->data, len) == (la_ssize_t)len);
    archive_entry_free(entry);
}

void pack_files(int format, int filter, const char *options, const char *password,
                const packed_file *files, mg_buffer *ret)
{
    struct archive *a = archive_write_new();
    CHECK(archive_write_set_format(a, format) == ARCHIVE_OK);
    CHECK(archive_write_add_filter(a, filter) == ARCHIVE_OK);
    archive_write_set_bytes_in_last_block(a, 1);
    if (options && archive_write_set_options(a, options) != ARCHIVE_OK)
        ck_abort_msg("%s", archive_error_string(a));
    if (password)
        CHECK(archive_write_set_passphrase(a, password) == ARCHIVE_OK);
    CHECK(archive_write_open(a, ret, NULL, append, NULL) == ARCHIVE_OK);
    for (; files->name; files++)
        add(a, files);
    CHECK(archive_write_close(a) == ARCHIVE_OK);
    archive_write_free(a);
}

void compress_bytes(int filter, const void *data, size_t len, mg_buffer *ret)
{
    const packed_file files[] = {{"data", len ? data : "", len}, {NULL, NULL, 0}};
    const char *small_blocks = filter == ARCHIVE_FILTER_LZ4 ? "lz4:block-size=4" : NULL;
    pack_files(ARCHIVE_FORMAT_RAW, filter, small_blocks, NULL, files, ret);
}

void put_noise(mg_buffer *ret, size_t n)
{
    uint64_t seed = 7;
    while (ret->len < n)
        CHECK(mg_buffer_append_byte(ret, (char)('a' + roll(&seed, 26))));
}

/* ---- Walking ------------------------------------------------------------------------------- */

static void expect_clean(const char *text)
{
    CHECK(mg_utf8_clean_prefix(text, strlen(text)) == strlen(text));
    CHECK(!strchr(text, '\n'));
}

/* Appends what the input holds. */
static void read_input(mg_input *input, mg_buffer *ret)
{
    enum { SHORT = 60 };
    mg_buffer content = {0};
    morgue_text window;
    morgue_error err = {0};
    unsigned long crc = crc32(0, NULL, 0);
    uint64_t total = 0;
    char line[100];
    morgue_status status;
    while ((status = mg_input_peek(input, 70000, &window, &err)) == MORGUE_OK && window.len) {
        crc = crc32(crc, (const Bytef *)window.data, (uInt)window.len);
        if (content.len + window.len <= SHORT)
            CHECK(mg_buffer_append(&content, window.data, window.len));
        total += window.len;
        mg_input_skip(input, window.len);
    }
    CHECK(mg_input_offset(input) == total);
    snprintf(line, sizeof line, "%llu bytes, %08lX", (unsigned long long)total, crc);
    put(ret, ": ");
    put(ret, total <= SHORT ? content.data ? content.data : "" : line);
    if (status != MORGUE_OK) {
        size_t path = strlen(mg_input_path(input));
        expect_clean(err.message);
        CHECK(status == MORGUE_IO && strncmp(err.message, mg_input_path(input), path) == 0);
        put(ret, " ! ");
        put(ret, err.message + path + 2);
    }
    mg_buffer_free(&content);
}

static void tell(const mg_member *member, size_t cut, mg_buffer *ret)
{
    CHECK((member->input != NULL) + (member->skip != NULL) + (member->fail != NULL) == 1);
    CHECK(!member->input || strcmp(mg_input_path(member->input), member->path) == 0);
    expect_clean(member->path);
    put(ret, member->path + cut);
    if (member->input) {
        read_input(member->input, ret);
        put(ret, "\n");
        return;
    }
    const char *why = member->skip ? member->skip : member->fail;
    expect_clean(why);
    put(ret, member->skip ? " (" : " ! ");
    put(ret, why);
    put(ret, member->skip ? ")\n" : "\n");
}

void walk_as_text(const char *path, size_t cut, const mg_limits *limits, mg_buffer *ret)
{
    mg_members *members;
    mg_member member;
    bool more = true;
    uint64_t before = 0;
    morgue_error err = {0};
    OK(mg_members_open(path, limits, &members, &err));
    while (more) {
        OK(mg_members_next(members, &member, &more, &err));
        if (more)
            tell(&member, cut, ret);
        CHECK(mg_members_bytes_read(members) >= before);
        before = mg_members_bytes_read(members);
    }
    OK(mg_members_next(members, &member, &more, &err));
    CHECK(!more);
    mg_members_free(members);
}

void walk_in_folder(const scratch *folder, const char *name, const mg_limits *limits,
                    mg_buffer *ret)
{
    mg_buffer_clear(ret);
    walk_as_text(scratch_path(folder, name), strlen(folder->path) + 1, limits, ret);
}
