/* A shard behind a network: a thread with the connection, that does one job after the other.
 *
 * Xapian's calls over a network wait as long as the network makes them. So they are made by a
 * thread of their own, and whoever wants something of a shard waits for it only as long as he
 * likes. A job that nobody waits for any more is done, or fails, and is thrown away.
 *
 * A connection is made when there is a job and none is open; where a place does not answer, the
 * next of the shard's places is tried; one that has failed with a job is tried last. After a
 * failure the jobs that wait have failed, too, and the next one tries anew. */
#ifndef MG_LINK_H
#define MG_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "archive/remote/spread.h"
#include "xapian/xapian_c.h"

typedef struct mg_link mg_link;
typedef struct mg_job mg_job;

/* What a link is to do. Put at the beginning of a struct of the caller's, that run() reads and
 * writes in the link's thread; it is the caller's again when the job is done. */
struct mg_job {
    xap_status (*run)(mg_job *job, xap_database *db, xap_error *cause);
    void (*free)(mg_job *job); /* of the whole struct, in any thread */
    double within_ms;          /* as long as the answer will be waited for; 0: whatever it takes */
    bool more; /* set by run(): it is to be called again, after the other jobs that wait */
    bool anew; /* the state of the shard is to be the newest, whichever it is: a new connection */

    /* The link's: */
    mg_job *next;
    unsigned refs;
    bool done;
    xap_status status; /* once done; XAP_OK: the result counts */
    xap_error cause;
    double asked_at; /* of mg_now_ms() */
};

/* What a shard is known by. Two states of it differ in some of this. */
typedef struct mg_shard_state {
    uint32_t articles;
    uint32_t last; /* greatest document number in use, or more */
    uint64_t total_length;
    uint64_t hash; /* of all that, which databases they are, and their revision */
} mg_shard_state;

/* Starts a thread for the shard, which connects when it has a job. `shard` must outlive the link's
 * last job: see mg_link_free(). Errors: NO_MEMORY, IO (no thread). */
morgue_status mg_link_new(const mg_spread_shard *shard, mg_link **ret, morgue_error *err);

/* Ends it, without waiting: a job under way is finished by the thread, which then gives back what
 * the link has; it has copied `shard`. NULL is allowed. */
void mg_link_free(mg_link *link);

/* Takes a job, one with `anew` before all others that wait, with a reference of the link's own: the
 * caller keeps his. Once given to a link, a job is freed by mg_job_drop(). */
void mg_link_submit(mg_link *link, mg_job *job);
void mg_job_drop(mg_link *link, mg_job *job);

/* Waits until the job is done, but not longer than until `end` of mg_now_ms() (0: as long as it
 * takes). Is it done? */
bool mg_link_wait(mg_link *link, mg_job *job, double end);

/* How long the thread is at what it does now, connecting or a job, in milliseconds; 0: at nothing.
 */
double mg_link_busy(mg_link *link);

/* The name of the place that answered last, or that is tried next. Lives as long as the link. */
const char *mg_link_place(mg_link *link);

/* The state of the shard when a job with `anew` connected last: all zeros before that. Any other
 * job fails with XAP_MODIFIED where the shard is met in another state. */
mg_shard_state mg_link_state(mg_link *link);

/* How long the last job that went well took, in milliseconds. */
double mg_link_took(mg_link *link);

#endif
