/* What the model is told about a token: a list of features, each a hash of what it says. The same
 * function makes them for training and for tagging. */
#ifndef MG_TAGGER_FEATURES_H
#define MG_TAGGER_FEATURES_H

#include "indexer/tagger/scene.h"

enum { MG_WORD_FEATURES_MAX = 48, MG_FORM_FEATURES_MAX = 32, MG_PLACE_FEATURES_MAX = 96 };

/* The word itself, or one beside it. */
typedef enum mg_role { MG_ROLE_SELF, MG_ROLE_BEFORE, MG_ROLE_BEHIND, MG_ROLES } mg_role;

/* What follows from a word alone and what the gazetteer says of it (`kinds`). All of these return
 * the number of features. */
size_t mg_features_of_word(const mg_tables *tables, const mg_tag_token *token, uint32_t kinds,
                           mg_role role, uint32_t ret[MG_WORD_FEATURES_MAX]);

/* What the article says of the word. */
size_t mg_features_of_form(const mg_form *form, uint32_t ret[MG_FORM_FEATURES_MAX]);

/* What follows from the place it stands at. */
size_t mg_features_of_place(const mg_scene *scene, size_t i, uint32_t ret[MG_PLACE_FEATURES_MAX]);

#endif
