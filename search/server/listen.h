/* Where the server listens. */
#ifndef WEB_LISTEN_H
#define WEB_LISTEN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

typedef struct web_listen {
    struct sockaddr_storage address;
    socklen_t len;
    bool loopback; /* nobody else gets there */
    bool any;      /* all addresses of this machine: none that could stand in a link */
} web_listen;

enum { WEB_URL_MAX = 96 };

/* "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:80"; ":8080", "8080" and "localhost:8080" are loopback.
 * False where that is no address. */
bool web_listen_parse(const char *text, web_listen *ret);

/* Opens the socket, of which *ret gets the number and `where` the port where it was 0. Returns 0 or
 * the number of the error. */
int web_listen_open(web_listen *where, int *ret);

/* "http://127.0.0.1:8080", as one types it. */
void web_listen_url(const web_listen *where, char ret[WEB_URL_MAX]);

/* How a failure to listen reads: what is wrong, and what to do. */
const char *web_listen_reason(int error);

#endif
