#include "indexer/tagger/tagger.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/tagger/foreign_actors.h"
#include "indexer/tagger/language.h"
#include "indexer/tagger/packed_words.h"
#include "indexer/tagger/tags.h"

struct mg_tagger {
    const mg_tagger_model *model;
    const mg_tables *tables;
    const mg_registry *registry;
    mg_scene scene;
    mg_spotter *spotter;
    mg_namings namings;
    mg_linker linker;
    mg_foreign *foreign;
};

morgue_status mg_tagger_new(const mg_tagger_model *model, const mg_registry *registry,
                            mg_tagger **ret, morgue_error *err)
{
    mg_tagger *tagger = calloc(1, sizeof *tagger);
    if (tagger)
        tagger->spotter = mg_spotter_new();
    morgue_status status = tagger && tagger->spotter ? mg_foreign_new(model, &tagger->foreign, err)
                                                     : mg_fail_memory(err);
    if (status != MORGUE_OK) {
        mg_tagger_free(tagger);
        return status;
    }
    tagger->model = model;
    tagger->tables = mg_model_tables(model);
    tagger->registry = registry;
    *ret = tagger;
    return MORGUE_OK;
}

void mg_tagger_free(mg_tagger *tagger)
{
    if (!tagger)
        return;
    mg_scene_free(&tagger->scene);
    mg_spotter_free(tagger->spotter);
    free(tagger->namings.at);
    mg_linker_free(&tagger->linker);
    mg_foreign_free(tagger->foreign);
    free(tagger);
}

/* ---- Language ----------------------------------------------------------------------------- */

/* Is nearly all of it ASCII and typographic punctuation? Where nobody can tell the language, that
 * is taken for English. */
static bool is_ascii(morgue_text text)
{
    size_t other = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool punctuation = i + 2 < text.len && memcmp(text.data + i, "\xE2\x80", 2) == 0;
        other += (unsigned char)text.data[i] >= 0x80 && !punctuation;
        i += punctuation ? 2 : 0;
    }
    return other * 20 <= text.len;
}

/* Words that are English alone, or nearly. */
static bool is_english_word(const char *at, size_t len)
{
    switch (len <= 8 ? mg_load(at, len) : 0) {
    case W3('t', 'h', 'e'):
    case W6('M', 'o', 'n', 'd', 'a', 'y'):
    case W7('T', 'u', 'e', 's', 'd', 'a', 'y'):
    case W8('T', 'h', 'u', 'r', 's', 'd', 'a', 'y'):
    case W6('F', 'r', 'i', 'd', 'a', 'y'):
    case W8('S', 'a', 't', 'u', 'r', 'd', 'a', 'y'):
    case W6('S', 'u', 'n', 'd', 'a', 'y'): return true;
    default: return false;
    }
}

/* Words that go with them. */
static bool is_usual_word(const char *at, size_t len)
{
    switch (len <= 4 ? mg_load(at, len) : 0) {
    case W3('a', 'n', 'd'):
    case W4('t', 'h', 'a', 't'):
    case W4('w', 'i', 't', 'h'):
    case W3('f', 'o', 'r'):
    case W4('f', 'r', 'o', 'm'):
    case W4('s', 'a', 'i', 'd'):
    case W2('o', 'n'):
    case W2('b', 'y'): return true;
    default: return false;
    }
}

/* Does it begin as only English does? Saves most guesses, and helps where a text is too short for
 * one. */
static bool is_plainly_english(morgue_text text)
{
    enum { LOOK = 1200, SHORT = 300, ENOUGH = 4 };
    unsigned english = 0, usual = 0, enough = text.len < SHORT ? 1 : ENOUGH;
    const char *end = text.data + (text.len < LOOK ? text.len : LOOK);
    for (const char *at = text.data; at < end && (english < enough || usual < enough);) {
        const char *space = memchr(at, ' ', (size_t)(end - at));
        size_t len = (size_t)((space ? space : end) - at), word = len;
        while (word && (at[word - 1] == '.' || at[word - 1] == ','))
            word--;
        english += is_english_word(at, word);
        usual += is_usual_word(at, word);
        at += len + 1;
    }
    return english >= enough && usual >= enough;
}

/* The language that is given, or a guess: two letters. */
static mg_language language_of(const mg_tagger *t, const morgue_article *article)
{
    morgue_text given = morgue_article_get(article, MORGUE_LANG, 0);
    morgue_text title = morgue_article_get(article, MORGUE_TITLE, 0);
    morgue_text text = morgue_article_get(article, MORGUE_TEXT, 0);
    mg_language language = {""};
    if (given.len >= 2 && (given.len == 2 || given.data[2] == '-')) {
        for (int i = 0; i < 2; i++)
            language.code[i] = (char)(given.data[i] | 32);
        return language;
    }
    if (!is_plainly_english(text))
        language = mg_language_guess(t->model, title, text);
    else
        memcpy(language.code, "en", 3);
    if (!*language.code && is_ascii(title) && is_ascii(text))
        memcpy(language.code, "en", 3);
    return language;
}

/* ---- Tagging ------------------------------------------------------------------------------ */

static bool find_english(mg_tagger *t, const morgue_article *article)
{
    const mg_mention *mentions;
    size_t n;
    return mg_scene_set(&t->scene, t->tables, morgue_article_get(article, MORGUE_TITLE, 0),
                        morgue_article_get(article, MORGUE_TEXT, 0)) &&
           mg_spot(t->spotter, &t->scene, &mentions, &n) &&
           mg_namings_set(&t->namings, &t->scene, mentions, n,
                          morgue_article_get(article, MORGUE_SOURCE, 0)) &&
           mg_linker_set(&t->linker, &t->scene, t->registry, &t->namings);
}

static bool find_actors(mg_tagger *t, const morgue_article *article)
{
    mg_language language = language_of(t, article);
    if (strcmp(language.code, "en") == 0)
        return find_english(t, article);
    return mg_foreign_actors(
        t->foreign, language.code, morgue_article_get(article, MORGUE_TITLE, 0),
        morgue_article_get(article, MORGUE_TEXT, 0), t->tables, t->registry, &t->linker);
}

morgue_status mg_tagger_tag(mg_tagger *tagger, morgue_article *article, unsigned fields,
                            morgue_error *err)
{
    if (!find_actors(tagger, article))
        return mg_fail_memory(err);
    return mg_tags_put(&tagger->linker, article, fields, err);
}
