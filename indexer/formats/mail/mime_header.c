#include "indexer/formats/mail/mime_header.h"

#include <stdio.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/fields.h"
#include "indexer/formats/put.h"
#include "indexer/text/charset.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* ---- Encoded words -------------------------------------------------------------------------- */

/* Bytes in one character set, which may be cut within a character where a word ends. */
typedef struct mime_run {
    morgue_text charset; /* "" for what was not encoded */
    mg_buffer bytes;
} mime_run;

/* Appends the run as UTF-8, and empties it. */
static morgue_status end_run(mime_run *run, mg_buffer *ret, morgue_error *err)
{
    mg_charset charset;
    morgue_text bytes = {run->bytes.data, run->bytes.len};
    if (!bytes.len)
        return MORGUE_OK;
    mg_charset_decide(bytes, run->charset, &charset);
    morgue_status status = mg_charset_decode(&charset, bytes, ret, NULL, err);
    mg_buffer_clear(&run->bytes);
    return status;
}

static bool same_charset(morgue_text a, morgue_text b)
{
    return a.len == b.len && (!a.len || memcmp(a.data, b.data, a.len) == 0);
}

/* Makes the run one of this character set. */
static morgue_status begin_run(mime_run *run, morgue_text charset, mg_buffer *ret,
                               morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    if (!same_charset(run->charset, charset))
        status = end_run(run, ret, err);
    run->charset = charset;
    return status;
}

/* A word "=?charset*language?Q?text?=" at the beginning of the text. */
typedef struct word {
    morgue_text charset;
    char encoding; /* 'B' or 'Q' */
    morgue_text text;
    size_t len;
} word;

static bool read_word(morgue_text text, word *ret)
{
    enum { CHARSET_MAX = 60, WORD_MAX = 2048 };
    size_t n = 2;
    text.len = text.len < WORD_MAX ? text.len : WORD_MAX;
    if (text.len < 8 || memcmp(text.data, "=?", 2) != 0)
        return false;
    while (n < text.len && n < CHARSET_MAX && text.data[n] != '?' && !is_space(text.data[n]))
        n++;
    if (n + 4 > text.len || text.data[n] != '?' || text.data[n + 2] != '?')
        return false;
    ret->charset = (morgue_text){text.data + 2, n - 2};
    const char *star = memchr(ret->charset.data, '*', ret->charset.len);
    if (star)
        ret->charset.len = (size_t)(star - ret->charset.data);
    ret->encoding = (char)(text.data[n + 1] & ~0x20);
    const char *begin = text.data + n + 3;
    const char *end = memmem(begin, text.len - n - 3, "?=", 2);
    if (!end || (ret->encoding != 'B' && ret->encoding != 'Q'))
        return false;
    ret->text = (morgue_text){begin, (size_t)(end - begin)};
    ret->len = (size_t)(end + 2 - text.data);
    return true;
}

/* Length of the white space at the beginning. */
static size_t space_length(morgue_text text)
{
    size_t n = 0;
    while (n < text.len && is_space(text.data[n]))
        n++;
    return n;
}

/* Appends what stands at the beginning of *text to the run, and moves behind it. */
static morgue_status take_piece(morgue_text *text, mime_run *run, mg_buffer *ret, morgue_error *err)
{
    word found;
    size_t used = 1;
    bool ok;
    morgue_status status;
    if (read_word(*text, &found)) {
        status = begin_run(run, found.charset, ret, err);
        ok = found.encoding == 'B' ? mg_mime_base64(found.text, &run->bytes)
                                   : mg_mime_quoted(found.text, true, &run->bytes);
        used = found.len;
        morgue_text behind = {text->data + used, text->len - used};
        size_t space = space_length(behind);
        behind = (morgue_text){behind.data + space, behind.len - space};
        if (space && read_word(behind, &found))
            used += space; /* white space between encoded words is none */
    } else {
        size_t space = space_length(*text);
        status = begin_run(run, (morgue_text){"", 0}, ret, err);
        ok = mg_buffer_append_byte(&run->bytes, space ? ' ' : text->data[0]);
        used = space ? space : 1;
    }
    *text = (morgue_text){text->data + used, text->len - used};
    return status == MORGUE_OK && !ok ? mg_fail_memory(err) : status;
}

