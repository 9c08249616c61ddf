/* The archive folder held for writing: who gets the lock, what is removed, what is left alone. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/path.h"
#include "archive/store.h"
#include "archive/stub.h"
#include "tests/unit/scratch.h"

static scratch s;
static mg_store store;
static morgue_error err;
static int crash; /* after the manifest was replaced */

/* In the place of libc's: a mark is not removed before the new name of its shard is on the disk. */
static bool unsure, hasty;

int rename(const char *from, const char *to)
{
    unsure = true;
    return (int)syscall(SYS_rename, from, to);
}

int fsync(int fd)
{
    unsure = false;
    return (int)syscall(SYS_fsync, fd);
}

int unlink(const char *path)
{
    hasty = hasty || (unsure && strstr(path, "damaged-"));
    return (int)syscall(SYS_unlink, path);
}

static void open_scratch(void)
{
    scratch_open(&s);
    store = (mg_store){.lock = -1};
}

static void close_scratch(void)
{
    mg_store_close(&store);
    scratch_close(&s);
}

/* Makes an archive in the folder, with one shard that holds a file. */
static void make_archive(void)
{
    OK(mg_store_open(s.path, false, &store, &err));
    ck_assert_str_eq(mg_manifest_add(&store.manifest), "shard-000001");
    ck_assert_int_eq(mkdir(scratch_path(&s, "shard-000001"), 0777), 0);
    scratch_write(&s, "shard-000001/file", "x", 1);
    OK(mg_store_publish(&store, &err));
    mg_store_close(&store);
}

static void check_holder(pid_t pid)
{
    char number[32];
    mg_store second = {.lock = -1};
    FAILS(MORGUE_LOCKED, mg_store_open(s.path, false, &second, &err));
    snprintf(number, sizeof number, "process %ld ", (long)pid);
    ck_assert_msg(strstr(err.message, number) != NULL, "%s", err.message);
    ck_assert_int_eq(second.lock, -1);
}

START_TEST(test_new)
{
    char path[128];
    snprintf(path, sizeof path, "%s/new", s.path);
    OK(mg_store_open(path, false, &store, &err));
    ck_assert_str_eq(store.path, path);
    ck_assert_uint_eq(store.manifest.count, 0);
    ck_assert(scratch_has(&s, "new/" MG_MANIFEST_NAME));
    char *shard = mg_store_shard_path(&store, "shard-000001");
    ck_assert_str_eq(shard, scratch_path(&s, "new/shard-000001"));
    free(shard);
    mg_store_close(&store);
    mg_store_close(&store);
    OK(mg_store_open(path, true, &store, &err));
}
END_TEST

START_TEST(test_must_exist)
{
    FAILS(MORGUE_FOREIGN, mg_store_open(s.path, true, &store, &err));
    ck_assert(!scratch_has(&s, "morgue.lock"));
    FAILS(MORGUE_NOT_FOUND, mg_store_open(scratch_path(&s, "none"), true, &store, &err));
    ck_assert(!scratch_has(&s, "none"));
    FAILS(MORGUE_NOT_FOUND, mg_store_open(scratch_path(&s, "no/ne"), false, &store, &err));
}
END_TEST

START_TEST(test_second_in_process)
{
    OK(mg_store_open(s.path, false, &store, &err));
    check_holder(getpid());
    check_holder(getpid()); /* asking does not loosen it */
    mg_store_close(&store);
    OK(mg_store_open(s.path, false, &store, &err));
}
END_TEST

