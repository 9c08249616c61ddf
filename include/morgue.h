/*
 * morgue.h - full-text search for news archives: the public face of libmorgue.
 *
 * An archive is a folder. It is written by one process at a time and read by any number of
 * processes meanwhile; readers see the last commit, never half of one. Articles are records of
 * fields (title, text, date, persons, ...) in UTF-8.
 *
 * Four ways of use
 *
 *   Writing:    morgue_writer_open() -> morgue_writer_add() ... -> morgue_writer_commit()
 *               -> morgue_writer_free()
 *   Importing:  morgue_writer_open() -> morgue_import() -> morgue_writer_free()
 *   Searching:  morgue_archive_open() -> morgue_search() -> morgue_results_hit()
 *               -> morgue_results_free() -> morgue_archive_free()
 *   Following:  morgue_changes_open() -> morgue_changes_next() ... -> morgue_changes_mark()
 *               -> morgue_changes_free()
 *
 *     morgue_archive *archive;
 *     morgue_results *results;
 *     morgue_error err;
 *     if (morgue_archive_open("archive", &archive, &err) != MORGUE_OK ||
 *         morgue_search(archive, "\"article 5\"", NULL, &results, &err) != MORGUE_OK)
 *         fprintf(stderr, "%s\n", err.message);
 *
 * Rules that hold everywhere
 *
 *   Errors     A call that can fail returns a morgue_status and, where its last argument `err` is
 *              not NULL, fills it. On failure all other outputs are untouched. The library never
 *              prints, never exits and never aborts.
 *   Ownership  What a call hands out through a `ret` argument belongs to the caller, who gives it
 *              back with the _free function of its type; these accept NULL. `const` pointers that
 *              a getter returns belong to the object asked and live as long as its comment says.
 *   Threads    Objects have no hidden shared state, and the library has no globals. One object may
 *              be used by one thread at a time; different objects may be used by different threads
 *              at the same time, also when they have the same archive open. What works for an
 *              object (results, a walk) counts as that object. Callbacks are called in the thread
 *              that made the call, unless they say otherwise; they may not use the object that
 *              calls them.
 *   Text       All text is UTF-8 given as pointer and length in bytes; a length of MORGUE_NUL
 *              means "up to the terminating NUL". Text handed out is NUL-terminated too.
 *   Versions   What does not say since when it is there is there since 0.1. Programs go on running
 *              with a later library of the same SONAME: structs that the caller makes and that may
 *              grow end in `reserved` members, which have to be zeros where they are handed in;
 *              other structs, and the numbers of enums, stay as they are.
 */
#ifndef MORGUE_H
#define MORGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MORGUE_VERSION_MAJOR 0
#define MORGUE_VERSION_MINOR 4
#define MORGUE_VERSION_PATCH 0
#define MORGUE_VERSION       "0.4.0"

#ifndef MORGUE_API /* marks what the shared library exports */
#define MORGUE_API __attribute__((visibility("default")))
#endif

#define MORGUE_NUL ((size_t)-1) /* as a length: up to the terminating NUL */

/* The library's version at run time, as "0.4.0"; for bug reports those of the libraries underneath:
 * "xapian 1.4.22, zlib 1.2.13". Static. */
MORGUE_API const char *morgue_version(void);
MORGUE_API const char *morgue_version_details(void);

/* ---- Statuses and errors ------------------------------------------------------------------ */

/* One row a status: name, what it means. The enum and morgue_status_text() are made from it. */
#define MORGUE_STATUS_TABLE(X)                                                                     \
    X(OK, "no error")                                                                              \
    X(NOT_FOUND, "no such archive, file or article")                                               \
    X(FOREIGN, "the folder is not a Morgue archive")                                               \
    X(BAD_VERSION, "the archive was made by another version of Morgue")                            \
    X(LOCKED, "another process is writing to the archive")                                         \
    X(STALE, "the archive changed while it was read; ask again")                                   \
    X(CORRUPT, "the archive is damaged")                                                           \
    X(BAD_QUERY, "the query cannot be understood")                                                 \
    X(BAD_INPUT, "the article or file cannot be indexed")                                          \
    X(INVALID, "an argument makes no sense")                                                       \
    X(IO, "reading or writing a file failed")                                                      \
    X(NO_MEMORY, "out of memory")                                                                  \
    X(NETWORK, "a remote shard does not answer")                                                   \
    X(CANCELLED, "stopped on request")                                                             \
    X(INTERNAL, "unexpected failure")

