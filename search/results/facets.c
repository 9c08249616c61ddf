#include "search/results/facets.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/text.h"
#include "archive/tokenizer.h"
#include "search/results/tally.h"

static const morgue_field_id union_of[] = {MORGUE_PERSON, MORGUE_ORG};

bool mg_facet_possible(morgue_field_id field)
{
    return *mg_field_at(field)->exact || mg_field_at(field)->kind == FIELD_UNION;
}

/* ---- What is shown ------------------------------------------------------------------------ */

static int by_count(const void *a, const void *b)
{
    const mg_tally_value *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return mg_text_compare(x->term, y->term);
}

/* Is this value of an article the one with the term? */
static bool is_value(morgue_field_id field, morgue_text text, morgue_text term)
{
    char exact[MG_EXACT_MAX];
    size_t prefix_len = strlen(mg_field_at(field)->exact);
    size_t len = mg_exact_term(field, text.data, text.len, exact);
    return len == prefix_len + term.len && memcmp(exact + prefix_len, term.data, term.len) == 0;
}

/* How the article spells the value; the term itself where it does not have it. */
static morgue_text spelling(const morgue_article *article, morgue_field_id field, morgue_text term)
{
    const mg_field *row = mg_field_at(field);
    for (size_t f = 0; row->kind == FIELD_UNION && f < sizeof union_of / sizeof *union_of; f++) {
        morgue_text found = spelling(article, union_of[f], term);
        if (found.data != term.data)
            return found;
    }
    for (size_t i = 0; row->kind != FIELD_UNION && i < morgue_article_count(article, field); i++) {
        morgue_text text = morgue_article_get(article, field, i);
        if (is_value(field, text, term))
            return text;
    }
    return term;
}

/* Adds a value to the table, which has room for it. */
static morgue_status keep(mg_facet_table *table, morgue_text text, uint64_t count,
                          morgue_error *err)
{
    const char *copy = mg_arena_copy(&table->arena, text.data, text.len);
    if (!copy)
        return mg_fail_memory(err);
    table->values[table->n++] = (morgue_facet){{copy, text.len}, count};
    return MORGUE_OK;
}

static bool has_capital(morgue_text text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((text.data[i] >= 'A' && text.data[i] <= 'Z') || (unsigned char)text.data[i] >= 0x80)
            return true;
    return false;
}

static morgue_status read_article(mg_tally *t, const mg_tally_place *place, mg_buffer *packed,
                                  morgue_article *article, morgue_error *err)
{
    morgue_status status =
        mg_index_record(t->archive->indexes[place->shard], place->docid, packed, err);
    return status == MORGUE_OK
               ? mg_archive_unpack(t->archive, packed->data, packed->len, article, err)
               : status;
}

/* As the first article spells it, or the last where that has no capitals. */
static morgue_status show(mg_tally *t, morgue_field_id field, const mg_tally_value *v,
                          mg_buffer *packed, morgue_article *article, mg_facet_table *ret,
                          morgue_error *err)
{
    if (v->name)
        return keep(ret, v->name->name, v->count, err);
    morgue_status status = read_article(t, &v->first, packed, article, err);
    if (status == MORGUE_OK && !has_capital(spelling(article, field, v->term)))
        status = read_article(t, &v->last, packed, article, err);
    return status == MORGUE_OK ? keep(ret, spelling(article, field, v->term), v->count, err)
                               : status;
}

static morgue_status show_all(mg_tally *t, morgue_field_id field, size_t most, mg_facet_table *ret,
                              morgue_error *err)
{
    size_t n = 0;
    for (size_t i = 0; i < t->size; i++)
        if (t->slots[i].term.data)
            t->slots[n++] = t->slots[i];
    if (n)
        qsort(t->slots, n, sizeof *t->slots, by_count);
    ret->distinct = n;
    n = n < most ? n : most;
    ret->values = calloc(n + 1, sizeof *ret->values);
    morgue_article *article = morgue_article_new();
    mg_buffer packed = {0};
    morgue_status status = ret->values && article ? MORGUE_OK : mg_fail_memory(err);
    for (size_t i = 0; status == MORGUE_OK && i < n; i++)
        status = show(t, field, &t->slots[i], &packed, article, ret, err);
    morgue_article_free(article);
    mg_buffer_free(&packed);
    return status;
}

/* ---- The whole ---------------------------------------------------------------------------- */

morgue_status mg_facets_count(morgue_archive *archive, const mg_desk *desk,
                              const mg_matches *matches, morgue_field_id field, size_t most,
                              double deadline, mg_facet_table *ret, morgue_error *err)
{
    mg_field_kind kind = mg_field_at(field)->kind;
    mg_tally t = {.archive = archive,
                  .matches = matches,
                  .deadline = deadline,
                  .fields = kind == FIELD_UNION ? union_of : &field,
                  .n_fields = kind == FIELD_UNION ? sizeof union_of / sizeof *union_of : 1};
    if (desk && (kind == FIELD_NAMES || kind == FIELD_UNION)) {
        t.aliases = desk->aliases;
        t.blocklist = desk->blocklist;
    }
    morgue_status status = mg_tally_count(&t, err);
    if (status == MORGUE_OK) {
        ret->without = matches->count - mg_tally_having(&t);
        ret->partial = t.late;
        status = show_all(&t, field, most, ret, err);
    }
    mg_tally_free(&t);
    if (status != MORGUE_OK)
        mg_facet_table_free(ret);
    return status;
}

void mg_facet_table_free(mg_facet_table *table)
{
    free(table->values);
    mg_arena_free(&table->arena);
    *table = (mg_facet_table){0};
}
