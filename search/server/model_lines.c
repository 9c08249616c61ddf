/* The lines of a concordance. */
#include "search/server/model.h"
#include "search/server/when.h"

enum {
    LINES_MAX = 20, /* of an article */
    CONTEXT = 60    /* characters on either side */
};

static void set_line(web_model *m, json_t *object, const morgue_line *line,
                     const morgue_article *article)
{
    morgue_text where = morgue_article_get(article, MORGUE_SOURCE, 0);
    if (!where.len)
        where = morgue_article_get(article, MORGUE_ID, 0);
    web_set_clipped(m, object, "left", line->left, WEB_TITLE_MAX);
    web_set_clipped(m, object, "node", line->node, WEB_TITLE_MAX);
    web_set_clipped(m, object, "right", line->right, WEB_TITLE_MAX);
    web_set_flag(m, object, "in_title", line->in_title);
    web_set_lang(m, object, morgue_article_get(article, MORGUE_LANG, 0));
    web_set_clipped(m, object, "where", where, WEB_VALUE_MAX);
    web_set_article_link(m, object, "link", morgue_article_get(article, MORGUE_ID, 0), m->ask,
                         NULL);
    web_model_when(m, object, article);
    if (json_is_object(json_object_get(object, "when")))
        web_set_day(m, json_object_get(object, "when"), "text",
                    morgue_article_get(article, MORGUE_DATE, 0).data);
}

static bool add_lines(web_model *m, json_t *array, morgue_results *results, size_t i,
                      morgue_error *err)
{
    morgue_hit hit;
    const morgue_line *lines;
    size_t n;
    uint32_t context = m->ask->context ? m->ask->context : CONTEXT;
    if (morgue_results_hit(results, i, &hit, err) != MORGUE_OK ||
        morgue_results_lines(results, i, context, &lines, &n, err) != MORGUE_OK)
        return false;
    json_t *object = NULL;
    for (size_t j = 0; j < n && j < LINES_MAX; j++)
        set_line(m, object = web_add_object(m, array), &lines[j], hit.article);
    if (n > LINES_MAX)
        web_set_count(m, object, "rest", n - LINES_MAX);
    return true;
}

bool web_model_lines(web_model *m, morgue_results *results, morgue_error *err)
{
    json_t *array = web_set_array(m, m->root, "lines");
    for (size_t i = 0; i < morgue_results_count(results); i++)
        if (!add_lines(m, array, results, i, err))
            return false;
    web_ask as_list = *m->ask;
    as_list.view = WEB_LIST;
    web_set_link(m, m->root, "as_list", "/search", &as_list, NULL, NULL);
    web_set_flag(m, m->root, "has_lines", json_array_size(array) > 0);
    web_set_flag(m, m->root, "one_line", json_array_size(array) == 1);
    web_set_flag(m, m->root, "leftward", /* as the first of them */
                 json_is_true(json_object_get(json_array_get(array, 0), "right_to_left")));
    web_set_flag(m, m->root, "cut_lines", m->ask->context <= CONTEXT);
    web_set_flag(m, m->root, "no_words",
                 !json_array_size(array) && morgue_results_count(results) > 0);
    web_set_count(m, m->root, "line_count", json_array_size(array));
    return true;
}
