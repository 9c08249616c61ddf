#include "indexer/formats/wire/trec_text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "archive/date.h"
#include "archive/error.h"
#include "indexer/formats/wire/sgml.h"
#include "indexer/text/clean.h"

bool mg_trec_is_name_byte(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.';
}

/* ---- Text ---------------------------------------------------------------------------------- */

/* Names of more than three letters are those of blocks: <SUMMARY>, but not <EM>. */
static bool is_paragraph_tag(morgue_text name)
{
    if (name.len > 3)
        return true;
    static const char *const names[] = {"P", "BR", "LP", "TR", "H1", "H2", "H3", "H4"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == name.len && strncasecmp(names[i], name.data, name.len) == 0)
            return true;
    return false;
}

/* Length of the tag or comment at `at`, 0 where it is a mere "<". */
static size_t tag_length(const char *at, const char *end, bool *ret_paragraph)
{
    const char *name = at + 1 + (at + 1 < end && at[1] == '/'), *last = name;
    *ret_paragraph = false;
    if (end - at > 3 && memcmp(at, "<!--", 4) == 0) {
        const char *close = memmem(at + 4, (size_t)(end - at - 4), "-->", 3);
        return close ? (size_t)(close + 3 - at) : 0;
    }
    while (last < end && mg_trec_is_name_byte(*last))
        last++;
    if (last == name || isdigit((unsigned char)*name))
        return 0;
    const char *close = memchr(last, '>', (size_t)(end - last));
    if (!close || close - last > 200)
        return 0;
    *ret_paragraph = is_paragraph_tag((morgue_text){name, (size_t)(last - name)});
    return (size_t)(close + 1 - at);
}

/* Appends the text without its tags, an empty line for those of paragraphs. */
static bool without_tags(morgue_text text, mg_buffer *ret)
{
    const char *at = text.data, *end = at + text.len;
    bool ok = true;
    while (ok && at < end) {
        const char *mark = memchr(at, '<', (size_t)(end - at));
        bool paragraph = false;
        size_t tag = mark ? tag_length(mark, end, &paragraph) : 0;
        const char *last = mark ? mark + !tag : end;
        ok = mg_buffer_append(ret, at, (size_t)(last - at)) &&
             (!paragraph || mg_buffer_append(ret, "\n\n", 2));
        at = last + tag;
    }
    return ok;
}

/* Entities of these collections alone. */
static void resolve_own(mg_buffer *text)
{
    static const struct {
        const char *entity;
        char character;
    } own[] = {{"&hyph;", '-'}, {"&blank;", ' '}, {"&rsquo;", '\''}, {"&lsquo;", '\''}};
    size_t kept = 0;
    for (size_t i = 0; i < text->len; i++) {
        text->data[kept] = text->data[i];
        for (size_t k = 0; text->data[i] == '&' && k < sizeof own / sizeof *own; k++) {
            size_t n = strlen(own[k].entity);
            if (text->len - i >= n && memcmp(text->data + i, own[k].entity, n) == 0) {
                text->data[kept] = own[k].character;
                i += n - 1;
                break;
            }
        }
        kept++;
    }
    text->len = kept;
}

morgue_status mg_trec_plain(mg_sink *put, mg_trec_memory *m, morgue_text content, bool paragraphs,
                            morgue_text *ret)
{
    mg_buffer_clear(&m->raw);
    mg_buffer_clear(&m->value);
    mg_buffer_clear(&m->text);
    if (!without_tags(content, &m->raw))
        return mg_fail_memory(put->err);
    if (m->raw.len)
        resolve_own(&m->raw);
    morgue_text raw = {m->raw.data ? m->raw.data : "", m->raw.len};
    if (!mg_unescape_entities(raw, &m->value, NULL))
        return mg_fail_memory(put->err);
    morgue_text value = {m->value.data ? m->value.data : "", m->value.len};
    bool ok = true;
    if (paragraphs)
        ok = mg_unwrap(value, &m->text);
    for (size_t i = 0; !paragraphs && i < value.len && ok; i++) {
        bool space = isspace((unsigned char)value.data[i]);
        if (!space || (m->text.len && m->text.data[m->text.len - 1] != ' '))
            ok = mg_buffer_append_byte(&m->text, space ? ' ' : value.data[i]);
    }
    *ret = mg_trimmed((morgue_text){m->text.data ? m->text.data : "", m->text.len});
    return ok ? MORGUE_OK : mg_fail_memory(put->err);
}