START_TEST(test_second_in_fork)
{
    int result;
    pid_t holder = getpid();
    OK(mg_store_open(s.path, false, &store, &err));
    pid_t child = fork();
    if (child == 0) {
        char number[32];
        mg_store second;
        morgue_status status = mg_store_open(s.path, false, &second, &err);
        snprintf(number, sizeof number, "process %ld ", (long)holder);
        _exit(status == MORGUE_LOCKED && strstr(err.message, number) ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(child, &result, 0), child);
    ck_assert(WIFEXITED(result) && WEXITSTATUS(result) == 0);
    check_holder(holder); /* the end of the child has not loosened it either */
}
END_TEST

/* A process that holds the archive until it is killed. */
static pid_t start_holder(void)
{
    int ready[2];
    char byte;
    ck_assert_int_eq(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        mg_store held;
        if (mg_store_open(s.path, false, &held, NULL) == MORGUE_OK && write(ready[1], "x", 1) == 1)
            pause();
        _exit(1);
    }
    close(ready[1]);
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return child;
}

START_TEST(test_killed)
{
    pid_t child = start_holder();
    check_holder(child);
    ck_assert_int_eq(kill(child, SIGKILL), 0);
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    OK(mg_store_open(s.path, false, &store, &err));
    check_holder(getpid());
}
END_TEST

/* A holder that could not write its number is told of without one. */
START_TEST(test_nameless)
{
    make_archive();
    mg_store second;
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int fd = open(scratch_path(&s, "morgue.lock"), O_RDWR | O_TRUNC);
    ck_assert_int_eq(fcntl(fd, F_OFD_SETLK, &whole), 0);
    FAILS(MORGUE_LOCKED, mg_store_open(s.path, false, &second, &err));
    ck_assert_ptr_null(strstr(err.message, "process 0"));
    close(fd);
}
END_TEST

START_TEST(test_orphans)
{
    make_archive();
    ck_assert_int_eq(mkdir(scratch_path(&s, "shard-000002"), 0777), 0);
    ck_assert_int_eq(mkdir(scratch_path(&s, "shard-000002/inner"), 0777), 0);
    scratch_write(&s, "shard-000002/inner/file", "x", 1);
    ck_assert_int_eq(mkdir(scratch_path(&s, "mine"), 0777), 0);
    scratch_write(&s, "mine/file", "x", 1);
    scratch_write(&s, "notes", "x", 1);
    OK(mg_store_open(s.path, true, &store, &err));
    ck_assert(!scratch_has(&s, "shard-000002"));
    ck_assert(scratch_has(&s, "shard-000001/file"));
    ck_assert(scratch_has(&s, "mine/file") && scratch_has(&s, "notes"));
}
END_TEST

/* Whoever has no lock removes nothing. */
START_TEST(test_orphans_of_others)
{
    mg_store second;
    OK(mg_store_open(s.path, false, &store, &err));
    ck_assert_int_eq(mkdir(scratch_path(&s, "shard-000001"), 0777), 0);
    FAILS(MORGUE_LOCKED, mg_store_open(s.path, false, &second, &err));
    ck_assert(scratch_has(&s, "shard-000001"));
}
END_TEST

START_TEST(test_foreign)
{
    scratch_write(&s, "letter", "x", 1);
    ck_assert_int_eq(mkdir(scratch_path(&s, "shard-000001"), 0777), 0);
    FAILS(MORGUE_FOREIGN, mg_store_open(s.path, false, &store, &err));
    ck_assert(scratch_has(&s, "letter") && scratch_has(&s, "shard-000001"));
    ck_assert(!scratch_has(&s, "morgue.lock") && !scratch_has(&s, MG_MANIFEST_NAME));
    FAILS(MORGUE_FOREIGN, mg_store_open(scratch_path(&s, "letter"), false, &store, &err));
}
END_TEST

/* What a crash leaves while the archive is made does not stand in its way. */
START_TEST(test_half_made)
{
    scratch_write(&s, "morgue.lock", "12345\n", 6);
    OK(mg_store_open(s.path, false, &store, &err));
    mg_store_close(&store);
    ck_assert_int_eq(unlink(scratch_path(&s, MG_MANIFEST_NAME)), 0);
    ck_assert_int_eq(unlink(scratch_path(&s, MG_STUB_NAME)), 0); /* it comes after */
    scratch_write(&s, MG_MANIFEST_NAME ".new", "morgue", 6);
    OK(mg_store_open(s.path, false, &store, &err));
    ck_assert(!scratch_has(&s, MG_MANIFEST_NAME ".new"));
}
END_TEST

static void check_stub(const char *wanted)
{
    mg_buffer text = {0};
    OK(mg_file_read(scratch_path(&s, MG_STUB_NAME), 1000, &text, &err));
    ck_assert_str_eq(text.data, wanted);
    mg_buffer_free(&text);
}

/* The stub lists what the manifest does. A writer puts one right that does not, as after a crash
 * between the two, and makes one where an earlier version has made none. */
START_TEST(test_stub)
{
    static const char *const wrong[] = {"", "auto shard-000007\n", "auto shard-000001\n\n"};
    OK(mg_store_open(s.path, false, &store, &err));
    check_stub("");
    mg_store_close(&store);
    make_archive();
    check_stub("auto shard-000001\n");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        scratch_write(&s, MG_STUB_NAME, wrong[i], strlen(wrong[i]));
        scratch_write(&s, MG_STUB_NAME ".new", "auto", 4);
        OK(mg_store_open(s.path, true, &store, &err));
        check_stub("auto shard-000001\n");
        ck_assert(!scratch_has(&s, MG_STUB_NAME ".new"));
        mg_store_close(&store);
    }
    ck_assert_int_eq(unlink(scratch_path(&s, MG_STUB_NAME)), 0);
    OK(mg_store_open(s.path, true, &store, &err));
    check_stub("auto shard-000001\n");
    ck_assert_ptr_nonnull(mg_manifest_add(&store.manifest));
    OK(mg_store_publish(&store, &err));
    check_stub("auto shard-000001\nauto shard-000002\n");
}
END_TEST

