#include "search/query/make.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/shard.h"
#include "archive/tokenizer.h"

void mg_queries_free(mg_queries *list)
{
    for (size_t i = 0; i < list->n; i++)
        xap_query_free(list->items[i]);
    free(list->items);
    *list = (mg_queries){0};
}

morgue_status mg_queries_add(mg_queries *list, xap_query *query, morgue_error *err)
{
    if (!query)
        return MORGUE_OK;
    if (list->n == list->cap) {
        size_t cap = list->cap ? 2 * list->cap : 8;
        xap_query **items = realloc(list->items, cap * sizeof *items);
        if (!items) {
            xap_query_free(query);
            return mg_fail_memory(err);
        }
        list->items = items;
        list->cap = cap;
    }
    list->items[list->n++] = query;
    return MORGUE_OK;
}

morgue_status mg_queries_add_term(mg_queries *list, const char *prefix, morgue_text term,
                                  morgue_error *err)
{
    char text[MG_EXACT_MAX + MG_TERM_MAX];
    size_t prefix_len = strlen(prefix);
    xap_query *query;
    xap_error cause;
    if (prefix_len + term.len > sizeof text)
        return mg_fail(err, MORGUE_INTERNAL, "a term of %zu bytes", prefix_len + term.len);
    memcpy(text, prefix, prefix_len);
    memcpy(text + prefix_len, term.data, term.len);
    if (xap_query_term(text, prefix_len + term.len, 1, &query, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    return mg_queries_add(list, query, err);
}

morgue_status mg_queries_combine(mg_queries *list, xap_op op, xap_query **ret, morgue_error *err)
{
    xap_error cause;
    if (list->n == 1) {
        *ret = list->items[0];
        list->n = 0;
    } else if (xap_query_combine(op, (const xap_query *const *)list->items, list->n, 0, ret,
                                 &cause) != XAP_OK) {
        return mg_fail_xap(err, &cause);
    }
    mg_queries_free(list);
    return MORGUE_OK;
}

morgue_status mg_query_extend(xap_query **query, xap_op op, mg_queries *others, morgue_error *err)
{
    if (!others->n)
        return MORGUE_OK;
    mg_queries all = {0};
    morgue_status status = mg_queries_add(&all, *query, err);
    *query = NULL;
    for (size_t i = 0; status == MORGUE_OK && i < others->n; i++) {
        status = mg_queries_add(&all, others->items[i], err);
        others->items[i] = NULL;
    }
    if (status == MORGUE_OK)
        status = mg_queries_combine(&all, op, query, err);
    mg_queries_free(&all);
    mg_queries_free(others);
    return status;
}

morgue_status mg_query_scale(xap_query **query, double factor, morgue_error *err)
{
    xap_query *scaled = NULL;
    xap_error cause;
    xap_status status = xap_query_scale(*query, factor, &scaled, &cause);
    xap_query_free(*query);
    *query = scaled;
    return status == XAP_OK ? MORGUE_OK : mg_fail_xap(err, &cause);
}
