/* morgue_walk: all articles, or those of a query, in the order in which they were added. */
#include <stdlib.h>

#include "archive/error.h"
#include "archive/reader.h"
#include "archive/shard.h"
#include "search/query/plan.h"
#include "search/results/finder.h"

struct morgue_walk {
    morgue_archive *archive; /* its own: documents keep their numbers when another is reopened */
    bool all;                /* no query */
    mg_page page;            /* of the query */
    size_t at;               /* in the page */
    uint32_t last;           /* document handed out last, when walking over all */
    xap_postings *postings;
    xap_string packed;
    morgue_article *article;
};

void morgue_walk_free(morgue_walk *walk)
{
    if (!walk)
        return;
    mg_page_free(&walk->page);
    xap_postings_free(walk->postings);
    xap_string_free(&walk->packed);
    morgue_article_free(walk->article);
    morgue_archive_free(walk->archive);
    free(walk);
}

static morgue_status find_documents(morgue_walk *walk, const char *query, morgue_error *err)
{
    morgue_archive *archive = walk->archive;
    morgue_status status;
    unsigned tries = 0;
    do {
        mg_plan *plan = NULL;
        status = mg_plan_make(query, MORGUE_NUL, archive->db, archive->stems, archive->n_stems,
                              &plan, err);
        if (status == MORGUE_OK)
            status = mg_find_all(archive->db, plan, &walk->page, err);
        mg_plan_free(plan);
    } while (status == MORGUE_STALE && mg_archive_try_again(archive, &tries));
    return status;
}

morgue_status morgue_walk_open(morgue_archive *archive, const char *query, morgue_walk **ret,
                               morgue_error *err)
{
    morgue_walk *walk = calloc(1, sizeof *walk);
    if (!walk)
        return mg_fail_memory(err);
    walk->all = !query;
    walk->article = morgue_article_new();
    morgue_status status = walk->article ? MORGUE_OK : mg_fail_memory(err);
    if (status == MORGUE_OK)
        status = morgue_archive_open(archive->path, &walk->archive, err);
    if (status == MORGUE_OK && query)
        status = find_documents(walk, query, err);
    if (status == MORGUE_OK)
        *ret = walk;
    else
        morgue_walk_free(walk);
    return status;
}

/* The next document of the whole archive; 0 after the last. */
static morgue_status next_of_all(morgue_walk *walk, uint32_t *ret, morgue_error *err)
{
    xap_error cause;
    bool more = false;
    xap_status status = XAP_OK;
    if (!walk->postings) {
        status = xap_postings_open(walk->archive->db, "", 0, &walk->postings, &cause);
        if (status == XAP_OK && walk->last)
            status = xap_postings_skip_to(walk->postings, walk->last + 1, &cause);
    }
    *ret = 0;
    if (status == XAP_OK)
        status = xap_postings_next(walk->postings, ret, NULL, &more, &cause);
    if (status == XAP_OK)
        return MORGUE_OK;
    xap_postings_free(walk->postings); /* it cannot be used any more */
    walk->postings = NULL;
    return mg_fail_xap(err, &cause);
}

/* One try at the next article's record; *ret is 0 after the last. */
static morgue_status fetch_next(morgue_walk *walk, uint32_t *ret, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    if (walk->all)
        status = next_of_all(walk, ret, err);
    else
        *ret = walk->at < walk->page.count ? walk->page.docids[walk->at] : 0;
    if (status == MORGUE_OK && *ret)
        status = mg_archive_packed(walk->archive, *ret, &walk->packed, err);
    return status;
}

/* After a commit: goes on in what the same shards have now. */
static bool resume(morgue_walk *walk, unsigned *tries)
{
    xap_postings_free(walk->postings);
    walk->postings = NULL;
    return mg_archive_refresh(walk->archive, tries);
}

morgue_status morgue_walk_next(morgue_walk *walk, morgue_article **ret, morgue_error *err)
{
    unsigned tries = 0;
    for (;;) {
        uint32_t docid = 0;
        morgue_status status = fetch_next(walk, &docid, err);
        if (status == MORGUE_STALE && resume(walk, &tries))
            continue;
        if (status == MORGUE_OK && !docid) {
            *ret = NULL;
            return MORGUE_OK;
        }
        if (docid) {
            walk->last = docid;
            walk->at++;
        }
        if (status == MORGUE_NOT_FOUND)
            continue; /* deleted meanwhile */
        if (status == MORGUE_OK)
            status = mg_archive_unpack(walk->archive, walk->packed.data, walk->packed.len,
                                       walk->article, err);
        if (status == MORGUE_OK)
            *ret = walk->article;
        return status;
    }
}
