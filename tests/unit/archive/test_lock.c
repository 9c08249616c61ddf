/* The locks of an archive: who waits for whom, and what is said where there are none. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/lock.h"
#include "tests/unit/scratch.h"

static scratch s;
static morgue_error err;
static int lock_error; /* what locking ends with, where that is not 0 */

/* In the place of libc's, for a file system that gives no locks. */
int fcntl(int fd, int command, ...)
{
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (lock_error && (command == F_OFD_SETLK || command == F_OFD_SETLKW)) {
        errno = lock_error;
        return -1;
    }
    return (int)syscall(SYS_fcntl, fd, command, argument);
}

static void open_scratch(void)
{
    lock_error = 0;
    scratch_open(&s);
}

static void close_scratch(void)
{
    scratch_close(&s);
}

/* ---- Waiting ------------------------------------------------------------------------------ */

static void interrupt(int number)
{
    (void)number;
}

/* Signals that come while it waits, which do not end the waiting. */
static void be_interrupted(void)
{
    const struct sigaction action = {.sa_handler = interrupt};
    const struct itimerval often = {{0, 10000}, {0, 10000}};
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
}

/* A process that takes the lock, writes a byte into the pipe, and ends. */
static pid_t start(bool commit, int *ret_pipe)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        int fd;
        for (fd = 3; fd < 100; fd++) /* locks are those of all who have the descriptor */
            if (fd != ends[1])
                close(fd);
        be_interrupted();
        bool taken = commit ? mg_lock_open_commit(s.path, &fd, NULL) == MORGUE_OK &&
                                  mg_lock_commit(fd, s.path, NULL) == MORGUE_OK
                            : mg_lock_still(s.path, &fd, NULL) == MORGUE_OK && fd >= 0;
        _exit(taken && write(ends[1], "x", 1) == 1 ? 0 : 1);
    }
    close(ends[1]);
    *ret_pipe = ends[0];
    return child;
}

/* Has it the lock, so many milliseconds later? */
static bool has_come(int pipe, int milliseconds)
{
    struct pollfd wait = {.fd = pipe, .events = POLLIN};
    return poll(&wait, 1, milliseconds) == 1;
}

static void check_end(pid_t child, int pipe)
{
    int result;
    ck_assert(has_come(pipe, 10000));
    ck_assert_int_eq(waitpid(child, &result, 0), child);
    ck_assert(WIFEXITED(result) && WEXITSTATUS(result) == 0);
    close(pipe);
}

START_TEST(test_commit_waits)
{
    int commit, first, second, pipe;
    OK(mg_lock_open_commit(s.path, &commit, &err));
    OK(mg_lock_still(s.path, &first, &err));
    OK(mg_lock_still(s.path, &second, &err)); /* beside the other */
    pid_t child = start(true, &pipe);
    ck_assert(!has_come(pipe, 150));
    close(first);
    ck_assert(!has_come(pipe, 150));
    close(second);
    check_end(child, pipe);
    OK(mg_lock_commit(commit, s.path, &err)); /* gone with the child */
    close(commit);
}
END_TEST

START_TEST(test_copy_waits)
{
    int commit, pipe;
    OK(mg_lock_open_commit(s.path, &commit, &err));
    OK(mg_lock_commit(commit, s.path, &err));
    pid_t child = start(false, &pipe);
    ck_assert(!has_come(pipe, 150));
    mg_lock_end_commit(commit);
    check_end(child, pipe);
    close(commit);
}
END_TEST

/* ---- Places ------------------------------------------------------------------------------- */

START_TEST(test_no_file)
{
    int fd = 0, commit;
    OK(mg_lock_still(s.path, &fd, &err));
    ck_assert_int_eq(fd, -1);
    ck_assert(!mg_lock_is_there(s.path) && !scratch_has(&s, MG_COMMIT_NAME));
    OK(mg_lock_open_commit(s.path, &commit, &err));
    ck_assert(mg_lock_is_there(s.path) && scratch_has(&s, MG_COMMIT_NAME));
    close(commit);
}
END_TEST

/* Root may write everywhere: it steps down. */
START_TEST(test_read_only)
{
    int fd = -1, commit;
    uid_t user = geteuid();
    OK(mg_lock_open_commit(s.path, &commit, &err));
    close(commit);
    ck_assert_int_eq(chmod(scratch_path(&s, MG_COMMIT_NAME), 0444), 0);
    ck_assert_int_eq(chmod(s.path, 0555), 0);
    ck_assert(user != 0 || seteuid(65534) == 0);
    FAILS(MORGUE_IO, mg_lock_open_commit(s.path, &commit, &err));
    FAILS(MORGUE_IO, mg_lock_writer(s.path, &commit, &err));
    OK(mg_lock_still(s.path, &fd, &err));
    ck_assert_int_ge(fd, 0);
    close(fd);
    ck_assert_int_eq(seteuid(user), 0);
    ck_assert_int_eq(chmod(s.path, 0755), 0);
}
END_TEST

/* Who verifies is not taken for the writer whose number is in the file still. */
START_TEST(test_who)
{
    int writer, one, other;
    OK(mg_lock_writer(s.path, &writer, &err));
    FAILS(MORGUE_LOCKED, mg_lock_out_writers(s.path, &one, &err));
    ck_assert_msg(strstr(err.message, "is writing") != NULL, "%s", err.message);
    close(writer);
    OK(mg_lock_out_writers(s.path, &one, &err));
    OK(mg_lock_out_writers(s.path, &other, &err));
    FAILS(MORGUE_LOCKED, mg_lock_writer(s.path, &writer, &err));
    ck_assert_msg(strstr(err.message, "is being verified") != NULL, "%s", err.message);
    close(one);
    close(other);
    OK(mg_lock_writer(s.path, &writer, &err));
    close(writer);
}
END_TEST

START_TEST(test_no_locks)
{
    int fd = -1, commit;
    OK(mg_lock_open_commit(s.path, &commit, &err));
    lock_error = ENOLCK;
    FAILS(MORGUE_IO, mg_lock_writer(s.path, &fd, &err));
    ck_assert_msg(strstr(err.message, "NFS") != NULL, "%s", err.message);
    FAILS(MORGUE_IO, mg_lock_still(s.path, &fd, &err));
    ck_assert_msg(strstr(err.message, "NFS") != NULL, "%s", err.message);
    FAILS(MORGUE_IO, mg_lock_commit(commit, s.path, &err));
    ck_assert_msg(strstr(err.message, "NFS") != NULL, "%s", err.message);
    lock_error = EIO;
    FAILS(MORGUE_IO, mg_lock_writer(s.path, &fd, &err));
    ck_assert_msg(strstr(err.message, "NFS") == NULL, "%s", err.message);
    ck_assert_int_eq(fd, -1);
    close(commit);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("lock");
    tcase_add_checked_fixture(tests, open_scratch, close_scratch);
    tcase_add_test(tests, test_commit_waits);
    tcase_add_test(tests, test_copy_waits);
    tcase_add_test(tests, test_no_file);
    tcase_add_test(tests, test_read_only);
    tcase_add_test(tests, test_who);
    tcase_add_test(tests, test_no_locks);
    return run_tests("lock", tests);
}