typedef enum morgue_status {
#define MORGUE_STATUS_ROW(name, text) MORGUE_##name,
    MORGUE_STATUS_TABLE(MORGUE_STATUS_ROW)
#undef MORGUE_STATUS_ROW
        MORGUE_STATUS_COUNT
} morgue_status;

/* A short text for a status, never NULL; static. */
MORGUE_API const char *morgue_status_text(morgue_status status);

/* What went wrong. Plain data, owned by the caller. */
typedef struct morgue_error {
    morgue_status status;
    char message[512]; /* what is wrong and, where it is known, what to do about it */
    int64_t offset;    /* column in a query or byte in a file, from 0; -1 where there is none */
} morgue_error;

/* ---- Text --------------------------------------------------------------------------------- */

/* A run of UTF-8 bytes that somebody else owns; data[len] is NUL where the library hands it out. */
typedef struct morgue_text {
    const char *data;
    size_t len;
} morgue_text;

/* ---- Fields ------------------------------------------------------------------------------- */

/* The fields of an article. Their names, aliases and kinds are listed by morgue_field_at(). */
typedef enum morgue_field_id {
    MORGUE_ID,       /* unique in the archive; made from url or content where none is given */
    MORGUE_TITLE,    /* headline */
    MORGUE_TEXT,     /* body; paragraphs separated by an empty line */
    MORGUE_DATE,     /* date of publication, UTC, ISO 8601, as precise as it is known:
                        "2022", "2022-01", "2022-01-21" or "2022-01-21T14:05:09Z" */
    MORGUE_RAW_DATE, /* the date as the dump spelled it, where that is not the form above */
    MORGUE_SOURCE,   /* newspaper, agency or site */
    MORGUE_SECTION,  /* desk or section */
    MORGUE_AUTHOR,   /* byline; repeatable */
    MORGUE_URL,
    MORGUE_LANG,     /* language, as a BCP 47 tag: "en", "pt-BR" */
    MORGUE_PERSON,   /* persons tagged in the article; repeatable */
    MORGUE_ORG,      /* organizations tagged in the article; repeatable */
    MORGUE_LOCATION, /* places tagged in the article; repeatable */
    MORGUE_TOPIC,    /* subjects, keywords; repeatable */
    MORGUE_MODIFIED, /* when it was last changed; from dumps in the form of MORGUE_DATE, else as set
                      */
    MORGUE_DATELINE, /* where, and perhaps when, it was written: "KYIV, March 3" */
    MORGUE_REVISION, /* number of the version, where articles come in several under one id */
    MORGUE_EXTRA,    /* any other key of the dump: kept and shown, not indexed; repeatable */
    MORGUE_ACTOR,    /* for queries and facets only: person or organization */
    MORGUE_ABOUT,    /* for queries only: persons, organizations and places that it is about */
    MORGUE_BY,       /* for queries and facets only: who gave its tags, "dump", "tagger" or
                        "inherited" */
    MORGUE_FIELD_COUNT
} morgue_field_id;

/* A row of the field table. */
typedef struct morgue_field {
    morgue_field_id id;
    const char *name;        /* in queries: "location" */
    const char *key;         /* in JSON: "locations" */
    const char *aliases;     /* other names in queries, separated by spaces; may be "" */
    const char *description; /* one line */
    const char *example;     /* a query that works on the samples; "" where it is not searchable */
    bool searchable;         /* name:word works */
    bool repeatable;         /* an article may have several; JSON shows an array */
} morgue_field;

