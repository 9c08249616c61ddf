/* Copies of files. The copy is made where nothing may be, with the permissions of the original as
 * far as the umask lets it have them; it is not on the disk yet. After a failure there is none. */
#ifndef MG_COPY_H
#define MG_COPY_H

#include "morgue.h"

/* A copy that shares its blocks with the original until one of the two is changed. False where the
 * file system cannot do that, or it failed. */
bool mg_copy_clone(const char *from, const char *to);

/* A copy byte by byte, of so many bytes as the file has when it is opened.
 * Errors: NOT_FOUND, IO, NO_MEMORY. */
morgue_status mg_copy_bytes(const char *from, const char *to, morgue_error *err);

#endif
