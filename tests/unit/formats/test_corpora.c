/* Reads every file of the folders in tests/corpora and compares what comes of it with what is
 * expected, NAME.expected. MORGUE_UPDATE=1 writes the expectations anew. */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reading.h"

#define CORPORA SOURCE_DIR "/tests/corpora"

static void read_file(const char *path, mg_buffer *ret)
{
    char block[4096];
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s is missing", path);
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
        ck_assert(mg_buffer_append(ret, block, n));
    fclose(file);
}

/* Messages name the file: not where this tree lies. */
static void without_folder(mg_buffer *text, const char *folder)
{
    size_t n = strlen(folder);
    for (char *at; text->data && (at = strstr(text->data, folder));)
        memmove(at, at + n, strlen(at + n) + 1);
}

static void check_file(const char *folder, const char *name)
{
    char path[1400], expected_path[1500];
    mg_buffer got = {0}, expected = {0};
    snprintf(path, sizeof path, "%s%s", folder, name);
    snprintf(expected_path, sizeof expected_path, "%s.expected", path);
    read_path(path, NULL, NULL, 0, true, &got);
    without_folder(&got, folder);
    if (getenv("MORGUE_UPDATE")) {
        FILE *file = fopen(expected_path, "wb");
        fputs(got.data ? got.data : "", file);
        fclose(file);
    }
    read_file(expected_path, &expected);
    ck_assert_msg(strcmp(got.data ? got.data : "", expected.data ? expected.data : "") == 0,
                  "%s:\n%s", path, got.data);
    mg_buffer_free(&got);
    mg_buffer_free(&expected);
}

/* Calls `visit` for each name in a folder, in order; returns their number. */
static int each_name(const char *folder, void (*visit)(const char *folder, const char *name))
{
    struct dirent **entries;
    int n = scandir(folder, &entries, NULL, alphasort);
    int seen = 0;
    ck_assert_int_gt(n, 0);
    for (int i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;
        if (name[0] != '.' && !strstr(name, ".expected") && strcmp(name, "README.md") != 0) {
            visit(folder, name);
            seen++;
        }
        free(entries[i]);
    }
    free(entries);
    return seen;
}

static void check_folder(const char *corpora, const char *name)
{
    char folder[1024];
    snprintf(folder, sizeof folder, "%s%s/", corpora, name);
    ck_assert_int_gt(each_name(folder, check_file), 0);
}

START_TEST(corpora)
{
    ck_assert_int_gt(each_name(CORPORA "/", check_folder), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("corpora");
    TCase *tests = tcase_create("corpora");
    tcase_add_test(tests, corpora);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
