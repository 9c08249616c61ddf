/* Where what is rendered goes to: a file, or the body of an answer. */
#ifndef RENDER_SINK_H
#define RENDER_SINK_H

#include <string.h>

typedef struct render_sink {
    void (*put)(void *user, const char *data, size_t len);
    void *user;
} render_sink;

static inline void render_put(const render_sink *out, const char *data, size_t len)
{
    if (len)
        out->put(out->user, data, len);
}

static inline void render_puts(const render_sink *out, const char *string)
{
    render_put(out, string, strlen(string));
}

/* Puts the text, with `instead` in the place of each byte `c`. */
static inline void render_put_but(const render_sink *out, const char *data, size_t len, char c,
                                  const char *instead)
{
    const char *hit;
    for (; len && (hit = memchr(data, c, len)); len -= (size_t)(hit + 1 - data), data = hit + 1) {
        render_put(out, data, (size_t)(hit - data));
        render_puts(out, instead);
    }
    render_put(out, data, len);
}

#endif
