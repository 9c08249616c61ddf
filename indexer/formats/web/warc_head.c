/* Heads of records: of WARC a version and fields, of ARC a line of words. */
#include <string.h>

#include "indexer/formats/fields.h"
#include "indexer/formats/put.h"
#include "indexer/formats/web/warc_record.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* All digits, and not too many; then *ret is their number. */
static bool read_number(morgue_text text, uint64_t *ret)
{
    uint64_t n = 0;
    if (!text.len || text.len > 18)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.data[i]))
            return false;
        n = n * 10 + (uint64_t)(text.data[i] - '0');
    }
    *ret = n;
    return true;
}

/* ---- WARC ---------------------------------------------------------------------------------- */

/* "WARC/1.0" */
static bool is_version(morgue_text line)
{
    line = mg_trimmed(line);
    if (line.len < 8 || line.len > 10 || memcmp(line.data, "WARC/", 5) != 0 ||
        !is_digit(line.data[5]) || line.data[6] != '.')
        return false;
    for (size_t i = 7; i < line.len; i++)
        if (!is_digit(line.data[i]))
            return false;
    return true;
}

/* Length of the head, 0 where it does not end or another record begins within it. */
static size_t head_length(morgue_text text)
{
    morgue_text rest = text;
    if (!is_version(mg_take_line(&rest)))
        return 0;
    while (rest.len) {
        bool whole = memchr(rest.data, '\n', rest.len) != NULL;
        morgue_text line = mg_take_line(&rest);
        if (!line.len && whole)
            return text.len - rest.len;
        if (line.len && line.data[0] == 'W' && is_version(line))
            return 0;
    }
    return 0;
}

static morgue_text without_brackets(morgue_text url)
{
    if (url.len > 1 && url.data[0] == '<' && url.data[url.len - 1] == '>')
        return (morgue_text){url.data + 1, url.len - 2};
    return url;
}

static bool warc_head(morgue_text text, mg_warc_record *ret, size_t *ret_len, uint64_t *ret_block)
{
    morgue_text name, value;
    size_t len = head_length(text);
    if (!len)
        return false;
    morgue_text rest = {text.data, len};
    (void)mg_take_line(&rest);
    ret->fields = rest;
    *ret_len = len;
    *ret_block = UINT64_MAX;
    while (mg_fields_next(&rest, &name, &value))
        if (mg_text_like(name, "WARC-Type"))
            ret->type = value;
        else if (mg_text_like(name, "WARC-Target-URI"))
            ret->url = without_brackets(value);
        else if (mg_text_like(name, "WARC-Date"))
            ret->date = value;
        else if (mg_text_like(name, "Content-Type"))
            ret->media = value;
        else if (mg_text_like(name, "Content-Length"))
            (void)read_number(value, ret_block);
    return true;
}

/* ---- ARC ----------------------------------------------------------------------------------- */

enum { WORDS_MAX = 64 };

/* Splits at white space; of more than WORDS_MAX words the first are enough. */
static size_t split(morgue_text line, morgue_text *ret)
{
    size_t n = 0, i = 0;
    while (n < WORDS_MAX) {
        while (i < line.len && (line.data[i] == ' ' || line.data[i] == '\t'))
            i++;
        size_t from = i;
        while (i < line.len && line.data[i] != ' ' && line.data[i] != '\t')
            i++;
        if (from == i)
            break;
        ret[n++] = (morgue_text){line.data + from, i - from};
    }
    return n;
}

/* "207.241.224.2", "2001:db8::1", "-" */
static bool is_address(morgue_text word)
{
    if (mg_text_like(word, "-"))
        return true;
    bool parted = false;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.data[i];
        parted = parted || c == '.' || c == ':';
        if (!is_digit(c) && c != '.' && c != ':' && !((c | 0x20) >= 'a' && (c | 0x20) <= 'f'))
            return false;
    }
    return parted;
}

/* Digits of a time: 14, or fewer of old crawlers. */
static bool is_stamp(morgue_text word)
{
    uint64_t number;
    return word.len >= 8 && word.len <= 17 && (word.data[0] == '1' || word.data[0] == '2') &&
           read_number(word, &number);
}

