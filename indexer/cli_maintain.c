#include "indexer/cli_maintain.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>

#include "cli/figure.h"
#include "cli/json.h"
#include "cli/message.h"

/* One run. */
typedef struct maintenance {
    const index_options *options;
    const char *archive;
    const cli_part *part;
    cli_progress progress;
    cli_problems problems;
    json_t *damages; /* of --json, else NULL */
} maintenance;

/* ---- The command line --------------------------------------------------------------------- */

bool cli_maintains(const index_options *options)
{
    return options->verify || options->rebuild || options->snapshot;
}

static const char *deed_of(const index_options *options)
{
    return options->verify ? "--verify" : options->rebuild ? "--rebuild" : "--snapshot";
}

bool cli_maintain_check(const index_options *options, size_t n_paths)
{
    unsigned deeds = (options->verify != 0) + options->rebuild + (options->snapshot != NULL);
    bool others = options->compact || options->retag || options->delete_query || options->stats ||
                  options->dry_run;
    if (deeds == 1 && !n_paths && !others)
        return true;
    cli_error("%s is a run of its own: %s", deed_of(options),
              n_paths      ? "read dumps in another"
              : deeds == 1 ? "do the rest in another"
                           : "do one after the other");
    return false;
}

/* ---- What is met -------------------------------------------------------------------------- */

static void keep_json(json_t *damages, const morgue_damage *damage)
{
    json_t *object = json_object();
    json_object_set_new(object, "place", cli_json_text(damage->place));
    json_object_set_new(object, "id", *damage->id ? cli_json_text(damage->id) : json_null());
    json_object_set_new(object, "docid",
                        damage->docid ? json_integer((json_int_t)damage->docid) : json_null());
    json_object_set_new(object, "what", cli_json_text(damage->what));
    json_array_append_new(damages, object);
}

/* "archive/shard-000002: article 17: a packed article is damaged" */
static void on_damage(void *user, const morgue_damage *damage)
{
    maintenance *run = user;
    char reason[1024], path[PATH_MAX], article[32] = "";
    if (damage->docid)
        snprintf(article, sizeof article, "article %" PRIu32, damage->docid);
    snprintf(reason, sizeof reason, "%s%s%.200s%s%s%.700s", article, *damage->id ? " (" : "",
             damage->id, *damage->id ? ")" : "", damage->docid ? ": " : "", damage->what);
    snprintf(path, sizeof path, "%s%s%s", run->archive, *damage->place ? "/" : "", damage->place);
    const morgue_problem problem = {
        .severity = (morgue_severity)CLI_DAMAGED, .path = path, .id = damage->id, .reason = reason};
    cli_progress_clear(&run->progress);
    cli_problems_add(&run->problems, &problem);
    if (run->damages)
        keep_json(run->damages, damage);
}

static bool on_progress(void *user, uint64_t done, uint64_t total)
{
    maintenance *run = user;
    cli_progress_articles(&run->progress, done, total);
    return !cli_stop_wished();
}

/* ---- The end ------------------------------------------------------------------------------ */

/* Prints the object, with what all have, and gives it up. */
static void print_json(maintenance *run, json_t *object)
{
    json_object_set_new(object, "archive", cli_json_text(run->archive));
    json_object_set_new(object, "seconds", json_real(cli_progress_seconds(&run->progress)));
    if (run->damages)
        json_object_set_new(object, "damages", run->damages);
    run->damages = NULL;
    cli_json_print(object, stdout);
}

static void tell_verdict(maintenance *run, const morgue_verdict *verdict)
{
    if (run->options->json) {
        json_t *object = json_object();
        json_object_set_new(object, "sound", json_boolean(!verdict->damages));
        cli_json_put_number(object, "shards", verdict->shards);
        cli_json_put_number(object, "articles", verdict->articles);
        cli_json_put_number(object, "compared", verdict->compared);
        cli_json_put_number(object, "unchecked", verdict->unchecked);
        print_json(run, object);
        return;
    }
    printf("%s shard%s and %s article%s checked in %.1f s, the index of %s of them: ",
           cli_count(verdict->shards).text, cli_plural(verdict->shards),
           cli_count(verdict->articles).text, cli_plural(verdict->articles),
           cli_progress_seconds(&run->progress), cli_count(verdict->compared).text);
    if (verdict->damages)
        printf("%s damage%s found; morgue-index --rebuild %s saves what can be read\n",
               cli_count(verdict->damages).text, cli_plural(verdict->damages), run->archive);
    else
        printf("all sound\n");
    if (verdict->unchecked)
        printf("Xapian's check of %s shard%s was left out, since it opens files for writing%s\n",
               cli_count(verdict->unchecked).text, cli_plural(verdict->unchecked),
               run->options->verify == VERIFY_FULL ? "" : ": --verify=full reads all of them");
}

