/* Commits on the way, and what is done while nothing comes. */
#include <time.h>

#include "archive/error.h"
#include "indexer/import/importing.h"
#include "indexer/writer.h"

/* How long nobody hears from us at most. */
enum { TICK_MS = 250 };

static uint64_t now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

void mg_import_came(mg_importing *im)
{
    if (im->writer && !im->uncommitted++ && im->options->commit_ms)
        im->first_came = now_ms();
}

/* Tells of the commits since the last one that was told; the writer makes some by itself. */
static void tell_commits(mg_importing *im)
{
    uint64_t revision = im->writer ? mg_writer_revision(im->writer) : im->revision;
    if (revision == im->revision)
        return;
    im->summary->commits += revision - im->revision;
    im->summary->tagged = mg_writer_tagged(im->writer) - im->tagged_before;
    im->revision = revision;
    if (im->options->committed)
        im->options->committed(im->options->user, im->summary, revision);
}

morgue_status mg_import_commit(mg_importing *im, morgue_error *err)
{
    morgue_status status = mg_import_flush(im, err);
    im->uncommitted = 0;
    mg_idset_clear(&im->seen); /* a feed that never ends has no end of ids */
    if (status == MORGUE_OK && im->writer)
        status = morgue_writer_commit(im->writer, err);
    tell_commits(im);
    return status;
}

/* Milliseconds until the next commit is due; a tick where that is not so soon. */
static uint64_t left_ms(const mg_importing *im)
{
    uint64_t after = im->options->commit_ms, count = im->options->commit_articles;
    if (count && im->uncommitted >= count)
        return 0;
    if (!im->uncommitted || !after)
        return TICK_MS;
    uint64_t passed = now_ms() - im->first_came;
    uint64_t left = passed < after ? after - passed : 0;
    return left < TICK_MS ? left : TICK_MS;
}

morgue_status mg_import_commit_when_due(mg_importing *im, morgue_error *err)
{
    tell_commits(im);
    return im->uncommitted && !left_ms(im) ? mg_import_commit(im, err) : MORGUE_OK;
}

bool mg_import_go_on(mg_importing *im)
{
    uint64_t bytes = im->members ? mg_members_bytes_read(im->members) : 0;
    im->summary->bytes_in = im->bytes_before + bytes;
    return !im->options->progress || im->options->progress(im->options->user, im->summary);
}

morgue_status mg_import_idle(void *user, int *ret_ms, morgue_error *err)
{
    mg_importing *im = user;
    morgue_error problem = {0};
    morgue_status status = im->ended.status;
    if (status == MORGUE_OK && (status = mg_import_commit_when_due(im, &problem)) != MORGUE_OK)
        im->ended = problem;
    if (status == MORGUE_OK && !mg_import_go_on(im))
        status = mg_fail(&im->ended, MORGUE_CANCELLED, "stopped on request");
    if (status != MORGUE_OK)
        return mg_fail(err, MORGUE_IO, "the reading was ended");
    *ret_ms = (int)left_ms(im);
    return MORGUE_OK;
}

morgue_status mg_import_ended(const mg_importing *im, morgue_error *err)
{
    if (im->ended.status != MORGUE_OK)
        *err = im->ended;
    return im->ended.status;
}
