/* Results for spreadsheets: CSV as RFC 4180 has it. */
#include "search/cli_search.h"

#include <string.h>

#include "cli/message.h"

static const morgue_field_id columns[] = {
    MORGUE_ID,  MORGUE_TITLE, MORGUE_DATE,   MORGUE_SOURCE, MORGUE_SECTION, MORGUE_AUTHOR,
    MORGUE_URL, MORGUE_LANG,  MORGUE_PERSON, MORGUE_ORG,    MORGUE_LOCATION};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void end_row(FILE *out)
{
    fputs("\r\n", out);
}

/* ---- Values ------------------------------------------------------------------------------- */

/* Inside quotes, where a quote is written twice. */
static void put_quoted(FILE *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"')
            putc('"', out);
        putc(text[i], out);
    }
}

/* Beyond what RFC 4180 asks for, quotes keep spaces at the ends, and semicolons and tabs, which
 * some spreadsheets take for separators. */
static bool needs_quotes(morgue_text text)
{
    for (size_t i = 0; i < text.len; i++)
        if (strchr("\",;\t\r\n", text.data[i]))
            return true;
    return text.len && (text.data[0] == ' ' || text.data[text.len - 1] == ' ');
}

/* Places that follow from others stand in brackets. */
static void put_value(FILE *out, const morgue_article *article, morgue_field_id id, size_t i)
{
    morgue_text value = morgue_article_get(article, id, i);
    bool inherited = morgue_article_origin(article, id, i) == MORGUE_INHERITED;
    fputs(inherited ? "(" : "", out);
    put_quoted(out, value.data, value.len);
    fputs(inherited ? ")" : "", out);
}

static void put_field(FILE *out, const morgue_article *article, morgue_field_id id)
{
    size_t count = morgue_article_count(article, id);
    bool quoted = count > 1 || needs_quotes(morgue_article_get(article, id, 0));
    fputs(quoted ? "\"" : "", out);
    for (size_t i = 0; i < count; i++) {
        fputs(i ? "; " : "", out);
        put_value(out, article, id, i);
    }
    fputs(quoted ? "\"" : "", out);
}

static void put_snippet(FILE *out, const morgue_hit *hit)
{
    putc('"', out);
    for (size_t i = 0; i < hit->n_passages; i++) {
        fputs(i ? " ... " : "", out);
        put_quoted(out, hit->passages[i].text.data, hit->passages[i].text.len);
    }
    putc('"', out);
}

/* ---- Rows --------------------------------------------------------------------------------- */

static void write_header(const cli_page *page)
{
    if (page->options->bom)
        fputs("\xef\xbb\xbf", page->out);
    for (size_t i = 0; i < COLUMNS; i++)
        fprintf(page->out, "%s,", morgue_field_at(columns[i])->key);
    fputs("score,snippet", page->out);
    if (page->options->full)
        fprintf(page->out, ",%s", morgue_field_at(MORGUE_TEXT)->key);
    end_row(page->out);
}

static void write_row(const cli_page *page, const morgue_hit *hit)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        put_field(page->out, hit->article, columns[i]);
        putc(',', page->out);
    }
    fprintf(page->out, "%.6g,", hit->score);
    if (page->options->snippets && hit->n_passages)
        put_snippet(page->out, hit);
    if (page->options->full) {
        putc(',', page->out);
        put_field(page->out, hit->article, MORGUE_TEXT);
    }
    end_row(page->out);
}

morgue_status cli_render_csv(const cli_page *page, morgue_error *err)
{
    size_t count = morgue_results_count(page->results);
    write_header(page);
    for (size_t i = 0; i < count; i++) {
        morgue_hit hit;
        morgue_status status = morgue_results_hit(page->results, i, &hit, err);
        if (status != MORGUE_OK)
            return status;
        write_row(page, &hit);
        if (!cli_flush_output())
            break;
    }
    return MORGUE_OK;
}
