/* Results for people. */
#include "search/cli_search.h"

#include <inttypes.h>
#include <string.h>

#include "cli/figure.h"
#include "cli/message.h"
#include "cli/term.h"

/* How the page looks. */
typedef struct cli_look {
    FILE *out;
    unsigned width;     /* columns; 0: do not wrap */
    unsigned indent;    /* room for the number before a title */
    const char *strong; /* escapes; "" where there is no colour */
    const char *mark;
    const char *faint;
    const char *plain;
} cli_look;

enum { TAGS_SHOWN = 5 };

static cli_look make_look(const cli_page *page)
{
    size_t last = page->options->offset + morgue_results_count(page->results);
    cli_look look = {page->out, cli_columns(page->out), 2, "", "", "", ""};
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

/* ---- Lines -------------------------------------------------------------------------------- */

static cli_wrapper begin_line(const cli_look *look)
{
    fprintf(look->out, "%*s", (int)look->indent, "");
    return (cli_wrapper){
        .out = look->out, .width = look->width, .indent = look->indent, .column = look->indent};
}

static void put(cli_wrapper *wrapper, const char *text)
{
    cli_wrap(wrapper, text, strlen(text));
}

static void put_text(cli_wrapper *wrapper, morgue_text text)
{
    cli_wrap(wrapper, text.data, text.len);
}

static morgue_text first(const morgue_article *article, morgue_field_id field)
{
    return morgue_article_get(article, field, 0);
}

static void write_title(const cli_look *look, uint64_t number, const morgue_article *article)
{
    morgue_text title = first(article, MORGUE_TITLE);
    cli_wrapper wrapper = {
        .out = look->out, .width = look->width, .indent = look->indent, .column = look->indent};
    fprintf(look->out, "%*" PRIu64 "  ", (int)look->indent - 2, number);
    cli_wrap_style(&wrapper, look->strong);
    if (title.len)
        put_text(&wrapper, title);
    else
        put(&wrapper, "(no title)");
    cli_wrap_style(&wrapper, look->plain);
    cli_wrap_end(&wrapper);
}

/* "2022-01-21", or with the time as far as minutes: "2022-01-21 14:05 UTC". */
static void put_date(cli_wrapper *wrapper, morgue_text date)
{
    if (date.len < 16) {
        put_text(wrapper, date);
        return;
    }
    cli_wrap(wrapper, date.data, 10);
    put(wrapper, " ");
    cli_wrap(wrapper, date.data + 11, 5);
    put(wrapper, " UTC");
}

static void put_authors(cli_wrapper *wrapper, const morgue_article *article)
{
    size_t count = morgue_article_count(article, MORGUE_AUTHOR);
    for (size_t i = 0; i < count; i++) {
        put(wrapper, i ? ", " : "by ");
        put_text(wrapper, morgue_article_get(article, MORGUE_AUTHOR, i));
    }
}

/* Date, source, section and byline, as far as there are any. */
static void write_origin(const cli_look *look, const morgue_article *article)
{
    static const morgue_field_id fields[] = {MORGUE_DATE, MORGUE_SOURCE, MORGUE_SECTION,
                                             MORGUE_AUTHOR};
    cli_wrapper wrapper;
    bool begun = false;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (!morgue_article_count(article, fields[i]))
            continue;
        if (begun)
            put(&wrapper, " | ");
        else
            wrapper = begin_line(look);
        begun = true;
        if (fields[i] == MORGUE_DATE)
            put_date(&wrapper, first(article, MORGUE_DATE));
        else if (fields[i] == MORGUE_AUTHOR)
            put_authors(&wrapper, article);
        else
            put_text(&wrapper, first(article, fields[i]));
    }
    if (begun)
        cli_wrap_end(&wrapper);
}

static void write_tags(const cli_look *look, const morgue_article *article, morgue_field_id field)
{
    size_t count = morgue_article_count(article, field);
    char more[32];
    if (!count)
        return;
    cli_wrapper wrapper = begin_line(look);
    cli_wrap_style(&wrapper, look->faint);
    put(&wrapper, morgue_field_at(field)->key);
    put(&wrapper, ":");
    cli_wrap_style(&wrapper, look->plain);
    for (size_t i = 0; i < count && i < TAGS_SHOWN; i++) {
        put(&wrapper, i ? ", " : " ");
        put_text(&wrapper, morgue_article_get(article, field, i));
    }
    if (count > TAGS_SHOWN) {
        snprintf(more, sizeof more, " and %zu more", count - TAGS_SHOWN);
        put(&wrapper, more);
    }
    cli_wrap_end(&wrapper);
}

