#include "indexer/input/members.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/input/container.h"
#include "indexer/input/file.h"
#include "indexer/input/source.h"
#include "indexer/input/unpack.h"

/* Paths are for people; a member may be called anything, and lie in a hundred folders. */
enum { SHOWN_MAX = 2048 };

/* A container that was entered. */
typedef struct level {
    mg_container *container;
    unsigned layers; /* of packing, this one included */
    bool zip;
    size_t path_len; /* bytes of the path that are its own */
} level;

struct mg_members {
    char *path;                  /* of the file */
    const morgue_source *source; /* its bytes; NULL: the file has them */
    const mg_live *live;         /* how to wait for it; NULL: not at all */
    bool follows;                /* it is waited for */
    bool begun;
    bool limit_told;
    mg_meter meter;
    uint64_t bytes_read;

    char shown[SHOWN_MAX]; /* path of the current member, or of the container it is in */
    mg_input *input;       /* the current member */
    morgue_error told;     /* the last failure of a container that was told */
    level *levels;         /* meter.limits->layers of them */
    unsigned depth;
};

/* ---- Telling ------------------------------------------------------------------------------- */

static void show(char *ret, size_t room, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    mg_vformat(ret, room, format, args);
    va_end(args);
}

/* Appends a member's name to the path shown. */
static void show_member(mg_members *m, size_t len, const char *name)
{
    while (*name == '/' || (name[0] == '.' && name[1] == '/'))
        name++;
    show(m->shown + len, sizeof m->shown - len, "/%s", name);
    for (char *c = m->shown + len; *c; c++)
        if (*c == '\n' || *c == '\r' || *c == '\t')
            *c = '?';
}

static const char *path_of(const mg_members *m)
{
    return m->depth ? m->shown : m->path;
}

/* What is told is the end of this member, or of the rest of a container. */
static void tell_failure(mg_members *m, const char *path, const morgue_error *why, mg_member *ret)
{
    m->told = *why;
    size_t len = strlen(path);
    bool named =
        strncmp(m->told.message, path, len) == 0 && strncmp(m->told.message + len, ": ", 2) == 0;
    *ret = (mg_member){.path = path, .fail = m->told.message + (named ? len + 2 : 0)};
}

/* ---- Going down ---------------------------------------------------------------------------- */

/* Makes a container of the current input, and enters it. Its path is what is shown. */
static morgue_status enter(mg_members *m, const mg_magic *magic, unsigned layers, morgue_error *err)
{
    mg_stream *stream = NULL;
    mg_container *container = NULL;
    morgue_status status = mg_input_count_layer(&m->meter, &layers, err);
    if (status == MORGUE_OK)
        status = mg_input_release(m->input, &stream, err);
    if (status == MORGUE_OK)
        status = mg_container_open(stream, magic, &m->meter, &container, err);
    if (status != MORGUE_OK)
        return status;
    mg_input_free(m->input);
    m->input = NULL;
    bool zip = strcmp(magic->name, "zip") == 0;
    m->levels[m->depth++] = (level){container, layers, zip, strlen(m->shown)};
    return MORGUE_OK;
}

/* Looks at the current input, which is packed `layers` times. Sets *ret_is to false where it is a
 * container that was entered. */
static morgue_status look(mg_members *m, unsigned layers, mg_member *ret, bool *ret_is,
                          morgue_error *err)
{
    mg_magic magic = {0};
    const char *path = path_of(m);
    morgue_status status = mg_input_unpack(m->input, &m->meter, &layers, &magic, err);
    *ret_is = status != MORGUE_OK || magic.packing != MG_CONTAINER;
    if (!*ret_is)
        status = enter(m, &magic, layers, err);
    if (status == MORGUE_IO) {
        *ret_is = true;
        tell_failure(m, path, err, ret);
        return MORGUE_OK;
    }
    if (status != MORGUE_OK || !*ret_is)
        return status;
    *ret = (mg_member){.path = path};
    if (magic.packing == MG_DOCUMENT)
        ret->skip = magic.name;
    else
        ret->input = m->input;
    return MORGUE_OK;
}

static morgue_status look_at_stream(mg_members *m, mg_stream *stream, unsigned layers,
                                    mg_member *ret, bool *ret_is, morgue_error *err)
{
    morgue_status status = mg_input_stream(stream, path_of(m), &m->input, err);
    if (status == MORGUE_OK && m->follows && !m->depth)
        mg_input_follow(m->input);
    return status == MORGUE_OK ? look(m, layers, ret, ret_is, err) : status;
}

static morgue_status open_file(mg_members *m, mg_stream **ret, morgue_error *err)
{
    m->follows = m->source && m->live;
    if (m->source)
        return mg_source_stream(m->source, &m->meter, ret, err);
    morgue_status status = mg_file_open(m->path, &m->meter, m->live, ret, err);
    if (status == MORGUE_OK)
        m->follows = mg_file_is_live(*ret);
    return status;
}

