/* The gazetteer and the lexicon as sections of a model. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/grow.h"
#include "indexer/tagger/hash.h"
#include "indexer/tagger/tokens.h"
#include "indexer/tagger/train/builder.h"

enum { COLUMNS = 6, BARE_MAX = 2000 };

static const struct {
    const char *name;
    mg_kind kind;
} kinds[] = {{"country", MG_KIND_COUNTRY},
             {"region", MG_KIND_REGION},
             {"city", MG_KIND_CITY},
             {"place", MG_KIND_PLACE},
             {"nation", MG_KIND_NATION},
             {"person", MG_KIND_PERSON},
             {"org", MG_KIND_ORG},
             {"seen-person", MG_KIND_SEEN_PERSON},
             {"seen-org", MG_KIND_SEEN_ORG},
             {"seen-place", MG_KIND_SEEN_PLACE},
             {"seen-other", MG_KIND_SEEN_OTHER},
             {"never", MG_KIND_NEVER},
             {"media", MG_KIND_MEDIA},
             {"first", MG_KIND_FIRST},
             {"last", MG_KIND_LAST},
             {"title", MG_KIND_TITLE},
             {"org-end", MG_KIND_ORG_END},
             {"org-begin", MG_KIND_ORG_BEGIN}};

/* An entry under its key. */
typedef struct row {
    uint64_t key;
    uint32_t order;
    mg_gaz_entry entry;
} row;

typedef struct gazetteer {
    row *rows;
    size_t n;
    size_t cap;
    mg_buffer names; /* mg_name */
    mg_buffer strings;
    uint32_t bare[BARE_MAX]; /* names without text */
    size_t n_bare;
    mg_tag_tokens tokens;
} gazetteer;

static uint32_t kind_bit(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return 1u << kinds[i].kind;
    fprintf(stderr, "unknown kind: %s\n", name);
    return 0;
}

/* Splits a line at tabs; returns the number of columns. */
static size_t split(char *line, char *columns[COLUMNS])
{
    size_t n = 0;
    line[strcspn(line, "\n")] = '\0';
    for (char *at = line; at && n < COLUMNS;)
        columns[n++] = strsep(&at, "\t");
    return n;
}

static bool put(gazetteer *g, uint64_t key, mg_gaz_entry entry)
{
    if (!MG_GROW(g->rows, g->cap, g->n + 1))
        return false;
    g->rows[g->n] = (row){key, (uint32_t)g->n, entry};
    g->n++;
    return true;
}

static bool is_same(const gazetteer *g, uint32_t number, const mg_name *name, const char *text)
{
    const mg_name *other = (const mg_name *)(const void *)g->names.data + number - 1;
    return other->field == name->field && other->flags == name->flags &&
           memcmp(other->country, name->country, 2) == 0 &&
           strcmp(g->strings.data + other->text, text) == 0;
}

/* The number of a name that is there already; 0: it is not. Lines with the same name follow each
 * other; those without text are kept apart. */
static uint32_t find_name(const gazetteer *g, const mg_name *name, const char *text)
{
    uint32_t n = (uint32_t)(g->names.len / sizeof *name);
    if (*text)
        return n && is_same(g, n, name, text) ? n : 0;
    for (size_t i = 0; i < g->n_bare; i++)
        if (is_same(g, g->bare[i], name, text))
            return g->bare[i];
    return 0;
}

/* The number of a canonical name, from 1; what leads to itself has no text. */
static uint32_t name_of(gazetteer *g, char *columns[COLUMNS])
{
    const char *text = strcmp(columns[2], "=") == 0 ? "" : columns[2];
    mg_name name = {.text = (uint32_t)g->strings.len, .len = (uint16_t)strlen(text)};
    name.field = columns[3][0] == 'P'   ? MORGUE_PERSON
                 : columns[3][0] == 'O' ? MORGUE_ORG
                                        : MORGUE_LOCATION;
    memcpy(name.country, *columns[4] ? columns[4] : "--", 2);
    name.flags = (uint8_t)atoi(columns[5]);
    uint32_t number = find_name(g, &name, text);
    if (number)
        return number;
    number = (uint32_t)(g->names.len / sizeof name) + 1;
    if (!mg_buffer_append(&g->names, &name, sizeof name) ||
        !mg_buffer_append(&g->strings, text, strlen(text) + 1))
        return 0;
    if (!*text && g->n_bare < BARE_MAX)
        g->bare[g->n_bare++] = number;
    return number;
}

