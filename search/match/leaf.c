#include "search/match/leaf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/grow.h"
#include "archive/tokenizer.h"
#include "search/match/bits.h"

/* ---- BM25 --------------------------------------------------------------------------------- */

static const double bm25_k1 = 1.2, bm25_b = 0.75;

const double mg_title_factor = 0.2;

void mg_bm25_init(mg_bm25 *ret, uint64_t articles, uint64_t total_length)
{
    double average = articles && total_length ? (double)total_length / (double)articles : 1;
    *ret = (mg_bm25){
        .articles = articles, .base = bm25_k1 * (1 - bm25_b), .slope = bm25_k1 * bm25_b / average};
}

double mg_bm25_idf(const mg_bm25 *bm25, double frequency)
{
    double without = (double)bm25->articles - frequency;
    return log1p((without + 0.5) / (frequency + 0.5)) * (bm25_k1 + 1);
}

/* Words of headlines alone weigh nothing in the archive: they count as standing once. */
static inline double score(const mg_bm25 *bm25, double idf, uint32_t wdf, uint32_t length)
{
    double times = wdf ? wdf : 1;
    return idf * times / (times + bm25->base + bm25->slope * length);
}

double mg_bm25_score(const mg_bm25 *bm25, double idf, uint32_t wdf, uint32_t length)
{
    return score(bm25, idf, wdf, length);
}

/* ---- Chains ------------------------------------------------------------------------------- */

enum { CHAIN_FROM = 5 /* with fewer lists, all of them are asked for their positions */ };

/* One document in one list. */
typedef struct link {
    uint32_t list;
    uint32_t next; /* link number + 1; 0: the last */
} link;

struct mg_leaf_chain {
    link *links;
    size_t n;
    size_t cap;
    uint32_t heads[MG_WINDOW]; /* link number + 1 */
};

static bool add_links(mg_leaf_chain *chain, uint32_t list, const uint32_t *docids, size_t n,
                      uint32_t base)
{
    if (!MG_GROW(chain->links, chain->cap, chain->n + n))
        return false;
    for (size_t i = 0; i < n; i++) {
        uint32_t *head = &chain->heads[docids[i] - base];
        chain->links[chain->n++] = (link){list, *head};
        *head = (uint32_t)chain->n;
    }
    return true;
}

static void clear_chain(mg_leaf_chain *chain)
{
    chain->n = 0;
    memset(chain->heads, 0, sizeof chain->heads);
}

/* ---- Opening ------------------------------------------------------------------------------ */

size_t mg_group_term(const mg_group *group, size_t i, const char *prefix,
                     char ret[MG_GROUP_TERM_MAX])
{
    size_t prefix_len = strlen(prefix);
    morgue_text text = group->terms[i];
    if (prefix_len + text.len > MG_GROUP_TERM_MAX)
        return 0;
    memcpy(ret, prefix, prefix_len);
    memcpy(ret + prefix_len, text.data, text.len);
    return prefix_len + text.len;
}

/* Opens the lists of all terms with a prefix; those that the shard does not have are left out.
 * `frequencies` may be NULL. */
static morgue_status open_lists(mg_index *index, const char *prefix, const mg_group *group,
                                uint64_t *frequencies, mg_list ***ret, size_t *ret_n,
                                morgue_error *err)
{
    char term[MG_GROUP_TERM_MAX];
    mg_list **lists = calloc(group->n_terms + 1, sizeof *lists);
    if (!lists)
        return mg_fail_memory(err);
    *ret = lists;
    for (size_t i = 0; i < group->n_terms; i++) {
        size_t len = mg_group_term(group, i, prefix, term);
        if (!len)
            continue;
        morgue_status status = mg_list_open(index, term, len, &lists[*ret_n], err);
        if (status != MORGUE_OK)
            return status;
        if (!lists[*ret_n])
            continue;
        if (frequencies)
            frequencies[i] += mg_list_frequency(lists[*ret_n]);
        ++*ret_n;
    }
    return MORGUE_OK;
}

