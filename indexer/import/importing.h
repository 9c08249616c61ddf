/* A run of morgue_import(): what its parts share.
 *
 * A dump is a file (or a member of a container) that a format reads. Its articles go, one by one,
 * to mg_import_take(). While it is not known how dates such as 03/04/2022 are to be read in it,
 * they wait, and everything that comes after them waits too, so that articles are added in the
 * order in which they came: see wait.c. What does not wait is added at once: see add.c. */
#ifndef MG_IMPORTING_H
#define MG_IMPORTING_H

#include "indexer/formats/format.h"
#include "indexer/formats/keys.h"
#include "indexer/formats/recognise.h"
#include "indexer/idset.h"
#include "indexer/import/order.h"
#include "indexer/input/members.h"

/* A file that is read. It lives until its last article is in. */
typedef struct mg_dump {
    char *path;
    size_t folder_len; /* of the path of its folder */
    const char *format, *why;
    mg_charset charset;
    mg_order_facts facts; /* of its dates */
    mg_order order;
    bool decided;   /* order is set */
    bool told;      /* and has been told */
    uint64_t dated; /* articles that have the date of their last change for want of another */
    uint64_t articles, rejected, repaired, known;
    uint64_t deletions;
    bool explained;  /* something was said of it as a whole */
    uint64_t others; /* parts that turned out to be no articles */
    uint64_t filled[MORGUE_FIELD_COUNT];
} mg_dump;

/* An article that was read, on its way to the archive. */
typedef struct mg_arrival {
    mg_dump *dump;
    morgue_article *article; /* NULL: the end of the dump, or something about it */
    bool deletes;            /* the article has the id of one that is to be deleted */
    char *problem;           /* NULL, or what is wrong: the article is not to be added */
    morgue_severity severity;
    uint64_t source, offset, line;
    mg_buffer notes; /* as in mg_reader */
    mg_date_reading published, modified;
} mg_arrival;

/* Those that wait, in the order in which they came. */
typedef struct mg_queue {
    mg_arrival *items;
    size_t count;
    size_t cap;
    uint64_t passed;    /* articles since the first of them came, those passed over included */
    uint64_t bytes;     /* of their titles and texts */
    uint64_t undecided; /* dumps that have ended and say nothing themselves */
} mg_queue;

typedef struct mg_importing {
    morgue_writer *writer; /* NULL: dry run */
    const morgue_import_options *options;
    mg_formats own;          /* of the caller */
    const mg_format *format; /* asked for; NULL: recognise */
    morgue_summary *summary;
    morgue_article *article; /* being read */
    mg_idset seen;           /* ids of the dump `seen_in` */
    const mg_dump *seen_in;
    uint64_t bytes_before;  /* of the files read before this one */
    uint64_t tagged_before; /* by the writer */
    uint64_t known_size;    /* of the article that is_known() found last */
    mg_queue queue;
    mg_order_facts folder; /* of the dumps in the folder `folder_path` */
    mg_buffer folder_path;
    mg_key_log keys;
    bool passed_over;            /* some article was, unread */
    mg_members *members;         /* being read */
    uint64_t uncommitted;        /* articles and deletions that came since the last commit */
    uint64_t first_came;         /* when the first of them did: milliseconds */
    uint64_t revision;           /* the last commit that was told of */
    const morgue_source *source; /* what is read instead of files; it reads `from` */
    const morgue_source *from;   /* the caller's */
    morgue_error ended; /* what has ended the run from below, where bytes are read; OK: nothing */
} mg_importing;

/* ---- tell.c: problems ---------------------------------------------------------------------- */

/* A file that is not read, with the report of that. */
void mg_tell_unread(mg_importing *im, morgue_severity severity, const char *path,
                    const char *reason);

/* Of a dump that is read: something about all of it, or about its rest. */
void mg_tell_dump(mg_importing *im, morgue_severity severity, const mg_arrival *where,
                  const char *reason);

/* Something that is no dump: a folder, or "" for all that was read. */
void mg_tell_place(mg_importing *im, morgue_severity severity, const char *path,
                   const char *reason);
void mg_tell_article(mg_importing *im, morgue_severity severity, const mg_arrival *where,
                     const char *reason);

/* Passes on the notes on an article, a line each, and empties them. */
void mg_tell_notes(mg_importing *im, mg_arrival *where);

/* The caller's mappings whose key never came by, if any articles were read at all. */
void mg_tell_unused_keys(mg_importing *im);

/* ---- commit.c: commits on the way ----------------------------------------------------------- */

/* An article or a deletion came. */
void mg_import_came(mg_importing *im);

/* Adds all that waits and commits. */
morgue_status mg_import_commit(mg_importing *im, morgue_error *err);

/* The same where the options ask for it now; tells of commits that the writer has made. */
morgue_status mg_import_commit_when_due(mg_importing *im, morgue_error *err);

/* False when the caller wants to stop. */
bool mg_import_go_on(mg_importing *im);

/* What is done before each read, and while there is nothing to read: see mg_live. What fails is
 * kept in im->ended. */
morgue_status mg_import_idle(void *im, int *ret_ms, morgue_error *err);

/* Has the run been ended from below? */
morgue_status mg_import_ended(const mg_importing *im, morgue_error *err);

/* ---- dump.c: the files --------------------------------------------------------------------- */

morgue_status mg_dump_begin(mg_importing *im, const char *path, const mg_recognised *found,
                            mg_dump **ret, morgue_error *err);

/* Reports the dump and gives it back: all its articles are in. */
void mg_dump_finish(mg_importing *im, mg_dump *dump);

/* Nothing but gives it back. */
void mg_dump_free(mg_dump *dump);

/* ---- add.c: articles ----------------------------------------------------------------------- */

/* Settles the article's dates and adds it, or deletes what it names. Only failures of the archive
 * come back. */
morgue_status mg_import_add(mg_importing *im, mg_arrival *arrival, morgue_error *err);

/* ---- wait.c: in order ---------------------------------------------------------------------- */

/* Takes an article; `arrival` may be kept: then article and notes are replaced by empty ones. */
morgue_status mg_import_take(mg_importing *im, mg_arrival *arrival, morgue_error *err);

/* The same for an article that cannot be used, and for something about the dump as a whole: it is
 * told when what waits before it has been added. */
morgue_status mg_import_refuse(mg_importing *im, mg_arrival *arrival, const char *reason,
                               morgue_error *err);
morgue_status mg_import_remark(mg_importing *im, const mg_arrival *place, morgue_severity severity,
                               const char *reason, morgue_error *err);

/* An article of `size` bytes was passed over: it would have waited as well. */
morgue_status mg_import_pass(mg_importing *im, uint64_t size, morgue_error *err);

/* The dump has been read: it is finished, now or when what waits before it is in. It is given back
 * in any case. */
morgue_status mg_import_end(mg_importing *im, mg_dump *dump, morgue_error *err);

/* Before a file is read: what waits for the decision on another folder does not wait longer. */
morgue_status mg_import_enter(mg_importing *im, const char *path, morgue_error *err);

/* Decides by what is known and adds all that waits. */
morgue_status mg_import_flush(mg_importing *im, morgue_error *err);

/* Drops what waits, and the dump that is being read, which may be NULL. */
void mg_import_drop(mg_importing *im, mg_dump *dump);

#endif
