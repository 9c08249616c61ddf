#include "search/server/access_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SHOWN_MAX = 1024 }; /* bytes of what a client has sent, as they are shown */

struct web_access_log {
    pthread_mutex_t lock;
    const char *path;
    int fd;
};

static int open_file(const char *path)
{
    if (strcmp(path, "-") == 0)
        return dup(STDOUT_FILENO);
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0640);
}

int web_access_log_open(const char *path, web_access_log **ret)
{
    int fd = open_file(path);
    if (fd < 0)
        return errno;
    web_access_log *log = calloc(1, sizeof *log);
    if (!log) {
        close(fd);
        return ENOMEM;
    }
    *log = (web_access_log){.path = path, .fd = fd};
    pthread_mutex_init(&log->lock, NULL);
    *ret = log;
    return 0;
}

void web_access_log_free(web_access_log *log)
{
    if (!log)
        return;
    close(log->fd);
    pthread_mutex_destroy(&log->lock);
    free(log);
}

int web_access_log_reopen(web_access_log *log)
{
    int fd = open_file(log->path);
    if (fd < 0)
        return errno;
    pthread_mutex_lock(&log->lock);
    close(log->fd);
    log->fd = fd;
    pthread_mutex_unlock(&log->lock);
    return 0;
}

/* ---- A line ------------------------------------------------------------------------------- */

/* Text from outside, within quotes. */
typedef struct shown {
    char text[SHOWN_MAX];
} shown;

static shown show(const char *text)
{
    shown ret = {""};
    size_t len = 0;
    for (; text && *text && len + 5 < sizeof ret.text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < ' ' || c >= 0x7F || c == '"' || c == '\\')
            len += (size_t)sprintf(ret.text + len, "\\x%02x", c);
        else
            ret.text[len++] = (char)c;
    }
    ret.text[len] = '\0';
    return ret;
}

/* A field that ends at a space. */
static shown show_word(const char *text)
{
    shown ret = show(text);
    for (char *at = ret.text; *at; at++)
        if (*at == ' ')
            *at = '_';
    return ret;
}

size_t web_access_line(const web_access *access, char ret[WEB_ACCESS_LINE])
{
    char client[WEB_CLIENT_TEXT], when[40];
    struct tm local;
    localtime_r(&access->time, &local);
    strftime(when, sizeof when, "%d/%b/%Y:%H:%M:%S %z", &local);
    web_client_text(access->client, client);
    const shown user = show_word(access->user), method = show_word(access->method),
                target = show(access->target), version = show(access->version),
                referer = show(access->referer ? access->referer : "-"),
                agent = show(access->agent ? access->agent : "-");
    int len = snprintf(
        ret, WEB_ACCESS_LINE,
        "%s - %.64s [%s] \"%.20s %s %.8s\" %d %" PRIu64 " \"%s\" \"%s\" %" PRIu64 ".%06u\n", client,
        user.text, when, method.text, target.text, version.text, access->status, access->bytes,
        referer.text, agent.text, access->us / 1000000, (unsigned)(access->us % 1000000));
    return len < 0 ? 0 : len < WEB_ACCESS_LINE ? (size_t)len : WEB_ACCESS_LINE - 1;
}

bool web_access_log_write(web_access_log *log, const web_access *access)
{
    char line[WEB_ACCESS_LINE];
    size_t len = web_access_line(access, line);
    pthread_mutex_lock(&log->lock);
    bool written = write(log->fd, line, len) == (ssize_t)len; /* one call: lines stay whole */
    pthread_mutex_unlock(&log->lock);
    return written;
}
