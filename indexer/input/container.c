#include "indexer/input/container.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/input/libarchive.h"
#include "indexer/input/spool.h"

struct mg_container {
    mg_magic magic;
    mg_meter *meter;
    bool in_member;
    unsigned failures; /* headers in a row that could not be read */
    bool drains;       /* what is passed over is unpacked, and must be counted */
    char fail[sizeof((morgue_error *)NULL)->message];
    locale_t locale;
    mg_opened opened;
};

/* ---- Opening ------------------------------------------------------------------------------- */

/* libarchive turns names into the character set of the locale, which is no matter of ours: without
 * this, names that are not ASCII are lost in the C locale. */
static locale_t in_utf8(const mg_container *c)
{
    return c->locale ? uselocale(c->locale) : (locale_t)0;
}

static void in_former(locale_t former)
{
    if (former)
        uselocale(former);
}

/* Says what could not be read; a failure of the stream below stays as it is. */
static morgue_status failed(const mg_container *c, const char *what, morgue_error *err)
{
    char why[sizeof err->message];
    morgue_status status = mg_opened_failed(&c->opened, err);
    if (c->opened.problem.status != MORGUE_OK)
        return status;
    memcpy(why, err->message, sizeof why);
    return mg_fail(err, MORGUE_IO,
                   "%s the %s container is damaged or cut off (%s): what came before this place "
                   "is in, get a whole copy for the rest",
                   what, c->magic.name, why);
}

static morgue_status rest_failed(const mg_container *c, morgue_error *err)
{
    return failed(c, "the rest of", err);
}

/* Says what libarchive may take the bytes for: what they were recognised as, nothing else. */
static morgue_status begin(mg_container *c, morgue_error *err)
{
    struct archive *a = c->opened.archive;
    if (archive_read_support_format_by_code(a, c->magic.code) != ARCHIVE_OK)
        return mg_fail(err, MORGUE_IO, "%s containers cannot be unpacked here: unpack it yourself",
                       c->magic.name);
    if (c->magic.code == ARCHIVE_FORMAT_TAR) /* as cat and tar --append leave them */
        archive_read_set_format_option(a, "tar", "read_concatenated_archives", "1");
    morgue_error problem = {0};
    if (mg_opened_begin(&c->opened, &problem) == MORGUE_OK)
        return MORGUE_OK;
    return rest_failed(c, err);
}

static morgue_status set_up(mg_container *c, mg_stream *under, morgue_error *err)
{
    bool is_zip = c->magic.code == ARCHIVE_FORMAT_ZIP;
    if (c->magic.must_seek && !mg_stream_can_seek(under)) {
        mg_stream *spooled = NULL;
        morgue_status status = mg_spool(under, c->meter->limits->spool, &spooled, err);
        if (status != MORGUE_OK)
            return status;
        under = spooled;
    }
    c->drains = c->magic.solid || (is_zip && !mg_stream_can_seek(under));
    c->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    morgue_status status = mg_opened_new(&c->opened, under, err);
    if (status != MORGUE_OK)
        return status;
    locale_t former = in_utf8(c);
    status = begin(c, err);
    in_former(former);
    return status;
}

morgue_status mg_container_open(mg_stream *under, const mg_magic *magic, mg_meter *meter,
                                mg_container **ret, morgue_error *err)
{
    mg_container *c = calloc(1, sizeof *c);
    if (!c) {
        mg_stream_close(under);
        return mg_fail_memory(err);
    }
    c->magic = *magic;
    c->meter = meter;
    morgue_status status = set_up(c, under, err);
    if (status != MORGUE_OK) {
        mg_container_free(c);
        return status;
    }
    *ret = c;
    return MORGUE_OK;
}

void mg_container_free(mg_container *c)
{
    if (!c)
        return;
    mg_opened_free(&c->opened);
    if (c->locale)
        freelocale(c->locale);
    free(c);
}

/* ---- Members ------------------------------------------------------------------------------- */

/* Reads what is left of the member, so that it counts. Its damage is none of ours. */
static morgue_status drain(mg_container *c, morgue_error *err)
{
    size_t n;
    morgue_error problem = {0};
    while (mg_opened_pass(&c->opened, &n, &problem) == MORGUE_OK && n) {
        morgue_status status = mg_meter_unpacked(c->meter, n, err);
        if (status != MORGUE_OK)
            return status;
    }
    return MORGUE_OK;
}

