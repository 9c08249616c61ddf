/* morgue_import(): files and folders -> articles -> a writer. Bad input costs the bad article or
 * file; only the archive itself can stop a run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/article.h"
#include "archive/error.h"
#include "indexer/formats/recognise.h"
#include "indexer/idset.h"
#include "indexer/input/members.h"
#include "indexer/input/walk.h"
#include "indexer/writer.h"

typedef struct importing {
    morgue_writer *writer; /* NULL: dry run */
    const morgue_import_options *options;
    const mg_format *format; /* asked for; NULL: recognise */
    morgue_summary *summary;
    morgue_article *article;
    mg_idset seen;         /* ids of this file */
    uint64_t bytes_before; /* of the files read before this one */
} importing;

/* ---- Telling ------------------------------------------------------------------------------ */

static void tell(importing *im, const morgue_problem *problem)
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
    bool doubled = strncmp(reason, path, len) == 0 && strncmp(reason + len, ": ", 2) == 0;
    return doubled ? reason + len + 2 : reason;
}

static void tell_file(importing *im, morgue_severity severity, const char *path, const char *reason)
{
    tell(im,
         &(morgue_problem){
             .severity = severity, .path = path, .id = "", .reason = without_path(reason, path)});
}

static void tell_article(importing *im, morgue_severity severity, const mg_reader *reader,
                         const char *reason)
{
    const char *path = mg_input_path(reader->input);
    tell(im, &(morgue_problem){.severity = severity,
                               .path = path,
                               .offset = reader->offset,
                               .line = reader->line,
                               .id = morgue_article_get(im->article, MORGUE_ID, 0).data,
                               .reason = without_path(reason, path)});
}

/* Passes on what the format mended in the article, a line each. */
static void tell_notes(importing *im, mg_reader *reader)
{
    char *rest = reader->notes.data;
    im->summary->repaired += reader->notes.len > 0;
    for (char *line = reader->notes.len ? strsep(&rest, "\n") : NULL; line;
         line = strsep(&rest, "\n"))
        if (*line)
            tell_article(im, MORGUE_REPAIRED, reader, line);
    mg_buffer_clear(&reader->notes);
}

/* Passes on what the format says of the file at its end: what in it holds no articles. */
static void tell_end(importing *im, mg_reader *reader, bool any)
{
    char *rest = reader->notes.data;
    uint64_t skipped = im->summary->files_skipped;
    for (char *line = reader->notes.len ? strsep(&rest, "\n") : NULL; line;
         line = strsep(&rest, "\n"))
        if (*line)
            tell_file(im, MORGUE_SKIPPED, mg_input_path(reader->input), line);
    if (im->summary->files_skipped > skipped) /* one file, and only if it has nothing else */
        im->summary->files_skipped = skipped + !any;
    mg_buffer_clear(&reader->notes);
}

/* False when the caller wants to stop. */
static bool go_on(importing *im, uint64_t bytes_of_file)
{
    im->summary->bytes_in = im->bytes_before + bytes_of_file;
    return !im->options->progress || im->options->progress(im->options->user, im->summary);
}

/* ---- Articles ----------------------------------------------------------------------------- */

static void count_outcome(importing *im, const mg_reader *reader, morgue_outcome outcome, bool seen)
{
    im->summary->added += outcome == MORGUE_ADDED;
    im->summary->replaced += outcome == MORGUE_REPLACED;
    im->summary->unchanged += outcome == MORGUE_UNCHANGED || outcome == MORGUE_OLDER;
    if (outcome != MORGUE_REPLACED || !seen)
        return;
    im->summary->repaired++;
    tell_article(im, MORGUE_REPAIRED, reader,
                 "an article before it in this file has the same id: the later one counts");
}

