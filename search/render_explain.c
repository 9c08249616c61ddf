/* --explain: how the query was planned, and why a hit stands where it does. */
#include "search/cli_look.h"

#include <inttypes.h>
#include <string.h>

#include "cli/figure.h"

/* ---- The plan ----------------------------------------------------------------------------- */

enum { STEP_INDENT = 2, GAP = 2, WHAT_LEAST = 10 };

/* Widths of the columns. */
typedef struct plan_shape {
    unsigned what;
    unsigned articles;
    unsigned weight;
    unsigned ms;
} plan_shape;

/* A figure with two decimals, or nothing where there is nothing to tell. */
static const char *decimal(double number, char *ret, size_t size)
{
    *ret = '\0';
    if (number > 0)
        snprintf(ret, size, "%.2f", number);
    return ret;
}

static void widen(unsigned *width, size_t needed)
{
    if (needed > *width)
        *width = (unsigned)needed;
}

static unsigned indent_of(const morgue_step *step)
{
    enum { MOST = 20 };
    return STEP_INDENT * (1 + (step->depth < MOST ? step->depth : MOST));
}

static plan_shape measure(const cli_look *look, const cli_page *page)
{
    plan_shape shape = {strlen("plan"), strlen("articles"), strlen("weight"), strlen("ms")};
    morgue_step step;
    char text[64];
    for (size_t i = 0; morgue_results_step(page->results, i, &step); i++) {
        widen(&shape.what, indent_of(&step) + cli_width(step.what.data, step.what.len));
        widen(&shape.articles, strlen(cli_count(step.frequency).text));
        widen(&shape.weight, strlen(decimal(step.weight, text, sizeof text)));
        widen(&shape.ms, strlen(decimal(step.ms, text, sizeof text)));
    }
    unsigned rest = 3 * GAP + shape.articles + shape.weight + shape.ms;
    unsigned width = cli_look_width(look);
    unsigned room = width > rest + WHAT_LEAST ? width - rest : WHAT_LEAST;
    if (shape.what > room)
        shape.what = room;
    return shape;
}

static void write_figures(FILE *out, const plan_shape *shape, const morgue_step *step)
{
    char weight[64];
    char ms[64];
    fprintf(out, "  %*s  %*s  %*s\n", (int)shape->articles, cli_count(step->frequency).text,
            (int)shape->weight, decimal(step->weight, weight, sizeof weight), (int)shape->ms,
            decimal(step->ms, ms, sizeof ms));
}

/* What does not fit beside the figures stands above them. */
static void write_step(const cli_look *look, const plan_shape *shape, const morgue_step *step)
{
    unsigned indent = indent_of(step);
    unsigned width = indent + cli_width(step->what.data, step->what.len);
    cli_wrapper wrapper = {
        .out = look->out, .width = look->width, .indent = indent + STEP_INDENT, .column = indent};
    fprintf(look->out, "%*s", (int)indent, "");
    if (width > shape->what) {
        cli_put_text(&wrapper, step->what);
        cli_wrap_end(&wrapper);
        fprintf(look->out, "%*s", (int)shape->what, "");
    } else {
        cli_put_padded(look->out, step->what, shape->what - indent, false);
    }
    write_figures(look->out, shape, step);
}

/* "2 words: attack 1204, attacks 870" */
static void write_terms(const cli_look *look, const morgue_step *step)
{
    unsigned indent = indent_of(step) + 2 * STEP_INDENT;
    cli_wrapper wrapper = {
        .out = look->out, .width = look->width, .indent = indent, .column = indent};
    if (!step->terms.len && !step->n_terms)
        return;
    fprintf(look->out, "%*s", (int)indent, "");
    cli_wrap_style(&wrapper, look->faint);
    if (step->n_terms != 1) {
        cli_put(&wrapper, cli_count(step->n_terms).text);
        cli_put(&wrapper, step->terms.len ? " words: " : " words");
    }
    cli_put_text(&wrapper, step->terms);
    cli_wrap_style(&wrapper, look->plain);
    cli_wrap_end(&wrapper);
}

void cli_text_plan(const cli_look *look, const cli_page *page)
{
    plan_shape shape = measure(look, page);
    morgue_step step;
    for (size_t i = 0; morgue_results_step(page->results, i, &step); i++) {
        if (!i)
            fprintf(look->out, "\n%s%-*s%s  %*s  %*s  %*s\n", look->strong, (int)shape.what, "plan",
                    look->plain, (int)shape.articles, "articles", (int)shape.weight, "weight",
                    (int)shape.ms, "ms");
        write_step(look, &shape, &step);
        write_terms(look, &step);
    }
}

/* ---- A hit -------------------------------------------------------------------------------- */

/* "5.20  word attack: 3 times, in the title" */
static void write_reason(const cli_look *look, int width, const morgue_reason *reason)
{
    char remark[64];
    cli_wrapper wrapper = cli_begin_line(look);
    wrapper.column += (unsigned)fprintf(look->out, "%*.2f  ", width, reason->score);
    wrapper.indent = wrapper.column;
    cli_put_text(&wrapper, reason->what);
    if (reason->occurrences == 1)
        snprintf(remark, sizeof remark, ": once");
    else if (reason->occurrences)
        snprintf(remark, sizeof remark, ": %s times", cli_count(reason->occurrences).text);
    else
        remark[0] = '\0';
    cli_put(&wrapper, remark);
    if (reason->in_title)
        cli_put(&wrapper, reason->occurrences ? ", in the title" : ": in the title");
    cli_wrap_end(&wrapper);
}

void cli_text_reasons(const cli_look *look, const cli_page *page, size_t hit, double score)
{
    morgue_reason reason;
    char text[64];
    int width = snprintf(text, sizeof text, "%.2f", score);
    if (!page->options->explain)
        return;
    fprintf(look->out, "%*s%s  score\n", (int)look->indent, "", text);
    for (size_t i = 0; morgue_results_reason(page->results, hit, i, &reason); i++)
        write_reason(look, width, &reason);
}
