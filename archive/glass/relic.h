/* A table of a glass database that may be damaged, read for what can still be had. Blocks are read
 * one by one, so that a disk that fails costs the block; nothing read is believed.
 *
 * Where the tree can be followed from its root it tells which leaves count, and their order: these
 * are live. The rest of the file has leaves, too: those that a damaged branch led to, and earlier
 * versions of others, as Xapian never overwrites a block before the next commit but one. Which of
 * the two a leaf is cannot be seen in it.
 *
 * The version file may be missing or damaged. Then the root is the block of the highest level among
 * those of the latest revision, if the whole tree under it is sound and spans all keys. */
#ifndef MG_GLASS_RELIC_H
#define MG_GLASS_RELIC_H

#include "archive/glass/base.h"
#include "archive/glass/btree.h"
#include "morgue.h"

typedef struct mg_relic {
    const char *name; /* of the table */
    int fd;           /* -1: there is no file */
    uint64_t size;
    uint32_t block_size;
    uint32_t blocks;
    uint32_t revision; /* blocks of later ones do not count; UINT32_MAX: not known */
    bool rooted;       /* a tree was found */
    bool guessed;      /* without the version file */
    bool sound;        /* all of the tree could be followed; also where the table is empty */
    uint32_t *leaves;  /* that are live, in the order of their keys */
    size_t n_leaves;
    size_t leaves_cap;
    uint64_t *live; /* a bit for each block of the tree */
    uint32_t bad;   /* how often damage was met */
    uint32_t bad_block;
    const char *damage; /* the first of it, in bad_block; static; NULL where there is none */
    bool starved;       /* memory was out */
    uint8_t *block;     /* the one read last */
    uint32_t number;    /* of it; UINT32_MAX: none */
    mg_btree inflater;
} mg_relic;

/* Opens "NAME.glass" in a folder: a table that has something for every article. `base` is NULL
 * where the version file cannot be read. A file that is missing is damage, not an error. Errors: IO
 * (it is there and may not be read), NO_MEMORY. */
morgue_status mg_relic_open(const char *folder, const char *name, const mg_base *base,
                            enum mg_base_table table, mg_relic *ret, morgue_error *err);
void mg_relic_close(mg_relic *relic);

/* Remembers damage. Returns false. */
bool mg_relic_damaged(mg_relic *relic, uint32_t block, const char *damage);

/* Is the block one that the tree leads to? */
bool mg_relic_is_live(const mg_relic *relic, uint32_t block);

/* Takes up a leaf and tells how many items it may have: 0 where it cannot be read, or is not live
 * and no leaf or later than what counts. *ret_revision: of the block. */
uint32_t mg_relic_take_leaf(mg_relic *relic, uint32_t block, uint32_t *ret_revision);

/* Item `i` of the leaf that was taken up; false where it does not fit. It lives until the next leaf
 * is taken up. *ret_number: of the component. */
bool mg_relic_item(const mg_relic *relic, uint32_t i, mg_item *ret, uint32_t *ret_number);

/* Inflates a tag. False where that cannot be done. */
bool mg_relic_inflate(mg_relic *relic, const mg_buffer *packed, mg_buffer *ret);

#endif
