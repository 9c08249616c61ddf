#include "search/results/since.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/revision.h"

enum { LINEAGE_DIGITS = 8 };

morgue_status mg_since_parse(const char *text, mg_since *ret, morgue_error *err)
{
    mg_since since = {.all = !text || !*text || strcmp(text, "0") == 0};
    size_t digits = since.all ? 0 : strspn(text, "0123456789");
    const char *rest = since.all ? "" : text + digits;
    since.has_lineage = *rest == '-' && strlen(rest) == 1 + LINEAGE_DIGITS &&
                        strspn(rest + 1, "0123456789abcdef") == LINEAGE_DIGITS;
    bool good = since.all ||
                (mg_revision_parse(text, digits, &since.revision) && (!*rest || since.has_lineage));
    if (!good)
        return mg_fail(err, MORGUE_INVALID,
                       "'%.64s' is no mark of changes: those are numbers, or such as 12-9f3c21aa",
                       text);
    if (since.has_lineage)
        since.lineage = (uint32_t)strtoul(rest + 1, NULL, 16);
    since.all = !since.revision;
    *ret = since;
    return MORGUE_OK;
}

/* Why the archive does not know; NULL: it does. */
static const char *doubt(const mg_since *since, const mg_manifest *manifest, uint64_t revision)
{
    bool now = !since->has_lineage && since->revision == revision; /* nothing has changed */
    if (!manifest->lineage)
        return now ? NULL : "it was written by a version before 0.2";
    if (since->has_lineage && since->lineage != manifest->lineage)
        return "that is a mark of another archive, or of this one before it was rebuilt, or "
               "put back from a copy";
    if (since->revision > revision)
        return "it has not come so far, as where an older copy took its place";
    if (since->revision < manifest->since && !since->all)
        return "it was rebuilt, put back from a copy, or written by a version before 0.2, "
               "since";
    return NULL;
}

morgue_status mg_since_check(const mg_since *since, const morgue_archive *archive,
                             uint64_t revision, morgue_error *err)
{
    char spelled[MORGUE_MARK_MAX] = "";
    bool anew = since->all && !since->has_lineage;
    const char *why = anew ? NULL : doubt(since, &archive->manifest, revision);
    if (!why)
        return MORGUE_OK;
    int len = snprintf(spelled, sizeof spelled, "%" PRIu64, since->revision);
    if (since->has_lineage)
        snprintf(spelled + len, sizeof spelled - (size_t)len, "-%08" PRIx32, since->lineage);
    return mg_fail(err, MORGUE_STALE,
                   "%s: what has changed since %s is not known: %s: read all of it anew, since 0",
                   archive->path, spelled, why);
}

void mg_since_spell(const morgue_archive *archive, uint64_t revision, char ret[MORGUE_MARK_MAX])
{
    int len = snprintf(ret, MORGUE_MARK_MAX, "%" PRIu64, revision);
    if (archive->manifest.lineage)
        snprintf(ret + len, MORGUE_MARK_MAX - (size_t)len, "-%08" PRIx32,
                 archive->manifest.lineage);
}