/* The file itself. */
static morgue_status begin(mg_members *m, mg_member *ret, bool *ret_is, morgue_error *err)
{
    mg_stream *stream = NULL;
    m->begun = true;
    show(m->shown, sizeof m->shown / 2, "%s", m->path);
    morgue_status status = open_file(m, &stream, err);
    if (status == MORGUE_OK)
        return look_at_stream(m, stream, 0, ret, ret_is, err);
    if (status == MORGUE_NO_MEMORY)
        return status;
    tell_failure(m, m->path, err, ret);
    *ret_is = true;
    return MORGUE_OK;
}

/* ---- Going on ------------------------------------------------------------------------------ */

static void leave(mg_members *m)
{
    level *l = &m->levels[--m->depth];
    mg_container_free(l->container);
    m->shown[l->path_len] = '\0';
}

/* The rest of a container cannot be read. Those that it lies in fail for the same reason where they
 * were cut off, which is told once. */
static void give_up(mg_members *m, const morgue_error *why, mg_member *ret, bool *ret_is)
{
    leave(m);
    *ret_is = strcmp(why->message, m->told.message) != 0;
    if (*ret_is)
        tell_failure(m, path_of(m), why, ret);
}

/* Passes over a zip as soon as it turns out to be a document. */
static bool is_document(mg_members *m, const char *name, mg_member *ret)
{
    const char *what = m->levels[m->depth - 1].zip ? mg_magic_document(name) : NULL;
    if (!what)
        return false;
    leave(m);
    *ret = (mg_member){.path = path_of(m), .skip = what};
    return true;
}

/* The next member of the innermost container. *ret_is is false where there is nothing to tell. */
static morgue_status step(mg_members *m, mg_member *ret, bool *ret_is, morgue_error *err)
{
    level *l = &m->levels[m->depth - 1];
    mg_item item;
    mg_stream *stream = NULL;
    bool more = true;
    morgue_status status = mg_container_next(l->container, &item, &more, err);
    *ret_is = false;
    if (status == MORGUE_IO) {
        if (m->meter.hit.status == MORGUE_OK)
            give_up(m, err, ret, ret_is);
        return MORGUE_OK;
    }
    if (status == MORGUE_OK && !more)
        leave(m);
    if (status != MORGUE_OK || !more)
        return status;
    *ret_is = is_document(m, item.name, ret);
    if (*ret_is || item.folder)
        return MORGUE_OK;
    show_member(m, l->path_len, item.name);
    *ret_is = item.skip || item.fail;
    *ret = (mg_member){.path = m->shown, .skip = item.skip, .fail = item.skip ? NULL : item.fail};
    if (*ret_is)
        return MORGUE_OK;
    status = mg_container_stream(l->container, &stream, err);
    return status == MORGUE_OK ? look_at_stream(m, stream, l->layers, ret, ret_is, err) : status;
}

/* A limit ends the whole file. */
static void tell_limit(mg_members *m, mg_member *ret)
{
    m->limit_told = true;
    while (m->depth)
        leave(m);
    tell_failure(m, m->path, &m->meter.hit, ret);
}

morgue_status mg_members_next(mg_members *m, mg_member *ret, bool *ret_more, morgue_error *err)
{
    morgue_error own;
    morgue_status status = MORGUE_OK;
    bool is = false;
    /* who has read a file that stands alone was told of the limit by it */
    if (m->input && !m->depth && m->meter.hit.status != MORGUE_OK)
        m->limit_told = true;
    err = err ? err : &own;
    mg_input_free(m->input);
    m->input = NULL;
    if (!m->begun)
        status = begin(m, ret, &is, err);
    while (status == MORGUE_OK && !is && (m->depth || m->meter.hit.status != MORGUE_OK)) {
        if (m->meter.hit.status == MORGUE_OK) {
            status = step(m, ret, &is, err);
            continue;
        }
        is = !m->limit_told;
        if (!is)
            break;
        tell_limit(m, ret);
    }
    if (status == MORGUE_OK)
        *ret_more = is;
    return status;
}

morgue_status mg_members_open(const char *path, const mg_limits *limits, mg_members **ret,
                              morgue_error *err)
{
    mg_members *m = calloc(1, sizeof *m);
    if (!m)
        return mg_fail_memory(err);
    m->meter.limits = limits ? limits : &mg_default_limits;
    m->levels = calloc(m->meter.limits->layers + 1, sizeof *m->levels);
    m->path = strdup(path);
    if (!m->levels || !m->path) {
        mg_members_free(m);
        return mg_fail_memory(err);
    }
    *ret = m;
    return MORGUE_OK;
}

void mg_members_read(mg_members *m, const morgue_source *source)
{
    m->source = source;
}

void mg_members_follow(mg_members *m, const mg_live *live)
{
    m->live = live;
}

void mg_members_free(mg_members *m)
{
    if (!m)
        return;
    mg_input_free(m->input);
    while (m->depth)
        leave(m);
    free(m->levels);
    free(m->path);
    free(m);
}

uint64_t mg_members_bytes_read(const mg_members *m)
{
    return m->meter.packed;
}
