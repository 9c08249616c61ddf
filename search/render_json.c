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

/* The values of a field that are inherited, or those that are not. */
static json_t *value_array(const morgue_article *article, morgue_field_id id, bool inherited)
{
    json_t *array = json_array();
    for (size_t i = 0; i < morgue_article_count(article, id); i++)
        if ((morgue_article_origin(article, id, i) == MORGUE_INHERITED) == inherited)
            json_array_append_new(array, json_text(morgue_article_get(article, id, i)));
    return array;
}

/* The places that follow from others, where there are any. */
static void put_inherited(json_t *object, const morgue_article *article)
{
    json_t *array = value_array(article, MORGUE_LOCATION, true);
    if (json_array_size(array))
        json_object_set_new(object, "inherited", array);
    else
        json_decref(array);
}

/* The field as a string or null, or as an array where an article may have several. */
static void put_field(json_t *object, const morgue_article *article, morgue_field_id id)
{
    const morgue_field *field = morgue_field_at(id);
    size_t count = morgue_article_count(article, id);
    json_t *value;
    if (field->repeatable) {
        value = value_array(article, id, false);
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

/* Passages as HTML, from `from` to before `to`, with dots between them; null when memory is out. */
static json_t *json_passages(const morgue_hit *hit, size_t from, size_t to)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    if (!out)
        return cli_json_ran_out();
    for (size_t i = from; i < to; i++) {
        fputs(i > from ? " ... " : "", out);
        cli_snippet_runs(&hit->passages[i], put_html, out);
    }
    bool whole = !ferror(out);
    whole = fclose(out) == 0 && whole;
    json_t *value = whole ? json_stringn(text, len) : NULL;
    free(text);
    return value ? value : cli_json_ran_out();
}

static json_t *snippet_array(const morgue_hit *hit)
{
    json_t *array = json_array();
    for (size_t i = 0; i < hit->n_passages; i++)
        json_array_append_new(array, json_passages(hit, i, i + 1));
    return array;
}

/* ---- Results ------------------------------------------------------------------------------ */

static json_t *reason_array(const cli_page *page, size_t hit)
{
    json_t *array = json_array();
    morgue_reason reason;
    for (size_t i = 0; morgue_results_reason(page->results, hit, i, &reason); i++) {
        json_t *object = json_object();
        json_object_set_new(object, "what", json_text(reason.what));
        json_object_set_new(object, "occurrences", json_integer(reason.occurrences));
        json_object_set_new(object, "in_title", json_boolean(reason.in_title));
        json_object_set_new(object, "score", json_real(reason.score));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *hit_object(const cli_page *page, size_t i, const morgue_hit *hit)
{
    static const morgue_field_id shown[] = {
        MORGUE_ID,  MORGUE_TITLE, MORGUE_DATE,   MORGUE_SOURCE, MORGUE_SECTION, MORGUE_AUTHOR,
        MORGUE_URL, MORGUE_LANG,  MORGUE_PERSON, MORGUE_ORG,    MORGUE_LOCATION};
    const search_options *options = page->options;
    json_t *object = json_object();
    for (size_t field = 0; field < sizeof shown / sizeof *shown; field++)
        put_field(object, hit->article, shown[field]);
    put_inherited(object, hit->article);
    json_object_set_new(object, "score", json_real(hit->score));
    json_object_set_new(object, "snippet",
                        options->snippets ? json_passages(hit, 0, hit->n_passages) : json_null());
    if (options->snippets > 1)
        json_object_set_new(object, "snippets", snippet_array(hit));
    if (options->full)
        put_field(object, hit->article, MORGUE_TEXT);
    if (options->explain)
        json_object_set_new(object, "reasons", reason_array(page, i));
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
        json_array_append_new(results, hit_object(page, i, &hit));
    }
    return MORGUE_OK;
}

/* ---- What is told about all of them ------------------------------------------------------- */

static json_t *json_number(uint64_t number)
{
    return json_integer((json_int_t)number);
}

static json_t *facet_array(const cli_page *page, size_t number)
{
    json_t *array = json_array();
    morgue_facet facet;
    for (size_t i = 0; morgue_results_facet(page->results, number, i, &facet); i++) {
        json_t *object = json_object();
        json_object_set_new(object, "value", json_text(facet.value));
        json_object_set_new(object, "count", json_number(facet.count));
        if (cli_facet_has_main(page->options->facet_fields[number]))
            json_object_set_new(object, "main", json_number(facet.main));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *facets_object(const cli_page *page)
{
    json_t *object = json_object();
    for (size_t i = 0; i < page->options->n_facets; i++)
        json_object_set_new(object, morgue_field_at(page->options->facet_fields[i])->name,
                            facet_array(page, i));
    return object;
}

static json_t *timeline_array(const cli_page *page)
{
    json_t *array = json_array();
    morgue_bucket bucket;
    for (size_t i = 0; morgue_results_bucket(page->results, i, &bucket); i++) {
        json_t *object = json_object();
        json_object_set_new(object, "from", json_string(bucket.from));
        json_object_set_new(object, "count", json_number(bucket.count));
        json_object_set_new(object, "of", json_number(bucket.of));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *notice_array(const cli_page *page)
{
    json_t *array = json_array();
    const char *notice;
    for (size_t i = 0; (notice = morgue_results_notice(page->results, i)); i++)
        json_array_append_new(array, cli_json_text(notice));
    return array;
}

static json_t *plan_array(const cli_page *page)
{
    json_t *array = json_array();
    morgue_step step;
    for (size_t i = 0; morgue_results_step(page->results, i, &step); i++) {
        json_t *object = json_object();
        json_object_set_new(object, "depth", json_integer(step.depth));
        json_object_set_new(object, "what", json_text(step.what));
        json_object_set_new(object, "terms", json_text(step.terms));
        json_object_set_new(object, "n_terms", json_number(step.n_terms));
        json_object_set_new(object, "frequency", json_number(step.frequency));
        json_object_set_new(object, "weight", json_real(step.weight));
        json_object_set_new(object, "ms", json_real(step.ms));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *page_object(const cli_page *page, json_t *results)
{
    const char *suggestion = morgue_results_suggestion(page->results);
    const char *next = morgue_results_cursor(page->results);
    json_t *object = json_object();
    json_object_set_new(object, "query", cli_json_text(page->query));
    json_object_set_new(object, "total", json_number(morgue_results_total(page->results)));
    json_object_set_new(object, "total_is_exact",
                        json_boolean(morgue_results_total_is_exact(page->results)));
    json_object_set_new(object, "partial", json_boolean(morgue_results_partial(page->results)));
    json_object_set_new(object, "took_ms", json_real(morgue_results_took_ms(page->results)));
    json_object_set_new(object, "results", results);
    json_object_set_new(object, "facets", facets_object(page));
    json_object_set_new(object, "timeline", timeline_array(page));
    json_object_set_new(object, "suggestion", suggestion ? cli_json_text(suggestion) : json_null());
    json_object_set_new(object, "notices", notice_array(page));
    json_object_set_new(object, "next", next ? cli_json_text(next) : json_null());
    if (page->options->explain)
        json_object_set_new(object, "plan", plan_array(page));
    return object;
}

/* ---- The formats -------------------------------------------------------------------------- */

morgue_status cli_render_json(const cli_page *page, morgue_error *err)
{
    json_t *results = json_array();
    morgue_status status = collect_hits(page, results, err);
    if (status == MORGUE_OK)
        cli_json_print(page_object(page, results), page->out);
    else
        json_decref(results);
    return status;
}

morgue_status cli_render_jsonl(const cli_page *page, morgue_error *err)
{
    size_t count = morgue_results_count(page->results);
    for (size_t i = 0; i < count; i++) {
        morgue_hit hit;
        morgue_status status = morgue_results_hit(page->results, i, &hit, err);
        if (status != MORGUE_OK)
            return status;
        cli_json_print(hit_object(page, i, &hit), page->out);
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
