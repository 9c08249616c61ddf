/* A shard behind a network as an mg_index: what is asked of it is fetched whole, in one message
 * where that can be, and kept until the shard changes.
 *
 * Nothing waits longer than the search likes. What a shard has not answered in time, or at all,
 * reads as an end, as damage does, and mg_index_check() says NETWORK. Then mg_remote_leave_out()
 * makes an empty shard of it, so that the search can be done again without it, and before the next
 * search it is asked again. */
#ifndef MG_REMOTE_H
#define MG_REMOTE_H

#include "archive/index.h"
#include "archive/remote/spread.h"

/* How long a search waits. */
typedef struct mg_patience {
    double began;   /* when it did, of mg_now_ms() */
    double each_ms; /* for one answer */
    double until;   /* of mg_now_ms(); 0: each_ms is all */
} mg_patience;

/* An index of the shard, which is left out until it has been asked. `patience` is heeded at each
 * call, and must outlive the index. Errors: NO_MEMORY, IO (no thread). */
morgue_status mg_remote_open(const mg_spread_shard *shard, const mg_patience *patience,
                             mg_index **ret, morgue_error *err);

/* Is it one of these? All others take any index, and do nothing where it is none. */
bool mg_remote_is(const mg_index *index);

void mg_remote_set_patience(mg_index *index, const mg_patience *patience);

/* Asks the shard whether it is there, and for its newest state. Many can be asked at once. */
void mg_remote_ask(mg_index *index);

/* Waits for the answer to that, if it was asked; without one the shard is left out. Is it another
 * than before: there, or not there, or changed, or had it failed? Then nothing that was read of it
 * counts any more. */
bool mg_remote_hear(mg_index *index);

/* Has it failed since it was asked last? */
bool mg_remote_has_failed(const mg_index *index);

/* Leaves the shard out where it has failed. Has it been left out by that? */
bool mg_remote_leave_out(mg_index *index);

/* Lets it go on where it has failed since mg_index_check() found nothing wrong. What was read of it
 * since then is in doubt, and forgotten by mg_remote_tidy(). */
void mg_remote_pardon(mg_index *index);

/* Why it is left out; NULL: it is not. Lives until it is asked again. */
const char *mg_remote_trouble(const mg_index *index);

/* The place that answered last, or was asked last. */
const char *mg_remote_place(const mg_index *index);

/* Articles as they were last heard, and how long the last answer took, in milliseconds. */
uint32_t mg_remote_articles(const mg_index *index);
double mg_remote_took(const mg_index *index);

/* What tells one state of the shard from another; 0 while it is left out. */
uint64_t mg_remote_state(const mg_index *index);

/* Between searches: gives back what is in doubt, and what was fetched where it has become more than
 * `keep` bytes. Was anything in doubt? */
bool mg_remote_tidy(mg_index *index, size_t keep);

#endif
