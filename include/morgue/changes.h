/*
 * morgue/changes.h - the part of morgue.h about what has changed in an archive: a feed for copies,
 * alerts and other indexes; morgue.h includes it, and has the rules that hold everywhere.
 *
 *     morgue_changes_open(archive_path, mark, &changes, &err);   // mark: "" the first time
 *     while (morgue_changes_next(changes, &change, &err) == MORGUE_OK && change.id.len)
 *         ...                                                   // put or delete change.id
 *     keep(morgue_changes_mark(changes));                       // begin here the next time
 */
#ifndef MORGUE_CHANGES_H
#define MORGUE_CHANGES_H

#include "morgue.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct morgue_changes morgue_changes;

enum { MORGUE_MARK_MAX = 64 }; /* bytes of a mark, with its NUL */

/* One article that is not as it was. */
typedef struct morgue_change {
    morgue_text id;          /* of the article; {"", 0} after the last change */
    morgue_article *article; /* as it is now; NULL: it was deleted. Lives until the next call */
    uint64_t revision;       /* of the commit that changed it last; 0: not known, as in archives of
                                versions before 0.2 */
} morgue_change;

/* Opens the feed of what was committed to the archive folder `path` after `since`: "" (or NULL, or
 * "0") for all articles that it has; a mark that an earlier feed has given; or a number, which is a
 * revision (see morgue_stats). It is told up to the last commit before the call, and takes the
 * state of one commit as a whole; it waits while one is being made.
 *
 * Each article is told once, as it is now, in the order of the commits that changed them last;
 * within a commit the deleted ones come first. Deleted ones are told from "" on, too, as far as
 * they are known: who begins anew may have stopped half-way before. What is changed while the feed
 * is read may be told already as it is then, and is told again the next time: so a reader that puts
 * and deletes by id, and keeps the mark when all is done, has after each round what the archive
 * has, and misses nothing even if it dies in between. An archive that is such a copy is written
 * with `replace` and MORGUE_TAG_NONE in the options of its writer: without, an article that was put
 * back to an earlier version, or tagged anew, would be passed over.
 *
 * Errors: NOT_FOUND, FOREIGN, BAD_VERSION, CORRUPT, IO, NO_MEMORY; INVALID (`since` is neither);
 * STALE (what was changed since then is not known: the archive is another, was rebuilt, has not
 * come so far, or a version before 0.2 has written to it since: read it anew, from "", into an
 * empty copy). One that was put back to an earlier state and has come further than `since` again by
 * itself is not found out. Since 0.2. */
MORGUE_API morgue_status morgue_changes_open(const char *path, const char *since,
                                             morgue_changes **ret, morgue_error *err);
MORGUE_API void morgue_changes_free(morgue_changes *changes);

/* Sets *ret to the next change. Errors: CORRUPT (this article is damaged; ret->id is its id where
 * that is known; the next call goes on behind it), STALE (a writer has changed a shard again and
 * again and then merged it: open the feed anew), IO, NO_MEMORY. Since 0.2. */
MORGUE_API morgue_status morgue_changes_next(morgue_changes *changes, morgue_change *ret,
                                             morgue_error *err);

/* How many changes there are in all, those that are told included. Since 0.2. */
MORGUE_API uint64_t morgue_changes_count(const morgue_changes *changes);

/* Where the next feed is to begin: "12-9f3c21aa", revision and what the archive is known by.
 * Printable, less than MORGUE_MARK_MAX bytes. Lives as long as the feed. Since 0.2. */
MORGUE_API const char *morgue_changes_mark(const morgue_changes *changes);

#ifdef __cplusplus
}
#endif

#endif /* MORGUE_CHANGES_H */
