/* Facets and timelines as bars. */
#include "search/cli_look.h"

#include <inttypes.h>
#include <string.h>

#include "cli/figure.h"
#include "search/render/render.h"

enum { INDENT = 2, GAP = 2, BAR_LEAST = 8, BAR_MOST = 50, BAR_WORTH_IT = 4, MAIN_LEAVES = 24 };

/* ---- Bars --------------------------------------------------------------------------------- */

/* Blocks are drawn to an eighth of a column. Whatever is counted is seen. */
static void put_bar(const cli_look *look, uint64_t count, uint64_t most, unsigned columns)
{
    unsigned parts = look->blocks ? 8 : 1;
    double share = most ? (double)count / (double)most : 0;
    unsigned length = (unsigned)(share * columns * parts + 0.5);
    if (count && columns && !length)
        length = 1;
    for (; length >= parts; length -= parts)
        fputs(look->blocks ? "\u2588" : "#", look->out);
    if (length)
        fprintf(look->out, "\xe2\x96%c", (char)(0x90 - length));
}

static unsigned bar_columns(const cli_look *look, unsigned taken)
{
    unsigned width = cli_look_width(look);
    unsigned left = width > taken ? width - taken : 0;
    return left < BAR_WORTH_IT ? 0 : left < BAR_MOST ? left : BAR_MOST;
}

static unsigned digits(uint64_t number)
{
    return (unsigned)strlen(cli_count(number).text);
}

