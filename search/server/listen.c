#include "search/server/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "search/server/client.h"

enum { BACKLOG = 1024 };

static bool read_port(const char *text, uint16_t *ret)
{
    char *end;
    unsigned long port = strtoul(text, &end, 10);
    *ret = (uint16_t)port;
    return *text >= '0' && *text <= '9' && !*end && port <= UINT16_MAX;
}

static void set_ipv4(const char *host, uint16_t port, web_listen *ret)
{
    struct sockaddr_in *in = (struct sockaddr_in *)(void *)&ret->address;
    *in = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
    if (inet_pton(AF_INET, host, &in->sin_addr) == 1)
        ret->len = sizeof *in;
}

static void set_ipv6(const char *host, uint16_t port, web_listen *ret)
{
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)(void *)&ret->address;
    *in6 = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons(port)};
    if (inet_pton(AF_INET6, host, &in6->sin6_addr) == 1)
        ret->len = sizeof *in6;
}

bool web_listen_parse(const char *text, web_listen *ret)
{
    char host[WEB_CLIENT_TEXT];
    uint16_t number;
    web_client client;
    const char *colon = strrchr(text, ':'), *port = colon ? colon + 1 : text;
    size_t len = colon ? (size_t)(colon - text) : 0;
    bool bracketed = len >= 2 && text[0] == '[' && text[len - 1] == ']';
    if (len >= sizeof host || !read_port(port, &number))
        return false;
    snprintf(host, sizeof host, "%.*s", (int)(bracketed ? len - 2 : len), text + bracketed);
    if (!*host || strcmp(host, "localhost") == 0)
        strcpy(host, "127.0.0.1");
    *ret = (web_listen){.len = 0};
    if (bracketed)
        set_ipv6(host, number, ret);
    else
        set_ipv4(host, number, ret);
    if (!ret->len)
        return false;
    web_client_of_address((struct sockaddr *)&ret->address, &client);
    ret->loopback = web_client_loopback(&client);
    ret->any = bracketed ? IN6_IS_ADDR_UNSPECIFIED((struct in6_addr *)(void *)&client)
                         : strcmp(host, "0.0.0.0") == 0;
    return true;
}

static int fail(int fd)
{
    int error = errno;
    close(fd);
    return error;
}

int web_listen_open(web_listen *where, int *ret)
{
    const int yes = 1;
    struct sockaddr *address = (struct sockaddr *)&where->address;
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return errno;
    /* So that a new server need not wait until the connections of the one before are forgotten. */
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, address, where->len) != 0 || listen(fd, BACKLOG) != 0 ||
        getsockname(fd, address, &where->len) != 0)
        return fail(fd);
    *ret = fd;
    return 0;
}

void web_listen_url(const web_listen *where, char ret[WEB_URL_MAX])
{
    web_client client = {{0}};
    char host[WEB_CLIENT_TEXT];
    const struct sockaddr *address = (const struct sockaddr *)&where->address;
    bool six = address->sa_family == AF_INET6;
    uint16_t port = six ? ((const struct sockaddr_in6 *)(const void *)address)->sin6_port
                        : ((const struct sockaddr_in *)(const void *)address)->sin_port;
    web_client_of_address(address, &client);
    web_client_text(&client, host);
    snprintf(ret, WEB_URL_MAX, six ? "http://[%s]:%u" : "http://%s:%u", host, ntohs(port));
}

const char *web_listen_reason(int error)
{
    switch (error) {
    case EADDRINUSE: return "another program listens there: end it, or choose another port";
    case EADDRNOTAVAIL: return "this machine has no such address: choose one that it has";
    case EACCES:
        return "ports below 1024 are for root: choose one above, behind a reverse proxy perhaps";
    default: return strerror(error);
    }
}
