/* Results for spreadsheets: CSV as RFC 4180 has it. */
#include <stdio.h>
#include <string.h>

#include "search/render/render.h"

static const morgue_field_id columns[] = {
    MORGUE_ID,  MORGUE_TITLE, MORGUE_DATE,   MORGUE_SOURCE, MORGUE_SECTION, MORGUE_AUTHOR,
    MORGUE_URL, MORGUE_LANG,  MORGUE_PERSON, MORGUE_ORG,    MORGUE_LOCATION};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void end_row(const render_sink *out)
{
    render_put(out, "\r\n", 2);
}

/* ---- Values ------------------------------------------------------------------------------- */

/* Inside quotes, where a quote is written twice. */
static void put_quoted(const render_sink *out, morgue_text text)
{
    render_put_but(out, text.data, text.len, '"', "\"\"");
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
static void put_value(const render_sink *out, const morgue_article *article, morgue_field_id id,
                      size_t i)
{
    bool inherited = morgue_article_origin(article, id, i) == MORGUE_INHERITED;
    render_puts(out, inherited ? "(" : "");
    put_quoted(out, morgue_article_get(article, id, i));
    render_puts(out, inherited ? ")" : "");
}

static void put_field(const render_sink *out, const morgue_article *article, morgue_field_id id)
{
    size_t count = morgue_article_count(article, id);
    bool quoted = count > 1 || needs_quotes(morgue_article_get(article, id, 0));
    render_puts(out, quoted ? "\"" : "");
    for (size_t i = 0; i < count; i++) {
        render_puts(out, i ? "; " : "");
        put_value(out, article, id, i);
    }
    render_puts(out, quoted ? "\"" : "");
}

static void put_snippet(const render_sink *out, const morgue_hit *hit)
{
    render_puts(out, "\"");
    for (size_t i = 0; i < hit->n_passages; i++) {
        render_puts(out, i ? " ... " : "");
        put_quoted(out, hit->passages[i].text);
    }
    render_puts(out, "\"");
}

/* ---- Rows --------------------------------------------------------------------------------- */

void render_csv_header(const render_shape *shape, const render_sink *out)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        render_puts(out, morgue_field_at(columns[i])->key);
        render_puts(out, ",");
    }
    render_puts(out, "score,snippet");
    if (shape->full) {
        render_puts(out, ",");
        render_puts(out, morgue_field_at(MORGUE_TEXT)->key);
    }
    end_row(out);
}

void render_csv_row(const render_shape *shape, const morgue_hit *hit, const render_sink *out)
{
    char score[32];
    for (size_t i = 0; i < COLUMNS; i++) {
        put_field(out, hit->article, columns[i]);
        render_puts(out, ",");
    }
    snprintf(score, sizeof score, "%.6g,", hit->score);
    render_puts(out, score);
    if (shape->snippets && hit->n_passages)
        put_snippet(out, hit);
    if (shape->full) {
        render_puts(out, ",");
        put_field(out, hit->article, MORGUE_TEXT);
    }
    end_row(out);
}
