/* Reads every file of tests/corpora/broken and compares what comes of it with what is expected.
 * MORGUE_UPDATE=1 writes the expectations anew. */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reading.h"

#define FOLDER SOURCE_DIR "/tests/corpora/broken"

static void read_file(const char *path, mg_buffer *ret)
{
    char block[4096];
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s is missing", path);
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
        ck_assert(mg_buffer_append(ret, block, n));
    fclose(file);
}

static void check_file(const char *name)
{
    char path[512], expected_path[600];
    mg_buffer got = {0}, expected = {0};
    snprintf(path, sizeof path, FOLDER "/%s", name);
    snprintf(expected_path, sizeof expected_path, "%s.expected", path);
    read_path(path, NULL, NULL, 0, true, &got);
    for (char *at; got.data && (at = strstr(got.data, FOLDER "/"));) /* the message of a bad file */
        memmove(at, at + sizeof FOLDER, strlen(at + sizeof FOLDER) + 1);
    if (getenv("MORGUE_UPDATE")) {
        FILE *file = fopen(expected_path, "wb");
        fputs(got.data ? got.data : "", file);
        fclose(file);
    }
    read_file(expected_path, &expected);
    ck_assert_msg(strcmp(got.data ? got.data : "", expected.data ? expected.data : "") == 0,
                  "%s:\n%s", name, got.data);
    mg_buffer_free(&got);
    mg_buffer_free(&expected);
}

START_TEST(broken_files)
{
    struct dirent **entries;
    int n = scandir(FOLDER, &entries, NULL, alphasort);
    int seen = 0;
    ck_assert_int_gt(n, 0);
    for (int i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;
        if (name[0] != '.' && !strstr(name, ".expected") && strcmp(name, "README.md") != 0) {
            check_file(name);
            seen++;
        }
        free(entries[i]);
    }
    free(entries);
    ck_assert_int_ge(seen, 15);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("broken");
    TCase *tests = tcase_create("broken");
    tcase_add_test(tests, broken_files);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
