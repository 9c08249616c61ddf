/* Deleting, mapping keys, naming formats, finding the tagger. */
#include "indexer/cli_index.h"

#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "cli/term.h"

/* ---- Deleting ----------------------------------------------------------------------------- */

/* Ids of articles, copied one behind the other, each with its NUL. */
typedef struct id_list {
    char *data;
    size_t len;
    size_t cap;
    uint64_t count;
} id_list;

static bool add_id(id_list *ids, morgue_text id)
{
    size_t need = ids->len + id.len + 1;
    if (need > ids->cap) {
        char *data = realloc(ids->data, need * 2);
        if (!data)
            return false;
        ids->data = data;
        ids->cap = need * 2;
    }
    memcpy(ids->data + ids->len, id.data, id.len);
    ids->data[need - 1] = '\0';
    ids->len = need;
    ids->count++;
    return true;
}

static morgue_status out_of_memory(morgue_error *err)
{
    *err = (morgue_error){.status = MORGUE_NO_MEMORY, .message = "out of memory", .offset = -1};
    return err->status;
}

static morgue_status collect_ids(morgue_walk *walk, id_list *ids, morgue_error *err)
{
    for (;;) {
        morgue_article *article;
        morgue_status status = morgue_walk_next(walk, &article, err);
        if (status != MORGUE_OK || !article)
            return status;
        if (!add_id(ids, morgue_article_get(article, MORGUE_ID, 0)))
            return out_of_memory(err);
    }
}

static morgue_status delete_ids(morgue_writer *writer, const id_list *ids, uint64_t *ret_deleted,
                                morgue_error *err)
{
    uint64_t deleted = 0;
    for (size_t at = 0; at < ids->len; at += strlen(ids->data + at) + 1) {
        morgue_status status = morgue_writer_delete(writer, ids->data + at, MORGUE_NUL, err);
        if (status != MORGUE_OK && status != MORGUE_NOT_FOUND)
            return status;
        deleted += status == MORGUE_OK;
    }
    *ret_deleted = deleted;
    return MORGUE_OK;
}

/* The ids are read before the first one is deleted: a walk need not stand a changing archive. */
morgue_status cli_delete(morgue_archive *archive, morgue_writer *writer, const char *query,
                         uint64_t *ret_deleted, morgue_error *err)
{
    morgue_walk *walk;
    id_list ids = {NULL, 0, 0, 0};
    morgue_status status = morgue_walk_open(archive, query, &walk, err);
    if (status != MORGUE_OK)
        return status;
    status = collect_ids(walk, &ids, err);
    morgue_walk_free(walk);
    if (status == MORGUE_OK && writer)
        status = delete_ids(writer, &ids, ret_deleted, err);
    else if (status == MORGUE_OK)
        *ret_deleted = ids.count;
    free(ids.data);
    return status;
}

/* ---- Mapping keys ------------------------------------------------------------------------- */

static void report_field(const char *map, size_t len)
{
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)len, map);
    cli_nearest nearest = {.word = name};
    for (size_t i = 0; i < MORGUE_FIELD_COUNT; i++)
        cli_nearest_offer(&nearest, morgue_field_at(i)->name);
    if (nearest.best)
        cli_error("--map does not know the field \"%s\": did you mean %s?", name, nearest.best);
    else
        cli_error("--map does not know the field \"%s\": see morgue-search --fields", name);
}

/* Why no key can be mapped to the field; NULL where one can. */
static const char *why_not(morgue_field_id field)
{
    switch (field) {
    case MORGUE_ACTOR: return "map person or org";
    case MORGUE_ABOUT: return "map person, org or location";
    case MORGUE_BY: return "map author, for a byline";
    case MORGUE_RAW_DATE: return "map date, which keeps its spelling too";
    case MORGUE_EXTRA: return "keys without a field are kept anyway";
    default: return NULL;
    }
}

