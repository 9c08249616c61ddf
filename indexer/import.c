/* morgue_import(): files and folders -> articles -> a writer. Bad input costs the bad article or
 * file; only the archive itself can stop a run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/part.h"
#include "indexer/formats/foreign.h"
#include "indexer/import/beside.h"
#include "indexer/import/importing.h"
#include "indexer/input/members.h"
#include "indexer/input/walk.h"
#include "indexer/writer.h"

/* ---- Articles ----------------------------------------------------------------------------- */

/* Does the archive have what was read from these bytes? */
static bool is_known(void *user, uint64_t source)
{
    mg_importing *im = user;
    return mg_writer_knows(im->writer, source, &im->known_size);
}

/* What the reader holds of the article just read. The notes are the reader's. */
static mg_arrival arrived(const mg_importing *im, mg_dump *dump, const mg_reader *reader)
{
    return (mg_arrival){.dump = dump,
                        .article = im->article,
                        .source = reader->source,
                        .offset = reader->offset,
                        .line = reader->line,
                        .notes = reader->notes,
                        .published = reader->published,
                        .modified = reader->modified};
}

/* Passes an article on, or says what is wrong with it. */
static morgue_status take(mg_importing *im, mg_dump *dump, mg_reader *reader, mg_reading reading,
                          morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    mg_arrival arrival = arrived(im, dump, reader);
    if (reading == MG_READ_BAD && err->status == MORGUE_NOT_FOUND) { /* it is none */
        dump->others++;
        mg_buffer_clear(&reader->notes);
        return mg_import_remark(im, &arrival, MORGUE_NOTED, err->message, err);
    }
    if (reading == MG_READ_DELETED) {
        dump->deletions++;
        arrival.deletes = true;
        arrival.published = arrival.modified = MG_NO_DATE;
    } else {
        im->summary->articles_seen++;
        dump->articles++;
    }
    if (reading == MG_READ_KNOWN) {
        im->summary->unchanged++;
        im->summary->bytes_text += im->known_size;
        dump->known++;
        im->passed_over = true;
        status = mg_import_pass(im, im->known_size, err);
    } else if (reading == MG_READ_BAD) {
        status = mg_import_refuse(im, &arrival, err->message, err);
    } else {
        mg_import_came(im);
        status = mg_import_take(im, &arrival, err);
    }
    im->article = arrival.article;
    reader->notes = arrival.notes;
    mg_buffer_clear(&reader->notes);
    return status;
}

/* Passes on what the format says at the end of the file: that the rest of it cannot be read, and
 * what in it holds no articles. A file that has nothing else was skipped. */
static morgue_status end(mg_importing *im, mg_dump *dump, mg_reader *reader, mg_reading reading,
                         morgue_error *err)
{
    mg_arrival place = arrived(im, dump, reader);
    bool empty = !dump->articles && !dump->deletions;
    morgue_severity severity = empty ? MORGUE_SKIPPED : MORGUE_NOTED;
    char *rest = reader->notes.data;
    morgue_status status = MORGUE_OK;
    if (reading == MG_READ_BROKEN)
        status = mg_import_remark(im, &place, MORGUE_REJECTED, err->message, err);
    place.offset = place.line = 0;
    if (status == MORGUE_OK && dump->others && empty && !reader->notes.len)
        status = mg_import_remark(im, &place, severity, "nothing in it is an article", err);
    for (char *line = reader->notes.len ? strsep(&rest, "\n") : NULL; line && status == MORGUE_OK;
         line = strsep(&rest, "\n")) {
        if (*line)
            status = mg_import_remark(im, &place, severity, line, err);
        severity = *line ? MORGUE_NOTED : severity;
    }
    mg_buffer_clear(&reader->notes);
    return status;
}

