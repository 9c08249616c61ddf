/* The texts of feeds: in which form they stand is told by nobody, or wrongly. */
#include <string.h>
#include <strings.h>

#include "archive/error.h"
#include "indexer/formats/feed/feed.h"
#include "indexer/markup/flow.h"
#include "indexer/text/clean.h"
#include "indexer/text/slice.h"

static bool has(morgue_text text, const char *string)
{
    return memmem(text.data, text.len, string, strlen(string)) != NULL;
}

morgue_text mg_feed_characters(const mg_node *node)
{
    if (!node || !node->first || node->first != node->last || node->first->name)
        return (morgue_text){"", 0};
    return mg_trimmed(node->first->text);
}

static bool has_elements(const mg_node *node)
{
    for (const mg_node *child = node->first; child; child = child->next)
        if (child->name)
            return true;
    return false;
}

/* ---- Forms --------------------------------------------------------------------------------- */

typedef enum form { FORM_MARKUP, FORM_HTML, FORM_LOOSE, FORM_PLAIN, FORM_BASE64 } form;

/* Is there a tag of HTML, or a comment, in the text? */
static bool has_tags(morgue_text text)
{
    const char *at = text.data, *end = text.data + text.len;
    while (at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
        const char *name = ++at;
        if (at < end && *at == '!')
            return true;
        name += at < end && *at == '/';
        for (at = name; at < end && at - name < 16 && *at > ' ' && *at != '>' && *at != '/'; at++)
            ;
        if (mg_tag_named(name, (size_t)(at - name)) != MG_TAG_NONE)
            return true;
    }
    return false;
}

/* RFC 4287, 3.1.1 and 4.1.3; Atom 0.3 has `mode` and media types. In RSS texts are HTML, most of
 * them written as plain text. */
static form form_of(const mg_node *node)
{
    morgue_text type = mg_trimmed(mg_node_attribute(node, "type"));
    morgue_text mode = mg_trimmed(mg_node_attribute(node, "mode"));
    if (has_elements(node))
        return FORM_MARKUP;
    if (mg_text_like(mode, "base64"))
        return FORM_BASE64;
    if (mg_text_like(type, "text") || mg_text_like(type, "text/plain") ||
        mg_text_like(type, "plain"))
        return FORM_PLAIN;
    return has(type, "html") ? FORM_HTML : FORM_LOOSE;
}

