/* The page of one article, with what was asked for marked in it. */
#include <string.h>

#include "search/server/handlers.h"
#include "search/server/model_article.h"

enum {
    MARKED_MAX = 8 << 20, /* bytes of a text in which words are looked for */
    SIMILAR = 5,
    SIMILAR_MS = 500
};

/* An article, out of the results of a search or by itself. */
typedef struct shown {
    const morgue_article *article;
    morgue_passage title;
    morgue_passage text;
    const char *unmarked; /* why nothing is marked; NULL: there is no need to say */
    morgue_results *results;
    morgue_article *own;
    bool partial; /* it was not found out whether the query finds it */
} shown;

static void free_shown(shown *s)
{
    morgue_results_free(s->results);
    morgue_article_free(s->own);
}

/* ---- Finding it --------------------------------------------------------------------------- */

/* Ids that differ only in quotes and wildcards are one to a query. */
static bool is_id(const morgue_article *article, const char *id)
{
    morgue_text its = morgue_article_get(article, MORGUE_ID, 0);
    return its.len == strlen(id) && memcmp(its.data, id, its.len) == 0;
}

/* By the query, so that its words can be marked. False where they cannot be, with the reason. */
static bool find_marked(web_desk *desk, const web_ask *ask, const char *id, shown *s)
{
    web_text filter = {0};
    morgue_search_options options = web_page_options(desk, ask);
    morgue_hit hit;
    web_put_filter(&filter, MORGUE_ID, id);
    options.filter = filter.data;
    options.limit = 1;
    options.offset = 0;
    options.after = NULL;
    options.snippets = 1;
    morgue_status status = filter.lost
                               ? MORGUE_NO_MEMORY
                               : morgue_search(desk->archive, ask->q, &options, &s->results, NULL);
    web_text_free(&filter);
    s->partial = s->results && morgue_results_partial(s->results);
    bool late = s->partial && !web_count_missing(s->results);
    if (status == MORGUE_BAD_QUERY || status == MORGUE_INVALID ||
        (status == MORGUE_OK && !morgue_results_count(s->results) && !late)) {
        s->unmarked = "This article is not one that the query finds: nothing is marked in it.";
        return false;
    }
    if (status == MORGUE_OK)
        status = morgue_results_hit(s->results, 0, &hit, NULL);
    if (status == MORGUE_OK && !is_id(hit.article, id)) {
        s->unmarked = "Nothing is marked: no query can say the id of this article.";
        return false;
    }
    if (status == MORGUE_OK && morgue_article_get(hit.article, MORGUE_TEXT, 0).len > MARKED_MAX) {
        s->unmarked = "The text is too long for the words of the query to be marked in it.";
        return false;
    }
    if (status != MORGUE_OK || morgue_results_whole(s->results, 0, &s->text, NULL) != MORGUE_OK) {
        s->unmarked = "There was no time to find out what is to be marked: try again.";
        s->partial = true;
        return false;
    }
    s->article = hit.article;
    s->title = hit.title;
    return true;
}

static bool find(web_desk *desk, const web_ask *ask, const char *id, shown *s, morgue_error *err)
{
    bool asked = *ask->q && strcmp(ask->q, "*") != 0;
    if (asked && find_marked(desk, ask, id, s))
        return true;
    s->own = morgue_article_new();
    if (!s->own) {
        *err = (morgue_error){.status = MORGUE_NO_MEMORY, .offset = -1};
        return false;
    }
    if (morgue_archive_article(desk->archive, id, strlen(id), s->own, err) != MORGUE_OK)
        return false;
    s->article = s->own;
    s->title.text = morgue_article_get(s->own, MORGUE_TITLE, 0);
    s->text.text = morgue_article_get(s->own, MORGUE_TEXT, 0);
    return true;
}

/* ---- Around it ---------------------------------------------------------------------------- */

/* Articles like it; without them where that takes too long or fails. */
static void set_similar(web_model *m, web_desk *desk, const char *id)
{
    uint32_t site_ms = desk->site->timeout_ms;
    morgue_search_options options = {.limit = SIMILAR,
                                     .similar = id,
                                     .snippets = MORGUE_NO_SNIPPETS,
                                     .timeout_ms =
                                         site_ms && site_ms < SIMILAR_MS ? site_ms : SIMILAR_MS,
                                     .go_on = desk->go_on,
                                     .user = desk->user};
    morgue_results *results = NULL;
    morgue_hit hit;
    json_t *similar = web_set_array(m, m->root, "similar");
    bool fine = morgue_search(desk->archive, NULL, &options, &results, NULL) == MORGUE_OK;
    m->partial = m->partial || !fine || morgue_results_partial(results);
    if (!fine)
        return;
    if (web_count_missing(results))
        web_model_notices(m, results);
    for (size_t i = 0; i < morgue_results_count(results); i++) {
        if (morgue_results_hit(results, i, &hit, NULL) != MORGUE_OK) {
            m->partial = true;
            break;
        }
        json_t *object = web_add_object(m, similar);
        web_model_head(m, object, hit.article, NULL);
        web_model_marked(m, object, "headline", &hit.title);
    }
    web_set_flag(m, m->root, "has_similar", json_array_size(similar) > 0);
    morgue_results_free(results);
}

static void set_links(web_model *m, const char *id)
{
    web_text path = {0};
    web_puts(&path, "/similar/");
    web_put_url(&path, id, strlen(id));
    m->lost |= path.lost;
    if (!path.lost)
        web_set_link(m, m->root, "similar_link", path.data, &web_nothing, NULL, NULL);
    web_text_free(&path);
    if (*m->ask->q || m->ask->n_filters || *m->ask->from || *m->ask->to)
        web_set_link(m, m->root, "back", "/search", m->ask, NULL, NULL);
}

/* ---- The page ----------------------------------------------------------------------------- */

static void show(web_desk *desk, const web_ask *ask, const char *id, const shown *s,
                 web_answer *answer)
{
    web_model m;
    morgue_text title = morgue_article_get(s->article, MORGUE_TITLE, 0);
    web_model_begin(&m, desk->site, ask, "article", title.data);
    web_model_head(&m, m.root, s->article, NULL);
    web_model_marked(&m, m.root, "headline", &s->title);
    web_model_text(&m, m.root, &s->text);
    web_model_tag_groups(&m, m.root, s->article);
    web_model_facts(&m, m.root, s->article);
    web_set_string(&m, m.root, "unmarked", s->unmarked ? s->unmarked : "");
    m.partial = s->partial;
    set_similar(&m, desk, id);
    set_links(&m, id);
    web_model_send(&m, "article", answer);
}

void web_page_article(web_desk *desk, const web_request *request, const web_ask *ask,
                      const char *id, web_answer *answer)
{
    (void)request;
    shown s = {0};
    morgue_error err;
    if (find(desk, ask, id, &s, &err)) {
        show(desk, ask, id, &s, answer);
    } else {
        const web_fault fault = web_fault_of(&err, NULL);
        web_refuse(desk->site, ask, &fault, answer);
    }
    free_shown(&s);
}
