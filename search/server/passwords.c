#include "search/server/passwords.h"

#include <crypt.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NAME_MAX_BYTES = 64, HASH_MAX = 256, PASSWORD_MAX = 128, CREDENTIALS_MAX = 256 };

typedef struct user {
    char name[NAME_MAX_BYTES];
    char hash[HASH_MAX];
    char right[PASSWORD_MAX]; /* zeros behind it; "": not known yet */
} user;

struct web_passwords {
    pthread_mutex_t lock;
    user *users;
    size_t n_users;
};

web_passwords *web_passwords_new(void)
{
    web_passwords *passwords = calloc(1, sizeof *passwords);
    if (passwords)
        pthread_mutex_init(&passwords->lock, NULL);
    return passwords;
}

static void forget(user *users, size_t n_users)
{
    if (users)
        explicit_bzero(users, n_users * sizeof *users);
    free(users);
}

void web_passwords_free(web_passwords *passwords)
{
    if (!passwords)
        return;
    forget(passwords->users, passwords->n_users);
    pthread_mutex_destroy(&passwords->lock);
    free(passwords);
}

/* Under the lock. */
static user *find(web_passwords *passwords, const char *name)
{
    for (size_t i = 0; i < passwords->n_users; i++)
        if (strcmp(passwords->users[i].name, name) == 0)
            return &passwords->users[i];
    return NULL;
}

/* ---- The file ----------------------------------------------------------------------------- */

/* Why a line is none; NULL: it is one. */
static const char *read_line(const char *line, size_t len, user *ret)
{
    const char *colon = memchr(line, ':', len);
    size_t name = colon ? (size_t)(colon - line) : 0, hash = len - name - (colon != NULL);
    if (!colon || !name)
        return "not of the form user:hash";
    if (name >= NAME_MAX_BYTES || hash >= HASH_MAX)
        return "too long";
    *ret = (user){.name = ""};
    memcpy(ret->name, line, name);
    memcpy(ret->hash, colon + 1, hash);
    if (strlen(ret->name) != name || strlen(ret->hash) != hash)
        return "not text";
    if (ret->hash[0] != '$')
        return "the hash is none of crypt(3): make one with htpasswd -B or mkpasswd";
    switch (crypt_checksalt(ret->hash)) {
    case CRYPT_SALT_OK: break;
    case CRYPT_SALT_METHOD_LEGACY:
    case CRYPT_SALT_TOO_CHEAP:
        return "the hash is of a kind that is too weak: make one with htpasswd -B or mkpasswd";
    default: return "the hash is of a kind that is not known here: make one with htpasswd -B";
    }
    return NULL;
}

/* Bytes of the line that begins here, without spaces at its end. */
static size_t line_len(const char *line, const char *end)
{
    const char *feed = memchr(line, '\n', (size_t)(end - line));
    size_t len = (size_t)((feed ? feed : end) - line);
    while (len && strchr(" \t\r", line[len - 1]))
        len--;
    return len;
}

/* Reads all lines into `users`, which has room for them; returns how many are fine. */
static size_t read_lines(const char *text, size_t len, user *users, web_passwords_reject *reject,
                         void *whom)
{
    size_t n = 0;
    unsigned number = 0;
    const char *end = text + len, *feed;
    for (const char *line = text; line < end; line = feed ? feed + 1 : end) {
        size_t bytes = line_len(line, end);
        feed = memchr(line, '\n', (size_t)(end - line));
        number++;
        if (!bytes || *line == '#')
            continue;
        const char *why = read_line(line, bytes, &users[n]);
        if (why)
            reject(whom, number, why);
        else
            n++;
    }
    return n;
}

/* What was right for this hash is so still. */
static void keep_right(web_passwords *passwords, user *again)
{
    const user *before = find(passwords, again->name);
    if (before && strcmp(before->hash, again->hash) == 0)
        memcpy(again->right, before->right, sizeof again->right);
}

int web_passwords_set(web_passwords *passwords, const char *text, size_t len,
                      web_passwords_reject *reject, void *whom)
{
    size_t lines = 1;
    for (size_t i = 0; i < len; i++)
        lines += text[i] == '\n';
    user *users = calloc(lines, sizeof *users);
    if (!users)
        return -1;
    size_t n = read_lines(text, len, users, reject, whom);
    if (!n) {
        free(users);
        return 0;
    }
    pthread_mutex_lock(&passwords->lock);
    for (size_t i = 0; i < n; i++)
        keep_right(passwords, &users[i]);
    user *before = passwords->users;
    size_t n_before = passwords->n_users;
    passwords->users = users;
    passwords->n_users = n;
    pthread_mutex_unlock(&passwords->lock);
    forget(before, n_before);
    return (int)n;
}

