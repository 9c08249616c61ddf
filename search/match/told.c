#include "search/match/told.h"

#include <stdlib.h>
#include <string.h>

#include "archive/arena.h"
#include "archive/error.h"
#include "archive/grow.h"

enum {
    PLACES_MAX = 16,
    ROWS_MAX = 64, /* phrases that one is spelled out as */
    BATCH = 4096
};

/* Phrases, spelled out, while they are made. */
typedef struct asking {
    mg_arena arena;
    const mg_group *groups[PLACES_MAX]; /* by place */
    xap_bytes *terms;
    xap_phrases phrases;
    bool exact;
} asking;

/* ---- What can be asked -------------------------------------------------------------------- */

/* Words that follow each other, or have gaps between them: then they stand within its length. */
static bool take_phrase(asking *a, const mg_span *span)
{
    size_t n = 0;
    for (const mg_span *child = span->child; child; child = child->next) {
        if (n == PLACES_MAX || child->kind != MG_SPAN_GROUP)
            return false;
        a->groups[n++] = child->group;
    }
    a->phrases.n_places = n;
    a->phrases.window = span->length;
    a->phrases.ordered = true;
    a->exact = span->length == n;
    return n > 1;
}

/* Two words. What lies so far apart that a sum runs over is no matter of words near each other. */
static bool take_near(asking *a, const mg_span *span)
{
    enum { FAR = 1 << 20 };
    const mg_span *one = span->child, *other = one->next;
    const mg_near *near = &span->near;
    if (near->reach != MG_REACH_WORDS || near->negated || near->words > FAR ||
        one->kind != MG_SPAN_GROUP || other->kind != MG_SPAN_GROUP)
        return false;
    a->groups[0] = one->group;
    a->groups[1] = other->group;
    a->phrases.n_places = 2;
    a->phrases.window = near->words + 1;
    a->phrases.ordered = near->ordered;
    return true;
}

/* How many rows there are; 0: too many. */
static size_t count_rows(const asking *a)
{
    size_t rows = 1;
    for (size_t i = 0; i < a->phrases.n_places; i++) {
        size_t n = a->groups[i]->n_terms;
        if (n > ROWS_MAX || rows * n > ROWS_MAX)
            return 0;
        rows *= n;
    }
    return rows;
}

static bool spell(asking *a, const mg_group *group, size_t i, xap_bytes *ret)
{
    size_t prefix = strlen(group->prefix), len = group->terms[i].len;
    char *term = mg_arena_get(&a->arena, prefix + len + 1);
    if (!term)
        return false;
    memcpy(term, group->prefix, prefix);
    memcpy(term + prefix, group->terms[i].data, len);
    *ret = (xap_bytes){term, prefix + len};
    return true;
}

/* Xapian wants a place for each of two words that are the same; near each other ours need not. */
static bool has_same(const xap_bytes *row)
{
    return row[0].len == row[1].len && memcmp(row[0].data, row[1].data, row[0].len) == 0;
}

/* All ways to take a term from each group. False when memory is out; without rows where it cannot
 * be asked. */
static bool spell_out(asking *a)
{
    size_t n_places = a->phrases.n_places, n_rows = count_rows(a);
    a->terms = mg_arena_array(&a->arena, n_places * n_rows + 1, sizeof *a->terms);
    for (size_t row = 0; a->terms && row < n_rows; row++) {
        xap_bytes *terms = a->terms + row * n_places;
        for (size_t place = 0, rest = row; place < n_places; place++) {
            const mg_group *group = a->groups[place];
            if (!spell(a, group, rest % group->n_terms, &terms[place]))
                return false;
            rest /= group->n_terms;
        }
        if (!a->exact && n_places == 2 && has_same(terms))
            n_rows = 0;
    }
    a->phrases.terms = a->terms;
    a->phrases.n_rows = n_rows;
    return a->terms != NULL;
}

/* False when memory is out; without rows where nothing can be asked. */
static bool prepare(asking *a, const mg_index *index, const mg_span *span)
{
    bool can = mg_index_is_far(index) &&
               (span->kind == MG_SPAN_PHRASE ? take_phrase(a, span)
                                             : span->kind == MG_SPAN_NEAR && take_near(a, span));
    return !can || spell_out(a);
}

/* ---- Asking ------------------------------------------------------------------------------- */

void mg_told_expect(mg_index *index, const mg_span *span)
{
    asking a = {.exact = false};
    if (prepare(&a, index, span) && a.phrases.n_rows)
        mg_index_expect_phrases(index, &a.phrases);
    mg_arena_free(&a.arena);
}

/* As a list, not by document number, of which a node may claim any. */
static bool take_documents(mg_list *list, mg_told *ret)
{
    size_t cap = 0;
    do {
        if (!MG_GROW(ret->docids, cap, ret->n + BATCH))
            return false;
        size_t n = list ? mg_list_take(list, UINT32_MAX, BATCH, ret->docids + ret->n, NULL) : 0;
        list = n ? list : NULL;
        ret->n += n;
    } while (list);
    return true;
}

static morgue_status open_one(mg_index *index, const mg_span *span, mg_told *ret, morgue_error *err)
{
    asking a = {.exact = false};
    mg_list *list = NULL;
    morgue_status status = prepare(&a, index, span) ? MORGUE_OK : mg_fail_memory(err);
    if (status == MORGUE_OK && a.phrases.n_rows) {
        status = mg_list_open_phrases(index, &a.phrases, &list, err);
        if (status == MORGUE_OK && !take_documents(list, ret))
            status = mg_fail_memory(err);
        ret->exact = a.exact;
        mg_list_free(list);
    }
    mg_arena_free(&a.arena);
    return status;
}

static morgue_status open_below(mg_index *index, const mg_op *op, mg_told *told, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    if (op->kind == MG_OP_SPANS)
        status = open_one(index, op->span, &told[op->number], err);
    for (const mg_op *child = op->child; status == MORGUE_OK && child; child = child->next)
        status = open_below(index, child, told, err);
    return status;
}

morgue_status mg_told_open_all(mg_index *index, const mg_op *root, size_t n_ops, mg_told **ret,
                               morgue_error *err)
{
    mg_told *told = calloc(n_ops + 1, sizeof *told);
    if (!told)
        return mg_fail_memory(err);
    *ret = told;
    return mg_index_is_far(index) ? open_below(index, root, told, err) : MORGUE_OK;
}

void mg_told_close_all(mg_told *told, size_t n_ops)
{
    for (size_t i = 0; told && i < n_ops; i++)
        free(told[i].docids);
    free(told);
}

bool mg_told_has(const mg_told *told, uint32_t docid)
{
    size_t from = 0, to = told->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (told->docids[middle] < docid)
            from = middle + 1;
        else
            to = middle;
    }
    return !told->docids || (from < told->n && told->docids[from] == docid);
}

void mg_told_expect_texts(mg_index *index, const mg_told *told, const uint64_t *bits, uint32_t from,
                          uint32_t base)
{
    for (uint32_t d = from, n = 0; d < MG_WINDOW && n < MG_TOLD_AHEAD; d++) {
        if (!(bits[d / 64] >> d % 64 & 1))
            continue;
        n++;
        if (!told->exact && mg_told_has(told, base + d))
            mg_index_expect(index, MG_AHEAD_RECORD, base + d, NULL, 0);
    }
}
