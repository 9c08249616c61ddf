/* The feed of changes: what it tells, and in which order; beside a writer. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/lock.h"
#include "archive/manifest.h"
#include "tests/unit/changes/feed.h"

START_TEST(test_told)
{
    char first[MORGUE_MARK_MAX];
    commit("a=one b=two");
    ck_assert_str_eq(told(""), "1:a=one 1:b=two");
    snprintf(first, sizeof first, "%s", mark);
    ck_assert_str_eq(told(NULL), "1:a=one 1:b=two");
    ck_assert_str_eq(told("0"), "1:a=one 1:b=two");
    ck_assert_str_eq(told(mark), "");
    commit("c=three");
    ck_assert_str_eq(told(first), "2:c=three");
    ck_assert_str_eq(told("1"), "2:c=three");
    commit("a=four d=five -b");
    ck_assert_str_eq(told(first), "2:c=three 3:-b 3:a=four 3:d=five");
    ck_assert_str_eq(told("2"), "3:-b 3:a=four 3:d=five");
    ck_assert_str_eq(told(""), "2:c=three 3:-b 3:a=four 3:d=five");
    commit("c=three"); /* it is there: nothing is changed */
    ck_assert_str_eq(told("3"), "");
    ck_assert_int_eq(strncmp(mark, "3-", 2), 0);
    compact();
    ck_assert_str_eq(told(first), "2:c=three 3:-b 3:a=four 3:d=five");
    ck_assert_str_eq(told(mark), "");
}
END_TEST

/* Each article is told once, as it is now. */
START_TEST(test_told_once)
{
    commit("a=one b=two c=three");
    commit("-a");
    commit("a=again");
    ck_assert_str_eq(told("1"), "3:a=again");
    commit("-a -b");
    ck_assert_str_eq(told("1"), "4:-a 4:-b");
    ck_assert_str_eq(told("2"), "4:-a 4:-b");
    commit("d=new");
    ck_assert_str_eq(told("4"), "5:d=new");
    ck_assert_str_eq(told("2"), "4:-a 4:-b 5:d=new");
    compact();
    ck_assert_str_eq(told("1"), "4:-a 4:-b 5:d=new");
    commit("b=back -c");
    ck_assert_str_eq(told("1"), "4:-a 5:d=new 6:-c 6:b=back");
    ck_assert_str_eq(told("0"), "4:-a 5:d=new 6:-c 6:b=back");
}
END_TEST

/* What comes and goes between two commits was never there. */
START_TEST(test_never_there)
{
    commit("a=one");
    commit("b=two -b c=three");
    ck_assert_str_eq(told("1"), "2:c=three");
    commit("-a a=back"); /* written again, though it is the same */
    ck_assert_str_eq(told("2"), "3:a=back");
    commit("-a a=once -a");
    ck_assert_str_eq(told("3"), "4:-a");
}
END_TEST

/* An id that is cut in its term is told whole. */
START_TEST(test_long_ids)
{
    char id[300], expected[400];
    morgue_writer *writer = open_writer();
    for (int i = 1; i <= 2; i++) {
        snprintf(id, sizeof id, "%0250d", i);
        morgue_article *a =
            make_article((field_text[]){{MORGUE_ID, id}, {MORGUE_TEXT, "text"}, {0, NULL}});
        OK(morgue_writer_add(writer, a, NULL, &err));
        morgue_article_free(a);
    }
    OK(morgue_writer_commit(writer, &err));
    OK(morgue_writer_delete(writer, id, MORGUE_NUL, &err));
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    snprintf(expected, sizeof expected, "2:-%0250d", 2);
    ck_assert_str_eq(told("1"), expected);
}
END_TEST

/* Eight shards are merged by themselves, and all that they tell is kept. */
START_TEST(test_merged)
{
    char deeds[40], expected[400] = "";
    for (int i = 1; i <= 12; i++) {
        snprintf(deeds, sizeof deeds, "a%d=x b%d=y%s", i, i,
                 i == 5   ? " -a3"
                 : i == 9 ? " -b4"
                          : "");
        commit(deeds);
    }
    mg_manifest manifest;
    OK(mg_manifest_read(archive, &manifest, &err));
    ck_assert_uint_lt(manifest.count, 8);
    mg_manifest_free(&manifest);
    for (int i = 4; i <= 12; i++) {
        size_t len = strlen(expected);
        len += (size_t)snprintf(expected + len, sizeof expected - len, "%s%s%s", i > 4 ? " " : "",
                                i == 5   ? "5:-a3 "
                                : i == 9 ? "9:-b4 "
                                         : "",
                                "");
        snprintf(expected + len, sizeof expected - len, i == 4 ? "%d:a%d=x" : "%d:a%d=x %d:b%d=y",
                 i, i, i, i);
    }
    ck_assert_str_eq(told("3"), expected);
}
END_TEST

