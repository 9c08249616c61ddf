/* Results for programs: JSON. */
#include "search/render/parts.h"
#include "search/render/render.h"

/* ---- Fields ------------------------------------------------------------------------------- */

/* Only places follow from others. */
static bool is_inherited(const morgue_article *article, morgue_field_id id, size_t i)
{
    return id == MORGUE_LOCATION && morgue_article_origin(article, id, i) == MORGUE_INHERITED;
}

/* The values of a field that are inherited, or those that are not. */
static void put_values(render_writer *w, const morgue_article *article, morgue_field_id id,
                       bool inherited)
{
    size_t count = morgue_article_count(article, id);
    render_begin(w, '[');
    for (size_t i = 0; i < count; i++)
        if (is_inherited(article, id, i) == inherited)
            render_text(w, morgue_article_get(article, id, i));
    render_end(w, ']');
}

/* The places that follow from others, where there are any. */
static void put_inherited(render_writer *w, const morgue_article *article)
{
    size_t count = morgue_article_count(article, MORGUE_LOCATION);
    for (size_t i = 0; i < count; i++)
        if (is_inherited(article, MORGUE_LOCATION, i)) {
            render_key(w, "inherited");
            put_values(w, article, MORGUE_LOCATION, true);
            return;
        }
}

/* The field as a string or null, or as an array where an article may have several. */
static void put_field(render_writer *w, const morgue_article *article, morgue_field_id id)
{
    const morgue_field *field = morgue_field_at(id);
    render_key(w, field->key);
    if (field->repeatable)
        put_values(w, article, id, false);
    else if (morgue_article_count(article, id))
        render_text(w, morgue_article_get(article, id, 0));
    else
        render_null(w);
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
    render_writer *w = user;
    size_t from = 0;
    render_puts(w->out, marked ? "<mark>" : "");
    for (size_t i = 0; i < len; i++) {
        const char *name = entity(text[i]);
        if (!name)
            continue;
        render_part(w, text + from, i - from);
        render_puts(w->out, name);
        from = i + 1;
    }
    render_part(w, text + from, len - from);
    render_puts(w->out, marked ? "</mark>" : "");
}

/* Passages as HTML, from `from` to before `to`, with dots between them. */
static void put_passages(render_writer *w, const morgue_hit *hit, size_t from, size_t to)
{
    render_open_string(w);
    for (size_t i = from; i < to; i++) {
        render_puts(w->out, i > from ? " ... " : "");
        render_runs(&hit->passages[i], put_html, w);
    }
    render_close_string(w);
}

static void put_snippets(render_writer *w, uint64_t snippets, const morgue_hit *hit)
{
    render_key(w, "snippet");
    if (snippets)
        put_passages(w, hit, 0, hit->n_passages);
    else
        render_null(w);
    if (snippets <= 1)
        return;
    render_begin(render_key(w, "snippets"), '[');
    for (size_t i = 0; i < hit->n_passages; i++)
        put_passages(w, hit, i, i + 1);
    render_end(w, ']');
}

/* ---- Hits --------------------------------------------------------------------------------- */

static void put_reasons(render_writer *w, const morgue_results *results, size_t hit)
{
    morgue_reason reason;
    render_begin(render_key(w, "reasons"), '[');
    for (size_t i = 0; morgue_results_reason(results, hit, i, &reason); i++) {
        render_begin(w, '{');
        render_text(render_key(w, "what"), reason.what);
        render_number(render_key(w, "occurrences"), reason.occurrences);
        render_bool(render_key(w, "in_title"), reason.in_title);
        render_real(render_key(w, "score"), reason.score);
        render_end(w, '}');
    }
    render_end(w, ']');
}

static void put_hit(render_writer *w, const render_shape *shape, const morgue_results *results,
                    size_t i, const morgue_hit *hit)
{
    static const morgue_field_id shown[] = {
        MORGUE_ID,  MORGUE_TITLE, MORGUE_DATE,   MORGUE_SOURCE, MORGUE_SECTION, MORGUE_AUTHOR,
        MORGUE_URL, MORGUE_LANG,  MORGUE_PERSON, MORGUE_ORG,    MORGUE_LOCATION};
    render_begin(w, '{');
    for (size_t field = 0; field < sizeof shown / sizeof *shown; field++)
        put_field(w, hit->article, shown[field]);
    put_inherited(w, hit->article);
    render_real(render_key(w, "score"), hit->score);
    put_snippets(w, shape->snippets, hit);
    if (shape->full)
        put_field(w, hit->article, MORGUE_TEXT);
    if (shape->explain)
        put_reasons(w, results, i);
    render_end(w, '}');
}

void render_json_hit(const render_shape *shape, const morgue_results *results, size_t i,
                     const morgue_hit *hit, const render_sink *out)
{
    render_writer w = {out, false};
    put_hit(&w, shape, results, i, hit);
}

