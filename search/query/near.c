#include "search/query/near.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "archive/field.h"
#include "search/query/fail.h"

/* ---- Operators ---------------------------------------------------------------------------- */

/* How an operator begins. */
typedef struct opening {
    const char *name;
    bool ordered;
} opening;

static const opening *find_opening(const char *text, size_t len)
{
    static const opening openings[] = {{"W/", false}, {"NEAR/", false}, {"PRE/", true}};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        size_t name = strlen(openings[i].name);
        if (len >= name && strncasecmp(text, openings[i].name, name) == 0)
            return &openings[i];
    }
    return NULL;
}

static size_t count_digits(const char *text, size_t len)
{
    size_t n = 0;
    while (n < len && text[n] >= '0' && text[n] <= '9')
        n++;
    return n;
}

/* Behind the slash stands a sentence or a paragraph. */
static bool is_unit(const char *text, size_t len)
{
    return len == 1 && strchr("sSpP", *text);
}

static morgue_status fail_operator(const char *text, size_t len, const opening *form, size_t column,
                                   morgue_error *err)
{
    return mg_query_fail(err, column,
                         "'%.*s' is no distance: write a number, as in %s5, or %sS for the same "
                         "sentence, %sP for the same paragraph; to search for it, put it in quotes",
                         mg_query_shown(text, len), text, form->name, form->name, form->name);
}

static morgue_status read_words(const char *digits, size_t len, const opening *form, size_t column,
                                mg_near *ret, morgue_error *err)
{
    uint32_t words = 0;
    for (size_t i = 0; i < len && words <= MG_NEAR_MAX; i++)
        words = 10 * words + (uint32_t)(digits[i] - '0');
    if (!words)
        return mg_query_fail(err, column, "%s0 finds nothing: words side by side are %s1",
                             form->name, form->name);
    if (words > MG_NEAR_MAX)
        return mg_query_fail(err, column,
                             "%s takes a number up to %d: for articles with both words leave the "
                             "operator out",
                             form->name, MG_NEAR_MAX);
    *ret = (mg_near){.reach = MG_REACH_WORDS, .words = words, .ordered = form->ordered};
    return MORGUE_OK;
}

/* /5 and /s, as other databases write it. */
static morgue_status refuse_bare_slash(const char *text, size_t len, size_t column,
                                       morgue_error *err)
{
    if (len < 2 || *text != '/' ||
        (count_digits(text + 1, len - 1) != len - 1 && !is_unit(text + 1, len - 1)))
        return MORGUE_OK;
    return mg_query_fail(err, column, "write W%.*s, with a W", mg_query_shown(text, len), text);
}

/* Operators may be written in small letters as well, so a word counts as meant to be one where the
 * slash is followed by a digit or by nothing. Else it is prose in small letters (w/out, pre/post)
 * and a slip in capitals (W/x). */
morgue_status mg_near_read(const char *text, size_t len, size_t column, mg_near *ret,
                           bool *ret_found, morgue_error *err)
{
    const opening *form = find_opening(text, len);
    *ret_found = false;
    if (!form)
        return refuse_bare_slash(text, len, column, err);
    size_t name = strlen(form->name);
    const char *rest = text + name;
    size_t rest_len = len - name;
    size_t digits = count_digits(rest, rest_len);
    bool meant = !rest_len || digits || strncmp(text, form->name, name) == 0;
    morgue_status status = MORGUE_OK;
    if (is_unit(rest, rest_len))
        *ret = (mg_near){.reach = (*rest | 32) == 's' ? MG_REACH_SENTENCE : MG_REACH_PARAGRAPH,
                         .ordered = form->ordered};
    else if (!meant)
        return MORGUE_OK;
    else if (!digits || digits < rest_len)
        return fail_operator(text, len, form, column, err);
    else
        status = read_words(rest, digits, form, column, ret, err);
    *ret_found = status == MORGUE_OK;
    return status;
}

void mg_near_name(const mg_near *near, char ret[MG_NEAR_NAME_MAX])
{
    char reach[12];
    if (near->reach == MG_REACH_WORDS)
        snprintf(reach, sizeof reach, "%u", (unsigned)near->words);
    else
        snprintf(reach, sizeof reach, near->reach == MG_REACH_SENTENCE ? "S" : "P");
    snprintf(ret, MG_NEAR_NAME_MAX, "%s%s/%s", near->negated ? "NOT " : "",
             near->ordered ? "PRE" : "W", reach);
}