/* Row `id` of the table, or NULL beyond its end. Static. */
MORGUE_API const morgue_field *morgue_field_at(size_t id);

/* The row whose name, key or alias is `name` (letter case does not matter), or NULL. Static. */
MORGUE_API const morgue_field *morgue_field_named(const char *name, size_t len);

/* ---- Articles ----------------------------------------------------------------------------- */

/* An article: a list of field values. */
typedef struct morgue_article morgue_article;

/* Who says that a value belongs to the article. */
typedef enum morgue_origin {
    MORGUE_GIVEN,    /* the dump or the caller */
    MORGUE_TAGGER,   /* found by the tagger */
    MORGUE_INHERITED /* the country of a place that is tagged: follows from the others, and is made
                        anew with them */
} morgue_origin;

/* A person, organization or place that an article names. */
typedef struct morgue_tag {
    morgue_text name; /* borrowed until the article changes */
    morgue_origin origin;
    unsigned confidence; /* percent, 0 to 100; 100 for what is given */
    unsigned mentions;   /* how often title and text name it, in any form; at most 65535; 0: not
                            counted */
    bool main; /* the article is about it: named in the headline, or three times or more and among
                  the most named */
} morgue_tag;

/* An empty article, or NULL when memory is out. */
MORGUE_API morgue_article *morgue_article_new(void);
MORGUE_API void morgue_article_free(morgue_article *article);

/* Empties the article and keeps its memory for the next one. */
MORGUE_API void morgue_article_clear(morgue_article *article);

/* Makes the article a copy of `from`, whatever it was before; so an article is kept that lives for
 * the length of a callback only, or until the next step of a walk. Errors: NO_MEMORY, which empties
 * it. Since 0.2. */
MORGUE_API morgue_status morgue_article_copy(morgue_article *article, const morgue_article *from,
                                             morgue_error *err);

/* Sets a field that an article has once, replacing what was there; empty text removes it.
 * Copies `text`, which may be a value of this article. MORGUE_DATE takes any usual spelling of a
 * date and sets MORGUE_RAW_DATE too. Errors: INVALID for MORGUE_EXTRA, fields for queries and
 * repeatable fields, BAD_INPUT for a date that cannot be understood (MORGUE_RAW_DATE is set all the
 * same), NO_MEMORY. */
MORGUE_API morgue_status morgue_article_set(morgue_article *article, morgue_field_id field,
                                            const char *text, size_t len, morgue_error *err);

/* Adds a value to a repeatable field; empty text and a value that is there already are passed over.
 * `origin` says who gives it. A person, organization or place is added as a tag of full confidence:
 * see below. Errors: INVALID for a field that an article has once, NO_MEMORY. */
MORGUE_API morgue_status morgue_article_add(morgue_article *article, morgue_field_id field,
                                            const char *text, size_t len, morgue_origin origin,
                                            morgue_error *err);

/* Adds a tag to `field`: MORGUE_PERSON, MORGUE_ORG or MORGUE_LOCATION; an empty name is passed
 * over. Where the name is there already, it stays one tag with the best of both: given wins over
 * found, found over inherited, and the greater confidence and number of mentions count, and main.
 * Errors: INVALID for other fields, NO_MEMORY. */
MORGUE_API morgue_status morgue_article_add_tag(morgue_article *article, morgue_field_id field,
                                                const morgue_tag *tag, morgue_error *err);

/* Adds a key that Morgue has no field for. `json` is its value as a JSON text ("\"page 3\"",
 * "[1,2]"). Errors: INVALID for JSON that does not parse, NO_MEMORY. */
MORGUE_API morgue_status morgue_article_add_extra(morgue_article *article, const char *key,
                                                  const char *json, size_t len, morgue_error *err);

/* Removes all values of a field; with MORGUE_DATE goes MORGUE_RAW_DATE. Since 0.2. */
MORGUE_API void morgue_article_remove(morgue_article *article, morgue_field_id field);

