/* Tree -> operators, for one archive.
 *
 * What weighs: words and phrases of title and text. Everything else (names, exact terms, dates,
 * what is excluded) only filters. Words in no field weigh more where the title has them. */
#ifndef MG_PLANNER_H
#define MG_PLANNER_H

#include "search/query/expand.h"
#include "search/query/op.h"
#include "search/query/plan.h"
#include "search/query/tree.h"

/* A list of pointers that grows. Zero-initialise it; free(items). */
typedef struct mg_pointers {
    void **items;
    size_t n;
    size_t cap;
} mg_pointers;

/* False when memory is out. */
bool mg_pointers_add(mg_pointers *list, void *item);

typedef struct mg_planner {
    mg_expander expander;
    const struct mg_blocklist *blocklist;
    mg_pointers groups; /* mg_group */
    mg_pointers marks;  /* mg_span */
    size_t n_terms;
    size_t n_spans;
    size_t n_ops;
    unsigned excluded; /* how many NOTs and filters stand above */
    bool filters_only;
    morgue_error *err;
} mg_planner;

/* Plans the tree. Errors: as mg_plan_make(). */
morgue_status mg_planner_run(mg_planner *planner, const mg_node *root, mg_op **ret);

/* Signs of an article, and which one. */
typedef struct mg_likeness {
    const mg_sign *signs;
    size_t n;
    morgue_text id;
} mg_likeness;

/* Plans a search for articles like this one among those that the tree finds, which may have no
 * root; the tree becomes that of the whole (planner_like.c). Errors: as mg_plan_make(). */
morgue_status mg_planner_like(mg_planner *planner, const mg_likeness *like, mg_tree *tree,
                              mg_op **ret);

/* Does this part of a query only filter, and never weigh? */
bool mg_node_is_filter(const mg_node *node);

/* Is any part of it about words of title or text? */
bool mg_node_has_words(const mg_node *node);

/* Plans a word or phrase, or what stands near each other, in the field that it names
 * (planner_text.c, planner_near.c). */
morgue_status mg_plan_text(mg_planner *planner, const mg_node *node, mg_op **ret);
morgue_status mg_plan_near(mg_planner *planner, const mg_node *node, mg_op **ret);

/* ---- Parts -------------------------------------------------------------------------------- */

/* New and empty, with their numbers, in the plan's arena. NULL when memory is out. */
mg_op *mg_planner_op(mg_planner *planner, mg_op_kind kind, const mg_node *node);
mg_span *mg_planner_span(mg_planner *planner, mg_span_kind kind);

/* A group of these terms in a field of title or text, or of names where `weighs` is false. */
mg_group *mg_planner_group(mg_planner *planner, const char *prefix, const mg_forms *forms,
                           const mg_node *node);

/* Combines; a lone item stands for itself, none for no document. NULL when memory is out. */
mg_op *mg_planner_combine(mg_planner *planner, mg_op_kind kind, const mg_pointers *ops,
                          const mg_node *node);

/* The word or phrase as spans over the words with this prefix; in several ways where compounds are.
 */
morgue_status mg_plan_text_span(mg_planner *planner, const mg_node *node, morgue_field_id field,
                                mg_span **ret);

/* The documents in which the span stands somewhere; NULL when memory is out. */
mg_op *mg_plan_span_op(mg_planner *planner, const mg_span *span, const mg_node *node);

/* Those in which it may stand: they have the words that it needs. NULL when memory is out. */
mg_op *mg_plan_rough_op(mg_planner *planner, const mg_span *span, const mg_node *node);

/* A copy of the span with groups of its own, that adds nothing to the score again. NULL when memory
 * is out. */
mg_span *mg_planner_copy(mg_planner *planner, const mg_span *span);

/* The documents in which the span stands in a value of the field that is not blocked
 * (planner_block.c). */
morgue_status mg_plan_names_op(mg_planner *planner, const mg_span *span, const mg_node *node,
                               morgue_field_id field, mg_op **ret);

/* Takes blocked values out of the exact terms of a field. */
void mg_planner_unblock(mg_planner *planner, morgue_field_id field, mg_forms *values);

#endif
