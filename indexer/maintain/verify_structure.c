/* Xapian's own check of a shard, in a process of its own: it is made for databases that may be
 * damaged, not for any bytes, and must not take the caller with it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/buffer.h"
#include "archive/error.h"
#include "archive/path.h"
#include "indexer/maintain/verify.h"
#include "xapian/xapian_c.h"

/* Seconds that the check may work: some, and one for so many bytes, of which it reads some 400
 * times as many in one. */
enum { SECONDS = 120, BYTES_EACH = 1 << 20 };

enum { LOOK_EACH = 100 /* milliseconds between two looks at whether to stop */ };

static const char nothing_wrong[] = "0\n";

/* What cannot be written is missed by who reads it. */
static void say(int fd, const char *words)
{
    if (!mg_write_all(fd, words, strlen(words)))
        _exit(1);
}

/* The line of the report that says what is wrong: Xapian's words differ, but for the good. */
static const char *find_line(char *report)
{
    char *line, *rest = report, *found = NULL;
    while (!found && (line = strsep(&rest, "\n")))
        if (*line && !strstr(line, "checked okay") && !strstr(line, "blocksize=") &&
            line[strlen(line) - 1] != ':' && !strstr(line, "Not yet created"))
            found = line;
    return found ? found : "it does not say which";
}

/* In the child: checks, and writes what is wrong, or that nothing is. */
static void check(const char *path, int fd)
{
    xap_string report = {0};
    xap_error cause;
    size_t errors = 0;
    int silence = open("/dev/null", O_WRONLY);
    dup2(silence, STDERR_FILENO);
    if (xap_check(path, &report, &errors, &cause) != XAP_OK)
        say(fd, cause.message);
    else
        say(fd, errors ? find_line(report.data) : nothing_wrong);
    _exit(0);
}

/* It has the lock of the archive, too, and must not keep it when the caller is gone. */
static void end_with(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(0);
}

static void limit_time(const char *path)
{
    rlim_t seconds = SECONDS + (rlim_t)(mg_path_size(path) / BYTES_EACH);
    const struct rlimit limit = {seconds, seconds};
    setrlimit(RLIMIT_CPU, &limit);
}

/* Reads to the end what the child writes, who may take long. */
static morgue_status read_words(const mg_verification *run, int fd, mg_buffer *ret,
                                morgue_error *err)
{
    char part[512];
    ssize_t n = 1;
    while (n > 0 || (n < 0 && errno == EINTR)) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        bool ready = poll(&wait, 1, LOOK_EACH) > 0;
        morgue_status status = mg_verify_go_on(run, err);
        if (status != MORGUE_OK)
            return status;
        n = ready ? read(fd, part, sizeof part) : 1;
        if (ready && n > 0 && !mg_buffer_append(ret, part, (size_t)n))
            return mg_fail_memory(err);
    }
    return mg_buffer_append_byte(ret, '\0') ? MORGUE_OK : mg_fail_memory(err);
}

/* Xapian opens each table for writing, though it only reads. */
static bool can_be_opened(const char *folder, const char *name)
{
    char *path = mg_path_join(folder, name);
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    bool refused = path && fd < 0 && (errno == EROFS || errno == EACCES || errno == EPERM);
    if (fd >= 0)
        close(fd);
    free(path);
    return !refused;
}

static bool can_be_checked(const char *path)
{
    bool can = true;
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && can && (entry = readdir(folder));)
        can = !mg_path_is_table(entry->d_name) || can_be_opened(path, entry->d_name);
    if (folder)
        closedir(folder);
    return can;
}

static void tell(const mg_suspect *s, const char *words)
{
    if (strcmp(words, nothing_wrong) == 0)
        return;
    if (*words)
        mg_verify_tell(s, 0, "", "Xapian's check: %s", words);
    else
        mg_verify_tell(s, 0, "", "Xapian's check of it did not come to an end");
}

morgue_status mg_verify_structure(const mg_suspect *s, morgue_error *err)
{
    int ends[2];
    mg_buffer words = {0};
    if (!can_be_checked(s->path)) {
        s->run->verdict.unchecked++;
        return MORGUE_OK;
    }
    if (pipe2(ends, O_CLOEXEC) != 0)
        return mg_fail_errno(err, "make a pipe for checking", s->path);
    pid_t parent = getpid(), child = fork();
    if (child == 0) {
        end_with(parent);
        limit_time(s->path);
        check(s->path, ends[1]);
    }
    close(ends[1]);
    morgue_status status =
        child < 0 ? mg_fail_errno(err, "make a process for checking", s->path) : MORGUE_OK;
    if (status == MORGUE_OK)
        status = read_words(s->run, ends[0], &words, err);
    if (child > 0 && status != MORGUE_OK)
        kill(child, SIGKILL);
    close(ends[0]);
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
    if (status == MORGUE_OK)
        tell(s, words.data);
    mg_buffer_free(&words);
    return status;
}
