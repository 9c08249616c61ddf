/* The account of a dry run: what each file was taken for, what was found in it, and what was wrong.
 *
 * Files of one folder that were read in the same way are folded into one group where they are many;
 * where groups are many, those that differ in their folders only are folded into the folder above.
 * So the account, and the memory that it takes, stay small whatever the run reads. */
#ifndef CLI_DRYRUN_H
#define CLI_DRYRUN_H

#include <jansson.h>
#include <stdio.h>

#include "indexer/cli_reasons.h"
#include "morgue.h"

enum {
    DRY_EXAMPLES = 3, /* articles shown of a file or a group */
    DRY_FILES = 3,    /* files of a group that are told one by one */
    DRY_SHOWN = 32,   /* groups of a run, at its end */
    DRY_GROUPS = 96   /* and meanwhile */
};

/* An article, as it would be stored. */
typedef struct dry_example {
    char *path;
    uint64_t offset, line;
    morgue_article *article;
} dry_example;

/* A file, or several as one. */
typedef struct dry_file {
    char *path; /* NULL: several */
    char *why, *charset, *charset_why;
    uint64_t articles, rejected, repaired;
    uint64_t filled[MORGUE_FIELD_COUNT];
    dry_example examples[DRY_EXAMPLES];
    size_t n_examples;
    cli_reasons problems;
} dry_file;

/* Files of one folder and of one format and character set; those that were not read, of one
 * reason. */
typedef struct dry_group {
    char *folder;  /* "": no folder is named */
    char *format;  /* NULL: not read */
    char *charset; /* as in morgue_file_report; or the reason's pattern */
    bool deep;     /* folders below are in it too */
    uint64_t count;
    dry_file *files[DRY_FILES]; /* the first ones, as long as they are all */
    dry_file *all;              /* once there are more */
} dry_group;

typedef struct cli_dryrun {
    dry_group groups[DRY_GROUPS];
    size_t n_groups;
    dry_file *current;      /* whose articles and problems come in */
    cli_reasons everywhere; /* problems of no file */
    bool failed; /* memory ran out, or kinds of files are too many: the account is not complete */
} cli_dryrun;

/* For the callbacks of the import. */
void cli_dryrun_article(cli_dryrun *dry, const morgue_found *found);
void cli_dryrun_problem(cli_dryrun *dry, const morgue_problem *problem);
void cli_dryrun_file(cli_dryrun *dry, const morgue_file_report *report);

/* How many articles a tagger would look for the field in: all, or those that come without it. */
uint64_t cli_dryrun_to_tag(const cli_dryrun *dry, morgue_tagging tagging, morgue_field_id field);

/* All has come in. */
void cli_dryrun_end(cli_dryrun *dry);

void cli_dryrun_text(const cli_dryrun *dry, FILE *out);

/* Adds the account to the summary as the arrays "files" and "problems". */
void cli_dryrun_json(const cli_dryrun *dry, json_t *summary);
void cli_dryrun_free(cli_dryrun *dry);

#endif
