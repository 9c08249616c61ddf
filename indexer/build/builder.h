/* The seam behind which articles become a shard. A writer fills one builder; which kind is its
 * choice: Xapian's own writer today. */
#ifndef MG_BUILDER_H
#define MG_BUILDER_H

#include "archive/buffer.h"
#include "morgue.h"

typedef struct mg_builder mg_builder;

enum { MG_HASH_SIZE = 16 };

/* An article on its way into a shard. */
typedef struct mg_entry {
    const morgue_article *article;    /* with an id */
    morgue_text id_term;              /* the exact term of its id */
    morgue_text packed;               /* its packed record */
    unsigned char hash[MG_HASH_SIZE]; /* of the record */
    uint64_t size;                    /* bytes of title and text */
} mg_entry;

/* What a shard knows of an article that it has. */
typedef struct mg_known {
    uint32_t docid;
    unsigned char hash[MG_HASH_SIZE];
    uint64_t size;
} mg_known;

/* A kind of builder. Changes are private until commit, which makes them durable and visible at
 * once; free drops what was not committed. After a failed put or remove only free is allowed. */
typedef struct mg_builder_kind {
    const char *name;

    /* Opens the shard at `path`, which is made where it is missing; `memory` is what it may use.
     * Errors: LOCKED, CORRUPT, BAD_VERSION, IO, NO_MEMORY. */
    morgue_status (*open)(const char *path, uint64_t memory, mg_builder **ret, morgue_error *err);
    void (*free)(mg_builder *builder);

    /* Looks an article up, also among those not committed. Errors: NOT_FOUND, CORRUPT, IO. */
    morgue_status (*find)(mg_builder *builder, morgue_text id_term, mg_known *ret,
                          morgue_error *err);

    /* Adds the article, in the place of document `replaced` where that is not 0. */
    morgue_status (*put)(mg_builder *builder, const mg_entry *entry, uint32_t replaced,
                         morgue_error *err);
    morgue_status (*remove)(mg_builder *builder, uint32_t docid, morgue_error *err);

    /* Metadata of the shard; get appends nothing for a key that is not set. */
    morgue_status (*get_meta)(mg_builder *builder, const char *key, mg_buffer *ret,
                              morgue_error *err);
    morgue_status (*set_meta)(mg_builder *builder, const char *key, morgue_text value,
                              morgue_error *err);

    /* Should it be committed now, to stay within its memory? */
    bool (*full)(const mg_builder *builder);
    morgue_status (*commit)(mg_builder *builder, morgue_error *err);
} mg_builder_kind;

extern const mg_builder_kind mg_xapian_builder;

#endif