/* "http://..." or "dns:...": begins with a scheme. */
static bool has_scheme(morgue_text word)
{
    size_t n = 0;
    while (n < word.len && n < 16 &&
           (is_letter(word.data[n]) || is_digit(word.data[n]) || word.data[n] == '-'))
        n++;
    return n && n < word.len && word.data[n] == ':' && is_letter(word.data[0]);
}

/* "URL address date type [result checksum location offset file] length"; URLs may have spaces. */
static bool arc_head(morgue_text text, mg_warc_record *ret, size_t *ret_len, uint64_t *ret_block)
{
    morgue_text words[WORDS_MAX];
    morgue_text rest = text;
    morgue_text line = mg_take_line(&rest);
    if (!has_scheme(line))
        return false;
    size_t n = split(line, words);
    if (n < 5 || !read_number(words[n - 1], ret_block))
        return false;
    size_t at = 1;
    while (at + 3 < n && !(is_address(words[at]) && is_stamp(words[at + 1])))
        at++;
    if (at + 3 >= n)
        return false;
    const char *url_end = words[at - 1].data + words[at - 1].len;
    ret->url = (morgue_text){words[0].data, (size_t)(url_end - words[0].data)};
    ret->date = words[at + 1];
    ret->media = words[at + 2];
    bool web = mg_text_begins(ret->url, "http:") || mg_text_begins(ret->url, "https:");
    ret->type = web                                     ? (morgue_text){"response", 8}
                : mg_text_begins(ret->url, "filedesc:") ? (morgue_text){"warcinfo", 8}
                                                        : (morgue_text){"resource", 8};
    *ret_len = text.len - rest.len;
    return true;
}

/* ---- Both ---------------------------------------------------------------------------------- */

bool mg_warc_head(mg_warc_kind kind, morgue_text text, mg_warc_record *ret, size_t *ret_len,
                  uint64_t *ret_block)
{
    *ret = (mg_warc_record){.kind = kind,
                            .type = {"", 0},
                            .url = {"", 0},
                            .date = {"", 0},
                            .media = {"", 0},
                            .fields = {"", 0},
                            .block = {"", 0},
                            .whole = {"", 0}};
    return kind == MG_WARC ? warc_head(text, ret, ret_len, ret_block)
                           : arc_head(text, ret, ret_len, ret_block);
}

bool mg_warc_begins(mg_warc_kind kind, morgue_text text)
{
    enum { LINE_MAX = 64 << 10 };
    mg_warc_record record;
    size_t len;
    uint64_t block;
    text.len = text.len < LINE_MAX ? text.len : LINE_MAX;
    if (!text.len || !memchr(text.data, '\n', text.len))
        return false;
    if (kind == MG_WARC)
        return is_version(mg_take_line(&text));
    return mg_warc_head(kind, text, &record, &len, &block);
}

size_t mg_warc_next_head(mg_warc_kind kind, morgue_text text, size_t from)
{
    while (from < text.len) {
        const char *feed = kind == MG_WARC ? memmem(text.data + from, text.len - from, "\nWARC/", 6)
                                           : memchr(text.data + from, '\n', text.len - from);
        if (!feed)
            break;
        from = (size_t)(feed - text.data) + 1;
        if (mg_warc_begins(kind, (morgue_text){text.data + from, text.len - from}))
            return from;
    }
    return text.len;
}

bool mg_warc_recognise(morgue_text head, mg_warc_kind *ret)
{
    if (head.len >= 3 && memcmp(head.data, "\xEF\xBB\xBF", 3) == 0)
        head = (morgue_text){head.data + 3, head.len - 3};
    head = mg_trimmed(head);
    if (mg_warc_begins(MG_WARC, head)) {
        *ret = MG_WARC;
        return true;
    }
    if (!mg_text_begins(head, "filedesc:") && !mg_text_begins(head, "http"))
        return false;
    *ret = MG_ARC;
    return mg_warc_begins(MG_ARC, head);
}
