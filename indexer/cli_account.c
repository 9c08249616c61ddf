#include "indexer/cli_account.h"

#include <string.h>

#include "cli/figure.h"

void cli_account_file(cli_account *account, const morgue_file_report *report)
{
    for (size_t i = 0; report->format && i < CLI_FORMATS; i++) {
        char *name = account->formats[i].name;
        if (*name && strcmp(name, report->format) != 0)
            continue;
        snprintf(name, sizeof account->formats[i].name, "%s", report->format);
        account->formats[i].files++;
        return;
    }
}

void cli_account_problem(cli_account *account, const morgue_problem *problem)
{
    if (problem->severity == MORGUE_SKIPPED)
        cli_reasons_add(&account->skipped, MORGUE_SKIPPED, problem->reason, NULL);
}

void cli_account_write(const cli_account *account, FILE *out)
{
    const cli_reasons *skipped = &account->skipped;
    for (size_t i = 0; i < CLI_FORMATS && *account->formats[i].name; i++)
        fprintf(out, "%s %s %s", i ? "," : "files read:", cli_count(account->formats[i].files).text,
                account->formats[i].name);
    fputs(*account->formats[0].name ? "\n" : "", out);
    for (size_t i = 0; i < skipped->count; i++)
        fprintf(out, "%s %s (%s)",
                i ? "," : "files skipped:", cli_count(skipped->items[i].count).text,
                skipped->items[i].text);
    if (skipped->others)
        fprintf(out, ", %s for other reasons", cli_count(skipped->others).text);
    fputs(skipped->count ? "\n" : "", out);
}

void cli_account_free(cli_account *account)
{
    cli_reasons_free(&account->skipped);
}
