/* morgue_search(): plans the query, finds the page's hits, counts facets and timelines and fetches
 * the hits' records, all from one state of the archive; articles are unpacked and passages cut when
 * a hit is asked for. */
#include "search/results/results.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "search/results/cursor.h"
#include "search/results/desk.h"
#include "search/results/judge.h"
#include "search/results/similar.h"
#include "search/results/suggest.h"

enum { DEFAULT_LIMIT = 10, DEFAULT_SNIPPET = 240, DEFAULT_VALUES = 10, NOTICE_MAX = 512 };

void mg_results_note(morgue_results *results, const char *format, ...)
{
    char text[NOTICE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    char *copy = strdup(text);
    char **notices = realloc(results->notices, (results->n_notices + 2) * sizeof(*notices));
    if (notices)
        results->notices = notices;
    if (!copy || !notices) {
        free(copy);
        return;
    }
    notices[results->n_notices++] = copy;
    notices[results->n_notices] = NULL;
}

static void free_missing(morgue_results *r)
{
    for (size_t i = 0; i < r->n_missing; i++) {
        free((void *)(uintptr_t)r->missing[i].shard);
        free((void *)(uintptr_t)r->missing[i].reason);
    }
    free(r->missing);
    r->missing = NULL;
    r->n_missing = 0;
}

/* Back to what it was before the search. */
static void reset(morgue_results *r)
{
    for (size_t i = 0; r->entries && i < r->page.count; i++)
        mg_entry_free(&r->entries[i]);
    free(r->entries);
    r->entries = NULL;
    mg_page_free(&r->page);
    mg_matcher_free(r->matcher);
    r->matcher = NULL;
    mg_plan_free(r->plan);
    r->plan = NULL;
    for (size_t i = 0; i < MORGUE_FACETS_MAX; i++)
        mg_facet_table_free(&r->facets[i]);
    mg_timeline_free(&r->timeline);
    mg_explanation_free(&r->explanation);
    for (size_t i = 0; i < r->n_notices; i++)
        free(r->notices[i]);
    free(r->notices);
    r->notices = NULL;
    r->n_notices = 0;
    free(r->suggestion);
    r->suggestion = NULL;
    mg_buffer_free(&r->cursor);
    free_missing(r);
}

void morgue_results_free(morgue_results *results)
{
    if (!results)
        return;
    reset(results);
    free(results);
}

/* ---- Planning ----------------------------------------------------------------------------- */

morgue_status mg_plan_for(morgue_archive *archive, const char *query, const char *filter,
                          bool filters_only, mg_deadline deadline, mg_plan **ret, morgue_error *err)
{
    mg_plan_setting setting = mg_desk_setting(archive, mg_desk_of(archive));
    setting.filter = filter;
    setting.filters_only = filters_only;
    setting.deadline = deadline;
    return mg_plan_make(query, MORGUE_NUL, &setting, ret, err);
}

/* What is asked for. */
static morgue_status make_plan(const morgue_results *r, const char *query, mg_deadline deadline,
                               mg_plan **ret, morgue_error *err)
{
    const morgue_search_options *o = &r->options;
    return o->similar
               ? mg_similar_plan(r->archive, o->similar, query, o->filter, deadline, ret, err)
               : mg_plan_for(r->archive, query, o->filter, false, deadline, ret, err);
}

/* The same filters without the words: all of the query where it only filters. */
static morgue_status make_filters(const morgue_results *r, const char *query, mg_deadline deadline,
                                  mg_plan **ret, morgue_error *err)
{
    bool similar = r->options.similar != NULL;
    bool empty = similar && (!query || !*query);
    return mg_plan_for(r->archive, empty ? "*" : query, r->options.filter, !similar, deadline, ret,
                       err);
}

/* ---- Searching ---------------------------------------------------------------------------- */

static mg_finding how_to_find(morgue_results *r, double start)
{
    const morgue_search_options *o = &r->options;
    return (mg_finding){.offset = o->count_only ? 0 : o->offset,
                        .limit = o->count_only ? 0 : o->limit,
                        .sort = o->sort,
                        .exact = o->exact || o->count_only,
                        .deadline = {.at = o->timeout_ms ? start + o->timeout_ms : 0,
                                     .stop = r->stop.go_on ? &r->stop : NULL}};
}

/* Runs a plan; `how` without its judge. */
static morgue_status run(morgue_results *r, mg_plan *plan, mg_finding how, mg_page *ret,
                         morgue_error *err)
{
    mg_judge judge;
    mg_judge_init(&judge, r->archive, plan, how.deadline);
    const mg_text_judge face = mg_judge_face(&judge);
    how.judge = &face;
    morgue_status status = mg_find(r->archive, plan, &how, ret, err);
    mg_judge_free(&judge);
    return status;
}

static mg_hit_order order_of(const morgue_results *r)
{
    if (!mg_finds_by_date(r->plan, r->options.sort))
        return MG_ORDER_SCORE;
    return r->options.sort == MORGUE_OLDEST_FIRST ? MG_ORDER_OLDEST : MG_ORDER_NEWEST;
}

/* Finds the page of hits, behind the cursor where there is one. */
static morgue_status find_page(morgue_results *r, mg_finding how, morgue_error *err)
{
    mg_hit after;
    const char *cursor = r->options.after;
    morgue_status status = MORGUE_OK;
    if (cursor && *cursor) {
        status = mg_hit_cursor_find(r->archive, cursor, order_of(r), &after, err);
        how.after = &after;
    }
    if (status == MORGUE_OK)
        status = run(r, r->plan, how, &r->page, err);
    if (status != MORGUE_OK || !r->page.more)
        return status;
    r->cursor_open = true;
    return mg_hit_cursor_begin(r->archive, &r->page.hits[r->page.count - 1], order_of(r),
                               &r->cursor)
               ? MORGUE_OK
               : mg_fail_memory(err);
}

static morgue_status fetch(morgue_results *r, mg_deadline deadline, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    r->entries = calloc(r->page.count + 1, sizeof *r->entries);
    if (!r->entries)
        return mg_fail_memory(err);
    for (size_t i = 0; i < r->page.count; i++)
        mg_index_expect(r->archive->indexes[r->page.hits[i].shard], MG_AHEAD_RECORD,
                        r->page.hits[i].docid, NULL, 0);
    for (size_t i = 0; status == MORGUE_OK && i < r->page.count && !mg_is_called_off(deadline);
         i++) {
        const mg_hit *hit = &r->page.hits[i];
        status = mg_index_record_of_hit(r->archive->indexes[hit->shard], hit->docid,
                                        &r->entries[i].packed, err);
        if (status == MORGUE_OK)
            mg_archive_prepare(r->archive, hit->shard, r->entries[i].packed.data,
                               r->entries[i].packed.len);
    }
    return status;
}

/* All articles under the same filters, without the words. */
static morgue_status count_timeline(morgue_results *r, const char *query, const mg_matches *matches,
                                    mg_deadline deadline, morgue_error *err)
{
    mg_plan *filters = NULL;
    mg_page page = {0};
    mg_matches among = {0};
    const mg_finding how = {.exact = true, .deadline = deadline, .matches = &among};
    morgue_status status = make_filters(r, query, deadline, &filters, err);
    if (status == MORGUE_OK)
        status = run(r, filters, how, &page, err);
    if (status == MORGUE_OK)
        status = mg_timeline_count(r->archive, matches, &among, r->options.timeline, deadline,
                                   &r->timeline, err);
    r->page.partial = r->page.partial || page.partial;
    mg_matches_free(&among);
    mg_page_free(&page);
    mg_plan_free(filters);
    return status;
}

/* Counting has a quarter of the time to itself, so that the hits of a search that was ended are
 * counted at least. */
static mg_deadline counting_deadline(const morgue_results *r, mg_deadline deadline)
{
    double late = mg_now_ms() + r->options.timeout_ms / 4.0;
    if (deadline.at > 0 && deadline.at < late)
        deadline.at = late;
    return deadline;
}

static morgue_status count_matches(morgue_results *r, const char *query, const mg_matches *matches,
                                   mg_deadline deadline, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    mg_deadline end = counting_deadline(r, deadline);
    for (uint32_t i = 0; status == MORGUE_OK && i < r->options.n_facets; i++) {
        mg_facet_table *table = &r->facets[i];
        status = mg_facets_count(r->archive, mg_desk_now(r->archive), matches, r->options.facets[i],
                                 r->options.facet_values, end, table, err);
        r->page.partial = r->page.partial || table->partial;
    }
    if (status == MORGUE_OK && r->options.timeline)
        status = count_timeline(r, query, matches, end, err);
    return status;
}

/* Another spelling is looked for among all words of a shard, which may take long over a network.
 * The search is as good without it: so this comes last, and no shard is missing for it. */
static morgue_status suggest(morgue_results *r, const char *query, mg_deadline deadline,
                             morgue_error *err)
{
    morgue_status status = mg_archive_settle(r->archive, MORGUE_OK, err);
    if (status != MORGUE_OK || r->options.similar || r->page.partial)
        return status;
    status =
        mg_suggest(r->archive, query, r->options.filter, &r->page, deadline, &r->suggestion, err);
    return mg_archive_overlook(r->archive, status);
}

/* One try: everything from the same state of the archive. */
static morgue_status attempt(morgue_results *r, const char *query, double start, morgue_error *err)
{
    mg_matches matches = {0};
    mg_finding how = how_to_find(r, start);
    if (r->options.n_facets || r->options.timeline)
        how.matches = &matches;
    morgue_status status = make_plan(r, query, how.deadline, &r->plan, err);
    if (status == MORGUE_OK && r->options.explain)
        status = mg_explanation_begin(r->plan, &r->explanation, &how, err);
    if (status == MORGUE_OK)
        status = find_page(r, how, err);
    if (status == MORGUE_OK && how.matches)
        status = count_matches(r, query, &matches, how.deadline, err);
    if (status == MORGUE_OK)
        status = fetch(r, how.deadline, err);
    if (status == MORGUE_OK && r->options.explain)
        status = mg_explain(r->archive, r->plan, &r->page, &how, &r->explanation, err);
    if (status == MORGUE_OK)
        status = suggest(r, query, how.deadline, err);
    status = mg_archive_settle(r->archive, status, err);
    if (status == MORGUE_OK && r->stop.stopped)
        status = mg_fail(err, MORGUE_CANCELLED, "the search was stopped on request");
    mg_matches_free(&matches);
    if (status != MORGUE_OK)
        reset(r);
    return status;
}

static morgue_status take_options(morgue_results *r, const morgue_search_options *options,
                                  morgue_error *err)
{
    if (options)
        r->options = *options;
    morgue_search_options *o = &r->options;
    r->stop = (mg_stop){.go_on = o->go_on, .user = o->user};
    o->limit = o->limit ? o->limit : DEFAULT_LIMIT;
    o->snippet = o->snippet ? o->snippet : DEFAULT_SNIPPET;
    o->snippets = o->snippets ? o->snippets : 1;
    o->facet_values = o->facet_values ? o->facet_values : DEFAULT_VALUES;
    if (o->n_facets > MORGUE_FACETS_MAX)
        return mg_fail(err, MORGUE_INVALID, "there may be %d facets, not %u", MORGUE_FACETS_MAX,
                       o->n_facets);
    for (uint32_t i = 0; i < o->n_facets; i++) {
        const morgue_field *field = morgue_field_at(o->facets[i]);
        if (!field || !mg_facet_possible(field->id))
            return mg_fail(err, MORGUE_INVALID, "the values of %s cannot be counted",
                           field ? field->name : "this field");
    }
    return MORGUE_OK;
}

static morgue_status keep_missing(morgue_results *r, morgue_error *err)
{
    const char *shard, *reason;
    for (size_t i = 0; mg_archive_missing(r->archive, i, &shard, &reason); i++) {
        void *grown = realloc(r->missing, (i + 1) * sizeof *r->missing);
        char *texts[] = {strdup(shard), strdup(reason)};
        r->missing = grown ? grown : r->missing;
        if (!grown || !texts[0] || !texts[1]) {
            free(texts[0]);
            free(texts[1]);
            return mg_fail_memory(err);
        }
        r->missing[r->n_missing++] = (morgue_missing){.shard = texts[0], .reason = texts[1]};
    }
    return MORGUE_OK;
}

/* What is not in the answer, or twice, and why. */
static void note_shards(morgue_results *r)
{
    const mg_cluster *cluster = r->archive->cluster;
    const char *one, *other;
    for (size_t i = 0; i < r->n_missing; i++)
        mg_results_note(r, "%s did not answer (%s): its articles are not in this answer",
                        r->missing[i].shard, r->missing[i].reason);
    for (size_t i = 0; cluster && mg_cluster_twins(cluster, i, &one, &other); i++)
        mg_results_note(r,
                        "%s and %s have the same articles, which are found twice: write the one "
                        "behind 'or' of the other",
                        one, other);
    if (r->page.partial)
        mg_results_note(r,
                        "the search was ended after %.1f s: there may be better hits, and more of "
                        "them",
                        r->options.timeout_ms / 1e3);
}

/* What of the archive's own files was not understood. */
static void note_files(morgue_results *r)
{
    const char *notice;
    for (size_t i = 0; (notice = mg_desk_notice(mg_desk_now(r->archive), i)); i++)
        mg_results_note(r, "%s", notice);
}

morgue_status morgue_search(morgue_archive *archive, const char *query,
                            const morgue_search_options *options, morgue_results **ret,
                            morgue_error *err)
{
    unsigned tries = 0;
    double start = mg_now_ms();
    morgue_results *r = calloc(1, sizeof *r);
    if (!r)
        return mg_fail_memory(err);
    r->archive = archive;
    morgue_status status = take_options(r, options, err);
    if (status == MORGUE_OK)
        status = mg_archive_begin(archive, r->options.timeout_ms, err);
    if (status == MORGUE_OK) {
        do
            status = attempt(r, query, start, err);
        while (mg_archive_again(archive, status, &tries));
    }
    if (status == MORGUE_OK)
        status = keep_missing(r, err);
    if (status != MORGUE_OK) {
        morgue_results_free(r);
        return status;
    }
    r->took_ms = mg_now_ms() - start;
    r->n_shards = mg_archive_shards(archive);
    note_shards(r);
    note_files(r);
    *ret = r;
    return MORGUE_OK;
}

/* ---- Asking ------------------------------------------------------------------------------- */

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
    return results->page.total_is_exact && !results->n_missing;
}

