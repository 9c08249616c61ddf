/* Results for people. */
#include "search/cli_look.h"

#include <inttypes.h>
#include <string.h>

#include "cli/figure.h"
#include "cli/message.h"

enum { TAGS_SHOWN = 5 };

/* ---- Lines -------------------------------------------------------------------------------- */

static morgue_text first(const morgue_article *article, morgue_field_id field)
{
    return morgue_article_get(article, field, 0);
}

static void write_title(const cli_look *look, uint64_t number, const morgue_hit *hit)
{
    cli_wrapper wrapper = {
        .out = look->out, .width = look->width, .indent = look->indent, .column = look->indent};
    fprintf(look->out, "%*" PRIu64 "  ", (int)look->indent - 2, number);
    cli_wrap_style(&wrapper, look->strong);
    if (hit->title.text.len)
        cli_put_passage(&wrapper, look, &hit->title, look->strong);
    else
        cli_put(&wrapper, "(no title)");
    cli_wrap_style(&wrapper, look->plain);
    cli_wrap_end(&wrapper);
}

/* "2022-01-21", or with the time as far as minutes: "2022-01-21 14:05 UTC". */
static void put_date(cli_wrapper *wrapper, morgue_text date)
{
    if (date.len < 16) {
        cli_put_text(wrapper, date);
        return;
    }
    cli_wrap(wrapper, date.data, 10);
    cli_put(wrapper, " ");
    cli_wrap(wrapper, date.data + 11, 5);
    cli_put(wrapper, " UTC");
}

