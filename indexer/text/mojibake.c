#include "indexer/text/mojibake.h"

#include "archive/odd.h"

#include <string.h>

#include "archive/utf8.h"

enum { TIMES = 3, NO_BYTE = 0x100 };

/* The byte that Windows-1252 has for a character, or Latin-1 for a control character. */
static unsigned byte_of(uint32_t c)
{
    if (c < 0x100)
        return c;
    for (unsigned b = 0x80; c != 0xFFFD && b < 0xA0; b++)
        if (mg_windows1252((unsigned char)b) == c)
            return b;
    return NO_BYTE;
}

static unsigned byte_at(const char *at, const char *end, unsigned *ret_len)
{
    *ret_len = 0;
    return at < end ? byte_of(mg_utf8_get(at, end, ret_len)) : NO_BYTE;
}

static unsigned sequence_length(unsigned byte)
{
    return byte < 0xC2 || byte > 0xF4 ? 0 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/* Could it stand behind a word, or before one? Control characters (undefined bytes among them)
 * cannot. */
static bool is_punctuation(uint32_t c)
{
    static const uint16_t list[] = {0xA0,   0xAB,   0xBB,   0x2013, 0x2014, 0x2018, 0x2019, 0x201A,
                                    0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x2039, 0x203A};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (list[i] == c)
            return true;
    return false;
}

/* Could it be a mark on a word: of a trade, a footnote? */
static bool is_mark(uint32_t c)
{
    static const uint16_t list[] = {0x2122, 0xA9, 0xAA, 0xAD, 0xAE, 0xB0, 0xB2, 0xB3, 0xB9, 0xBA};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (list[i] == c)
            return true;
    return false;
}

/* ---- One sequence --------------------------------------------------------------------------- */

typedef struct sequence {
    size_t len;    /* of its characters; 0: there is none */
    char bytes[4]; /* what they are in Windows-1252: a character in UTF-8 */
    unsigned n;
    bool odd;     /* there is a character in it that is no punctuation */
    bool strange; /* nor a mark on words */
    bool control; /* there is a control character in it */
} sequence;

static sequence read_sequence(const char *at, const char *end)
{
    sequence ret = {0};
    unsigned width, lead = byte_at(at, end, &width);
    unsigned n = sequence_length(lead);
    const char *next = at + width;
    if (!n)
        return ret;
    ret.bytes[ret.n++] = (char)lead;
    while (ret.n < n) {
        unsigned byte = byte_at(next, end, &width);
        if (byte < 0x80 || byte > 0xBF)
            return (sequence){0};
        uint32_t c = mg_utf8_get(next, end, &width);
        ret.odd |= !is_punctuation(c);
        ret.strange |= !is_punctuation(c) && !is_mark(c);
        ret.control |= c < 0xA0;
        ret.bytes[ret.n++] = (char)byte;
        next += width;
    }
    if (mg_utf8_clean_prefix(ret.bytes, n) == n)
        ret.len = (size_t)(next - at);
    return ret;
}

/* In text with other mojibake: "Â" and "Ã" before a no-break space or another character that could
 * stand behind them. */
static bool is_likely(const sequence *s)
{
    return (s->bytes[0] == '\xC2' || s->bytes[0] == '\xC3') && s->n == 2;
}

/* Is the sequence certain by itself? `in_word`: a small letter is before it. */
static bool is_certain(const sequence *s, bool in_word)
{
    unsigned char lead = (unsigned char)s->bytes[0];
    if (s->control)
        return true;
    if (lead == 0xC2 || lead == 0xC3)
        return s->odd;
    if (lead == 0xE2 || lead == 0xF0)
        return s->strange;
    return lead < 0xC6 && s->strange && in_word; /* "Ä±" */
}

/* ---- Runs ----------------------------------------------------------------------------------- */

typedef struct run {
    size_t len;
    size_t sequences;
    size_t strange;
    bool certain;
    bool likely;
} run;

/* The sequences one behind the other, in the text that begins at `begin`. */
static run read_run(const char *begin, const char *at, const char *end)
{
    run ret = {.likely = true};
    bool in_word = at > begin && at[-1] >= 'a' && at[-1] <= 'z';
    for (sequence s = read_sequence(at, end); s.len; s = read_sequence(at + ret.len, end)) {
        ret.len += s.len;
        ret.sequences++;
        ret.strange += s.n == 2 ? s.odd : s.strange;
        ret.certain |= is_certain(&s, in_word);
        ret.likely &= is_likely(&s);
    }
    ret.certain |= ret.sequences >= 2 && 2 * ret.strange >= ret.sequences;
    return ret;
}

/* "â€" and something else: the third byte was lost. */
static size_t lost_quote(const char *at, const char *end)
{
    static const char lost[] = "\xC3\xA2\xE2\x82\xAC";
    size_t len = sizeof lost - 1;
    return (size_t)(end - at) >= len && memcmp(at, lost, len) == 0 ? len : 0;
}

static bool append_run(const char *at, const run *found, mg_buffer *ret)
{
    for (const char *end = at + found->len; at < end;) {
        sequence s = read_sequence(at, end);
        if (!mg_buffer_append(ret, s.bytes, s.n))
            return false;
        at += s.len;
    }
    return true;
}

/* A control character of Latin-1, by itself. */
static bool append_control(const char *at, mg_buffer *ret)
{
    char utf8[4];
    uint32_t c = mg_windows1252((unsigned char)at[1]);
    return c == 0xFFFD || mg_buffer_append(ret, utf8, mg_utf8_put(c, utf8));
}

static bool is_control(const char *at, const char *end)
{
    return end - at >= 2 && at[0] == '\xC2' && (unsigned char)at[1] < 0xA0;
}

/* ---- The text ------------------------------------------------------------------------------- */

/* Are the next eight bytes? */
static bool is_ascii(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return !(word & 0x8080808080808080u);
}

/* Where something may begin. */
static const char *next_place(const char *at, const char *end)
{
    for (; at < end; at++) {
        while (end - at >= 8 && is_ascii(at))
            at += 8;
        if (at == end)
            break;
        if ((*at == '\xC3' && end - at >= 4 && mg_may_be_mojibake(at)) || is_control(at, end))
            return at;
    }
    return end;
}

bool mg_has_mojibake(morgue_text text)
{
    const char *end = text.data + text.len;
    for (const char *at = text.data; (at = next_place(at, end)) < end;) {
        run found = read_run(text.data, at, end);
        if (found.certain || lost_quote(at, end) || is_control(at, end))
            return true;
        at += found.len ? found.len : 2;
    }
    return false;
}

/* Appends what stands at `at` in the place of *ret_len bytes. */
static bool mend_at(morgue_text text, const char *at, mg_buffer *ret, size_t *ret_len,
                    size_t *count)
{
    const char *end = text.data + text.len;
    run found = read_run(text.data, at, end);
    size_t quote = found.len ? 0 : lost_quote(at, end);
    *ret_len = 2;
    *count += found.certain || (found.len && found.likely) || quote || is_control(at, end);
    if (found.certain || (found.len && found.likely)) {
        *ret_len = found.len;
        return append_run(at, &found, ret);
    }
    if (quote) {
        *ret_len = quote;
        return mg_buffer_append_string(ret, "\xE2\x80\x9D");
    }
    return is_control(at, end) ? append_control(at, ret) : mg_buffer_append(ret, at, 2);
}

static bool mend_once(morgue_text text, mg_buffer *ret, size_t *count)
{
    const char *at = text.data, *end = at + text.len;
    while (at < end) {
        const char *place = next_place(at, end);
        size_t len = 0;
        if (!mg_buffer_append(ret, at, (size_t)(place - at)))
            return false;
        if (place < end && !mend_at(text, place, ret, &len, count))
            return false;
        at = place + len;
    }
    return true;
}

bool mg_mend_mojibake(morgue_text text, mg_buffer *ret, size_t *count)
{
    mg_buffer mended = {0}, once = {0};
    bool ok = true;
    for (int i = 0; ok && i < TIMES && mg_has_mojibake(text); i++) {
        mg_buffer_clear(&once);
        ok = mend_once(text, &once, count);
        mg_buffer swap = mended;
        mended = once;
        once = swap;
        text = (morgue_text){mended.data ? mended.data : "", mended.len};
    }
    ok = ok && mg_buffer_append(ret, text.data, text.len);
    mg_buffer_free(&mended);
    mg_buffer_free(&once);
    return ok;
}
