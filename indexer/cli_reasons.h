/* Reasons that are told again and again, folded into one each. */
#ifndef CLI_REASONS_H
#define CLI_REASONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CLI_PLACES = 3, CLI_REASONS = 40 };

/* A reason, as it was told first. */
typedef struct cli_reason {
    int severity; /* morgue_severity */
    char *text;
    char *pattern; /* what it has in common with those that are folded into it */
    char *places[CLI_PLACES];
    size_t n_places;
    uint64_t count;
} cli_reason;

/* Zero-initialise it. */
typedef struct cli_reasons {
    cli_reason items[CLI_REASONS];
    size_t count;
    uint64_t others; /* told after the list was full */
} cli_reasons;

/* Counts a reason. Those that differ in numbers, and in what stands in quotes, are the same.
 * `place` may be NULL. Where memory is out it counts among the others. */
void cli_reasons_add(cli_reasons *reasons, int severity, const char *reason, const char *place);

/* Adds what `from` has, and empties it. */
void cli_reasons_move(cli_reasons *reasons, cli_reasons *from);
void cli_reasons_free(cli_reasons *reasons);

#endif
