/* What the programs say on stderr, and how they end. */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "morgue.h"

#define CLI_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* The name that begins every message; static text. */
void cli_message_name(const char *program);

/* Takes the places of standard streams that are closed, so that no file of an archive gets the
 * number of one: our words would stand in it, or it would be read as a dump. Reading and writing
 * them fail as they do where nothing is there. */
void cli_keep_streams(void);

/* "morgue-search: what is wrong: what to do about it", on stderr. Control characters, which a path
 * or a query may hold, are shown as "?". */
void cli_error(const char *format, ...) CLI_PRINTF(1, 2);

/* An error of the library: its message; for a bad query also the query, with a caret under the
 * place. `query` may be NULL. */
void cli_library_error(const morgue_error *err, const char *query);

/* Hands on what was printed on stdout. False when that is no longer possible: the disk is full,
 * which has been reported, or the reader went away (`| head`), which is nobody's fault. */
bool cli_flush_output(void);

/* Says that memory is out, once; what should have been printed counts as lost. */
void cli_out_of_memory(void);

/* Was output lost that somebody waits for? */
bool cli_output_lost(void);

/* Finds the nearest of several names to a misspelt word: start with {.word = word}, offer all of
 * them, look at `best`. */
typedef struct cli_nearest {
    const char *word;
    const char *best; /* NULL: none is near */
    unsigned distance;
} cli_nearest;

void cli_nearest_offer(cli_nearest *nearest, const char *name);

#endif
