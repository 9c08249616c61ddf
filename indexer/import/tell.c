#include <stdio.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/import/importing.h"

static void tell(mg_importing *im, const morgue_problem *problem)
{
    im->summary->rejected += problem->severity == MORGUE_REJECTED;
    im->summary->files_skipped += problem->severity == MORGUE_SKIPPED;
    if (im->options->problem)
        im->options->problem(im->options->user, problem);
}

/* The reason without the path that an error begins with: the path is told beside it. */
static const char *without_path(const char *reason, const char *path)
{
    size_t len = strlen(path);
    bool doubled = len && strncmp(reason, path, len) == 0 && strncmp(reason + len, ": ", 2) == 0;
    return doubled ? reason + len + 2 : reason;
}

void mg_tell_place(mg_importing *im, morgue_severity severity, const char *path, const char *reason)
{
    tell(im,
         &(morgue_problem){
             .severity = severity, .path = path, .id = "", .reason = without_path(reason, path)});
}

void mg_tell_unread(mg_importing *im, morgue_severity severity, const char *path,
                    const char *reason)
{
    im->summary->files_rejected += severity == MORGUE_REJECTED;
    mg_tell_place(im, severity, path, reason);
    if (im->options->file)
        im->options->file(im->options->user, &(morgue_file_report){.path = path});
}

static void tell_at(mg_importing *im, morgue_severity severity, const mg_arrival *where,
                    const char *id, const char *reason)
{
    tell(im, &(morgue_problem){.severity = severity,
                               .path = where->dump->path,
                               .offset = where->offset,
                               .line = where->line,
                               .id = id,
                               .reason = without_path(reason, where->dump->path)});
}

void mg_tell_dump(mg_importing *im, morgue_severity severity, const mg_arrival *where,
                  const char *reason)
{
    im->summary->files_rejected += severity == MORGUE_REJECTED;
    where->dump->explained = true;
    tell_at(im, severity, where, "", reason);
}

void mg_tell_article(mg_importing *im, morgue_severity severity, const mg_arrival *where,
                     const char *reason)
{
    where->dump->rejected += severity == MORGUE_REJECTED;
    tell_at(im, severity, where, morgue_article_get(where->article, MORGUE_ID, 0).data, reason);
}

void mg_tell_notes(mg_importing *im, mg_arrival *where)
{
    if (!where->notes.len)
        return;
    char *rest = where->notes.data;
    im->summary->repaired++;
    where->dump->repaired++;
    for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n"))
        if (*line)
            mg_tell_article(im, MORGUE_REPAIRED, where, line);
    mg_buffer_clear(&where->notes);
}

/* ---- Keys --------------------------------------------------------------------------------- */

static void list_keys(const mg_key_log *log, char *ret, size_t size)
{
    size_t len = 0;
    for (size_t at = 0; at < log->seen.len && len + 64 < size;
         at += strlen(log->seen.data + at) + 1)
        len += (size_t)snprintf(ret + len, size - len, "%s%s", at ? ", " : "", log->seen.data + at);
    if (!len)
        snprintf(ret, size, "none");
}

/* What was passed over unread had the key when it was read. */
void mg_tell_unused_keys(mg_importing *im)
{
    char keys[300];
    morgue_error said;
    uint64_t read = im->summary->articles_seen;
    if (!read || im->passed_over)
        return;
    list_keys(&im->keys, keys, sizeof keys);
    for (size_t i = 0; i < im->options->n_mappings; i++) {
        const morgue_mapping *m = &im->options->mappings[i];
        if (im->keys.used[i])
            continue;
        (void)mg_fail(&said, MORGUE_OK,
                      "no article has the key '%.100s', which was to be the %s: keys seen: %s",
                      m->key, morgue_field_at(m->field)->name, keys);
        mg_tell_place(im, MORGUE_NOTED, "", said.message);
    }
}
