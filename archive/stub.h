/* A file of Xapian's in the archive's folder that names its shards: with it the folder is a
 * database for Xapian's own tools (xapian-delve, xapian-tcpsrv), all shards as one. It follows the
 * manifest, and nothing of ours reads it: where a crash comes in between, the next writer puts it
 * right. */
#ifndef MG_STUB_H
#define MG_STUB_H

#include "archive/manifest.h"

#define MG_STUB_NAME "XAPIANDB"

/* Makes the file of the archive folder what the manifest says, unless it is. Errors: IO, NO_MEMORY.
 */
morgue_status mg_stub_keep(const char *path, const mg_manifest *manifest, morgue_error *err);

#endif
