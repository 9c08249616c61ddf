/* Who asks: the address of a client. */
#ifndef WEB_CLIENT_H
#define WEB_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

/* An address of IPv6; those of IPv4 are mapped into it. */
typedef struct web_client {
    unsigned char bytes[16];
} web_client;

enum { WEB_CLIENT_TEXT = 64 };

/* False for what is no address of IP. */
bool web_client_of_address(const struct sockaddr *address, web_client *ret);

/* "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:80". */
bool web_client_of_text(const char *text, size_t len, web_client *ret);

/* The last address of X-Forwarded-For, which the proxy next to us has written: those before it are
 * whatever a client pleases. False where that is none. */
bool web_client_forwarded(const char *header, web_client *ret);

bool web_client_loopback(const web_client *client);

/* What limits count as one client: an address of IPv4, a net /64 of IPv6. */
web_client web_client_key(const web_client *client);
bool web_client_same(const web_client *a, const web_client *b);

void web_client_text(const web_client *client, char ret[WEB_CLIENT_TEXT]);

#endif