static bool put_line(gazetteer *g, char *line)
{
    char *columns[COLUMNS];
    size_t n = split(line, columns);
    mg_gaz_entry entry = {0};
    if (n < 2 || *line == '#')
        return true;
    for (char *kind, *at = columns[0]; (kind = strsep(&at, ","));)
        entry.kinds |= kind_bit(kind);
    if (n == COLUMNS)
        entry.name = name_of(g, columns);
    g->tokens.n = 0;
    if (!mg_tag_tokens_add(&g->tokens, (morgue_text){columns[1], strlen(columns[1])}, false))
        return false;
    uint64_t run = 0;
    for (size_t i = 0; i + 1 < g->tokens.n; i++) {
        run = mg_hash_next(run, g->tokens.at[i].folded);
        if (!put(g, run, (mg_gaz_entry){MG_GAZ_LONGER, 0}))
            return false;
    }
    return !g->tokens.n || put(g, mg_hash_next(run, g->tokens.at[g->tokens.n - 1].folded), entry);
}

static int by_key(const void *a, const void *b)
{
    const row *x = a, *y = b;
    return x->key != y->key ? (x->key < y->key ? -1 : 1)
                            : (x->order > y->order) - (x->order < y->order);
}

/* Puts entries with the same key together: all kinds, the first name. */
static size_t merge(gazetteer *g)
{
    size_t n = 0;
    if (g->n)
        qsort(g->rows, g->n, sizeof *g->rows, by_key);
    for (size_t i = 0; i < g->n; i++) {
        if (n && g->rows[n - 1].key == g->rows[i].key) {
            g->rows[n - 1].entry.kinds |= g->rows[i].entry.kinds;
            if (!g->rows[n - 1].entry.name)
                g->rows[n - 1].entry.name = g->rows[i].entry.name;
        } else {
            g->rows[n++] = g->rows[i];
        }
    }
    return n;
}

static bool store(builder *b, gazetteer *g)
{
    size_t n = merge(g);
    keyed *keys = calloc(n + 1, sizeof *keys);
    mg_gaz_entry *entries = calloc(n + 1, sizeof *entries);
    bool fits = keys && entries;
    for (size_t i = 0; fits && i < n; i++) {
        keys[i] = (keyed){g->rows[i].key, (uint32_t)i};
        entries[i] = g->rows[i].entry;
    }
    fits = fits && builder_table(b, MG_SECTION_GAZETTEER, keys, n, entries, sizeof *entries, n) &&
           mg_buffer_append(&b->sections[MG_SECTION_NAMES], g->names.data, g->names.len) &&
           mg_buffer_append(&b->sections[MG_SECTION_STRINGS], g->strings.data, g->strings.len);
    fprintf(stderr, "gazetteer: %zu entries, %zu names\n", n, g->names.len / sizeof(mg_name));
    free(keys);
    free(entries);
    return fits;
}

bool builder_gazetteer(builder *b, const char *path)
{
    gazetteer g = {0};
    char *line = NULL;
    size_t cap = 0;
    FILE *file = fopen(path, "r");
    bool fits = file != NULL;
    if (!file)
        perror(path);
    while (fits && getline(&line, &cap, file) > 0)
        fits = put_line(&g, line);
    fits = fits && store(b, &g);
    free(line);
    if (file)
        fclose(file);
    free(g.rows);
    free(g.tokens.at);
    mg_buffer_free(&g.names);
    mg_buffer_free(&g.strings);
    return fits;
}

bool builder_lexicon(builder *b, const char *path)
{
    keyed *keys = NULL;
    mg_buffer classes = {0};
    size_t n = 0, keys_cap = 0, cap = 0;
    char *line = NULL, *columns[COLUMNS];
    FILE *file = fopen(path, "r");
    bool fits = file != NULL;
    if (!file)
        perror(path);
    while (fits && getline(&line, &cap, file) > 0) {
        if (split(line, columns) < 5)
            continue;
        mg_word_class class = {.fine = (uint16_t)atoi(columns[1]),
                               .middle = (uint8_t)atoi(columns[2]),
                               .coarse_and_case =
                                   (uint8_t)(atoi(columns[3]) * 4 + atoi(columns[4]))};
        fits = MG_GROW(keys, keys_cap, n + 1) && mg_buffer_append(&classes, &class, sizeof class);
        if (fits)
            keys[n] = (keyed){mg_hash(columns[0], strlen(columns[0])), (uint32_t)n};
        n++;
    }
    fits = fits &&
           builder_table(b, MG_SECTION_LEXICON, keys, n, classes.data, sizeof(mg_word_class), n);
    free(line);
    if (file)
        fclose(file);
    free(keys);
    mg_buffer_free(&classes);
    return fits;
}
