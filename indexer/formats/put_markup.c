/* Putting text that stands in markup. */
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/put.h"
#include "indexer/markup/flow.h"
#include "indexer/markup/html.h"

/* Puts what was gathered, and gives it back. */
static morgue_status put_buffer(mg_sink *put, morgue_field_id field, bool ok, mg_buffer *text)
{
    morgue_status status =
        !ok ? mg_fail_memory(put->err)
            : mg_put(put, field, (morgue_text){text->data ? text->data : "", text->len},
                     MORGUE_GIVEN);
    mg_buffer_free(text);
    return status;
}

morgue_status mg_html_text(morgue_text html, mg_buffer *ret, morgue_error *err)
{
    const mg_node *root;
    mg_markup *tree = mg_markup_new();
    if (!tree)
        return mg_fail_memory(err);
    morgue_status status = mg_html_parse(tree, html, &root, err);
    if (status == MORGUE_OK && !mg_flow(root, NULL, NULL, ret))
        status = mg_fail_memory(err);
    mg_markup_free(tree);
    return status;
}

morgue_status mg_put_html(mg_sink *put, morgue_field_id field, morgue_text html)
{
    mg_buffer text = {0};
    morgue_status status = mg_html_text(html, &text, put->err);
    if (status == MORGUE_OK)
        return put_buffer(put, field, true, &text);
    mg_buffer_free(&text);
    return status;
}

bool mg_looks_like_html(morgue_text text)
{
    static const char *const marks[] = {"</p>",   "<p>",   "<br>", "<br/>", "<br />",   "</a>",
                                        "</div>", "</em>", "</b>", "</i>",  "</strong>"};
    if (!memchr(text.data, '<', text.len))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (memmem(text.data, text.len, marks[i], strlen(marks[i])))
            return true;
    return false;
}

morgue_status mg_put_context(mg_sink *put)
{
    const mg_context *context = &put->reader->context;
    morgue_status status = MORGUE_OK;
    if (!morgue_article_count(put->article, MORGUE_URL))
        status = mg_put(put, MORGUE_URL, context->url, MORGUE_GIVEN);
    if (status == MORGUE_OK && context->date.len &&
        !morgue_article_count(put->article, MORGUE_RAW_DATE) &&
        !morgue_article_count(put->article, MORGUE_MODIFIED) &&
        !morgue_article_count(put->article, MORGUE_DATE)) {
        status = mg_put(put, MORGUE_DATE, context->date, MORGUE_GIVEN);
        mg_note(put->reader, "no date of publication: it has that of when it was fetched");
    }
    return status;
}