/* The next header. A run of headers that are none is a container that is none. */
static int next_header(mg_container *c, struct archive_entry **ret)
{
    enum { FAILURES = 100 };
    locale_t former = in_utf8(c);
    int result = archive_read_next_header(c->opened.archive, ret);
    for (int i = 0; i < FAILURES && result == ARCHIVE_RETRY; i++)
        result = archive_read_next_header(c->opened.archive, ret);
    in_former(former);
    c->failures = result == ARCHIVE_FAILED ? c->failures + 1 : 0;
    return result == ARCHIVE_RETRY || c->failures > FAILURES ? ARCHIVE_FATAL : result;
}

static const char *name_of(struct archive_entry *entry)
{
    const char *name = archive_entry_pathname_utf8(entry);
    name = name ? name : archive_entry_pathname(entry);
    return name && *name ? name : "(a file without a name)";
}

/* As in folders of the system: what begins with a dot, and what is in such a folder; and what macOS
 * adds to archives. */
static bool is_hidden(const char *name)
{
    for (const char *part = name; part; part = strchr(part, '/')) {
        part += *part == '/';
        if (strncmp(part, "__MACOSX/", 9) == 0)
            return true;
        size_t dots = strspn(part, ".");
        bool is_step = (dots == 1 || dots == 2) && (part[dots] == '/' || !part[dots]);
        if (dots && !is_step)
            return true;
    }
    return false;
}

static void describe(struct archive_entry *entry, mg_item *ret)
{
    __LA_MODE_T type = archive_entry_filetype(entry);
    *ret = (mg_item){.name = name_of(entry)};
    ret->folder = type == AE_IFDIR;
    if (is_hidden(ret->name))
        ret->skip = "hidden file";
    else if (archive_entry_hardlink(entry) || type == AE_IFLNK)
        ret->skip = "a link";
    else if (type && type != AE_IFREG)
        ret->skip = "not a regular file";
    else if (archive_entry_is_encrypted(entry))
        ret->fail = "it is encrypted: unpack it with its password and index the files";
}

morgue_status mg_container_next(mg_container *c, mg_item *ret, bool *ret_more, morgue_error *err)
{
    struct archive_entry *entry = NULL;
    morgue_status status = c->in_member && c->drains ? drain(c, err) : MORGUE_OK;
    c->in_member = false;
    if (status != MORGUE_OK)
        return status;
    int result = next_header(c, &entry);
    if (result == ARCHIVE_FATAL)
        return rest_failed(c, err);
    *ret_more = result != ARCHIVE_EOF;
    status = *ret_more ? mg_meter_member(c->meter, err) : MORGUE_OK;
    if (status != MORGUE_OK || !*ret_more)
        return status;
    mg_opened_member(&c->opened);
    locale_t former = in_utf8(c);
    describe(entry, ret);
    in_former(former);
    c->in_member = result == ARCHIVE_OK || result == ARCHIVE_WARN;
    if (!c->in_member && !ret->skip) {
        morgue_error why = {0};
        mg_opened_failed(&c->opened, &why);
        memcpy(c->fail, why.message, sizeof c->fail);
        ret->fail = c->fail;
    }
    return MORGUE_OK;
}

/* ---- The bytes of a member ----------------------------------------------------------------- */

typedef struct member {
    mg_stream stream;
    mg_container *container;
} member;

static morgue_status read_member(mg_stream *stream, void *to, size_t n, size_t *ret_n,
                                 morgue_error *err)
{
    mg_container *c = ((member *)stream)->container;
    morgue_status status = mg_opened_read(&c->opened, to, n, ret_n, err);
    if (status != MORGUE_OK)
        return c->opened.problem.status != MORGUE_OK ? status : failed(c, "its data in", err);
    return mg_meter_unpacked(c->meter, *ret_n, err);
}

static void close_member(mg_stream *stream)
{
    free((member *)stream);
}

morgue_status mg_container_stream(mg_container *c, mg_stream **ret, morgue_error *err)
{
    static const mg_stream_type type = {.read = read_member, .close = close_member};
    member *m = calloc(1, sizeof *m);
    if (!m)
        return mg_fail_memory(err);
    *m = (member){{&type}, c};
    *ret = &m->stream;
    return MORGUE_OK;
}