static morgue_status put_hits(render_writer *w, const render_shape *shape, morgue_results *results,
                              morgue_error *err)
{
    size_t count = morgue_results_count(results);
    render_begin(render_key(w, "results"), '[');
    for (size_t i = 0; i < count; i++) {
        morgue_hit hit;
        morgue_status status = morgue_results_hit(results, i, &hit, err);
        if (status != MORGUE_OK)
            return status;
        put_hit(w, shape, results, i, &hit);
    }
    render_end(w, ']');
    return MORGUE_OK;
}

/* ---- What is told about all of them ------------------------------------------------------- */

bool render_facet_has_main(morgue_field_id field)
{
    return field == MORGUE_PERSON || field == MORGUE_ORG || field == MORGUE_LOCATION ||
           field == MORGUE_ACTOR;
}

static void put_facet(render_writer *w, const morgue_results *results, size_t number, bool has_main)
{
    morgue_facet facet;
    render_begin(w, '[');
    for (size_t i = 0; morgue_results_facet(results, number, i, &facet); i++) {
        render_begin(w, '{');
        render_text(render_key(w, "value"), facet.value);
        render_number(render_key(w, "count"), facet.count);
        if (has_main) {
            render_number(render_key(w, "main"), facet.main);
        }
        render_end(w, '}');
    }
    render_end(w, ']');
}

void render_facets(render_writer *w, const render_shape *shape, const morgue_results *results)
{
    render_begin(render_key(w, "facets"), '{');
    for (uint32_t i = 0; i < shape->n_facets; i++) {
        render_key(w, morgue_field_at(shape->facets[i])->name);
        put_facet(w, results, i, render_facet_has_main(shape->facets[i]));
    }
    render_end(w, '}');
}

void render_timeline(render_writer *w, const morgue_results *results)
{
    morgue_bucket bucket;
    render_begin(render_key(w, "timeline"), '[');
    for (size_t i = 0; morgue_results_bucket(results, i, &bucket); i++) {
        render_begin(w, '{');
        render_string(render_key(w, "from"), bucket.from);
        render_number(render_key(w, "count"), bucket.count);
        render_number(render_key(w, "of"), bucket.of);
        render_end(w, '}');
    }
    render_end(w, ']');
}

void render_notices(render_writer *w, const morgue_results *results)
{
    const char *notice;
    render_begin(render_key(w, "notices"), '[');
    for (size_t i = 0; (notice = morgue_results_notice(results, i)); i++)
        render_string(w, notice);
    render_end(w, ']');
}

static void put_step(render_writer *w, const morgue_step *step)
{
    render_begin(w, '{');
    render_number(render_key(w, "depth"), step->depth);
    render_text(render_key(w, "what"), step->what);
    render_text(render_key(w, "terms"), step->terms);
    render_number(render_key(w, "n_terms"), step->n_terms);
    render_number(render_key(w, "frequency"), step->frequency);
    render_real(render_key(w, "weight"), step->weight);
    render_real(render_key(w, "ms"), step->ms);
    render_end(w, '}');
}

static void put_plan(render_writer *w, const morgue_results *results)
{
    morgue_step step;
    render_begin(render_key(w, "plan"), '[');
    for (size_t i = 0; morgue_results_step(results, i, &step); i++)
        put_step(w, &step);
    render_end(w, ']');
}

/* ---- The page ----------------------------------------------------------------------------- */

static void put_missing(render_writer *w, const morgue_results *results)
{
    morgue_missing missing;
    render_begin(render_key(w, "missing"), '[');
    for (size_t i = 0; morgue_results_missing(results, i, &missing); i++) {
        render_begin(w, '{');
        render_string(render_key(w, "shard"), missing.shard);
        render_string(render_key(w, "reason"), missing.reason);
        render_end(w, '}');
    }
    render_end(w, ']');
}

void render_summary(render_writer *w, const render_shape *shape, const morgue_results *results)
{
    render_string(render_key(w, "query"), shape->query);
    render_number(render_key(w, "total"), morgue_results_total(results));
    render_bool(render_key(w, "total_is_exact"), morgue_results_total_is_exact(results));
    render_bool(render_key(w, "partial"), morgue_results_partial(results));
    put_missing(w, results);
    render_real(render_key(w, "took_ms"), morgue_results_took_ms(results));
}

morgue_status render_json_page(const render_shape *shape, morgue_results *results,
                               const render_sink *out, morgue_error *err)
{
    render_writer w = {out, false};
    render_begin(&w, '{');
    render_summary(&w, shape, results);
    morgue_status status = put_hits(&w, shape, results, err);
    if (status != MORGUE_OK)
        return status;
    render_facets(&w, shape, results);
    render_timeline(&w, results);
    render_string(render_key(&w, "suggestion"), morgue_results_suggestion(results));
    render_notices(&w, results);
    render_string(render_key(&w, "next"), morgue_results_cursor(results));
    if (shape->explain)
        put_plan(&w, results);
    render_end(&w, '}');
    return MORGUE_OK;
}
