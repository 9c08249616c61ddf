/* One article: its text, whom and what it names, what else is known of it. */
#include "search/server/model_article.h"

#include <string.h>

#include "cli/figure.h"
#include "search/server/cite.h"

enum {
    TEXT_MAX = 2 << 20, /* bytes of text that are shown */
    MARKS_MAX = 20000,  /* of these are marked */
    PARAGRAPHS_MAX = 20000,
    TAGS_MAX = 60,  /* of a field */
    FACTS_MAX = 40, /* keys that Morgue has no field for */
    FACT_MAX = 600, /* bytes of one */
    URL_MAX = 2000,
    CITED_MAX = 64 << 10 /* bytes of what a citation says, without which there is none */
};

/* ---- The text ----------------------------------------------------------------------------- */

/* A text on its way into paragraphs. */
typedef struct walk {
    const morgue_passage *text;
    size_t end;
    size_t mark; /* the next one */
    size_t n_marks;
} walk;

/* Adds what is marked in a part of the text: all of it or, where a mark goes over its end, the part
 * of it that is here. */
static void add_pieces(web_model *m, json_t *paragraph, walk *w, size_t from, size_t to)
{
    json_t *pieces = web_set_array(m, paragraph, "pieces");
    const char *data = w->text->text.data;
    while (w->mark < w->n_marks && w->text->marks[w->mark].start < to) {
        const morgue_mark *mark = &w->text->marks[w->mark];
        size_t start = mark->start > from ? mark->start : from,
               end = (size_t)mark->start + mark->len;
        size_t stop = end < to ? end : to;
        if (start > from)
            web_set_text(m, web_add_object(m, pieces), "plain", data + from, start - from);
        if (stop > start)
            web_set_text(m, web_add_object(m, pieces), "mark", data + start, stop - start);
        from = stop > from ? stop : from;
        if (end > to)
            break;
        w->mark++;
    }
    if (to > from)
        web_set_text(m, web_add_object(m, pieces), "plain", data + from, to - from);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The end of the paragraph that begins at `from`: an empty line, or the end. */
static size_t paragraph_end(const walk *w, size_t from)
{
    const char *data = w->text->text.data;
    for (size_t at = from; at < w->end; at++) {
        if (data[at] != '\n')
            continue;
        size_t next = at + 1;
        while (next < w->end && (data[next] == ' ' || data[next] == '\t' || data[next] == '\r'))
            next++;
        if (next < w->end && data[next] == '\n')
            return at;
    }
    return w->end;
}

static void set_paragraphs(web_model *m, json_t *to, walk *w)
{
    json_t *paragraphs = web_set_array(m, to, "paragraphs");
    const char *data = w->text->text.data;
    for (size_t n = 0, from = 0; from < w->end; n++) {
        while (from < w->end && is_space(data[from]))
            from++;
        size_t end = n < PARAGRAPHS_MAX ? paragraph_end(w, from) : w->end;
        if (end > from)
            add_pieces(m, web_add_object(m, paragraphs), w, from, end);
        from = end;
    }
}

void web_model_text(web_model *m, json_t *to, const morgue_passage *text)
{
    size_t len = web_clip(text->text, TEXT_MAX);
    walk w = {
        .text = text, .end = len, .n_marks = text->n_marks < MARKS_MAX ? text->n_marks : MARKS_MAX};
    set_paragraphs(m, to, &w);
    if (w.n_marks)
        web_set_count(m, to, "mark_count", w.n_marks);
    if (len < text->text.len) {
        web_set_string(m, to, "cut", cli_size(len).text);
        web_set_string(m, to, "text_size", cli_size(text->text.len).text);
    }
}

/* ---- Whom and what it names --------------------------------------------------------------- */

/* Did the tagger find all of them? Then that is said once. */
static bool are_all_found(const morgue_article *article, morgue_field_id field)
{
    morgue_tag tag;
    bool any = false;
    for (size_t i = 0; i < WEB_SEEN_MAX && morgue_article_tag(article, field, i, &tag); i++) {
        if (tag.origin == MORGUE_GIVEN)
            return false;
        any |= tag.origin == MORGUE_TAGGER;
    }
    return any;
}

static void add_tag(web_model *m, json_t *values, morgue_field_id field, const morgue_tag *tag)
{
    web_ask alone = web_ask_toggle(&web_nothing, field, tag->name.data);
    json_t *value = web_add_object(m, values);
    web_set_text(m, value, "name", tag->name.data, tag->name.len);
    web_set_link(m, value, "link", "/search", &alone, NULL, NULL);
    web_set_flag(m, value, "main", tag->main);
    web_set_flag(m, value, "found", tag->origin == MORGUE_TAGGER);
    web_set_flag(m, value, "inherited", tag->origin == MORGUE_INHERITED);
    web_set_number(m, value, "confidence", tag->confidence);
    if (tag->mentions)
        web_set_count(m, value, "mentions", tag->mentions);
    else
        web_set_flag(m, value, "mentions", false);
}

/* Adds those that it is about, or the others. */
static void add_tags(web_model *m, json_t *values, const morgue_article *article,
                     morgue_field_id field, bool about)
{
    morgue_tag tag;
    for (size_t i = 0; i < WEB_SEEN_MAX && json_array_size(values) < TAGS_MAX; i++) {
        if (!morgue_article_tag(article, field, i, &tag))
            return;
        if (tag.main == about && web_can_filter(tag.name))
            add_tag(m, values, field, &tag);
    }
}

void web_model_tag_groups(web_model *m, json_t *to, const morgue_article *article)
{
    static const morgue_field_id fields[] = {MORGUE_PERSON, MORGUE_ORG, MORGUE_LOCATION};
    json_t *groups = web_set_array(m, to, "tag_groups");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        size_t n = morgue_article_count(article, fields[i]);
        if (!n)
            continue;
        json_t *group = web_add_object(m, groups);
        json_t *values = web_set_array(m, group, "values");
        web_set_string(m, group, "field", morgue_field_at(fields[i])->name);
        web_set_string(m, group, "label", web_field_plural(fields[i]));
        web_set_flag(m, group, "all_found", are_all_found(article, fields[i]));
        add_tags(m, values, article, fields[i], true);
        add_tags(m, values, article, fields[i], false);
        if (n > TAGS_MAX)
            web_set_count(m, group, "more", n - TAGS_MAX);
    }
}

