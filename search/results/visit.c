#include "search/results/visit.h"

#include <stdlib.h>

#include "archive/error.h"

morgue_status mg_visit_open(const char *path, mg_visit *ret, morgue_error *err)
{
    mg_visit visit = {.article = morgue_article_new()};
    morgue_status status = visit.article ? MORGUE_OK : mg_fail_memory(err);
    if (status == MORGUE_OK)
        status = morgue_archive_open(path, &visit.archive, err);
    if (status == MORGUE_OK)
        status = mg_archive_begin(visit.archive, 0, err);
    if (status == MORGUE_OK)
        *ret = visit;
    else
        mg_visit_close(&visit);
    return status;
}

void mg_visit_close(mg_visit *visit)
{
    free(visit->numbers);
    mg_buffer_free(&visit->packed);
    morgue_article_free(visit->article);
    morgue_archive_free(visit->archive);
}

static morgue_status count_documents(mg_index *index, uint64_t *ret, morgue_error *err)
{
    *ret = 0;
    for (uint32_t w = 0; w <= mg_index_last(index) / MG_WINDOW; w++) {
        const mg_lengths *page = mg_index_lengths(index, w);
        if (!page)
            return mg_fail_memory(err);
        *ret += page->documents;
    }
    return MORGUE_OK;
}

/* Where the list of documents is damaged it seems to end: is there one that ends too soon? Other
 * damage does not matter here. */
static morgue_status check_end(const morgue_archive *archive, morgue_error *err)
{
    for (size_t i = 0; i < archive->manifest.count; i++) {
        uint64_t n;
        mg_index *index = archive->indexes[i];
        if (mg_index_check(index, NULL) == MORGUE_OK)
            continue;
        morgue_status status = count_documents(index, &n, err);
        if (status == MORGUE_OK && n < mg_index_articles(index))
            status = mg_index_check(index, err);
        if (status != MORGUE_OK)
            return status;
    }
    return MORGUE_OK;
}

/* The next document of the whole archive; none after the last. */
static morgue_status next_of_all(const mg_visit *visit, mg_place *ret, morgue_error *err)
{
    *ret = (mg_place){0};
    if (visit->ended)
        return MORGUE_OK;
    mg_place place = visit->last;
    morgue_status status = mg_place_next(visit->archive, &place, err);
    if (status == MORGUE_OK)
        *ret = place;
    return status == MORGUE_OK && !place.docid ? check_end(visit->archive, err) : status;
}

/* What a shard has that was left out meanwhile is passed by: it was told when it failed. */
static void pass_missing(mg_visit *visit)
{
    for (; visit->at < visit->count; visit->at++) {
        mg_place next = mg_place_of_number(visit->archive, visit->numbers[visit->at]);
        if (!mg_remote_trouble(visit->archive->indexes[next.shard]))
            return;
    }
}

/* Reads the next article's record; there is no place after the last. */
static morgue_status read_next(mg_visit *visit, mg_place *ret, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    const morgue_archive *archive = visit->archive;
    *ret = (mg_place){0};
    pass_missing(visit);
    if (visit->all)
        status = next_of_all(visit, ret, err);
    else if (visit->at < visit->count)
        *ret = mg_place_of_number(archive, visit->numbers[visit->at]);
    if (status == MORGUE_OK && ret->docid)
        status = mg_index_record(archive->indexes[ret->shard], ret->docid, &visit->packed, err);
    return status;
}

/* Shards that are far begin with the records that come next. */
static void look_ahead(const mg_visit *visit)
{
    enum { AHEAD = 32 };
    mg_place next = visit->last;
    const morgue_archive *archive = visit->archive;
    if (!archive->cluster || visit->at % AHEAD)
        return;
    for (size_t i = visit->at; i < visit->at + AHEAD; i++) {
        if (!visit->all && i < visit->count)
            next = mg_place_of_number(archive, visit->numbers[i]);
        else if (!visit->all || mg_place_next(archive, &next, NULL) != MORGUE_OK || !next.docid)
            break;
        mg_index_expect(archive->indexes[next.shard], MG_AHEAD_RECORD, next.docid, NULL, 0);
    }
}

/* One try at it. What was read while a commit was writing does not count. Where shards were merged
 * meanwhile they cannot be opened again, and nobody writes to them: what is read from then on
 * counts as it is. */
static morgue_status fetch_next(mg_visit *visit, mg_place *ret, morgue_error *err)
{
    const morgue_archive *archive = visit->archive;
    look_ahead(visit);
    morgue_status status = mg_archive_doubt(archive, read_next(visit, ret, err), err);
    if (status != MORGUE_STALE || !mg_archive_has_lost(archive))
        return status;
    status = read_next(visit, ret, err);
    return status == MORGUE_OK ? status : mg_archive_doubt(archive, status, err);
}

/* The writer's work was too fast for a reader that is at one place of each shard. */
static morgue_status fail_stale(const mg_visit *visit, morgue_error *err)
{
    return mg_fail(err, MORGUE_STALE,
                   "%s: the archive was changed and merged while it was read: read it anew",
                   visit->archive->path);
}

morgue_status mg_visit_next(mg_visit *visit, morgue_article **ret, morgue_error *err)
{
    unsigned tries = 0;
    mg_place place;
    morgue_status status;
    do /* after a commit, in what the same shards have now */
        status = fetch_next(visit, &place, err);
    while (status == MORGUE_STALE && mg_archive_refresh(visit->archive, &tries));
    if (status == MORGUE_STALE && mg_archive_has_lost(visit->archive)) /* only just now */
        status = fetch_next(visit, &place, err);
    if (status == MORGUE_NETWORK) {
        mg_archive_again(visit->archive, status, &tries);
        return status;
    }
    if (status == MORGUE_OK && !place.docid) {
        *ret = NULL;
        return MORGUE_OK;
    }
    visit->ended = status == MORGUE_CORRUPT && !place.docid;
    if (place.docid) {
        visit->last = place;
        visit->at++;
    }
    if (status == MORGUE_OK)
        status = mg_archive_unpack(visit->archive, visit->packed.data, visit->packed.len,
                                   visit->article, err);
    if (status == MORGUE_CORRUPT)
        status = mg_archive_doubt(visit->archive, status, err);
    if (status == MORGUE_STALE)
        return fail_stale(visit, err);
    if (status == MORGUE_OK)
        *ret = visit->article;
    return status;
}
