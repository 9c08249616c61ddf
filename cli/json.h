/* JSON that the programs print. */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* To be called before JSON is used: from now on it is noticed when memory runs out while a value is
 * put together. */
void cli_json_watch_memory(void);

/* Notes that it did, where something else than JSON was made. Gives null. */
json_t *cli_json_ran_out(void);

/* Writes a value as one line, and frees it. False when that failed; nothing is written where memory
 * ran out on the way to the value, which is told. */
bool cli_json_print(json_t *value, FILE *out);

/* Sets a key of an object to a number. */
void cli_json_put_number(json_t *object, const char *key, uint64_t number);

/* Text from outside, a path say, as a string: bytes above ASCII become U+FFFD where the text is not
 * UTF-8. null when memory is out. */
json_t *cli_json_text(const char *text);

#endif
