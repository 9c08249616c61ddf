/* A node: an xapian-tcpsrv of its own, on a port of this machine that nobody else has. */
#ifndef TEST_NODE_H
#define TEST_NODE_H

#include <stdbool.h>
#include <sys/types.h>

typedef struct node {
    pid_t pid;
    unsigned port;
} node;

/* Is there an xapian-tcpsrv? If not, says that the test is skipped. */
bool node_can_be(void);

/* Serves a database, from when it returns. Fails the test where that cannot be. */
node node_start(const char *path);

/* Kills it with all its connections, if it runs. */
void node_kill(node *n);

/* Starts one anew where one was. */
void node_restart(node *n, const char *path);

#endif
