#include "search/results/finder.h"

#include <stdlib.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/shard.h"

/* Hits looked at beyond the page, so that small totals come out exact at no cost worth naming. */
enum { LOOK_AHEAD = 100 };

/* BM25 as in Robertson and Zaragoza, "The probabilistic relevance framework" (2009), with the b
 * that suits texts of even length, as articles are. */
static const double bm25_k1 = 1.2, bm25_k2 = 0, bm25_k3 = 1, bm25_b = 0.5, bm25_least_length = 0.5;

void mg_page_free(mg_page *page)
{
    free(page->docids);
    free(page->scores);
    *page = (mg_page){0};
}

/* Appends the hits of the set. */
static morgue_status append(mg_page *page, const xap_mset *set, morgue_error *err)
{
    size_t n = page->count + xap_mset_size(set);
    uint32_t *docids = realloc(page->docids, (n + 1) * sizeof *docids);
    if (docids)
        page->docids = docids;
    double *scores = realloc(page->scores, (n + 1) * sizeof *scores);
    if (scores)
        page->scores = scores;
    if (!docids || !scores)
        return mg_fail_memory(err);
    for (uint32_t i = 0; page->count < n; i++, page->count++) {
        docids[page->count] = xap_mset_docid(set, i);
        scores[page->count] = xap_mset_weight(set, i);
    }
    return MORGUE_OK;
}

static xap_status set_order(xap_enquire *enquire, const mg_plan *plan, morgue_sort sort,
                            xap_error *cause)
{
    xap_status status = XAP_OK;
    if (sort == MORGUE_BY_RELEVANCE && !mg_plan_ranks(plan))
        sort = MORGUE_NEWEST_FIRST;
    if (mg_plan_ranks(plan))
        status = xap_enquire_set_bm25(enquire, bm25_k1, bm25_k2, bm25_k3, bm25_b, bm25_least_length,
                                      cause);
    else
        status = xap_enquire_set_boolean_weight(enquire, cause);
    if (status == XAP_OK && sort != MORGUE_BY_RELEVANCE)
        status = xap_enquire_sort_value(enquire, MG_SLOT_DATE, sort == MORGUE_NEWEST_FIRST, cause);
    return status;
}

/* Runs one query and appends its page. */
static morgue_status run(const xap_database *db, const mg_plan *plan, const xap_query *query,
                         const mg_finding *how, mg_page *page, morgue_error *err)
{
    xap_error cause;
    xap_enquire *enquire = NULL;
    xap_mset *set = NULL;
    uint32_t articles = 0;
    uint64_t check = (uint64_t)how->offset + how->limit + LOOK_AHEAD;
    xap_status status = xap_database_doccount(db, &articles, &cause);
    bool by_date = how->sort != MORGUE_BY_RELEVANCE || !mg_plan_ranks(plan);
    if (how->exact || by_date || check > articles)
        check = articles; /* sorting by date looks at every hit anyway */
    if (status == XAP_OK)
        status = xap_enquire_new(db, query, &enquire, &cause);
    if (status == XAP_OK)
        status = set_order(enquire, plan, how->sort, &cause);
    if (status == XAP_OK)
        status = xap_enquire_mset(enquire, how->offset, how->limit, (uint32_t)check, &set, &cause);
    morgue_status result = status == XAP_OK ? append(page, set, err) : mg_fail_xap(err, &cause);
    if (result == MORGUE_OK) {
        page->total += xap_mset_estimated(set);
        if (page->total > articles) /* two estimates may be more than all */
            page->total = articles;
        page->total_is_exact = page->total_is_exact && xap_mset_lower(set) == xap_mset_upper(set);
    }
    xap_mset_free(set);
    xap_enquire_free(enquire);
    return result;
}

/* The query's hits that have a date, or those that have none. */
static morgue_status split(const mg_plan *plan, bool dated, xap_query **ret, morgue_error *err)
{
    xap_error cause;
    xap_query *any = NULL;
    xap_status status = xap_query_value_ge(MG_SLOT_DATE, "0", 1, &any, &cause);
    const xap_query *const parts[] = {mg_plan_query(plan), any};
    if (status == XAP_OK)
        status =
            xap_query_combine(dated ? XAP_OP_FILTER : XAP_OP_AND_NOT, parts, 2, 0, ret, &cause);
    xap_query_free(any);
    return status == XAP_OK ? MORGUE_OK : mg_fail_xap(err, &cause);
}

/* Oldest first, and the articles without a date behind them all, not before: two searches. */
static morgue_status find_oldest(const xap_database *db, const mg_plan *plan, const mg_finding *how,
                                 mg_page *page, morgue_error *err)
{
    xap_query *dated = NULL, *undated = NULL;
    mg_finding rest = *how, first = *how;
    first.exact = true; /* the second search begins where the first one ends */
    morgue_status status = split(plan, true, &dated, err);
    if (status == MORGUE_OK)
        status = split(plan, false, &undated, err);
    if (status == MORGUE_OK)
        status = run(db, plan, dated, &first, page, err);
    rest.offset = how->offset > page->total ? how->offset - (uint32_t)page->total : 0;
    rest.limit = how->limit - (uint32_t)page->count;
    if (status == MORGUE_OK)
        status = run(db, plan, undated, &rest, page, err);
    xap_query_free(dated);
    xap_query_free(undated);
    return status;
}

morgue_status mg_find(const xap_database *db, const mg_plan *plan, const mg_finding *how,
                      mg_page *ret, morgue_error *err)
{
    mg_page page = {.total_is_exact = true};
    morgue_status status = how->sort == MORGUE_OLDEST_FIRST && how->limit
                               ? find_oldest(db, plan, how, &page, err)
                               : run(db, plan, mg_plan_query(plan), how, &page, err);
    if (status == MORGUE_OK)
        *ret = page;
    else
        mg_page_free(&page);
    return status;
}

morgue_status mg_find_all(const xap_database *db, const mg_plan *plan, mg_page *ret,
                          morgue_error *err)
{
    xap_error cause;
    xap_enquire *enquire = NULL;
    xap_mset *set = NULL;
    mg_page page = {0};
    xap_status status = xap_enquire_new(db, mg_plan_query(plan), &enquire, &cause);
    if (status == XAP_OK)
        status = xap_enquire_set_boolean_weight(enquire, &cause);
    if (status == XAP_OK)
        status = xap_enquire_set_docid_order(enquire, XAP_DOCID_ASCENDING, &cause);
    uint32_t articles = 0;
    if (status == XAP_OK)
        status = xap_database_doccount(db, &articles, &cause);
    if (status == XAP_OK)
        status = xap_enquire_mset(enquire, 0, articles, articles, &set, &cause);
    morgue_status result = status == XAP_OK ? append(&page, set, err) : mg_fail_xap(err, &cause);
    xap_mset_free(set);
    xap_enquire_free(enquire);
    if (result == MORGUE_OK)
        *ret = page;
    else
        mg_page_free(&page);
    return result;
}
