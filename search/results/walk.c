/* morgue_walk: all articles, or those of a query, in the order in which they were added. */
#include <stdlib.h>

#include "archive/error.h"
#include "archive/reader.h"
#include "search/results/judge.h"
#include "search/results/results.h"
#include "search/results/visit.h"

struct morgue_walk {
    mg_visit visit;
    size_t told; /* shards that were missing from the beginning, of which it was told */
    bool begun;  /* it was of all of them; what fails later tells so by itself */
};

void morgue_walk_free(morgue_walk *walk)
{
    if (!walk)
        return;
    mg_visit_close(&walk->visit);
    free(walk);
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Puts them into the order of their places. */
static morgue_status number_documents(mg_visit *visit, const mg_matches *matches, morgue_error *err)
{
    visit->numbers = malloc((matches->count + 1) * sizeof *visit->numbers);
    if (!visit->numbers)
        return mg_fail_memory(err);
    visit->count = 0;
    for (uint32_t i = 0; i < matches->n_shards; i++)
        for (size_t w = 0; w < matches->n_words[i]; w++)
            for (uint64_t left = matches->bits[i][w]; left; left &= left - 1) {
                uint32_t docid = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(left);
                visit->numbers[visit->count++] =
                    mg_place_number(visit->archive, (mg_place){i, docid});
            }
    qsort(visit->numbers, visit->count, sizeof *visit->numbers, by_number);
    return MORGUE_OK;
}

static morgue_status find_once(mg_visit *visit, const char *query, morgue_error *err)
{
    mg_plan *plan = NULL;
    mg_page page = {0};
    mg_matches matches = {0};
    mg_judge judge;
    morgue_status status =
        mg_plan_for(visit->archive, query, NULL, false, MG_NO_DEADLINE, &plan, err);
    mg_judge_init(&judge, visit->archive, plan, MG_NO_DEADLINE);
    const mg_text_judge face = mg_judge_face(&judge);
    const mg_finding how = {.exact = true, .judge = &face, .matches = &matches};
    if (status == MORGUE_OK)
        status = mg_find(visit->archive, plan, &how, &page, err);
    status = mg_archive_settle(visit->archive, status, err);
    if (status == MORGUE_OK)
        status = number_documents(visit, &matches, err);
    mg_judge_free(&judge);
    mg_matches_free(&matches);
    mg_page_free(&page);
    mg_plan_free(plan);
    return status;
}

static morgue_status find_documents(mg_visit *visit, const char *query, morgue_error *err)
{
    morgue_status status;
    unsigned tries = 0;
    do
        status = find_once(visit, query, err);
    while (mg_archive_again(visit->archive, status, &tries));
    return status;
}

morgue_status morgue_walk_open(morgue_archive *archive, const char *query, morgue_walk **ret,
                               morgue_error *err)
{
    morgue_walk *walk = calloc(1, sizeof *walk);
    if (!walk)
        return mg_fail_memory(err);
    morgue_status status = mg_visit_open(archive->path, &walk->visit, err);
    walk->visit.all = !query;
    if (status == MORGUE_OK && query)
        status = find_documents(&walk->visit, query, err);
    if (status == MORGUE_OK)
        *ret = walk;
    else
        morgue_walk_free(walk);
    return status;
}

morgue_status morgue_walk_next(morgue_walk *walk, morgue_article **ret, morgue_error *err)
{
    morgue_status status;
    const char *shard, *reason;
    if (!walk->begun && mg_archive_missing(walk->visit.archive, walk->told, &shard, &reason)) {
        walk->told++;
        return mg_fail(err, MORGUE_NETWORK, "%s did not answer (%s): its articles are left out",
                       shard, reason);
    }
    walk->begun = true;
    do
        status = mg_visit_next(&walk->visit, ret, err);
    while (status == MORGUE_NOT_FOUND); /* deleted meanwhile */
    return status;
}
