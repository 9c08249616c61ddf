#include "search/server/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

static bool is_ipv4(const web_client *client)
{
    return memcmp(client->bytes, mapped, sizeof mapped) == 0;
}

static void map(const void *ipv4, web_client *ret)
{
    memcpy(ret->bytes, mapped, sizeof mapped);
    memcpy(ret->bytes + sizeof mapped, ipv4, 4);
}

bool web_client_of_address(const struct sockaddr *address, web_client *ret)
{
    if (address->sa_family == AF_INET6)
        memcpy(ret->bytes, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, 16);
    else if (address->sa_family == AF_INET)
        map(&((const struct sockaddr_in *)(const void *)address)->sin_addr, ret);
    else
        return false;
    return true;
}

bool web_client_of_text(const char *text, size_t len, web_client *ret)
{
    char copy[WEB_CLIENT_TEXT];
    struct in_addr ipv4;
    const char *end;
    if (len && text[0] == '[') {
        end = memchr(text, ']', len);
        len = end ? (size_t)(end - ++text) : 0;
    } else if ((end = memchr(text, ':', len)) &&
               !memchr(end + 1, ':', len - 1 - (size_t)(end - text)))
        len = (size_t)(end - text); /* one colon: a port */
    if (!len || len >= sizeof copy)
        return false;
    memcpy(copy, text, len);
    copy[len] = '\0';
    if (inet_pton(AF_INET6, copy, ret->bytes) == 1)
        return true;
    if (inet_pton(AF_INET, copy, &ipv4) != 1)
        return false;
    map(&ipv4, ret);
    return true;
}

bool web_client_forwarded(const char *header, web_client *ret)
{
    const char *comma = strrchr(header, ',');
    const char *text = comma ? comma + 1 : header;
    text += strspn(text, " \t");
    size_t len = strlen(text);
    while (len && (text[len - 1] == ' ' || text[len - 1] == '\t'))
        len--;
    return web_client_of_text(text, len, ret);
}

bool web_client_loopback(const web_client *client)
{
    return is_ipv4(client) ? client->bytes[12] == 127
                           : IN6_IS_ADDR_LOOPBACK((const struct in6_addr *)(const void *)client);
}

web_client web_client_key(const web_client *client)
{
    web_client key = *client;
    if (!is_ipv4(client))
        memset(key.bytes + 8, 0, 8);
    return key;
}

bool web_client_same(const web_client *a, const web_client *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

void web_client_text(const web_client *client, char ret[WEB_CLIENT_TEXT])
{
    if (is_ipv4(client))
        inet_ntop(AF_INET, client->bytes + 12, ret, WEB_CLIENT_TEXT);
    else
        inet_ntop(AF_INET6, client->bytes, ret, WEB_CLIENT_TEXT);
}
