#include "indexer/tagger/tagger.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/tagger/english.h"
#include "indexer/tagger/foreign_actors.h"
#include "indexer/tagger/language.h"
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
    bool english = mg_is_plainly_english(text);
    if (!english) {
        language = mg_language_guess(t->model, title, text);
        english = !*language.code && mg_may_be_english(title) && mg_may_be_english(text);
    }
    if (english)
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
