/* Two small shards that lie in files, and damaging them as an input says. Such files are large, so
 * an input says where those of a sound shard are altered. The first byte chooses the shard (bit 0):
 * as it was made, or changed by Xapian's writer afterwards; and whether the version file is the
 * input's (bit 1), which then is all of the rest. Else the rest are alterations, each of a byte
 * with
 *
 *   bits 0-2   the file: postings, records, lists of terms, positions, or the version file
 *   bits 3-5   what the place is counted from, and how: see enum way
 *   bit 6      the file is cut off there
 *
 * then two bytes with the block, two with the place, a byte with the number of bytes, and these. */
#ifndef FUZZ_SHARDS_H
#define FUZZ_SHARDS_H

#include "tests/fuzz/fuzz.h"
#include "tests/unit/direct/two_ways.h"

enum { FUZZ_FILES = 5, FUZZ_VERSION = 4, FUZZ_SHARDS = 2, FUZZ_ARTICLES = 90 };

typedef struct fuzz_shard_file {
    char *path;
    int fd;
    mg_buffer sound;
    mg_buffer now;
    size_t cut;
    bool altered;
    bool hidden;
} fuzz_shard_file;

typedef struct fuzz_shard {
    char *path;
    const char *name; /* of its folder */
    fuzz_shard_file files[FUZZ_FILES];
} fuzz_shard;

extern const morgue_text fuzz_dictionary;

/* The shard of the input, damaged, until it is put back. The first call makes the shards. `size` is
 * not 0. */
fuzz_shard *fuzz_shard_damage(const uint8_t *data, size_t size);
void fuzz_shard_put_back(fuzz_shard *shard);

/* Takes files away, a bit for each, until the shard is put back. */
void fuzz_shard_hide(fuzz_shard *shard, unsigned files);

/* Was anything done to the file? */
bool fuzz_shard_is_damaged(const fuzz_shard *shard, unsigned file);

/* The folder that the shards lie in, and what they were made of. */
const char *fuzz_shards_folder(void);
const records *fuzz_shards_records(void);

#endif
