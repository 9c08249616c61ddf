#include "archive/column.h"

#include <stdlib.h>
#include <string.h>

#include "archive/grow.h"
#include "archive/index_kind.h"

enum {
    SPARSE = 4,
    SPARSE_FAR = 16,
    FEW = 1 << 16,
    BATCH = 4096,
    ASK_EVERY = 256,
    TRIES = 3 /* that may be called off before it is given up */
};

/* One of an index: a column, or that there is none. */
struct mg_index_column {
    struct mg_index_column *next;
    mg_column column; /* starts is NULL where it was not made */
    unsigned tries;
    char prefix[8];
};

/* Making a column: the documents of all values, one value after the other. */
typedef struct making {
    mg_column *column;
    size_t values_cap;
    uint32_t *docids;
    size_t n, cap;
    uint32_t *ends; /* by value: how far its documents go in `docids` */
    size_t ends_cap;
    size_t prefix_len;
} making;

static void free_column(mg_column *column)
{
    free(column->values);
    free(column->starts);
    free(column->numbers);
    mg_arena_free(&column->arena);
    *column = (mg_column){0};
}

void mg_index_free_columns(struct mg_index_column *columns)
{
    for (struct mg_index_column *next; columns; columns = next) {
        next = columns->next;
        free_column(&columns->column);
        free(columns);
    }
}

/* ---- Making one --------------------------------------------------------------------------- */

/* Room for one more. */
static bool begin_value(making *m)
{
    return MG_GROW(m->column->values, m->values_cap, (size_t)m->column->n_values + 1) &&
           MG_GROW(m->ends, m->ends_cap, (size_t)m->column->n_values + 1);
}

/* A value whose documents have been taken. */
static bool end_value(making *m, morgue_text term, size_t prefix_len)
{
    mg_column *column = m->column;
    char *copy = mg_arena_copy(&column->arena, term.data + prefix_len, term.len - prefix_len);
    column->values[column->n_values] = (morgue_text){copy, term.len - prefix_len};
    m->ends[column->n_values++] = (uint32_t)m->n;
    return copy != NULL;
}

/* False where they are too many, or cannot be right. */
static bool take_documents(making *m, mg_list *list)
{
    for (size_t n;; m->n += n) {
        if (m->n > MG_COLUMN_MAX || !MG_GROW(m->docids, m->cap, m->n + BATCH))
            return false;
        n = mg_list_take(list, UINT32_MAX, BATCH, m->docids + m->n, NULL);
        if (!n)
            return true;
        if (m->docids[m->n + n - 1] > m->column->last)
            return false;
    }
}

static bool take_value(making *m, mg_index *index, morgue_text term, size_t prefix_len)
{
    mg_list *list = NULL;
    if (!begin_value(m) || mg_list_open(index, term.data, term.len, &list, NULL) != MORGUE_OK)
        return false;
    bool fits = !list || take_documents(m, list);
    mg_list_free(list);
    return fits && end_value(m, term, prefix_len);
}

/* The same of a shard that is far, which has told the documents. */
static bool take_told(void *user, morgue_text term, const uint32_t *docids, size_t n)
{
    making *m = user;
    if (!begin_value(m) || m->n + n > MG_COLUMN_MAX || !MG_GROW(m->docids, m->cap, m->n + n))
        return false;
    for (size_t i = 0; i < n; i++)
        if (docids[i] > m->column->last)
            return false;
    if (n)
        memcpy(m->docids + m->n, docids, n * sizeof *docids);
    m->n += n;
    return end_value(m, term, m->prefix_len);
}

