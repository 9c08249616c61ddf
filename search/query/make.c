#include "search/query/make.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/tokenizer.h"

morgue_status mg_fail_xapian(morgue_error *err, const xap_error *cause)
{
    static const morgue_status statuses[XAP_STATUS_COUNT] = {
        [XAP_OK] = MORGUE_INTERNAL,          [XAP_NOT_FOUND] = MORGUE_NOT_FOUND,
        [XAP_EXISTS] = MORGUE_INTERNAL,      [XAP_CANNOT_OPEN] = MORGUE_IO,
        [XAP_VERSION] = MORGUE_BAD_VERSION,  [XAP_LOCKED] = MORGUE_LOCKED,
        [XAP_MODIFIED] = MORGUE_STALE,       [XAP_CORRUPT] = MORGUE_CORRUPT,
        [XAP_CLOSED] = MORGUE_INVALID,       [XAP_DATABASE] = MORGUE_IO,
        [XAP_BAD_QUERY] = MORGUE_BAD_QUERY,  [XAP_INVALID] = MORGUE_INVALID,
        [XAP_UNSUPPORTED] = MORGUE_INTERNAL, [XAP_NETWORK] = MORGUE_NETWORK,
        [XAP_NO_MEMORY] = MORGUE_NO_MEMORY,  [XAP_OTHER] = MORGUE_INTERNAL};
    return mg_fail(err, statuses[cause->status], "%s", cause->message);
}

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
        return mg_fail_xapian(err, &cause);
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
        return mg_fail_xapian(err, &cause);
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
    return status == XAP_OK ? MORGUE_OK : mg_fail_xapian(err, &cause);
}
