#include "tests/unit/server/storms.h"

#include <stdio.h>
#include <string.h>

static morgue_error err;

static void add_person(morgue_article *article, const char *person, unsigned mentions)
{
    morgue_tag tag = {.name = {person, strlen(person)},
                      .origin = MORGUE_TAGGER,
                      .confidence = 90,
                      .mentions = mentions,
                      .main = mentions > 2};
    OK(morgue_article_add_tag(article, MORGUE_PERSON, &tag, &err));
}

static morgue_article *make(const field_text *values, const char *person, unsigned mentions)
{
    morgue_article *article = make_article(values);
    add_person(article, person, mentions);
    return article;
}

void storms_open(pages *p)
{
    morgue_article *articles[STORMS_ARTICLES];
    for (size_t i = 0; i < STORMS; i++) {
        char id[32], date[32], title[64];
        snprintf(id, sizeof id, "storm/%zu", i);
        snprintf(date, sizeof date, "2021-%02zu-%02zu", i % 3 * 4 + 1, i % 28 + 1);
        snprintf(title, sizeof title, "Storm number %zu", i);
        articles[i] = make((const field_text[]){{MORGUE_ID, id},
                                                {MORGUE_TITLE, title},
                                                {MORGUE_TEXT, "A storm came.\n\nThe storm went."},
                                                {MORGUE_DATE, date},
                                                {MORGUE_SOURCE, i % 2 ? "The Day" : "Night & Fog"},
                                                {MORGUE_LANG, "en"},
                                                {0}},
                           i % 3 ? "Ada Berg" : "Cy Dunn", (unsigned)i % 5);
        if (i >= STORMS - 4)
            add_person(articles[i], "Often Named", 1);
        if (i >= STORMS - 3)
            add_person(articles[i], "Written About", 5);
    }
    articles[STORMS] = make_article((const field_text[]){{MORGUE_ID, "calm"},
                                                         {MORGUE_TITLE, "Calm"},
                                                         {MORGUE_TEXT, "Nothing moved."},
                                                         {MORGUE_URL, "https://calm.example/1"},
                                                         {MORGUE_DATE, "2020"},
                                                         {0}});
    articles[STORMS + 1] =
        make_article((const field_text[]){{MORGUE_ID, "undated"}, {MORGUE_TEXT, "When?"}, {0}});
    articles[STORMS + 2] = make_article((const field_text[]){
        {MORGUE_ID, "old"}, {MORGUE_TITLE, "Old"}, {MORGUE_DATE, "1990-02"}, {0}});
    pages_open(p, articles, STORMS_ARTICLES);
}
