/* Queries: what is understood means the same when it is written out and read again, and can be
 * planned. */
#include <stdlib.h>
#include <string.h>

#include "search/query/near.h"
#include "search/query/parser.h"
#include "search/query/plan.h"
#include "tests/fuzz/fuzz.h"

/* ---- Writing a tree as a query ------------------------------------------------------------ */

static void put(mg_buffer *out, const char *text)
{
    EXPECT(mg_buffer_append_string(out, text));
}

/* In quotes that the text has none of; false where it has all of them. */
static bool put_quoted(mg_buffer *out, morgue_text text)
{
    static const char *const quotes[][2] = {{"\"", "\""},
                                            {"\xC2\xAB", "\xC2\xBB"},
                                            {"\xE3\x80\x8C", "\xE3\x80\x8D"},
                                            {"\xE2\x80\x9C", "\xE2\x80\x9D"}};
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        if (memmem(text.data, text.len, quotes[i][1], strlen(quotes[i][1])))
            continue;
        put(out, quotes[i][0]);
        EXPECT(mg_buffer_append(out, text.data, text.len));
        put(out, quotes[i][1]);
        return true;
    }
    return false;
}

/* The text as it was typed: with * and ? for what stands in their place. */
static morgue_text typed(const mg_node *node, mg_buffer *ret)
{
    enum { WILD_LEN = sizeof(MG_WILD_ANY) - 1 };
    for (const char *at = node->text.data, *end = at + node->text.len; at < end;) {
        bool wild = node->wild && (size_t)(end - at) >= WILD_LEN;
        bool any = wild && memcmp(at, MG_WILD_ANY, WILD_LEN) == 0;
        bool one = wild && memcmp(at, MG_WILD_ONE, WILD_LEN) == 0;
        EXPECT(mg_buffer_append_byte(ret, any ? '*' : one ? '?' : *at));
        at += any || one ? WILD_LEN : 1;
    }
    return (morgue_text){ret->data, ret->len};
}

static bool put_leaf(mg_buffer *out, const mg_node *node)
{
    bool literal = node->kind == MG_NODE_LITERAL || node->kind == MG_NODE_EXACT;
    bool quoted = node->kind == MG_NODE_PHRASE || node->kind == MG_NODE_EXACT;
    mg_buffer buffer = {0};
    bool written = true;
    morgue_text text = typed(node, &buffer);
    if (node->scoped) {
        put(out, morgue_field_at(node->field)->name);
        put(out, ":");
    }
    put(out, node->cased ? "cs:" : "");
    put(out, literal ? "=" : "");
    put(out, node->kind == MG_NODE_FUZZY ? "~" : "");
    if (quoted)
        written = put_quoted(out, text);
    else
        EXPECT(mg_buffer_append(out, text.data, text.len));
    mg_buffer_free(&buffer);
    return written;
}

static bool put_tree(mg_buffer *out, const mg_node *node);

static bool put_series(mg_buffer *out, const mg_node *node, const char *operator)
{
    put(out, "(");
    for (const mg_node *child = node->child; child; child = child->next) {
        if (!put_tree(out, child))
            return false;
        put(out, child->next ? operator : ")");
    }
    return true;
}

static bool put_near(mg_buffer *out, const mg_node *node)
{
    char name[MG_NEAR_NAME_MAX];
    mg_near_name(&node->near, name);
    put(out, "(");
    if (!put_tree(out, node->child))
        return false;
    put(out, " ");
    put(out, name);
    put(out, " ");
    if (!put_tree(out, node->child->next))
        return false;
    put(out, ")");
    return true;
}

/* False where the tree cannot be written: too many kinds of quotes. */
static bool put_tree(mg_buffer *out, const mg_node *node)
{
    switch (node->kind) {
    case MG_NODE_AND: return put_series(out, node, " ");
    case MG_NODE_OR: return put_series(out, node, " OR ");
    case MG_NODE_NOT: put(out, "NOT "); return put_tree(out, node->child);
    case MG_NODE_ALL: put(out, "*"); return true;
    case MG_NODE_HAS:
    case MG_NODE_DATE: return mg_query_describe(node, out);
    case MG_NODE_NEAR: return put_near(out, node);
    default: return put_leaf(out, node);
    }
}

/* ---- What must hold ----------------------------------------------------------------------- */

static void expect_same(const mg_tree *tree)
{
    mg_buffer first = {0}, query = {0}, second = {0};
    mg_tree again = {0};
    morgue_error err = {0};
    EXPECT(mg_query_describe(tree->root, &first));
    fuzz_expect_clean(first.data, first.len);
    if (put_tree(&query, tree->root) && query.len < 60000) {
        morgue_status status = mg_query_parse(query.data, query.len, &again, &err);
        EXPECT(status == MORGUE_OK || strstr(err.message, "deep")); /* brackets were added */
        EXPECT(status != MORGUE_OK || mg_query_describe(again.root, &second));
        EXPECT(status != MORGUE_OK || strcmp(first.data, second.data) == 0);
        mg_tree_free(&again);
    }
    mg_buffer_free(&first);
    mg_buffer_free(&query);
    mg_buffer_free(&second);
}

static void expect_refusal(size_t len, const morgue_error *err)
{
    EXPECT(err->status == MORGUE_BAD_QUERY);
    EXPECT(err->offset >= 0 && err->offset <= (int64_t)len);
    EXPECT(*err->message);
    fuzz_expect_clean(err->message, strlen(err->message));
}

static void expect_described(const mg_tree *tree, const mg_plan *plan)
{
    mg_buffer first = {0}, second = {0};
    EXPECT(mg_query_describe(tree->root, &first) && mg_plan_describe(plan, &second));
    EXPECT(strcmp(first.data, second.data) == 0);
    mg_buffer_free(&first);
    mg_buffer_free(&second);
}

/* Plans for an archive without articles; only what is too long or too much may be refused now. */
static void expect_plan(const char *text, size_t len, const mg_tree *tree)
{
    static xap_stem *stem;
    mg_plan *plan = NULL;
    morgue_error err = {.offset = -2};
    if (!stem)
        EXPECT(xap_stem_open("en", &stem, NULL) == XAP_OK);
    const mg_plan_setting setting = {.stems = &stem, .n_stems = 1};
    if (mg_plan_make(text, len, &setting, &plan, &err) == MORGUE_OK) {
        expect_described(tree, plan);
    } else {
        expect_refusal(len, &err);
        EXPECT(strstr(err.message, " may have ") || strstr(err.message, "more than ") ||
               strstr(err.message, "letter case"));
    }
    mg_plan_free(plan);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mg_tree tree = {0};
    morgue_error err = {.offset = -2};
    char *text = fuzz_copy(data, size);
    if (mg_query_parse(text, size, &tree, &err) == MORGUE_OK) {
        expect_plan(text, size, &tree);
        expect_same(&tree);
        mg_tree_free(&tree);
    } else {
        expect_refusal(size, &err);
    }
    free(text);
    return 0;
}