/* What nobody said of the file, and what turned out to be otherwise. */
static morgue_status tell_charset(mg_importing *im, const mg_recognised *found, mg_dump *dump,
                                  morgue_error *err)
{
    char reason[128];
    const mg_charset *charset = &found->charset;
    if (found->format->raw || !(charset->overruled || charset->guessed))
        return MORGUE_OK;
    snprintf(reason, sizeof reason, "read as %s (%s)", charset->name, charset->why);
    return mg_import_remark(im, &(mg_arrival){.dump = dump}, MORGUE_NOTED, reason, err);
}

/* Is this what the end of the run, from below, has made of an article? One that was read while that
 * happened is not whole; what came before stands in the window still. */
static bool is_cut_off(const mg_importing *im, bool ended_before, mg_reading reading)
{
    bool whole =
        reading == MG_READ_ARTICLE || reading == MG_READ_KNOWN || reading == MG_READ_DELETED;
    return im->ended.status != MORGUE_OK && !(ended_before && whole);
}

/* Reads all articles of a file. */
static morgue_status read_articles(mg_importing *im, mg_dump *dump, mg_reader *reader,
                                   morgue_error *err)
{
    for (;;) {
        bool ended = im->ended.status != MORGUE_OK;
        morgue_article_clear(im->article);
        reader->source = 0;
        reader->published = reader->modified = MG_NO_DATE;
        mg_reading reading = reader->format->next(reader, im->article, err);
        if (is_cut_off(im, ended, reading))
            return mg_import_ended(im, err);
        bool failed = reading == MG_READ_BAD || reading == MG_READ_BROKEN;
        if (failed && err->status == MORGUE_NO_MEMORY) /* it is not the dump that is at fault */
            return err->status;
        if (reading == MG_READ_END || reading == MG_READ_BROKEN)
            return end(im, dump, reader, reading, err);
        morgue_status status = take(im, dump, reader, reading, err);
        if (status != MORGUE_OK)
            return status;
        status = mg_import_commit_when_due(im, err);
        if (status != MORGUE_OK)
            return status;
        if (!mg_import_go_on(im))
            return mg_fail(err, MORGUE_CANCELLED, "stopped on request");
    }
}

static morgue_status read_dump(mg_importing *im, const mg_format *format, mg_input *input,
                               mg_dump *dump, morgue_error *err)
{
    mg_reader reader = {.input = input,
                        .format = format,
                        .own = &im->own,
                        .context = MG_NO_CONTEXT,
                        .mappings = im->options->mappings,
                        .n_mappings = im->options->n_mappings,
                        .keys = im->keys.used ? &im->keys : NULL};
    reader.salt = mg_reader_salt(&reader);
    reader.is_known = im->writer ? is_known : NULL;
    reader.user = im;
    im->summary->files_read++;
    bool ended = im->ended.status != MORGUE_OK;
    morgue_status status = format->open ? format->open(&reader, err) : MORGUE_OK;
    if (status == MORGUE_OK && !ended)
        status = mg_import_ended(im, err);
    if (status == MORGUE_OK)
        status = read_articles(im, dump, &reader, err);
    if (format->close)
        format->close(&reader);
    mg_buffer_free(&reader.notes);
    return status;
}

/* Where the caller stops the run, what was read so far is to be added. */
static morgue_status read_with(mg_importing *im, const mg_recognised *found, mg_input *input,
                               morgue_error *err)
{
    mg_dump *dump;
    morgue_status status = mg_import_enter(im, mg_input_path(input), err);
    if (status == MORGUE_OK)
        status = mg_dump_begin(im, mg_input_path(input), found, &dump, err);
    if (status != MORGUE_OK)
        return status;
    status = tell_charset(im, found, dump, err);
    if (status == MORGUE_OK)
        status = read_dump(im, found->format, input, dump, err);
    if (status != MORGUE_OK && status != MORGUE_CANCELLED) {
        mg_import_drop(im, dump);
        return status;
    }
    morgue_error later; /* what stopped the run is what is told */
    morgue_status ended = mg_import_end(im, dump, status == MORGUE_OK ? err : &later);
    return status == MORGUE_OK ? ended : status;
}

