/* morgue-index: reads dumps into an archive. Built on the public header alone. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/message.h"
#include "indexer/cli_index.h"
#include "indexer/cli_maintain.h"

/* Articles between two commits of what is followed, at most. */
enum { FOLLOW_ARTICLES = 1000 };

/* One run of the program. */
typedef struct index_run {
    index_options options;
    const char *archive;
    const char *const *paths;
    size_t n_paths;
    morgue_mapping *maps;
    morgue_writer *writer; /* NULL in a dry run */
    cli_progress progress;
    cli_progress merging;
    cli_problems problems;
    cli_outcome outcome;
    bool notice_told;
} index_run;

/* ---- Before anything is touched ----------------------------------------------------------- */

static bool check_paths(const index_run *run)
{
    struct stat facts;
    for (size_t i = 0; i < run->n_paths; i++) {
        const char *path = run->paths[i];
        if (strcmp(path, "-") != 0 && stat(path, &facts) != 0) {
            cli_error("%s: %s: nothing was read", path, strerror(errno));
            return false;
        }
    }
    return true;
}

/* Is there something to do besides reading dumps? */
static bool other_deed(const index_options *options)
{
    return options->stats || options->compact || options->retag || options->delete_query ||
           cli_maintains(options);
}

static const char *const standard_input[] = {"-"};

/* A file cannot be followed by itself; where a number stands before the archive it was meant as the
 * seconds. */
static void refuse_to_follow(const index_run *run, const char *path)
{
    if (!run->archive[strspn(run->archive, "0123456789.")])
        cli_error("--follow takes its seconds behind a sign of equality: --follow=%s %s",
                  run->archive, path);
    else
        cli_error("--follow reads what comes through standard input, not %s: tail -n +1 -F %s "
                  "| morgue-index --follow %s",
                  path, path, run->archive);
}

/* What is followed comes through standard input, whether that is named or not. */
static bool follow_input(index_run *run)
{
    for (size_t i = 0; i < run->n_paths; i++)
        if (strcmp(run->paths[i], "-") != 0) {
            refuse_to_follow(run, run->paths[i]);
            return false;
        }
    if (run->options.dry_run) {
        cli_error("--follow adds articles as they come: leave out --dry-run");
        return false;
    }
    run->paths = standard_input;
    run->n_paths = 1;
    return true;
}

/* Finds the archive and the paths among the operands. */
static bool take_operands(index_run *run, const cli_list *operands)
{
    if (!operands->count) {
        cli_error("no archive was named: morgue-index ARCHIVE PATH..., or see morgue-index --help");
        return false;
    }
    run->archive = operands->items[0];
    run->paths = operands->items + 1;
    run->n_paths = operands->count - 1;
    if (run->options.follow_ms && !follow_input(run))
        return false;
    if (run->options.part && !run->n_paths && !run->options.rebuild) {
        cli_error("--part is about what is read: name a dump, or - for standard input");
        return false;
    }
    if (run->n_paths && run->options.retag) {
        cli_error("--retag is about what is in the archive: read dumps in another run");
        return false;
    }
    if (run->n_paths || other_deed(&run->options))
        return check_paths(run);
    if (isatty(STDIN_FILENO)) {
        cli_error("nothing to read was named: morgue-index %s PATH..., or pipe a dump in; see "
                  "morgue-index --help",
                  run->archive);
        return false;
    }
    run->paths = standard_input;
    run->n_paths = 1;
    return true;
}

/* ---- Deeds -------------------------------------------------------------------------------- */

static void on_problem(void *user, const morgue_problem *problem)
{
    index_run *run = user;
    cli_progress_clear(&run->progress);
    cli_problems_add(&run->problems, problem);
    cli_account_problem(&run->outcome.account, problem);
    if (run->options.dry_run)
        cli_dryrun_problem(&run->outcome.account_of_all, problem);
}

static void on_file(void *user, const morgue_file_report *report)
{
    index_run *run = user;
    cli_account_file(&run->outcome.account, report);
    if (run->options.dry_run)
        cli_dryrun_file(&run->outcome.account_of_all, report);
}

static void on_article(void *user, const morgue_found *found)
{
    index_run *run = user;
    cli_dryrun_article(&run->outcome.account_of_all, found);
}

