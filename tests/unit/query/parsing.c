#include "tests/unit/query/parsing.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

void assert_understood(const char *query, const char *tree)
{
    mg_tree parsed = {0};
    mg_buffer out = {0};
    morgue_error err = {0};
    ck_assert_msg(mg_query_parse(query, strlen(query), &parsed, &err) == MORGUE_OK, "%s: %s", query,
                  err.message);
    ck_assert(mg_query_describe(parsed.root, &out));
    ck_assert_msg(strcmp(out.data, tree) == 0, "%s: %s, not %s", query, out.data, tree);
    mg_buffer_free(&out);
    mg_tree_free(&parsed);
}

void assert_refused(const char *query, size_t len, int column, const char *message)
{
    mg_tree tree = {0};
    morgue_error err = {0};
    morgue_status status = mg_query_parse(query, len, &tree, &err);
    char start[32];
    snprintf(start, sizeof start, "column %d: ", column);
    ck_assert_msg(status == MORGUE_BAD_QUERY && err.status == status, "%.40s: is taken", query);
    ck_assert_msg(err.offset == column - 1 && strncmp(err.message, start, strlen(start)) == 0 &&
                      strstr(err.message, message),
                  "%.40s: %s", query, err.message);
    ck_assert_ptr_null(tree.root);
    ck_assert_int_eq(mg_query_parse(query, len, &tree, NULL), status);
}