/* ---- Operands ----------------------------------------------------------------------------- */

/* What is looked for on the sides of an operator. */
typedef struct check {
    const char *name;     /* of the operator */
    const mg_near *near;  /* the operator */
    const mg_node *first; /* the leaf whose field all others must have */
    bool refuses_and;     /* here AND has no meaning */
    morgue_error *err;
} check;

static morgue_status refuse(const check *c, const mg_node *node, const char *what,
                            const char *example)
{
    return mg_query_fail(c->err, node->column,
                         "%s cannot stand beside %s, which takes words, phrases, and groups of "
                         "them with OR and AND: put it outside, as in (a %s b) %s",
                         what, c->name, c->name, example);
}

static morgue_status check_field(const check *c, const mg_node *leaf)
{
    const mg_field *field = mg_field_at(leaf->field);
    const char *name = field->face.name;
    bool whole = leaf->kind == MG_NODE_LITERAL || leaf->kind == MG_NODE_EXACT;
    if (field->kind == FIELD_EXACT || (whole && field->kind != FIELD_WORDS))
        return mg_query_fail(c->err, leaf->column,
                             "a whole value of %s: cannot stand beside %s, which takes words", name,
                             c->name);
    if (leaf->field != c->first->field)
        return mg_query_fail(c->err, leaf->column,
                             "both sides of %s must be in one field, as in %s:(a %s b); this is in "
                             "%s:, the other in %s:",
                             c->name, mg_field_at(c->first->field)->face.name, c->name, name,
                             mg_field_at(c->first->field)->face.name);
    if (c->near->reach != MG_REACH_WORDS && field->kind != FIELD_WORDS)
        return mg_query_fail(c->err, leaf->column,
                             "%s: has no sentences or paragraphs for %s: use a number, as in W/5",
                             name, c->name);
    return MORGUE_OK;
}

static morgue_status check_operand(check *c, const mg_node *node);

static morgue_status check_children(check *c, const mg_node *node)
{
    morgue_status status = MORGUE_OK;
    for (const mg_node *child = node->child; status == MORGUE_OK && child; child = child->next)
        status = check_operand(c, child);
    return status;
}

static morgue_status check_operand(check *c, const mg_node *node)
{
    switch (node->kind) {
    case MG_NODE_WORD:
    case MG_NODE_LITERAL:
    case MG_NODE_PHRASE:
    case MG_NODE_EXACT:
    case MG_NODE_FUZZY: c->first = c->first ? c->first : node; return check_field(c, node);
    case MG_NODE_DATE: return refuse(c, node, "a date", "date:2022");
    case MG_NODE_HAS: return refuse(c, node, "has:", "has:location");
    case MG_NODE_ALL:
        return mg_query_fail(c->err, node->column,
                             "a lone * is no word that could stand beside %s: leave it out, or "
                             "write how the word begins, as in ukrain*",
                             c->name);
    case MG_NODE_NOT:
        return mg_query_fail(c->err, node->column,
                             "nothing can be excluded beside %s: for a without b near it write "
                             "a NOT W/5 b, else put the NOT outside the brackets",
                             c->name);
    case MG_NODE_AND:
        if (c->refuses_and)
            return mg_query_fail(c->err, node->column,
                                 "on the right of %s words are joined by OR only: write OR "
                                 "between them",
                                 c->name);
        break;
    case MG_NODE_NEAR:
    case MG_NODE_OR:
    case MG_NODE_FILTER: break; /* the last stands in no query */
    }
    return check_children(c, node);
}

morgue_status mg_near_check(const mg_node *node, morgue_error *err)
{
    char name[MG_NEAR_NAME_MAX];
    mg_near_name(&node->near, name);
    check c = {.name = name, .near = &node->near, .err = err};
    morgue_status status = check_operand(&c, node->child);
    c.refuses_and = node->near.negated;
    return status == MORGUE_OK ? check_operand(&c, node->child->next) : status;
}