static bool on_progress(void *user, const morgue_summary *so_far)
{
    index_run *run = user;
    cli_progress_show(&run->progress, so_far);
    return !cli_stop_wished();
}

/* What is no reason to fail: shards that could not be merged, since every article is in. */
static void warn_of_shards(index_run *run)
{
    const char *notice = run->writer ? morgue_writer_notice(run->writer) : NULL;
    if (!notice || run->notice_told || run->options.compact)
        return;
    cli_progress_clear(&run->progress);
    cli_error("%s", notice);
    run->notice_told = true;
}

static void on_committed(void *user, const morgue_summary *so_far, uint64_t revision)
{
    index_run *run = user;
    (void)so_far, (void)revision;
    warn_of_shards(run);
}

static morgue_status import(index_run *run, morgue_error *err)
{
    morgue_import_options options = {.format = run->options.format,
                                     .mappings = run->maps,
                                     .n_mappings = run->options.maps.count,
                                     .dates = (morgue_date_order)run->options.dates,
                                     .problem = on_problem,
                                     .article = run->options.dry_run ? on_article : NULL,
                                     .file = on_file,
                                     .progress = on_progress,
                                     .commit_articles = run->options.commit_every,
                                     .commit_ms = run->options.follow_ms,
                                     .committed = on_committed,
                                     .part = run->outcome.part.part,
                                     .parts = run->outcome.part.parts,
                                     .user = run};
    if (run->options.follow_ms && !run->options.commit_every)
        options.commit_articles = FOLLOW_ARTICLES;
    uint64_t deleted = run->outcome.counts.deleted;
    morgue_status status =
        morgue_import(run->writer, run->paths, run->n_paths, &options, &run->outcome.counts, err);
    run->outcome.counts.deleted += deleted;
    cli_progress_clear(&run->progress);
    cli_dryrun_end(&run->outcome.account_of_all);
    if (run->options.follow_ms && status == MORGUE_CANCELLED)
        return MORGUE_OK; /* that is how following ends */
    return status;
}

static morgue_status delete (index_run *run, morgue_error *err)
{
    morgue_archive *archive;
    morgue_status status = morgue_archive_open(run->archive, &archive, err);
    if (status != MORGUE_OK)
        return status;
    status = cli_delete(archive, run->writer, run->options.delete_query,
                        &run->outcome.counts.deleted, err);
    morgue_archive_free(archive);
    return status;
}

static bool on_retagged(void *user, uint64_t done, uint64_t total)
{
    index_run *run = user;
    cli_progress_articles(&run->progress, done, total);
    return !cli_stop_wished();
}

static morgue_status retag(index_run *run, morgue_error *err)
{
    morgue_status status =
        morgue_writer_retag(run->writer, on_retagged, run, &run->outcome.retagged, err);
    cli_progress_clear(&run->progress);
    return status;
}

static bool on_merged(void *user, uint64_t done, uint64_t total)
{
    index_run *run = user;
    cli_progress_articles(&run->merging, done, total);
    return !cli_stop_wished();
}

/* What was read is committed first, so that it does not count as saved. */
static morgue_status compact(index_run *run, morgue_error *err)
{
    morgue_archive *archive;
    morgue_stats before;
    morgue_status status = morgue_writer_commit(run->writer, err);
    if (status == MORGUE_OK)
        status = morgue_archive_open(run->archive, &archive, err);
    if (status != MORGUE_OK)
        return status;
    status = morgue_archive_stats(archive, &before, err);
    morgue_archive_free(archive);
    if (status != MORGUE_OK)
        return status;
    run->outcome.shards_before = before.shards;
    run->outcome.bytes_before = before.bytes_archive;
    cli_progress_start(&run->merging);
    status = morgue_writer_compact(run->writer, on_merged, run, err);
    cli_progress_clear(&run->merging);
    return status;
}

/* Where a run would find that the archive is a file, such as a list of shards, so does a dry one: a
 * writer that is opened says it, and has changed nothing. */
static morgue_status refuse_file(const char *archive, morgue_error *err)
{
    struct stat info;
    morgue_writer *writer = NULL;
    const morgue_writer_options options = {.tag = MORGUE_TAG_NONE, .must_exist = true};
    if (stat(archive, &info) != 0 || S_ISDIR(info.st_mode))
        return MORGUE_OK;
    morgue_status status = morgue_writer_open(archive, &options, &writer, err);
    morgue_writer_free(writer);
    return status;
}

