/* What the parts of a remote index share: see remote.h. */
#ifndef MG_REMOTE_INDEX_H
#define MG_REMOTE_INDEX_H

#include "archive/index_kind.h"
#include "archive/remote/fetch.h"
#include "archive/remote/remote.h"

enum { MG_REMOTE_BUCKETS = 1024 };

typedef struct mg_remote {
    mg_index face; /* empty while the shard is left out */
    mg_link *link;
    const mg_patience *patience;
    mg_shard_state state;                 /* as it was last heard */
    mg_fetch *buckets[MG_REMOTE_BUCKETS]; /* what was asked, by a hash */
    mg_fetch *hello;                      /* whether it is there; NULL: not asked */
    xap_error failure;                    /* the first since the search began; XAP_OK: none */
    bool starved;                         /* memory was out */
    bool doubtful;                        /* it was pardoned, and not tidied since */
    bool was_late;                        /* when it was asked last whether it is there */
    char trouble[256];                    /* why it is left out; "": it is not */
} mg_remote;

/* NULL where it is no such index. */
mg_remote *mg_remote_of(mg_index *index);
mg_remote *mg_remote_new(void);
void mg_remote_free(mg_index *face);

/* Asks for something, or finds that it has been: it lives until it is dropped, or the shard
 * changes. NULL where the shard has failed or is left out, or memory is out. */
mg_fetch *mg_remote_expect(mg_remote *r, mg_fetch_kind kind, uint32_t number, const char *key,
                           size_t len);

/* Waits for it, as long as patience lasts. NULL where it was too long, or NULL was given; the shard
 * has failed then, and also where the answer is a failure other than that nothing is there. */
mg_fetch *mg_remote_await(mg_remote *r, mg_fetch *fetch);

/* Both: NULL where there is no answer. */
mg_fetch *mg_remote_get(mg_remote *r, mg_fetch_kind kind, uint32_t number, const char *key,
                        size_t len);

/* Forgets it. */
void mg_remote_drop(mg_remote *r, mg_fetch *fetch);

#endif
