/* Which host is meant. A page of elsewhere can let its own name point to 127.0.0.1 and so read what
 * the server says to whoever sits at this machine ("DNS rebinding"): names have to be known. */
#ifndef WEB_HOSTS_H
#define WEB_HOSTS_H

#include <stdbool.h>
#include <stddef.h>

/* Is the host of a header Host ("localhost:8080"), of `len` bytes, localhost, 127.0.0.1, [::1] or
 * one of `names`? Ports do not matter, nor does letter case. */
bool web_host_known(const char *header, size_t len, const char *const *names, size_t n_names);

/* The host of "http://HOST:PORT/path", without the port; its length, 0 where there is none. */
size_t web_host_of_url(const char *url, const char **ret);

/* Bytes before the path of a target that has the host with it, "http://localhost:8080/search", as
 * clients write them for proxies; 0 for all others. */
size_t web_target_host(const char *target);

#endif