/* ---- What else is known ------------------------------------------------------------------- */

/* Only what a browser opens as a page becomes a link: an archive may say "javascript:...". */
static void set_url(web_model *m, json_t *to, morgue_text url)
{
    bool link = url.len <= URL_MAX && (strncasecmp(url.data, "http://", 7) == 0 ||
                                       strncasecmp(url.data, "https://", 8) == 0);
    web_set_clipped(m, to, link ? "url" : "url_text", url, URL_MAX);
}

static void add_fact(web_model *m, json_t *facts, morgue_text key, morgue_text fact)
{
    if (!fact.len)
        return;
    json_t *object = web_add_object(m, facts);
    web_set_clipped(m, object, "key", key, FACT_MAX);
    web_set_clipped(m, object, "fact", fact, FACT_MAX);
}

/* Values that have no link; see web_model_head() and above. */
static void add_long_values(web_model *m, json_t *facts, const morgue_article *article)
{
    static const morgue_field_id fields[] = {MORGUE_SOURCE, MORGUE_SECTION, MORGUE_AUTHOR,
                                             MORGUE_PERSON, MORGUE_ORG,     MORGUE_LOCATION};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *label = web_field_label(fields[i]);
        size_t n = morgue_article_count(article, fields[i]);
        for (size_t j = 0; j < n && j < WEB_SEEN_MAX; j++) {
            morgue_text value = morgue_article_get(article, fields[i], j);
            if (!web_can_filter(value) && json_array_size(facts) < FACTS_MAX)
                add_fact(m, facts, (morgue_text){label, strlen(label)}, value);
        }
    }
}

