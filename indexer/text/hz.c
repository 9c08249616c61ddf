#include "indexer/text/hz.h"

#include <string.h>

enum { ENOUGH = 8 }; /* Chinese characters */

/* What "~" and this byte stand for is appended. */
static bool escape(mg_hz *state, char c, mg_buffer *ret)
{
    state->tilde = false;
    if (c == '{' || c == '}') {
        state->chinese = c == '{';
        return true;
    }
    if (c == '~')
        return mg_buffer_append_byte(ret, '~');
    return c == '\n' || (mg_buffer_append_byte(ret, '~') && mg_buffer_append_byte(ret, c));
}

static bool push_byte(mg_hz *state, char c, mg_buffer *ret)
{
    if (state->tilde)
        return escape(state, c, ret);
    if (c == '~' && !state->half) {
        state->tilde = true;
        return true;
    }
    if (c == '\n') /* a line begins in ASCII, whatever was forgotten before */
        state->chinese = state->half = false;
    if (!state->chinese || c <= ' ')
        return mg_buffer_append_byte(ret, c);
    state->half = !state->half;
    return mg_buffer_append_byte(ret, (char)(c | '\x80'));
}

bool mg_hz_push(mg_hz *state, morgue_text piece, bool last, mg_buffer *ret)
{
    bool ok = true;
    for (size_t i = 0; ok && i < piece.len; i++)
        ok = push_byte(state, piece.data[i], ret);
    if (ok && last && state->tilde)
        ok = mg_buffer_append_byte(ret, '~');
    return ok;
}

/* Characters between "~{" and "~}", 0 where they are no Chinese ones. */
static size_t run_length(const unsigned char *at, const unsigned char *end)
{
    const unsigned char *begin = at;
    for (; end - at >= 2 && !(at[0] == '~' && at[1] == '}'); at += 2)
        if (at[0] < 0x21 || at[0] > 0x77 || at[1] < 0x21 || at[1] > 0x7E)
            return 0;
    return (size_t)(at - begin) / 2;
}

bool mg_is_hz(morgue_text text)
{
    size_t chinese = 0;
    const char *end = text.data + text.len;
    for (const char *at = text.data; (at = memchr(at, '~', (size_t)(end - at))); at++) {
        if (end - at < 2)
            break;
        if (at[1] == '~') {
            at++;
            continue;
        }
        if (at[1] != '{')
            continue;
        size_t n = run_length((const unsigned char *)at + 2, (const unsigned char *)end);
        if (!n)
            return false;
        chinese += n;
        at += 2 * n + 1;
    }
    return chinese >= ENOUGH;
}
