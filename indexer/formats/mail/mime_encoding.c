/* Transfer encodings of mail: RFC 2045, 6.7 and 6.8; uuencode as of POSIX. */
#include <string.h>

#include "indexer/formats/fields.h"
#include "indexer/formats/mail/mime_header.h"

/* Value of a base64 digit; -1: none. Those of URLs ("-", "_") are taken too. */
static int base64_digit(unsigned char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

bool mg_mime_base64(morgue_text text, mg_buffer *ret)
{
    uint32_t bits = 0;
    unsigned n = 0;
    if (!mg_buffer_reserve(ret, text.len / 4 * 3 + 3))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        int digit = base64_digit((unsigned char)text.data[i]);
        if (text.data[i] == '=')
            bits = n = 0; /* the end of a piece; another may follow */
        if (digit < 0)
            continue;
        bits = bits << 6 | (uint32_t)digit;
        n += 6;
        if (n < 8)
            continue;
        n -= 8;
        ret->data[ret->len++] = (char)(bits >> n & 0xFF);
    }
    ret->data[ret->len] = '\0';
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Length of "= CRLF", white space before the line end allowed; 0 where there is none. */
static size_t soft_break(morgue_text text)
{
    size_t n = 1;
    while (n < text.len && (text.data[n] == ' ' || text.data[n] == '\t' || text.data[n] == '\r'))
        n++;
    if (n == text.len)
        return n;
    return text.data[n] == '\n' ? n + 1 : 0;
}

bool mg_mime_quoted(morgue_text text, bool header, mg_buffer *ret)
{
    if (!mg_buffer_reserve(ret, text.len))
        return false;
    for (size_t i = 0; i < text.len;) {
        char c = text.data[i];
        size_t soft = 0;
        if (c == '=' && i + 2 < text.len && hex_digit(text.data[i + 1]) >= 0 &&
            hex_digit(text.data[i + 2]) >= 0) {
            c = (char)(hex_digit(text.data[i + 1]) << 4 | hex_digit(text.data[i + 2]));
            i += 2;
        } else if (c == '=' && !header) {
            soft = soft_break((morgue_text){text.data + i, text.len - i});
        } else if (c == '_' && header) {
            c = ' ';
        }
        if (!soft)
            ret->data[ret->len++] = c;
        i += soft ? soft : 1;
    }
    ret->data[ret->len] = '\0';
    return true;
}

/* A line of uuencode: its length, then four characters for three bytes. */
static void unpack_uu_line(morgue_text line, mg_buffer *ret)
{
    size_t left = (size_t)(line.data[0] - ' ') & 63;
    for (size_t i = 1; i + 3 < line.len && left; i += 4) {
        uint32_t bits = 0;
        for (size_t j = 0; j < 4; j++)
            bits = bits << 6 | ((uint32_t)(line.data[i + j] - ' ') & 63);
        for (int shift = 16; shift >= 0 && left; shift -= 8, left--)
            ret->data[ret->len++] = (char)(bits >> shift & 0xFF);
    }
    ret->data[ret->len] = '\0';
}

bool mg_mime_uu(morgue_text text, mg_buffer *ret)
{
    bool begun = false;
    if (!mg_buffer_reserve(ret, text.len))
        return false;
    while (text.len) {
        morgue_text line = mg_take_line(&text);
        if (!begun)
            begun = mg_text_begins(line, "begin ");
        else if (mg_text_like(line, "end"))
            break;
        else if (line.len)
            unpack_uu_line(line, ret);
    }
    return true;
}
