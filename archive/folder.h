/* The shards of an archive folder, opened: all of one moment. */
#ifndef MG_FOLDER_H
#define MG_FOLDER_H

#include "archive/index.h"
#include "archive/manifest.h"

typedef struct mg_folder {
    mg_manifest manifest;
    mg_index **indexes; /* of each shard of the manifest */
} mg_folder;

/* Errors: those of mg_manifest_read() and mg_open_shard(); STALE where the archive changes all the
 * time. */
morgue_status mg_folder_open(const char *path, mg_folder *ret, morgue_error *err);
void mg_folder_close(mg_folder *folder);

/* Has a shard been committed to since it was opened? */
bool mg_folder_is_stale(const mg_folder *folder);

/* Has the archive another list of shards by now? */
bool mg_folder_is_past(const char *path, const mg_manifest *manifest);

#endif
