/* What a shard keeps beside its articles, as metadata of its database. */
#ifndef MG_SHARD_H
#define MG_SHARD_H

#include "archive/index.h"
#include "archive/manifest.h"
#include "morgue.h"
#include "xapian/xapian_c.h"

#define MG_META_BUILDER    "morgue.builder"    /* what made the shard: one of the two below */
#define MG_META_PACKED     "morgue.packed"     /* decimal: the revision when it was packed last */
#define MG_META_REVISION   "morgue.revision"   /* decimal: commits so far, of the whole archive */
#define MG_META_TEXT_BYTES "morgue.text-bytes" /* decimal: sum over its articles */
#define MG_META_DICTIONARY "morgue.dictionary" /* Adler-32 in hexadecimal of the one in use */

#define MG_BUILDER_DIRECT "direct" /* our own writer of tables, for all of it or some */
#define MG_BUILDER_XAPIAN "xapian" /* Xapian's */

/* Was the shard, or a part of it, built directly? */
morgue_status mg_meta_direct(mg_index *shard, bool *ret, morgue_error *err);

/* Room for the key of a dictionary, "morgue.dictionary.0123abcd", and its NUL. */
enum { MG_META_KEY_MAX = 40 };
void mg_meta_dictionary_key(uint32_t adler, char ret[MG_META_KEY_MAX]);

/* A number among the metadata; 0 where it is not set. The second reads it where a writer is at it.
 */
morgue_status mg_meta_number(mg_index *shard, const char *key, uint64_t *ret, morgue_error *err);
morgue_status mg_meta_number_of(const xap_database *db, const char *key, uint64_t *ret,
                                morgue_error *err);

/* The revision of a shard that is opened for matching. Errors: CORRUPT (it has none that can be
 * right), IO, NO_MEMORY. */
morgue_status mg_meta_revision(mg_index *shard, uint64_t *ret, morgue_error *err);

/* Opens a shard of an archive by its name. That it is not there is damage: CORRUPT. Other errors:
 * those of mg_index_open(). */
morgue_status mg_open_shard(const char *archive, const char *name, mg_index **ret,
                            morgue_error *err);

/* Opens n shards of the manifest, from number `first` on, as one database. A shard that the
 * manifest lists and that is not there is damage: CORRUPT. Other errors: BAD_VERSION, STALE, IO,
 * NO_MEMORY. */
morgue_status mg_open_shards(const char *archive, const mg_manifest *manifest, size_t first,
                             size_t n, xap_database **ret, morgue_error *err);

/* Fills `err` from an error of the bindings. */
morgue_status mg_fail_xap(morgue_error *err, const xap_error *cause);

#endif
