/* JSON that the programs print. */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* Writes a value as one line, and frees it. False when that failed. */
bool cli_json_print(json_t *value, FILE *out);

/* Text from outside, a path say, as a string: bytes above ASCII become U+FFFD where the text is not
 * UTF-8. null when memory is out. */
json_t *cli_json_text(const char *text);

#endif
