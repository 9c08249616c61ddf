/* Hits as they are shown. */
#include <string.h>

#include "search/server/model.h"
#include "search/server/when.h"

void web_model_marked(web_model *m, json_t *to, const char *key, const morgue_passage *passage)
{
    json_t *pieces = web_set_array(m, to, key);
    const char *data = passage->text.data;
    size_t at = 0, len = web_clip(passage->text, WEB_TITLE_MAX);
    for (size_t i = 0; i < passage->n_marks && passage->marks[i].start < len; i++) {
        size_t start = passage->marks[i].start, end = start + passage->marks[i].len;
        end = end < len ? end : len;
        if (start > at)
            web_set_text(m, web_add_object(m, pieces), "plain", data + at, start - at);
        web_set_text(m, web_add_object(m, pieces), "mark", data + start, end - start);
        at = end;
    }
    if (len > at)
        web_set_text(m, web_add_object(m, pieces), "plain", data + at, len - at);
    if (len < passage->text.len)
        web_set_string(m, web_add_object(m, pieces), "plain", "…");
}

/* ---- The line below a headline ------------------------------------------------------------ */

/* Sets in any case, so that no template sees the date of something around it. */
void web_model_when(web_model *m, json_t *to, const morgue_article *article)
{
    morgue_text date = morgue_article_get(article, MORGUE_DATE, 0);
    if (!date.len) {
        web_set_flag(m, to, "when", false);
        return;
    }
    json_t *when = web_set_object(m, to, "when");
    web_set_text(m, when, "iso", date.data, date.len);
    web_set_when(m, when, "text", date.data);
}

/* A value with the link that searches for it as well; `ask` NULL: for it alone. */
static void set_value(web_model *m, json_t *object, morgue_field_id field, morgue_text value,
                      const web_ask *ask)
{
    web_ask with = ask ? web_ask_again(ask) : web_nothing;
    if (!web_ask_has(&with, field, value.data))
        with = web_ask_toggle(&with, field, value.data);
    web_set_text(m, object, "name", value.data, value.len);
    web_set_link(m, object, "link", "/search", &with, NULL, NULL);
}

static void set_values(web_model *m, json_t *to, const char *key, const morgue_article *article,
                       morgue_field_id field, size_t most, const web_ask *ask)
{
    json_t *array = web_set_array(m, to, key);
    size_t n = morgue_article_count(article, field);
    for (size_t i = 0; i < n && i < most; i++) {
        morgue_text value = morgue_article_get(article, field, i);
        if (web_can_filter(value))
            set_value(m, web_add_object(m, array), field, value, ask);
    }
    if (n > most)
        web_set_count(m, to, "more_authors", n - most);
}

/* What stands for a headline where there is none: how the text begins, up to a space. */
static void set_beginning(web_model *m, json_t *to, const morgue_article *article)
{
    enum { MOST = 90 };
    morgue_text text = morgue_article_get(article, MORGUE_TEXT, 0);
    if (morgue_article_get(article, MORGUE_TITLE, 0).len)
        text.len = 0;
    size_t len = web_clip(text, MOST), end = len;
    while (len < text.len && end > 0 && text.data[end] != ' ')
        end--;
    web_set_clipped(m, to, "beginning", text, end ? end : len);
}

void web_model_head(web_model *m, json_t *to, const morgue_article *article, const web_ask *ask)
{
    web_set_lang(m, to, morgue_article_get(article, MORGUE_LANG, 0));
    web_set_article_link(m, to, "link", morgue_article_get(article, MORGUE_ID, 0), ask, NULL);
    set_beginning(m, to, article);
    web_model_when(m, to, article);
    set_values(m, to, "source", article, MORGUE_SOURCE, 1, ask);
    set_values(m, to, "section", article, MORGUE_SECTION, 1, ask);
    set_values(m, to, "authors", article, MORGUE_AUTHOR, ask ? 3 : 20, ask);
}

/* ---- Tags --------------------------------------------------------------------------------- */

/* Adds up to `most` tags of a field: those that it is about, or the others. */
static size_t add_tags(web_model *m, json_t *tags, const morgue_article *article,
                       morgue_field_id field, bool about, size_t most)
{
    morgue_tag tag;
    size_t n = 0;
    for (size_t i = 0; n < most && i < WEB_SEEN_MAX && morgue_article_tag(article, field, i, &tag);
         i++) {
        if (tag.main != about || tag.origin == MORGUE_INHERITED || !web_can_filter(tag.name))
            continue;
        json_t *object = web_add_object(m, tags);
        web_set_string(m, object, "field", morgue_field_at(field)->name);
        web_set_flag(m, object, "main", tag.main);
        set_value(m, object, field, tag.name, m->ask);
        n++;
    }
    return n;
}

/* The few that say most: three persons, two organizations, three places. */
static void set_tags(web_model *m, json_t *hit, const morgue_article *article)
{
    static const struct {
        morgue_field_id field;
        size_t most;
    } rows[] = {{MORGUE_PERSON, 3}, {MORGUE_ORG, 2}, {MORGUE_LOCATION, 3}};
    json_t *tags = web_set_array(m, hit, "tags");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t n = add_tags(m, tags, article, rows[i].field, true, rows[i].most);
        add_tags(m, tags, article, rows[i].field, false, rows[i].most - n);
    }
    web_set_flag(m, hit, "has_tags", json_array_size(tags) > 0);
}

/* ---- Hits --------------------------------------------------------------------------------- */

static void set_hit(web_model *m, json_t *object, const morgue_hit *hit)
{
    web_model_head(m, object, hit->article, m->ask);
    web_model_marked(m, object, "headline", &hit->title);
    json_t *snippets = web_set_array(m, object, "snippets");
    for (size_t i = 0; i < hit->n_passages; i++) {
        json_t *snippet = web_add_object(m, snippets);
        web_model_marked(m, snippet, "pieces", &hit->passages[i]);
        web_set_flag(m, snippet, "starts_late", hit->passages[i].starts_late);
        web_set_flag(m, snippet, "ends_early", hit->passages[i].ends_early);
    }
    set_tags(m, object, hit->article);
}

bool web_model_hits(web_model *m, morgue_results *results, morgue_error *err)
{
    json_t *hits = web_set_array(m, m->root, "hits");
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        morgue_hit hit;
        if (morgue_results_hit(results, i, &hit, err) != MORGUE_OK)
            return false;
        set_hit(m, web_add_object(m, hits), &hit);
    }
    web_set_number(m, m->root, "first", (uint64_t)m->ask->offset + 1);
    web_set_flag(m, m->root, "has_hits", json_array_size(hits) > 0);
    return true;
}