/* A line and how it looks. */
typedef struct snippet_line {
    cli_wrapper wrapper;
    const cli_look *look;
} snippet_line;

static void put_run(void *user, const char *text, size_t len, bool marked)
{
    snippet_line *line = user;
    if (marked)
        cli_wrap_style(&line->wrapper, line->look->mark);
    cli_wrap(&line->wrapper, text, len);
    if (marked)
        cli_wrap_style(&line->wrapper, line->look->plain);
}

static void write_snippet(const cli_look *look, const morgue_hit *hit)
{
    if (!hit->n_passages)
        return;
    const morgue_passage *passage = &hit->passages[0];
    snippet_line line = {begin_line(look), look};
    put(&line.wrapper, passage->starts_late ? "... " : "");
    cli_snippet_runs(passage, put_run, &line);
    put(&line.wrapper, passage->ends_early ? " ..." : "");
    cli_wrap_end(&line.wrapper);
}

/* The whole text, with its paragraphs. */
/* Adds a line without its soft hyphens, where lines of the dump parted words. */
static void wrap_line(cli_wrapper *wrapper, const char *line, size_t len)
{
    for (const char *hyphen; (hyphen = memmem(line, len, "\xC2\xAD", 2));) {
        cli_wrap(wrapper, line, (size_t)(hyphen - line));
        len -= (size_t)(hyphen + 2 - line);
        line = hyphen + 2;
    }
    cli_wrap(wrapper, line, len);
}

static void write_full(const cli_look *look, morgue_text text)
{
    const char *end = text.data + text.len;
    for (const char *line = text.data; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        size_t len = stop ? (size_t)(stop - line) : (size_t)(end - line);
        if (len) {
            cli_wrapper wrapper = begin_line(look);
            wrap_line(&wrapper, line, len);
            cli_wrap_end(&wrapper);
        } else {
            putc('\n', look->out);
        }
        line += len + 1;
    }
}

/* The id as a query; in quotes where the query language needs them. */
static void write_id(const cli_look *look, morgue_text id)
{
    cli_wrapper wrapper = begin_line(look);
    bool quoted = strpbrk(id.data, " ()\"*?~=") != NULL;
    cli_wrap_style(&wrapper, look->faint);
    put(&wrapper, quoted ? "id:\"" : "id:");
    put_text(&wrapper, id);
    put(&wrapper, quoted ? "\"" : "");
    cli_wrap_style(&wrapper, look->plain);
    cli_wrap_end(&wrapper);
}

/* ---- The page ----------------------------------------------------------------------------- */

static void write_hit(const cli_look *look, const cli_page *page, uint64_t number,
                      const morgue_hit *hit)
{
    write_title(look, number, hit->article);
    write_origin(look, hit->article);
    write_tags(look, hit->article, MORGUE_PERSON);
    write_tags(look, hit->article, MORGUE_ORG);
    write_tags(look, hit->article, MORGUE_LOCATION);
    if (page->options->full)
        write_full(look, first(hit->article, MORGUE_TEXT));
    else if (page->options->snippets)
        write_snippet(look, hit);
    write_id(look, first(hit->article, MORGUE_ID));
    putc('\n', look->out);
}

static void write_closing_line(const cli_page *page, FILE *out)
{
    uint64_t total = morgue_results_total(page->results);
    uint64_t offset = page->options->offset;
    size_t count = morgue_results_count(page->results);
    double took = morgue_results_took_ms(page->results);
    if (!total)
        fputs("no articles", out);
    else if (count)
        fprintf(out, "%s-%s of ", cli_count(offset + 1).text, cli_count(offset + count).text);
    else
        fputs("none of ", out);
    if (total)
        fprintf(out, "%s%s article%s", morgue_results_total_is_exact(page->results) ? "" : "about ",
                cli_count(total).text, cli_plural(total));
    fprintf(out, " (%.*f ms)\n", took < 10, took);
}

morgue_status cli_render_text(const cli_page *page, morgue_error *err)
{
    cli_look look = make_look(page);
    size_t count = morgue_results_count(page->results);
    for (size_t i = 0; i < count; i++) {
        morgue_hit hit;
        morgue_status status = morgue_results_hit(page->results, i, &hit, err);
        if (status != MORGUE_OK)
            return status;
        write_hit(&look, page, page->options->offset + i + 1, &hit);
        if (!cli_flush_output())
            return MORGUE_OK;
    }
    write_closing_line(page, page->out);
    return MORGUE_OK;
}
