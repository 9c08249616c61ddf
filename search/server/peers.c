#include "search/server/peers.h"

#include <linux/tcp.h> /* what the kernel counts of a connection: more than netinet/tcp.h knows */
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "search/server/clock.h"

enum {
    CHAINS = 4096,
    PHASE_BITS = 2,
    SLACK_MS = 50,       /* the kernel counts in ticks */
    BYTES_PER_MS = 16,   /* who reads an answer more slowly has gone to sleep */
    SENDING_PATIENCE = 3 /* times the patience for a header */
};

struct web_peers {
    pthread_mutex_t lock;
    web_patience patience;
    web_peer *chains[CHAINS];
};

web_peers *web_peers_new(const web_patience *patience)
{
    web_peers *peers = calloc(1, sizeof *peers);
    if (!peers)
        return NULL;
    pthread_mutex_init(&peers->lock, NULL);
    peers->patience = *patience;
    return peers;
}

void web_peers_free(web_peers *peers)
{
    if (peers)
        pthread_mutex_destroy(&peers->lock);
    free(peers);
}

/* Chains of one client are as long as it has connections, so that nothing is gained by choosing
 * addresses: those of the others are passed over. */
static web_peer **chain_of(web_peers *peers, const web_client *client)
{
    const web_client key = web_client_key(client);
    unsigned sum = 0;
    for (size_t i = 0; i < sizeof key.bytes; i++)
        sum = sum * 31 + key.bytes[i];
    return &peers->chains[sum % CHAINS];
}

web_peer *web_peers_add(web_peers *peers, const web_client *client, int fd)
{
    web_peer *peer = calloc(1, sizeof *peer);
    if (!peer)
        return NULL;
    *peer = (web_peer){.client = *client, .fd = fd};
    web_peer_enter(peer, WEB_PHASE_IDLE);
    pthread_mutex_lock(&peers->lock);
    web_peer **chain = chain_of(peers, client);
    peer->next = *chain;
    peer->link = chain;
    if (*chain)
        (*chain)->link = &peer->next;
    *chain = peer;
    pthread_mutex_unlock(&peers->lock);
    return peer;
}

void web_peers_remove(web_peers *peers, web_peer *peer)
{
    pthread_mutex_lock(&peers->lock);
    *peer->link = peer->next;
    if (peer->next)
        peer->next->link = peer->link;
    pthread_mutex_unlock(&peers->lock);
    free(peer);
}

bool web_peers_crowded(web_peers *peers, const web_client *client, size_t limit)
{
    const web_client key = web_client_key(client);
    size_t n = 0;
    pthread_mutex_lock(&peers->lock);
    for (const web_peer *peer = *chain_of(peers, client); peer && n < limit; peer = peer->next) {
        const web_client other = web_client_key(&peer->client);
        n += web_client_same(&key, &other);
    }
    pthread_mutex_unlock(&peers->lock);
    return n >= limit;
}

void web_peer_enter(web_peer *peer, web_phase phase)
{
    if (phase != WEB_PHASE_IDLE)
        atomic_store_explicit(&peer->asked, true, memory_order_relaxed);
    atomic_store_explicit(&peer->phase, web_now_ms() << PHASE_BITS | phase, memory_order_relaxed);
}

void web_peer_sending(web_peer *peer, uint64_t bytes, const web_patience *patience)
{
    uint64_t allow = SENDING_PATIENCE * patience->header_ms + bytes / BYTES_PER_MS;
    atomic_store_explicit(&peer->allow_ms, allow, memory_order_relaxed);
    web_peer_enter(peer, WEB_PHASE_SENDING);
}

bool web_peer_gone(const web_peer *peer)
{
    struct pollfd descriptor = {.fd = peer->fd, .events = POLLRDHUP};
    return poll(&descriptor, 1, 0) == 1 &&
           (descriptor.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

void web_peer_spoil(const web_peer *peer)
{
    const struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    connect(peer->fd, &nobody, sizeof nobody); /* sends a reset, before MHD ends it in good order */
}

/* ---- Cutting ------------------------------------------------------------------------------ */

/* Have bytes come in since the phase began? MHD does not tell before the first line is whole. */
static bool has_begun(const web_peer *peer, bool asked, uint64_t waited_ms)
{
    struct tcp_info info = {0};
    socklen_t len = sizeof info;
    if (getsockopt(peer->fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0)
        return false;
    return asked ? info.tcpi_last_data_recv + SLACK_MS < waited_ms : info.tcpi_bytes_received > 0;
}

/* Is the client, which is to send a request, to be cut? *ret_slow: it has begun. */
static bool idle_too_long(const web_peers *peers, web_peer *peer, uint64_t phase, uint64_t now_ms,
                          bool *ret_slow)
{
    uint64_t since = phase >> PHASE_BITS;
    bool asked = atomic_load_explicit(&peer->asked, memory_order_relaxed);
    if (peer->begun_phase != phase) {
        peer->begun_phase = phase;
        peer->begun_ms = 0;
    }
    if (!peer->begun_ms && has_begun(peer, asked, now_ms - since))
        peer->begun_ms = asked ? now_ms : since;
    *ret_slow = peer->begun_ms != 0;
    return peer->begun_ms ? now_ms - peer->begun_ms > peers->patience.header_ms
                          : now_ms - since > peers->patience.idle_ms;
}

/* Has nothing of an answer arrived there for as long as any may take? */
static bool has_stalled(const web_peers *peers, web_peer *peer, uint64_t since, uint64_t now_ms)
{
    struct tcp_info info = {0};
    socklen_t len = sizeof info;
    if (getsockopt(peer->fd, IPPROTO_TCP, TCP_INFO, &info, &len) != 0)
        return false;
    if (peer->acked != info.tcpi_bytes_acked || peer->acked_ms < since)
        peer->acked_ms = now_ms;
    peer->acked = info.tcpi_bytes_acked;
    return now_ms - peer->acked_ms > SENDING_PATIENCE * peers->patience.header_ms;
}

static bool took_too_long(const web_peers *peers, web_peer *peer, uint64_t now_ms, bool *ret_slow)
{
    uint64_t phase = atomic_load_explicit(&peer->phase, memory_order_relaxed);
    uint64_t since = phase >> PHASE_BITS, waited = now_ms > since ? now_ms - since : 0;
    *ret_slow = true;
    switch ((web_phase)(phase & ((1 << PHASE_BITS) - 1))) {
    case WEB_PHASE_IDLE: return waited && idle_too_long(peers, peer, phase, now_ms, ret_slow);
    case WEB_PHASE_READING: return waited > peers->patience.header_ms;
    case WEB_PHASE_WORKING: return false;
    case WEB_PHASE_SENDING:
        return waited > atomic_load_explicit(&peer->allow_ms, memory_order_relaxed) ||
               has_stalled(peers, peer, since, now_ms);
    }
    return false;
}

static void cut(web_peer *peer)
{
    shutdown(peer->fd, SHUT_RDWR); /* MHD sees the end, and closes it */
    web_peer_enter(peer, WEB_PHASE_WORKING);
}

void web_peers_reap(web_peers *peers, uint64_t *slow, uint64_t *idle)
{
    bool was_slow;
    uint64_t now_ms = web_now_ms();
    pthread_mutex_lock(&peers->lock);
    for (size_t i = 0; i < CHAINS; i++)
        for (web_peer *peer = peers->chains[i]; peer; peer = peer->next)
            if (took_too_long(peers, peer, now_ms, &was_slow)) {
                cut(peer);
                ++*(was_slow ? slow : idle);
            }
    pthread_mutex_unlock(&peers->lock);
}
