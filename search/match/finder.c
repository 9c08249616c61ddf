#include "search/match/finder.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "search/match/ahead.h"
#include "search/match/bits.h"
#include "search/match/order.h"

enum {
    LOOK_AHEAD = 32, /* hits looked at beyond the page, to tell how many there are */
    PATIENCE = 1000  /* documents looked at best first; more of them are faster in their order */
};

/* A search under way. */
typedef struct run {
    const morgue_archive *archive;
    mg_plan *plan;
    const mg_finding *how;
    const mg_op *root;
    mg_searcher **searchers; /* by shard */
    size_t n_shards;
    uint64_t *term_frequencies;
    mg_bm25 bm25;
    bool scored;
    bool by_date;
    bool waiting; /* spans are looked at last, best first */
    mg_best best;
    mg_page page;
} run;

void mg_page_free(mg_page *page)
{
    free(page->hits);
    free(page->idf);
    free(page->frequencies);
    *page = (mg_page){0};
}

void mg_matches_free(mg_matches *matches)
{
    for (size_t i = 0; matches->bits && i < matches->n_shards; i++)
        free(matches->bits[i]);
    free(matches->bits);
    free(matches->n_words);
    *matches = (mg_matches){0};
}

void mg_archive_bm25(const morgue_archive *archive, mg_bm25 *ret)
{
    uint64_t articles = 0, length = 0;
    for (size_t i = 0; i < archive->manifest.count; i++) {
        articles += mg_index_articles(archive->indexes[i]);
        length += mg_index_total_length(archive->indexes[i]);
    }
    mg_bm25_init(ret, articles, length);
}

static bool is_late(run *r)
{
    r->page.partial = r->page.partial || mg_is_past(r->how->deadline);
    return r->page.partial;
}

/* ---- Getting ready ------------------------------------------------------------------------ */

static morgue_status open_searchers(run *r, morgue_error *err)
{
    r->n_shards = r->archive->manifest.count;
    r->searchers = calloc(r->n_shards + 1, sizeof(*r->searchers));
    r->term_frequencies = calloc(mg_plan_term_count(r->plan) + 1, sizeof *r->term_frequencies);
    if (!r->searchers || !r->term_frequencies)
        return mg_fail_memory(err);
    for (size_t i = 0; i < r->n_shards; i++) {
        morgue_status status =
            mg_searcher_new(r->plan, r->archive->indexes[i], i, r->root, r->how->judge,
                            r->term_frequencies, &r->searchers[i], err);
        if (status != MORGUE_OK)
            return status;
    }
    return MORGUE_OK;
}

/* Articles with any of the terms, if they were strewn independently of each other. */
static double frequency_of(const run *r, const mg_group *group)
{
    double articles = (double)r->bm25.articles, without = 1;
    if (group->n_terms == 1)
        return (double)r->term_frequencies[group->first];
    for (size_t i = 0; articles > 0 && i < group->n_terms; i++)
        without *= 1 - (double)r->term_frequencies[group->first + i] / articles;
    return articles * (1 - without);
}

static morgue_status weigh_groups(run *r, morgue_error *err)
{
    size_t n = mg_plan_group_count(r->plan);
    r->page.idf = calloc(n + 1, sizeof *r->page.idf);
    r->page.frequencies = calloc(n + 1, sizeof *r->page.frequencies);
    if (!r->page.idf || !r->page.frequencies)
        return mg_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        const mg_group *group = mg_plan_group(r->plan, i);
        r->page.frequencies[i] = frequency_of(r, group);
        if (group->weighs)
            r->page.idf[i] = group->boost * mg_bm25_idf(&r->bm25, r->page.frequencies[i]);
    }
    return MORGUE_OK;
}

/* Spans can wait where only a page of hits is wanted. */
static bool may_wait(const run *r)
{
    if (r->how->exact || !r->how->limit || r->how->matches)
        return false;
    for (size_t i = 0; i < r->n_shards; i++)
        if (!mg_searcher_can_wait(r->searchers[i], r->root))
            return false;
    return r->n_shards > 0;
}

bool mg_finds_by_date(const mg_plan *plan, morgue_sort sort)
{
    return sort != MORGUE_BY_RELEVANCE || !mg_plan_ranks(plan);
}

/* One more than the page has, to know whether there is another page. */
static void choose_order(run *r)
{
    r->waiting = may_wait(r);
    uint64_t most = (uint64_t)r->how->offset + r->how->limit + 1;
    r->best.most = !r->how->limit ? 0 : r->waiting || most > r->bm25.articles ? SIZE_MAX : most;
    r->best.after = r->waiting ? NULL : r->how->after; /* what waits counts for the total */
}

