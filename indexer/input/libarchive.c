#include "indexer/input/libarchive.h"

#include <errno.h>
#include <string.h>

#include "archive/error.h"

/* ---- What libarchive calls ----------------------------------------------------------------- */

static la_ssize_t read_packed(struct archive *archive, void *user, const void **ret)
{
    mg_opened *opened = user;
    size_t n = 0;
    if (opened->problem.status == MORGUE_OK)
        opened->under->type->read(opened->under, opened->packed, sizeof opened->packed, &n,
                                  &opened->problem);
    if (opened->problem.status != MORGUE_OK) {
        archive_set_error(archive, EIO, "%s", opened->problem.message);
        return ARCHIVE_FATAL;
    }
    opened->at += n;
    *ret = opened->packed;
    return (la_ssize_t)n;
}

/* Behind the end there is nothing to seek for: what lies there was cut off. */
static la_int64_t seek_packed(struct archive *archive, void *user, la_int64_t offset, int whence)
{
    mg_opened *opened = user;
    uint64_t size = opened->under->type->size(opened->under);
    uint64_t from = whence == SEEK_END ? size : whence == SEEK_CUR ? opened->at : 0;
    uint64_t to = from + (uint64_t)offset;
    bool wraps = offset < 0 ? to > from : to < from;
    if (wraps || to > size || !opened->under->type->seek(opened->under, to)) {
        archive_set_error(archive, EIO, "it ends too early");
        return ARCHIVE_FATAL;
    }
    opened->at = to;
    return (la_int64_t)to;
}

/* ---- Opening and closing ------------------------------------------------------------------- */

morgue_status mg_opened_new(mg_opened *opened, mg_stream *under, morgue_error *err)
{
    opened->under = under;
    opened->archive = archive_read_new();
    return opened->archive ? MORGUE_OK : mg_fail_memory(err);
}

morgue_status mg_opened_begin(mg_opened *opened, morgue_error *err)
{
    struct archive *a = opened->archive;
    archive_read_set_read_callback(a, read_packed);
    if (mg_stream_can_seek(opened->under))
        archive_read_set_seek_callback(a, seek_packed);
    archive_read_set_callback_data(a, opened);
    return archive_read_open1(a) == ARCHIVE_OK ? MORGUE_OK : mg_opened_failed(opened, err);
}

void mg_opened_free(mg_opened *opened)
{
    archive_read_free(opened->archive);
    mg_stream_close(opened->under);
}

/* Memory that runs out here was asked for by the file: it costs the file. */
morgue_status mg_opened_failed(const mg_opened *opened, morgue_error *err)
{
    const char *why = archive_error_string(opened->archive);
    if (opened->problem.status != MORGUE_OK) {
        *err = opened->problem;
        return opened->problem.status;
    }
    mg_fail(err, MORGUE_IO, "%s", why ? why : "its data is damaged");
    for (char *c = err->message; *c; c++) /* names of members may be quoted */
        if (*c == '\n' || *c == '\r' || *c == '\t')
            *c = ' ';
    return MORGUE_IO;
}

/* ---- Reading a member ---------------------------------------------------------------------- */

void mg_opened_member(mg_opened *opened)
{
    opened->block = NULL;
    opened->block_len = 0;
    opened->block_at = opened->member_at = 0;
    opened->member_ended = false;
}

/* Asks for the next block that is not empty. */
static morgue_status next_block(mg_opened *opened, morgue_error *err)
{
    enum { EMPTY_BLOCKS = 1 << 20 }; /* in a row; no file has reason for as many */
    for (int i = 0; i < EMPTY_BLOCKS && !opened->block_len && !opened->member_ended; i++) {
        int result = archive_read_data_block(opened->archive, &opened->block, &opened->block_len,
                                             &opened->block_at);
        if (result == ARCHIVE_EOF)
            opened->member_ended = true;
        else if (result != ARCHIVE_OK)
            return mg_opened_failed(opened, err);
        else if (opened->block_len && opened->block_at < opened->member_at)
            return mg_fail(err, MORGUE_IO, "its data is damaged");
    }
    return opened->block_len || opened->member_ended
               ? MORGUE_OK
               : mg_fail(err, MORGUE_IO, "its data is damaged");
}

morgue_status mg_opened_read(mg_opened *opened, void *to, size_t n, size_t *ret_n,
                             morgue_error *err)
{
    morgue_status status = next_block(opened, err);
    *ret_n = 0;
    if (status != MORGUE_OK || opened->member_ended)
        return status;
    if (opened->block_at > opened->member_at) {
        uint64_t hole = (uint64_t)opened->block_at - (uint64_t)opened->member_at;
        n = hole < n ? (size_t)hole : n;
        memset(to, 0, n);
    } else {
        n = opened->block_len < n ? opened->block_len : n;
        memcpy(to, opened->block, n);
        opened->block = (const char *)opened->block + n;
        opened->block_len -= n;
        opened->block_at += (int64_t)n;
    }
    opened->member_at += (int64_t)n;
    *ret_n = n;
    return MORGUE_OK;
}

morgue_status mg_opened_pass(mg_opened *opened, size_t *ret_n, morgue_error *err)
{
    morgue_status status = next_block(opened, err);
    *ret_n = opened->block_len;
    opened->block_len = 0;
    return status;
}
