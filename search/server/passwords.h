/* Who may read: users and their hashed passwords, and HTTP's Basic authentication (RFC 7617). */
#ifndef WEB_PASSWORDS_H
#define WEB_PASSWORDS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct web_passwords web_passwords;

/* Told of line `line` of the file that counts for nothing. */
typedef void web_passwords_reject(void *user, unsigned line, const char *why);

web_passwords *web_passwords_new(void); /* NULL when memory is out */
void web_passwords_free(web_passwords *passwords);

/* Takes over lines `user:hash`, where hashes are those of crypt(3), in the place of what was there;
 * empty lines and those that begin with # are passed over. What was remembered of others is
 * forgotten. Returns the number of users; without any, and when memory is out, which is -1, nothing
 * changes. */
int web_passwords_set(web_passwords *passwords, const char *text, size_t len,
                      web_passwords_reject *reject, void *user);

typedef enum web_entry {
    WEB_ENTRY_NONE,  /* no header Authorization (NULL), or none that is understood */
    WEB_ENTRY_KNOWN, /* this user was let in with this password before */
    WEB_ENTRY_UNSURE /* to be checked */
} web_entry;

/* At once: what is known of what a header says. By any thread, as web_passwords_check(). */
web_entry web_passwords_know(web_passwords *passwords, const char *authorization);

/* Checks the password, which takes its time, by intention of who made the hash, and just as long
 * for a user that is not there. Remembers the last password of each user that was right. */
bool web_passwords_check(web_passwords *passwords, const char *authorization);

/* The user that the header names, for the log: "-" where there is none. `size` bytes at `ret`. */
void web_passwords_user(const char *authorization, char *ret, size_t size);

#endif
