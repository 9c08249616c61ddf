/* A spread archive: a text file that lists where its shards are, one a line.
 *
 *     # lines like this one, and empty ones, say nothing
 *     local /srv/morgue/2024
 *     tcp node1:7411
 *     tcp node2:7411 or tcp node2b:7411
 *     ssh morgue@node3 /srv/morgue/archive
 *
 * `local` is an archive folder, from where the file is; `tcp` an xapian-tcpsrv; `ssh` runs
 * xapian-progsrv on the host. What stands behind `or` has the same articles: it is asked when the
 * one before does not answer. */
#ifndef MG_SPREAD_H
#define MG_SPREAD_H

#include <stdbool.h>
#include <stddef.h>

#include "archive/arena.h"
#include "morgue.h"

typedef enum mg_address_kind { MG_ADDRESS_LOCAL, MG_ADDRESS_TCP, MG_ADDRESS_SSH } mg_address_kind;

/* Where a shard, or one like it, is. */
typedef struct mg_address {
    mg_address_kind kind;
    const char *name; /* as it was written: "tcp node1:7411" */
    const char *host; /* NULL: local */
    const char *path; /* NULL: tcp */
    unsigned port;    /* 0 but for tcp */
} mg_address;

enum { MG_ADDRESSES_MAX = 16, MG_SPREAD_MAX = 1000 };

typedef struct mg_spread_shard {
    mg_address *at; /* in the order in which they are asked; only one where it is local */
    size_t n;
} mg_spread_shard;

typedef struct mg_spread {
    mg_arena arena;
    mg_spread_shard *shards;
    size_t n;
} mg_spread;

/* Is the path a file, so that it must be a list, and not the folder of an archive? */
bool mg_spread_is_at(const char *path);

/* Reads a list. Errors: BAD_INPUT (a line is wrong: the message has its number), FOREIGN (it looks
 * like anything but a list), NOT_FOUND, IO, NO_MEMORY. */
morgue_status mg_spread_read(const char *path, mg_spread *ret, morgue_error *err);
void mg_spread_free(mg_spread *spread);

#endif