/* How many values the field has. */
MORGUE_API size_t morgue_article_count(const morgue_article *article, morgue_field_id field);

/* Value `i` of the field, or {"", 0} where there is none. Lives until the article changes.
 * For MORGUE_EXTRA the value is a JSON text. */
MORGUE_API morgue_text morgue_article_get(const morgue_article *article, morgue_field_id field,
                                          size_t i);

/* Who gave value `i` of the field. */
MORGUE_API morgue_origin morgue_article_origin(const morgue_article *article, morgue_field_id field,
                                               size_t i);

/* Tag `i` of the field, one of those three; false beyond the last. */
MORGUE_API bool morgue_article_tag(const morgue_article *article, morgue_field_id field, size_t i,
                                   morgue_tag *ret);

/* The key of extra value `i`, or {"", 0}. Lives until the article changes. */
MORGUE_API morgue_text morgue_article_extra_key(const morgue_article *article, size_t i);

/* The article as one line of JSON without a line feed, the form of `morgue-search --dump`: every
 * value that was put in, tags as {"name","by","confidence","mentions","main"}, of which the last
 * three stand where they say something. Where something in it looks like a left-over of
 * HTML or of a wrong conversion ("<p>", "&amp;"), "text_type":"plain" says that it is meant as it
 * stands, so that the line is indexed as the same article. Lives until the article changes or is
 * freed. Errors: NO_MEMORY. */
MORGUE_API morgue_status morgue_article_json(morgue_article *article, morgue_text *ret,
                                             morgue_error *err);

/* ---- Archives, for reading ---------------------------------------------------------------- */

typedef struct morgue_archive morgue_archive;

/* Opens the archive folder `path` for reading, or the spread archive that the file `path` lists:
 * see docs/operations.md. Whether the shards of a spread archive answer is found out by the first
 * call that needs them; those that do not are missing from what is found until they do, and where
 * none answers the call fails, with NETWORK. Errors: NOT_FOUND, FOREIGN, BAD_VERSION, CORRUPT, IO,
 * BAD_INPUT (the file: a line of it is wrong), NO_MEMORY. */
MORGUE_API morgue_status morgue_archive_open(const char *path, morgue_archive **ret,
                                             morgue_error *err);
MORGUE_API void morgue_archive_free(morgue_archive *archive);

/* Takes up what was committed since the archive was opened; `ret_changed` may be NULL. Results of
 * earlier searches stay valid. Searching does this by itself when it has to. Errors: as _open. */
MORGUE_API morgue_status morgue_archive_reopen(morgue_archive *archive, bool *ret_changed,
                                               morgue_error *err);

enum { MORGUE_STATE_MAX = 64 };

/* Writes a name for the state that the archive is in to `ret`, which has MORGUE_STATE_MAX bytes:
 * ASCII letters, digits and '-'. Whatever changes what is found in it changes the name, that is
 * each commit and merge that it takes up, and each change of the files aliases.txt and
 * blocklist.txt. For caches: what was found under a name is what would be found again. Costs some
 * microseconds. Errors: STALE, CORRUPT, IO, NO_MEMORY. Since 0.3. */
MORGUE_API morgue_status morgue_archive_state(morgue_archive *archive, char *ret,
                                              morgue_error *err);

/* One shard of an archive. */
typedef struct morgue_shard {
    const char *name;    /* of its folder, or "tcp node1:7411" as it answers or was asked last */
    const char *trouble; /* why it does not answer; NULL: it does */
    uint64_t articles;   /* as it was last heard; of one that has not answered yet 0 */
    double answer_ms;    /* how long the last call over the network took; 0: none */
    void *reserved[4];
} morgue_shard;

/* The i-th shard, in the order of the archive; false behind the last. Its texts live until the next
 * call with the archive. A shard of a spread archive is asked whether it is there. Since 0.4. */
MORGUE_API bool morgue_archive_shard(morgue_archive *archive, size_t i, morgue_shard *ret);

