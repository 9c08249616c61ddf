/* The postings and positions of a shard against what its articles make. */
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/maintain/verify.h"

enum { TAKEN = 512, TERMS_EACH = 256 /* terms between two looks at whether to stop */ };

/* ---- One article -------------------------------------------------------------------------- */

/* Is the term in the index as the article has it? */
static morgue_status compare_print(const mg_suspect *s, uint32_t docid, const mg_print *print,
                                   mg_places *places, bool *ret_same, morgue_error *err)
{
    mg_list *list = NULL;
    uint32_t found, wdf;
    morgue_status status = mg_list_open(s->index, print->term, print->len, &list, err);
    *ret_same = false;
    if (status != MORGUE_OK || !list)
        return status;
    mg_list_skip(list, docid);
    bool there = mg_list_take(list, docid + 1, 1, &found, &wdf) == 1 && found == docid;
    if (there && !mg_list_positions(list, docid, places))
        status = mg_fail_memory(err);
    *ret_same =
        there && wdf == print->wdf && places->n == print->count &&
        (!places->n || memcmp(places->at, print->positions, places->n * sizeof *places->at) == 0);
    mg_list_free(list);
    return status;
}

morgue_status mg_verify_article(const mg_suspect *s, uint32_t docid, const char *id,
                                morgue_error *err)
{
    const mg_footprint *f = &s->run->footprint;
    mg_places places = {0};
    bool same = true;
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && same && i < f->count; i++) {
        const mg_print *print = &f->prints[i];
        status = compare_print(s, docid, print, &places, &same, err);
        if (status == MORGUE_OK && !same)
            mg_verify_tell(s, docid, id, "the index has the term '%.*s' of it otherwise",
                           (int)(print->len < 64 ? print->len : 64), print->term);
    }
    free(places.at);
    return status;
}

/* ---- All articles ------------------------------------------------------------------------- */

mg_sums *mg_verify_sums(const mg_suspect *s, uint32_t docid)
{
    mg_sums **page = &s->sums[docid / MG_WINDOW];
    if (!*page)
        *page = calloc(1, sizeof **page);
    return *page;
}

static bool take_list(mg_suspect *s, mg_list *list, mg_print *print, mg_places *places)
{
    uint32_t docids[TAKEN], wdfs[TAKEN];
    uint32_t last = mg_index_last(s->index);
    size_t n;
    while ((n = mg_list_take(list, last + 1, TAKEN, docids, wdfs)) > 0)
        for (size_t i = 0; i < n; i++) {
            if (!mg_list_positions(list, docids[i], places))
                return false;
            print->wdf = wdfs[i];
            print->positions = places->at;
            print->count = places->n;
            mg_sums *sums = mg_verify_sums(s, docids[i]);
            if (!sums)
                return false;
            sums->sum[docids[i] % MG_WINDOW] -= mg_print_whole(print);
        }
    return true;
}

static morgue_status take_term(mg_suspect *s, morgue_text term, mg_places *places,
                               morgue_error *err)
{
    mg_list *list = NULL;
    mg_print print = {.term = term.data, .len = term.len};
    morgue_status status = mg_list_open(s->index, term.data, term.len, &list, err);
    if (status == MORGUE_OK && list && !take_list(s, list, &print, places))
        status = mg_fail_memory(err);
    mg_list_free(list);
    return status;
}

static morgue_status take_all(mg_suspect *s, mg_terms *terms, morgue_error *err)
{
    mg_places places = {0};
    morgue_text term;
    uint32_t frequency;
    morgue_status status = MORGUE_OK;
    for (size_t n = 1; status == MORGUE_OK && mg_terms_next(terms, &term, &frequency); n++) {
        status = take_term(s, term, &places, err);
        if (status == MORGUE_OK && n % TERMS_EACH == 0)
            status = mg_verify_go_on(s->run, err);
    }
    free(places.at);
    return status;
}

static void tell_window(const mg_suspect *s, uint32_t window)
{
    const mg_lengths *page = mg_index_lengths(s->index, window);
    const mg_sums *sums = s->sums[window];
    for (uint32_t i = 0; sums && i < MG_WINDOW; i++) {
        if (!sums->sum[i] || sums->unread[i / 64] >> i % 64 & 1)
            continue;
        bool there = page && page->present[i / 64] >> i % 64 & 1;
        mg_verify_tell(s, window * MG_WINDOW + i, "",
                       there ? "its postings and positions are not what its text makes"
                             : "the index has postings of it, but there is no such article");
    }
}

morgue_status mg_verify_postings(mg_suspect *s, morgue_error *err)
{
    mg_terms *terms = mg_terms_open(s->index, "", 0);
    if (!terms)
        return mg_fail_memory(err);
    morgue_status status = take_all(s, terms, err);
    mg_terms_free(terms);
    for (uint32_t w = 0; status == MORGUE_OK && w <= mg_index_last(s->index) / MG_WINDOW; w++)
        tell_window(s, w);
    return status;
}
