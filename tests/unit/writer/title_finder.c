#include "tests/unit/writer/title_finder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"

typedef struct hand {
    title_finder *told;
    const mg_registry *registry;
} hand;

static morgue_status begin(void *user, const mg_registry *registry, void **ret, morgue_error *err)
{
    hand *h = malloc(sizeof *h);
    if (!h)
        return mg_fail_memory(err);
    *h = (hand){user, registry};
    atomic_fetch_add(&h->told->hands, 1);
    *ret = h;
    return MORGUE_OK;
}

static void end(void *memory)
{
    hand *h = memory;
    atomic_fetch_sub(&h->told->hands, 1);
    free(h);
}

static bool has_person(const morgue_article *article, const char *name)
{
    morgue_tag tag;
    for (size_t i = 0; morgue_article_tag(article, MORGUE_PERSON, i, &tag); i++)
        if (strcmp(tag.name.data, name) == 0)
            return true;
    return false;
}

static morgue_status add(const hand *h, morgue_article *article, const char *word, bool may,
                         morgue_error *err)
{
    char name[100];
    const char *surname = h->told->surname;
    snprintf(name, sizeof name, "%s%s%s", word, surname ? " " : "", surname ? surname : "");
    morgue_text canonical = {NULL, 0};
    if (h->registry)
        canonical = mg_registry_canonical(h->registry, (morgue_text){name, strlen(name)});
    if (canonical.data)
        snprintf(name, sizeof name, "%.*s", (int)canonical.len, canonical.data);
    bool there = has_person(article, name);
    const morgue_tag tag = {.name = {name, strlen(name)},
                            .origin = MORGUE_TAGGER,
                            .confidence = 80,
                            .mentions = 1,
                            .main = true};
    if (!may && !there)
        return MORGUE_OK;
    if (h->registry && mg_registry_blocks(h->registry, MORGUE_PERSON, tag.name))
        return MORGUE_OK;
    return morgue_article_add_tag(article, MORGUE_PERSON, &tag, err);
}

static morgue_status tag(void *memory, morgue_article *article, unsigned fields, morgue_error *err)
{
    const hand *h = memory;
    char title[200], *rest = title;
    morgue_status status = MORGUE_OK;
    unsigned long number = atomic_fetch_add(&h->told->articles, 1) + 1;
    atomic_store(&h->told->fields, fields);
    if (number == h->told->fails)
        return mg_fail_memory(err);
    snprintf(title, sizeof title, "%s", morgue_article_get(article, MORGUE_TITLE, 0).data);
    for (char *word = strsep(&rest, " "); word && status == MORGUE_OK; word = strsep(&rest, " "))
        if (*word >= 'A' && *word <= 'Z')
            status = add(h, article, word, fields >> MORGUE_PERSON & 1, err);
    return status;
}

mg_tag_finder title_finder_face(title_finder *told)
{
    return (mg_tag_finder){.begin = begin, .tag = tag, .end = end, .user = told};
}
