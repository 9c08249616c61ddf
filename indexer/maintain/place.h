/* The folder that a copy of an archive is made in. */
#ifndef MG_PLACE_H
#define MG_PLACE_H

#include <sys/types.h>

#include "morgue.h"

/* Makes the folder, or takes it if it is empty, for a copy of the archive folder `archive`, in
 * which it may not lie. *ret_made: it was not there before. Errors: FOREIGN, NOT_FOUND (of the
 * folder above it), IO. */
morgue_status mg_place_open(const char *path, const char *archive, bool *ret_made,
                            morgue_error *err);

/* The permissions of a folder, for one that is its copy: nobody sees more in it. */
mode_t mg_place_mode(const char *path);

#endif
