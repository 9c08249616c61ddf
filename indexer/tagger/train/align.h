/* Names as they are marked, and the tokens that the tagger sees. */
#ifndef MG_TRAIN_ALIGN_H
#define MG_TRAIN_ALIGN_H

#include "indexer/tagger/scene.h"
#include "indexer/tagger/train/corpus.h"

enum { ALIGN_BROKEN = 255 }; /* a name covers the token that does not begin and end with tokens */

/* Sets the label of each token of the scene, which is that of the document. */
void align_labels(const document *d, const mg_scene *scene, uint8_t *labels);

/* Where a token begins and ends in the document. */
static inline uint32_t token_start(const document *d, const mg_tag_token *token)
{
    return (uint32_t)(token->at - d->text.data);
}

#endif
