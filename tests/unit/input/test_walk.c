/* Walking over folders: order, links, hidden and unreadable entries. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/buffer.h"
#include "indexer/input/walk.h"

static char root[64];

static void run(const char *format)
{
    char command[512];
    snprintf(command, sizeof command, format, root, root, root, root);
    ck_assert_int_eq(system(command), 0);
}

static void make_root(void)
{
    strcpy(root, "/tmp/morgue-test-walk-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
}

static void remove_root(void)
{
    run("chmod -R u+rwx '%s' && rm -rf '%s' && : '%s%s'");
}

/* The walk as text: one entry a line, "path", "path (why it is skipped)" or "path ! failure". */
static void walk(const char *const *paths, size_t n, mg_buffer *ret)
{
    mg_walk *walk;
    mg_walk_entry entry;
    bool more;
    ck_assert_int_eq(mg_walk_open(paths, n, &walk, NULL), MORGUE_OK);
    while (mg_walk_next(walk, &entry, &more, NULL) == MORGUE_OK && more) {
        size_t len = strlen(root);
        const char *path = strncmp(entry.path, root, len) == 0 ? entry.path + len : entry.path;
        char line[512];
        if (entry.skip)
            snprintf(line, sizeof line, "%s (%s)\n", path, entry.skip);
        else if (entry.fail)
            snprintf(line, sizeof line, "%s ! %s\n", path, entry.fail);
        else
            snprintf(line, sizeof line, "%s %d\n", path, (int)entry.size);
        ck_assert(mg_buffer_append_string(ret, line));
    }
    mg_walk_free(walk);
}

static void expect(const char *expected)
{
    const char *paths[] = {root};
    mg_buffer got = {0};
    walk(paths, 1, &got);
    ck_assert_str_eq(got.data ? got.data : "", expected);
    mg_buffer_free(&got);
}

START_TEST(empty_folder)
{
    expect("");
}
END_TEST

START_TEST(entries_come_in_order)
{
    run("cd '%s' && mkdir b a .git && printf 12345 > b/2.txt && printf 1 > b/10.txt && "
        "printf '' > a/x && printf 12 > c && : > .DS_Store && : > .git/config && : '%s%s%s'");
    expect("/.DS_Store (hidden file)\n/.git (hidden folder)\n/a/x 0\n/b/10.txt 1\n/b/2.txt 5\n"
           "/c 2\n");
    const char *paths[] = {root};
    ck_assert_uint_eq(mg_walk_total(paths, 1), 8);
}
END_TEST

START_TEST(links)
{
    run("cd '%s' && mkdir a b && printf 1 > a/1 && ln -s .. a/up && ln -s ../b a/z && "
        "printf 2 > b/2 && ln -s a/1 file && ln -s nowhere lost && ln -s self self && "
        "mkfifo pipe && : '%s%s%s'");
    expect("/a/1 1\n/a/up (a link to a folder above it)\n/a/z/2 1\n/b (a folder read already)\n"
           "/file 1\n/lost ! No such file or directory\n/pipe (not a regular file)\n"
           "/self ! Too many levels of symbolic links\n");
}
END_TEST

/* Ten folders of two links each to the next: 1024 ways, each read once. */
START_TEST(links_do_not_multiply)
{
    run("cd '%s' && for i in 0 1 2 3 4 5 6 7 8 9; do mkdir d$i; ln -s ../d$((i+1)) d$i/x; "
        "ln -s ../d$((i+1)) d$i/y; done; mkdir d10; printf 1 > d10/1; : '%s%s%s'");
    const char *paths[] = {root};
    ck_assert_uint_eq(mg_walk_total(paths, 1), 1);
}
END_TEST

START_TEST(deep_folders)
{
    char path[4000];
    size_t n = (size_t)snprintf(path, sizeof path, "%s", root);
    int made = 0;
    while (n + 4 < sizeof path && made < 900) {
        n += (size_t)snprintf(path + n, sizeof path - n, "/d");
        ck_assert_int_eq(mkdir(path, 0700), 0);
        made++;
    }
    const char *paths[] = {root};
    ck_assert_uint_eq(mg_walk_total(paths, 1), 0);
}
END_TEST

START_TEST(unreadable_folder)
{
    if (geteuid() == 0)
        return; /* nothing is unreadable for root */
    run("cd '%s' && mkdir a && chmod 0 a && printf 1 > b && : '%s%s%s'");
    expect("/a ! Permission denied\n/b 1\n");
}
END_TEST

START_TEST(paths_of_the_caller)
{
    const char *paths[] = {"-", "/nowhere/at/all", "/dev/null"};
    mg_buffer got = {0};
    walk(paths, 3, &got);
    ck_assert_str_eq(got.data, "- 0\n/nowhere/at/all ! No such file or directory\n/dev/null 0\n");
    ck_assert_uint_eq(mg_walk_total(paths, 3), 0);
    mg_buffer_free(&got);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("walk");
    TCase *tests = tcase_create("walk");
    tcase_add_checked_fixture(tests, make_root, remove_root);
    tcase_add_test(tests, empty_folder);
    tcase_add_test(tests, entries_come_in_order);
    tcase_add_test(tests, links);
    tcase_add_test(tests, links_do_not_multiply);
    tcase_add_test(tests, deep_folders);
    tcase_add_test(tests, unreadable_folder);
    tcase_add_test(tests, paths_of_the_caller);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
