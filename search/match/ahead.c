#include "search/match/ahead.h"

#include <string.h>

#include "archive/field.h"
#include "search/match/leaf.h"
#include "search/match/told.h"

static void expect_lists(mg_index *index, const char *prefix, const mg_group *group)
{
    char term[MG_GROUP_TERM_MAX];
    for (size_t i = 0; i < group->n_terms; i++) {
        size_t len = mg_group_term(group, i, prefix, term);
        if (len)
            mg_index_expect(index, MG_AHEAD_LIST, 0, term, len);
    }
}

/* What the operators need besides lists. */
static void expect_rest(mg_index *index, const mg_op *op)
{
    if (op->kind == MG_OP_SPANS)
        mg_told_expect(index, op->span);
    if (op->kind == MG_OP_DATES)
        mg_index_expect(index, MG_AHEAD_DATES, 0, NULL, 0);
    if (op->kind == MG_OP_ALL)
        mg_index_expect(index, MG_AHEAD_LENGTHS, 0, NULL, 0);
    for (const mg_op *child = op->child; child; child = child->next)
        expect_rest(index, child);
}

static void expect_all(mg_index *index, const mg_plan *plan, const mg_ahead_needs *needs)
{
    for (size_t i = 0; i < mg_plan_group_count(plan); i++) {
        const mg_group *group = mg_plan_group(plan, i);
        expect_lists(index, group->prefix, group);
        if (group->titled)
            expect_lists(index, mg_field_at(MORGUE_TITLE)->words, group);
    }
    expect_rest(index, needs->root);
    if (needs->lengths)
        mg_index_expect(index, MG_AHEAD_LENGTHS, 0, NULL, 0);
    if (needs->dates)
        mg_index_expect(index, MG_AHEAD_DATES, 0, NULL, 0);
}

void mg_look_ahead(const morgue_archive *archive, const mg_plan *plan, const mg_ahead_needs *needs)
{
    for (size_t i = 0; i < archive->manifest.count; i++)
        if (mg_index_is_far(archive->indexes[i]))
            expect_all(archive->indexes[i], plan, needs);
}