/* The least document that any of the lists still has. */
static uint32_t least_left(const mg_leaf *leaf)
{
    uint32_t least = UINT32_MAX;
    for (size_t i = 0; i < leaf->n_lists; i++) {
        uint32_t next = mg_list_peek(leaf->lists[i]);
        if (next && next < least)
            least = next;
    }
    return least;
}

morgue_status mg_leaf_open(mg_index *index, const mg_group *group, bool chained,
                           uint64_t *frequencies, mg_leaf *ret, morgue_error *err)
{
    *ret = (mg_leaf){.group = group};
    morgue_status status =
        open_lists(index, group->prefix, group, frequencies, &ret->lists, &ret->n_lists, err);
    if (status == MORGUE_OK && group->titled && ret->n_lists)
        status = open_lists(index, mg_field_at(MORGUE_TITLE)->words, group, NULL, &ret->titles,
                            &ret->n_titles, err);
    if (status != MORGUE_OK)
        return status;
    for (size_t i = 0; i < ret->n_lists; i++)
        ret->frequency += mg_list_frequency(ret->lists[i]);
    if (ret->frequency > mg_index_articles(index))
        ret->frequency = mg_index_articles(index);
    ret->next = least_left(ret);
    if (chained && ret->n_lists >= CHAIN_FROM) {
        ret->chain = calloc(1, sizeof *ret->chain);
        if (!ret->chain)
            return mg_fail_memory(err);
    }
    return MORGUE_OK;
}

static void free_lists(mg_list **lists, size_t n)
{
    for (size_t i = 0; i < n; i++)
        mg_list_free(lists[i]);
    free(lists);
}

void mg_leaf_close(mg_leaf *leaf)
{
    free_lists(leaf->lists, leaf->n_lists);
    free_lists(leaf->titles, leaf->n_titles);
    if (leaf->chain)
        free(leaf->chain->links);
    free(leaf->chain);
    *leaf = (mg_leaf){0};
}

mg_leaf_scratch *mg_leaf_scratch_new(void)
{
    mg_leaf_scratch *scratch = malloc(sizeof *scratch);
    if (scratch)
        memset(scratch->sums, 0, sizeof scratch->sums);
    return scratch;
}

/* ---- One window --------------------------------------------------------------------------- */

/* A window while it is worked on. */
typedef struct window {
    mg_leaf_scratch *scratch;
    const mg_bm25 *bm25;
    const mg_lengths *lengths; /* NULL: no scores */
    const uint64_t *mask;
    uint32_t base;
    mg_frame *ret;
} window;

/* The only list: bits and scores at once. */
static void take_single(mg_leaf *leaf, const window *w)
{
    mg_leaf_scratch *s = w->scratch;
    bool scored = w->lengths != NULL;
    size_t n = mg_list_take(leaf->lists[0], w->base + MG_WINDOW, MG_WINDOW, s->docids,
                            scored ? s->wdfs : NULL);
    for (size_t i = 0; i < n; i++) {
        uint32_t d = s->docids[i] - w->base;
        if (w->mask && !mg_bits_has(w->mask, d))
            continue;
        mg_bits_set(w->ret->bits, d);
        if (scored)
            w->ret->scores[d] = score(w->bm25, leaf->idf, s->wdfs[i], w->lengths->length[d]);
    }
}

/* Several lists: how often all of them together, first. */
static bool sum_lists(mg_leaf *leaf, const window *w)
{
    mg_leaf_scratch *s = w->scratch;
    if (leaf->chain)
        clear_chain(leaf->chain);
    for (size_t l = 0; l < leaf->n_lists; l++) {
        uint32_t next = mg_list_peek(leaf->lists[l]);
        if (!next || next >= w->base + MG_WINDOW)
            continue;
        size_t n = mg_list_take(leaf->lists[l], w->base + MG_WINDOW, MG_WINDOW, s->docids, s->wdfs);
        for (size_t i = 0; i < n; i++) {
            uint32_t d = s->docids[i] - w->base;
            if (w->mask && !mg_bits_has(w->mask, d))
                continue;
            mg_bits_set(w->ret->bits, d);
            s->sums[d] += s->wdfs[i];
        }
        if (leaf->chain && !add_links(leaf->chain, (uint32_t)l, s->docids, n, w->base))
            return false;
    }
    return true;
}

