#include "search/results/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/path.h"

static void free_desk(void *memory)
{
    mg_desk *desk = memory;
    mg_memo_free(desk->memo);
    mg_aliases_free(desk->aliases);
    mg_blocklist_free(desk->blocklist);
    free(desk);
}

/* ---- Files -------------------------------------------------------------------------------- */

static mg_desk_stamp stamp_of(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return (mg_desk_stamp){0};
    return (mg_desk_stamp){true, info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
}

static bool is_same(const mg_desk_stamp *a, const mg_desk_stamp *b)
{
    return a->there == b->there && a->size == b->size && a->seconds == b->seconds &&
           a->nanoseconds == b->nanoseconds;
}

static morgue_status read_aliases(mg_desk *desk, const mg_buffer *text, morgue_error *err)
{
    return mg_aliases_read(text->data ? text->data : "", text->len, &desk->aliases, err);
}

static morgue_status read_blocklist(mg_desk *desk, const mg_buffer *text, morgue_error *err)
{
    return mg_blocklist_read(text->data ? text->data : "", text->len, &desk->blocklist, err);
}

/* Reads a file; `failure` gets why it could not be read. */
static void read_file(mg_desk *desk, const char *path,
                      morgue_status take(mg_desk *, const mg_buffer *, morgue_error *),
                      char failure[MG_DESK_FAILURE_MAX])
{
    mg_buffer text = {0};
    morgue_error err = {0};
    morgue_status status = mg_file_read(path, MG_SHEET_MAX, &text, &err);
    if (status == MORGUE_OK)
        status = take(desk, &text, &err);
    *failure = '\0';
    if (status != MORGUE_OK && status != MORGUE_NOT_FOUND)
        snprintf(failure, MG_DESK_FAILURE_MAX, "%s", err.message);
    mg_buffer_free(&text);
}

/* Has the file changed since? Sets the stamp to what it is now. */
static bool has_changed(const char *path, mg_desk_stamp *stamp)
{
    mg_desk_stamp now = stamp_of(path);
    bool changed = !is_same(&now, stamp);
    *stamp = now;
    return changed;
}

static void look_at_aliases(mg_desk *desk, const char *folder)
{
    char *path = mg_path_join(folder, MG_ALIASES_FILE);
    if (path && has_changed(path, &desk->aliases_stamp)) {
        mg_aliases_free(desk->aliases);
        desk->aliases = NULL;
        read_file(desk, path, read_aliases, desk->aliases_failure);
    }
    free(path);
}

static void look_at_blocklist(mg_desk *desk, const char *folder)
{
    char *path = mg_path_join(folder, MG_BLOCKLIST_FILE);
    if (path && has_changed(path, &desk->blocklist_stamp)) {
        mg_blocklist_free(desk->blocklist);
        desk->blocklist = NULL;
        read_file(desk, path, read_blocklist, desk->blocklist_failure);
    }
    free(path);
}

/* ---- The desk ----------------------------------------------------------------------------- */

const mg_desk *mg_desk_of(morgue_archive *archive)
{
    if (!archive->memo) {
        mg_desk *desk = calloc(1, sizeof *desk);
        if (!desk)
            return NULL;
        desk->memo = mg_memo_new();
        archive->memo = desk;
        archive->free_memo = free_desk;
    }
    look_at_aliases(archive->memo, archive->folder);
    look_at_blocklist(archive->memo, archive->folder);
    return archive->memo;
}

const mg_desk *mg_desk_now(const morgue_archive *archive)
{
    return archive->memo;
}

static const char *note_of(const mg_sheet_notes *notes, const char *failure, size_t *i)
{
    if (*failure && !(*i)--)
        return failure;
    if (notes && *i < notes->n)
        return notes->at[*i];
    *i -= notes ? notes->n : 0;
    return NULL;
}

const char *mg_desk_notice(const mg_desk *desk, size_t i)
{
    if (!desk)
        return NULL;
    const mg_sheet_notes *aliases = desk->aliases ? mg_aliases_notes(desk->aliases) : NULL;
    const mg_sheet_notes *blocked = desk->blocklist ? mg_blocklist_notes(desk->blocklist) : NULL;
    const char *note = note_of(aliases, desk->aliases_failure, &i);
    return note ? note : note_of(blocked, desk->blocklist_failure, &i);
}

mg_plan_setting mg_desk_setting(const morgue_archive *archive, const mg_desk *desk)
{
    mg_plan_setting setting = {.indexes = archive->indexes,
                               .n_indexes = archive->manifest.count,
                               .stems = archive->stems,
                               .n_stems = archive->n_stems};
    if (desk) {
        setting.memo = desk->memo;
        setting.aliases = desk->aliases;
        setting.blocklist = desk->blocklist;
    }
    return setting;
}
