/* Results for programs: JSON, JSON lines, CSV, ids, a count. */
#include "search/cli_search.h"

#include <inttypes.h>
#include <stdlib.h>

#include "cli/message.h"
#include "search/render/render.h"

static void put_to_file(void *user, const char *data, size_t len)
{
    fwrite(data, 1, len, user);
}

static render_sink file_sink(FILE *out)
{
    return (render_sink){put_to_file, out};
}

static render_shape shape_of(const cli_page *page)
{
    return (render_shape){.query = page->query,
                          .snippets = page->options->snippets,
                          .full = page->options->full,
                          .explain = page->options->explain,
                          .facets = page->options->facet_fields,
                          .n_facets = page->options->n_facets};
}

/* ---- One object --------------------------------------------------------------------------- */

/* Writes the object into memory first: whoever reads it gets all of it or nothing. */
morgue_status cli_render_json(const cli_page *page, morgue_error *err)
{
    render_shape shape = shape_of(page);
    char *text = NULL;
    size_t len = 0;
    FILE *memory = open_memstream(&text, &len);
    if (!memory) {
        cli_out_of_memory();
        return MORGUE_OK;
    }
    render_sink sink = file_sink(memory);
    morgue_status status = render_json_page(&shape, page->results, &sink, err);
    putc('\n', memory);
    bool whole = !ferror(memory);
    whole = fclose(memory) == 0 && whole;
    if (status == MORGUE_OK && whole)
        fwrite(text, 1, len, page->out);
    else if (status == MORGUE_OK)
        cli_out_of_memory();
    free(text);
    return status;
}

/* ---- A line for each hit ------------------------------------------------------------------ */

/* False when there is nobody to write for. */
typedef bool line_writer(const cli_page *page, size_t i, const morgue_hit *hit);

static morgue_status each_hit(const cli_page *page, line_writer *write, morgue_error *err)
{
    size_t count = morgue_results_count(page->results);
    for (size_t i = 0; i < count; i++) {
        morgue_hit hit;
        morgue_status status = morgue_results_hit(page->results, i, &hit, err);
        if (status != MORGUE_OK)
            return status;
        if (!write(page, i, &hit))
            break;
    }
    return MORGUE_OK;
}

static bool write_object(const cli_page *page, size_t i, const morgue_hit *hit)
{
    render_shape shape = shape_of(page);
    render_sink sink = file_sink(page->out);
    render_json_hit(&shape, page->results, i, hit, &sink);
    putc('\n', page->out);
    return cli_flush_output();
}

morgue_status cli_render_jsonl(const cli_page *page, morgue_error *err)
{
    return each_hit(page, write_object, err);
}

static bool write_row(const cli_page *page, size_t i, const morgue_hit *hit)
{
    render_shape shape = shape_of(page);
    render_sink sink = file_sink(page->out);
    (void)i;
    render_csv_row(&shape, hit, &sink);
    return cli_flush_output();
}

morgue_status cli_render_csv(const cli_page *page, morgue_error *err)
{
    render_shape shape = shape_of(page);
    render_sink sink = file_sink(page->out);
    if (page->options->bom)
        render_puts(&sink, "\xef\xbb\xbf");
    render_csv_header(&shape, &sink);
    return each_hit(page, write_row, err);
}

static bool write_id(const cli_page *page, size_t i, const morgue_hit *hit)
{
    (void)i;
    fprintf(page->out, "%s\n", morgue_article_get(hit->article, MORGUE_ID, 0).data);
    return true;
}

morgue_status cli_render_ids(const cli_page *page, morgue_error *err)
{
    return each_hit(page, write_id, err);
}

morgue_status cli_render_count(const cli_page *page, morgue_error *err)
{
    (void)err;
    fprintf(page->out, "%" PRIu64 "\n", morgue_results_total(page->results));
    return MORGUE_OK;
}
