/* The terminal: whether there is one, how wide it is, and text that fits on it. */
#ifndef CLI_TERM_H
#define CLI_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef enum cli_color { CLI_COLOR_AUTO, CLI_COLOR_ALWAYS, CLI_COLOR_NEVER } cli_color;

/* May colour be written to `out`? AUTO: on a terminal that knows more than TERM=dumb, unless
 * NO_COLOR is set to something. */
bool cli_color_allowed(FILE *out, cli_color wish);

/* Can `out` take a line that is redrawn in place? */
bool cli_redraw_allowed(FILE *out);

/* Lets the functions above and cli_columns() go by what stdout is now, whatever it becomes: a pipe
 * to a pager, say. */
void cli_terminal_remember(void);

/* Does `out` go to a terminal, perhaps through a pager? */
bool cli_is_terminal(FILE *out);

/* Columns to wrap text at: COLUMNS where it is set, the terminal's width where `out` is one, else
 * 0: do not wrap, so that every line of a pipe is whole. */
unsigned cli_columns(FILE *out);

/* May characters beyond ASCII be drawn? So says the locale. */
bool cli_utf8_locale(void);

/* Columns that `len` bytes of UTF-8 take: East Asian characters and emoji two, combining marks
 * none. */
unsigned cli_width(const char *text, size_t len);

/* The longest beginning, or end, of the text that fits into `columns`, in bytes; it has its
 * combining marks with it. Sets *ret_width to the columns that it takes. */
size_t cli_fitting_start(const char *text, size_t len, unsigned columns, unsigned *ret_width);
size_t cli_fitting_end(const char *text, size_t len, unsigned columns, unsigned *ret_width);

/* Decodes one character of `len` > 0 bytes; sets *ret_len to its bytes and *ret_width to its
 * columns, or to -1 for control characters. Broken UTF-8 is taken byte by byte. */
void cli_character(const char *text, size_t len, unsigned *ret_len, int *ret_width);

/* Writes words to a stream, breaking lines between them. Zero-initialise it but for `out`, `width`
 * and `indent`. */
typedef struct cli_wrapper {
    FILE *out;
    unsigned width;  /* columns; 0: never breaks */
    unsigned indent; /* of the lines after the first */
    unsigned column; /* where the line is; set it when something was written past the wrapper */
    bool space;      /* a space is due before the next word */
    bool full;       /* the word is longer than the buffer and has been begun */
    unsigned word_width;
    size_t word_len;
    char word[256];
} cli_wrapper;

/* Adds text; white space and control characters separate words. */
void cli_wrap(cli_wrapper *wrapper, const char *text, size_t len);

/* Adds something that takes no columns: a change of colour. */
void cli_wrap_style(cli_wrapper *wrapper, const char *escape);

/* Writes the last word and ends the line. */
void cli_wrap_end(cli_wrapper *wrapper);

#endif