/* Adds the article just read. Only failures of the archive come back. */
static morgue_status add(importing *im, mg_reader *reader, morgue_error *err)
{
    morgue_outcome outcome = MORGUE_ADDED;
    bool seen = false;
    morgue_status status =
        im->writer ? mg_writer_add(im->writer, im->article, reader->source, &outcome, err)
                   : MORGUE_OK;
    if (status == MORGUE_BAD_INPUT) {
        tell_article(im, MORGUE_REJECTED, reader, err->message);
        return MORGUE_OK;
    }
    if (status != MORGUE_OK)
        return status;
    morgue_text id = morgue_article_get(im->article, MORGUE_ID, 0);
    if (id.len && !mg_idset_add(&im->seen, id.data, id.len, &seen))
        return mg_fail_memory(err);
    im->summary->bytes_text += morgue_article_get(im->article, MORGUE_TITLE, 0).len +
                               morgue_article_get(im->article, MORGUE_TEXT, 0).len;
    count_outcome(im, reader, outcome, seen);
    return MORGUE_OK;
}

/* Does the archive have what was read from these bytes? */
static bool is_known(void *user, uint64_t source)
{
    const importing *im = user;
    uint64_t size;
    if (!mg_writer_knows(im->writer, source, &size))
        return false;
    im->summary->bytes_text += size;
    return true;
}

/* What nobody said of the file, and what turned out to be otherwise. */
static void tell_charset(importing *im, const mg_recognised *found, const char *path)
{
    char reason[128];
    const mg_charset *charset = &found->charset;
    if (found->format->raw || !(charset->overruled || charset->guessed))
        return;
    snprintf(reason, sizeof reason, "read as %s (%s)", charset->name, charset->why);
    tell_file(im, MORGUE_REPAIRED, path, reason);
}

/* Reads all articles of a file. */
static morgue_status read_articles(importing *im, const mg_format *format, mg_reader *reader,
                                   morgue_error *err)
{
    uint64_t seen = im->summary->articles_seen;
    for (;;) {
        morgue_article_clear(im->article);
        reader->source = 0;
        mg_reading reading = format->next(reader, im->article, err);
        morgue_status status = MORGUE_OK;
        if (reading == MG_READ_BROKEN)
            tell_article(im, MORGUE_REJECTED, reader, err->message);
        if (reading == MG_READ_BROKEN || reading == MG_READ_END) {
            tell_end(im, reader, im->summary->articles_seen > seen);
            return MORGUE_OK;
        }
        im->summary->articles_seen++;
        if (reading == MG_READ_KNOWN)
            im->summary->unchanged++;
        else if (reading == MG_READ_BAD)
            tell_article(im, MORGUE_REJECTED, reader, err->message);
        else
            status = add(im, reader, err);
        tell_notes(im, reader);
        if (status != MORGUE_OK)
            return status;
        if (!go_on(im, mg_input_bytes_read(reader->input)))
            return mg_fail(err, MORGUE_CANCELLED, "stopped on request");
    }
}

static morgue_status read_with(importing *im, const mg_format *format, mg_input *input,
                               morgue_error *err)
{
    mg_reader reader = {.input = input,
                        .context = MG_NO_CONTEXT,
                        .mappings = im->options->mappings,
                        .n_mappings = im->options->n_mappings};
    reader.salt = mg_reader_salt(format, &reader);
    reader.is_known = im->writer ? is_known : NULL;
    reader.user = im;
    im->summary->files_read++;
    mg_idset_clear(&im->seen);
    morgue_status status = format->open ? format->open(&reader, err) : MORGUE_OK;
    if (status == MORGUE_OK)
        status = read_articles(im, format, &reader, err);
    if (format->close)
        format->close(&reader);
    mg_buffer_free(&reader.notes);
    return status;
}

/* ---- Files -------------------------------------------------------------------------------- */

