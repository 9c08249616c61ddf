/* The members of a JSON object and what their values are, read where they stand: most values of
 * articles are plain strings, which need no parsing. */
#ifndef MG_JSON_VALUE_H
#define MG_JSON_VALUE_H

#include <jansson.h>

#include "indexer/formats/put.h"

/* A place in an object. */
typedef struct mg_json_cursor {
    const char *at;
    const char *end;
    bool first; /* no member was read yet */
} mg_json_cursor;

/* A member: its key and value as they stand, quotes and all. */
typedef struct mg_json_member {
    morgue_text key;
    morgue_text value;
} mg_json_member;

/* What is wrong with a text, and where. */
typedef struct mg_json_problem {
    const char *at;
    char what[160];
} mg_json_problem;

/* Stands on an object. False when the text is not one. */
bool mg_json_object(morgue_text text, mg_json_cursor *ret);

typedef enum mg_json_step { JSON_MEMBER, JSON_OBJECT_END, JSON_WRONG } mg_json_step;

/* Reads the next member. Only braces, quotes and marks are looked at: whether the value is JSON
 * shows when it is read. */
mg_json_step mg_json_next_member(mg_json_cursor *cursor, mg_json_member *ret,
                                 mg_json_problem *ret_problem);

/* A value that is JSON: text (a string, the digits of a number), or parsed. */
typedef struct mg_json_value {
    morgue_text raw;
    morgue_text text; /* when json is NULL */
    size_t text_at;   /* where it stands in the arena, or MG_JSON_IN_PLACE */
    json_t *json;
    bool missing; /* null, "", [] or {} */
    bool mended;  /* `raw` is not JSON as it stands, json is */
} mg_json_value;

#define MG_JSON_IN_PLACE ((size_t)-1)

/* Appends what a string means; `inner` is what stands between its quotes. *ret_halves counts halves
 * of surrogate pairs, read as U+FFFD. BAD_INPUT with *ret_wrong at an escape that is none;
 * NO_MEMORY. */
morgue_status mg_json_unescape(morgue_text inner, mg_buffer *ret, size_t *ret_halves,
                               const char **ret_wrong);

/* Reads a value. Strings with escapes are unescaped into `arena`, which may move: when all is read,
 * mg_json_value_settle() sets their text. What strict JSON forbids but can only mean one thing (a
 * tab in a string, half of a surrogate pair) is mended and noted. BAD_INPUT when it is not JSON,
 * with *ret_problem set; NO_MEMORY. */
morgue_status mg_json_value_read(mg_reader *reader, morgue_text raw, mg_json_value *ret,
                                 mg_buffer *arena, mg_json_problem *ret_problem);
void mg_json_value_settle(mg_json_value *value, const mg_buffer *arena);
void mg_json_value_free(mg_json_value *value);

/* Calls `each` for every text in a value: a string, a number, the members of an array, the name in
 * an object such as {"name":"NATO","by":"tagger"}. Sets *ret_count to their number.
 * What such an object of our own dumps says of a tag comes with its name. */
typedef morgue_status (*mg_json_each)(void *user, const morgue_tag *tag);
morgue_status mg_json_texts(const mg_json_value *value, mg_json_each each, void *user,
                            size_t *ret_count);

/* The same for what a dotted path ("name", "meta.authors") leads to inside the value. */
morgue_status mg_json_path_texts(const mg_json_value *value, const char *path, mg_json_each each,
                                 void *user, size_t *ret_count);

/* Appends the value's JSON without the white space outside of strings. False: out of memory. */
bool mg_json_compact(const mg_json_value *value, mg_buffer *ret);

#endif
