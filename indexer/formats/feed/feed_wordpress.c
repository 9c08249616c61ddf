/* WordPress eXtended RSS: what Tools > Export writes. */
#include <string.h>
#include <strings.h>

#include "archive/error.h"
#include "indexer/formats/feed/feed.h"

/* A child in one of WordPress' namespaces: "http://wordpress.org/export/1.2/". */
static const mg_node *wp(const mg_node *parent, const char *name)
{
    const mg_node *node = mg_node_child(parent, name);
    while (node && !strstr(node->space, "/export/") && *node->space)
        node = mg_node_same_next(node);
    return node;
}

static morgue_text wp_text(const mg_node *parent, const char *name)
{
    return mg_feed_characters(wp(parent, name));
}

static bool listed(const char *const *names, size_t n, morgue_text text)
{
    for (size_t i = 0; i < n; i++)
        if (strlen(names[i]) == text.len && memcmp(names[i], text.data, text.len) == 0)
            return true;
    return false;
}

bool mg_wordpress_has(const mg_node *item)
{
    return wp(item, "post_type") != NULL || wp(item, "post_id") != NULL;
}

bool mg_wordpress_is_machinery(const mg_node *item)
{
    static const char *const types[] = {
        "nav_menu_item",    "revision",      "custom_css",       "customize_changeset",
        "oembed_cache",     "user_request",  "wp_block",         "wp_template",
        "wp_template_part", "wp_navigation", "wp_global_styles", "wp_font_face",
        "wp_font_family",   "acf-field",     "acf-field-group",  "wpcf7_contact_form",
        "scheduled-action", "shop_order"};
    return listed(types, sizeof types / sizeof *types, wp_text(item, "post_type"));
}

morgue_status mg_wordpress_check(const mg_feed *feed)
{
    static const char *const nothing[] = {"trash", "auto-draft", "spam"};
    morgue_text type = wp_text(feed->item, "post_type");
    morgue_text status = wp_text(feed->item, "status");
    if (listed((const char *const[]){"attachment"}, 1, type))
        return mg_fail(feed->put->err, MORGUE_BAD_INPUT, "holds no text: it is an attachment");
    if (listed(nothing, sizeof nothing / sizeof *nothing, status))
        return mg_fail(feed->put->err, MORGUE_BAD_INPUT, "no article: its status is \"%.*s\"",
                       (int)status.len, status.data);
    return MORGUE_OK;
}

const mg_node *mg_wordpress_author(const mg_feed *feed, morgue_text login)
{
    const mg_node *author = mg_node_child(feed->channel, "author");
    for (; login.len && author; author = mg_node_same_next(author)) {
        morgue_text name = wp_text(author, "author_login");
        const mg_node *shown = wp(author, "author_display_name");
        if (name.len == login.len && memcmp(name.data, login.data, name.len) == 0)
            return mg_feed_characters(shown).len ? shown : NULL;
    }
    return NULL;
}

/* ---- Fields -------------------------------------------------------------------------------- */

/* Drafts have the date "0000-00-00 00:00:00", and no time in UTC. */
static morgue_status put_date(const mg_feed *feed, morgue_field_id field, const char *name,
                              const char *zone)
{
    morgue_text text = wp_text(feed->item, name);
    if (!text.len || text.data[0] == '0' ||
        morgue_article_count(feed->put->article, field == MORGUE_DATE ? MORGUE_RAW_DATE : field) ||
        morgue_article_count(feed->put->article, field))
        return MORGUE_OK;
    mg_buffer_clear(feed->one);
    if (!mg_buffer_append(feed->one, text.data, text.len) ||
        !mg_buffer_append_string(feed->one, zone))
        return mg_fail_memory(feed->put->err);
    morgue_status status =
        mg_put(feed->put, field, (morgue_text){feed->one->data, feed->one->len}, MORGUE_GIVEN);
    return status == MORGUE_OK && field == MORGUE_DATE
               ? mg_put(feed->put, MORGUE_RAW_DATE, text, MORGUE_GIVEN)
               : status;
}

static morgue_status put_dates(const mg_feed *feed)
{
    morgue_status status = put_date(feed, MORGUE_DATE, "post_date_gmt", "Z");
    if (status == MORGUE_OK)
        status = put_date(feed, MORGUE_DATE, "post_date", "");
    if (status == MORGUE_OK)
        status = put_date(feed, MORGUE_MODIFIED, "post_modified_gmt", "Z");
    return status == MORGUE_OK ? put_date(feed, MORGUE_MODIFIED, "post_modified", "") : status;
}

/* The first category is the section; all of them are topics too. */
static morgue_status put_section(const mg_feed *feed)
{
    const mg_node *category = mg_node_child(feed->item, "category");
    for (; category; category = mg_node_same_next(category)) {
        morgue_text domain = mg_node_attribute(category, "domain");
        morgue_text nice = mg_node_attribute(category, "nicename");
        if (domain.len == 8 && memcmp(domain.data, "category", 8) == 0 &&
            !(nice.len == 13 && memcmp(nice.data, "uncategorized", 13) == 0))
            return mg_feed_put_line(feed, MORGUE_SECTION, category);
    }
    return MORGUE_OK;
}

static morgue_status put_extra(const mg_feed *feed, const char *name, const char *usual)
{
    morgue_text text = wp_text(feed->item, name);
    if (strlen(usual) == text.len && memcmp(usual, text.data, text.len) == 0)
        return MORGUE_OK;
    return mg_put_extra_text(feed->put, name, strlen(name), text);
}