/* Finds the format by the first bytes and reads the file with it. */
static morgue_status read_input(importing *im, mg_input *input, morgue_error *err)
{
    const mg_context alone = MG_NO_CONTEXT;
    const char *path = mg_input_path(input);
    mg_recognised found;
    morgue_status status = mg_recognise(input, &alone, im->format, &found, err);
    if (status == MORGUE_NO_MEMORY)
        return status;
    if (status != MORGUE_OK)
        tell_file(im, MORGUE_REJECTED, path, err->message);
    else if (found.empty)
        tell_file(im, MORGUE_SKIPPED, path, "the file is empty");
    else if (!found.format)
        tell_file(im, MORGUE_SKIPPED, path, "no format that Morgue reads: is it text?");
    else {
        tell_charset(im, &found, path);
        return read_with(im, found.format, input, err);
    }
    return MORGUE_OK;
}

/* What the file holds, itself or the files in it. */
static morgue_status read_member(importing *im, const mg_member *member, morgue_error *err)
{
    if (member->input)
        return read_input(im, member->input, err);
    tell_file(im, member->skip ? MORGUE_SKIPPED : MORGUE_REJECTED, member->path,
              member->skip ? member->skip : member->fail);
    return MORGUE_OK;
}

static morgue_status read_members(importing *im, mg_members *members, morgue_error *err)
{
    mg_member member = {0};
    bool more = true;
    morgue_status status = MORGUE_OK;
    while (status == MORGUE_OK && more) {
        status = mg_members_next(members, &member, &more, err);
        if (status == MORGUE_OK && more)
            status = read_member(im, &member, err);
        if (status == MORGUE_OK && !go_on(im, mg_members_bytes_read(members)))
            status = mg_fail(err, MORGUE_CANCELLED, "stopped on request");
    }
    return status;
}

static morgue_status read_file(importing *im, const mg_walk_entry *entry, morgue_error *err)
{
    mg_members *members = NULL;
    if (entry->skip || entry->fail) {
        tell_file(im, entry->skip ? MORGUE_SKIPPED : MORGUE_REJECTED, entry->path,
                  entry->skip ? entry->skip : entry->fail);
        return MORGUE_OK;
    }
    morgue_status status = mg_members_open(entry->path, NULL, &members, err);
    if (status == MORGUE_OK)
        status = read_members(im, members, err);
    im->bytes_before += members ? mg_members_bytes_read(members) : 0;
    mg_members_free(members);
    return status;
}

static morgue_status read_paths(importing *im, const char *const *paths, size_t n,
                                morgue_error *err)
{
    mg_walk *walk = NULL;
    mg_walk_entry entry;
    bool more = true;
    morgue_status status = mg_walk_open(paths, n, &walk, err);
    while (status == MORGUE_OK) {
        status = mg_walk_next(walk, &entry, &more, err);
        if (status != MORGUE_OK || !more)
            break;
        status = read_file(im, &entry, err);
    }
    mg_walk_free(walk);
    return status;
}

/* ---- The public face ---------------------------------------------------------------------- */

/* Whatever ended the reading, what was read is committed; the first failure is the one told. */
static morgue_status finish(const importing *im, morgue_status status, morgue_error *err)
{
    if (!im->writer || (status != MORGUE_OK && status != MORGUE_CANCELLED))
        return status;
    morgue_status committed = morgue_writer_commit(im->writer, status == MORGUE_OK ? err : NULL);
    return status == MORGUE_OK ? committed : status;
}

morgue_status morgue_import(morgue_writer *writer, const char *const *paths, size_t n_paths,
                            const morgue_import_options *options, morgue_summary *ret,
                            morgue_error *err)
{
    const morgue_import_options defaults = {0};
    morgue_error own;
    importing im = {.writer = writer, .options = options ? options : &defaults, .summary = ret};
    err = err ? err : &own;
    *ret = (morgue_summary){.bytes_expected = mg_walk_total(paths, n_paths)};
    if (im.options->format && !(im.format = mg_format_named(im.options->format)))
        return mg_fail(err, MORGUE_INVALID, "there is no format '%s': see --list-formats",
                       im.options->format);
    im.article = morgue_article_new();
    if (!im.article)
        return mg_fail_memory(err);
    morgue_status status = read_paths(&im, paths, n_paths, err);
    status = finish(&im, status, err);
    morgue_article_free(im.article);
    mg_idset_free(&im.seen);
    return status;
}
