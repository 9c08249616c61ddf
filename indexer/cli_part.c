/* Archives that are one part of several. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "indexer/cli_index.h"

enum { DIGITS = 4 };

/* Reads digits up to `end`, and what is behind that. */
static bool read_number(const char **at, char end, uint64_t *ret)
{
    size_t n = strspn(*at, "0123456789");
    if (!n || n > DIGITS || (*at)[n] != end)
        return false;
    *ret = strtoull(*at, NULL, 10);
    *at += n + 1;
    return true;
}

/* Whether there is such a part is the library's to say; 0 of 0 would be all. */
bool cli_read_part(const char *words, cli_part *ret)
{
    const char *at = words;
    cli_part part = {0, 0};
    if (words && (!read_number(&at, '/', &part.part) || !read_number(&at, '\0', &part.parts) ||
                  !part.part)) {
        cli_error("--part takes which part of how many, not \"%s\": --part=2/4", words);
        return false;
    }
    *ret = part;
    return true;
}

cli_part_text cli_part_words(uint64_t part, uint64_t parts)
{
    cli_part_text words;
    snprintf(words.text, sizeof words.text, "%" PRIu64 "/%" PRIu64, part, parts);
    return words;
}

/* As a writer refuses it. */
static morgue_status refuse(const char *archive, const morgue_stats *stats, const cli_part *part,
                            morgue_error *err)
{
    const cli_part_text wanted = cli_part_words(part->part, part->parts);
    *err = (morgue_error){.status = MORGUE_INVALID, .offset = -1};
    if (stats->parts)
        snprintf(err->message, sizeof err->message,
                 "%s: is part %s, not %s: leave --part out, or name another archive", archive,
                 cli_part_words(stats->part, stats->parts).text, wanted.text);
    else
        snprintf(err->message, sizeof err->message,
                 "%s: has articles of all parts, and cannot become part %s: leave --part out, or "
                 "name a new archive",
                 archive, wanted.text);
    return err->status;
}

morgue_status cli_learn_part(const char *path, cli_part *part, morgue_error *err)
{
    morgue_archive *archive;
    morgue_stats stats;
    morgue_status status = morgue_archive_open(path, &archive, err);
    if (status == MORGUE_NOT_FOUND)
        return MORGUE_OK;
    if (status != MORGUE_OK)
        return status;
    status = morgue_archive_stats(archive, &stats, err);
    morgue_archive_free(archive);
    if (status != MORGUE_OK)
        return status;
    bool same = part->part == stats.part && part->parts == stats.parts;
    if (part->parts && !same && (stats.parts || stats.shards))
        return refuse(path, &stats, part, err);
    if (stats.parts)
        *part = (cli_part){stats.part, stats.parts};
    return MORGUE_OK;
}
