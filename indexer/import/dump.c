#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/import/importing.h"

morgue_status mg_dump_begin(mg_importing *im, const char *path, const mg_recognised *found,
                            mg_dump **ret, morgue_error *err)
{
    mg_dump *dump = calloc(1, sizeof *dump);
    char *copy = strdup(path);
    if (!dump || !copy) {
        free(dump);
        free(copy);
        return mg_fail_memory(err);
    }
    const char *slash = strrchr(path, '/');
    *dump = (mg_dump){.path = copy,
                      .folder_len = slash ? (size_t)(slash - path) : 0,
                      .format = found->format->name,
                      .why = found->why,
                      .charset = found->charset};
    if (im->options->dates != MORGUE_DATES_AUTO) {
        bool day = im->options->dates == MORGUE_DAY_FIRST;
        dump->order = (mg_order){.order = day ? MG_DATE_DAY_FIRST : MG_DATE_MONTH_FIRST,
                                 .basis = ORDER_ASKED};
        dump->decided = dump->told = true;
    }
    *ret = dump;
    return MORGUE_OK;
}

void mg_dump_free(mg_dump *dump)
{
    if (!dump)
        return;
    free(dump->path);
    free(dump);
}

/* What is said once for all of the dump. */
static void tell_dates(mg_importing *im, const mg_dump *dump)
{
    char reason[160];
    if (!dump->dated)
        return;
    snprintf(reason, sizeof reason,
             "%" PRIu64
             " article%s without date of publication: the date of the last change stands "
             "for it",
             dump->dated, dump->dated == 1 ? "" : "s");
    mg_tell_place(im, MORGUE_NOTED, dump->path, reason);
}

/* Whatever a file is, the account says what became of it. */
static void tell_empty(mg_importing *im, const mg_dump *dump)
{
    char reason[120];
    if (dump->articles || dump->rejected || dump->known || dump->deletions || dump->explained)
        return;
    snprintf(reason, sizeof reason, "no articles in it (%s: it %s)", dump->format, dump->why);
    mg_tell_place(im, MORGUE_SKIPPED, dump->path, reason);
}

void mg_dump_finish(mg_importing *im, mg_dump *dump)
{
    bool converted = !dump->charset.utf8;
    morgue_file_report report = {.path = dump->path,
                                 .format = dump->format,
                                 .why = dump->why,
                                 .charset = converted ? dump->charset.name : NULL,
                                 .charset_why = converted ? dump->charset.why : NULL,
                                 .articles = dump->articles,
                                 .rejected = dump->rejected,
                                 .repaired = dump->repaired,
                                 .known = dump->known};
    memcpy(report.filled, dump->filled, sizeof report.filled);
    tell_dates(im, dump);
    tell_empty(im, dump);
    if (im->options->file)
        im->options->file(im->options->user, &report);
    if (im->seen_in == dump)
        im->seen_in = NULL;
    mg_dump_free(dump);
}
