/* morgue_walk: all articles, or those of a query, in the order in which they were added. */
#include <stdlib.h>

#include "archive/error.h"
#include "archive/reader.h"
#include "archive/shard.h"
#include "search/results/judge.h"
#include "search/results/results.h"

struct morgue_walk {
    morgue_archive *archive; /* its own: documents keep their numbers when another is reopened */
    bool all;                /* no query */
    uint32_t *docids;        /* of the query: documents of the archive as a whole, rising */
    size_t count;
    size_t at;     /* in `docids` */
    uint32_t last; /* document handed out last, when walking over all */
    xap_postings *postings;
    xap_string packed;
    morgue_article *article;
};

void morgue_walk_free(morgue_walk *walk)
{
    if (!walk)
        return;
    free(walk->docids);
    xap_postings_free(walk->postings);
    xap_string_free(&walk->packed);
    morgue_article_free(walk->article);
    morgue_archive_free(walk->archive);
    free(walk);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The numbers that the documents have in all shards together: see xap_database_open(). */
static morgue_status number_documents(morgue_walk *walk, const mg_matches *matches,
                                      morgue_error *err)
{
    uint32_t n = (uint32_t)matches->n_shards;
    walk->docids = malloc((matches->count + 1) * sizeof *walk->docids);
    if (!walk->docids)
        return mg_fail_memory(err);
    walk->count = 0;
    for (uint32_t i = 0; i < n; i++)
        for (size_t w = 0; w < matches->n_words[i]; w++)
            for (uint64_t left = matches->bits[i][w]; left; left &= left - 1) {
                uint32_t docid = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left);
                walk->docids[walk->count++] = (docid - 1) * n + i + 1;
            }
    qsort(walk->docids, walk->count, sizeof *walk->docids, by_number);
    return MORGUE_OK;
}

static morgue_status find_once(morgue_walk *walk, const char *query, morgue_error *err)
{
    mg_plan *plan = NULL;
    mg_page page = {0};
    mg_matches matches = {0};
    mg_judge judge;
    morgue_status status = mg_plan_for(walk->archive, query, false, MG_NO_DEADLINE, &plan, err);
    mg_judge_init(&judge, walk->archive, plan, MG_NO_DEADLINE);
    const mg_text_judge face = mg_judge_face(&judge);
    const mg_finding how = {.exact = true, .judge = &face, .matches = &matches};
    if (status == MORGUE_OK)
        status = mg_find(walk->archive, plan, &how, &page, err);
    status = mg_archive_settle(walk->archive, status, err);
    if (status == MORGUE_OK)
        status = number_documents(walk, &matches, err);
    mg_judge_free(&judge);
    mg_matches_free(&matches);
    mg_page_free(&page);
    mg_plan_free(plan);
    return status;
}

static morgue_status find_documents(morgue_walk *walk, const char *query, morgue_error *err)
{
    morgue_status status;
    unsigned tries = 0;
    do
        status = find_once(walk, query, err);
    while (status == MORGUE_STALE && mg_archive_try_again(walk->archive, &tries));
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
        *ret = walk->at < walk->count ? walk->docids[walk->at] : 0;
    if (status == MORGUE_OK && *ret)
        status = mg_archive_packed(walk->archive, *ret, &walk->packed, err);
    return status;
}

/* The writer's work was too fast for a walk that is at one place of each shard. */
static morgue_status fail_stale(const morgue_walk *walk, morgue_error *err)
{
    return mg_fail(err, MORGUE_STALE,
                   "%s: the archive was changed and merged while it was read: read it anew",
                   walk->archive->path);
}

/* Xapian may see an end, or a gap, where a commit is writing: what it says counts only if there was
 * none. Where shards were merged meanwhile nobody writes to them any more, and it counts as it is:
 * they must not be opened again. */
static bool is_doubtful(const morgue_walk *walk, morgue_status status)
{
    return status == MORGUE_OK &&
           mg_archive_settle(walk->archive, MORGUE_OK, NULL) == MORGUE_STALE &&
           !mg_archive_is_behind(walk->archive);
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
        morgue_status status = mg_archive_doubt(walk->archive, fetch_next(walk, &docid, err), err);
        if (is_doubtful(walk, status))
            status = MORGUE_STALE;
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
        status = mg_archive_doubt(walk->archive, status, err);
        if (status == MORGUE_STALE)
            return fail_stale(walk, err);
        if (status == MORGUE_OK)
            *ret = walk->article;
        return status;
    }
}
