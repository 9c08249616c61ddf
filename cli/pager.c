#include "cli/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/message.h"
#include "cli/term.h"

/* The pager that runs; `process` is 0 where there is none. */
static struct {
    pid_t process;
    int terminal; /* what stdout was */
} pager;

/* ---- Ctrl-C ------------------------------------------------------------------------------- */

static bool ends_on_interrupt;
static const char *at_the_end = ""; /* for the terminal */

static void end(int signal_number)
{
    ssize_t written = write(STDOUT_FILENO, at_the_end, strlen(at_the_end));
    (void)written;
    _exit(128 + signal_number);
}

static void listen(void)
{
    struct sigaction action;
    if (!ends_on_interrupt)
        return;
    memset(&action, 0, sizeof action);
    action.sa_handler = end;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

/* Somebody who lets it be ignored, as nohup does, means it. */
void cli_end_on_interrupt(bool colored)
{
    struct sigaction now;
    if (sigaction(SIGINT, NULL, &now) == 0 && now.sa_handler == SIG_IGN)
        return;
    ends_on_interrupt = true;
    if (cli_is_terminal(stdout))
        at_the_end = colored ? "\033[0m\n" : "\n"; /* behind the ^C */
    listen();
}

/* ---- Which pager -------------------------------------------------------------------------- */

/* Is there such a program? `len` bytes of its name count. */
static bool program_exists(const char *name, size_t len)
{
    char path[4096];
    const char *folders = getenv("PATH");
    if (memchr(name, '/', len)) {
        snprintf(path, sizeof path, "%.*s", (int)len, name);
        return access(path, X_OK) == 0;
    }
    while (folders && *folders) {
        size_t folder = strcspn(folders, ":");
        int written =
            snprintf(path, sizeof path, "%.*s/%.*s", (int)folder, folders, (int)len, name);
        if (written > 0 && (size_t)written < sizeof path && access(path, X_OK) == 0)
            return true;
        folders += folder + (folders[folder] == ':');
    }
    return false;
}

/* The command for sh, or NULL for none. */
static const char *pager_command(void)
{
    const char *variable = getenv("MORGUE_PAGER") ? "MORGUE_PAGER" : "PAGER";
    const char *command = getenv(variable);
    if (!command)
        return program_exists("less", 4) ? "less" : NULL;
    command += strspn(command, " ");
    if (!*command || strcmp(command, "cat") == 0)
        return NULL;
    size_t word = strcspn(command, " ");
    bool plain = strcspn(command, "'\"\\$`=;&|<>(){}~*?") >= word; /* else sh will know */
    if (!plain || program_exists(command, word))
        return command;
    cli_error("there is no pager \"%.*s\": see the environment's %s", (int)word, command, variable);
    return NULL;
}

/* ---- Running it --------------------------------------------------------------------------- */

/* In the new process. What less is told: end at once where all fits on the screen, let colours
 * through, leave the text there at the end. */
static void run_pager(const char *command, int input)
{
    dup2(input, STDIN_FILENO);
    signal(SIGINT, SIG_DFL);
    signal(SIGPIPE, SIG_DFL);
    setenv("LESS", "FRX", 0);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

/* `ends` is a pipe: [0] the pager reads, [1] takes the place of stdout. Both are closed when a new
 * program begins. */
static void start(const char *command, const int ends[2])
{
    pager.terminal = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    pid_t process = pager.terminal < 0 ? -1 : fork();
    if (process == 0)
        run_pager(command, ends[0]);
    if (process < 0) {
        if (pager.terminal >= 0)
            close(pager.terminal);
        return;
    }
    cli_terminal_remember();
    signal(SIGINT, SIG_IGN);
    dup2(ends[1], STDOUT_FILENO);
    pager.process = process;
}

void cli_pager_begin(cli_paging wish)
{
    int ends[2];
    bool wanted =
        wish == CLI_PAGER_ALWAYS || (wish == CLI_PAGER_AUTO && cli_redraw_allowed(stdout));
    const char *command = wanted ? pager_command() : NULL;
    if (!command || !cli_flush_output() || pipe2(ends, O_CLOEXEC) != 0)
        return;
    start(command, ends);
    close(ends[0]);
    close(ends[1]);
}

void cli_pager_end(void)
{
    if (!pager.process)
        return;
    cli_flush_output();
    __fpurge(stdout); /* what a pager that was left has not read must not come behind it */
    dup2(pager.terminal, STDOUT_FILENO);
    close(pager.terminal);
    while (waitpid(pager.process, NULL, 0) < 0 && errno == EINTR)
        ;
    pager.process = 0;
    listen();
}
