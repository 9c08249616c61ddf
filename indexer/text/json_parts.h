/* How much memory a JSON text takes when it is parsed, before it is. */
#ifndef MG_JSON_PARTS_H
#define MG_JSON_PARTS_H

#include "morgue.h"

/* Parts that are parsed at a time: each takes up to 300 bytes of memory. */
enum { MG_JSON_PARTS_MAX = 250000 };

/* The parts of a JSON text: its brackets, commas and colons outside of strings. They are counted up
 * to the first beyond `most`. */
size_t mg_json_parts(morgue_text json, size_t most);

#endif
