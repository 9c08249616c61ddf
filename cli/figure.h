/* Figures for people. */
#ifndef CLI_FIGURE_H
#define CLI_FIGURE_H

#include <stdint.h>

/* A figure as text, with room for the longest. */
typedef struct cli_figure {
    char text[32];
} cli_figure;

/* "1,234" */
cli_figure cli_count(uint64_t number);

/* "0 KB", "3.4 MB": thousands and millions of bytes. */
cli_figure cli_size(uint64_t bytes);

/* The ending of a noun that is counted: "" for one, else "s". */
const char *cli_plural(uint64_t number);

#endif
