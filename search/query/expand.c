#include "search/query/expand.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/shard.h"
#include "archive/tokenizer.h"
#include "search/query/fail.h"

/* ---- What is found ------------------------------------------------------------------------ */

typedef struct form {
    morgue_text term; /* without prefix */
    uint32_t frequency;
} form;

typedef struct forms {
    form *items;
    size_t n;
    size_t cap;
} forms;

static bool add_form(mg_expander *e, forms *found, morgue_text term, uint32_t frequency)
{
    if (found->n == found->cap) {
        size_t cap = found->cap ? 2 * found->cap : 16;
        form *items = realloc(found->items, cap * sizeof *items);
        if (!items)
            return false;
        found->items = items;
        found->cap = cap;
    }
    char *copy = mg_arena_copy(e->arena, term.data, term.len);
    if (!copy)
        return false;
    found->items[found->n++] = (form){{copy, term.len}, frequency};
    return true;
}

static int compare_texts(const morgue_text *a, const morgue_text *b)
{
    size_t shorter = a->len < b->len ? a->len : b->len;
    int order = memcmp(a->data, b->data, shorter);
    return order ? order : (a->len > b->len) - (a->len < b->len);
}

static int by_frequency(const void *a, const void *b)
{
    const form *x = a;
    const form *y = b;
    return (x->frequency < y->frequency) - (x->frequency > y->frequency);
}

static int by_bytes(const void *a, const void *b)
{
    return compare_texts(a, b);
}

bool mg_mark_place_has(const mg_mark_place *place, const char *term, size_t len)
{
    morgue_text wanted = {term, len};
    return bsearch(&wanted, place->terms, place->n_terms, sizeof wanted, by_bytes) != NULL;
}

/* The most frequent `max` forms as a place. */
static bool make_place(mg_expander *e, forms *found, size_t max, mg_mark_place *ret)
{
    if (found->n > max) {
        qsort(found->items, found->n, sizeof *found->items, by_frequency);
        found->n = max;
    }
    morgue_text *terms = mg_arena_array(e->arena, found->n, sizeof *terms);
    if (!terms)
        return false;
    for (size_t i = 0; i < found->n; i++)
        terms[i] = found->items[i].term;
    qsort(terms, found->n, sizeof *terms, by_bytes);
    *ret = (mg_mark_place){terms, found->n};
    return true;
}

/* ---- Walking over terms ------------------------------------------------------------------- */

/* Which terms are wanted: those with one of these stems, or all where there are none. */
typedef struct filter {
    const mg_expander *expander;
    xap_string *stems; /* of the word, one for each stemmer; NULL: all terms are wanted */
    xap_string scratch;
    morgue_text word; /* is taken anyway, so it need not be found */
} filter;

/* More than one letter, and only letters: in UTF-8, bytes from 0x80 on are taken as such. */
static bool has_stem(morgue_text word)
{
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.data[i];
        if ((c < 'a' || c > 'z') && c < 0x80)
            return false;
    }
    return word.len > 1;
}

static morgue_status is_wanted(filter *f, morgue_text term, bool *ret, morgue_error *err)
{
    *ret = !f->stems;
    if (*ret)
        return MORGUE_OK;
    if (compare_texts(&term, &f->word) == 0 || !has_stem(term))
        return MORGUE_OK;
    for (size_t i = 0; !*ret && i < f->expander->n_stems; i++) {
        xap_error cause;
        if (xap_stem_word(f->expander->stems[i], term.data, term.len, &f->scratch, &cause) !=
            XAP_OK)
            return mg_fail_xap(err, &cause);
        *ret = f->scratch.len == f->stems[i].len &&
               memcmp(f->scratch.data, f->stems[i].data, f->scratch.len) == 0;
    }
    return MORGUE_OK;
}

/* Looks at all terms from `it`; the first prefix_len bytes of each are the field's. */
static morgue_status walk(mg_expander *e, xap_terms *it, size_t prefix_len, filter *f, forms *found,
                          morgue_error *err)
{
    for (size_t looked = 0; looked < MG_LOOK_MAX; looked++, e->n_looked++) {
        xap_bytes bytes;
        uint32_t frequency;
        bool more;
        bool wanted;
        xap_error cause;
        if (xap_terms_next(it, &bytes, &frequency, &more, &cause) != XAP_OK)
            return mg_fail_xap(err, &cause);
        if (!more)
            break;
        morgue_text term = {bytes.data + prefix_len, bytes.len - prefix_len};
        morgue_status status = is_wanted(f, term, &wanted, err);
        if (status != MORGUE_OK)
            return status;
        if (wanted && !add_form(e, found, term, frequency))
            return mg_fail_memory(err);
    }
    return MORGUE_OK;
}

