#include "archive/registry/aliases.h"

#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "archive/error.h"
#include "archive/grow.h"
#include "archive/text.h"
#include "archive/tokenizer.h"

/* One name of one line, in a table of hashes. */
typedef struct entry {
    uint64_t hash;
    const mg_alias *alias; /* NULL: empty */
    size_t line;
} entry;

/* Two names that are different, the lesser first. */
typedef struct pair {
    morgue_text a;
    morgue_text b;
} pair;

struct mg_aliases {
    mg_arena arena;
    mg_sheet_notes notes;
    mg_alias_line *lines;
    size_t n_lines;
    size_t cap;
    size_t n_names;
    pair *pairs; /* in order, when all is read */
    size_t n_pairs;
    size_t pairs_cap;
    size_t most_words;
    entry *table;
    size_t mask;
};

void mg_aliases_free(mg_aliases *aliases)
{
    if (!aliases)
        return;
    mg_arena_free(&aliases->arena);
    free(aliases->lines);
    free(aliases->pairs);
    free(aliases->table);
    free(aliases);
}

const mg_sheet_notes *mg_aliases_notes(const mg_aliases *aliases)
{
    return &aliases->notes;
}

size_t mg_aliases_count(const mg_aliases *aliases)
{
    return aliases ? aliases->n_lines : 0;
}

const mg_alias_line *mg_aliases_line(const mg_aliases *aliases, size_t i)
{
    return &aliases->lines[i];
}

size_t mg_aliases_words(const mg_aliases *aliases)
{
    return aliases ? aliases->most_words : 0;
}

/* ---- Lines -------------------------------------------------------------------------------- */

static size_t count_words(morgue_text name)
{
    mg_tokenizer tokenizer;
    mg_token token;
    size_t n = 0;
    mg_tokenizer_init(&tokenizer, name.data, name.len, 0);
    while (mg_tokenizer_next(&tokenizer, &token))
        n += token.kind != MG_JOINED;
    return n;
}

static bool copy_text(mg_arena *arena, const char *data, size_t len, morgue_text *ret)
{
    *ret = (morgue_text){mg_arena_copy(arena, data, len), len};
    return ret->data != NULL;
}

/* Adds a name to the line, unless it is there. False when memory is out. */
static bool add_name(mg_aliases *a, mg_alias_line *line, morgue_text name)
{
    char folded[MG_VALUE_MAX];
    mg_alias *alias = &line->names[line->n];
    size_t len = mg_fold_value(name.data, name.len, folded);
    for (size_t i = 0; i < line->n; i++)
        if (mg_text_is(line->names[i].folded, (morgue_text){folded, len}))
            return true;
    alias->n_words = count_words(name);
    line->n++;
    return copy_text(&a->arena, name.data, name.len, &alias->name) &&
           copy_text(&a->arena, folded, len, &alias->folded);
}

/* Cuts the line at its equals signs. */
static size_t split(morgue_text line, morgue_text ret[MG_ALIAS_NAMES_MAX + 1])
{
    size_t n = 0;
    const char *at = line.data, *end = at + line.len;
    for (;;) {
        const char *stop = memchr(at, '=', (size_t)(end - at));
        stop = stop ? stop : end;
        if (n > MG_ALIAS_NAMES_MAX)
            return n;
        ret[n++] = mg_sheet_trim((morgue_text){at, (size_t)(stop - at)});
        if (stop == end)
            return n;
        at = stop + 1;
    }
}

static const char *check_name(morgue_text name)
{
    const char *wrong = mg_sheet_check_name(name);
    bool many = !wrong && count_words(name) > MG_ALIAS_WORDS_MAX;
    return many ? "a name has more than 32 words" : wrong;
}

static const char *check(const morgue_text *names, size_t n)
{
    if (n < 2)
        return "it has no =, as in NATO = OTAN";
    if (n > MG_ALIAS_NAMES_MAX)
        return "it has more than 64 names";
    const char *wrong = NULL;
    for (size_t i = 0; !wrong && i < n; i++)
        wrong = check_name(names[i]);
    return wrong;
}

static bool add_line(mg_aliases *a, const mg_alias_line *line)
{
    if (!MG_GROW(a->lines, a->cap, a->n_lines + 1))
        return false;
    a->lines[a->n_lines++] = *line;
    a->n_names += line->n;
    for (size_t i = 0; i < line->n; i++)
        if (line->names[i].n_words > a->most_words)
            a->most_words = line->names[i].n_words;
    return true;
}

