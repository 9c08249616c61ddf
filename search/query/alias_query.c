/* Aliases in a query: a change of its tree, before it is planned. */
#include "search/query/alias_query.h"

#include "archive/error.h"
#include "archive/field.h"
#include "archive/text.h"
#include "archive/tokenizer.h"
#include "search/query/fail.h"

/* A tree on its way. */
typedef struct change {
    const mg_aliases *aliases;
    mg_tree *tree;
    unsigned near; /* how many proximities stand above */
    morgue_error *err;
} change;

static morgue_status rewrite(change *c, mg_node **place);

/* ---- What can be a name ------------------------------------------------------------------- */

/* Nothing in the query says that it is to be taken literally. */
static bool is_name(const mg_node *node)
{
    mg_field_kind kind = mg_field_at(node->field)->kind;
    bool names = kind == FIELD_NAMES || kind == FIELD_UNION;
    if (node->wild || node->cased)
        return false;
    return (node->kind == MG_NODE_WORD && (names || kind == FIELD_WORDS)) ||
           (node->kind == MG_NODE_PHRASE && names);
}

/* Can the word be part of a name of several, together with `first`? */
static bool goes_with(const mg_node *first, const mg_node *node)
{
    return node->kind == MG_NODE_WORD && is_name(node) && first->kind == MG_NODE_WORD &&
           first->field == node->field && first->scoped == node->scoped;
}

/* The folded words of nodes in a row. */
typedef struct joined {
    char text[MG_VALUE_MAX + 1 + MG_VALUE_MAX];
    size_t len;
} joined;

/* False where it becomes longer than any name. */
static bool join(joined *j, const mg_node *node)
{
    if (j->len)
        j->text[j->len++] = ' ';
    if (j->len > MG_VALUE_MAX || node->text.len > MG_VALUE_MAX)
        return false;
    j->len += mg_fold_value(node->text.data, node->text.len, j->text + j->len);
    return true;
}

static bool is_known(change *c, const joined *j)
{
    size_t at = 0;
    return mg_aliases_find(c->aliases, (morgue_text){j->text, j->len}, &at) != NULL;
}

/* How many nodes from this one on make up a name, the longest there is; 0: none. */
static size_t longest(change *c, const mg_node *first, size_t most, joined *ret)
{
    joined j = {.len = 0};
    size_t n = 0, found = 0;
    if (!is_name(first))
        return 0;
    for (const mg_node *node = first; node && n < most; node = node->next) {
        if ((n && !goes_with(first, node)) || !join(&j, node))
            break;
        n++;
        if (is_known(c, &j)) {
            found = n;
            *ret = j;
        }
    }
    return found;
}

/* ---- Alternatives ------------------------------------------------------------------------- */

static morgue_status new_node(change *c, mg_node_kind kind, const mg_node *like, mg_node **ret)
{
    if (c->tree->n_nodes >= MG_ALIAS_NODES_MAX)
        return mg_query_fail(c->err, like->column,
                             "with all aliases of its words the query comes to more than %d: write "
                             "=word for some, or fewer of them",
                             MG_ALIAS_NODES_MAX);
    mg_node *node = mg_tree_node(c->tree, kind, like->column);
    if (!node)
        return mg_fail_memory(c->err);
    node->scoped = like->scoped;
    node->field = like->field;
    *ret = node;
    return MORGUE_OK;
}

static morgue_status add_name(change *c, const mg_node *like, const mg_alias *alias,
                              mg_node ***place)
{
    mg_node *node = NULL;
    morgue_status status =
        new_node(c, alias->n_words == 1 ? MG_NODE_WORD : MG_NODE_PHRASE, like, &node);
    if (status != MORGUE_OK)
        return status;
    node->text.len = alias->name.len;
    node->text.data = mg_arena_copy(&c->tree->arena, alias->name.data, alias->name.len);
    if (!node->text.data)
        return mg_fail_memory(c->err);
    **place = node;
    *place = &node->next;
    return MORGUE_OK;
}

/* Do the `n` lines before this one that have `name` hold `alias` as well? */
static bool is_repeated(change *c, morgue_text name, size_t n, const mg_alias *alias)
{
    size_t at = 0;
    for (size_t l = 0; l < n; l++) {
        const mg_alias_line *line = mg_aliases_find(c->aliases, name, &at);
        for (size_t i = 0; i < line->n; i++)
            if (mg_text_is(line->names[i].folded, alias->folded))
                return true;
    }
    return false;
}

