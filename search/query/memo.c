#include "search/query/memo.h"

#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "archive/text.h"

enum { SLOTS = 2048, ENTRIES_MAX = SLOTS / 2, FORMS_MAX = 256 };

typedef struct entry {
    uint64_t hash;
    mg_memo_kind kind;
    const char *prefix;
    morgue_text word;
    mg_forms forms;
} entry;

struct mg_memo {
    mg_arena arena;
    entry *slots[SLOTS];
    size_t n;
};

mg_memo *mg_memo_new(void)
{
    return calloc(1, sizeof(mg_memo));
}

void mg_memo_free(mg_memo *memo)
{
    if (!memo)
        return;
    mg_arena_free(&memo->arena);
    free(memo);
}

static uint64_t hash_of(mg_memo_kind kind, const char *prefix, morgue_text word)
{
    uint64_t seed = XXH3_64bits_withSeed(prefix, strlen(prefix), (uint64_t)kind);
    return XXH3_64bits_withSeed(word.data, word.len, seed);
}

/* The slot of the entry, or the empty one where it would be. */
static size_t find(const mg_memo *memo, uint64_t hash, mg_memo_kind kind, const char *prefix,
                   morgue_text word)
{
    size_t slot = hash % SLOTS;
    for (const entry *e; (e = memo->slots[slot]); slot = (slot + 1) % SLOTS)
        if (e->hash == hash && e->kind == kind && strcmp(e->prefix, prefix) == 0 &&
            mg_text_is(e->word, word))
            break;
    return slot;
}

/* A copy in two pieces of memory: the texts, and what points at them. */
static bool copy_forms(mg_arena *arena, const mg_forms *from, mg_forms *ret)
{
    size_t bytes = 1;
    for (size_t i = 0; i < from->n; i++)
        bytes += from->terms[i].len;
    char *at = mg_arena_get(arena, bytes);
    morgue_text *terms = mg_arena_array(arena, from->n + 1, sizeof *terms);
    if (!at || !terms)
        return false;
    for (size_t i = 0; i < from->n; i++) {
        memcpy(at, from->terms[i].data, from->terms[i].len);
        terms[i] = (morgue_text){at, from->terms[i].len};
        at += from->terms[i].len;
    }
    *ret = (mg_forms){terms, from->n};
    return true;
}

bool mg_memo_recall(const mg_memo *memo, mg_memo_kind kind, const char *prefix, morgue_text word,
                    mg_arena *arena, mg_forms *ret)
{
    const entry *e = memo->slots[find(memo, hash_of(kind, prefix, word), kind, prefix, word)];
    return e && copy_forms(arena, &e->forms, ret);
}

void mg_memo_keep(mg_memo *memo, mg_memo_kind kind, const char *prefix, morgue_text word,
                  const mg_forms *forms)
{
    if (forms->n > FORMS_MAX)
        return;
    if (memo->n == ENTRIES_MAX) {
        mg_arena_free(&memo->arena);
        *memo = (mg_memo){0};
    }
    uint64_t hash = hash_of(kind, prefix, word);
    entry *e = mg_arena_get(&memo->arena, sizeof *e);
    char *text = mg_arena_copy(&memo->arena, word.data, word.len);
    char *start = mg_arena_copy(&memo->arena, prefix, strlen(prefix));
    if (!e || !text || !start || !copy_forms(&memo->arena, forms, &e->forms))
        return;
    e->hash = hash;
    e->kind = kind;
    e->prefix = start;
    e->word = (morgue_text){text, word.len};
    memo->slots[find(memo, hash, kind, prefix, word)] = e;
    memo->n++;
}
