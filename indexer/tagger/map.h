/* Numbers by hashes, emptied for each article. Zero-initialise it. */
#ifndef MG_TAGGER_MAP_H
#define MG_TAGGER_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MG_MAP_NONE = 0xFFFFFFFF };

typedef struct mg_map {
    uint64_t *keys; /* 0: empty slot */
    uint32_t *numbers;
    size_t n;
    size_t size; /* a power of two, or 0 */
} mg_map;

void mg_map_clear(mg_map *map);

/* Empties it too, and gives back what only a large article needs. */
void mg_map_trim(mg_map *map);
void mg_map_free(mg_map *map);

/* The number of a key, MG_MAP_NONE where it has none. */
uint32_t mg_map_get(const mg_map *map, uint64_t key);

/* Sets it. False when memory is out. */
bool mg_map_put(mg_map *map, uint64_t key, uint32_t number);

#endif