/* Takes A != B, of which `a` ends before the sign at `sign`. */
static bool take_pair(mg_aliases *a, morgue_text text, const char *sign, const char **ret_wrong)
{
    const char *end = text.data + text.len;
    morgue_text one = mg_sheet_trim((morgue_text){text.data, (size_t)(sign - text.data)});
    morgue_text other = mg_sheet_trim((morgue_text){sign + 2, (size_t)(end - sign - 2)});
    char folded[2][MG_VALUE_MAX];
    pair p;
    *ret_wrong = memchr(one.data, '=', one.len) || memchr(other.data, '=', other.len)
                     ? "it says != and more, as in A != B"
                     : check_name(one);
    if (!*ret_wrong)
        *ret_wrong = check_name(other);
    if (*ret_wrong)
        return true;
    p.a = (morgue_text){folded[0], mg_fold_value(one.data, one.len, folded[0])};
    p.b = (morgue_text){folded[1], mg_fold_value(other.data, other.len, folded[1])};
    int order = mg_text_compare(p.a, p.b);
    if (!order) {
        *ret_wrong = "both its names are the same";
        return true;
    }
    if (order > 0)
        p = (pair){p.b, p.a};
    if (!MG_GROW(a->pairs, a->pairs_cap, a->n_pairs + 1) ||
        !copy_text(&a->arena, p.a.data, p.a.len, &p.a) ||
        !copy_text(&a->arena, p.b.data, p.b.len, &p.b))
        return false;
    a->pairs[a->n_pairs++] = p;
    return true;
}

static bool take_line(void *user, morgue_text text, const char **ret_wrong)
{
    mg_aliases *a = user;
    morgue_text names[MG_ALIAS_NAMES_MAX + 1];
    const char *sign = memmem(text.data, text.len, "!=", 2);
    if (sign)
        return take_pair(a, text, sign, ret_wrong);
    size_t n = split(text, names);
    if ((*ret_wrong = check(names, n)))
        return true;
    mg_alias_line line = {.names = mg_arena_array(&a->arena, n, sizeof *line.names)};
    bool fits = line.names != NULL;
    for (size_t i = 0; fits && i < n; i++)
        fits = add_name(a, &line, names[i]);
    if (fits && line.n < 2) {
        *ret_wrong = "all its names are the same";
        return true;
    }
    return fits && add_line(a, &line);
}

/* ---- Finding ------------------------------------------------------------------------------ */

static bool make_table(mg_aliases *a)
{
    size_t size = 16;
    while (size < 2 * a->n_names)
        size *= 2;
    a->table = calloc(size, sizeof *a->table);
    a->mask = size - 1;
    for (size_t l = 0; a->table && l < a->n_lines; l++)
        for (size_t i = 0; i < a->lines[l].n; i++) {
            const mg_alias *alias = &a->lines[l].names[i];
            uint64_t hash = XXH3_64bits(alias->folded.data, alias->folded.len);
            size_t slot = hash & a->mask;
            while (a->table[slot].alias)
                slot = (slot + 1) & a->mask;
            a->table[slot] = (entry){hash, alias, l};
        }
    return a->table != NULL;
}

/* Entries of one name stand in the order of their lines: so were they put in. */
const mg_alias_line *mg_aliases_find(const mg_aliases *a, morgue_text folded, size_t *at)
{
    if (!a || !a->n_lines)
        return NULL;
    uint64_t hash = XXH3_64bits(folded.data, folded.len);
    for (size_t slot = (hash + *at) & a->mask; a->table[slot].alias; slot = (slot + 1) & a->mask) {
        const entry *e = &a->table[slot];
        ++*at;
        if (e->hash == hash && mg_text_is(e->alias->folded, folded))
            return &a->lines[e->line];
    }
    return NULL;
}

static int pair_order(const void *a, const void *b)
{
    const pair *x = a, *y = b;
    int order = mg_text_compare(x->a, y->a);
    return order ? order : mg_text_compare(x->b, y->b);
}

bool mg_aliases_differ(const mg_aliases *a, morgue_text folded, morgue_text other)
{
    if (!a || !a->n_pairs)
        return false;
    bool turned = mg_text_compare(folded, other) > 0;
    pair p = {turned ? other : folded, turned ? folded : other};
    return bsearch(&p, a->pairs, a->n_pairs, sizeof p, pair_order) != NULL;
}

const mg_alias *mg_aliases_first(const mg_aliases *a, morgue_text folded)
{
    size_t at = 0;
    for (const mg_alias_line *line; (line = mg_aliases_find(a, folded, &at));)
        if (!mg_aliases_differ(a, folded, line->names[0].folded))
            return &line->names[0];
    return NULL;
}

morgue_status mg_aliases_read(const char *text, size_t len, mg_aliases **ret, morgue_error *err)
{
    mg_aliases *a = calloc(1, sizeof *a);
    if (!a)
        return mg_fail_memory(err);
    const mg_sheet sheet = {MG_ALIASES_FILE, &a->arena, &a->notes, a, take_line};
    if (!mg_sheet_read(&sheet, text, len) || !make_table(a)) {
        mg_aliases_free(a);
        return mg_fail_memory(err);
    }
    if (a->n_pairs)
        qsort(a->pairs, a->n_pairs, sizeof *a->pairs, pair_order);
    *ret = a;
    return MORGUE_OK;
}
