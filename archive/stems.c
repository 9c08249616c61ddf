#include "archive/stems.h"

#include <stdlib.h>
#include <string.h>

#include "archive/field.h"

/* A language by its code of two letters, and how many articles are in it. */
typedef struct language {
    char code[3];
    uint32_t articles;
} language;

enum { LANGUAGES_MAX = 256 };

typedef struct languages {
    language all[LANGUAGES_MAX];
    size_t n;
} languages;

static void count_language(languages *to, const char code[2], uint32_t articles)
{
    size_t i = 0;
    while (i < to->n && memcmp(to->all[i].code, code, 2) != 0)
        i++;
    if (i == LANGUAGES_MAX)
        return;
    if (i == to->n)
        to->all[to->n++] = (language){.code = {code[0], code[1]}};
    to->all[i].articles += articles;
}

/* The tags of languages that a shard has: "en", and "pt" as well as "pt br". */
static void count_languages(mg_index *index, languages *to)
{
    morgue_text term;
    uint32_t articles;
    const char *prefix = mg_field_at(MORGUE_LANG)->exact;
    size_t len = strlen(prefix);
    mg_terms *terms = mg_terms_open(index, prefix, len);
    while (terms && mg_terms_next(terms, &term, &articles))
        if (term.len == len + 2 || (term.len > len + 2 && term.data[len + 2] == ' '))
            count_language(to, term.data + len, articles);
    mg_terms_free(terms);
}

static int by_code(const void *a, const void *b)
{
    return strcmp(((const language *)a)->code, ((const language *)b)->code);
}

static size_t open_one(const char *code, xap_stem **ret)
{
    return xap_stem_open(code, ret, NULL) == XAP_OK;
}

size_t mg_stems_open(mg_index *const *indexes, size_t n_indexes, xap_stem *ret[MG_STEMS_MAX])
{
    languages found = {.n = 0};
    uint64_t articles = 0;
    size_t n = 0;
    for (size_t i = 0; i < n_indexes; i++) {
        articles += mg_index_articles(indexes[i]);
        count_languages(indexes[i], &found);
    }
    qsort(found.all, found.n, sizeof found.all[0], by_code);
    for (size_t i = 0; i < found.n && n < MG_STEMS_MAX; i++)
        if (*found.all[i].code && found.all[i].articles >= articles / 100)
            n += open_one(found.all[i].code, &ret[n]);
    return n ? n : open_one("en", &ret[0]);
}

void mg_stems_close(xap_stem *const *stems, size_t n)
{
    for (size_t i = 0; i < n; i++)
        xap_stem_free(stems[i]);
}
