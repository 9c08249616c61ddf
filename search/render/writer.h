/* JSON as it is written down: on one line, "key": value, with a space behind each comma. Values
 * follow each other, within what was begun; commas come by themselves. */
#ifndef RENDER_WRITER_H
#define RENDER_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "morgue.h"
#include "search/render/sink.h"

typedef struct render_writer {
    const render_sink *out;
    bool behind; /* a value of the same array or object */
} render_writer;

void render_begin(render_writer *w, char bracket); /* '{' or '[' */
void render_end(render_writer *w, char bracket);   /* '}' or ']' */

/* The key, as it stands, of the value that is put next. Returns the writer, so that both stand in a
 * line: render_number(render_key(w, "count"), 7). */
render_writer *render_key(render_writer *w, const char *key);

/* NULL is written as null. What is no UTF-8 loses all that is not ASCII to U+FFFD. */
void render_string(render_writer *w, const char *string);
void render_text(render_writer *w, morgue_text text);

void render_number(render_writer *w, uint64_t number);
void render_real(render_writer *w, double number); /* six digits, of which one is a decimal */
void render_bool(render_writer *w, bool value);
void render_null(render_writer *w);

/* A string in parts: open, put parts, close. A part is UTF-8. */
void render_open_string(render_writer *w);
void render_part(render_writer *w, const char *data, size_t len);
void render_close_string(render_writer *w);

#endif
