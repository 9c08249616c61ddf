#include "search/server/hosts.h"

#include <string.h>
#include <strings.h>

/* Bytes of the host that text begins with, before its port or path; 0: there is none. */
static size_t host_len(const char *text, size_t len)
{
    size_t i = 0;
    if (len && *text == '[') {
        const char *end = memchr(text, ']', len);
        return end ? (size_t)(end - text) + 1 : 0;
    }
    while (i < len && text[i] != ':' && text[i] != '/')
        i++;
    return i;
}

/* Nothing, or a colon and digits. */
static bool is_port(const char *text, size_t len)
{
    for (size_t i = 1; i < len; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return !len || *text == ':';
}

static bool same(const char *host, size_t len, const char *name)
{
    return strlen(name) == len && strncasecmp(host, name, len) == 0;
}

bool web_host_known(const char *header, size_t len, const char *const *names, size_t n_names)
{
    static const char *const own[] = {"localhost", "127.0.0.1", "[::1]"};
    size_t host = host_len(header, len);
    if (!host || !is_port(header + host, len - host))
        return false;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (same(header, host, own[i]))
            return true;
    for (size_t i = 0; i < n_names; i++)
        if (same(header, host, names[i]))
            return true;
    return false;
}

size_t web_host_of_url(const char *url, const char **ret)
{
    const char *scheme = strstr(url, "://");
    *ret = scheme ? scheme + 3 : url;
    return scheme ? host_len(*ret, strlen(*ret)) : 0;
}

size_t web_target_host(const char *target)
{
    const char *host;
    bool is_http =
        strncasecmp(target, "http://", 7) == 0 || strncasecmp(target, "https://", 8) == 0;
    size_t len = is_http ? web_host_of_url(target, &host) : 0;
    const char *path = len ? strchr(host, '/') : NULL;
    return path ? (size_t)(path - target) : 0;
}
