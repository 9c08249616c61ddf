/* The files of a shard that have other names become its own before they are changed. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "archive/path.h"
#include "indexer/build/unshare.h"
#include "tests/unit/maintain/faults.h"
#include "tests/unit/scratch.h"

enum { LONG = 700000 };

static scratch s;
static morgue_error err;
static char shard[80];

/* Two tables that have second names outside, one that has not, and the version file, which has. */
static void setup(void)
{
    char *bytes = malloc(LONG);
    faults = (fault_plan){.no_clones = true};
    scratch_open(&s);
    strcpy(shard, scratch_path(&s, "shard"));
    ck_assert_int_eq(mkdir(shard, 0777), 0);
    for (size_t i = 0; i < LONG; i++)
        bytes[i] = (char)(i * 7 + i / 251);
    scratch_write(&s, "shard/docdata.glass", bytes, LONG);
    free(bytes);
    scratch_write(&s, "shard/postlist.glass", "p", 1);
    scratch_write(&s, "shard/position.glass", "o", 1);
    scratch_write(&s, "shard/iamglass", "v", 1);
    ck_assert_int_eq(chmod(scratch_path(&s, "shard/docdata.glass"), 0640), 0);
    ck_assert_int_eq(link(scratch_path(&s, "shard/docdata.glass"), scratch_path(&s, "docdata")), 0);
    ck_assert_int_eq(link(scratch_path(&s, "shard/postlist.glass"), scratch_path(&s, "post")), 0);
    ck_assert_int_eq(link(scratch_path(&s, "shard/iamglass"), scratch_path(&s, "version")), 0);
}

static void teardown(void)
{
    scratch_close(&s);
}

static struct stat look(const char *name)
{
    struct stat info;
    ck_assert_int_eq(lstat(scratch_path(&s, name), &info), 0);
    return info;
}

static bool same_bytes(const char *one, const char *other)
{
    mg_buffer a = {0}, b = {0};
    OK(mg_file_read(scratch_path(&s, one), LONG * 2, &a, &err));
    OK(mg_file_read(scratch_path(&s, other), LONG * 2, &b, &err));
    bool same = a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
    mg_buffer_free(&a);
    mg_buffer_free(&b);
    return same;
}

static void check_own(void)
{
    ck_assert_uint_eq(look("shard/docdata.glass").st_nlink, 1);
    ck_assert_uint_eq(look("docdata").st_nlink, 1);
    ck_assert_uint_eq(look("shard/docdata.glass").st_mode & 0777, 0640);
    ck_assert(same_bytes("shard/docdata.glass", "docdata"));
    ck_assert_uint_eq(look("shard/postlist.glass").st_nlink, 1);
    ck_assert(same_bytes("shard/postlist.glass", "post"));
    ck_assert(!scratch_has(&s, "shard/docdata.glass.new"));
}

START_TEST(test_own)
{
    struct stat before = look("shard/position.glass");
    OK(mg_unshare(shard, &err));
    check_own();
    ck_assert_uint_eq(look("shard/position.glass").st_ino, before.st_ino);
    ck_assert_uint_eq(look("shard/iamglass").st_nlink, 2);
    before = look("shard/docdata.glass");
    OK(mg_unshare(shard, &err)); /* there is nothing to do */
    ck_assert_uint_eq(look("shard/docdata.glass").st_ino, before.st_ino);
}
END_TEST

/* Kernels may refuse to copy. */
START_TEST(test_by_hand)
{
    faults.no_kernel_copy = true;
    OK(mg_unshare(shard, &err));
    check_own();
    ck_assert_uint_gt(faults.writes, 1);
}
END_TEST

/* Or where the file system has reflinks, by these. */
START_TEST(test_clones)
{
    faults = (fault_plan){.no_clones = false};
    OK(mg_unshare(shard, &err));
    check_own();
}
END_TEST

START_TEST(test_cut_off)
{
    scratch_write(&s, "shard/docdata.glass.new", "half", 4);
    scratch_write(&s, "shard/termlist.glass.new", "half", 4);
    OK(mg_unshare(shard, &err));
    check_own();
    ck_assert(!scratch_has(&s, "shard/termlist.glass.new"));
}
END_TEST

static void check_shared(const char *word)
{
    ck_assert_msg(strstr(err.message, word) != NULL, "%s", err.message);
    ck_assert_uint_eq(look("docdata").st_ino, look("shard/docdata.glass").st_ino);
    ck_assert(!scratch_has(&s, "shard/docdata.glass.new"));
    faults = (fault_plan){.full = false};
    OK(mg_unshare(shard, &err));
    check_own();
}

START_TEST(test_no_room)
{
    ck_assert_int_eq(unlink(scratch_path(&s, "post")), 0);
    scratch_write(&s, "post", "p", 1);
    faults.full = true;
    FAILS(MORGUE_IO, mg_unshare(shard, &err));
    check_shared("has to be copied");
}
END_TEST

START_TEST(test_write_fails)
{
    ck_assert_int_eq(unlink(scratch_path(&s, "post")), 0);
    scratch_write(&s, "post", "p", 1);
    faults.no_kernel_copy = true;
    faults.failing_write = 2;
    FAILS(MORGUE_IO, mg_unshare(shard, &err));
    check_shared("No space left");
}
END_TEST

START_TEST(test_rename_fails)
{
    ck_assert_int_eq(unlink(scratch_path(&s, "post")), 0);
    scratch_write(&s, "post", "p", 1);
    faults.no_rename = true;
    FAILS(MORGUE_IO, mg_unshare(shard, &err));
    check_shared("docdata.glass");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("unshare");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_own);
    tcase_add_test(tests, test_by_hand);
    tcase_add_test(tests, test_clones);
    tcase_add_test(tests, test_cut_off);
    tcase_add_test(tests, test_no_room);
    tcase_add_test(tests, test_write_fails);
    tcase_add_test(tests, test_rename_fails);
    return run_tests("unshare", tests);
}