/* What is in an archive. */
typedef struct morgue_stats {
    uint64_t articles;
    uint64_t tagged; /* articles that have tags of the tagger */
    uint64_t shards;
    uint64_t revision;      /* counts the commits */
    uint64_t words;         /* indexed words */
    uint64_t bytes_archive; /* on disk, without damaged shards that are kept: see maintain.h; 0: of
                               a spread archive that is not known */
    uint64_t bytes_text;    /* titles and texts, as they were put in */
    char earliest[32];      /* least and greatest date, "" where no article has one */
    char latest[32];
    char languages[256]; /* "en 36912, de 12", most frequent first */
    char engine[64];     /* what wrote the shards */
    uint64_t part; /* which part of how many it takes: 2 of 4; 0 of 0: all articles. Since 0.4 */
    uint64_t parts;
    uint64_t reserved[6];
} morgue_stats;

/* What the shards that answer have, of a spread archive. Errors: CORRUPT, IO, STALE, NETWORK. */
MORGUE_API morgue_status morgue_archive_stats(morgue_archive *archive, morgue_stats *ret,
                                              morgue_error *err);

/* Reads the article with this id into `article`, replacing what was there.
 * Errors: NOT_FOUND, NETWORK (a shard that may have it does not answer), CORRUPT, IO, NO_MEMORY. */
MORGUE_API morgue_status morgue_archive_article(morgue_archive *archive, const char *id, size_t len,
                                                morgue_article *article, morgue_error *err);

/* ---- Walking over all articles ------------------------------------------------------------ */

typedef struct morgue_walk morgue_walk;

/* Walks over all articles that match `query` (NULL: all of the archive) in the order in which they
 * were added, reading the archive as it is now. Errors: as morgue_search(). */
MORGUE_API morgue_status morgue_walk_open(morgue_archive *archive, const char *query,
                                          morgue_walk **ret, morgue_error *err);
MORGUE_API void morgue_walk_free(morgue_walk *walk);

/* Sets *ret to the next article, which lives until the next call, or to NULL after the last.
 * Errors: CORRUPT (this article is damaged; the next call goes on behind it), NETWORK (a shard of a
 * spread archive does not answer: its articles, or the rest of them, are left out; the next call
 * goes on behind them), STALE (a writer has changed a shard again and again and then merged it:
 * walk anew), IO, NO_MEMORY. */
MORGUE_API morgue_status morgue_walk_next(morgue_walk *walk, morgue_article **ret,
                                          morgue_error *err);

/* ---- Writing ------------------------------------------------------------------------------ */

typedef struct morgue_writer morgue_writer;

/* In which articles the tagger looks for persons, organizations and places. */
typedef enum morgue_tagging {
    MORGUE_TAG_NONE, /* in none: tags are those that articles come with */
    MORGUE_TAG_AUTO, /* in those that lack some: it fills those of MORGUE_PERSON, MORGUE_ORG and
                        MORGUE_LOCATION that have no given value */
    MORGUE_TAG_ALL   /* in all, and adds to what is given */
} morgue_tagging;

/* Finds persons, organizations and places in the place of Morgue's own tagger.
 *
 * Articles are tagged by several threads at the same time, as many as `jobs` says, none of which
 * need be the caller's: each of them has a memory of its own, from begin() to end(), and the
 * functions may share only what they lock themselves. The same article has to get the same tags,
 * whenever and wherever it is tagged. Since 0.2. */