/* Is the alias another way to say `name`, or, where that is wanted too, the name itself? */
static bool is_wanted(const change *c, morgue_text name, bool itself, const mg_alias *alias)
{
    return mg_text_is(alias->folded, name) ? itself
                                           : !mg_aliases_differ(c->aliases, name, alias->folded);
}

/* Puts an OR of what stands at *place and the other names in its place. Of several words each must
 * be near what they stand near, so that there their own name is wanted too, as a phrase. */
static morgue_status add_names(change *c, const joined *name, mg_node **place)
{
    mg_node *self = *place, *any = NULL;
    mg_node *rest = self->next, **end = &self->next;
    morgue_text folded = {name->text, name->len};
    const mg_alias_line *line;
    size_t at = 0;
    const mg_node *like = self->child ? self->child : self;
    bool within = c->near && self->child;
    morgue_status status = new_node(c, MG_NODE_OR, like, &any);
    self->next = NULL;
    for (size_t n = 0; status == MORGUE_OK && (line = mg_aliases_find(c->aliases, folded, &at));
         n++)
        for (size_t i = 0; status == MORGUE_OK && i < line->n; i++)
            if (is_wanted(c, folded, within, &line->names[i]) &&
                !is_repeated(c, folded, n, &line->names[i]))
                status = add_name(c, like, &line->names[i], &end);
    if (status != MORGUE_OK)
        return status;
    if (end == &self->next) { /* it has no other */
        self->next = rest;
        return MORGUE_OK;
    }
    any->child = self;
    any->next = rest;
    *place = any;
    return MORGUE_OK;
}

/* ---- The tree ----------------------------------------------------------------------------- */

static morgue_status rewrite_leaf(change *c, mg_node **place)
{
    joined name;
    return longest(c, *place, 1, &name) ? add_names(c, &name, place) : MORGUE_OK;
}

/* Takes `n` parts of an AND together as an AND of their own, and each of them for itself too. */
static morgue_status rewrite_run(change *c, size_t n, const joined *name, mg_node **place)
{
    mg_node *all = NULL;
    morgue_status status = new_node(c, MG_NODE_AND, *place, &all);
    if (status != MORGUE_OK)
        return status;
    all->child = *place;
    mg_node **last = &all->child;
    for (size_t i = 0; status == MORGUE_OK && i < n; i++) {
        status = rewrite_leaf(c, last);
        last = &(*last)->next;
    }
    all->next = *last;
    *last = NULL;
    *place = all;
    return status == MORGUE_OK ? add_names(c, name, place) : status;
}

static morgue_status rewrite_and(change *c, mg_node **all)
{
    mg_node *node = *all;
    morgue_status status = MORGUE_OK;
    for (mg_node **place = &node->child; status == MORGUE_OK && *place; place = &(*place)->next) {
        joined name;
        size_t n = longest(c, *place, mg_aliases_words(c->aliases), &name);
        status = n > 1 ? rewrite_run(c, n, &name, place) : rewrite(c, place);
    }
    if (status == MORGUE_OK && !node->child->next) { /* all of it was one name */
        node->child->next = node->next;
        *all = node->child;
    }
    return status;
}

static morgue_status rewrite(change *c, mg_node **place)
{
    morgue_status status = MORGUE_OK;
    mg_node *node = *place;
    if (!node->child)
        return rewrite_leaf(c, place);
    if (node->kind == MG_NODE_AND)
        return rewrite_and(c, place);
    c->near += node->kind == MG_NODE_NEAR;
    for (mg_node **child = &node->child; status == MORGUE_OK && *child; child = &(*child)->next)
        status = rewrite(c, child);
    c->near -= node->kind == MG_NODE_NEAR;
    return status;
}

morgue_status mg_aliases_apply(const mg_aliases *aliases, mg_tree *tree, morgue_error *err)
{
    change c = {.aliases = aliases, .tree = tree, .err = err};
    return mg_aliases_count(aliases) ? rewrite(&c, &tree->root) : MORGUE_OK;
}
