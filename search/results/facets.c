#include "search/results/facets.h"

#include <stdlib.h>
#include <string.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/field.h"
#include "archive/text.h"
#include "archive/tokenizer.h"
#include "search/results/tally.h"

/* For each value that is shown, where the order is another than that of counts. */
enum { CANDIDATES = 10 };

/* The fields whose values a field has: persons and organizations are actors, all are what an
 * article is about. */
static size_t fields_of(const morgue_field_id *field, const morgue_field_id **ret)
{
    *ret = *field == MORGUE_ACTOR || *field == MORGUE_ABOUT ? mg_tag_fields : field;
    return *field == MORGUE_ACTOR ? 2 : *field == MORGUE_ABOUT ? MG_TAG_FIELD_COUNT : 1;
}

/* Are its values shown with the articles that are about them? */
static bool has_main(morgue_field_id field)
{
    return mg_field_is_tag(field) || field == MORGUE_ACTOR;
}

bool mg_facet_possible(morgue_field_id field)
{
    return *mg_field_at(field)->exact || field == MORGUE_ACTOR || field == MORGUE_ABOUT;
}

/* ---- What is shown ------------------------------------------------------------------------ */

static int by_count(const void *a, const void *b)
{
    const mg_tally_value *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return mg_text_compare(x->term, y->term);
}

/* What articles are about comes before what they only name. */
static int by_main(const void *a, const void *b)
{
    const mg_tally_value *x = a, *y = b;
    uint64_t x_all = x->count + x->main, y_all = y->count + y->main;
    return x_all != y_all ? (x_all < y_all ? 1 : -1) : by_count(a, b);
}

static void swap(mg_tally_value *a, mg_tally_value *b)
{
    mg_tally_value value = *a;
    *a = *b;
    *b = value;
}

/* Parts the values [low, high) about one of them, chosen as by dice, and returns where it is now.
 */
static size_t part(mg_tally_value *values, size_t low, size_t high)
{
    size_t border = low;
    swap(&values[low + values[low].hash % (high - low)], &values[high - 1]);
    for (size_t i = low; i + 1 < high; i++)
        if (by_count(&values[i], &values[high - 1]) < 0)
            swap(&values[i], &values[border++]);
    swap(&values[border], &values[high - 1]);
    return border;
}

/* Brings the `most` first of the values to their beginning and sorts these: there are many, of
 * which few are shown. */
static void sort_first(mg_tally_value *values, size_t n, size_t most)
{
    size_t low = 0, high = n;
    while (low < most && most < high) {
        size_t border = part(values, low, high);
        if (border < most)
            low = border + 1;
        else
            high = border;
    }
    qsort(values, most < n ? most : n, sizeof *values, by_count);
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
    const morgue_field_id *fields;
    size_t n = fields_of(&field, &fields);
    for (size_t f = 0; f < n; f++)
        for (size_t i = 0; i < article->count; i++) {
            morgue_text text = mg_value_text(article, &article->values[i]);
            if (article->values[i].field == fields[f] && is_value(fields[f], text, term))
                return text;
        }
    return term;
}

/* Adds a value to the table, which has room for it. */
static morgue_status keep(mg_facet_table *table, morgue_text text, const mg_tally_value *v,
                          morgue_error *err)
{
    const char *copy = mg_arena_copy(&table->arena, text.data, text.len);
    if (!copy)
        return mg_fail_memory(err);
    table->values[table->n++] = (morgue_facet){{copy, text.len}, v->count, v->main};
    return MORGUE_OK;
}

static bool has_capital(morgue_text text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((text.data[i] >= 'A' && text.data[i] <= 'Z') || (unsigned char)text.data[i] >= 0x80)
            return true;
    return false;
}

/* The article that was read last: many values may be shown as one article spells them. */
typedef struct spelled {
    mg_buffer packed;
    morgue_article *article;
    mg_tally_place place;
    bool any;
} spelled;

static morgue_status read_article(mg_tally *t, const mg_tally_place *place, spelled *by,
                                  morgue_error *err)
{
    if (by->any && by->place.shard == place->shard && by->place.docid == place->docid)
        return MORGUE_OK;
    by->any = false;
    mg_buffer *packed = &by->packed;
    morgue_status status =
        mg_index_record_of_hit(t->archive->indexes[place->shard], place->docid, packed, err);
    if (status == MORGUE_OK)
        status = mg_archive_unpack(t->archive, packed->data, packed->len, by->article, err);
    by->place = *place;
    by->any = status == MORGUE_OK;
    return status;
}

/* As the first article spells it, or the last where that has no capitals. */
static morgue_status show(mg_tally *t, morgue_field_id field, const mg_tally_value *v, spelled *by,
                          mg_facet_table *ret, morgue_error *err)
{
    if (v->name)
        return keep(ret, v->name->name, v, err);
    morgue_status status = read_article(t, &v->first, by, err);
    if (status == MORGUE_OK && !has_capital(spelling(by->article, field, v->term)))
        status = read_article(t, &v->last, by, err);
    return status == MORGUE_OK ? keep(ret, spelling(by->article, field, v->term), v, err) : status;
}

/* Puts the values in order, of which `most` are to be shown. */
static morgue_status put_in_order(mg_tally *t, morgue_field_id field, size_t most, size_t *ret_n,
                                  morgue_error *err)
{
    size_t n = t->n < t->wanted ? t->n : t->wanted;
    *ret_n = t->n < most ? t->n : most;
    if (!n)
        return MORGUE_OK;
    sort_first(t->values, t->n, n);
    if (!has_main(field))
        return MORGUE_OK;
    morgue_status status = mg_tally_count_main(t, t->values, n, err);
    if (status == MORGUE_OK)
        qsort(t->values, n, sizeof *t->values, by_main);
    return status;
}

static morgue_status show_all(mg_tally *t, morgue_field_id field, size_t most, mg_facet_table *ret,
                              morgue_error *err)
{
    size_t n;
    morgue_status status = put_in_order(t, field, most, &n, err);
    if (status != MORGUE_OK)
        return status;
    ret->distinct = t->distinct;
    ret->values = calloc(n + 1, sizeof *ret->values);
    spelled by = {.article = morgue_article_new()};
    if (!ret->values || !by.article)
        status = mg_fail_memory(err);
    for (size_t i = 0; status == MORGUE_OK && i < n; i++)
        status = show(t, field, &t->values[i], &by, ret, err);
    morgue_article_free(by.article);
    mg_buffer_free(&by.packed);
    return status;
}

/* ---- The whole ---------------------------------------------------------------------------- */

morgue_status mg_facets_count(morgue_archive *archive, const mg_desk *desk,
                              const mg_matches *matches, morgue_field_id field, size_t most,
                              mg_deadline deadline, mg_facet_table *ret, morgue_error *err)
{
    mg_field_kind kind = mg_field_at(field)->kind;
    mg_tally t = {.archive = archive,
                  .matches = matches,
                  .deadline = deadline,
                  .main = field == MORGUE_ABOUT,
                  .wanted = has_main(field) ? most * CANDIDATES : most};
    t.n_fields = fields_of(&field, &t.fields);
    if (desk && (kind == FIELD_NAMES || kind == FIELD_UNION)) {
        t.aliases = desk->aliases;
        t.blocklist = desk->blocklist;
    }
    morgue_status status = mg_tally_count(&t, err);
    if (status == MORGUE_OK) {
        ret->without = matches->count - mg_tally_having(&t);
        status = show_all(&t, field, most, ret, err);
        ret->partial = t.late;
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