static int digit_of(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* RFC 4648; what is no digit is passed over. */
static bool decode_base64(morgue_text text, mg_buffer *ret)
{
    unsigned bits = 0, n = 0;
    bool ok = true;
    for (size_t i = 0; ok && i < text.len && text.data[i] != '='; i++) {
        int digit = digit_of(text.data[i]);
        if (digit < 0)
            continue;
        bits = (bits << 6 | (unsigned)digit) & 0xFFFFFF;
        n += 6;
        if (n >= 8) {
            n -= 8;
            ok = mg_buffer_append_byte(ret, (char)(bits >> n & 0xFF));
        }
    }
    return ok;
}

/* ---- From characters to text --------------------------------------------------------------- */

static morgue_text text_of(const mg_buffer *buffer)
{
    return (morgue_text){buffer->data ? buffer->data : "", buffer->len};
}

static morgue_status unescape(const mg_feed *feed, morgue_text text, mg_buffer *ret)
{
    return mg_unescape_entities(text, ret, NULL) ? MORGUE_OK : mg_fail_memory(feed->put->err);
}

/* HTML, or what may be; escaped once more than it should be by some. */
static morgue_status append_html(const mg_feed *feed, morgue_text text, bool sure, mg_buffer *ret)
{
    mg_buffer again = {0};
    if (!sure && !has_tags(text))
        return unescape(feed, text, ret);
    morgue_status status = mg_html_text(text, ret, feed->put->err);
    if (status != MORGUE_OK || !mg_looks_like_html(text_of(ret)))
        return status;
    status = mg_html_text(text_of(ret), &again, feed->put->err);
    mg_buffer_clear(ret);
    if (status == MORGUE_OK && !mg_buffer_append(ret, again.data ? again.data : "", again.len))
        status = mg_fail_memory(feed->put->err);
    mg_buffer_free(&again);
    return status;
}

static morgue_status append_wordpress(const mg_feed *feed, morgue_text stored, mg_buffer *ret)
{
    mg_buffer html = {0};
    morgue_status status = mg_wordpress_html(stored, &html)
                               ? mg_html_text(text_of(&html), ret, feed->put->err)
                               : mg_fail_memory(feed->put->err);
    mg_buffer_free(&html);
    return status;
}

static morgue_status append_base64(const mg_feed *feed, morgue_text text, mg_buffer *ret)
{
    mg_buffer bytes = {0}, clean = {0};
    mg_mend mend = {0};
    bool ok = decode_base64(text, &bytes) &&
              mg_utf8_mend(bytes.data ? bytes.data : "", bytes.len, &clean, &mend);
    morgue_status status =
        ok ? append_html(feed, text_of(&clean), false, ret) : mg_fail_memory(feed->put->err);
    mg_buffer_free(&bytes);
    mg_buffer_free(&clean);
    return status;
}

morgue_status mg_feed_text(const mg_feed *feed, const mg_node *node, mg_buffer *ret)
{
    form how = form_of(node);
    mg_buffer_clear(ret);
    if (how == FORM_MARKUP)
        return mg_flow(node, NULL, NULL, ret) ? MORGUE_OK : mg_fail_memory(feed->put->err);
    morgue_text text = mg_feed_characters(node);
    if (!text.len)
        return MORGUE_OK;
    if (feed->wordpress && strcmp(node->name, "encoded") == 0)
        return append_wordpress(feed, text, ret);
    switch (how) {
    case FORM_BASE64: return append_base64(feed, text, ret);
    case FORM_PLAIN:
        return mg_buffer_append(ret, text.data, text.len) ? MORGUE_OK
                                                          : mg_fail_memory(feed->put->err);
    default: return append_html(feed, text, how == FORM_HTML, ret);
    }
}

morgue_status mg_feed_line(const mg_feed *feed, const mg_node *node, mg_buffer *ret)
{
    size_t kept = 0;
    morgue_status status = mg_feed_text(feed, node, ret);
    for (size_t i = 0; i < ret->len; i++) {
        char c = ret->data[i];
        bool space = c == ' ' || (c >= '\t' && c <= '\r');
        if (!space)
            ret->data[kept++] = c;
        else if (kept && ret->data[kept - 1] != ' ')
            ret->data[kept++] = ' ';
    }
    ret->len = kept && ret->data[kept - 1] == ' ' ? kept - 1 : kept;
    if (ret->data)
        ret->data[ret->len] = '\0';
    return status;
}

/* ---- The fullest --------------------------------------------------------------------------- */

static const char *const texts[] = {"encoded", "content",     "body",    "full-text", "fulltext",
                                    "story",   "description", "summary", "tagline",   "abstract"};

bool mg_feed_is_text(const mg_node *node)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (mg_node_is(node, texts[i]))
            return true;
    return false;
}

/* Media RSS has elements called content, title and description that are those of a picture. */
static bool is_media(const mg_node *node)
{
    return strstr(node->space, "mrss") != NULL;
}

/* WordPress' excerpt is called "encoded" too. */
static bool is_excerpt(const mg_node *node)
{
    return strstr(node->space, "excerpt") != NULL;
}

/* Bytes of characters below the node, and so at most of text. */
static size_t size_of(const mg_node *node)
{
    size_t size = 0;
    for (const mg_node *at = node; at; at = mg_node_on(node, at))
        size += at->text.len + 2;
    return size;
}

/* Keeps the longer of the best text so far and that of the node. */
static morgue_status consider(const mg_feed *feed, const mg_node *node)
{
    if (size_of(node) <= feed->one->len)
        return MORGUE_OK;
    morgue_status status = mg_feed_text(feed, node, feed->two);
    if (status == MORGUE_OK && feed->two->len > feed->one->len) {
        mg_buffer better = *feed->two;
        *feed->two = *feed->one;
        *feed->one = better;
    }
    return status;
}

morgue_status mg_feed_put_text(const mg_feed *feed)
{
    morgue_status status = MORGUE_OK;
    mg_buffer_clear(feed->one);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const mg_node *node = mg_node_child(feed->item, texts[i]);
        for (; node && status == MORGUE_OK; node = mg_node_same_next(node))
            if (!is_media(node) && !is_excerpt(node))
                status = consider(feed, node);
    }
    if (status == MORGUE_OK && !feed->one->len) {
        const mg_node *media = mg_node_find(feed->item, "description");
        status = media ? consider(feed, media) : MORGUE_OK;
    }
    return status == MORGUE_OK ? mg_put(feed->put, MORGUE_TEXT, text_of(feed->one), MORGUE_GIVEN)
                               : status;
}
