#include "archive/registry/blocklist.h"

#include <stdlib.h>
#include <string.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/field.h"
#include "archive/grow.h"
#include "archive/text.h"
#include "archive/tokenizer.h"

/* Values of a field. */
typedef struct values {
    morgue_text *at;
    size_t n;
    size_t cap;
} values;

struct mg_blocklist {
    mg_arena arena;
    mg_sheet_notes notes;
    values fields[MORGUE_FIELD_COUNT];
    unsigned holders;
};

mg_blocklist *mg_blocklist_hold(mg_blocklist *list)
{
    if (list)
        list->holders++;
    return list;
}

void mg_blocklist_free(mg_blocklist *list)
{
    if (!list || --list->holders)
        return;
    for (size_t i = 0; i < MORGUE_FIELD_COUNT; i++)
        free(list->fields[i].at);
    mg_arena_free(&list->arena);
    free(list);
}

const mg_sheet_notes *mg_blocklist_notes(const mg_blocklist *list)
{
    return &list->notes;
}

/* ---- Reading ------------------------------------------------------------------------------ */

static bool add(mg_blocklist *list, morgue_field_id field, morgue_text value)
{
    values *v = &list->fields[field];
    char folded[MG_VALUE_MAX];
    if (!MG_GROW(v->at, v->cap, v->n + 1))
        return false;
    size_t len = mg_fold_value(value.data, value.len, folded);
    char *copy = mg_arena_copy(&list->arena, folded, len);
    if (copy)
        v->at[v->n++] = (morgue_text){copy, len};
    return copy != NULL;
}

static bool take_line(void *user, morgue_text line, const char **ret_wrong)
{
    mg_blocklist *list = user;
    const char *colon = memchr(line.data, ':', line.len);
    if (!colon) {
        *ret_wrong = "it has no field, as in location: Reading";
        return true;
    }
    morgue_text name = mg_sheet_trim((morgue_text){line.data, (size_t)(colon - line.data)});
    const char *end = line.data + line.len;
    morgue_text value = mg_sheet_trim((morgue_text){colon + 1, (size_t)(end - colon - 1)});
    const morgue_field *face = morgue_field_named(name.data, name.len);
    mg_field_kind kind = face ? mg_field_at(face->id)->kind : FIELD_STORED;
    if (!face)
        *ret_wrong = "there is no field of this name";
    else if ((kind != FIELD_NAMES && kind != FIELD_UNION) || face->id == MORGUE_ABOUT)
        *ret_wrong = "values of this field cannot be blocked";
    else
        *ret_wrong = mg_sheet_check_name(value);
    if (*ret_wrong)
        return true;
    if (kind == FIELD_NAMES)
        return add(list, face->id, value);
    return add(list, MORGUE_PERSON, value) && add(list, MORGUE_ORG, value);
}

static void sort(values *v)
{
    size_t kept = 0;
    if (v->n < 2)
        return;
    qsort(v->at, v->n, sizeof *v->at, mg_text_order);
    for (size_t i = 0; i < v->n; i++)
        if (!kept || !mg_text_is(v->at[kept - 1], v->at[i]))
            v->at[kept++] = v->at[i];
    v->n = kept;
}

morgue_status mg_blocklist_read(const char *text, size_t len, mg_blocklist **ret, morgue_error *err)
{
    mg_blocklist *list = calloc(1, sizeof *list);
    if (!list)
        return mg_fail_memory(err);
    list->holders = 1;
    const mg_sheet sheet = {MG_BLOCKLIST_FILE, &list->arena, &list->notes, list, take_line};
    if (!mg_sheet_read(&sheet, text, len)) {
        mg_blocklist_free(list);
        return mg_fail_memory(err);
    }
    for (size_t i = 0; i < MORGUE_FIELD_COUNT; i++)
        sort(&list->fields[i]);
    *ret = list;
    return MORGUE_OK;
}

/* ---- Asking ------------------------------------------------------------------------------- */

size_t mg_blocklist_count(const mg_blocklist *list, morgue_field_id field)
{
    return list ? list->fields[field].n : 0;
}

morgue_text mg_blocklist_value(const mg_blocklist *list, morgue_field_id field, size_t i)
{
    return list->fields[field].at[i];
}

bool mg_blocklist_has(const mg_blocklist *list, morgue_field_id field, morgue_text folded)
{
    size_t n = mg_blocklist_count(list, field);
    return n && bsearch(&folded, list->fields[field].at, n, sizeof folded, mg_text_order);
}

bool mg_blocklist_blocks(const mg_blocklist *list, morgue_field_id field, morgue_text value)
{
    char folded[MG_VALUE_MAX];
    if (!mg_blocklist_count(list, field))
        return false;
    size_t len = mg_fold_value(value.data, value.len, folded);
    return mg_blocklist_has(list, field, (morgue_text){folded, len});
}

void mg_blocklist_hide(const mg_blocklist *list, morgue_article *article)
{
    size_t kept = 0;
    for (size_t i = 0; list && i < article->count; i++) {
        const mg_value *value = &article->values[i];
        if (!mg_blocklist_blocks(list, (morgue_field_id)value->field,
                                 mg_value_text(article, value)))
            article->values[kept++] = *value;
    }
    if (list)
        article->count = kept;
}
