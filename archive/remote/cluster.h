/* The shards of a spread archive, opened: what each line of the list has come to. */
#ifndef MG_CLUSTER_H
#define MG_CLUSTER_H

#include "archive/folder.h"
#include "archive/remote/remote.h"
#include "archive/remote/spread.h"

/* A line. One that is local has the shards of its archive, any other one has one. */
typedef struct mg_cluster_line {
    mg_folder folder;
    char trouble[256]; /* why a local archive cannot be opened; "": it is open */
} mg_cluster_line;

typedef struct mg_cluster {
    mg_spread list;
    mg_cluster_line *at; /* by line */
    mg_patience patience;
    mg_manifest all;    /* of the spread archive: its shards by names that no two lists share */
    mg_index **indexes; /* of all lines, as they are in `all` */
    bool pending;       /* they were asked for the first time, and nobody has heard them yet */
} mg_cluster;

/* Opens what the list has. `before` may be NULL: what has not changed since is taken over from it,
 * with all that was read of it, and *ret_changed says whether there is anything else. Then `before`
 * is to be closed. Lines that cannot be opened are left out. Where there was nothing before, nobody
 * is waited for: see mg_cluster_hear(). Errors: those of mg_spread_read(), IO, NO_MEMORY. After a
 * failure `before` is as it was. */
morgue_status mg_cluster_open(const char *path, mg_cluster *before, mg_cluster **ret,
                              bool *ret_changed, morgue_error *err);
void mg_cluster_close(mg_cluster *cluster);

/* Waits for those that were asked when the list was opened. Had it not been done yet? */
bool mg_cluster_hear(mg_cluster *cluster);

/* Does any line answer? Errors: NETWORK. */
morgue_status mg_cluster_check(const mg_cluster *cluster, const char *path, morgue_error *err);

/* How long the next search waits: an answer may take each_ms. */
void mg_cluster_be_patient(mg_cluster *cluster, double each_ms, double all_ms);

/* Asks the lines that are left out, or have failed outside of a search, once more. Does one of them
 * answer now? *ret_reopen: a local one does, for which the archive is to be opened anew. */
bool mg_cluster_try_again(mg_cluster *cluster, bool *ret_reopen);

/* Leaves out the shards that have failed. Has that left out any? */
bool mg_cluster_leave_out(mg_cluster *cluster);

/* The i-th line that has what another before it has, as where a node is listed by two names: all
 * its articles are found twice. False behind the last. Names live until the next call that asks. */
bool mg_cluster_twins(const mg_cluster *cluster, size_t i, const char **ret_one,
                      const char **ret_other);

/* Asks each shard whether it is there; what is not is left out. Has anything changed? */
bool mg_cluster_ask(mg_cluster *cluster);

/* Lets shards that have failed go on: see mg_remote_pardon(). */
void mg_cluster_pardon(mg_cluster *cluster);

/* Gives back what was read over the network, where it has become much, and what is in doubt. Was
 * there any of that? */
bool mg_cluster_tidy(mg_cluster *cluster);

/* What is told of the i-th line; false behind the last. Its texts live until the next call that
 * asks. */
bool mg_cluster_shard(const mg_cluster *cluster, size_t i, morgue_shard *ret);

/* What tells one state of all lines from another. Errors: CORRUPT, IO, NO_MEMORY. */
morgue_status mg_cluster_state(const mg_cluster *cluster, uint64_t *ret, morgue_error *err);

/* The i-th line that is left out, and why; false behind the last. The texts live until the next
 * call that asks. */
bool mg_cluster_missing(const mg_cluster *cluster, size_t i, const char **ret_name,
                        const char **ret_reason);

#endif