static morgue_status begin_dry_run(index_run *run, morgue_error *err)
{
    morgue_status status = refuse_file(run->archive, err);
    return status == MORGUE_OK && run->n_paths
               ? cli_learn_part(run->archive, &run->outcome.part, err)
               : status;
}

static morgue_status open_writer(index_run *run, morgue_error *err)
{
    morgue_writer_options options = {.memory = run->options.memory,
                                     .jobs = (unsigned)run->options.jobs,
                                     .tag = run->outcome.tagging,
                                     .tagger_model = run->options.tagger_model,
                                     .must_exist = !run->n_paths,
                                     .replace = run->options.replace,
                                     .part = run->outcome.part.part,
                                     .parts = run->outcome.part.parts};
    bool writes =
        run->n_paths || run->options.delete_query || run->options.retag || run->options.compact;
    if (run->options.dry_run)
        return begin_dry_run(run, err);
    return writes ? morgue_writer_open(run->archive, &options, &run->writer, err) : MORGUE_OK;
}

static morgue_status work(index_run *run, morgue_error *err)
{
    morgue_status status = open_writer(run, err);
    if (status == MORGUE_OK && run->options.delete_query)
        status = delete (run, err);
    if (status == MORGUE_OK && run->n_paths)
        status = import(run, err);
    else if (status == MORGUE_OK && run->writer && run->options.retag)
        status = retag(run, err);
    else if (status == MORGUE_OK && run->writer)
        status = morgue_writer_commit(run->writer, err);
    if (status == MORGUE_OK && run->options.compact && run->writer)
        status = compact(run, err);
    return status;
}

/* ---- The end ------------------------------------------------------------------------------ */

/* What is not counted, of an archive that is spread over several machines. */
static size_t tell_missing(morgue_archive *archive)
{
    morgue_shard shard;
    size_t n = 0;
    for (size_t i = 0; morgue_archive_shard(archive, i, &shard); i++)
        if (shard.trouble) {
            cli_error("%s does not answer (%s): it is not counted", shard.name, shard.trouble);
            n++;
        }
    return n;
}

/* Only a dry run may find no archive. */
static morgue_status read_stats(index_run *run, morgue_error *err)
{
    morgue_archive *archive;
    morgue_status status = morgue_archive_open(run->archive, &archive, err);
    if (status == MORGUE_NOT_FOUND && run->options.dry_run && !run->options.stats)
        return MORGUE_OK;
    if (status != MORGUE_OK)
        return status;
    if (run->options.stats)
        run->outcome.missing = tell_missing(archive);
    status = morgue_archive_stats(archive, &run->outcome.archive, err);
    morgue_archive_free(archive);
    if (status == MORGUE_OK && run->writer)
        run->outcome.part = (cli_part){run->outcome.archive.part, run->outcome.archive.parts};
    return status;
}

static void report(index_run *run)
{
    bool worked = run->outcome.reading || run->outcome.deleting || run->outcome.compacting ||
                  run->outcome.retagging;
    if (run->options.json && (worked || run->options.compact))
        cli_summary_json(&run->outcome, stdout);
    else if (worked)
        cli_summary_text(&run->outcome, stdout);
    if (run->options.stats && run->options.json)
        cli_stats_json(&run->outcome.archive, run->archive, run->outcome.missing, stdout);
    else if (run->options.stats)
        cli_stats_text(&run->outcome.archive, run->archive, stdout);
}

static int exit_status(const index_run *run, morgue_status status)
{
    switch (status) {
    case MORGUE_OK: return run->outcome.counts.rejected ? INDEX_SOME_REJECTED : INDEX_DONE;
    case MORGUE_CANCELLED: return 128 + cli_stop_wished();
    case MORGUE_BAD_QUERY:
    case MORGUE_INVALID: return CLI_USAGE;
    default: return CLI_TROUBLE;
    }
}

/* Nor are lines that people wrote and nobody understands. */
static void warn(index_run *run)
{
    const char *notice;
    warn_of_shards(run);
    for (size_t i = 0; run->writer && (notice = morgue_writer_names_notice(run->writer, i)); i++)
        cli_error("%s", notice);
}

static bool only_merges(const index_run *run)
{
    return run->options.compact && !run->n_paths && !run->options.delete_query;
}

