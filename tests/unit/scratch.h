/* What most tests need: a folder of their own, dice, calls that must succeed. */
#ifndef SCRATCH_H
#define SCRATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <check.h>

#include "archive/buffer.h"
#include "morgue.h"

/* Fails the test with the error's message unless the call, which fills `err`, returns MORGUE_OK. */
#define OK(call)                                                                                   \
    do {                                                                                           \
        if ((call) != MORGUE_OK)                                                                   \
            ck_abort_msg("%s: %s", #call, err.message);                                            \
    } while (0)

/* Fails the test unless the call returns this status and fills `err` with it and a message. */
#define FAILS(expected, call)                                                                      \
    do {                                                                                           \
        err = (morgue_error){0};                                                                   \
        ck_assert_msg((call) == (expected), "%s: '%s'", #call, err.message);                       \
        ck_assert_int_eq(err.status, expected);                                                    \
        ck_assert_int_ne(err.message[0], '\0');                                                    \
    } while (0)

/* As ck_assert(), which reports to another process each time; for loops of many rounds. */
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition))                                                                          \
            ck_abort_msg("not so: %s", #condition);                                                \
    } while (0)

/* Runs the tests as a suite of this name, and gives main's result. */
int run_tests(const char *name, TCase *tests);

/* A small generator, so that a seed means the same everywhere: a number below `sides`. */
uint32_t roll(uint64_t *seed, uint32_t sides);

/* Makes a fresh folder, in $TMPDIR where that is set; removes it with all that is in it. */
typedef struct scratch {
    char path[64];
} scratch;
void scratch_open(scratch *s);
void scratch_close(scratch *s);

/* The path of something in it. Static, for two calls. */
const char *scratch_path(const scratch *s, const char *name);

/* Writes a file into it. */
void scratch_write(const scratch *s, const char *name, const char *data, size_t len);

/* Is it there? */
bool scratch_has(const scratch *s, const char *name);

/* An article of a field's values: pairs {field, text}, ended by a NULL text. */
typedef struct field_text {
    morgue_field_id field;
    const char *text;
} field_text;
morgue_article *make_article(const field_text *values);

/* Writes `n` words made by dice, separated by single spaces, into the buffer. */
void roll_words(uint64_t *seed, unsigned n, mg_buffer *ret);

/* Appends, or fails the test. */
void put(mg_buffer *buffer, const char *text);

/* Is the value this text? */
bool is_text(morgue_text value, const char *text);

#endif