/* A damaged archive is left as it is. */
START_TEST(test_damaged)
{
    make_archive();
    scratch_write(&s, MG_MANIFEST_NAME, "morgue archive\nschema 4\nnext 1\n", 31);
    FAILS(MORGUE_CORRUPT, mg_store_open(s.path, false, &store, &err));
    ck_assert(scratch_has(&s, "shard-000001/file"));
}
END_TEST

/* ---- Damaged shards ----------------------------------------------------------------------- */

/* Makes the archive anew, with one shard more in the place of the first, which is to be kept. */
static void replace_kept(void)
{
    mg_manifest all;
    OK(mg_store_keep(&store, "shard-000001", &err));
    ck_assert(scratch_has(&s, "damaged-000001.new"));
    ck_assert_int_eq(mkdir(scratch_path(&s, "shard-000002"), 0777), 0);
    ck_assert_ptr_nonnull(mg_manifest_add(&store.manifest));
    ck_assert(mg_manifest_copy(&store.manifest, &all));
    memmove(store.manifest.shards, store.manifest.shards + 1, sizeof *store.manifest.shards);
    store.manifest.count = 1;
    OK(mg_store_publish(&store, &err));
    if (!crash)
        mg_store_clear_away(&store, &all);
    mg_manifest_free(&all);
}

static void check_is_kept(void)
{
    ck_assert(scratch_has(&s, "damaged-000001/file"));
    ck_assert(!scratch_has(&s, "damaged-000001.new"));
    ck_assert(!scratch_has(&s, "shard-000001"));
    ck_assert(scratch_has(&s, "shard-000002"));
}

/* A shard that is marked is kept, by who has marked it or, after a crash, by the next writer, and
 * then left alone. */
START_TEST(test_kept)
{
    crash = _i;
    hasty = false;
    make_archive();
    OK(mg_store_open(s.path, true, &store, &err));
    replace_kept();
    ck_assert_int_eq(scratch_has(&s, "damaged-000001"), !_i);
    for (int i = 0; i < 2; i++) {
        mg_store_close(&store);
        OK(mg_store_open(s.path, true, &store, &err));
        check_is_kept();
    }
    ck_assert(!hasty);
    ck_assert_str_eq(mg_manifest_add(&store.manifest), "shard-000003");
}
END_TEST

/* A mark is nothing as long as its shard is listed. */
START_TEST(test_marked_only)
{
    make_archive();
    OK(mg_store_open(s.path, true, &store, &err));
    OK(mg_store_keep(&store, "shard-000001", &err));
    mg_store_close(&store);
    OK(mg_store_open(s.path, true, &store, &err));
    ck_assert(!scratch_has(&s, "damaged-000001.new"));
    ck_assert(scratch_has(&s, "shard-000001/file"));
}
END_TEST

static void open_damaged(morgue_status expected)
{
    morgue_error damage;
    OK(mg_store_open_damaged(s.path, &store, &damage, &err));
    ck_assert_int_eq(damage.status, expected);
}

