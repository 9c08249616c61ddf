#include "indexer/tagger/linker.h"

#include <stdlib.h>
#include <string.h>

#include "archive/grow.h"
#include "indexer/tagger/linking.h"

void mg_linker_free(mg_linker *l)
{
    free(l->actors);
    free(l->actor_of);
    free(l->order);
    mg_map_free(&l->by_name);
    mg_map_free(&l->by_word);
    mg_map_free(&l->by_start);
    mg_map_free(&l->by_initials);
    mg_map_free(&l->recent);
    mg_buffer_free(&l->names);
    *l = (mg_linker){0};
}

/* ---- Order -------------------------------------------------------------------------------- */

static int longest_first(const void *a, const void *b, void *user)
{
    const mg_naming *namings = user;
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    size_t x = mg_naming_words(&namings[i]), y = mg_naming_words(&namings[j]);
    return x != y ? (x < y ? 1 : -1) : (i > j) - (i < j);
}

/* The first naming of each different name, those of most words first. */
static bool order_names(mg_linker *l, size_t *ret_n)
{
    const mg_namings *namings = l->namings;
    size_t n = 0;
    mg_map_clear(&l->by_name);
    if (!MG_GROW(l->order, l->order_cap, namings->n + 1))
        return false;
    for (uint32_t i = 0; i < namings->n; i++) {
        uint64_t key = mg_name_key(&namings->at[i]);
        if (mg_map_get(&l->by_name, key) != MG_MAP_NONE)
            continue;
        if (!mg_map_put(&l->by_name, key, i))
            return false;
        l->order[n++] = i;
    }
    if (n)
        qsort_r(l->order, n, sizeof *l->order, longest_first, namings->at);
    *ret_n = n;
    return true;
}

/* ---- The whole ---------------------------------------------------------------------------- */

static bool make_actors(mg_linker *l)
{
    size_t n;
    if (!order_names(l, &n))
        return false;
    mg_map_clear(&l->by_name);
    for (size_t i = 0; i < n; i++)
        if (!mg_link_name(l, l->order[i]))
            return false;
    return true;
}

static void count(mg_linker *l, uint32_t naming)
{
    const mg_naming *n = &l->namings->at[naming];
    mg_actor *actor = &l->actors[l->actor_of[naming]];
    actor->mentions++;
    actor->doubt *= 1 - n->sureness;
    actor->headline |= (l->scene->tokens.at[n->first].flags & MG_TOKEN_TITLE) != 0;
}

bool mg_linker_set(mg_linker *l, const mg_scene *scene, const mg_registry *registry,
                   const mg_namings *namings)
{
    l->tables = scene->tables;
    l->scene = scene;
    l->registry = registry;
    l->namings = namings;
    l->n = 0;
    mg_buffer_clear(&l->names);
    mg_map_clear(&l->by_word);
    mg_map_clear(&l->by_start);
    mg_map_clear(&l->by_initials);
    mg_map_clear(&l->recent);
    if (!MG_GROW(l->actor_of, l->actor_of_cap, namings->n + 1) || !make_actors(l) ||
        !mg_link_all(l))
        return false;
    for (uint32_t i = 0; i < namings->n; i++)
        count(l, i);
    return true;
}
