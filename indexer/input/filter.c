#include "indexer/input/filter.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/input/libarchive.h"

typedef struct filter {
    mg_stream stream;
    mg_magic magic;
    mg_meter *meter;
    bool begun;
    mg_opened opened;
} filter;

/* Says what could not be unpacked; a failure of the stream below stays as it is. */
static morgue_status failed(const filter *f, morgue_error *err)
{
    char why[sizeof err->message];
    if (err->status != MORGUE_IO || f->opened.problem.status != MORGUE_OK)
        return err->status;
    memcpy(why, err->message, sizeof why);
    if (strstr(why, "too much memory"))
        return mg_fail(err, MORGUE_IO,
                       "the %s data was packed with a very long window (%s): unpack it yourself, "
                       "as by zstd -d --long=31",
                       f->magic.name, why);
    return mg_fail(err, MORGUE_IO,
                   "the %s data is damaged or cut off (%s): the articles before this place are "
                   "in, get a whole copy for the rest",
                   f->magic.name, why);
}

/* Says what to unpack, once. Filters that are named are not looked for again in their output; that
 * of `compress` cannot be named, as it wants to read at once: libarchive 3.6 crashes. */
static bool choose(const filter *f)
{
    struct archive *a = f->opened.archive;
    int chosen = f->magic.code == ARCHIVE_FILTER_COMPRESS
                     ? archive_read_support_filter_compress(a)
                     : archive_read_append_filter(a, f->magic.code);
    return chosen == ARCHIVE_OK && archive_read_set_format(a, ARCHIVE_FORMAT_RAW) == ARCHIVE_OK;
}

/* The filter's output as libarchive's only member. */
static morgue_status begin(filter *f, morgue_error *err)
{
    struct archive_entry *entry;
    f->begun = true;
    morgue_status status = mg_opened_begin(&f->opened, err);
    if (status == MORGUE_OK && archive_filter_count(f->opened.archive) > 2) /* "none" is one */
        return mg_fail(err, MORGUE_IO, "it is compressed twice by the same program");
    if (status == MORGUE_OK && archive_read_next_header(f->opened.archive, &entry) != ARCHIVE_OK)
        status = mg_opened_failed(&f->opened, err);
    return status;
}

static morgue_status read_filter(mg_stream *stream, void *to, size_t n, size_t *ret_n,
                                 morgue_error *err)
{
    filter *f = (filter *)stream;
    morgue_status status = f->begun ? MORGUE_OK : begin(f, err);
    if (status == MORGUE_OK)
        status = mg_opened_read(&f->opened, to, n, ret_n, err);
    if (status != MORGUE_OK)
        return failed(f, err);
    return mg_meter_unpacked(f->meter, *ret_n, err);
}

static void close_filter(mg_stream *stream)
{
    filter *f = (filter *)stream;
    mg_opened_free(&f->opened);
    free(f);
}

morgue_status mg_filter_stream(mg_stream *under, void *user, mg_stream **ret, morgue_error *err)
{
    static const mg_stream_type type = {.read = read_filter, .close = close_filter};
    const mg_filter_user *wanted = user;
    filter *f = calloc(1, sizeof *f);
    if (!f) {
        mg_stream_close(under);
        return mg_fail_memory(err);
    }
    f->stream.type = &type;
    f->magic = wanted->magic;
    f->meter = wanted->meter;
    morgue_status status = mg_opened_new(&f->opened, under, err);
    if (status == MORGUE_OK && !choose(f))
        status = mg_fail(err, MORGUE_IO, "%s data cannot be unpacked here: unpack it yourself",
                         f->magic.name);
    if (status != MORGUE_OK) {
        close_filter(&f->stream);
        return status;
    }
    *ret = &f->stream;
    return MORGUE_OK;
}