/* Puts the numbers of the values where their documents are. */
static bool turn_round(making *m)
{
    mg_column *column = m->column;
    size_t places = (size_t)column->last + 2;
    column->starts = calloc(places, sizeof *column->starts);
    column->numbers = malloc((m->n + 1) * sizeof *column->numbers);
    if (!column->starts || !column->numbers)
        return false;
    for (size_t i = 0; i < m->n; i++)
        column->starts[m->docids[i] + 1]++;
    for (size_t d = 1; d < places; d++)
        column->starts[d] += column->starts[d - 1];
    for (uint32_t value = 0, i = 0; value < column->n_values; value++)
        for (; i < m->ends[value]; i++)
            column->numbers[column->starts[m->docids[i]]++] = value;
    memmove(column->starts + 1, column->starts, (places - 1) * sizeof *column->starts);
    column->starts[0] = 0;
    return true;
}

/* From the terms and their lists. */
static bool gather(making *m, mg_index *index, const char *prefix, bool (*go_on)(void *),
                   void *user)
{
    morgue_text term;
    uint32_t frequency;
    mg_terms *terms = mg_terms_open(index, prefix, m->prefix_len);
    bool fits = terms != NULL;
    while (fits && mg_terms_next(terms, &term, &frequency))
        fits = take_value(m, index, term, m->prefix_len) &&
               (m->column->n_values % ASK_EVERY || !go_on || go_on(user));
    mg_terms_free(terms);
    return fits;
}

static bool make(mg_index *index, const char *prefix, bool (*go_on)(void *), void *user,
                 mg_column *ret, bool *ret_late)
{
    making m = {.column = ret, .prefix_len = strlen(prefix)};
    ret->last = mg_index_last(index);
    bool fits = index->kind->column ? index->kind->column(index, prefix, take_told, &m, ret_late)
                                    : gather(&m, index, prefix, go_on, user);
    fits = fits && turn_round(&m);
    free(m.docids);
    free(m.ends);
    if (!fits)
        free_column(ret);
    return fits;
}

/* ---- Asking for one ----------------------------------------------------------------------- */

/* Document numbers with great gaps, as a damaged shard may say it has, would cost too much. Those
 * of a node are the numbers of all its shards in turn: where one of eight has nearly all articles,
 * seven of eight numbers are not in use. */
static bool is_dense(const mg_index *index)
{
    uint32_t sparse = mg_index_is_far(index) ? SPARSE_FAR : SPARSE;
    return mg_index_last(index) / sparse <= mg_index_articles(index) + FEW / sparse;
}

static struct mg_index_column *find(mg_index *index, const char *prefix)
{
    struct mg_index_column *found = index->columns;
    while (found && strcmp(found->prefix, prefix) != 0)
        found = found->next;
    return found;
}

void mg_index_expect_column(mg_index *index, const char *prefix)
{
    const struct mg_index_column *found = find(index, prefix);
    if (!found || (!found->column.starts && found->tries < TRIES))
        mg_index_expect(index, MG_AHEAD_COLUMN, 0, prefix, strlen(prefix));
}

/* Making it can be called off, or take the shard longer than there is time now. */
static void try_to_make(mg_index *index, struct mg_index_column *c, bool (*go_on)(void *),
                        void *user)
{
    bool late = false;
    if (c->column.starts || c->tries >= TRIES)
        return;
    bool made = is_dense(index) && make(index, c->prefix, go_on, user, &c->column, &late);
    bool called_off = !made && go_on && !go_on(user);
    if (!late)
        c->tries = called_off ? c->tries + 1 : TRIES;
}

/* The second time that it is asked for; where it is far, everything else takes longer. */
const mg_column *mg_index_column(mg_index *index, const char *prefix, bool (*go_on)(void *user),
                                 void *user)
{
    struct mg_index_column *found = find(index, prefix);
    bool make_now = found || mg_index_is_far(index);
    if (!found) {
        found = strlen(prefix) < sizeof found->prefix ? calloc(1, sizeof *found) : NULL;
        if (!found)
            return NULL;
        strcpy(found->prefix, prefix);
        found->next = index->columns;
        index->columns = found;
    }
    if (make_now)
        try_to_make(index, found, go_on, user);
    return found->column.starts ? &found->column : NULL;
}
