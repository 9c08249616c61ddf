/* Planning around blocked values.
 *
 * The words of a field do not tell which of its values they belong to. So an article that has a
 * blocked value in which the words may stand is read: by its text, in which blocked values are
 * passed over, it is decided whether another value has them. All other articles are found as ever.
 */
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/registry/blocklist.h"
#include "archive/tokenizer.h"
#include "search/query/plan.h"
#include "search/query/planner.h"

static bool has_term(const mg_span *span, const char *term, size_t len)
{
    if (span->kind == MG_SPAN_GROUP)
        return mg_group_has(span->group, term, len);
    for (const mg_span *child = span->child; child; child = child->next)
        if (has_term(child, term, len))
            return true;
    return false;
}

/* May any word of the span stand in the value? Two words of it may be a compound, which is found by
 * its joined form too. */
static bool concerns(const mg_span *span, morgue_text value)
{
    char both[MG_VALUE_MAX];
    size_t before = 0; /* length of the word before, at the beginning of `both` */
    const char *at = value.data, *end = at + value.len;
    while (at < end) {
        const char *stop = memchr(at, ' ', (size_t)(end - at));
        stop = stop ? stop : end;
        size_t len = (size_t)(stop - at);
        memcpy(both + before, at, len);
        if (has_term(span, at, len) || has_term(span, both, before + len))
            return true;
        memmove(both, at, len);
        before = len;
        at = stop < end ? stop + 1 : end;
    }
    return false;
}

/* The blocked values in which the span may stand. */
static morgue_status collect(mg_planner *p, const mg_span *span, morgue_field_id field,
                             mg_forms *ret)
{
    size_t n = mg_blocklist_count(p->blocklist, field);
    ret->n = 0;
    ret->terms = n ? mg_arena_array(p->expander.arena, n, sizeof *ret->terms) : NULL;
    for (size_t i = 0; ret->terms && i < n; i++) {
        morgue_text value = mg_blocklist_value(p->blocklist, field, i);
        if (concerns(span, value)) {
            value.data = mg_arena_copy(p->expander.arena, value.data, value.len);
            ret->terms[ret->n++] = value;
        }
        if (!value.data)
            return mg_fail_memory(p->err);
    }
    return ret->terms || !n ? MORGUE_OK : mg_fail_memory(p->err);
}

/* The blocked values of the fields that are searched, in which the span may stand. */
typedef struct blocked {
    mg_forms values[MG_TAG_FIELD_COUNT];
    const char *prefixes[MG_TAG_FIELD_COUNT];
    size_t n; /* of fields that have any */
} blocked;

static morgue_status collect_field(mg_planner *p, const mg_span *span, morgue_field_id field,
                                   const char *prefix, blocked *ret)
{
    morgue_status status = collect(p, span, field, &ret->values[ret->n]);
    ret->prefixes[ret->n] = prefix;
    ret->n += status == MORGUE_OK && ret->values[ret->n].n;
    return status;
}

static morgue_status collect_all(mg_planner *p, const mg_span *span, morgue_field_id field,
                                 blocked *ret)
{
    morgue_status status = MORGUE_OK;
    ret->n = 0;
    if (field != MORGUE_ABOUT)
        return collect_field(p, span, field, mg_field_at(field)->exact, ret);
    for (size_t f = 0; status == MORGUE_OK && f < MG_TAG_FIELD_COUNT; f++)
        status = collect_field(p, span, mg_tag_fields[f], mg_field_main(mg_tag_fields[f]), ret);
    return status;
}

/* Articles that have any of them. */
static mg_op *having(mg_planner *p, const blocked *values, const mg_node *node)
{
    void *items[MG_TAG_FIELD_COUNT];
    const mg_pointers list = {items, values->n, MG_TAG_FIELD_COUNT};
    for (size_t i = 0; i < values->n; i++) {
        mg_op *op = mg_planner_op(p, MG_OP_GROUP, node);
        if (!op ||
            !(op->group = mg_planner_group(p, values->prefixes[i], &values->values[i], node)))
            return NULL;
        items[i] = op;
    }
    return mg_planner_combine(p, MG_OP_OR, &list, node);
}

static mg_op *both(mg_planner *p, mg_op_kind kind, mg_op *a, mg_op *b, const mg_node *node)
{
    void *items[] = {a, b};
    const mg_pointers list = {items, 2, 2};
    return a && b ? mg_planner_combine(p, kind, &list, node) : NULL;
}

morgue_status mg_plan_names_op(mg_planner *p, const mg_span *span, const mg_node *node,
                               morgue_field_id field, mg_op **ret)
{
    blocked values;
    morgue_status status = collect_all(p, span, field, &values);
    if (status != MORGUE_OK)
        return status;
    mg_span *twin = values.n ? mg_planner_copy(p, span) : NULL;
    mg_op *found = mg_plan_span_op(p, span, node);
    if (values.n) {
        mg_op *without = having(p, &values, node);
        mg_op *judged = mg_planner_op(p, MG_OP_SPANS, node);
        if (!twin || !without || !judged)
            return mg_fail_memory(p->err);
        without->excluded = true;
        judged->span = twin;
        judged->by_text = true;
        judged->child =
            both(p, MG_OP_AND, having(p, &values, node), mg_plan_rough_op(p, twin, node), node);
        found = judged->child
                    ? both(p, MG_OP_OR, both(p, MG_OP_AND, found, without, node), judged, node)
                    : NULL;
    }
    *ret = found;
    return found ? MORGUE_OK : mg_fail_memory(p->err);
}

void mg_planner_unblock(mg_planner *p, morgue_field_id field, mg_forms *values)
{
    size_t kept = 0;
    for (size_t i = 0; i < values->n; i++)
        if (!mg_blocklist_has(p->blocklist, field, values->terms[i]))
            values->terms[kept++] = values->terms[i];
    values->n = kept;
}
