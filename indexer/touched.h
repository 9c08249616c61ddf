/* What a writer has done to which article since the last commit: the committed archive does not
 * know of it yet. 48 bytes an article, and as much again for the table's room. */
#ifndef MG_TOUCHED_H
#define MG_TOUCHED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum mg_place {
    MG_PLACE_NONE,   /* not touched, as far as this table knows */
    MG_PLACE_NEW,    /* in the shard that is being made; docid is its number there */
    MG_PLACE_SHARD,  /* changed or added in shard `shard`, as document `docid` */
    MG_PLACE_DELETED /* was document `docid` of shard `shard`, which is free */
} mg_place;

/* An article's state. */
typedef struct mg_touch {
    uint64_t key[2]; /* hash of its id */
    uint64_t hash;   /* first bytes of its record's hash */
    uint32_t docid;
    uint16_t shard;
    uint8_t place;   /* mg_place */
    uint64_t size;   /* of title and text */
    uint64_t source; /* its fingerprint; 0: none */
} mg_touch;

/* Zero-initialise it. */
typedef struct mg_touched {
    mg_touch *slots; /* open addressing */
    size_t cap;      /* a power of two, or 0 */
    size_t count;
} mg_touched;

/* The id's entry, or NULL where it is not there; it lives until the next add. */
mg_touch *mg_touched_find(const mg_touched *touched, const char *id, size_t len);

/* The id's entry, made with MG_PLACE_NONE where it is not there; it lives until the next add.
 * NULL when memory is out. */
mg_touch *mg_touched_add(mg_touched *touched, const char *id, size_t len);

/* Forgets all, and keeps the memory. */
void mg_touched_clear(mg_touched *touched);
void mg_touched_free(mg_touched *touched);

size_t mg_touched_memory(const mg_touched *touched);

#endif
