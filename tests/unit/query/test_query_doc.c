/* Every query that docs/query-language.md shows in a table is one. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/query/parser.h"

/* Parses each `query` of a table cell; returns how many there are. */
static unsigned check_cell(const char *cell, const char *end)
{
    unsigned n = 0;
    for (;;) {
        const char *open = memchr(cell, '`', (size_t)(end - cell));
        const char *close = open ? memchr(open + 1, '`', (size_t)(end - open - 1)) : NULL;
        if (!close)
            return n;
        mg_tree tree = {0};
        morgue_error err = {0};
        ck_assert_msg(mg_query_parse(open + 1, (size_t)(close - open - 1), &tree, &err) ==
                          MORGUE_OK,
                      "%.*s %s", (int)(close - open + 1), open, err.message);
        mg_tree_free(&tree);
        cell = close + 1;
        n++;
    }
}

/* The number of the column that holds queries, from 1; 0 in a table without one. */
static int query_column(const char *header)
{
    int column = 0;
    for (const char *at = strchr(header, '|'); at; at = strchr(at + 1, '|')) {
        column++;
        if (strncmp(at, "| query |", 9) == 0 || strncmp(at, "| typed |", 9) == 0 ||
            strncmp(at, "| example |", 11) == 0)
            return column;
    }
    return 0;
}

static unsigned check_row(const char *row, int column)
{
    const char *at = row;
    for (int i = 1; at && i < column; i++)
        at = strchr(at + 1, '|');
    const char *end = at ? strchr(at + 1, '|') : NULL;
    return column && end ? check_cell(at, end) : 0;
}

START_TEST(test_tables)
{
    char line[1024];
    bool in_table = false;
    int column = 0;
    unsigned n = 0;
    FILE *file = fopen(SOURCE_DIR "/docs/query-language.md", "r");
    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof line, file)) {
        bool row = line[0] == '|';
        if (row && !in_table)
            column = query_column(line);
        else if (row)
            n += check_row(line, column);
        in_table = row;
    }
    fclose(file);
    ck_assert_uint_gt(n, 50);
}
END_TEST

/* The examples of the field table parse too. */
START_TEST(test_fields)
{
    const morgue_field *field;
    for (size_t i = 0; (field = morgue_field_at(i)); i++) {
        mg_tree tree = {0};
        morgue_error err = {0};
        if (field->example[0])
            ck_assert_msg(mg_query_parse(field->example, strlen(field->example), &tree, &err) ==
                              MORGUE_OK,
                          "%s: %s", field->example, err.message);
        mg_tree_free(&tree);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("documented queries");
    TCase *tests = tcase_create("documented");
    tcase_add_test(tests, test_tables);
    tcase_add_test(tests, test_fields);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