/* Without a manifest the shards are those that there are; no name is used twice. */
START_TEST(test_no_manifest)
{
    static const char *const folders[] = {"shard-000012", "shard-000003", "damaged-000020",
                                          "shard-test",   "mine",         "shard-000003/inner"};
    make_archive();
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        ck_assert_int_eq(mkdir(scratch_path(&s, folders[i]), 0777), 0);
    open_damaged(MORGUE_OK);
    ck_assert_uint_eq(store.manifest.count, 1);
    ck_assert(!scratch_has(&s, "shard-000003") && scratch_has(&s, "damaged-000020"));
    mg_store_close(&store);
    ck_assert_int_eq(mkdir(scratch_path(&s, "shard-000012"), 0777), 0);
    ck_assert_int_eq(unlink(scratch_path(&s, MG_MANIFEST_NAME)), 0);
    morgue_error damage;
    FAILS(MORGUE_FOREIGN, mg_store_open_damaged(s.path, &store, &damage, &err));
    ck_assert(scratch_has(&s, "shard-000012"));
    scratch_write(&s, "shard-000012/docdata.glass", "x", 1);
    open_damaged(MORGUE_FOREIGN);
    ck_assert_uint_eq(store.manifest.count, 2);
    ck_assert_str_eq(store.manifest.shards[0], "shard-000001");
    ck_assert_str_eq(store.manifest.shards[1], "shard-000012");
    ck_assert_str_eq(mg_manifest_add(&store.manifest), "shard-000021");
    ck_assert(scratch_has(&s, "mine") && !scratch_has(&s, MG_MANIFEST_NAME));
    mg_store_close(&store);
    scratch_write(&s, MG_MANIFEST_NAME, "morgue archive\nschema 4\nnext 1\n", 31);
    open_damaged(MORGUE_CORRUPT);
    ck_assert_uint_eq(store.manifest.count, 2);
}
END_TEST

/* An archive of an earlier version is opened as what it is; one of a later is not. */
START_TEST(test_versions)
{
    morgue_error damage;
    make_archive();
    scratch_write(&s, MG_MANIFEST_NAME, "morgue archive\nschema 3\nnext 0\nend\n", 35);
    FAILS(MORGUE_BAD_VERSION, mg_store_open(s.path, true, &store, &err));
    ck_assert(scratch_has(&s, "shard-000001"));
    open_damaged(MORGUE_OK);
    ck_assert_uint_eq(store.manifest.features, MG_FEATURE_DATELINE | MG_FEATURE_SENTENCE_MARKS);
    mg_store_close(&store);
    scratch_write(&s, MG_MANIFEST_NAME, "morgue archive\nschema 8\nnext 0\nend\n", 35);
    FAILS(MORGUE_BAD_VERSION, mg_store_open_damaged(s.path, &store, &damage, &err));
}
END_TEST

/* Root may write everywhere: it steps down. */
START_TEST(test_read_only)
{
    uid_t user = geteuid();
    make_archive();
    ck_assert_int_eq(unlink(scratch_path(&s, "morgue.lock")), 0);
    ck_assert_int_eq(chmod(s.path, 0555), 0);
    ck_assert(user != 0 || seteuid(65534) == 0);
    FAILS(MORGUE_IO, mg_store_open(s.path, false, &store, &err));
    FAILS(MORGUE_IO, mg_store_open(scratch_path(&s, "inner"), false, &store, &err));
    ck_assert_int_eq(seteuid(user), 0);
    ck_assert_int_eq(chmod(s.path, 0755), 0);
}
END_TEST

/* The next shard has a name that was never used. */
START_TEST(test_names)
{
    make_archive();
    OK(mg_store_open(s.path, true, &store, &err));
    store.manifest.count = 0;
    ck_assert_str_eq(mg_manifest_add(&store.manifest), "shard-000002");
    OK(mg_store_publish(&store, &err));
    mg_store_close(&store);
    OK(mg_store_open(s.path, true, &store, &err));
    ck_assert(!scratch_has(&s, "shard-000001"));
    ck_assert_str_eq(mg_manifest_add(&store.manifest), "shard-000003");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("store");
    tcase_add_checked_fixture(tests, open_scratch, close_scratch);
    tcase_add_test(tests, test_new);
    tcase_add_test(tests, test_must_exist);
    tcase_add_test(tests, test_second_in_process);
    tcase_add_test(tests, test_second_in_fork);
    tcase_add_test(tests, test_killed);
    tcase_add_test(tests, test_nameless);
    tcase_add_test(tests, test_orphans);
    tcase_add_test(tests, test_orphans_of_others);
    tcase_add_test(tests, test_foreign);
    tcase_add_test(tests, test_half_made);
    tcase_add_test(tests, test_stub);
    tcase_add_test(tests, test_damaged);
    tcase_add_loop_test(tests, test_kept, 0, 2);
    tcase_add_test(tests, test_marked_only);
    tcase_add_test(tests, test_no_manifest);
    tcase_add_test(tests, test_versions);
    tcase_add_test(tests, test_read_only);
    tcase_add_test(tests, test_names);
    return run_tests("store", tests);
}
