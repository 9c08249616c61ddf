/* Finds the mentions of names in a scene, by the model. */
#ifndef MG_TAGGER_SPOTTER_H
#define MG_TAGGER_SPOTTER_H

#include "indexer/tagger/chain.h"
#include "indexer/tagger/scene.h"

/* A name where it stands. */
typedef struct mg_mention {
    uint32_t first; /* tokens */
    uint32_t last;
    mg_entity type;
    float sureness; /* 0..1 */
} mg_mention;

/* Longest chain that is looked at as a whole; longer ones are cut. */
enum { MG_CHAIN_MAX = 128 };

typedef struct mg_spotter mg_spotter;

mg_spotter *mg_spotter_new(void); /* NULL when memory is out */
void mg_spotter_free(mg_spotter *spotter);

/* Sets *ret to the mentions in the order of the text, tidied; they live until the next call. False
 * when memory is out. */
bool mg_spot(mg_spotter *spotter, const mg_scene *scene, const mg_mention **ret, size_t *ret_n);

/* The end of the chain that begins at token i, which is a candidate: behind its last token. */
size_t mg_chain_end(const mg_scene *scene, size_t i);

#endif
