/* What a file may cost at most, and what it has cost. A bomb is a small file that unpacks to a huge
 * one, or to very many; everything is counted against the outermost file, however deep it lies. */
#ifndef MG_LIMITS_H
#define MG_LIMITS_H

#include "morgue.h"

typedef struct mg_limits {
    uint64_t ratio;      /* unpacked bytes for each packed one, */
    uint64_t ratio_from; /* looked at from this many unpacked bytes on */
    uint64_t unpacked;   /* bytes */
    uint64_t members;
    unsigned layers; /* containers and compressions around a member */
    uint64_t memory; /* bytes that a decompressor may take */
    uint64_t spool;  /* bytes of a container that is kept in a temporary file */
} mg_limits;

/* Unpacked bytes are those of every layer: an article in a gzip file in a tar counts twice. Text
 * packs 3 to 10 times; a year of daily dumps in one .tar.xz, each holding nearly the same, several
 * hundred times. Deflate ends at 1032, LZMA at about 7000, zstd higher. Nothing is written and only
 * a window is kept, so what a bomb costs is time: a second for each gigabyte. So the ratio may be
 * generous, and small files need not meet it at all. */
#define MG_RATIO_MAX  ((uint64_t)1000)
#define MG_RATIO_FROM ((uint64_t)256 << 20)

/* The ratio bounds what a small file costs; this is for large ones, and for pipes. Nobody has a
 * dump of this size in one file; reading it takes days. */
#define MG_UNPACKED_MAX ((uint64_t)64 << 40)

/* Some newspapers have ten million articles, and a file of its own for each. */
#define MG_MEMBERS_MAX ((uint64_t)100 << 20)

/* all.zip > 2022.7z > january.tar > .xz > a.jsonl > .gz are six; each layer costs up to a few
 * hundred kilobytes of memory, besides its dictionary. */
enum { MG_LAYERS_MAX = 12 };

/* A 7z inside of another container must be laid aside to be read: not more than a disk has. */
#define MG_SPOOL_MAX ((uint64_t)16 << 30)

/* Unpacking what `xz -9` made takes 65 MB, `zstd --ultra -22` 128 MB, 7-Zip's largest preset 256
 * MB. A file of a few bytes may ask for 4 GB. */
#define MG_UNPACKER_MAX ((uint64_t)512 << 20)

extern const mg_limits mg_default_limits;

/* A number of bytes as people write it: "512 MB". Returns `ret`. */
enum { MG_SIZE_TEXT = 32 };
const char *mg_size_text(uint64_t bytes, char ret[MG_SIZE_TEXT]);

/* What an outermost file has cost so far. */
typedef struct mg_meter {
    const mg_limits *limits;
    uint64_t packed;   /* bytes of the file that were read; those read twice count once */
    uint64_t unpacked; /* bytes that were made of them */
    uint64_t members;
    morgue_error hit; /* the limit that was hit; every further count fails with it */
} mg_meter;

/* Counts. Errors: IO, with the limit that was hit, and every time from then on. */
morgue_status mg_meter_unpacked(mg_meter *meter, size_t n, morgue_error *err);
morgue_status mg_meter_member(mg_meter *meter, morgue_error *err);

#endif
