/* Results for programs: JSON, JSON lines, ids, a count. */
#include "search/cli_search.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/json.h"
#include "cli/message.h"

/* ---- Values ------------------------------------------------------------------------------- */

static json_t *json_text(morgue_text text)
{
    return json_stringn(text.data, text.len);
}

/* The field as a string or null, or as an array where an article may have several. */
static void put_field(json_t *object, const morgue_article *article, morgue_field_id id)
{
    const morgue_field *field = morgue_field_at(id);
    size_t count = morgue_article_count(article, id);
    json_t *value;
    if (field->repeatable) {
        value = json_array();
        for (size_t i = 0; i < count; i++)
            json_array_append_new(value, json_text(morgue_article_get(article, id, i)));
    } else {
        value = count ? json_text(morgue_article_get(article, id, 0)) : json_null();
    }
    json_object_set_new(object, field->key, value);
}

/* ---- Snippets ----------------------------------------------------------------------------- */

static const char *entity(char character)
{
    switch (character) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    default: return NULL;
    }
}

static void put_html(void *user, const char *text, size_t len, bool marked)
{
    FILE *out = user;
    fputs(marked ? "<mark>" : "", out);
    for (size_t i = 0; i < len; i++) {
        const char *name = entity(text[i]);
        if (name)
            fputs(name, out);
        else
            putc(text[i], out);
    }
    fputs(marked ? "</mark>" : "", out);
}

/* The snippet as HTML; null when memory is out. */
static json_t *json_snippet(const morgue_hit *hit)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (!out)
        return json_null();
    if (hit->n_passages)
        cli_snippet_runs(&hit->passages[0], put_html, out);
    fclose(out);
    json_t *value = json_stringn(text, len);
    free(text);
    return value ? value : json_null();
}

/* ---- Results ------------------------------------------------------------------------------ */

static json_t *hit_object(const cli_page *page, const morgue_hit *hit)
{
    static const morgue_field_id shown[] = {
        MORGUE_ID,  MORGUE_TITLE, MORGUE_DATE,   MORGUE_SOURCE, MORGUE_SECTION, MORGUE_AUTHOR,
        MORGUE_URL, MORGUE_LANG,  MORGUE_PERSON, MORGUE_ORG,    MORGUE_LOCATION};
    json_t *object = json_object();
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        put_field(object, hit->article, shown[i]);
    json_object_set_new(object, "score", json_real(hit->score));
    json_object_set_new(object, "snippet",
                        page->options->snippets ? json_snippet(hit) : json_null());
    if (page->options->full)
        put_field(object, hit->article, MORGUE_TEXT);
    return object;
}

static morgue_status collect_hits(const cli_page *page, json_t *results, morgue_error *err)
{
    size_t count = morgue_results_count(page->results);
    for (size_t i = 0; i < count; i++) {
        morgue_hit hit;
        morgue_status status = morgue_results_hit(page->results, i, &hit, err);
        if (status != MORGUE_OK)
            return status;
        json_array_append_new(results, hit_object(page, &hit));
    }
    return MORGUE_OK;
}

morgue_status cli_render_json(const cli_page *page, morgue_error *err)
{
    json_t *results = json_array();
    morgue_status status = collect_hits(page, results, err);
    if (status != MORGUE_OK) {
        json_decref(results);
        return status;
    }
    json_t *object = json_object();
    json_object_set_new(object, "query", cli_json_text(page->query));
    json_object_set_new(object, "total",
                        json_integer((json_int_t)morgue_results_total(page->results)));
    json_object_set_new(object, "total_is_exact",
                        json_boolean(morgue_results_total_is_exact(page->results)));
    json_object_set_new(object, "partial", json_false());
    json_object_set_new(object, "took_ms", json_real(morgue_results_took_ms(page->results)));
    json_object_set_new(object, "results", results);
    json_object_set_new(object, "facets", json_object());
    json_object_set_new(object, "timeline", json_array());
    cli_json_print(object, page->out);
    return MORGUE_OK;
}

morgue_status cli_render_jsonl(const cli_page *page, morgue_error *err)
{
    size_t count = morgue_results_count(page->results);
    for (size_t i = 0; i < count; i++) {
        morgue_hit hit;
        morgue_status status = morgue_results_hit(page->results, i, &hit, err);
        if (status != MORGUE_OK)
            return status;
        cli_json_print(hit_object(page, &hit), page->out);
        if (!cli_flush_output())
            break;
    }
    return MORGUE_OK;
}

morgue_status cli_render_ids(const cli_page *page, morgue_error *err)
{
    size_t count = morgue_results_count(page->results);
    for (size_t i = 0; i < count; i++) {
        morgue_hit hit;
        morgue_status status = morgue_results_hit(page->results, i, &hit, err);
        if (status != MORGUE_OK)
            return status;
        fprintf(page->out, "%s\n", morgue_article_get(hit.article, MORGUE_ID, 0).data);
    }
    return MORGUE_OK;
}

morgue_status cli_render_count(const cli_page *page, morgue_error *err)
{
    (void)err;
    fprintf(page->out, "%" PRIu64 "\n", morgue_results_total(page->results));
    return MORGUE_OK;
}