morgue_status mg_mime_text(morgue_text value, mg_buffer *ret, morgue_error *err)
{
    enum { VALUE_MAX = 1 << 20 }; /* what is longer is no header, and not worth the time */
    mime_run run = {.charset = {"", 0}};
    morgue_status status = MORGUE_OK;
    size_t from = ret->len;
    value = mg_trimmed(value);
    value.len = value.len < VALUE_MAX ? value.len : VALUE_MAX;
    while (value.len && status == MORGUE_OK)
        status = take_piece(&value, &run, ret, err);
    if (status == MORGUE_OK)
        status = end_run(&run, ret, err);
    mg_buffer_free(&run.bytes);
    for (size_t i = from; i < ret->len; i++)
        if (is_space(ret->data[i]))
            ret->data[i] = ' '; /* encoded line ends */
    return status;
}

/* ---- Addresses ------------------------------------------------------------------------------ */

/* Length of the text up to a comma (or semicolon: the end of a group) outside of quotes, comments
 * and brackets. */
static size_t element_length(morgue_text list)
{
    size_t depth = 0, n = 0;
    bool quoted = false, bracket = false;
    for (; n < list.len; n++) {
        char c = list.data[n];
        if (c == '\\' && (quoted || depth))
            n++;
        else if (c == '"' && !depth)
            quoted = !quoted;
        else if (quoted)
            continue;
        else if (c == '(')
            depth++;
        else if (c == ')' && depth)
            depth--;
        else if (c == '<' || c == '>')
            bracket = c == '<';
        else if ((c == ',' || c == ';') && !depth && !bracket)
            break;
    }
    return n < list.len ? n : list.len;
}

/* Cuts the name of a group ("editors: a@x, b@x;") from its first address. */
static morgue_text without_group(morgue_text element)
{
    for (size_t i = 0; i < element.len; i++) {
        if (memchr("@<\"(", element.data[i], 4))
            return element;
        if (element.data[i] == ':')
            return mg_trimmed((morgue_text){element.data + i + 1, element.len - i - 1});
    }
    return element;
}

/* "Name <address>", "address (Name)", "(Name) address", "address". */
static void take_apart(morgue_text element, morgue_text *ret_name, morgue_text *ret_address)
{
    const char *end = element.data + element.len;
    const char *open = memrchr(element.data, '<', element.len);
    const char *comment = memchr(element.data, '(', element.len);
    *ret_name = (morgue_text){"", 0};
    *ret_address = element;
    if (open) {
        const char *close = memchr(open, '>', (size_t)(end - open));
        *ret_name = mg_trimmed((morgue_text){element.data, (size_t)(open - element.data)});
        *ret_address = (morgue_text){open + 1, (size_t)((close ? close : end) - open) - 1};
    } else if (comment) {
        const char *close = memrchr(comment, ')', (size_t)(end - comment));
        const char *behind = close ? close + 1 : end;
        morgue_text before = {element.data, (size_t)(comment - element.data)};
        *ret_name = (morgue_text){comment, (size_t)(behind - comment)};
        *ret_address =
            mg_trimmed(before.len ? before : (morgue_text){behind, (size_t)(end - behind)});
    }
}

static bool holds(morgue_text text, char c)
{
    return text.len && memchr(text.data, c, text.len);
}

/* Length of the next address: "Lee, Ann <ann@sound.example>", which ought to be quoted, is one. */
static size_t address_length(morgue_text list)
{
    size_t n = element_length(list);
    if (n >= list.len || list.data[n] != ',' || holds((morgue_text){list.data, n}, '@') ||
        holds((morgue_text){list.data, n}, ':') || !mg_trimmed((morgue_text){list.data, n}).len)
        return n;
    morgue_text rest = {list.data + n + 1, list.len - n - 1};
    rest.len = element_length(rest);
    return holds(rest, '<') ? n + 1 + rest.len : n;
}

bool mg_mime_address(morgue_text *list, morgue_text *ret_name, morgue_text *ret_address)
{
    while (list->len) {
        size_t n = address_length(*list);
        morgue_text element = without_group(mg_trimmed((morgue_text){list->data, n}));
        n += n < list->len;
        *list = (morgue_text){list->data + n, list->len - n};
        if (!element.len)
            continue;
        take_apart(element, ret_name, ret_address);
        return true;
    }
    return false;
}

