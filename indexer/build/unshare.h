/* A shard's files may have other names: in copies of the archive that were made by hard links.
 * Xapian's writer changes tables where they are, which those copies would see. */
#ifndef MG_UNSHARE_H
#define MG_UNSHARE_H

#include "morgue.h"

/* Makes the tables of the shard at `path` its own: each that has another name is copied, and the
 * copy put in its place. Readers that have the shard open stay with the old file, which nobody
 * changes any more. What such a run that was cut off has left is removed. On return all is on the
 * disk. Errors: IO (as when the disk is full: the shard is as it was), NO_MEMORY. */
morgue_status mg_unshare(const char *path, morgue_error *err);

#endif