static morgue_status get_ready(run *r, morgue_error *err)
{
    mg_archive_bm25(r->archive, &r->bm25);
    r->root = r->how->root ? r->how->root : mg_plan_root(r->plan);
    r->by_date = mg_finds_by_date(r->plan, r->how->sort);
    r->scored = mg_plan_ranks(r->plan) && r->how->limit;
    mg_look_ahead(r->archive, r->plan,
                  &(const mg_ahead_needs){r->root, r->scored, r->by_date && r->how->limit});
    morgue_status status = open_searchers(r, err);
    if (status == MORGUE_OK)
        status = weigh_groups(r, err);
    if (status != MORGUE_OK)
        return status;
    const mg_odds odds = {(double)r->bm25.articles, r->page.frequencies};
    if (!r->how->root)
        mg_put_in_order(mg_plan_root(r->plan), &odds, r->page.idf);
    choose_order(r);
    return MORGUE_OK;
}

/* ---- One shard after the other ------------------------------------------------------------ */

static uint64_t key_of(const run *r, const mg_frame *frame, const mg_dates *dates, uint32_t d)
{
    if (!r->by_date)
        return mg_key_of_score(frame->scores[d]);
    uint64_t date = dates->key[d];
    return r->how->sort == MORGUE_OLDEST_FIRST && date ? ~date : date;
}

/* Takes up the hits of a window. */
static morgue_status take_hits(run *r, uint32_t shard, const mg_frame *frame, uint32_t base,
                               morgue_error *err)
{
    const mg_dates *dates = NULL;
    if (r->by_date && !(dates = mg_index_dates(r->archive->indexes[shard], base / MG_WINDOW)))
        return mg_fail_memory(err);
    MG_BITS_EACH(frame->bits, d)
    {
        uint64_t key = key_of(r, frame, dates, (uint32_t)d);
        if (!mg_best_takes(&r->best, key))
            continue;
        mg_hit hit = {key, r->scored ? frame->scores[d] : 0, shard, base + (uint32_t)d};
        if (!mg_best_add(&r->best, &hit))
            return mg_fail_memory(err);
    }
    return MORGUE_OK;
}

static morgue_status make_matches(run *r, morgue_error *err)
{
    mg_matches *m = r->how->matches;
    *m = (mg_matches){.bits = calloc(r->n_shards + 1, sizeof *m->bits),
                      .n_words = calloc(r->n_shards + 1, sizeof *m->n_words),
                      .n_shards = r->n_shards};
    if (!m->bits || !m->n_words)
        return mg_fail_memory(err);
    for (size_t i = 0; i < r->n_shards; i++) {
        size_t windows = mg_index_last(r->archive->indexes[i]) / MG_WINDOW + 1;
        m->n_words[i] = windows * MG_WINDOW_WORDS;
        m->bits[i] = calloc(m->n_words[i], sizeof **m->bits);
        if (!m->bits[i])
            return mg_fail_memory(err);
    }
    return MORGUE_OK;
}

static morgue_status search_shard(run *r, uint32_t shard, morgue_error *err)
{
    const mg_pass pass = {.root = r->root,
                          .bm25 = r->scored ? &r->bm25 : NULL,
                          .idf = r->page.idf,
                          .unchecked = r->waiting,
                          .deadline = r->how->deadline,
                          .ms = r->how->ms};
    const mg_frame *frame;
    uint32_t base;
    morgue_status status = MORGUE_OK;
    mg_searcher_begin(r->searchers[shard], &pass);
    while (status == MORGUE_OK && !is_late(r) &&
           (frame = mg_searcher_next(r->searchers[shard], &base))) {
        r->page.total += mg_bits_count(frame->bits);
        if (r->how->matches)
            memcpy(r->how->matches->bits[shard] + base / 64, frame->bits, sizeof frame->bits);
        if (r->best.most)
            status = take_hits(r, shard, frame, base, err);
    }
    is_late(r); /* the searcher may have been, and have found nothing for that */
    return status;
}

static morgue_status check_all(const run *r, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < r->n_shards; i++)
        status = mg_searcher_check(r->searchers[i], err);
    return status;
}

/* ---- What waited -------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const mg_hit *x = a, *y = b;
    if (x->shard != y->shard)
        return x->shard < y->shard ? -1 : 1;
    return (x->docid > y->docid) - (x->docid < y->docid);
}

/* Moves the hits among hits[0..n) whose spans stand to the front, in the order of the shards. */
static size_t keep_standing(run *r, mg_hit *hits, size_t n)
{
    size_t kept = 0;
    qsort(hits, n, sizeof *hits, by_place);
    for (size_t i = 0; i < n; i++) {
        bool yes = mg_searcher_stands(r->searchers[hits[i].shard], hits[i].docid);
        if (is_late(r)) /* then the answer does not count */
            break;
        if (yes)
            hits[kept++] = hits[i];
    }
    return kept;
}

/* Best first, until the page is full. What was found stands at the front of the hits, what was not
 * looked at in `rest`. */
static size_t look_best_first(run *r, size_t wanted, mg_hit *found, mg_hit *rest, size_t *ret_rest)
{
    size_t left = *ret_rest, n = 0;
    mg_hits_heap(rest, left);
    for (size_t looked = 0; left && n < wanted && looked < PATIENCE + wanted; looked++) {
        mg_hit hit = mg_hits_take_first(rest, &left);
        bool yes = mg_searcher_stands(r->searchers[hit.shard], hit.docid);
        if (is_late(r))
            break;
        if (yes)
            found[n++] = hit;
    }
    *ret_rest = left;
    return n;
}

