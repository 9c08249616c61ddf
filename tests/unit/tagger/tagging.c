#include "tests/unit/tagger/tagging.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/scratch.h"

static morgue_error err;

mg_tagger_model *open_small_model(void)
{
    mg_tagger_model *model = NULL;
    OK(mg_tagger_model_open(SMALL_MODEL, &model, &err));
    return model;
}

morgue_article *news(const char *title, const char *text)
{
    return make_article((const field_text[]){
        {MORGUE_TITLE, title}, {MORGUE_TEXT, text}, {MORGUE_LANG, "en"}, {0, NULL}});
}

static void write_tag(mg_buffer *out, const char *kind, const morgue_tag *tag)
{
    char count[16] = "";
    if (tag->mentions)
        snprintf(count, sizeof count, " %u", tag->mentions);
    put(out, out->len ? "; " : "");
    put(out, kind);
    CHECK(mg_buffer_append(out, tag->name.data, tag->name.len));
    put(out, count);
    put(out, tag->main ? "*" : "");
    put(out, tag->origin == MORGUE_GIVEN ? "=" : tag->origin == MORGUE_INHERITED ? "^" : "");
}

const char *written(const morgue_article *article)
{
    static const struct {
        const char *kind;
        morgue_field_id field;
    } fields[] = {{"per ", MORGUE_PERSON}, {"org ", MORGUE_ORG}, {"loc ", MORGUE_LOCATION}};
    static char line[1 << 16];
    mg_buffer out = {0};
    morgue_tag tag;
    for (size_t f = 0; f < 3; f++)
        for (size_t i = 0; morgue_article_tag(article, fields[f].field, i, &tag); i++)
            write_tag(&out, fields[f].kind, &tag);
    CHECK(mg_buffer_append_byte(&out, 0));
    snprintf(line, sizeof line, "%s", out.data);
    mg_buffer_free(&out);
    return line;
}

const char *tags_of(const mg_registry *registry, const char *title, const char *text)
{
    mg_tagger_model *model = open_small_model();
    morgue_article *article = news(title, text);
    mg_tagger *tagger;
    OK(mg_tagger_new(model, registry, &tagger, &err));
    OK(mg_tagger_tag(tagger, article, MG_TAG_FIELDS, &err));
    const char *line = written(article);
    mg_tagger_free(tagger);
    mg_tagger_model_free(model);
    morgue_article_free(article);
    return line;
}
