/* Proximity: its operators as they are typed, and what may stand on their sides. */
#ifndef MG_NEAR_H
#define MG_NEAR_H

#include "search/query/tree.h"

/* Words are at most this far apart. */
enum { MG_NEAR_MAX = 1000 };

/* Reads W/5, PRE/3, NEAR/5, W/S and the like; *ret_found tells whether the word is one. Errors:
 * BAD_QUERY for a word that is meant as one and is none (W/0, W/x, PRE/). `column` is the word's.
 */
morgue_status mg_near_read(const char *text, size_t len, size_t column, mg_near *ret,
                           bool *ret_found, morgue_error *err);

/* The operator for messages: "NOT PRE/5". */
enum { MG_NEAR_NAME_MAX = 24 };
void mg_near_name(const mg_near *near, char ret[MG_NEAR_NAME_MAX]);

/* Checks what stands on both sides of a node of kind NEAR: only what has positions, all of it in
 * one field. Errors: BAD_QUERY. */
morgue_status mg_near_check(const mg_node *node, morgue_error *err);

#endif