static void tell_rebuilt(maintenance *run, const morgue_rebuilt *rebuilt)
{
    if (run->options->json) {
        json_t *object = json_object();
        cli_json_put_number(object, "articles", rebuilt->articles);
        cli_json_put_number(object, "lost", rebuilt->lost);
        cli_json_put_number(object, "uncertain", rebuilt->uncertain);
        cli_json_put_number(object, "salvaged", rebuilt->salvaged);
        cli_json_put_number(object, "kept", rebuilt->kept);
        print_json(run, object);
        return;
    }
    printf("rebuilt in %.1f s; the archive holds %s article%s; %s lost\n",
           cli_progress_seconds(&run->progress), cli_count(rebuilt->articles).text,
           cli_plural(rebuilt->articles), cli_count(rebuilt->lost).text);
    if (rebuilt->uncertain)
        printf("there may have been more: nothing tells any longer\n");
    if (rebuilt->salvaged)
        printf("%s article%s may be earlier versions, or have been deleted: nothing leads to them "
               "any more\n",
               cli_count(rebuilt->salvaged).text, cli_plural(rebuilt->salvaged));
    if (rebuilt->kept)
        printf("%s damaged shard%s kept in %s as damaged-*: remove %s when nothing more is hoped "
               "for\n",
               cli_count(rebuilt->kept).text, rebuilt->kept == 1 ? " is" : "s are", run->archive,
               rebuilt->kept == 1 ? "it" : "them");
}

static void tell_snapshot(maintenance *run, const morgue_snapshot_facts *facts)
{
    if (run->options->json) {
        json_t *object = json_object();
        json_object_set_new(object, "snapshot", cli_json_text(run->options->snapshot));
        cli_json_put_number(object, "shards", facts->shards);
        cli_json_put_number(object, "bytes", facts->bytes);
        cli_json_put_number(object, "bytes_copied", facts->bytes_copied);
        cli_json_put_number(object, "bytes_cloned", facts->bytes_cloned);
        cli_json_put_number(object, "bytes_linked", facts->bytes_linked);
        print_json(run, object);
        return;
    }
    printf("copied %s shard%s (%s) to %s in %.1f s", cli_count(facts->shards).text,
           cli_plural(facts->shards), cli_size(facts->bytes).text, run->options->snapshot,
           cli_progress_seconds(&run->progress));
    if (facts->bytes_cloned || facts->bytes_linked)
        printf("; %s of it shared with the archive (%s)",
               cli_size(facts->bytes_cloned + facts->bytes_linked).text,
               facts->bytes_linked ? "hard links" : "reflinks");
    putchar('\n');
}

/* ---- Deeds -------------------------------------------------------------------------------- */

static morgue_status verify(maintenance *run, const morgue_maintain_options *how, bool *ret_bad,
                            morgue_error *err)
{
    morgue_verdict verdict;
    morgue_status status = morgue_verify(run->archive, how, &verdict, err);
    cli_progress_clear(&run->progress);
    if (status == MORGUE_OK)
        tell_verdict(run, &verdict);
    *ret_bad = status == MORGUE_OK && verdict.damages;
    return status;
}

static morgue_status rebuild(maintenance *run, const morgue_maintain_options *how, bool *ret_bad,
                             morgue_error *err)
{
    morgue_rebuilt rebuilt;
    morgue_status status = morgue_rebuild(run->archive, how, &rebuilt, err);
    cli_progress_clear(&run->progress);
    if (status == MORGUE_OK)
        tell_rebuilt(run, &rebuilt);
    *ret_bad = status == MORGUE_OK && (rebuilt.lost || rebuilt.uncertain || rebuilt.kept);
    return status;
}

static morgue_status snapshot(maintenance *run, morgue_error *err)
{
    morgue_snapshot_facts facts;
    morgue_status status = morgue_snapshot(run->archive, run->options->snapshot, &facts, err);
    if (status == MORGUE_OK)
        tell_snapshot(run, &facts);
    return status;
}

static morgue_status perform(maintenance *run, bool *ret_bad, morgue_error *err)
{
    const morgue_maintain_options how = {.full = run->options->verify == VERIFY_FULL,
                                         .memory = run->options->memory,
                                         .jobs = (unsigned)run->options->jobs,
                                         .damage = on_damage,
                                         .progress = on_progress,
                                         .user = run,
                                         .part = run->part->part,
                                         .parts = run->part->parts};
    if (run->options->verify)
        return verify(run, &how, ret_bad, err);
    return run->options->rebuild ? rebuild(run, &how, ret_bad, err) : snapshot(run, err);
}

int cli_maintain(const index_options *options, const char *archive, const cli_part *part)
{
    morgue_error err;
    bool bad = false;
    maintenance run = {.options = options, .archive = archive, .part = part};
    if (!cli_problems_open(&run.problems, options->rejects))
        return CLI_TROUBLE;
    if (options->json && !options->snapshot)
        run.damages = json_array();
    if (!options->snapshot) /* which is not asked whether to go on: a signal ends it */
        cli_stop_listen(CLI_STOP_LEAVES);
    cli_progress_start(&run.progress);
    morgue_status status = perform(&run, &bad, &err);
    if (!cli_problems_close(&run.problems))
        bad = true;
    json_decref(run.damages);
    if (status == MORGUE_CANCELLED) {
        cli_error("stopped: the archive is as it was");
        return 128 + cli_stop_wished();
    }
    if (status != MORGUE_OK) {
        cli_library_error(&err, NULL);
        return status == MORGUE_INVALID ? CLI_USAGE : CLI_TROUBLE; /* another --part */
    }
    return bad ? INDEX_SOME_REJECTED : INDEX_DONE;
}
