#include "search/results/visit.h"

#include <stdlib.h>

#include "archive/error.h"
#include "archive/shard.h"

morgue_status mg_visit_open(const char *path, mg_visit *ret, morgue_error *err)
{
    mg_visit visit = {.article = morgue_article_new()};
    morgue_status status = visit.article ? MORGUE_OK : mg_fail_memory(err);
    if (status == MORGUE_OK)
        status = morgue_archive_open(path, &visit.archive, err);
    if (status == MORGUE_OK)
        *ret = visit;
    else
        mg_visit_close(&visit);
    return status;
}

void mg_visit_close(mg_visit *visit)
{
    free(visit->docids);
    xap_postings_free(visit->postings);
    xap_string_free(&visit->packed);
    morgue_article_free(visit->article);
    morgue_archive_free(visit->archive);
}

/* The next document of the whole archive; 0 after the last. */
static morgue_status next_of_all(mg_visit *visit, uint32_t *ret, morgue_error *err)
{
    xap_error cause;
    bool more = false;
    xap_status status = XAP_OK;
    if (!visit->postings) {
        status = xap_postings_open(visit->archive->db, "", 0, &visit->postings, &cause);
        if (status == XAP_OK && visit->last)
            status = xap_postings_skip_to(visit->postings, visit->last + 1, &cause);
    }
    *ret = 0;
    if (status == XAP_OK)
        status = xap_postings_next(visit->postings, ret, NULL, &more, &cause);
    if (status == XAP_OK)
        return MORGUE_OK;
    xap_postings_free(visit->postings); /* it cannot be used any more */
    visit->postings = NULL;
    return mg_fail_xap(err, &cause);
}

/* One try at the next article's record; *ret is 0 after the last. */
static morgue_status fetch_next(mg_visit *visit, uint32_t *ret, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    if (visit->all)
        status = next_of_all(visit, ret, err);
    else
        *ret = visit->at < visit->count ? visit->docids[visit->at] : 0;
    if (status == MORGUE_OK && *ret)
        status = mg_archive_packed(visit->archive, *ret, &visit->packed, err);
    return status;
}

/* The writer's work was too fast for a reader that is at one place of each shard. */
static morgue_status fail_stale(const mg_visit *visit, morgue_error *err)
{
    return mg_fail(err, MORGUE_STALE,
                   "%s: the archive was changed and merged while it was read: read it anew",
                   visit->archive->path);
}

/* Xapian may see an end, or a gap, where a commit is writing: what it says counts only if there was
 * none. Where shards were merged meanwhile nobody writes to them any more, and it counts as it is:
 * they must not be opened again. */
static bool is_doubtful(const mg_visit *visit, morgue_status status)
{
    return status == MORGUE_OK &&
           mg_archive_settle(visit->archive, MORGUE_OK, NULL) == MORGUE_STALE &&
           !mg_archive_is_behind(visit->archive);
}

/* After a commit: goes on in what the same shards have now. */
static bool resume(mg_visit *visit, unsigned *tries)
{
    xap_postings_free(visit->postings);
    visit->postings = NULL;
    return mg_archive_refresh(visit->archive, tries);
}

morgue_status mg_visit_next(mg_visit *visit, morgue_article **ret, morgue_error *err)
{
    unsigned tries = 0;
    uint32_t docid;
    morgue_status status;
    do {
        docid = 0;
        status = mg_archive_doubt(visit->archive, fetch_next(visit, &docid, err), err);
        if (is_doubtful(visit, status))
            status = MORGUE_STALE;
    } while (status == MORGUE_STALE && resume(visit, &tries));
    if (status == MORGUE_OK && !docid) {
        *ret = NULL;
        return MORGUE_OK;
    }
    if (docid) {
        visit->last = docid;
        visit->at++;
    }
    if (status == MORGUE_OK)
        status = mg_archive_unpack(visit->archive, visit->packed.data, visit->packed.len,
                                   visit->article, err);
    if (status != MORGUE_NOT_FOUND)
        status = mg_archive_doubt(visit->archive, status, err);
    if (status == MORGUE_STALE)
        return fail_stale(visit, err);
    if (status == MORGUE_OK)
        *ret = visit->article;
    return status;
}