/* How many of the rest stand: all of them looked at where they are few, else some here and there.
 * The first `behind` of them are behind the page. */
static uint64_t estimate(run *r, const mg_hit *rest, size_t n, size_t behind)
{
    size_t sample = n < LOOK_AHEAD ? n : LOOK_AHEAD, standing = 0;
    for (size_t i = 0; i < sample && !is_late(r); i++) {
        const mg_hit *hit = &rest[i * n / sample];
        bool yes = mg_searcher_stands(r->searchers[hit->shard], hit->docid);
        standing += yes;
        r->page.more = r->page.more || (yes && i * n / sample < behind);
    }
    r->page.total_is_exact = sample == n;
    return sample ? (uint64_t)((double)n * (double)standing / (double)sample + 0.5) : 0;
}

/* Is there one that stands? */
static bool any_stands(run *r, const mg_hit *hits, size_t n)
{
    for (size_t i = 0; i < n && !is_late(r); i++)
        if (mg_searcher_stands(r->searchers[hits[i].shard], hits[i].docid))
            return true;
    return false;
}

/* Moves what is behind the place where the page begins to the front; how many those are. */
static size_t put_behind_first(mg_hit *hits, size_t n, const mg_hit *after)
{
    size_t behind = 0;
    for (size_t i = 0; i < n; i++) {
        if (after && !mg_hit_before(after, &hits[i]))
            continue;
        mg_hit hit = hits[i];
        hits[i] = hits[behind];
        hits[behind++] = hit;
    }
    return behind;
}

/* Looks at the spans that were left out, of as many hits as it takes. */
static morgue_status look_at_waiting(run *r, morgue_error *err)
{
    mg_hit *rest = r->best.hits;
    size_t behind = put_behind_first(rest, r->best.n, r->how->after);
    size_t left = behind, before = r->best.n - behind;
    size_t wanted = (size_t)r->how->offset + r->how->limit;
    wanted = wanted < left ? wanted : left;
    mg_hit *found = malloc((r->best.n + 1) * sizeof *found);
    if (!found)
        return mg_fail_memory(err);
    size_t n = look_best_first(r, wanted, found, rest, &left);
    if (left && n < wanted && !r->page.partial) { /* few stand: one after the other, then */
        left = keep_standing(r, rest, left);
        memcpy(found + n, rest, left * sizeof *rest);
        n += left;
        left = 0;
    }
    if (before)
        memmove(rest + left, rest + behind, before * sizeof *rest);
    r->page.total = n + estimate(r, rest, left + before, left);
    if (!r->page.more && !r->page.total_is_exact)
        r->page.more = any_stands(r, rest, left);
    free(rest);
    r->best.hits = found;
    r->best.n = n;
    return MORGUE_OK;
}

/* ---- The whole ---------------------------------------------------------------------------- */

static morgue_status search_all(run *r, morgue_error *err)
{
    r->page.total_is_exact = true;
    morgue_status status = r->how->matches ? make_matches(r, err) : MORGUE_OK;
    for (uint32_t i = 0; status == MORGUE_OK && i < r->n_shards; i++)
        status = search_shard(r, i, err);
    if (status == MORGUE_OK && r->waiting)
        status = look_at_waiting(r, err);
    if (status == MORGUE_OK)
        status = check_all(r, err);
    r->page.total_is_exact = r->page.total_is_exact && !r->page.partial;
    if (r->how->matches)
        r->how->matches->count = r->page.total;
    return status;
}

/* Cuts the page out of what was found. */
static void cut_page(run *r)
{
    mg_best_sort(&r->best);
    size_t first = r->how->offset < r->best.n ? r->how->offset : r->best.n;
    size_t rest = r->best.n - first;
    r->page.count = rest < r->how->limit ? rest : r->how->limit;
    r->page.more = r->page.count && (r->page.more || rest > r->page.count || r->page.partial);
    if (first && r->page.count)
        memmove(r->best.hits, r->best.hits + first, r->page.count * sizeof *r->best.hits);
    r->page.hits = r->best.hits;
}

morgue_status mg_find(const morgue_archive *archive, mg_plan *plan, const mg_finding *how,
                      mg_page *ret, morgue_error *err)
{
    run r = {.archive = archive, .plan = plan, .how = how};
    morgue_status status = get_ready(&r, err);
    if (status == MORGUE_OK)
        status = search_all(&r, err);
    for (size_t i = 0; r.searchers && i < r.n_shards; i++)
        mg_searcher_free(r.searchers[i]);
    free(r.searchers);
    free(r.term_frequencies);
    if (status == MORGUE_OK) {
        cut_page(&r);
        *ret = r.page;
        return MORGUE_OK;
    }
    free(r.best.hits);
    mg_page_free(&r.page);
    if (how->matches)
        mg_matches_free(how->matches);
    return status;
}