/* ---- Tags, copies, rebuilt archives ------------------------------------------------------- */

/* What was found to tag is taken out of some articles: only these have changed. */
START_TEST(test_retagged)
{
    uint64_t changed;
    commit("a=one b=two");
    morgue_writer *writer = open_writer();
    morgue_article *tagged =
        make_article((field_text[]){{MORGUE_ID, "t"}, {MORGUE_TEXT, "three"}, {0, NULL}});
    OK(morgue_article_add(tagged, MORGUE_PERSON, "Ann Lee", MORGUE_NUL, MORGUE_TAGGER, &err));
    OK(morgue_writer_add(writer, tagged, NULL, &err));
    OK(morgue_writer_commit(writer, &err));
    morgue_article_free(tagged);
    OK(morgue_writer_delete(writer, "b", MORGUE_NUL, &err));
    OK(morgue_writer_commit(writer, &err));
    ck_assert_str_eq(told("0"), "1:a=one 2:t=three 3:-b");
    OK(morgue_writer_retag(writer, NULL, NULL, &changed, &err));
    ck_assert_uint_eq(changed, 1);
    ck_assert_str_eq(told("0"), "1:a=one 3:-b 4:t=three");
    ck_assert_str_eq(told("1"), "3:-b 4:t=three");
    OK(morgue_writer_retag(writer, NULL, NULL, &changed, &err));
    ck_assert_uint_eq(changed, 0);
    ck_assert_str_eq(told(mark), "");
    morgue_writer_free(writer);
    commit("c=four -a");
    ck_assert_str_eq(told("3"), "4:t=three 5:-a 5:c=four");
}
END_TEST

/* ---- Beside a writer ---------------------------------------------------------------------- */

/* What is changed meanwhile may be told as it is then, and is told again. */
START_TEST(test_beside)
{
    morgue_changes *changes;
    morgue_change change;
    commit("a=one b=two c=three d=four");
    OK(morgue_changes_open(archive, "", &changes, &err));
    ck_assert_uint_eq(morgue_changes_count(changes), 4);
    OK(morgue_changes_next(changes, &change, &err));
    ck_assert(is_text(change.id, "a"));
    commit("b=new -c");
    commit("e=five b=newer");
    char ids[10] = "";
    for (size_t n = 0; n < sizeof ids - 1; n++) {
        OK(morgue_changes_next(changes, &change, &err));
        if (!change.id.len)
            break;
        ck_assert(change.article && change.id.len == 1);
        ids[n] = change.id.data[0];
    }
    ck_assert(strcmp(ids, "bcd") == 0 || strcmp(ids, "bd") == 0);
    OK(morgue_changes_next(changes, &change, &err));
    ck_assert(!change.id.len && !change.article);
    snprintf(mark, sizeof mark, "%s", morgue_changes_mark(changes));
    morgue_changes_free(changes);
    ck_assert_str_eq(told(mark), "2:-c 3:e=five 3:b=newer");
}
END_TEST

/* Opening waits while a commit is made, and what is open keeps no commit waiting. */
START_TEST(test_waits)
{
    int fd, result;
    commit("a=one");
    OK(mg_lock_open_commit(archive, &fd, &err));
    OK(mg_lock_commit(fd, archive, &err));
    pid_t child = fork();
    if (child == 0) {
        morgue_changes *changes = NULL;
        close(fd);
        morgue_status status = morgue_changes_open(archive, "", &changes, &err);
        morgue_changes_free(changes);
        _exit(status == MORGUE_OK ? 0 : 1);
    }
    usleep(200000);
    ck_assert_int_eq(waitpid(child, &result, WNOHANG), 0);
    close(fd);
    ck_assert_int_eq(waitpid(child, &result, 0), child);
    ck_assert(WIFEXITED(result) && WEXITSTATUS(result) == 0);
}
END_TEST

/* Where no writer has come, as on a medium that nobody can write to, there is no lock. */
START_TEST(test_no_lock)
{
    char path[160];
    commit("a=one");
    snprintf(path, sizeof path, "%s/%s", archive, MG_COMMIT_NAME);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_str_eq(told(""), "1:a=one");
    ck_assert_int_eq(access(path, F_OK), -1);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("changes");
    tcase_add_checked_fixture(tests, feed_setup, feed_teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_told);
    tcase_add_test(tests, test_told_once);
    tcase_add_test(tests, test_never_there);
    tcase_add_test(tests, test_long_ids);
    tcase_add_test(tests, test_merged);
    tcase_add_test(tests, test_retagged);
    tcase_add_test(tests, test_beside);
    tcase_add_test(tests, test_waits);
    tcase_add_test(tests, test_no_lock);
    return run_tests("changes", tests);
}
