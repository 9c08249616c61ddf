/* Revisions: the numbers of an archive's commits, from 1. Each article has that of the commit which
 * wrote it last, in MG_SLOT_REVISION; and what was deleted has left a tombstone in the shard that
 * it was in: metadata with the id, under a key that no other has, so that merging keeps it. */
#ifndef MG_REVISION_H
#define MG_REVISION_H

#include "morgue.h"

#define MG_REVISION_MAX UINT32_MAX
enum { MG_REVISION_SIZE = 4 };

/* A revision as a value: big-endian, without zero bytes in front. Returns its length; 0 for 0,
 * which no value stands for. */
size_t mg_revision_put(uint64_t revision, char ret[MG_REVISION_SIZE]);

/* False where the value is none that the above makes. */
bool mg_revision_get(const char *value, size_t len, uint64_t *ret);

/* A revision in decimal digits, as metadata has it; false where it is another thing. */
bool mg_revision_parse(const char *digits, size_t len, uint64_t *ret);

/* "morgue.deleted.000000000000000c.0123456789abcdef": the revision, and a hash of the id, which is
 * the metadata's value. */
#define MG_TOMBSTONE "morgue.deleted."
enum { MG_TOMBSTONE_MAX = sizeof MG_TOMBSTONE + 16 + 1 + 16 };
void mg_tombstone_key(uint64_t revision, const char *id, size_t len, char ret[MG_TOMBSTONE_MAX]);

/* Is it the key of this id, and of which revision? */
bool mg_tombstone_revision(const char *key, size_t len, morgue_text id, uint64_t *ret);

#endif
