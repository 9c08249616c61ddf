/* watch: puts a folder into an archive, and then whatever comes into it, until Ctrl-C.
 *
 *     watch ARCHIVE FOLDER
 *
 * A file counts when it was written and closed, or moved into the folder, whole; names that begin
 * with a dot are somebody's work in progress. Folders in it are read, but not watched. */
#define _POSIX_C_SOURCE 200809L

#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "morgue.h"

typedef struct watch {
    morgue_writer *writer;
    const char *folder;
    int events; /* of inotify(7) */
    int ending; /* of signalfd(2): can be read once Ctrl-C was pressed, and stays so */
} watch;

static bool ended(const watch *w)
{
    struct pollfd ending = {.fd = w->ending, .events = POLLIN};
    return poll(&ending, 1, 0) > 0;
}

/* Morgue asks this now and then while it imports: a large file does not hold Ctrl-C up. */
static bool go_on(void *user, const morgue_summary *so_far)
{
    (void)so_far;
    return !ended(user);
}

static void tell(void *user, const morgue_problem *problem)
{
    (void)user;
    if (problem->severity == MORGUE_REJECTED)
        fprintf(stderr, "%s:%llu: %s\n", problem->path, (unsigned long long)problem->line,
                problem->reason);
}

/* Imports a file or a folder, and commits. What the archive has already costs next to nothing, so
 * that nobody has to remember what was imported. Bad files are told by tell(), and are no error. */
static morgue_status import(watch *w, const char *path, morgue_error *err)
{
    const morgue_import_options options = {.problem = tell, .progress = go_on, .user = w};
    morgue_summary sum;
    morgue_status status = morgue_import(w->writer, &path, 1, &options, &sum, err);
    printf("%s: %llu added, %llu replaced, %llu rejected\n", path, (unsigned long long)sum.added,
           (unsigned long long)sum.replaced, (unsigned long long)sum.rejected);
    fflush(stdout);
    return status == MORGUE_CANCELLED ? MORGUE_OK : status; /* what was read is in */
}

static morgue_status take_event(watch *w, const struct inotify_event *event, morgue_error *err)
{
    char path[PATH_MAX];
    if (event->mask & IN_Q_OVERFLOW) /* more came than the kernel keeps: look at all of it */
        return import(w, w->folder, err);
    if (event->mask & IN_IGNORED) {
        snprintf(err->message, sizeof err->message, "%s: the folder is gone", w->folder);
        return MORGUE_NOT_FOUND;
    }
    if (event->len == 0 || event->name[0] == '.')
        return MORGUE_OK;
    int len = snprintf(path, sizeof path, "%s/%s", w->folder, event->name);
    return len < (int)sizeof path ? import(w, path, err) : MORGUE_OK;
}

/* Takes the events that are there; several come in one read, one behind the other. */
static morgue_status take_events(watch *w, morgue_error *err)
{
    _Alignas(struct inotify_event) char buffer[16 * (sizeof(struct inotify_event) + NAME_MAX + 1)];
    ssize_t n = read(w->events, buffer, sizeof buffer);
    morgue_status status = MORGUE_OK;
    for (ssize_t at = 0; at < n && status == MORGUE_OK && !ended(w);) {
        const struct inotify_event *event = (const void *)(buffer + at);
        status = take_event(w, event, err);
        at += (ssize_t)(sizeof *event + event->len);
    }
    return status;
}

/* The folder is watched before it is read for the first time: what comes meanwhile is seen twice,
 * and nothing never. */
static morgue_status run(watch *w, morgue_error *err)
{
    struct pollfd both[] = {{.fd = w->events, .events = POLLIN},
                            {.fd = w->ending, .events = POLLIN}};
    morgue_status status = import(w, w->folder, err);
    while (status == MORGUE_OK && !ended(w) && poll(both, 2, -1) > 0)
        if (both[0].revents)
            status = take_events(w, err);
    return status;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: watch ARCHIVE FOLDER\n");
        return 2;
    }
    morgue_error err;
    sigset_t signals;
    /* Blocked before the library starts threads, so that these have them blocked, too. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    watch w = {.folder = argv[2],
               .events = inotify_init1(IN_CLOEXEC),
               .ending = signalfd(-1, &signals, SFD_CLOEXEC)};
    if (w.events < 0 || w.ending < 0 ||
        inotify_add_watch(w.events, w.folder, IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR) < 0) {
        perror(w.folder);
        return 1;
    }
    /* Persons, organizations and places are found where the tagger's model is installed. */
    const morgue_writer_options options = {
        .tag = morgue_tagger_check(NULL, NULL) == MORGUE_OK ? MORGUE_TAG_AUTO : MORGUE_TAG_NONE};
    bool done = morgue_writer_open(argv[1], &options, &w.writer, &err) == MORGUE_OK &&
                run(&w, &err) == MORGUE_OK;
    if (!done)
        fprintf(stderr, "watch: %s\n", err.message);
    morgue_writer_free(w.writer);
    close(w.events);
    close(w.ending);
    return done ? 0 : 1;
}
