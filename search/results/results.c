/* morgue_search(): plans the query, finds the page's hits and fetches their records, all from one
 * state of the archive; articles are unpacked and snippets cut when a hit is asked for. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "archive/error.h"
#include "archive/reader.h"
#include "search/query/plan.h"
#include "search/results/finder.h"
#include "search/results/snippet.h"

enum { DEFAULT_LIMIT = 10, DEFAULT_SNIPPET = 240 };

/* A hit as far as it is known: its record, and once asked for its article and snippet. */
typedef struct entry {
    xap_string packed;
    morgue_article *article;
    mg_snippet snippet;
    morgue_passage passage;
} entry;

struct morgue_results {
    morgue_archive *archive;
    mg_plan *plan;
    mg_page page;
    entry *entries; /* one for each hit of the page */
    size_t snippet_length;
    double took_ms;
};

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void free_entries(morgue_results *results)
{
    for (size_t i = 0; results->entries && i < results->page.count; i++) {
        xap_string_free(&results->entries[i].packed);
        morgue_article_free(results->entries[i].article);
        mg_snippet_free(&results->entries[i].snippet);
    }
    free(results->entries);
    results->entries = NULL;
}

/* Back to what it was before the search. */
static void reset(morgue_results *results)
{
    free_entries(results);
    mg_page_free(&results->page);
    mg_plan_free(results->plan);
    results->plan = NULL;
}

void morgue_results_free(morgue_results *results)
{
    if (!results)
        return;
    reset(results);
    free(results);
}

static morgue_status fetch(morgue_results *results, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    results->entries = calloc(results->page.count + 1, sizeof *results->entries);
    if (!results->entries)
        return mg_fail_memory(err);
    for (size_t i = 0; status == MORGUE_OK && i < results->page.count; i++)
        status = mg_archive_packed(results->archive, results->page.docids[i],
                                   &results->entries[i].packed, err);
    return status;
}

/* One try: everything from the same state of the archive. */
static morgue_status attempt(morgue_results *results, const char *query, const mg_finding *how,
                             morgue_error *err)
{
    morgue_archive *archive = results->archive;
    morgue_status status = mg_plan_make(query, MORGUE_NUL, archive->db, archive->stems,
                                        archive->n_stems, &results->plan, err);
    if (status == MORGUE_OK)
        status = mg_find(archive->db, results->plan, how, &results->page, err);
    if (status == MORGUE_OK)
        status = fetch(results, err);
    if (status != MORGUE_OK)
        reset(results);
    return status;
}

static mg_finding how_to_find(const morgue_search_options *options)
{
    if (options->count_only)
        return (mg_finding){.exact = true};
    return (mg_finding){.offset = options->offset,
                        .limit = options->limit ? options->limit : DEFAULT_LIMIT,
                        .sort = options->sort,
                        .exact = options->exact};
}

morgue_status morgue_search(morgue_archive *archive, const char *query,
                            const morgue_search_options *options, morgue_results **ret,
                            morgue_error *err)
{
    const morgue_search_options defaults = {0};
    morgue_status status;
    unsigned tries = 0;
    double start = now_ms();
    if (!options)
        options = &defaults;
    morgue_results *results = calloc(1, sizeof *results);
    if (!results)
        return mg_fail_memory(err);
    const mg_finding how = how_to_find(options);
    results->archive = archive;
    results->snippet_length = options->snippet ? options->snippet : DEFAULT_SNIPPET;
    do
        status = attempt(results, query, &how, err);
    while (status == MORGUE_STALE && mg_archive_try_again(archive, &tries));
    results->took_ms = now_ms() - start;
    if (status == MORGUE_OK)
        *ret = results;
    else
        morgue_results_free(results);
    return status;
}

size_t morgue_results_count(const morgue_results *results)
{
    return results->page.count;
}

uint64_t morgue_results_total(const morgue_results *results)
{
    return results->page.total;
}

bool morgue_results_total_is_exact(const morgue_results *results)
{
    return results->page.total_is_exact;
}

double morgue_results_took_ms(const morgue_results *results)
{
    return results->took_ms;
}

/* ---- Hits --------------------------------------------------------------------------------- */

static morgue_status load_article(morgue_results *results, entry *e, morgue_error *err)
{
    morgue_article *article = morgue_article_new();
    if (!article)
        return mg_fail_memory(err);
    morgue_status status =
        mg_archive_unpack(results->archive, e->packed.data, e->packed.len, article, err);
    if (status == MORGUE_OK)
        status = mg_snippet_make(results->plan, morgue_article_get(article, MORGUE_TEXT, 0),
                                 results->snippet_length, &e->snippet, err);
    if (status == MORGUE_OK) {
        e->article = article;
        e->passage = (morgue_passage){
            .text = {e->snippet.text.data ? e->snippet.text.data : "", e->snippet.text.len},
            .marks = e->snippet.marks,
            .n_marks = e->snippet.n_marks,
            .starts_late = e->snippet.starts_late,
            .ends_early = e->snippet.ends_early};
    } else {
        morgue_article_free(article);
    }
    return status;
}

morgue_status morgue_results_hit(morgue_results *results, size_t i, morgue_hit *ret,
                                 morgue_error *err)
{
    if (i >= results->page.count)
        return mg_fail(err, MORGUE_INVALID, "there is no hit %zu on this page", i);
    entry *e = &results->entries[i];
    if (!e->article) {
        morgue_status status = load_article(results, e, err);
        if (status != MORGUE_OK)
            return status;
    }
    *ret = (morgue_hit){.article = e->article,
                        .score = results->page.scores[i],
                        .title = {.text = morgue_article_get(e->article, MORGUE_TITLE, 0)},
                        .passages = &e->passage,
                        .n_passages = e->passage.text.len > 0};
    return MORGUE_OK;
}
