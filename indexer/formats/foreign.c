#include "indexer/formats/foreign.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/text/clean.h"

/* ---- What the format says ------------------------------------------------------------------ */

mg_bid mg_foreign_bid(const morgue_format *format, morgue_text head, const char *path)
{
    const char *why = NULL;
    int sure = format->bid(format->user, head.data, head.len, path, &why);
    if (sure <= 0)
        return MG_NO_BID;
    return (mg_bid){sure < 100 ? sure : 100, why ? why : "is what it looks for"};
}

/* Makes an error of what may be half filled or none: it has one line, and a status of `instead` if
 * it says that all is well, or something that means more to those who read than to the format. */
static void mend(const morgue_format *format, morgue_status instead, morgue_error *err)
{
    morgue_error said = *err;
    const char *message = mg_error_said(&said, NULL);
    if (said.status != MORGUE_NO_MEMORY && said.status != MORGUE_IO)
        said.status = instead;
    if (message)
        mg_fail_at(err, said.status, said.offset, "%s", message);
    else
        mg_fail(err, said.status, "the format '%s' cannot read it, and does not say why",
                format->name);
}

/* ---- Reading ------------------------------------------------------------------------------- */

static morgue_status open_reader(mg_reader *reader, morgue_error *err)
{
    const morgue_format *format = reader->format->own;
    mg_foreign *f = calloc(1, sizeof *f);
    if (!f)
        return mg_fail_memory(err);
    reader->state = f;
    reader->clean = MG_CLEAN_ENTITIES;
    f->state = format->open ? NULL : format->user;
    if (!format->open)
        return MORGUE_OK;
    morgue_error problem = {.offset = -1};
    morgue_status status = format->open(format->user, reader, &f->state, &problem);
    if (status == MORGUE_OK)
        return MORGUE_OK;
    problem.status = status;
    mend(format, MORGUE_BAD_INPUT, &problem);
    if (status == MORGUE_NO_MEMORY)
        return mg_fail_memory(err);
    f->failed = problem;
    return MORGUE_OK;
}

static void close_reader(mg_reader *reader)
{
    mg_foreign *f = reader->state;
    if (f && reader->format->own->close)
        reader->format->own->close(f->state);
    free(f);
    reader->state = NULL;
}

/* Without this, a format that forgets to move on would say the same for ever. */
static bool goes_in_circles(mg_reader *reader)
{
    mg_foreign *f = reader->state;
    uint64_t at = mg_input_offset(reader->input);
    bool circle = f->idle && f->at == at;
    f->idle = true;
    f->at = at;
    return circle;
}

static mg_reading broken_off(const morgue_format *format, morgue_error *err)
{
    mg_fail(err, MORGUE_BAD_INPUT,
            "broken off: the format '%s' finds nothing to add here, and does not move on",
            format->name);
    return MG_READ_BROKEN;
}

/* Takes care that `reading` is one, and goes with what was done. */
static mg_reading checked(mg_reader *reader, morgue_reading reading, morgue_error *err)
{
    mg_foreign *f = reader->state;
    const morgue_format *format = reader->format->own;
    switch (reading) {
    case MORGUE_READ_ARTICLE: f->idle = false; return MG_READ_ARTICLE;
    case MORGUE_READ_END: return MG_READ_END;
    case MORGUE_READ_KNOWN:
        if (goes_in_circles(reader))
            return broken_off(format, err);
        if (f->known)
            return MG_READ_KNOWN;
        mg_fail(err, MORGUE_BAD_INPUT,
                "the format '%s' passed over an article that the archive is not known to have",
                format->name);
        return MG_READ_BAD;
    case MORGUE_READ_BAD:
        mend(format, MORGUE_BAD_INPUT, err);
        return goes_in_circles(reader) && err->status != MORGUE_NO_MEMORY ? broken_off(format, err)
                                                                          : MG_READ_BAD;
    case MORGUE_READ_BROKEN: mend(format, MORGUE_BAD_INPUT, err); return MG_READ_BROKEN;
    }
    mg_fail(err, MORGUE_BAD_INPUT,
            "the format '%s' answers with the number %d, which means nothing", format->name,
            (int)reading);
    return MG_READ_BROKEN;
}

static mg_reading next(mg_reader *reader, morgue_article *article, morgue_error *err)
{
    mg_foreign *f = reader->state;
    morgue_error own;
    err = err ? err : &own;
    *err = f->failed;
    if (f->failed.status != MORGUE_OK)
        return MG_READ_BROKEN;
    err->offset = -1;
    f->known = false;
    morgue_reader_mark(reader);
    return checked(reader, reader->format->own->next(f->state, reader, article, err), err);
}

/* ---- The formats --------------------------------------------------------------------------- */

/* What keeps it from being one; NULL: nothing. */
static const char *fault(const morgue_format *format)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
    if (!format)
        return "is missing: it is NULL";
    if (!format->name || !*format->name)
        return "has no name";
    if (strspn(format->name, letters) != strlen(format->name))
        return "has a name of other characters than a-z, 0-9 and _";
    if (!format->bid)
        return "has no function bid()";
    return format->next ? NULL : "has no function next()";
}

static morgue_status check(const morgue_format *const *formats, size_t n, morgue_error *err)
{
    for (size_t i = 0; i < n; i++) {
        const morgue_format *format = formats ? formats[i] : NULL;
        const char *what = fault(format);
        if (what)
            return mg_fail(err, MORGUE_INVALID, "format %zu of the caller's own, '%s', %s", i,
                           format && format->name ? format->name : "", what);
    }
    return MORGUE_OK;
}

morgue_status mg_formats_make(const morgue_format *const *formats, size_t n, mg_formats *ret,
                              morgue_error *err)
{
    morgue_status status = check(formats, n, err);
    if (status != MORGUE_OK || !n)
        return status;
    mg_format *list = calloc(n, sizeof *list);
    if (!list)
        return mg_fail_memory(err);
    for (size_t i = 0; i < n; i++)
        list[i] = (mg_format){.name = formats[i]->name,
                              .description = formats[i]->description,
                              .extensions = formats[i]->extensions,
                              .raw = formats[i]->raw,
                              .own = formats[i],
                              .open = open_reader,
                              .next = next,
                              .close = close_reader};
    *ret = (mg_formats){list, n};
    return MORGUE_OK;
}

void mg_formats_free(mg_formats *formats)
{
    free(formats->list);
    *formats = (mg_formats){NULL, 0};
}
