/* morgue-index: what its parts share. */
#ifndef CLI_INDEX_H
#define CLI_INDEX_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/options.h"
#include "indexer/cli_account.h"
#include "indexer/cli_dryrun.h"
#include "morgue.h"

typedef enum tag_choice { TAG_AUTO, TAG_ALL, TAG_NONE } tag_choice; /* of --tag */

typedef enum verify_choice { VERIFY_SAMPLE = 1, VERIFY_FULL } verify_choice; /* of --verify */

/* What the command line asks for. */
typedef struct index_options {
    const char *format;
    const char *rejects;
    const char *delete_query;
    const char *tagger_model;
    const char *part; /* "2/4" */
    cli_list maps;    /* "FIELD=KEY" */
    uint64_t jobs;
    uint64_t memory;
    uint64_t follow_ms;    /* 0: standard input is not followed */
    uint64_t commit_every; /* articles; 0: no matter how many */
    int tag;               /* tag_choice */
    int dates;             /* morgue_date_order */
    int verify;            /* 0, or verify_choice */
    const char *snapshot;  /* folder */
    bool rebuild;
    bool list_formats;
    bool dry_run;
    bool replace;
    bool retag;
    bool compact;
    bool stats;
    bool json;
} index_options;

/* Exit statuses, beside those of cli/options.h. */
enum { INDEX_DONE = 0, INDEX_SOME_REJECTED = 1 };

extern const cli_program index_program; /* the option table */

/* ---- Progress ----------------------------------------------------------------------------- */

/* A line on stderr that is redrawn in place; nothing where stderr is no terminal. */
typedef struct cli_progress {
    bool on;
    bool drawn;
    double began; /* seconds on a clock that never jumps */
    double last;  /* when it was drawn last */
} cli_progress;

void cli_progress_start(cli_progress *progress);
void cli_progress_show(cli_progress *progress, const morgue_summary *so_far);
void cli_progress_articles(cli_progress *progress, uint64_t done, uint64_t total);
void cli_progress_clear(cli_progress *progress);

/* Seconds since the start. */
double cli_progress_seconds(const cli_progress *progress);

/* ---- Problems in the input ---------------------------------------------------------------- */

/* What is damaged in an archive is told like problems in the input. */
enum { CLI_DAMAGED = MORGUE_NOTED + 1, CLI_SEVERITIES };

/* Says what was wrong on stderr, a few of each kind, and writes all of it to the rejects file. */
typedef struct cli_problems {
    FILE *file; /* NULL: none */
    const char *path;
    uint64_t seen[CLI_SEVERITIES];
    bool silent; /* they are told otherwise */
    bool failed; /* the file could not be written */
} cli_problems;

/* Opens the rejects file; `path` may be NULL. False after reporting why it cannot be written. */
bool cli_problems_open(cli_problems *problems, const char *path);
void cli_problems_add(cli_problems *problems, const morgue_problem *problem);

/* Says how many were not shown and closes the file. False when the file is not complete. */
bool cli_problems_close(cli_problems *problems);

/* ---- Parts -------------------------------------------------------------------------------- */

/* Of all articles, `part` of `parts`; 0 of 0: all. */
typedef struct cli_part {
    uint64_t part, parts;
} cli_part;

/* Reads the words of --part, or NULL. False after reporting that they are no part. */
bool cli_read_part(const char *words, cli_part *ret);

/* What a dry run would take: the part that is asked for, or that the archive is. Errors: INVALID
 * (they differ), those of opening the archive but for NOT_FOUND. */
morgue_status cli_learn_part(const char *archive, cli_part *part, morgue_error *err);

/* "2/4" */
typedef struct cli_part_text {
    char text[48];
} cli_part_text;
cli_part_text cli_part_words(uint64_t part, uint64_t parts);

/* ---- The closing words -------------------------------------------------------------------- */

/* What was done. */
typedef struct cli_outcome {
    morgue_summary counts;
    morgue_stats archive; /* zeros when there is none */
    cli_account account;
    cli_dryrun account_of_all; /* in a dry run */
    double seconds;
    const char *path; /* of the archive */
    bool reading;     /* there were paths to read */
    bool following;   /* with commits on the way */
    bool deleting;    /* there was a query of what to delete */
    bool compacting;  /* shards were merged */
    bool retagging;   /* all articles were tagged anew */
    morgue_tagging tagging;
    uint64_t retagged; /* articles whose tags changed */
    uint64_t shards_before;
    uint64_t bytes_before;
    bool dry_run;
    cli_part part;  /* that the archive is, or a dry run was for */
    size_t missing; /* shards that do not answer, and are not counted */
} cli_outcome;

void cli_summary_text(const cli_outcome *outcome, FILE *out);
void cli_summary_json(const cli_outcome *outcome, FILE *out);
void cli_stats_text(const morgue_stats *stats, const char *path, FILE *out);
void cli_stats_json(const morgue_stats *stats, const char *path, size_t missing, FILE *out);

/* ---- Stopping ----------------------------------------------------------------------------- */

/* Makes the first SIGINT or SIGTERM a wish to stop, and the second one final. The first is answered
 * by words on what becomes of that which was done so far, or by nothing. */
typedef enum cli_stop_answer { CLI_STOP_KEEPS, CLI_STOP_LEAVES, CLI_STOP_SILENT } cli_stop_answer;
void cli_stop_listen(cli_stop_answer answer);

/* The signal that asked to stop, or 0. */
int cli_stop_wished(void);

/* ---- Deeds -------------------------------------------------------------------------------- */

/* Deletes what matches the query, without a commit, or only counts it where `writer` is NULL. */
morgue_status cli_delete(morgue_archive *archive, morgue_writer *writer, const char *query,
                         uint64_t *ret_deleted, morgue_error *err);

/* Reads the maps of the command line; the array is the caller's. INDEX_DONE, or the exit
 * status after reporting what is wrong. */
int cli_read_maps(const cli_list *maps, morgue_mapping **ret);

/* Can articles be tagged? False after reporting why not, and what to do. */
bool cli_check_tagger(morgue_tagging tagging, const char *model);

/* Does the library know the format? False after reporting that it does not. NULL is fine. */
bool cli_check_format(const char *name);
void cli_list_formats(FILE *out);

#endif