/* Is the text between these two? */
static bool is_in(morgue_text text, char open, char close)
{
    return text.len >= 2 && text.data[0] == open && text.data[text.len - 1] == close;
}

morgue_status mg_mime_name(morgue_text name, mg_buffer *ret, morgue_error *err)
{
    mg_buffer plain = {0};
    bool ok = true;
    name = mg_trimmed(name);
    for (int i = 0; i < 3; i++)
        if (is_in(name, '"', '"') || is_in(name, '(', ')') || is_in(name, '\'', '\''))
            name = mg_trimmed((morgue_text){name.data + 1, name.len - 2});
    for (size_t i = 0; i < name.len && ok; i++) {
        bool escaped = name.data[i] == '\\' && i + 1 < name.len;
        if (name.data[i] != '"' || escaped)
            ok = mg_buffer_append_byte(&plain, name.data[i += escaped]);
    }
    morgue_status status =
        ok ? mg_mime_text((morgue_text){plain.data ? plain.data : "", plain.len}, ret, err)
           : mg_fail_memory(err);
    mg_buffer_free(&plain);
    return status;
}

/* ---- Parameters (RFC 2231) ------------------------------------------------------------------ */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool append_percent(morgue_text text, mg_buffer *ret)
{
    bool ok = true;
    for (size_t i = 0; i < text.len && ok; i++) {
        char c = text.data[i];
        if (c == '%' && i + 2 < text.len && hex_value(text.data[i + 1]) >= 0 &&
            hex_value(text.data[i + 2]) >= 0) {
            c = (char)(hex_value(text.data[i + 1]) << 4 | hex_value(text.data[i + 2]));
            i += 2;
        }
        ok = mg_buffer_append_byte(ret, c);
    }
    return ok;
}

/* Cuts "charset'language'" from the first part of a value. */
static morgue_text take_charset(morgue_text *text)
{
    const char *first = memchr(text->data, '\'', text->len);
    const char *end = text->data + text->len;
    const char *second = first ? memchr(first + 1, '\'', (size_t)(end - first) - 1) : NULL;
    if (!second)
        return (morgue_text){"", 0};
    morgue_text charset = {text->data, (size_t)(first - text->data)};
    *text = (morgue_text){second + 1, (size_t)(end - second) - 1};
    return charset;
}

/* Appends the parts `name*0`, `name*1*`, ... or the whole `name*` to the run. */
static bool append_parts(morgue_text value, const char *name, mime_run *run)
{
    enum { PARTS_MAX = 64, VALUE_MAX = 64 << 10 };
    char key[64];
    bool ok = true;
    value.len = value.len < VALUE_MAX ? value.len : VALUE_MAX;
    snprintf(key, sizeof key, "%s*", name);
    morgue_text part = mg_field_parameter(value, key);
    if (part.len) {
        run->charset = take_charset(&part);
        return append_percent(part, &run->bytes);
    }
    for (int i = 0; i < PARTS_MAX && ok; i++) {
        snprintf(key, sizeof key, "%s*%d*", name, i);
        part = mg_field_parameter(value, key);
        bool percent = part.len > 0;
        key[strlen(key) - 1] = '\0';
        if (!percent)
            part = mg_field_parameter(value, key);
        if (!part.len)
            break;
        if (percent && i == 0)
            run->charset = take_charset(&part);
        ok = percent ? append_percent(part, &run->bytes)
                     : mg_buffer_append(&run->bytes, part.data, part.len);
    }
    return ok;
}

morgue_status mg_mime_parameter(morgue_text value, const char *name, mg_buffer *ret,
                                morgue_error *err)
{
    mime_run run = {.charset = {"", 0}};
    morgue_text plain = mg_field_parameter(value, name);
    if (plain.len)
        return mg_mime_text(plain, ret, err);
    morgue_status status =
        append_parts(value, name, &run) ? end_run(&run, ret, err) : mg_fail_memory(err);
    mg_buffer_free(&run.bytes);
    return status;
}