/* The terms of `prefix` that begin with `start` and pass the filter. */
static morgue_status collect(mg_expander *e, const char *prefix, morgue_text start, filter *f,
                             forms *found, morgue_error *err)
{
    char first[MG_TERM_MAX + 16];
    size_t prefix_len = strlen(prefix);
    xap_terms *it = NULL;
    xap_error cause;
    memcpy(first, prefix, prefix_len);
    memcpy(first + prefix_len, start.data, start.len);
    if (xap_terms_open(e->db, first, prefix_len + start.len, &it, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    morgue_status status = walk(e, it, prefix_len, f, found, err);
    xap_terms_free(it);
    return status;
}

static morgue_status check_budget(const mg_expander *e, size_t column, morgue_error *err)
{
    if (e->n_looked < MG_LOOK_QUERY_MAX)
        return MORGUE_OK;
    return mg_query_fail(err, column,
                         "the words of the query have too many forms to look up: write some of "
                         "them as =word");
}

/* ---- Words -------------------------------------------------------------------------------- */

static size_t common_prefix(morgue_text a, const char *b, size_t b_len)
{
    size_t n = 0;
    while (n < a.len && n < b_len && a.data[n] == b[n])
        n++;
    return n;
}

/* How much of what word and stem have in common all forms begin with: they part from each other up
 * to two letters before its end (make, making; country, countries; publique, publication). Measured
 * on the 135,000 words of 20,000 English articles with nine stemmers: no form is lost but those of
 * die, lie and tie. Longer beginnings mean fewer terms to look at. */
static size_t forms_start(size_t common)
{
    return common > 4 ? common - 2 : common > 2 ? common - 1 : common;
}

/* English: dying, lying, tying have the stems die, lie, tie. */
static bool is_irregular(const xap_string *stem)
{
    return stem->len == 3 && memcmp(stem->data + 1, "ie", 2) == 0;
}

/* Stems the word in all languages; *ret is the beginning that its forms have, and *ret_irregular
 * says that there may be others. */
static morgue_status stem_word(const mg_expander *e, morgue_text word, xap_string *stems,
                               morgue_text *ret, bool *ret_irregular, morgue_error *err)
{
    *ret = word;
    *ret_irregular = false;
    for (size_t i = 0; i < e->n_stems; i++) {
        xap_error cause;
        if (xap_stem_word(e->stems[i], word.data, word.len, &stems[i], &cause) != XAP_OK)
            return mg_fail_xap(err, &cause);
        bool irregular = is_irregular(&stems[i]) && word.len > 2;
        size_t start =
            irregular ? 2 : forms_start(common_prefix(word, stems[i].data, stems[i].len));
        ret->len = start < ret->len ? start : ret->len;
        *ret_irregular = *ret_irregular || irregular;
    }
    return MORGUE_OK;
}

static morgue_status expand_stemmed(mg_expander *e, const char *prefix, filter *f, forms *found,
                                    morgue_error *err)
{
    morgue_text start;
    bool irregular;
    morgue_status status = stem_word(e, f->word, f->stems, &start, &irregular, err);
    if (status == MORGUE_OK && start.len)
        status = collect(e, prefix, start, f, found, err);
    if (status == MORGUE_OK && irregular && start.len == 2) {
        char other[2] = {f->word.data[0], f->word.data[1] == 'y' ? 'i' : 'y'};
        status = collect(e, prefix, (morgue_text){other, 2}, f, found, err);
    }
    return status;
}

morgue_status mg_expand_word(mg_expander *e, const char *prefix, morgue_text word, size_t column,
                             mg_mark_place *ret, morgue_error *err)
{
    forms found = {0};
    filter f = {.expander = e, .word = word};
    morgue_status status = check_budget(e, column, err);
    if (status != MORGUE_OK)
        return status;
    if (e->n_stems && has_stem(word)) {
        f.stems = calloc(e->n_stems, sizeof *f.stems);
        status = f.stems ? expand_stemmed(e, prefix, &f, &found, err) : mg_fail_memory(err);
    }
    if (status == MORGUE_OK &&
        (!add_form(e, &found, word, UINT32_MAX) || !make_place(e, &found, MG_FORMS_MAX, ret)))
        status = mg_fail_memory(err);
    for (size_t i = 0; f.stems && i < e->n_stems; i++)
        xap_string_free(&f.stems[i]);
    xap_string_free(&f.scratch);
    free(f.stems);
    free(found.items);
    return status;
}

morgue_status mg_expand_gram(mg_expander *e, const char *prefix, morgue_text gram, size_t column,
                             mg_mark_place *ret, morgue_error *err)
{
    forms found = {0};
    filter f = {.expander = e};
    morgue_status status = check_budget(e, column, err);
    if (status == MORGUE_OK)
        status = collect(e, prefix, gram, &f, &found, err);
    if (status == MORGUE_OK && !make_place(e, &found, MG_GRAMS_MAX, ret))
        status = mg_fail_memory(err);
    free(found.items);
    return status;
}