enum { META_MAX = 100 };

/* What users and their plugins wrote; keys with an underline are WordPress' own. */
static morgue_status put_meta(const mg_feed *feed)
{
    const mg_node *meta = mg_node_child(feed->item, "postmeta");
    morgue_status status = MORGUE_OK;
    for (int n = 0; meta && n < META_MAX && status == MORGUE_OK;
         meta = mg_node_same_next(meta), n++) {
        morgue_text key = wp_text(meta, "meta_key");
        if (key.len && key.data[0] != '_')
            status = mg_put_extra_text(feed->put, key.data, key.len, wp_text(meta, "meta_value"));
    }
    return status;
}

static morgue_status put_excerpt(const mg_feed *feed)
{
    const mg_node *node = mg_node_child(feed->item, "encoded");
    while (node && !strstr(node->space, "excerpt"))
        node = mg_node_same_next(node);
    morgue_status status = node ? mg_feed_text(feed, node, feed->one) : MORGUE_OK;
    return status == MORGUE_OK && node && feed->one->len
               ? mg_put_extra_text(feed->put, "excerpt", 7,
                                   (morgue_text){feed->one->data, feed->one->len})
               : status;
}

morgue_status mg_wordpress_put(const mg_feed *feed)
{
    static const char *const extras[][2] = {
        {"post_id", ""}, {"post_type", "post"}, {"status", "publish"}, {"post_name", ""}};
    morgue_status status = put_dates(feed);
    if (status == MORGUE_OK)
        status = put_section(feed);
    for (size_t i = 0; i < sizeof extras / sizeof *extras && status == MORGUE_OK; i++)
        status = put_extra(feed, extras[i][0], extras[i][1]);
    if (status == MORGUE_OK)
        status = put_excerpt(feed);
    return status == MORGUE_OK ? put_meta(feed) : status;
}

/* ---- Text ---------------------------------------------------------------------------------- */

/* Shortcodes that may stand without an attribute. */
static const char *const shortcodes[] = {"gallery", "playlist", "audio",
                                         "video",   "embed",    "dropcap"};

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* Bytes of a shortcode at `at`, which stands on a bracket; 0: it is none. "[sic]" is text: a
 * shortcode has an attribute, an end, a name that is known or no word. */
static size_t shortcode(const char *at, const char *end)
{
    enum { LENGTH_MAX = 2048 };
    const char *stop = end - at > LENGTH_MAX ? at + LENGTH_MAX : end;
    const char *name = at + 1 + (at + 1 < end && at[1] == '/');
    const char *rest = name;
    if (name == end || !is_name(*name))
        return 0;
    const char *close = memchr(at, ']', (size_t)(stop - at));
    if (!close || memchr(at + 1, '[', (size_t)(close - at - 1)))
        return 0;
    while (rest < close && is_name(*rest))
        rest++;
    if (*name == '-' || (*name >= '0' && *name <= '9') ||
        (rest < close && *rest != ' ' && *rest != '/'))
        return 0;
    morgue_text word = {name, (size_t)(rest - name)};
    bool sure = name[-1] == '/' || memchr(rest, '=', (size_t)(close - rest)) ||
                memchr(name, '_', word.len) || memchr(name, '-', word.len) ||
                listed(shortcodes, sizeof shortcodes / sizeof *shortcodes, word);
    return sure ? (size_t)(close - at) + 1 : 0;
}

/* A line feed between words is a line break, two are a paragraph; next to tags they are nothing. */
static bool append_feeds(const char **at, const char *end, bool after_tag, mg_buffer *ret)
{
    size_t feeds = 0;
    while (*at < end && (**at == '\n' || **at == '\r' || **at == ' ' || **at == '\t'))
        feeds += *(*at)++ == '\n';
    if (feeds > 1)
        return mg_buffer_append_string(ret, "\n<p>");
    bool tag = after_tag || *at == end || **at == '<';
    return mg_buffer_append_string(ret, feeds && !tag ? "<br>\n" : " ");
}

/* Does the text keep its line feeds, because blocks or paragraphs are marked up? */
static bool has_paragraphs(morgue_text stored)
{
    return memmem(stored.data, stored.len, "<!-- wp:", 8) ||
           memmem(stored.data, stored.len, "<p", 2) || memmem(stored.data, stored.len, "<pre", 4);
}

bool mg_wordpress_html(morgue_text stored, mg_buffer *ret)
{
    const char *at = stored.data, *end = stored.data + stored.len;
    bool feeds = !has_paragraphs(stored), ok = true, caption = false;
    while (ok && at < end) {
        size_t n = *at == '[' ? shortcode(at, end) : 0;
        if (n) {
            bool begins = n > 9 && memcmp(at, "[caption", 8) == 0;
            bool ends = n == 10 && memcmp(at, "[/caption]", 10) == 0;
            if (begins && !caption)
                ok = mg_buffer_append_string(ret, "<figure>");
            if (ends && caption)
                ok = mg_buffer_append_string(ret, "</figure>");
            caption = begins || (caption && !ends);
            at += n;
        } else if (feeds && *at == '\n') {
            ok = append_feeds(&at, end, ret->len && ret->data[ret->len - 1] == '>', ret);
        } else {
            const char *stop = at + 1;
            while (stop < end && *stop != '[' && *stop != '\n')
                stop++;
            ok = mg_buffer_append(ret, at, (size_t)(stop - at));
            at = stop;
        }
    }
    return ok;
}
