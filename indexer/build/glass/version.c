/* Source of the format: Xapian 1.4.22, backends/glass/glass_version.cc. */
#include "indexer/build/glass/version.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "archive/error.h"
#include "archive/path.h"
#include "archive/shard.h"
#include "archive/glass/pack.h"
#include "xapian/xapian_c.h"

/* Magic, and the format's date, 2016-03-14, as (year - 2014) << 9 | month << 5 | day. */
static const uint8_t stamp[] = "\x0F\x0DXapian Glass\x04\x6E";

enum {
    STAMP = sizeof stamp - 1,
    UUID = 16,
    REVISION = 1,
    READ = 256, /* bytes that Xapian reads */
    FREE_LIST = 5 + 5 + 4,
    ROOT = 7 * MG_GLASS_UINT_ROOM + FREE_LIST,
    ROOM = STAMP + UUID + MG_GLASS_TABLES * ROOT + 9 * MG_GLASS_UINT_ROOM
};

static const struct {
    const char *name;
    unsigned compress_min;
} tables[MG_GLASS_TABLES] = {
    [MG_GLASS_POSTLIST] = {"postlist", 0},  [MG_GLASS_DOCDATA] = {"docdata", 18},
    [MG_GLASS_TERMLIST] = {"termlist", 18}, [MG_GLASS_POSITION] = {"position", 0},
    [MG_GLASS_SPELLING] = {"spelling", 18}, [MG_GLASS_SYNONYM] = {"synonym", 18},
};

const char *mg_glass_table_name(unsigned table)
{
    return tables[table].name;
}

unsigned mg_glass_compress_min(unsigned table)
{
    return tables[table].compress_min;
}

morgue_status mg_glass_table_open_as(const char *folder, unsigned table, uint32_t block_size,
                                     mg_glass_table **ret, morgue_error *err)
{
    return mg_glass_table_open(folder, tables[table].name, tables[table].compress_min, block_size,
                               ret, err);
}

mg_glass_root mg_glass_root_absent(unsigned table, uint32_t block_size)
{
    return (mg_glass_root){.sequential = true,
                           .empty = true,
                           .block_size = block_size ? block_size : MG_GLASS_BLOCK_SIZE,
                           .compress_min = tables[table].compress_min};
}

/* ---- Writing ------------------------------------------------------------------------------ */

/* An empty free list: revision, first block not in use, reading and writing place. */
static uint8_t *put_free_list(uint8_t *at, const mg_glass_root *root)
{
    uint8_t list[FREE_LIST] = {0};
    uint8_t *end = mg_glass_put_uint(list, REVISION);
    end = mg_glass_put_uint(end, root->blocks) + 4;
    size_t len = root->empty ? 0 : (size_t)(end - list);
    at = mg_glass_put_uint(at, len);
    memcpy(at, list, len);
    return at + len;
}

static uint8_t *put_root(uint8_t *at, const mg_glass_root *root)
{
    unsigned flags = (root->sequential ? 2 : 0) | (root->empty ? 1 : 0);
    at = mg_glass_put_uint(at, root->empty ? 0 : root->root);
    at = mg_glass_put_uint(at, (uint64_t)root->level << 2 | flags);
    at = mg_glass_put_uint(at, root->entries);
    at = mg_glass_put_uint(at, root->block_size >> 11);
    at = mg_glass_put_uint(at, root->compress_min);
    return put_free_list(at, root);
}

static uint8_t *put_stats(uint8_t *at, const mg_glass_stats *stats)
{
    at = mg_glass_put_uint(at, stats->doccount);
    at = mg_glass_put_uint(at, stats->last_docid - stats->doccount);
    at = mg_glass_put_uint(at, stats->doclen_min);
    at = mg_glass_put_uint(at, stats->wdf_max);
    at = mg_glass_put_uint(at, stats->doclen_max - stats->wdf_max);
    *at++ = 0; /* oldest changeset */
    at = mg_glass_put_uint(at, stats->total_length);
    *at++ = 0; /* greatest frequency of a word for spelling */
    return at;
}

static bool make_uuid(uint8_t uuid[UUID])
{
    if (getrandom(uuid, UUID, 0) != UUID)
        return false;
    uuid[6] = (uint8_t)((uuid[6] & 0x0F) | 0x40); /* version 4: random */
    uuid[8] = (uint8_t)((uuid[8] & 0x3F) | 0x80);
    return true;
}

static bool sensible(const mg_glass_stats *stats)
{
    return stats->last_docid >= stats->doccount && stats->doclen_max >= stats->wdf_max &&
           stats->doclen_max >= stats->doclen_min;
}

morgue_status mg_glass_version_write(const char *folder, const mg_glass_root roots[MG_GLASS_TABLES],
                                     const mg_glass_stats *stats, morgue_error *err)
{
    uint8_t file[ROOM];
    if (!sensible(stats))
        return mg_fail(err, MORGUE_INVALID, "%s: statistics that contradict each other", folder);
    memcpy(file, stamp, STAMP);
    if (!make_uuid(file + STAMP))
        return mg_fail(err, MORGUE_IO, "the system gives no random numbers");
    uint8_t *at = mg_glass_put_uint(file + STAMP + UUID, REVISION);
    for (unsigned i = 0; i < MG_GLASS_TABLES; i++)
        at = put_root(at, &roots[i]);
    at = put_stats(at, stats);
    size_t len = (size_t)(at - file);
    if (len > READ)
        return mg_fail(err, MORGUE_INVALID, "%s: too large for Xapian", folder);
    return mg_file_replace(folder, "iamglass", (const char *)file, len, err);
}

/* ---- The Xapian at hand ------------------------------------------------------------------- */

static morgue_status make_empty(const char *path, morgue_error *err)
{
    xap_error cause;
    xap_writer *writer = NULL;
    xap_status status = xap_writer_open(path, XAP_CREATE | XAP_NO_SYNC, 0, &writer, &cause);
    xap_writer_free(writer);
    return status == XAP_OK ? MORGUE_OK : mg_fail_xap(err, &cause);
}

/* A version file of another name, or a longer one, is another format. */
static morgue_status compare_stamp(const char *folder, bool *ret, morgue_error *err)
{
    morgue_error why = {0};
    mg_buffer content = {0};
    char *path = mg_path_join(folder, "iamglass");
    if (!path)
        return mg_fail_memory(err);
    morgue_status status = mg_file_read(path, READ, &content, &why);
    if (status == MORGUE_OK)
        *ret = content.len >= STAMP && memcmp(content.data, stamp, STAMP) == 0;
    else if (status == MORGUE_NOT_FOUND || status == MORGUE_BAD_INPUT) {
        *ret = false;
        status = MORGUE_OK;
    } else if (err)
        *err = why;
    free(path);
    mg_buffer_free(&content);
    return status;
}

morgue_status mg_glass_format_known(const char *scratch, bool *ret, morgue_error *err)
{
    morgue_status status = make_empty(scratch, err);
    if (status == MORGUE_OK)
        status = compare_stamp(scratch, ret, err);
    mg_path_remove(scratch);
    return status;
}
