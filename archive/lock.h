/* The locks of an archive. They lie on files in its folder, which stay and mean nothing by
 * themselves: the kernel gives a lock up when the process that holds it ends, however it ends.
 *
 * `morgue.lock` is held by the one writer, as long as it has the archive open.
 *
 * `morgue.commit` is held for moments: by the writer, alone, while it makes a commit or another
 * list of shards visible, while it removes shards, and while it opens a shard that is there to
 * change it; by whoever copies the archive or lists its changes, with others who do, meanwhile. So
 * what comes out is of one commit, and which files a writer may change is known. */
#ifndef MG_LOCK_H
#define MG_LOCK_H

#include "morgue.h"

#define MG_LOCK_NAME   "morgue.lock"
#define MG_COMMIT_NAME "morgue.commit"

/* Makes the file where it is missing and takes the writer's lock of the archive `path`; closing the
 * descriptor gives it up. Errors: LOCKED (the message names the process), IO, NO_MEMORY. */
morgue_status mg_lock_writer(const char *path, int *ret, morgue_error *err);

/* Keeps writers out without being one: takes the same lock, where the file can be read, with others
 * who do. *ret is -1 where it is missing and cannot be made, as on a medium that nobody can write
 * to. Errors: LOCKED, IO, NO_MEMORY. */
morgue_status mg_lock_out_writers(const char *path, int *ret, morgue_error *err);

/* Opens the other lock's file for a writer, and makes it where it is missing; the lock is not taken
 * yet. Errors: IO, NO_MEMORY. */
morgue_status mg_lock_open_commit(const char *path, int *ret, morgue_error *err);

/* Takes the lock that was opened, and waits while an archive is being copied. `path` is for the
 * message. Errors: IO. */
morgue_status mg_lock_commit(int fd, const char *path, morgue_error *err);
void mg_lock_end_commit(int fd);

/* For copying and listing: waits while a commit is made, and keeps out further ones until the
 * descriptor is closed. Nothing is written into the archive, which need only be readable. *ret is
 * -1 where no file for the lock is: then no writer has come yet, and if the file is there
 * afterwards, one has come meanwhile; so
 * it is where `path` is no folder, which whoever opens it will say. Errors: IO, NO_MEMORY. */
morgue_status mg_lock_still(const char *path, int *ret, morgue_error *err);
bool mg_lock_is_there(const char *path);

#endif