static bool read_map(const char *map, morgue_mapping *ret)
{
    size_t len = strcspn(map, "=");
    if (!len || !map[len] || !map[len + 1]) {
        cli_error("--map needs a field and a key, not \"%s\": --map=title=headline", map);
        return false;
    }
    const morgue_field *field = morgue_field_named(map, len);
    if (!field) {
        report_field(map, len);
        return false;
    }
    if (why_not(field->id)) {
        cli_error("--map cannot fill %s: %s", field->name, why_not(field->id));
        return false;
    }
    *ret = (morgue_mapping){field->id, map + len + 1};
    return true;
}

int cli_read_maps(const cli_list *maps, morgue_mapping **ret)
{
    morgue_mapping *mappings = calloc(maps->count + 1, sizeof *mappings);
    if (!mappings) {
        cli_error("out of memory");
        return CLI_TROUBLE;
    }
    for (size_t i = 0; i < maps->count; i++)
        if (!read_map(maps->items[i], &mappings[i])) {
            free(mappings);
            return CLI_USAGE;
        }
    *ret = mappings;
    return INDEX_DONE;
}

/* ---- The tagger --------------------------------------------------------------------------- */

/* The library cannot know what the options are called. */
static void say_in_options(morgue_error *err)
{
    char *advice = err->status == MORGUE_NOT_FOUND ? strrchr(err->message, ':') : NULL;
    if (advice)
        *advice = '\0';
}

bool cli_check_tagger(morgue_tagging tagging, const char *model)
{
    morgue_error err;
    if (tagging == MORGUE_TAG_NONE || morgue_tagger_check(model, &err) == MORGUE_OK)
        return true;
    say_in_options(&err);
    cli_error("%s: name another with --tagger-model=FILE, or do without tags: --tag=none",
              err.message[0] ? err.message : morgue_status_text(err.status));
    return false;
}

/* ---- Formats ------------------------------------------------------------------------------ */

bool cli_check_format(const char *name)
{
    morgue_format_info format;
    cli_nearest nearest = {.word = name};
    if (!name)
        return true;
    for (size_t i = 0; morgue_format_at(i, &format); i++) {
        if (strcmp(format.name, name) == 0)
            return true;
        cli_nearest_offer(&nearest, format.name);
    }
    if (nearest.best)
        cli_error("--format does not know \"%s\": did you mean %s?", name, nearest.best);
    else
        cli_error("--format does not know \"%s\": see morgue-index --list-formats", name);
    return false;
}

/* The description in a column of its own. */
static void list_format(const morgue_format_info *format, int name, int endings, FILE *out)
{
    unsigned indent = (unsigned)(name + endings + 4);
    cli_wrapper wrapper = {
        .out = out, .width = cli_columns(out), .indent = indent, .column = indent};
    fprintf(out, "%-*s  %-*s  ", name, format->name, endings, format->extensions);
    cli_wrap(&wrapper, format->description, strlen(format->description));
    cli_wrap_end(&wrapper);
}

static void list_rest(const char *title, const char *text, FILE *out)
{
    cli_wrapper wrapper = {.out = out, .width = cli_columns(out), .indent = 2};
    cli_wrap(&wrapper, title, strlen(title));
    cli_wrap(&wrapper, text, strlen(text));
    cli_wrap_end(&wrapper);
}

void cli_list_formats(FILE *out)
{
    enum { ENDINGS_MAX = 28 };
    morgue_format_info format;
    int name = 0, endings = 0;
    for (size_t i = 0; morgue_format_at(i, &format); i++) {
        int n = (int)strlen(format.name), e = (int)strlen(format.extensions);
        name = n > name ? n : name;
        endings = e > endings && e <= ENDINGS_MAX ? e : endings;
    }
    for (size_t i = 0; morgue_format_at(i, &format); i++)
        list_format(&format, name, endings, out);
    fputc('\n', out);
    list_rest("Files are recognised by what is in them, whatever they are called. ",
              "They may be compressed (gzip, xz, zstd, bzip2, lz4) and stand in zip, tar, 7z, rar, "
              "cab or ISO 9660 files, one in the other. Their character set is found by a byte "
              "order mark, by what they declare, or by "
              "looking at them; everything is stored as UTF-8.",
              out);
}