bool morgue_results_partial(const morgue_results *results)
{
    return results->page.partial || results->n_missing;
}

/* Without its article, which cannot be read perhaps, the cursor does all but to survive a merge. */
const char *morgue_results_cursor(morgue_results *results)
{
    size_t last = results->page.count - 1;
    if (!results->cursor.len)
        return NULL;
    if (results->cursor_open && mg_entry_load(results, last, NULL) == MORGUE_OK)
        mg_hit_cursor_end(&results->cursor,
                          morgue_article_get(results->entries[last].article, MORGUE_ID, 0));
    results->cursor_open = false;
    return results->cursor.data;
}

double morgue_results_took_ms(const morgue_results *results)
{
    return results->took_ms;
}

const char *morgue_results_notice(const morgue_results *results, size_t i)
{
    return i < results->n_notices ? results->notices[i] : NULL;
}

size_t morgue_results_shards(const morgue_results *results)
{
    return results->n_shards;
}

bool morgue_results_missing(const morgue_results *results, size_t i, morgue_missing *ret)
{
    if (i >= results->n_missing)
        return false;
    *ret = results->missing[i];
    return true;
}

const char *morgue_results_suggestion(const morgue_results *results)
{
    return results->suggestion;
}

bool morgue_results_facet(const morgue_results *results, size_t facet, size_t i, morgue_facet *ret)
{
    if (facet >= results->options.n_facets || i >= results->facets[facet].n)
        return false;
    *ret = results->facets[facet].values[i];
    return true;
}

uint64_t morgue_results_facet_values(const morgue_results *results, size_t facet)
{
    return facet < results->options.n_facets ? results->facets[facet].distinct : 0;
}

uint64_t morgue_results_facet_without(const morgue_results *results, size_t facet)
{
    return facet < results->options.n_facets ? results->facets[facet].without : 0;
}

bool morgue_results_bucket(const morgue_results *results, size_t i, morgue_bucket *ret)
{
    if (i >= results->timeline.n)
        return false;
    *ret = results->timeline.buckets[i];
    return true;
}

uint64_t morgue_results_undated(const morgue_results *results)
{
    return results->timeline.undated;
}
