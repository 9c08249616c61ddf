/* What people write beside an archive: aliases.txt, blocklist.txt, and a query that aliases are put
 * into, each ended by a NUL. */
#include <stdlib.h>
#include <string.h>

#include "archive/registry/aliases.h"
#include "archive/registry/blocklist.h"
#include "archive/text.h"
#include "archive/tokenizer.h"
#include "search/query/alias_query.h"
#include "search/query/parser.h"
#include "tests/fuzz/fuzz.h"

enum { QUERY_MAX = 1000 };

static void expect_notes(const mg_sheet_notes *notes)
{
    EXPECT(notes->n <= MG_SHEET_NOTES_MAX + 1);
    EXPECT(notes->n_wrong >= notes->n && (notes->n > 0) == (notes->n_wrong > 0));
    for (size_t i = 0; i < notes->n; i++)
        fuzz_expect_clean(notes->at[i], strlen(notes->at[i]));
}

/* ---- Aliases ------------------------------------------------------------------------------ */

/* By its name a line is found, and the lines that have the name come in order. */
static void expect_found(const mg_aliases *aliases, const mg_alias_line *line, morgue_text name)
{
    bool found = false;
    size_t at = 0;
    const mg_alias_line *before = NULL;
    for (const mg_alias_line *next; (next = mg_aliases_find(aliases, name, &at)); before = next) {
        EXPECT(!before || before < next);
        found = found || next == line;
    }
    EXPECT(found);
}

static void expect_alias(const mg_aliases *aliases, const mg_alias_line *line,
                         const mg_alias *alias)
{
    char folded[MG_VALUE_MAX];
    size_t len = mg_fold_value(alias->name.data, alias->name.len, folded);
    fuzz_expect_clean(alias->name.data, alias->name.len);
    EXPECT(alias->name.len <= MG_SHEET_NAME_MAX);
    EXPECT(mg_text_is(alias->folded, (morgue_text){folded, len}));
    EXPECT(alias->n_words >= 1 && alias->n_words <= MG_ALIAS_WORDS_MAX);
    EXPECT(alias->n_words <= mg_aliases_words(aliases));
    EXPECT(!mg_aliases_differ(aliases, alias->folded, alias->folded));
    expect_found(aliases, line, alias->folded);
    const mg_alias *first = mg_aliases_first(aliases, alias->folded);
    EXPECT(!first || !mg_aliases_differ(aliases, alias->folded, first->folded));
}

static void expect_line(const mg_aliases *aliases, const mg_alias_line *line)
{
    EXPECT(line->n >= 2 && line->n <= MG_ALIAS_NAMES_MAX);
    for (size_t i = 0; i < line->n; i++) {
        morgue_text name = line->names[i].folded;
        expect_alias(aliases, line, &line->names[i]);
        for (size_t k = 0; k < i; k++) {
            morgue_text other = line->names[k].folded;
            EXPECT(!mg_text_is(name, other));
            EXPECT(mg_aliases_differ(aliases, name, other) ==
                   mg_aliases_differ(aliases, other, name));
        }
    }
}

static void expect_query(const mg_aliases *aliases, const char *query, size_t len)
{
    mg_tree tree = {0};
    mg_buffer text = {0};
    morgue_error err = {0};
    if (len > QUERY_MAX || mg_query_parse(query, len, &tree, NULL) != MORGUE_OK)
        return;
    morgue_status status = mg_aliases_apply(aliases, &tree, &err);
    EXPECT(status == MORGUE_OK || (status == MORGUE_BAD_QUERY && *err.message));
    if (status == MORGUE_OK) {
        EXPECT(mg_query_describe(tree.root, &text));
        fuzz_expect_clean(text.data, text.len);
    }
    mg_buffer_free(&text);
    mg_tree_free(&tree);
}

static void try_aliases(morgue_text text, morgue_text query)
{
    morgue_error err;
    mg_aliases *aliases;
    EXPECT_OK(mg_aliases_read(text.data, text.len, &aliases, &err), &err);
    expect_notes(mg_aliases_notes(aliases));
    for (size_t i = 0; i < mg_aliases_count(aliases); i++)
        expect_line(aliases, mg_aliases_line(aliases, i));
    expect_query(aliases, query.data, query.len);
    mg_aliases_free(aliases);
}

/* ---- The blocklist ------------------------------------------------------------------------ */

/* Values of a field: in order, each once, and each found. */
static size_t expect_values(const mg_blocklist *list, morgue_field_id field)
{
    size_t n = mg_blocklist_count(list, field);
    for (size_t i = 0; i < n; i++) {
        morgue_text value = mg_blocklist_value(list, field, i);
        EXPECT(value.len && value.len <= MG_VALUE_MAX);
        fuzz_expect_clean(value.data, value.len);
        EXPECT(i == 0 || mg_text_compare(mg_blocklist_value(list, field, i - 1), value) < 0);
        EXPECT(mg_blocklist_has(list, field, value));
    }
    return n;
}

/* What it blocks is taken out of an article, and nothing else. */
static void expect_hides(const mg_blocklist *list, morgue_text value)
{
    static const morgue_field_id fields[] = {MORGUE_PERSON, MORGUE_ORG, MORGUE_LOCATION};
    morgue_error err;
    morgue_article *article = morgue_article_new();
    EXPECT(article);
    for (size_t i = 0; i < 3; i++)
        EXPECT_OK(morgue_article_add(article, fields[i], value.data, value.len, MORGUE_GIVEN, &err),
                  &err);
    size_t before[3];
    for (size_t i = 0; i < 3; i++)
        before[i] = morgue_article_count(article, fields[i]);
    mg_blocklist_hide(list, article);
    for (size_t i = 0; i < 3; i++)
        EXPECT(morgue_article_count(article, fields[i]) ==
               (mg_blocklist_blocks(list, fields[i], value) ? 0 : before[i]));
    morgue_article_free(article);
}

static void try_blocklist(morgue_text text)
{
    morgue_error err;
    mg_blocklist *list;
    EXPECT_OK(mg_blocklist_read(text.data, text.len, &list, &err), &err);
    expect_notes(mg_blocklist_notes(list));
    for (size_t id = 0; id < MORGUE_FIELD_COUNT; id++)
        if (expect_values(list, (morgue_field_id)id))
            expect_hides(list, mg_blocklist_value(list, (morgue_field_id)id, 0));
    mg_blocklist_free(list);
}

/* ---- Inputs ------------------------------------------------------------------------------- */

/* The next part of the input, as bytes of its own: for free(). */
static char *take_part(const uint8_t **data, size_t *size, morgue_text *ret)
{
    const uint8_t *stop = *size ? memchr(*data, '\0', *size) : NULL;
    size_t len = stop ? (size_t)(stop - *data) : *size;
    char *part = fuzz_copy(*data, len);
    *ret = (morgue_text){part, len};
    *data += len + (stop != NULL);
    *size -= len + (stop != NULL);
    return part;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    morgue_text aliases, blocked, query;
    char *first = take_part(&data, &size, &aliases);
    char *second = take_part(&data, &size, &blocked);
    char *third = take_part(&data, &size, &query);
    try_aliases(aliases, query);
    try_blocklist(blocked);
    free(first);
    free(second);
    free(third);
    return 0;
}
