/* The archive folder, held for writing: its lock, its manifest, its shards' folders. */
#ifndef MG_STORE_H
#define MG_STORE_H

#include "archive/manifest.h"
#include "morgue.h"

typedef struct mg_store {
    char *path;
    int lock;    /* descriptor of the locked file; -1 when closed */
    int commit;  /* of the file that is locked during commits, see lock.h; while `lock` is not -1 */
    bool silent; /* the manifest in effect has no history of changes, this one has */
    mg_manifest manifest;
} mg_store;

/* Shards of which something was lost when the archive was rebuilt are in folders called like this,
 * which do not belong to it, and are never touched. */
#define MG_STORE_KEPT "damaged-"

/* Dictionaries of shards are here once more, each in a file with its Adler-32 behind this: without
 * them no record could be unpacked of a shard that has lost the table where its own are. */
#define MG_STORE_DICTIONARY "morgue.dictionary."

/* Opens the folder and takes its lock, which the kernel gives up when the process ends, however it
 * ends. Unless `must_exist`, a missing or empty folder becomes an archive without shards. What a
 * crash has left is removed: folders of shards that the manifest does not list, and a manifest that
 * did not come to be; and the stub is put right, see stub.h. Errors: LOCKED (the message names the
 * process), NOT_FOUND, FOREIGN, BAD_VERSION, CORRUPT, IO, NO_MEMORY. */
morgue_status mg_store_open(const char *path, bool must_exist, mg_store *ret, morgue_error *err);
void mg_store_close(mg_store *store);

/* The same of an archive that is to be made anew, which may be of an earlier version, or have no
 * manifest that can be read: then `ret_damage` is filled, and its shards are all folders called
 * shard-NUMBER, by their numbers. Errors: as above, but for CORRUPT; FOREIGN where no shards are.
 */
morgue_status mg_store_open_damaged(const char *path, mg_store *ret, morgue_error *ret_damage,
                                    morgue_error *err);

/* The path of a shard, for free(); NULL when memory is out. */
char *mg_store_shard_path(const mg_store *store, const char *shard);

/* Takes the newest shard out of the manifest again, which was not published with it, and removes
 * its files. */
void mg_store_drop_newest(mg_store *store);

/* Marks a shard as one that is damaged: once the manifest does not list it any more it is not
 * removed, but kept under the name damaged-NUMBER, whenever and by whomever it is cleared away. The
 * mark is a file beside it. Errors: IO, NO_MEMORY. */
morgue_status mg_store_keep(const mg_store *store, const char *shard, morgue_error *err);

/* Removes, or puts aside, those of some shards that the store's manifest does not list. */
void mg_store_clear_away(const mg_store *store, const mg_manifest *shards);

/* Is this the name of such a file, and of which dictionary? ret_adler may be NULL. */
bool mg_store_names_dictionary(const char *name, uint32_t *ret_adler);

/* Puts a dictionary into its file, unless it is there. Errors: IO, NO_MEMORY. */
morgue_status mg_store_keep_dictionary(const mg_store *store, uint32_t adler, morgue_text text,
                                       morgue_error *err);

/* Around all that makes a commit visible, removes shards that were, or opens one to change it:
 * waits while the archive is being copied, and keeps that out until the end. Not one in the other.
 * May be ended without having begun. Errors: IO. */
morgue_status mg_store_begin(const mg_store *store, morgue_error *err);
void mg_store_end(const mg_store *store);

/* An archive of an earlier version has no history of changes, and a copy that of the archive it was
 * made of: one of its own begins behind this revision, and comes with the next manifest. Errors:
 * IO. */
morgue_status mg_store_begin_changes(mg_store *store, uint64_t revision, morgue_error *err);

/* Makes the changed manifest the one that readers see, and has the stub follow it; between begin
 * and end. Errors: IO, NO_MEMORY. */
morgue_status mg_store_publish(mg_store *store, morgue_error *err);

/* Makes the changed manifest take the place of what it was `before`, with begin and end, and
 * removes the shards that it does not list any more. After a failure the store has the manifest
 * that is in effect, which may be either, and the shards that only the other lists are removed;
 * where it cannot be read, the store has the changed one, and nothing is removed. Errors: IO,
 * NO_MEMORY. */
morgue_status mg_store_switch(mg_store *store, const mg_manifest *before, morgue_error *err);

#endif
