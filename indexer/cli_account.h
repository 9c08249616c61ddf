/* What came of the files of a run: which format each was read as, and why some were not read. */
#ifndef CLI_ACCOUNT_H
#define CLI_ACCOUNT_H

#include <stdio.h>

#include "indexer/cli_reasons.h"
#include "morgue.h"

enum { CLI_FORMATS = 64 };

/* Zero-initialise it. */
typedef struct cli_account {
    struct {
        char name[32];
        uint64_t files;
    } formats[CLI_FORMATS];
    cli_reasons skipped;
} cli_account;

void cli_account_file(cli_account *account, const morgue_file_report *report);
void cli_account_problem(cli_account *account, const morgue_problem *problem);

/* A line of what was read, and one of what was not; nothing where there is nothing. */
void cli_account_write(const cli_account *account, FILE *out);
void cli_account_free(cli_account *account);

#endif