/* ---- Dates --------------------------------------------------------------------------------- */

static bool are_digits(const char *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isdigit((unsigned char)at[i]))
            return false;
    return true;
}

/* The date without the edition behind it: "January 1, 1990, Monday, Home Edition". */
static bool parses(morgue_text *date)
{
    char canonical[MG_DATE_MAX];
    morgue_text part = *date;
    for (int commas = 0; commas < 4 && part.len; commas++) {
        if (mg_date_parse(part.data, part.len, canonical, NULL) == MORGUE_OK) {
            *date = part;
            return true;
        }
        const char *comma = memrchr(part.data, ',', part.len);
        part.len = comma ? (size_t)(comma - part.data) : 0;
    }
    return false;
}

/* Six digits are a year, a month and a day of the twentieth century, which ended later for the
 * last of these collections: "910514". "= 900402", "04/02/90". */
morgue_status mg_trec_put_date(mg_sink *put, morgue_text date)
{
    char whole[16];
    while (date.len && (*date.data == '=' || *date.data == ' ')) {
        date.data++;
        date.len--;
    }
    const char *d = date.data;
    if (date.len == 6 && are_digits(d, 6))
        snprintf(whole, sizeof whole, "%s%.2s-%.2s-%.2s", *d < '5' ? "20" : "19", d, d + 2, d + 4);
    else if (date.len == 8 && are_digits(d, 2) && d[2] == '/' && are_digits(d + 3, 2) &&
             d[5] == '/' && are_digits(d + 6, 2)) /* American, in all of them */
        snprintf(whole, sizeof whole, "%s%.2s-%.2s-%.2s", d[6] < '5' ? "20" : "19", d + 6, d,
                 d + 3);
    else {
        morgue_text spelled = date;
        (void)parses(&date);
        morgue_status status = mg_put(put, MORGUE_DATE, date, MORGUE_GIVEN);
        return status == MORGUE_OK && date.len < spelled.len
                   ? mg_put(put, MORGUE_RAW_DATE, spelled, MORGUE_GIVEN)
                   : status;
    }
    return mg_put(put, MORGUE_DATE, (morgue_text){whole, strlen(whole)}, MORGUE_GIVEN);
}

/* "AP-NR-02-12-88 2344EST": month, day, year. */
morgue_status mg_trec_put_file_date(mg_sink *put, morgue_text file)
{
    char date[16];
    const char *d = file.data;
    for (size_t i = 0; i + 8 <= file.len; i++, d++)
        if (are_digits(d, 2) && d[2] == '-' && are_digits(d + 3, 2) && d[5] == '-' &&
            are_digits(d + 6, 2)) {
            snprintf(date, sizeof date, "%s%.2s-%.2s-%.2s", d[6] < '5' ? "20" : "19", d + 6, d,
                     d + 3);
            return mg_put(put, MORGUE_DATE, (morgue_text){date, strlen(date)}, MORGUE_GIVEN);
        }
    return MORGUE_OK;
}

/* Identities have the date in them: "APW19980603.0791", "AFP_ENG_19940512.0001", "WSJ880406-0090",
 * "LEMONDE94-000001-19940101". */
morgue_status mg_trec_put_date_of_id(mg_sink *put)
{
    char date[16], canonical[MG_DATE_MAX];
    morgue_text id = morgue_article_get(put->article, MORGUE_ID, 0);
    for (size_t i = 0; i < id.len;) {
        size_t n = 0;
        while (i + n < id.len && isdigit((unsigned char)id.data[i + n]))
            n++;
        const char *d = id.data + i;
        if (n == 8)
            snprintf(date, sizeof date, "%.4s-%.2s-%.2s", d, d + 4, d + 6);
        else if (n == 6 && i && i <= 4)
            snprintf(date, sizeof date, "%s%.2s-%.2s-%.2s", *d < '5' ? "20" : "19", d, d + 2,
                     d + 4);
        bool dated = (n == 8 && (*d == '1' || *d == '2')) || (n == 6 && i && i <= 4);
        if (dated && mg_date_parse(date, strlen(date), canonical, NULL) == MORGUE_OK)
            return mg_put(put, MORGUE_DATE, (morgue_text){date, strlen(date)}, MORGUE_GIVEN);
        i += n ? n : 1;
    }
    return MORGUE_OK;
}
