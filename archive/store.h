/* The archive folder, held for writing: its lock, its manifest, its shards' folders. */
#ifndef MG_STORE_H
#define MG_STORE_H

#include "archive/manifest.h"
#include "morgue.h"

typedef struct mg_store {
    char *path;
    int lock; /* descriptor of the locked file; -1 when closed */
    mg_manifest manifest;
} mg_store;

/* Opens the folder and takes its lock, which the kernel gives up when the process ends, however it
 * ends. Unless `must_exist`, a missing or empty folder becomes an archive without shards. What a
 * crash has left is removed: folders of shards that the manifest does not list, and a manifest that
 * did not come to be. Errors: LOCKED (the message names the process), NOT_FOUND, FOREIGN,
 * BAD_VERSION, CORRUPT, IO, NO_MEMORY. */
morgue_status mg_store_open(const char *path, bool must_exist, mg_store *ret, morgue_error *err);
void mg_store_close(mg_store *store);

/* The path of a shard, for free(); NULL when memory is out. */
char *mg_store_shard_path(const mg_store *store, const char *shard);

/* Takes the newest shard out of the manifest again, which was not published with it, and removes
 * its files. */
void mg_store_drop_newest(mg_store *store);

/* Makes the changed manifest the one that readers see. Errors: IO, NO_MEMORY. */
morgue_status mg_store_publish(mg_store *store, morgue_error *err);

#endif
