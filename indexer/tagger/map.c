#include "indexer/tagger/map.h"

#include <stdlib.h>
#include <string.h>

enum { LARGE = 4096 };

static size_t slot_of(const mg_map *map, uint64_t key)
{
    size_t i = (size_t)(key >> 9) & (map->size - 1);
    while (map->keys[i] && map->keys[i] != key)
        i = (i + 1) & (map->size - 1);
    return i;
}

/* A map that one large article has made much larger than others need is given up, or each of them
 * would pay for emptying it. */
void mg_map_clear(mg_map *map)
{
    if (map->size > LARGE && map->n < map->size / 64)
        mg_map_free(map);
    else if (map->n)
        memset(map->keys, 0, map->size * sizeof *map->keys);
    map->n = 0;
}

void mg_map_trim(mg_map *map)
{
    if (map->size > LARGE)
        mg_map_free(map);
    else
        mg_map_clear(map);
}

void mg_map_free(mg_map *map)
{
    free(map->keys);
    free(map->numbers);
    *map = (mg_map){0};
}

uint32_t mg_map_get(const mg_map *map, uint64_t key)
{
    if (!map->n)
        return MG_MAP_NONE;
    size_t i = slot_of(map, key | 1);
    return map->keys[i] ? map->numbers[i] : MG_MAP_NONE;
}

static bool grow(mg_map *map)
{
    mg_map larger = {.size = map->size ? map->size * 2 : 256, .n = map->n};
    larger.keys = calloc(larger.size, sizeof *larger.keys);
    larger.numbers = malloc(larger.size * sizeof *larger.numbers);
    if (!larger.keys || !larger.numbers) {
        mg_map_free(&larger);
        return false;
    }
    for (size_t i = 0; i < map->size; i++)
        if (map->keys[i]) {
            size_t to = slot_of(&larger, map->keys[i]);
            larger.keys[to] = map->keys[i];
            larger.numbers[to] = map->numbers[i];
        }
    mg_map_free(map);
    *map = larger;
    return true;
}

bool mg_map_put(mg_map *map, uint64_t key, uint32_t number)
{
    if (2 * (map->n + 1) > map->size && !grow(map))
        return false;
    size_t i = slot_of(map, key | 1);
    map->n += !map->keys[i];
    map->keys[i] = key | 1;
    map->numbers[i] = number;
    return true;
}