static bool take_several(mg_leaf *leaf, const window *w)
{
    if (!sum_lists(leaf, w))
        return false;
    MG_BITS_EACH(w->ret->bits, d)
    {
        if (w->lengths)
            w->ret->scores[d] =
                score(w->bm25, leaf->idf, w->scratch->sums[d], w->lengths->length[d]);
        w->scratch->sums[d] = 0;
    }
    return true;
}

/* Adds what the headline counts, once for all forms. */
static void add_titles(mg_leaf *leaf, const window *w)
{
    mg_leaf_scratch *s = w->scratch;
    double extra = leaf->idf * mg_title_factor;
    if (!leaf->n_titles)
        return;
    mg_bits_clear(s->titles);
    for (size_t l = 0; l < leaf->n_titles; l++) {
        mg_list_skip(leaf->titles[l], w->base);
        size_t n = mg_list_take(leaf->titles[l], w->base + MG_WINDOW, MG_WINDOW, s->docids, NULL);
        for (size_t i = 0; i < n; i++)
            mg_bits_set(s->titles, s->docids[i] - w->base);
    }
    mg_bits_and(s->titles, w->ret->bits);
    MG_BITS_EACH(s->titles, d)
    w->ret->scores[d] += extra;
}

bool mg_leaf_window(mg_leaf *leaf, mg_leaf_scratch *scratch, const mg_bm25 *bm25,
                    const mg_lengths *lengths, uint32_t base, const uint64_t *mask, mg_frame *ret)
{
    window w = {.scratch = scratch,
                .bm25 = bm25,
                .lengths = lengths,
                .mask = mask,
                .base = base,
                .ret = ret};
    mg_bits_clear(ret->bits);
    if (leaf->next >= base + MG_WINDOW)
        return true;
    if (leaf->next < base)
        for (size_t i = 0; i < leaf->n_lists; i++)
            mg_list_skip(leaf->lists[i], base);
    bool fits = true;
    if (leaf->n_lists == 1)
        take_single(leaf, &w);
    else
        fits = take_several(leaf, &w);
    if (w.lengths)
        add_titles(leaf, &w);
    leaf->next = least_left(leaf);
    return fits;
}

/* ---- Positions ---------------------------------------------------------------------------- */

static int by_position(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Adds positions; `*runs` counts how many lists had any. */
static bool add_positions(mg_list *list, uint32_t docid, mg_places *scratch, mg_places *ret,
                          unsigned *runs)
{
    scratch->n = 0;
    if (!mg_list_positions(list, docid, scratch))
        return false;
    if (!scratch->n)
        return true;
    if (!(*runs)++) {
        mg_places swap = *ret;
        *ret = *scratch;
        *scratch = swap;
        return true;
    }
    if (!MG_GROW(ret->at, ret->cap, ret->n + scratch->n))
        return false;
    memcpy(ret->at + ret->n, scratch->at, scratch->n * sizeof *ret->at);
    ret->n += scratch->n;
    return true;
}

static void tidy(mg_places *places)
{
    size_t kept = 0;
    qsort(places->at, places->n, sizeof *places->at, by_position);
    for (size_t i = 0; i < places->n; i++)
        if (!kept || places->at[kept - 1] != places->at[i])
            places->at[kept++] = places->at[i];
    places->n = kept;
}

bool mg_leaf_positions(mg_leaf *leaf, uint32_t docid, bool in_window, mg_places *scratch,
                       mg_places *ret)
{
    unsigned runs = 0;
    ret->n = 0;
    if (leaf->chain && in_window) {
        const mg_leaf_chain *chain = leaf->chain;
        for (uint32_t at = chain->heads[docid % MG_WINDOW]; at; at = chain->links[at - 1].next)
            if (!add_positions(leaf->lists[chain->links[at - 1].list], docid, scratch, ret, &runs))
                return false;
    } else {
        for (size_t i = 0; i < leaf->n_lists; i++)
            if (!add_positions(leaf->lists[i], docid, scratch, ret, &runs))
                return false;
    }
    if (runs > 1)
        tidy(ret);
    return true;
}