/* ---- Files -------------------------------------------------------------------------------- */

/* The run was ended before as many bytes came as it takes to tell what they are: are there articles
 * all the same, each known to be whole? */
static bool is_known_whole(const mg_input *input, const mg_recognised *found)
{
    return found->format && found->format->lines && !mg_input_is_followed(input);
}

/* Finds the format by the first bytes and reads the file with it. `named`: by the caller. */
static morgue_status read_input(mg_importing *im, mg_input *input, bool named, morgue_error *err)
{
    const mg_context alone = MG_NO_CONTEXT;
    const char *path = mg_input_path(input);
    const char *beside;
    mg_recognised found;
    morgue_status status = mg_recognise(input, &alone, im->format, &im->own, &found, err);
    if (status == MORGUE_NO_MEMORY)
        return status;
    if (im->ended.status != MORGUE_OK && (status != MORGUE_OK || !is_known_whole(input, &found)))
        return mg_import_ended(im, err);
    if (status != MORGUE_OK)
        mg_tell_unread(im, MORGUE_REJECTED, path, err->message);
    else if (found.empty)
        mg_tell_unread(im, MORGUE_SKIPPED, path, "the file is empty");
    else if (!found.format)
        mg_tell_unread(im, MORGUE_SKIPPED, path, "no format that Morgue reads: is it text?");
    else if (!named && !im->format && (beside = mg_beside_dumps(path, found.format->name)))
        mg_tell_unread(im, MORGUE_SKIPPED, path, beside);
    else
        return read_with(im, &found, input, err);
    return MORGUE_OK;
}

/* What the file holds: itself, or the files in it, which nobody has named. */
static morgue_status read_member(mg_importing *im, const mg_walk_entry *entry,
                                 const mg_member *member, morgue_error *err)
{
    bool named = entry->named && strcmp(entry->path, member->path) == 0;
    if (member->input)
        return read_input(im, member->input, named, err);
    mg_tell_unread(im, member->skip ? MORGUE_SKIPPED : MORGUE_REJECTED, member->path,
                   member->skip ? member->skip : member->fail);
    return MORGUE_OK;
}

static morgue_status read_members(mg_importing *im, const mg_walk_entry *entry, mg_members *members,
                                  morgue_error *err)
{
    mg_member member = {0};
    bool more = true;
    morgue_status status = MORGUE_OK;
    while (status == MORGUE_OK && more) {
        status = mg_members_next(members, &member, &more, err);
        if (status == MORGUE_OK && !(more && member.input))
            status = mg_import_ended(im, err);
        if (status == MORGUE_OK && more)
            status = read_member(im, entry, &member, err);
        if (status == MORGUE_OK && !mg_import_go_on(im))
            status = mg_fail(err, MORGUE_CANCELLED, "stopped on request");
    }
    return status;
}

static morgue_status read_file(mg_importing *im, const mg_walk_entry *entry, morgue_error *err)
{
    mg_members *members = NULL;
    if (entry->skip || entry->fail) {
        mg_tell_unread(im, entry->skip ? MORGUE_SKIPPED : MORGUE_REJECTED, entry->path,
                       entry->skip ? entry->skip : entry->fail);
        return MORGUE_OK;
    }
    morgue_status status = mg_members_open(entry->path, NULL, &members, err);
    if (status != MORGUE_OK)
        return status;
    const mg_live live = {mg_import_idle, im};
    if (im->source)
        mg_members_read(members, im->source);
    if (im->options->commit_articles || im->options->commit_ms)
        mg_members_follow(members, &live);
    im->members = members;
    status = read_members(im, entry, members, err);
    im->members = NULL;
    im->bytes_before += mg_members_bytes_read(members);
    mg_members_free(members);
    return status;
}