static void tell_stopped(const index_run *run)
{
    cli_error("stopped: %s", run->options.dry_run ? "nothing was written"
                             : run->options.retag ? "the tags are as they were"
                             : only_merges(run)   ? "the shards are as they were"
                                                  : "what was read is in the archive; the same "
                                                    "command goes on");
}

/* Works, tells and returns the exit status. */
static int perform(index_run *run)
{
    morgue_error err;
    cli_progress_start(&run->progress);
    run->outcome.path = run->archive;
    run->outcome.reading = run->n_paths > 0;
    run->outcome.following = run->options.follow_ms || run->options.commit_every;
    run->outcome.deleting = run->options.delete_query != NULL;
    run->outcome.compacting = run->options.compact;
    run->outcome.retagging = run->options.retag;
    run->outcome.dry_run = run->options.dry_run;
    morgue_status status = work(run, &err);
    run->outcome.seconds = cli_progress_seconds(&run->progress);
    int result = exit_status(run, status);
    if (!cli_problems_close(&run->problems) && result == INDEX_DONE)
        result = INDEX_SOME_REJECTED;
    if (status == MORGUE_CANCELLED) {
        run->outcome.compacting = false;
        tell_stopped(run);
    }
    warn(run);
    if (status == MORGUE_OK || status == MORGUE_CANCELLED) {
        morgue_status told = read_stats(run, &err);
        if (told == MORGUE_OK)
            report(run);
        else if (status == MORGUE_OK)
            result = exit_status(run, status = told);
    }
    if (status != MORGUE_OK && status != MORGUE_CANCELLED)
        cli_library_error(&err, run->options.delete_query);
    return result;
}

/* How this run tags: only what is read, or is to be tagged anew. */
static morgue_tagging tagging_of(const index_run *run)
{
    static const morgue_tagging chosen[] = {
        [TAG_AUTO] = MORGUE_TAG_AUTO, [TAG_ALL] = MORGUE_TAG_ALL, [TAG_NONE] = MORGUE_TAG_NONE};
    return run->n_paths || run->options.retag ? chosen[run->options.tag] : MORGUE_TAG_NONE;
}

/* Has everything that was asked for checked before the archive is opened. */
static int prepare(index_run *run, const cli_list *operands)
{
    if (run->options.list_formats) {
        cli_list_formats(stdout);
        return INDEX_DONE;
    }
    if (!cli_read_part(run->options.part, &run->outcome.part) || !take_operands(run, operands) ||
        !cli_check_format(run->options.format))
        return CLI_USAGE;
    int maps = cli_read_maps(&run->options.maps, &run->maps);
    if (maps != INDEX_DONE)
        return maps;
    run->outcome.tagging = tagging_of(run);
    if (!cli_check_tagger(run->outcome.tagging, run->options.tagger_model))
        return CLI_USAGE;
    if (cli_maintains(&run->options))
        return cli_maintain_check(&run->options, run->n_paths)
                   ? cli_maintain(&run->options, run->archive, &run->outcome.part)
                   : CLI_USAGE;
    if (!cli_problems_open(&run->problems, run->options.rejects))
        return CLI_TROUBLE;
    run->problems.silent = run->options.dry_run;
    if (run->options.follow_ms && run->problems.file) /* nobody can wait for the end of it */
        setvbuf(run->problems.file, NULL, _IOLBF, BUFSIZ);
    cli_stop_listen(run->options.follow_ms                   ? CLI_STOP_SILENT
                    : run->options.retag || only_merges(run) ? CLI_STOP_LEAVES
                                                             : CLI_STOP_KEEPS);
    return perform(run);
}

int main(int argc, char **argv)
{
    index_run run = {.writer = NULL};
    cli_list operands = {NULL, 0};
    int result;
    signal(SIGPIPE, SIG_IGN); /* a reader of our words who goes away stops no import */
    if (cli_parse(&index_program, argc, argv, &run.options, &operands, &result)) {
        result = prepare(&run, &operands);
        if (!cli_flush_output() && cli_output_lost() && result == INDEX_DONE)
            result = CLI_TROUBLE;
    }
    morgue_writer_free(run.writer);
    cli_account_free(&run.outcome.account);
    cli_dryrun_free(&run.outcome.account_of_all);
    free(run.maps);
    cli_list_free(&run.options.maps);
    cli_list_free(&operands);
    return result;
}