typedef struct morgue_tagger {
    /* Begins the work of a thread: sets *ret_memory, which tag() and end() get. May be NULL. */
    morgue_status (*begin)(void *user, void **ret_memory, morgue_error *err);

    /* Adds the tags that it finds in the article to the fields in `fields` (1u << MORGUE_PERSON |
     * ...) by morgue_article_add_tag(). `article` is a copy, of which nothing else is taken: their
     * origin is MORGUE_TAGGER, tags that blocklist.txt has are dropped, names that aliases.txt has
     * become the first of their line, and what the article has already, in whatever spelling,
     * keeps its own and takes over mentions and main. Countries of places are not added, and tags
     * beyond the first 500 are dropped. BAD_INPUT leaves the article without tags of a tagger; any
     * other failure ends the writing with its message. `err` is never NULL. */
    morgue_status (*tag)(void *user, void *memory, morgue_article *article, unsigned fields,
                         morgue_error *err);

    void (*end)(void *user, void *memory); /* may be NULL */
    void *user;
    void *reserved[4];
} morgue_tagger;

/* How to write. Zero-initialise it: zeros are the defaults. */
typedef struct morgue_writer_options {
    /* Bytes to stay under; 0: a quarter of the machine's memory. See docs/limits.md for what comes
     * beside them. */
    uint64_t memory;
    bool must_exist; /* do not make a new archive */
    unsigned jobs;   /* threads that work; 0: one for each core */
    /* What articles are tagged in, with respect to the files aliases.txt and blocklist.txt in the
     * archive's folder. The tags of a tagger that an article comes with are dropped then. Articles
     * that are there already stay as they are: see morgue_writer_retag(). */
    morgue_tagging tag;
    const char *tagger_model;    /* file of the tagger's model; NULL: the one that is installed */
    const morgue_tagger *tagger; /* NULL: Morgue's own, with the model above. It tags what `tag`
                                    says, with MORGUE_TAG_NONE nothing. It is copied; what its
                                    pointers point to lives until the writer is freed. Since 0.2 */
    /* An article takes the place of the one with its id whatever that is: also of a later version,
     * of one that differs in nothing but tags of a tagger, or in nothing at all. So a copy becomes
     * as its original is (changes.h), with MORGUE_TAG_NONE. Since 0.2 */
    bool replace;
    /* The archive is part 2 of 4, say, from 1 on and of 1000 at most: of all articles it takes
     * those whose ids a hash puts there, whichever of them come. So each article has its place in
     * one of four archives that know nothing of one another. An archive is made so, and stays it; 0
     * of 0: what it is. Since 0.4 */
    uint64_t part;
    uint64_t parts;
    void *reserved[5];
} morgue_writer_options;

/* Can the tagger work with this model (NULL: the one that is installed)? Errors: NOT_FOUND,
 * BAD_VERSION, CORRUPT, IO, NO_MEMORY. */
MORGUE_API morgue_status morgue_tagger_check(const char *model, morgue_error *err);

/* Opens the archive folder `path` for writing and makes it where it is missing or an empty folder.
 * Errors: LOCKED (the message names the process that holds it), FOREIGN, BAD_VERSION, CORRUPT, IO,
 * NOT_FOUND (must_exist), INVALID (a tagger without tag(); no such part, or the archive is
 * another), NO_MEMORY; where articles are to be
 * tagged, those of morgue_tagger_check() or of the tagger's begin(), and BAD_INPUT (aliases.txt or
 * blocklist.txt is too large). */
MORGUE_API morgue_status morgue_writer_open(const char *path, const morgue_writer_options *options,
                                            morgue_writer **ret, morgue_error *err);

/* Closes the archive. What was not committed is dropped. */
MORGUE_API void morgue_writer_free(morgue_writer *writer);

/* What became of an article. */
typedef enum morgue_outcome {
    MORGUE_ADDED,
    MORGUE_REPLACED,
    MORGUE_UNCHANGED,
    MORGUE_OLDER,    /* the archive has a later version of it, and keeps that */
    MORGUE_ELSEWHERE /* the archive is a part, and this is for another: it was not taken. Since 0.4
                      */
} morgue_outcome;