static void set_facts(web_model *m, json_t *to, const morgue_article *article)
{
    static const struct {
        morgue_field_id field;
        const char *label;
    } rows[] = {{MORGUE_ID, "Id"},
                {MORGUE_RAW_DATE, "Date as given"},
                {MORGUE_MODIFIED, "Changed"},
                {MORGUE_REVISION, "Version"},
                {MORGUE_LANG, "Language"}};
    json_t *facts = web_set_array(m, to, "facts");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        add_fact(m, facts, (morgue_text){rows[i].label, strlen(rows[i].label)},
                 morgue_article_get(article, rows[i].field, 0));
    add_long_values(m, facts, article);
    for (size_t i = 0; i < morgue_article_count(article, MORGUE_TOPIC) && i < FACTS_MAX; i++)
        add_fact(m, facts, (morgue_text){"Topic", 5}, morgue_article_get(article, MORGUE_TOPIC, i));
    for (size_t i = 0; i < morgue_article_count(article, MORGUE_EXTRA) && i < FACTS_MAX; i++)
        add_fact(m, facts, morgue_article_extra_key(article, i),
                 morgue_article_get(article, MORGUE_EXTRA, i));
    web_set_flag(m, to, "has_facts", json_array_size(facts) > 0);
}

/* ---- Citing ------------------------------------------------------------------------------- */

typedef void put_cite(const morgue_article *article, const char *url, web_text *ret);

static void set_cited(web_model *m, json_t *to, const char *key, put_cite *put,
                      const morgue_article *article, const char *url)
{
    web_text text = {0};
    put(article, url, &text);
    m->lost |= text.lost;
    web_set_text(m, to, key, text.data ? text.data : "", text.len);
    web_text_free(&text);
}

/* Is all of it as short as what is cited usually is? */
static bool can_be_cited(const morgue_article *article)
{
    static const morgue_field_id fields[] = {MORGUE_ID,     MORGUE_TITLE,   MORGUE_URL,
                                             MORGUE_SOURCE, MORGUE_SECTION, MORGUE_AUTHOR,
                                             MORGUE_TOPIC,  MORGUE_DATELINE};
    size_t len = 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        size_t n = morgue_article_count(article, fields[i]);
        if (n > WEB_SEEN_MAX)
            return false;
        for (size_t j = 0; j < n; j++)
            len += morgue_article_get(article, fields[i], j).len;
    }
    return len <= CITED_MAX;
}

static void set_cite(web_model *m, json_t *to, const morgue_article *article)
{
    morgue_text id = morgue_article_get(article, MORGUE_ID, 0);
    web_set_article_link(m, to, "json_link", id, NULL, "json");
    web_set_article_link(m, to, "permalink", id, NULL, NULL);
    if (!can_be_cited(article))
        return;
    json_t *cited = web_set_object(m, to, "cite");
    web_text url = {0};
    web_putf(&url, "%s%s/article/", m->site->origin, m->site->base);
    web_put_url(&url, id.data, id.len);
    m->lost |= url.lost;
    if (!url.lost) {
        web_set_text(m, to, "address", url.data, url.len);
        set_cited(m, cited, "plain", web_cite_plain, article, url.data);
        set_cited(m, cited, "bibtex", web_cite_bibtex, article, url.data);
        set_cited(m, cited, "ris", web_cite_ris, article, url.data);
    }
    web_set_article_link(m, cited, "bibtex_link", id, NULL, "bibtex");
    web_set_article_link(m, cited, "ris_link", id, NULL, "ris");
    web_text_free(&url);
}

void web_model_facts(web_model *m, json_t *to, const morgue_article *article)
{
    morgue_text url = morgue_article_get(article, MORGUE_URL, 0);
    morgue_text dateline = morgue_article_get(article, MORGUE_DATELINE, 0);
    if (url.len)
        set_url(m, to, url);
    web_set_clipped(m, to, "dateline", dateline, FACT_MAX);
    set_facts(m, to, article);
    set_cite(m, to, article);
}
