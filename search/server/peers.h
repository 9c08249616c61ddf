/* The connections that are open, and who is at their other end: how many each client has, and
 * which of them are cut because their client takes too long. */
#ifndef WEB_PEERS_H
#define WEB_PEERS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "search/server/client.h"

typedef struct web_peers web_peers;

/* What the server waits for. */
typedef enum web_phase {
    WEB_PHASE_IDLE,    /* a request; its first line may have begun */
    WEB_PHASE_READING, /* the rest of its header */
    WEB_PHASE_WORKING, /* itself */
    WEB_PHASE_SENDING  /* that the client reads the answer */
} web_phase;

/* A connection. */
typedef struct web_peer {
    web_client client;
    int fd;
    _Atomic uint64_t phase;         /* milliseconds since when, and which: see web_peer_enter() */
    _Atomic uint64_t allow_ms;      /* for sending */
    uint64_t begun_phase, begun_ms; /* of who cuts: when bytes of a request were noticed */
    uint64_t acked, acked_ms;       /* of the same: bytes that have arrived there, noticed when */
    _Atomic bool asked;             /* has sent a request before */
    struct web_peer *next, **link;  /* of the list of clients whose keys collide */
} web_peer;

/* How long a client may take, in milliseconds. */
typedef struct web_patience {
    uint64_t header_ms; /* from its first byte to the end of a request's header */
    uint64_t idle_ms;   /* between requests */
} web_patience;

web_peers *web_peers_new(const web_patience *patience); /* NULL when memory is out */
void web_peers_free(web_peers *peers);

/* A new connection; NULL when memory is out. It counts until it is removed, which comes before its
 * descriptor is closed. */
web_peer *web_peers_add(web_peers *peers, const web_client *client, int fd);
void web_peers_remove(web_peers *peers, web_peer *peer);

/* Has the client `limit` connections or more? */
bool web_peers_crowded(web_peers *peers, const web_client *client, size_t limit);

void web_peer_enter(web_peer *peer, web_phase phase);

/* It is being sent an answer of so many bytes, or the next part of one. */
void web_peer_sending(web_peer *peer, uint64_t bytes, const web_patience *patience);

/* Has the client hung up? */
bool web_peer_gone(const web_peer *peer);

/* Lets the end of the connection be an error for the client, too, which without the chunks of
 * HTTP/1.1 knows the end of an answer by nothing else. */
void web_peer_spoil(const web_peer *peer);

/* Cuts the connections whose clients have taken too long; adds up how many because they were slow,
 * and how many that had nothing to ask. */
void web_peers_reap(web_peers *peers, uint64_t *slow, uint64_t *idle);

#endif
