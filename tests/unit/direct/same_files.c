/* The files of two databases side by side. Source of the version file's layout: Xapian 1.4.22,
 * backends/glass/glass_version.cc. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/path.h"
#include "tests/unit/direct/difference.h"

enum { UUID = 16, UUID_SIZE = 16, STATISTICS = 8 };

/* Fills `ret` with a file of the folder; a missing one is empty. */
static bool read_one(const char *folder, const char *name, mg_buffer *ret)
{
    char *path = mg_path_join(folder, name);
    mg_buffer_clear(ret);
    morgue_status status = path ? mg_file_read(path, MG_BUFFER_MAX, ret, NULL) : MORGUE_NO_MEMORY;
    free(path);
    return status == MORGUE_OK || status == MORGUE_NOT_FOUND;
}

static void drop_identity(const char *name, mg_buffer *file)
{
    if (strcmp(name, "iamglass") == 0 && file->len > UUID + UUID_SIZE)
        memset(file->data + UUID, 0, UUID_SIZE);
}

bool same_bytes(const char *one, const char *other, char ret[DIFFERENCE_MAX])
{
    static const char *const names[] = {"iamglass", "postlist.glass", "docdata.glass",
                                        "termlist.glass", "position.glass"};
    mg_buffer a = {0}, b = {0};
    bool same = true;
    for (size_t i = 0; same && i < sizeof names / sizeof *names; i++) {
        same = read_one(one, names[i], &a) && read_one(other, names[i], &b);
        drop_identity(names[i], &a);
        drop_identity(names[i], &b);
        same = same && a.len == b.len && (!a.len || memcmp(a.data, b.data, a.len) == 0);
        if (!same)
            snprintf(ret, DIFFERENCE_MAX, "%s: %zu and %zu bytes that differ", names[i], a.len,
                     b.len);
    }
    mg_buffer_free(&a);
    mg_buffer_free(&b);
    return same;
}

static uint64_t get_uint(const uint8_t **at, const uint8_t *end)
{
    uint64_t value = 0;
    for (unsigned shift = 0; *at < end; shift += 7) {
        uint8_t byte = *(*at)++;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return value;
    }
    return value;
}

static bool read_statistics(const char *folder, uint64_t ret[STATISTICS])
{
    mg_buffer file = {0};
    if (!read_one(folder, "iamglass", &file) || file.len < UUID + UUID_SIZE)
        return false;
    const uint8_t *at = (const uint8_t *)file.data + UUID + UUID_SIZE;
    const uint8_t *end = (const uint8_t *)file.data + file.len;
    get_uint(&at, end); /* revision */
    for (int table = 0; table < 6; table++) {
        for (int i = 0; i < 5; i++)
            get_uint(&at, end);
        at += get_uint(&at, end); /* blocks that are free */
    }
    for (int i = 0; i < STATISTICS; i++)
        ret[i] = get_uint(&at, end);
    bool whole = at == end;
    mg_buffer_free(&file);
    return whole;
}

bool same_statistics(const char *one, const char *other, char ret[DIFFERENCE_MAX])
{
    uint64_t a[STATISTICS], b[STATISTICS];
    snprintf(ret, DIFFERENCE_MAX, "a version file cannot be read");
    if (!read_statistics(one, a) || !read_statistics(other, b))
        return false;
    for (int i = 0; i < STATISTICS; i++) {
        if (a[i] == b[i])
            continue;
        snprintf(ret, DIFFERENCE_MAX, "statistic %d: %llu, %llu", i, (unsigned long long)a[i],
                 (unsigned long long)b[i]);
        return false;
    }
    return true;
}
