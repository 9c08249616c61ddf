#include "search/server/base_url.h"

#include <stdlib.h>
#include <string.h>

#include "search/server/hosts.h"

/* What stands in links without being changed. */
static bool is_plain(const char *text)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/%";
    return strspn(text, plain) == strlen(text);
}

static bool is_port(const char *text)
{
    return !*text || (*text == ':' && text[1] && !text[1 + strspn(text + 1, "0123456789")]);
}

bool web_base_url_read(const char *url, web_base_url *ret)
{
    const char *host;
    size_t host_len = web_host_of_url(url, &host);
    size_t origin_len = (size_t)(host - url) + strcspn(host, "/");
    size_t path_len = strlen(url + origin_len);
    bool is_http = strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0;
    while (path_len && url[origin_len + path_len - 1] == '/')
        path_len--;
    char *memory = is_http && host_len ? calloc(1, origin_len + path_len + host_len + 3) : NULL;
    if (!memory)
        return false;
    char *path = memory + origin_len + 1, *name = path + path_len + 1;
    memcpy(memory, url, origin_len);
    memcpy(path, url + origin_len, path_len);
    memcpy(name, host, host_len);
    bool bracketed = name[0] == '[' && strspn(name, "[]0123456789abcdefABCDEF:.") == host_len;
    if ((!bracketed && !is_plain(name)) || !is_plain(path) || strstr(path, "//") ||
        !is_port(memory + (host - url) + host_len)) {
        free(memory);
        return false;
    }
    *ret = (web_base_url){memory, memory, path, name};
    return true;
}
