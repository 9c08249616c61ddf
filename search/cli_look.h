/* How results for people look: colours, widths, characters. */
#ifndef CLI_LOOK_H
#define CLI_LOOK_H

#include "cli/term.h"
#include "search/cli_search.h"

typedef struct cli_look {
    FILE *out;
    unsigned width;     /* columns; 0: do not wrap */
    unsigned indent;    /* room for the number before a title */
    bool blocks;        /* bars of block characters */
    const char *strong; /* escapes; "" where there is no colour */
    const char *mark;
    const char *faint;
    const char *plain;
} cli_look;

cli_look cli_look_of(const cli_page *page);

/* Width for what needs one: 80 where lines are not wrapped. */
unsigned cli_look_width(const cli_look *look);

/* A line that begins at look->indent. */
cli_wrapper cli_begin_line(const cli_look *look);

/* Adds to a line. */
void cli_put(cli_wrapper *wrapper, const char *text);
void cli_put_text(cli_wrapper *wrapper, morgue_text text);

/* Adds a passage with its marks to a line that is in the style `base`. */
void cli_put_passage(cli_wrapper *wrapper, const cli_look *look, const morgue_passage *passage,
                     const char *base);

/* Writes the text into a field of `columns`: cut where it is longer, else filled with spaces, on
 * the left where `right` is set. Control characters become spaces. */
void cli_put_padded(FILE *out, morgue_text text, unsigned columns, bool right);

/* The parts of the page below the hits: each begins with an empty line, where there is anything. */
void cli_text_facets(const cli_look *look, const cli_page *page);
void cli_text_timeline(const cli_look *look, const cli_page *page);
void cli_text_plan(const cli_look *look, const cli_page *page);

/* Why hit `hit` of the page has its score, where that was asked. */
void cli_text_reasons(const cli_look *look, const cli_page *page, size_t hit, double score);

#endif