/* Adds the article, or replaces the one with the same id, or finds that it is there already. An
 * article without an id gets one (from its url, else from its content), which is set in it. Of two
 * articles with the same id the one that comes later counts, unless it is an earlier version: its
 * MORGUE_REVISION is less, as a number, or, where one of them has none, its MORGUE_MODIFIED; tags
 * of a tagger make no difference. See `replace` in the options for a writer that asks neither.
 * Commits by itself when the memory limit asks for it. `ret` may be NULL.
 * Errors: BAD_INPUT (no title and no text; more text than the limits allow), IO, NO_MEMORY. */
MORGUE_API morgue_status morgue_writer_add(morgue_writer *writer, morgue_article *article,
                                           morgue_outcome *ret, morgue_error *err);

/* Removes the article with this id. Errors: NOT_FOUND, IO. */
MORGUE_API morgue_status morgue_writer_delete(morgue_writer *writer, const char *id, size_t len,
                                              morgue_error *err);

/* Makes all changes so far durable and visible to readers, at once. Then shards are merged where
 * there are many of about the same size; a merge that fails undoes nothing and is put off: see
 * morgue_writer_notice(). Errors: IO, NO_MEMORY. */
MORGUE_API morgue_status morgue_writer_commit(morgue_writer *writer, morgue_error *err);

/* Commits, then merges all shards into one and packs it as closely as it goes; readers may go on
 * meanwhile. Needs as much room on the disk as the archive has, until it is done. Nothing is done
 * where there is one shard that has not changed since it was packed. After a failure of the merge
 * the archive is as the commit has left it, and the writer can go on. `progress` is called as in
 * morgue_writer_retag(), with an estimate; when it returns false the merge ends at the next of a
 * shard's tables, of which the largest is about half of it. Errors: CANCELLED, IO, CORRUPT,
 * NO_MEMORY. */
MORGUE_API morgue_status morgue_writer_compact(morgue_writer *writer,
                                               bool (*progress)(void *user, uint64_t done,
                                                                uint64_t total),
                                               void *user, morgue_error *err);

/* Commits, then tags all articles of the archive anew: what the tagger found in them before is
 * dropped, and it looks again as the writer's options say, with the model and the archive's files
 * aliases.txt and blocklist.txt as they were when the writer was opened. With MORGUE_TAG_NONE its
 * tags are only dropped. Articles keep their ids, their order and what they are known to be
 * unchanged by. Sets *ret_changed to the number of articles that now have other tags.
 *
 * They are written into new shards, which take the place of the old ones at once, at the end:
 * until then readers, and whoever comes after a crash, see the archive as it was. This needs as
 * much room on the disk as the archive has. `progress`, where it is not NULL, is called now and
 * then with the number of articles done and of all; when it returns false the call ends with
 * CANCELLED. After a failure the archive is as the commit has left it, and the writer can go on.
 * Errors: CANCELLED, IO, CORRUPT, NO_MEMORY. */
MORGUE_API morgue_status morgue_writer_retag(morgue_writer *writer,
                                             bool (*progress)(void *user, uint64_t done,
                                                              uint64_t total),
                                             void *user, uint64_t *ret_changed, morgue_error *err);

/* Why shards could not be merged after a commit, or NULL. What was committed is safe; searching is
 * slower while shards are many. Lives until the writer is freed. */
MORGUE_API const char *morgue_writer_notice(const morgue_writer *writer);

/* Line `i` of the archive's aliases.txt and blocklist.txt that was not understood and counts for
 * nothing where articles are tagged, from 0; NULL after the last. Lives until the writer is freed.
 */
MORGUE_API const char *morgue_writer_names_notice(const morgue_writer *writer, size_t i);

#ifdef __cplusplus
}
#endif

#include "morgue/changes.h"  /* morgue_changes_open(): what was changed since */
#include "morgue/formats.h"  /* formats and sources of the caller's own */
#include "morgue/import.h"   /* morgue_import(): files and folders of dumps */
#include "morgue/maintain.h" /* morgue_verify(), morgue_rebuild(), morgue_snapshot() */
#include "morgue/search.h"   /* morgue_search(): queries, hits, facets, timelines */

#endif /* MORGUE_H */
