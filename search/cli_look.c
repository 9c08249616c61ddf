#include "search/cli_look.h"

#include <string.h>

#include "search/render/render.h"

cli_look cli_look_of(const cli_page *page)
{
    size_t last = page->options->offset + morgue_results_count(page->results);
    cli_look look = {.out = page->out,
                     .width = cli_columns(page->out),
                     .indent = 2,
                     .blocks = cli_utf8_locale(),
                     .strong = "",
                     .mark = "",
                     .faint = "",
                     .plain = ""};
    for (; last; last /= 10)
        look.indent++;
    if (cli_color_allowed(page->out, (cli_color)page->options->color)) {
        look.strong = "\033[1m";
        look.mark = "\033[1;31m";
        look.faint = "\033[2m";
        look.plain = "\033[0m";
    }
    return look;
}

unsigned cli_look_width(const cli_look *look)
{
    return look->width ? look->width : 80;
}

cli_wrapper cli_begin_line(const cli_look *look)
{
    fprintf(look->out, "%*s", (int)look->indent, "");
    return (cli_wrapper){
        .out = look->out, .width = look->width, .indent = look->indent, .column = look->indent};
}

void cli_put(cli_wrapper *wrapper, const char *text)
{
    cli_wrap(wrapper, text, strlen(text));
}

void cli_put_text(cli_wrapper *wrapper, morgue_text text)
{
    cli_wrap(wrapper, text.data, text.len);
}

/* ---- Passages ----------------------------------------------------------------------------- */

typedef struct passage_line {
    cli_wrapper *wrapper;
    const cli_look *look;
    const char *base;
} passage_line;

static void put_run(void *user, const char *text, size_t len, bool marked)
{
    const passage_line *line = user;
    if (marked)
        cli_wrap_style(line->wrapper, line->look->mark);
    cli_wrap(line->wrapper, text, len);
    if (marked) {
        cli_wrap_style(line->wrapper, line->look->plain);
        cli_wrap_style(line->wrapper, line->base);
    }
}

void cli_put_passage(cli_wrapper *wrapper, const cli_look *look, const morgue_passage *passage,
                     const char *base)
{
    passage_line line = {wrapper, look, base};
    render_runs(passage, put_run, &line);
}

/* ---- Columns ------------------------------------------------------------------------------ */

static void put_clean(FILE *out, const char *text, size_t len)
{
    for (size_t at = 0; at < len;) {
        unsigned bytes;
        int width;
        cli_character(text + at, len - at, &bytes, &width);
        if (width < 0)
            putc(' ', out);
        else
            fwrite(text + at, 1, bytes, out);
        at += bytes;
    }
}

/* A text that is cut keeps the end that is next to its neighbour. */
void cli_put_padded(FILE *out, morgue_text text, unsigned columns, bool right)
{
    unsigned width = 0;
    size_t len = right ? cli_fitting_end(text.data, text.len, columns, &width)
                       : cli_fitting_start(text.data, text.len, columns, &width);
    int room = (int)(columns - width);
    if (right)
        fprintf(out, "%*s", room, "");
    put_clean(out, right ? text.data + (text.len - len) : text.data, len);
    if (!right)
        fprintf(out, "%*s", room, "");
}
