#include "tests/unit/remote/node.h"

#include <arpa/inet.h>
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TRIES = 500 };

static const char server[] = "/usr/bin/xapian-tcpsrv";

bool node_can_be(void)
{
    bool there = access(server, X_OK) == 0;
    if (!there)
        puts("skipped: there is no xapian-tcpsrv");
    return there;
}

static struct sockaddr_in address_of(unsigned port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return at;
}

static unsigned free_port(void)
{
    struct sockaddr_in at = address_of(0);
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&at, &len), 0);
    close(fd);
    return ntohs(at.sin_port);
}

static bool answers(unsigned port)
{
    struct sockaddr_in at = address_of(port);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    bool fine = connect(fd, (struct sockaddr *)&at, sizeof at) == 0;
    close(fd);
    return fine;
}

static void run_server(const char *path, unsigned port)
{
    char number[16];
    snprintf(number, sizeof number, "%u", port);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);  /* a test that fails leaves none behind */
    freopen("/dev/null", "w", stderr); /* it reports each connection that breaks */
    execl(server, server, "--interface", "127.0.0.1", "--quiet", "--port", number, path,
          (char *)NULL);
    _exit(127);
}

/* In a group of its own, as it has a process for each connection. */
void node_restart(node *n, const char *path)
{
    n->pid = fork();
    ck_assert_int_ge(n->pid, 0);
    if (n->pid == 0)
        run_server(path, n->port);
    for (int i = 0; !answers(n->port); i++) {
        ck_assert_msg(i < TRIES, "xapian-tcpsrv does not answer at port %u", n->port);
        usleep(10000);
    }
}

node node_start(const char *path)
{
    node made = {.port = free_port()};
    node_restart(&made, path);
    return made;
}

void node_kill(node *n)
{
    if (!n->pid)
        return;
    kill(-n->pid, SIGKILL);
    waitpid(n->pid, NULL, 0);
    n->pid = 0;
}