/* ---- The header --------------------------------------------------------------------------- */

/* User and password; zeros behind both. */
typedef struct credentials {
    char name[NAME_MAX_BYTES];
    char password[PASSWORD_MAX];
} credentials;

static int sextet(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Base64; the number of bytes, or -1 where it is none, or too long. */
static int decode(const char *text, char *ret, size_t size)
{
    size_t len = strlen(text), n = 0;
    unsigned bits = 0, n_bits = 0;
    while (len && (text[len - 1] == '=' || text[len - 1] == ' '))
        len--;
    for (size_t i = 0; i < len; i++) {
        int value = sextet(text[i]);
        if (value < 0 || n + 1 >= size)
            return -1;
        bits = (bits << 6 | (unsigned)value) & 0xFFFF;
        n_bits += 6;
        if (n_bits >= 8) {
            n_bits -= 8;
            ret[n++] = (char)(bits >> n_bits & 0xFF);
        }
    }
    return (int)n;
}

static bool read_header(const char *header, credentials *ret)
{
    char text[CREDENTIALS_MAX];
    *ret = (credentials){.name = ""};
    if (!header || strncasecmp(header, "Basic ", 6) != 0)
        return false;
    header += 6 + strspn(header + 6, " ");
    int len = decode(header, text, sizeof text);
    const char *colon = len > 0 ? memchr(text, ':', (size_t)len) : NULL;
    size_t name = colon ? (size_t)(colon - text) : 0;
    size_t password = colon ? (size_t)len - name - 1 : 0;
    bool fine = name && password && name < NAME_MAX_BYTES && password < PASSWORD_MAX &&
                !memchr(text, '\0', (size_t)len);
    if (fine) {
        memcpy(ret->name, text, name);
        memcpy(ret->password, colon + 1, password);
    }
    explicit_bzero(text, sizeof text);
    return fine;
}

/* In a time that does not tell where they differ. */
static bool same(const char *a, const char *b, size_t len)
{
    unsigned char differing = 0;
    for (size_t i = 0; i < len; i++)
        differing |= (unsigned char)(a[i] ^ b[i]);
    return !differing;
}

/* ---- Asking ------------------------------------------------------------------------------- */

web_entry web_passwords_know(web_passwords *passwords, const char *authorization)
{
    credentials given;
    if (!read_header(authorization, &given))
        return WEB_ENTRY_NONE;
    pthread_mutex_lock(&passwords->lock);
    const user *known = find(passwords, given.name);
    bool right = known && known->right[0] && same(known->right, given.password, PASSWORD_MAX);
    pthread_mutex_unlock(&passwords->lock);
    explicit_bzero(&given, sizeof given);
    return right ? WEB_ENTRY_KNOWN : WEB_ENTRY_UNSURE;
}

static bool hash_fits(const char *password, const char *hash)
{
    struct crypt_data *memory = calloc(1, sizeof *memory);
    const char *made = memory ? crypt_r(password, hash, memory) : NULL;
    size_t len = strlen(hash);
    bool fits = made && made[0] != '*' && strlen(made) == len && same(made, hash, len);
    if (memory)
        explicit_bzero(memory, sizeof *memory);
    free(memory);
    return fits;
}

static void remember(web_passwords *passwords, const credentials *given, const char *hash)
{
    pthread_mutex_lock(&passwords->lock);
    user *known = find(passwords, given->name);
    if (known && strcmp(known->hash, hash) == 0)
        memcpy(known->right, given->password, PASSWORD_MAX);
    pthread_mutex_unlock(&passwords->lock);
}

bool web_passwords_check(web_passwords *passwords, const char *authorization)
{
    credentials given;
    char hash[HASH_MAX] = "";
    if (!read_header(authorization, &given))
        return false;
    pthread_mutex_lock(&passwords->lock);
    const user *known = find(passwords, given.name);
    if (known || passwords->n_users)
        memcpy(hash, known ? known->hash : passwords->users[0].hash, sizeof hash);
    pthread_mutex_unlock(&passwords->lock);
    bool right = hash_fits(given.password, hash) && known;
    if (right)
        remember(passwords, &given, hash);
    explicit_bzero(&given, sizeof given);
    return right;
}

void web_passwords_user(const char *authorization, char *ret, size_t size)
{
    credentials given;
    snprintf(ret, size, "%s", read_header(authorization, &given) ? given.name : "-");
    explicit_bzero(&given, sizeof given);
}