static unsigned more_of(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

/* The name of a block of bars, and in faint letters what is to be known about it. */
static void write_heading(const cli_look *look, const char *name, const char *remark)
{
    cli_wrapper wrapper = {.out = look->out,
                           .width = look->width,
                           .indent = INDENT,
                           .column = (unsigned)strlen(name) + 1};
    fprintf(look->out, "\n%s%s%s", look->strong, name, look->plain);
    if (*remark) {
        fputs(" ", look->out);
        cli_wrap_style(&wrapper, look->faint);
        cli_put(&wrapper, remark);
        cli_wrap_style(&wrapper, look->plain);
    }
    cli_wrap_end(&wrapper);
}

/* ---- Facets ------------------------------------------------------------------------------- */

/* Widths of the columns. */
typedef struct facet_shape {
    size_t values;
    uint64_t most;
    unsigned value;
    unsigned count;
    unsigned main; /* 0: no article is about any of them, or there is no room to tell */
    unsigned bar;
} facet_shape;

static const char about_it[] = " about it";

static facet_shape measure_facet(const cli_look *look, const cli_page *page, size_t number)
{
    facet_shape shape = {0};
    morgue_facet facet;
    for (; morgue_results_facet(page->results, number, shape.values, &facet); shape.values++) {
        shape.value = more_of(shape.value, cli_width(facet.value.data, facet.value.len));
        shape.count = more_of(shape.count, digits(facet.count));
        if (facet.main)
            shape.main = more_of(shape.main, digits(facet.main));
        if (facet.count > shape.most)
            shape.most = facet.count;
    }
    unsigned rest = INDENT + GAP + shape.count + GAP;
    unsigned width = cli_look_width(look);
    unsigned main = shape.main + (unsigned)strlen(about_it) + GAP;
    if (width < rest + main + MAIN_LEAVES)
        shape.main = 0;
    if (shape.main)
        rest += main;
    unsigned room = width > rest + 2 * BAR_LEAST ? width - rest - BAR_LEAST : BAR_LEAST;
    if (room > width / 2)
        room = width / 2;
    if (shape.value > room)
        shape.value = room;
    shape.bar = bar_columns(look, rest + shape.value);
    return shape;
}

static void write_facet_heading(const cli_look *look, const cli_page *page, size_t number,
                                size_t shown)
{
    char remark[128];
    uint64_t values = morgue_results_facet_values(page->results, number);
    uint64_t without = morgue_results_facet_without(page->results, number);
    const morgue_field *field = morgue_field_at(page->options->facet_fields[number]);
    int len;
    if (shown < values)
        len = snprintf(remark, sizeof remark, "%zu of %s values", shown, cli_count(values).text);
    else
        len = snprintf(remark, sizeof remark, "%s value%s", shown ? cli_count(shown).text : "no",
                       cli_plural(shown));
    if (without)
        snprintf(remark + len, sizeof remark - (size_t)len, ", %s article%s without",
                 cli_count(without).text, cli_plural(without));
    write_heading(look, field->key, remark);
}

static void write_value(const cli_look *look, morgue_text value, unsigned columns)
{
    static const char dots[] = "...";
    unsigned width;
    if (cli_fitting_start(value.data, value.len, columns, &width) == value.len) {
        cli_put_padded(look->out, value, columns, false);
        return;
    }
    cli_put_padded(look->out, value, columns - 3, false);
    fputs(dots, look->out);
}

/* How many articles are about the value; nothing where none of the values has any. */
static void write_main(const cli_look *look, const facet_shape *shape, uint64_t main)
{
    if (shape->main && main)
        fprintf(look->out, "  %*s%s", (int)shape->main, cli_count(main).text, about_it);
    else if (shape->main && shape->bar)
        fprintf(look->out, "  %*s", (int)(shape->main + strlen(about_it)), "");
}

static void write_facet(const cli_look *look, const cli_page *page, size_t number)
{
    facet_shape shape = measure_facet(look, page, number);
    morgue_facet facet;
    write_facet_heading(look, page, number, shape.values);
    for (size_t i = 0; i < shape.values && morgue_results_facet(page->results, number, i, &facet);
         i++) {
        fprintf(look->out, "%*s", INDENT, "");
        write_value(look, facet.value, shape.value);
        fprintf(look->out, "  %*s", (int)shape.count, cli_count(facet.count).text);
        write_main(look, &shape, facet.main);
        fputs(shape.bar ? "  " : "", look->out);
        put_bar(look, facet.count, shape.most, shape.bar);
        putc('\n', look->out);
    }
}

void cli_text_facets(const cli_look *look, const cli_page *page)
{
    for (size_t i = 0; i < page->options->n_facets; i++)
        write_facet(look, page, i);
}

/* ---- Timelines ---------------------------------------------------------------------------- */

typedef struct timeline_shape {
    uint64_t most;
    unsigned from;
    unsigned count;
    unsigned of;
    unsigned bar;
} timeline_shape;

enum { SHARE = 6 }; /* "100.0%" */

static timeline_shape measure_timeline(const cli_look *look, const cli_page *page)
{
    timeline_shape shape = {0};
    morgue_bucket bucket;
    for (size_t i = 0; morgue_results_bucket(page->results, i, &bucket); i++) {
        shape.from = more_of(shape.from, (unsigned)strlen(bucket.from));
        shape.count = more_of(shape.count, digits(bucket.count));
        shape.of = more_of(shape.of, digits(bucket.of));
        if (bucket.count > shape.most)
            shape.most = bucket.count;
    }
    unsigned taken = INDENT + shape.from + GAP + shape.count + (unsigned)strlen(" of ") + shape.of +
                     GAP + SHARE + GAP;
    shape.bar = bar_columns(look, taken);
    return shape;
}

/* "12.3%"; a share that would be rounded to nothing is "<0.1%". */
static const char *share_text(const morgue_bucket *bucket, char *ret, size_t size)
{
    double share = bucket->of ? 100.0 * (double)bucket->count / (double)bucket->of : 0;
    if (share > 0 && share < 0.05)
        snprintf(ret, size, "<0.1%%");
    else
        snprintf(ret, size, "%.1f%%", share);
    return ret;
}

static void write_bucket(const cli_look *look, const timeline_shape *shape,
                         const morgue_bucket *bucket)
{
    char share[32];
    fprintf(look->out, "%*s%-*s  %*s of %*s  %*s", INDENT, "", (int)shape->from, bucket->from,
            (int)shape->count, cli_count(bucket->count).text, (int)shape->of,
            cli_count(bucket->of).text, SHARE, share_text(bucket, share, sizeof share));
    if (shape->bar && bucket->count)
        fputs("  ", look->out);
    put_bar(look, bucket->count, shape->most, shape->bar);
    putc('\n', look->out);
}

void cli_text_timeline(const cli_look *look, const cli_page *page)
{
    static const char *const names[] = {"", "by year", "by month", "by day"};
    timeline_shape shape = measure_timeline(look, page);
    uint64_t undated = morgue_results_undated(page->results);
    morgue_bucket bucket;
    char remark[64] = "";
    if (!page->options->timeline)
        return;
    if (undated)
        snprintf(remark, sizeof remark, "%s article%s without a date", cli_count(undated).text,
                 cli_plural(undated));
    else if (!shape.from)
        snprintf(remark, sizeof remark, "no articles");
    write_heading(look, names[page->options->timeline], remark);
    for (size_t i = 0; morgue_results_bucket(page->results, i, &bucket); i++)
        write_bucket(look, &shape, &bucket);
}