static morgue_status read_paths(mg_importing *im, const char *const *paths, size_t n,
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
static morgue_status finish(mg_importing *im, morgue_status status, morgue_error *err)
{
    if (status != MORGUE_OK && status != MORGUE_CANCELLED)
        return status;
    morgue_error later;
    err = status == MORGUE_OK ? err : &later;
    morgue_status flushed = mg_import_flush(im, err);
    if (status == MORGUE_OK)
        mg_tell_unused_keys(im);
    if (flushed != MORGUE_OK || !im->writer)
        return status == MORGUE_OK ? flushed : status;
    morgue_status committed = mg_import_commit(im, err);
    return status == MORGUE_OK ? committed : status;
}

static morgue_status prepare(mg_importing *im, morgue_error *err)
{
    const morgue_import_options *options = im->options;
    morgue_status status = mg_part_check(options->part, options->parts, err);
    if (status == MORGUE_OK)
        status = mg_formats_make(options->formats, options->n_formats, &im->own, err);
    if (status != MORGUE_OK)
        return status;
    if (options->format && !(im->format = mg_format_named(&im->own, options->format)))
        return mg_fail(err, MORGUE_INVALID, "there is no format '%s': see --list-formats",
                       options->format);
    im->article = morgue_article_new();
    if (options->n_mappings)
        im->keys.used = calloc(options->n_mappings, sizeof *im->keys.used);
    return im->article && (im->keys.used || !options->n_mappings) ? MORGUE_OK : mg_fail_memory(err);
}

static void release(mg_importing *im)
{
    mg_import_drop(im, NULL);
    morgue_article_free(im->article);
    mg_idset_free(&im->seen);
    mg_buffer_free(&im->folder_path);
    mg_buffer_free(&im->keys.seen);
    free(im->keys.used);
    mg_formats_free(&im->own);
}

/* Reads the paths, or the source. */
static morgue_status run(mg_importing *im, const char *const *paths, size_t n_paths,
                         morgue_error *err)
{
    const morgue_import_options defaults = {0};
    morgue_error own;
    err = err ? err : &own;
    im->options = im->options ? im->options : &defaults;
    if (im->writer) {
        im->tagged_before = mg_writer_tagged(im->writer);
        im->revision = mg_writer_revision(im->writer);
    }
    morgue_status status = prepare(im, err);
    if (status == MORGUE_OK) {
        status = im->source
                     ? read_file(im, &(mg_walk_entry){.path = im->source->name, .named = true}, err)
                     : read_paths(im, paths, n_paths, err);
        status = finish(im, status, err);
    }
    release(im);
    return status;
}

morgue_status morgue_import(morgue_writer *writer, const char *const *paths, size_t n_paths,
                            const morgue_import_options *options, morgue_summary *ret,
                            morgue_error *err)
{
    mg_importing im = {.writer = writer, .options = options, .summary = ret};
    *ret = (morgue_summary){.bytes_expected = mg_walk_total(paths, n_paths)};
    return run(&im, paths, n_paths, err);
}

/* The caller's bytes, with what is done before each of his reads. He may end the run; what else he
 * says is the stream's to judge. */
static morgue_status read_source(void *user, char *into, size_t size, size_t *ret,
                                 morgue_error *err)
{
    mg_importing *im = user;
    const morgue_source *from = im->from;
    int ms;
    morgue_status status = mg_import_idle(im, &ms, err);
    if (status == MORGUE_OK)
        status = from->read(from->user, into, size, ret, err);
    if (status == MORGUE_CANCELLED)
        mg_fail(&im->ended, status, "stopped on request");
    return status;
}

morgue_status morgue_import_source(morgue_writer *writer, const morgue_source *source,
                                   const morgue_import_options *options, morgue_summary *ret,
                                   morgue_error *err)
{
    mg_importing im = {.writer = writer, .options = options, .summary = ret, .from = source};
    *ret = (morgue_summary){0};
    if (!source || !source->name || !source->read)
        return mg_fail(err, MORGUE_INVALID, "a source needs a name and a function read()");
    const morgue_source read = {source->name, read_source, &im};
    im.source = &read;
    return run(&im, NULL, 0, err);
}
