/* From namings to actors and places: which namings are of the same one, and what it is called.
 *
 *   full names first: "Antony Blinken"; then what is short for one: "Blinken", "Antony"
 *   of two persons with one surname the one that was named last before it is meant
 *   an abbreviation is of the organization with these initials, or whose name it stands behind
 *   names that the gazetteer or the registry knows under another come under that one
 *
 * Linear in the article but for sorting its different names. */
#ifndef MG_TAGGER_LINKER_H
#define MG_TAGGER_LINKER_H

#include "archive/buffer.h"
#include "archive/field.h"
#include "archive/registry/registry.h"
#include "indexer/tagger/map.h"
#include "indexer/tagger/namings.h"

/* An actor or a place. */
typedef struct mg_actor {
    mg_entity type;
    size_t text; /* its name, in mg_linker.names */
    size_t len;
    uint32_t naming; /* the one that gave the name */
    uint32_t mentions;
    float doubt;     /* the product of what each naming lacks in sureness */
    bool headline;   /* named there */
    bool canonical;  /* called by the gazetteer or the registry */
    char country[2]; /* of a place; "--": not known */
    bool is_country;
} mg_actor;

/* Zero-initialise it. */
typedef struct mg_linker {
    const mg_tables *tables;
    const mg_scene *scene;
    const mg_registry *registry; /* NULL: none */
    const mg_namings *namings;
    mg_actor *actors;
    size_t n;
    size_t cap;
    uint32_t *actor_of; /* of each naming */
    size_t actor_of_cap;
    uint32_t *order; /* of namings, under way */
    size_t order_cap;
    mg_map by_name;  /* actors by type and run of words, or by type and canonical name */
    mg_map by_word;  /* the longest-named person with this word in the name */
    mg_map by_start; /* organizations by their first word; persons by first and last */
    mg_map by_initials;
    mg_map recent; /* persons by words of their full names, the last to be named */
    mg_buffer names;
} mg_linker;

/* Sets the actors. The arguments must stay while these are looked at. False when memory is out. */
bool mg_linker_set(mg_linker *linker, const mg_scene *scene, const mg_registry *registry,
                   const mg_namings *namings);
void mg_linker_free(mg_linker *linker);

static inline morgue_text mg_actor_name(const mg_linker *linker, const mg_actor *actor)
{
    return (morgue_text){linker->names.data + actor->text, actor->len};
}

/* Of persons, organizations and places, which come in the order of these fields. */
static inline morgue_field_id mg_entity_field(mg_entity type)
{
    return mg_tag_fields[type];
}

#endif
