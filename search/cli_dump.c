/* --dump: everything that was put in, one article a line. */
#include "search/cli_search.h"

#include <inttypes.h>

#include "cli/figure.h"
#include "cli/message.h"

/* What a walk came to. */
typedef struct dump_tally {
    uint64_t written;
    uint64_t damaged;
    uint64_t missing; /* shards that did not answer */
} dump_tally;

morgue_status cli_dump_article(morgue_article *article, morgue_error *err)
{
    morgue_text line;
    morgue_status status = morgue_article_json(article, &line, err);
    if (status != MORGUE_OK)
        return status;
    fwrite(line.data, 1, line.len, stdout);
    putchar('\n');
    return MORGUE_OK;
}

static morgue_status write_all(morgue_walk *walk, dump_tally *dump, morgue_error *err)
{
    for (;;) {
        morgue_article *article;
        morgue_status status = morgue_walk_next(walk, &article, err);
        if (status == MORGUE_CORRUPT) {
            cli_library_error(err, NULL);
            dump->damaged++;
            continue;
        }
        if (status == MORGUE_NETWORK) {
            cli_library_error(err, NULL);
            dump->missing++;
            continue;
        }
        if (status == MORGUE_OK && article)
            status = cli_dump_article(article, err);
        if (status != MORGUE_OK || !article)
            return status;
        dump->written++;
        if (!cli_flush_output())
            return MORGUE_OK;
    }
}

static int exit_status(const dump_tally *dump, morgue_status status)
{
    if (status == MORGUE_BAD_QUERY)
        return CLI_USAGE;
    if (status != MORGUE_OK || dump->damaged)
        return CLI_TROUBLE;
    if (dump->missing)
        return SEARCH_PARTIAL;
    return dump->written ? SEARCH_FOUND : SEARCH_NOTHING;
}

int cli_dump(morgue_archive *archive, const char *query)
{
    morgue_walk *walk;
    morgue_error err;
    dump_tally dump = {0};
    morgue_status status = morgue_walk_open(archive, query, &walk, &err);
    if (status == MORGUE_OK) {
        status = write_all(walk, &dump, &err);
        morgue_walk_free(walk);
    }
    if (status != MORGUE_OK)
        cli_library_error(&err, query);
    if (dump.damaged)
        cli_error("%" PRIu64 " damaged articles are not in the dump", dump.damaged);
    if (dump.missing)
        cli_error("the articles of %" PRIu64 " shard%s are not in the dump", dump.missing,
                  cli_plural(dump.missing));
    return exit_status(&dump, status);
}
