#include "indexer/tagger/foreign_actors.h"

#include <string.h>

#include "archive/grow.h"
#include "indexer/tagger/linking.h"

/* Actors being gathered. */
typedef struct gathering {
    mg_linker *linker;
    bool fits;
} gathering;

static mg_entity entity_of(morgue_field_id field)
{
    return field == MORGUE_PERSON ? MG_PER : field == MORGUE_ORG ? MG_ORG : MG_LOC;
}

static bool is_country(const mg_linker *l, const mg_found *found)
{
    const mg_name *country = mg_country(l->tables, found->country);
    return country && country->len == found->name.len &&
           memcmp(l->tables->strings.data + country->text, found->name.data, country->len) == 0;
}

static bool add_actor(mg_linker *l, const mg_found *found, morgue_text name, uint32_t *ret)
{
    mg_actor actor = {.type = entity_of(found->field),
                      .text = l->names.len,
                      .len = name.len,
                      .doubt = 1,
                      .canonical = found->listed,
                      .is_country = is_country(l, found)};
    memcpy(actor.country, found->country, 2);
    if (!MG_GROW(l->actors, l->cap, l->n + 1) ||
        !mg_buffer_append(&l->names, name.data, name.len) || !mg_buffer_append_byte(&l->names, 0))
        return false;
    *ret = (uint32_t)l->n;
    l->actors[l->n++] = actor;
    return true;
}

static bool count(mg_linker *l, const mg_found *found)
{
    morgue_text name = mg_name_for_people(l, found->name);
    uint64_t key = mg_called_key(entity_of(found->field), name);
    uint32_t number = mg_map_get(&l->by_name, key);
    if (number == MG_MAP_NONE &&
        (!add_actor(l, found, name, &number) || !mg_map_put(&l->by_name, key, number)))
        return false;
    mg_actor *actor = &l->actors[number];
    actor->mentions++;
    actor->doubt *= 1 - (float)found->confidence / 100;
    actor->headline |= found->in_title;
    return true;
}

static void take(void *user, const mg_found *found)
{
    gathering *g = user;
    g->fits = g->fits && count(g->linker, found);
}

bool mg_foreign_actors(mg_foreign *foreign, const char lang[3], morgue_text title, morgue_text text,
                       const mg_tables *tables, const mg_registry *registry, mg_linker *l)
{
    gathering g = {l, true};
    l->tables = tables;
    l->registry = registry;
    l->namings = NULL;
    l->n = 0;
    mg_buffer_clear(&l->names);
    mg_map_clear(&l->by_name);
    return mg_foreign_tag(foreign, lang, title, text, take, &g) && g.fits;
}