static void put_authors(cli_wrapper *wrapper, const morgue_article *article)
{
    size_t count = morgue_article_count(article, MORGUE_AUTHOR);
    for (size_t i = 0; i < count; i++) {
        cli_put(wrapper, i ? ", " : "by ");
        cli_put_text(wrapper, morgue_article_get(article, MORGUE_AUTHOR, i));
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
            cli_put(&wrapper, " | ");
        else
            wrapper = cli_begin_line(look);
        begun = true;
        if (fields[i] == MORGUE_DATE)
            put_date(&wrapper, first(article, MORGUE_DATE));
        else if (fields[i] == MORGUE_AUTHOR)
            put_authors(&wrapper, article);
        else
            cli_put_text(&wrapper, first(article, fields[i]));
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
    cli_wrapper wrapper = cli_begin_line(look);
    cli_wrap_style(&wrapper, look->faint);
    cli_put(&wrapper, morgue_field_at(field)->key);
    cli_put(&wrapper, ":");
    cli_wrap_style(&wrapper, look->plain);
    for (size_t i = 0; i < count && i < TAGS_SHOWN; i++) {
        bool inherited = morgue_article_origin(article, field, i) == MORGUE_INHERITED;
        cli_put(&wrapper, i ? ", " : " ");
        cli_put(&wrapper, inherited ? "(" : "");
        cli_put_text(&wrapper, morgue_article_get(article, field, i));
        cli_put(&wrapper, inherited ? ")" : "");
    }
    if (count > TAGS_SHOWN) {
        snprintf(more, sizeof more, " and %zu more", count - TAGS_SHOWN);
        cli_put(&wrapper, more);
    }
    cli_wrap_end(&wrapper);
}

static void write_passage(const cli_look *look, const morgue_passage *passage)
{
    cli_wrapper wrapper = cli_begin_line(look);
    cli_put(&wrapper, passage->starts_late ? "... " : "");
    cli_put_passage(&wrapper, look, passage, "");
    cli_put(&wrapper, passage->ends_early ? " ..." : "");
    cli_wrap_end(&wrapper);
}

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

/* The whole text, with its paragraphs. */
static void write_full(const cli_look *look, morgue_text text)
{
    const char *end = text.data + text.len;
    for (const char *line = text.data; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        size_t len = stop ? (size_t)(stop - line) : (size_t)(end - line);
        if (len) {
            cli_wrapper wrapper = cli_begin_line(look);
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
    cli_wrapper wrapper = cli_begin_line(look);
    bool quoted = strpbrk(id.data, " ()\"*?~=") != NULL;
    cli_wrap_style(&wrapper, look->faint);
    cli_put(&wrapper, quoted ? "id:\"" : "id:");
    cli_put_text(&wrapper, id);
    cli_put(&wrapper, quoted ? "\"" : "");
    cli_wrap_style(&wrapper, look->plain);
    cli_wrap_end(&wrapper);
}

/* ---- The page ----------------------------------------------------------------------------- */

static void write_hit(const cli_look *look, const cli_page *page, size_t i, const morgue_hit *hit)
{
    write_title(look, page->options->offset + i + 1, hit);
    write_origin(look, hit->article);
    write_tags(look, hit->article, MORGUE_PERSON);
    write_tags(look, hit->article, MORGUE_ORG);
    write_tags(look, hit->article, MORGUE_LOCATION);
    if (page->options->full)
        write_full(look, first(hit->article, MORGUE_TEXT));
    else if (page->options->snippets)
        for (size_t passage = 0; passage < hit->n_passages; passage++)
            write_passage(look, &hit->passages[passage]);
    write_id(look, first(hit->article, MORGUE_ID));
    cli_text_reasons(look, page, i, hit->score);
    putc('\n', look->out);
}

/* "about " an estimate, "at least " what was found before the search was ended. */
static const char *doubt(const cli_page *page)
{
    if (morgue_results_partial(page->results))
        return "at least ";
    return morgue_results_total_is_exact(page->results) ? "" : "about ";
}

/* ", partial: 1 of 4 shards missing" */
static void write_missing(const cli_page *page)
{
    morgue_missing missing;
    uint64_t n = 0;
    while (morgue_results_missing(page->results, n, &missing))
        n++;
    if (n)
        fprintf(page->out, ", partial: %s of %s shards missing", cli_count(n).text,
                cli_count(morgue_results_shards(page->results)).text);
}

void cli_closing_line(const cli_page *page)
{
    uint64_t total = morgue_results_total(page->results);
    uint64_t offset = page->options->offset;
    size_t count = morgue_results_count(page->results);
    double took = morgue_results_took_ms(page->results);
    if (!total)
        fputs("no articles", page->out);
    else if (count && page->options->after)
        fprintf(page->out, "%s of ", cli_count(count).text);
    else if (count)
        fprintf(page->out, "%s-%s of ", cli_count(offset + 1).text, cli_count(offset + count).text);
    else if (page->options->limit)
        fputs("none of ", page->out);
    if (total)
        fprintf(page->out, "%s%s article%s", doubt(page), cli_count(total).text, cli_plural(total));
    fprintf(page->out, " (%.*f ms)", took < 10, took);
    write_missing(page);
    putc('\n', page->out);
}

static void write_suggestion(const cli_look *look, const cli_page *page)
{
    const char *suggestion = morgue_results_suggestion(page->results);
    cli_wrapper wrapper = {.out = look->out, .width = look->width, .indent = 2};
    if (!suggestion)
        return;
    cli_put(&wrapper, "did you mean: ");
    cli_wrap_style(&wrapper, look->strong);
    cli_put(&wrapper, suggestion);
    cli_wrap_style(&wrapper, look->plain);
    cli_wrap_end(&wrapper);
}

morgue_status cli_render_text(const cli_page *page, morgue_error *err)
{
    cli_look look = cli_look_of(page);
    size_t count = morgue_results_count(page->results);
    for (size_t i = 0; i < count; i++) {
        morgue_hit hit;
        morgue_status status = morgue_results_hit(page->results, i, &hit, err);
        if (status != MORGUE_OK)
            return status;
        write_hit(&look, page, i, &hit);
        if (!cli_flush_output())
            return MORGUE_OK;
    }
    cli_closing_line(page);
    write_suggestion(&look, page);
    cli_text_timeline(&look, page);
    cli_text_facets(&look, page);
    cli_text_plan(&look, page);
    return MORGUE_OK;
}
