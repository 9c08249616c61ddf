/*
 * morgue/import.h - the part of morgue.h about importing dumps; morgue.h includes it, and has the
 * rules that hold everywhere.
 */
#ifndef MORGUE_IMPORT_H
#define MORGUE_IMPORT_H

#include "morgue.h"

#ifdef __cplusplus
extern "C" {
#endif

struct morgue_format; /* of formats.h */
struct morgue_source;

/* ---- Importing dumps ---------------------------------------------------------------------- */

/* A format that Morgue reads. */
typedef struct morgue_format_info {
    const char *name;        /* for --format */
    const char *description; /* one line */
    const char *extensions;  /* usual file name endings, separated by spaces */
} morgue_format_info;

/* Row `i` of the list of formats; false beyond its end. */
MORGUE_API bool morgue_format_at(size_t i, morgue_format_info *ret);

/* A key of a dump is a field: {MORGUE_TITLE, "headline"}. */
typedef struct morgue_mapping {
    morgue_field_id field;
    const char *key;
} morgue_mapping;

/* How bad a problem is. */
typedef enum morgue_severity {
    MORGUE_SKIPPED,  /* a file that holds no articles was passed over, or parts of one */
    MORGUE_REPAIRED, /* the article is in, but something in it was mended or left out */
    MORGUE_REJECTED, /* the article or file is not in */
    MORGUE_NOTED     /* nothing is wrong: how something in the input was understood */
} morgue_severity;

/* Something in the input that is not right. Its pointers live during the callback. */
typedef struct morgue_problem {
    morgue_severity severity;
    const char *path; /* file, or folder; "-" for standard input; "" for all that was read */
    uint64_t offset;  /* byte in the (unpacked) file where the article begins */
    uint64_t line;    /* line of the same place, from 1; 0 where lines mean nothing */
    const char *id;   /* of the article, "" where it is not known */
    const char *reason;
} morgue_problem;

/* A file that was come across, when all of it was read. Pointers live during the callback. */
typedef struct morgue_file_report {
    const char *path;        /* "-" for standard input */
    const char *format;      /* NULL: it was not read, and a problem has said why */
    const char *why;         /* what the format was recognised by: "begins with <rss>" */
    const char *charset;     /* what it was converted from; NULL where that was not needed, or its
                                parts say so themselves */
    const char *charset_why; /* "declared", "detected"; NULL where charset is */
    uint64_t articles;       /* those rejected included */
    uint64_t rejected;
    uint64_t repaired;
    uint64_t known;                      /* of the articles, those passed over unread */
    uint64_t filled[MORGUE_FIELD_COUNT]; /* articles that have the field, of those that were read */
} morgue_file_report;

/* An article that was read, as it will be added. Pointers live during the callback. */
typedef struct morgue_found {
    const char *path;
    uint64_t offset; /* as in morgue_problem */
    uint64_t line;
    const morgue_article *article;
} morgue_found;

/* How dates such as 03/04/2022 are read. */
typedef enum morgue_date_order {
    MORGUE_DATES_AUTO, /* decided for each file, by what is in it and beside it */
    MORGUE_DAY_FIRST,
    MORGUE_MONTH_FIRST
} morgue_date_order;

/* What an import has done so far. Counts are articles unless they say otherwise:
 * articles_seen = added + replaced + unchanged + elsewhere + rejected - files_rejected. */
typedef struct morgue_summary {
    uint64_t articles_seen;
    uint64_t added;
    uint64_t replaced;
    uint64_t unchanged;      /* the older versions included */
    uint64_t older;          /* versions earlier than the one that the archive has */
    uint64_t rejected;       /* articles, and files that could not be read to their end */
    uint64_t files_rejected; /* those files */
    uint64_t repaired;
    uint64_t deleted; /* as the input said; not among articles_seen */
    uint64_t tagged;  /* those that were written in which the tagger found something */
    uint64_t files_read;
    uint64_t files_skipped;  /* files that hold no articles */
    uint64_t bytes_in;       /* of input read, before unpacking */
    uint64_t bytes_expected; /* of input in all, where it can be known; else 0 */
    uint64_t bytes_text;     /* titles and texts of the articles seen */
    uint64_t commits;        /* those that changed something. Since 0.2 */
    uint64_t elsewhere;      /* those that are for other parts than the archive is. Since 0.4 */
    uint64_t reserved[7];
} morgue_summary;

/* How to import. Zero-initialise it: zeros are the defaults. */
typedef struct morgue_import_options {
    const char *format; /* NULL: recognise by content */
    const morgue_mapping *mappings;
    size_t n_mappings;
    morgue_date_order dates;
    /* Called for each problem; may be NULL. */
    void (*problem)(void *user, const morgue_problem *problem);
    /* Called for each article that was read, before it is added, and for each file after its last
     * article; in the order of reading. May be NULL. */
    void (*article)(void *user, const morgue_found *found);
    void (*file)(void *user, const morgue_file_report *report);
    /* Called now and then; returning false stops the import with MORGUE_CANCELLED. May be NULL. */
    bool (*progress)(void *user, const morgue_summary *so_far);
    void *user; /* for the callbacks */

    /* Formats of the caller's own, see formats.h. Since 0.2 */
    const struct morgue_format *const *formats;
    size_t n_formats;

    /* Commits on the way: when `commit_articles` articles have come since the last one, or
     * `commit_ms` milliseconds after the first of them; 0: not for this. What comes through a pipe
     * or a terminal is read as it comes then: where nothing comes, the commit is made all the same,
     * and `progress` is called about each quarter of a second. Dates such as 03/04/2022 are decided
     * at each commit by what was read until then. Since 0.2 */
    uint64_t commit_articles;
    uint64_t commit_ms;
    /* Called after each commit that changed something, with what the archive has then. May be NULL.
     * Since 0.2 */
    void (*committed)(void *user, const morgue_summary *so_far, uint64_t revision);
    /* Without a writer: the part of all articles that it would take, as in morgue_writer_options; a
     * writer knows it. Since 0.4 */
    uint64_t part;
    uint64_t parts;
    void *reserved[6];
} morgue_import_options;

/* Reads the files and folders `paths` ("-" is standard input) and adds their articles to `writer`
 * (NULL: nothing is written, articles count as added), then commits. Bad input costs the bad
 * article or file only and is reported to the callback. `ret` is filled on failure too.
 *
 * A JSON object with an id and "deleted": true and neither title nor text, as `morgue-search --dump
 * --since` writes it, deletes the article with that id; that it is not there is no error.
 *
 * Articles with dates such as 03/04/2022 wait, up to some thousand, until it is decided for the
 * file whether the day or the month comes first; that is told as MORGUE_NOTED (docs/formats.md).
 * Errors: INVALID (unknown format, no such part), CANCELLED (what was read is committed), IO (the
 * archive cannot be written), NO_MEMORY. */
MORGUE_API morgue_status morgue_import(morgue_writer *writer, const char *const *paths,
                                       size_t n_paths, const morgue_import_options *options,
                                       morgue_summary *ret, morgue_error *err);

/* morgue_import() of bytes that are in no file (formats.h); a container (ZIP, tar) in `source` is
 * looked into. Errors: as morgue_import(). Since 0.2. */
MORGUE_API morgue_status morgue_import_source(morgue_writer *writer,
                                              const struct morgue_source *source,
                                              const morgue_import_options *options,
                                              morgue_summary *ret, morgue_error *err);

#ifdef __cplusplus
}
#endif

#endif /* MORGUE_IMPORT_H */
