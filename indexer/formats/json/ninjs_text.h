/* The text of an item of ninjs, which may come in several renderings. */
#ifndef MG_NINJS_TEXT_H
#define MG_NINJS_TEXT_H

#include "indexer/formats/json/ninjs_keys.h"

/* One of the renderings. */
typedef struct mg_ninjs_text {
    morgue_text text; /* lives as long as the item; {"", 0}: there is none */
    bool html;
    size_t rivals; /* others of the same kind, which may say something else */
} mg_ninjs_text;

/* The best of all the texts in members of this role: body_xhtml and bodies[], description_text and
 * descriptions[]. Markup tells paragraphs, so it comes first. */
mg_ninjs_text mg_ninjs_best_text(json_t *item, mg_ninjs_role role);

/* Does some text of this role say the same as `text`, markup and white space aside? */
bool mg_ninjs_says(json_t *item, mg_ninjs_role role, morgue_text text);

#endif
