/* The text that the news industry's formats carry as content. */
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/news/news.h"
#include "indexer/formats/wire/sgml.h"
#include "indexer/markup/flow.h"
#include "indexer/markup/html.h"

/* Begins a paragraph where there is text already. Returns its length before. */
static size_t begin_part(mg_news *news)
{
    size_t before = news->text.len;
    if (before && !mg_buffer_append(&news->text, "\n\n", 2))
        mg_news_no_memory(news);
    return before;
}

/* Takes the break away again where nothing was appended. Returns whether something was. */
static bool end_part(mg_news *news, size_t before)
{
    size_t begin = before ? before + 2 : 0;
    if (news->text.len > begin &&
        mg_trimmed((morgue_text){news->text.data + begin, news->text.len - begin}).len)
        return true;
    news->text.len = before;
    return false;
}

void mg_news_flow(mg_news *news, const mg_node *node, mg_flow_skip skip, void *user)
{
    if (news->status != MORGUE_OK || !node)
        return;
    size_t before = begin_part(news);
    if (!mg_flow(node, skip, user, &news->text))
        mg_news_no_memory(news);
    end_part(news, before);
}

static void append_html(mg_news *news, morgue_text html)
{
    const mg_node *root;
    if (!news->html && !(news->html = mg_markup_new())) {
        mg_news_no_memory(news);
        return;
    }
    news->status = mg_html_parse(news->html, html, &root, news->put->err);
    mg_news_flow(news, root, NULL, NULL);
}

void mg_news_plain(mg_news *news, morgue_text text)
{
    text = mg_trimmed(text);
    if (news->status != MORGUE_OK || !text.len)
        return;
    if (mg_looks_like_html(text)) {
        append_html(news, text);
        return;
    }
    size_t before = begin_part(news);
    if (!mg_unwrap(text, &news->text))
        mg_news_no_memory(news);
    end_part(news, before);
}

/* ---- Content of a kind that is found out --------------------------------------------------- */

static bool has_elements(const mg_node *node)
{
    for (const mg_node *n = node->first; n; n = n->next)
        if (n->name)
            return true;
    return false;
}

/* The content's text as it stands. */
static bool raw_text(mg_news *news, const mg_node *content, mg_buffer *ret)
{
    for (const mg_node *n = content->first; n; n = n->next)
        if (!n->name && !mg_buffer_append(ret, n->text.data, n->text.len)) {
            mg_news_no_memory(news);
            return false;
        }
    return true;
}

static const mg_node *find_or_self(const mg_node *node, const char *name)
{
    return mg_node_is(node, name) ? node : mg_node_find(node, name);
}

/* The header of an agency's page repeats what stands in the item's metadata. */
static bool is_page_header(void *user, const mg_node *element)
{
    (void)user;
    return element->tag == MG_TAG_HEADER || element->tag == MG_TAG_TITLE;
}

bool mg_news_content(mg_news *news, const mg_node *content)
{
    size_t before = news->text.len;
    const mg_node *nitf = find_or_self(content, "nitf");
    if (!nitf && mg_node_find(content, "body.content"))
        nitf = content;
    if (nitf) {
        mg_news_nitf(news, nitf);
    } else if (has_elements(content)) {
        const mg_node *body = find_or_self(content, "body");
        mg_news_flow(news, body ? body : content, is_page_header, NULL);
    } else {
        mg_buffer raw = {0};
        if (raw_text(news, content, &raw))
            mg_news_plain(news, (morgue_text){raw.data ? raw.data : "", raw.len});
        mg_buffer_free(&raw);
    }
    return news->text.len > before;
}

void mg_news_put_text(mg_news *news)
{
    if (news->status == MORGUE_OK)
        news->status = mg_put(
            news->put, MORGUE_TEXT,
            mg_trimmed((morgue_text){news->text.data ? news->text.data : "", news->text.len}),
            MORGUE_GIVEN);
}
