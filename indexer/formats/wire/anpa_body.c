/* The text of a wire story: header lines, byline, dateline, paragraphs, when it was sent. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "archive/error.h"
#include "indexer/formats/wire/anpa.h"
#include "indexer/text/slice.h"
#include "indexer/formats/wire/sgml.h"

typedef struct story {
    mg_sink *put;
    mg_anpa_head head;
    mg_buffer text;     /* paragraphs so far */
    mg_buffer abstract; /* header lines that are neither title nor byline nor note, by lines */
    mg_buffer notes;
    mg_buffer slug;
    bool iptc;       /* header lines end with the first empty line */
    bool in_head;    /* of header lines */
    bool has_byline; /* the line before was one */
    bool fresh;      /* the next line begins a paragraph */
    bool hard;       /* the line before ended with quad left */
    morgue_status status;
} story;

static bool append(story *s, mg_buffer *to, const char *parting, morgue_text text)
{
    bool ok = (!to->len || mg_buffer_append_string(to, parting)) &&
              mg_buffer_append(to, text.data, text.len);
    if (!ok)
        s->status = mg_fail_memory(s->put->err);
    return ok;
}

static void put(story *s, morgue_field_id field, morgue_text text)
{
    if (s->status == MORGUE_OK)
        s->status = mg_put(s->put, field, text, MORGUE_GIVEN);
}

static void put_extra(story *s, const char *key, morgue_text text)
{
    text = mg_trimmed(text);
    if (s->status == MORGUE_OK && text.len)
        s->status = mg_put_extra_text(s->put, key, strlen(key), text);
}

static morgue_text content(const mg_buffer *buffer)
{
    return (morgue_text){buffer->data ? buffer->data : "", buffer->len};
}

/* ---- Lines --------------------------------------------------------------------------------- */

/* Takes typesetting codes from the end of a line: quads, and what stands for line ends. */
static morgue_text without_codes(morgue_text line, bool *ret_hard)
{
    *ret_hard = false;
    line = mg_trimmed(line);
    while (line.len && strchr("<>|", line.data[line.len - 1])) {
        *ret_hard = *ret_hard || line.data[line.len - 1] == '<';
        line.len--;
        line = mg_trimmed(line);
    }
    return line;
}

/* Appends a line with the quotes and dashes that wires have no characters for. */
static void append_set(story *s, const char *parting, morgue_text line)
{
    static const struct {
        const char *code, *means;
    } codes[] = {{"``", "\xE2\x80\x9C"}, {"''", "\xE2\x80\x9D"}, {" _ ", " \xE2\x80\x94 "}};
    size_t done = 0;
    morgue_text before = {s->text.data, s->text.len};
    bool ok = !s->text.len ||
              mg_buffer_append_string(&s->text, parting ? parting : mg_line_joint(before, false));
    for (size_t i = 0; ok && i < line.len; i++)
        for (size_t k = 0; k < sizeof codes / sizeof *codes; k++) {
            size_t n = strlen(codes[k].code);
            if (line.len - i < n || memcmp(line.data + i, codes[k].code, n) != 0)
                continue;
            ok = mg_buffer_append(&s->text, line.data + done, i - done) &&
                 mg_buffer_append_string(&s->text, codes[k].means);
            done = i + n;
            i = done - 1;
            break;
        }
    if (!ok || !mg_buffer_append(&s->text, line.data + done, line.len - done))
        s->status = mg_fail_memory(s->put->err);
}

static bool is_one_of(morgue_text line, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (mg_text_like(line, words[i]))
            return true;
    return false;
}

/* What ends a take, and says no more than that. */
static bool is_end_mark(morgue_text line)
{
    static const char *const marks[] = {"(MORE)", "MORE",  "END", "(END)", "xxx", "-30-",
                                        "30",     "#####", "###", "nnnn",  "--"};
    return is_one_of(line, marks, sizeof marks / sizeof *marks);
}

/* ---- Header lines -------------------------------------------------------------------------- */

static bool is_note(morgue_text line)
{
    static const char *const starts[] = {"AP Photo", "AP Graphic", "AP Video", "AP Audio",
                                         "Eds:",     "Eds ",       "EDITOR",   "With AP",
                                         "Photo",    "Note:",      "ATTENTION"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (mg_text_begins(line, starts[i]))
            return true;
    return false;
}

/* Length of the word that begins a byline; 0 where it is none. */
static size_t by_word(morgue_text line)
{
    static const char *const words[] = {"By ", "Von ", "Par ", "Por ", "Di ", "Da "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (mg_text_begins(line, words[i]))
            return strlen(words[i]);
    return 0;
}

/* "By PAUL BYRNE and ALMUDENA CALATRAVA=", "Von Ann Lee, dpa =" */
static void put_byline(story *s, morgue_text line, size_t word)
{
    char by[256];
    morgue_text name = mg_trimmed((morgue_text){line.data + word, line.len - word});
    const char *comma = memrchr(name.data, ',', name.len);
    if (comma && name.data + name.len - comma <= 6) /* an agency */
        name.len = (size_t)(comma - name.data);
    if (s->status != MORGUE_OK || name.len > 200)
        return;
    snprintf(by, sizeof by, "By %.*s", (int)name.len, name.data);
    s->status = mg_put_byline(s->put, (morgue_text){by, strlen(by)});
    s->has_byline = true;
}

/* "BC-LT--Argentina-Cancer Beauty,466": the slug with the number of words. */
static void take_slug(story *s, morgue_text line)
{
    const char *comma = memrchr(line.data, ',', line.len);
    bool words = comma && comma > line.data;
    for (const char *at = comma; words && ++at < line.data + line.len;)
        words = isdigit((unsigned char)*at);
    if (words)
        line.len = (size_t)(comma - line.data);
    (void)append(s, &s->slug, " ", line);
}

/* "REFILE", "(Zusammenfassung)" */
static bool is_label(morgue_text line)
{
    if (line.len > 2 && line.data[0] == '(' && line.data[line.len - 1] == ')')
        return true;
    for (size_t i = 0; i < line.len; i++)
        if (islower((unsigned char)line.data[i]) || (unsigned char)line.data[i] >= 0x80)
            return false;
    return line.len < 24;
}

static bool has_title(const story *s)
{
    return morgue_article_count(s->put->article, MORGUE_TITLE) > 0;
}

static void read_head_line(story *s, morgue_text line)
{
    bool equals = line.len && line.data[line.len - 1] == '=';
    bool after_byline = s->has_byline;
    s->has_byline = false;
    if (equals)
        line = mg_trimmed((morgue_text){line.data, line.len - 1});
    if (!line.len)
        return;
    size_t word = by_word(line);
    if (!s->iptc && !s->slug.len)
        take_slug(s, line);
    else if (word && (equals || s->iptc))
        put_byline(s, line, word);
    else if (after_byline && equals)
        put_extra(s, "byline_title", line);
    else if (is_note(line))
        (void)append(s, &s->notes, "\n", line);
    else if (s->iptc && !has_title(s) && is_label(line))
        (void)append(s, &s->notes, "\n", line);
    else if (!has_title(s))
        put(s, MORGUE_TITLE, line);
    else
        (void)append(s, &s->abstract, "\n", line);
}

/* ---- Text ---------------------------------------------------------------------------------- */

/* A first line "^*9006< ^AP-Top-Headlines,0176<" is two. */
static morgue_text last_caret(morgue_text line)
{
    for (size_t i = line.len; i-- > 0;)
        if (line.data[i] == '^')
            return (morgue_text){line.data + i + 1, line.len - i - 1};
    return line;
}

static void read_text_line(story *s, morgue_text line, bool tab)
{
    bool hard;
    line = without_codes(line, &hard);
    if (!line.len || is_end_mark(line)) {
        s->fresh = true;
        return;
    }
    const char *parting = s->fresh || (tab && !(hard && s->hard)) ? "\n\n"
                          : tab || s->head.tabular                ? "\n"
                                                                  : NULL;
    append_set(s, parting, line);
    s->fresh = false;
    s->hard = hard;
}

static void read_line(story *s, morgue_text line)
{
    bool hard, tab = line.len && line.data[0] == '\t';
    bool blank = !mg_trimmed(line).len;
    bool caret = line.len && line.data[0] == '^';
    if (s->in_head && s->iptc && blank && has_title(s))
        s->in_head = false;
    if (!s->iptc && !caret && !blank)
        s->in_head = false;
    if (s->in_head && !blank)
        read_head_line(s, without_codes(caret ? last_caret(line) : line, &hard));
    else
        read_text_line(s, caret ? (morgue_text){line.data + 1, line.len - 1} : line, tab || caret);
}

/* Header lines of IPTC 7901 end with an empty line; a text that has none there has none. */
static bool has_head_lines(morgue_text text)
{
    for (size_t lines = 0; lines < 9; lines++) {
        morgue_text line = mg_take_line(&text);
        if (lines && !mg_trimmed(line).len)
            return true;
        if (line.len > 160)
            return false;
    }
    return false;
}

/* "BUENOS AIRES, Argentina (AP) -- For cancer patients": sets *ret_agency to what stands in the
 * parentheses, and takes it all from the text. */
static void take_dateline(story *s, morgue_text *text, morgue_text *ret_agency)
{
    static const char *const dashes[] = {" \xE2\x80\x94 ", " - ", " -- ", " \xE2\x80\x93 "};
    size_t room = text->len < 100 ? text->len : 100;
    const char *feed = memchr(text->data, '\n', room);
    room = feed ? (size_t)(feed - text->data) : room;
    const char *close = memchr(text->data, ')', room);
    const char *open = memchr(text->data, '(', room);
    *ret_agency = (morgue_text){"", 0};
    if (!open || !close || close < open || close - open > 24)
        return;
    size_t n = (size_t)(close + 1 - text->data);
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        size_t dash = strlen(dashes[i]);
        if (text->len - n < dash || memcmp(close + 1, dashes[i], dash) != 0)
            continue;
        put(s, MORGUE_DATELINE, (morgue_text){text->data, n});
        *ret_agency = (morgue_text){open + 1, (size_t)(close - open - 1)};
        *text = (morgue_text){text->data + n + dash, text->len - n - dash};
        return;
    }
}

/* ---- What is said of the story ------------------------------------------------------------- */

static void put_section(story *s)
{
    static const struct {
        const char *code, *name;
    } names[] = {{"a", "domestic"},      {"d", "food"},
                 {"e", "entertainment"}, {"f", "finance"},
                 {"i", "international"}, {"k", "commentary"},
                 {"l", "lifestyle"},     {"n", "state and regional"},
                 {"o", "weather"},       {"p", "politics"},
                 {"q", "sports scores"}, {"r", "racing"},
                 {"s", "sports"},        {"t", "travel"},
                 {"v", "advisories"},    {"w", "Washington"},
                 {"pl", "politics"},     {"wi", "economy"},
                 {"ku", "culture"},      {"sp", "sports"},
                 {"vm", "miscellaneous"}};
    put_extra(s, "category_code", s->head.category);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mg_text_like(s->head.category, names[i].code))
            put(s, MORGUE_SECTION, (morgue_text){names[i].name, strlen(names[i].name)});
}

static bool are_digits(const char *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isdigit((unsigned char)at[i]))
            return false;
    return true;
}

/* "AP-WF-11-13-13 1509GMT": month, day, year, hour, minute, zone. */
static bool read_anpa_date(morgue_text line, char *ret, size_t room)
{
    for (size_t i = 0; i + 13 <= line.len; i++) {
        const char *d = line.data + i;
        if (!are_digits(d, 2) || d[2] != '-' || !are_digits(d + 3, 2) || d[5] != '-' ||
            !are_digits(d + 6, 2) || d[8] != ' ' || !are_digits(d + 9, 4))
            continue;
        size_t zone = 13;
        while (i + zone < line.len && isalpha((unsigned char)d[zone]))
            zone++;
        snprintf(ret, room, "%s%.2s-%.2s-%.2s %.2s:%.2s %.*s", d[6] < '5' ? "20" : "19", d + 6, d,
                 d + 3, d + 9, d + 11, (int)(zone - 13), d + 13);
        return true;
    }
    return false;
}

/* "212322 GMT Nov 18": day, hour, minute, zone, month, year. */
static bool read_iptc_date(morgue_text line, char *ret, size_t room)
{
    char zone[8] = "", month[12] = "", year[5] = "";
    char copy[64];
    if (line.len < 14 || line.len >= sizeof copy || !are_digits(line.data, 6))
        return false;
    memcpy(copy, line.data + 6, line.len - 6);
    copy[line.len - 6] = '\0';
    if (sscanf(copy, "%7s %11s %4[0-9]", zone, month, year) != 3 || strlen(year) % 2)
        return false;
    snprintf(ret, room, "%.2s %s %s%s %.2s:%.2s %s", line.data, month,
             strlen(year) == 4 ? ""
             : *year < '5'     ? "20"
                               : "19",
             year, line.data + 2, line.data + 4, zone);
    return true;
}

/* The agency's mark before the date: "AP-WF-...". */
static void put_source(story *s, morgue_text trailer, morgue_text agency)
{
    size_t n = 0;
    morgue_text said = s->head.agency;
    while (n < said.len && isalpha((unsigned char)said.data[n]))
        n++;
    if (mg_text_begins(trailer, "AP-") || mg_text_like(agency, "AP"))
        put(s, MORGUE_SOURCE, (morgue_text){"Associated Press", 16});
    else
        put(s, MORGUE_SOURCE, n ? (morgue_text){said.data, n} : agency);
}

/* Numbers begin anew every day: without the day they are no identity. */
static void put_id(story *s, bool dated)
{
    char id[64];
    put_extra(s, "story_number", s->head.number);
    morgue_text date = morgue_article_get(s->put->article, MORGUE_DATE, 0);
    morgue_text source = morgue_article_get(s->put->article, MORGUE_SOURCE, 0);
    if (!dated || date.len < 10 || s->head.number.len > 16 || !s->head.number.len)
        return;
    bool ap = mg_text_like(source, "Associated Press");
    bool known = source.len && source.len < 12;
    snprintf(id, sizeof id, "%.*s-%.*s-%.10s",
             ap      ? 2
             : known ? (int)source.len
                     : 4,
             ap      ? "ap"
             : known ? source.data
                     : "wire",
             (int)s->head.number.len, s->head.number.data, date.data);
    put(s, MORGUE_ID, (morgue_text){id, strlen(id)});
}

static void put_origin(story *s, morgue_text trailer, morgue_text agency)
{
    char date[80];
    bool hard;
    morgue_text line = mg_trimmed(trailer);
    line = without_codes(mg_take_line(&line), &hard);
    bool dated = read_anpa_date(line, date, sizeof date) || read_iptc_date(line, date, sizeof date);
    if (dated) {
        put(s, MORGUE_DATE, (morgue_text){date, strlen(date)});
        put(s, MORGUE_RAW_DATE, line);
    } else {
        put_extra(s, "filed", s->head.filed.len ? s->head.filed : line);
    }
    put_source(s, line, agency);
    put_id(s, dated);
}

static void put_head(story *s)
{
    const mg_anpa_head *h = &s->head;
    put_section(s);
    put_extra(s, "service", h->service);
    put_extra(s, "priority", h->priority);
    put_extra(s, "keyword", h->keyword);
    put_extra(s, "version_line", h->version);
    put_extra(s, "words", h->words);
    put_extra(s, "agency_line", h->agency);
    put_extra(s, "slug", content(&s->slug));
    put_extra(s, "notes", content(&s->notes));
}

/* A story without headline has that of its slug, without the edition it is for: "BC-", "AM-". */
static void put_slug_as_title(story *s)
{
    morgue_text slug = content(&s->slug);
    if (!slug.len)
        slug = s->head.keyword;
    if (slug.len > 3 && slug.data[2] == '-' && isupper((unsigned char)slug.data[0]))
        slug = (morgue_text){slug.data + 3, slug.len - 3};
    while (slug.len && strchr("-/,", slug.data[slug.len - 1]))
        slug.len--;
    if (!has_title(s))
        put(s, MORGUE_TITLE, slug);
}

/* ---- All of it ----------------------------------------------------------------------------- */

static void put_story(story *s, morgue_text text, morgue_text trailer)
{
    morgue_text agency;
    s->in_head = !s->iptc || has_head_lines(text);
    s->fresh = true;
    while (text.len && s->status == MORGUE_OK)
        read_line(s, mg_take_line(&text));
    if (!s->text.len && s->abstract.len) /* it is all of header lines */
        append_set(s, "", content(&s->abstract));
    else
        put_extra(s, "abstract", content(&s->abstract));
    morgue_text body = content(&s->text);
    take_dateline(s, &body, &agency);
    put_slug_as_title(s);
    put_head(s);
    put_origin(s, trailer, agency);
    put(s, MORGUE_TEXT, body);
}

morgue_status mg_anpa_put(mg_sink *sink, morgue_text plain)
{
    story s = {.put = sink};
    const char *end = plain.data + plain.len;
    const char *stx = memchr(plain.data, ANPA_STX, plain.len);
    if (!stx || !mg_anpa_head_read((morgue_text){plain.data, (size_t)(stx - plain.data)}, &s.head))
        return mg_fail(sink->err, MORGUE_BAD_INPUT, "a story whose header does not end in STX");
    const char *etx = memchr(stx, ANPA_ETX, (size_t)(end - stx));
    const char *eot = memrchr(stx, ANPA_EOT, (size_t)(end - stx));
    const char *last = eot ? eot : end;
    morgue_text text = {stx + 1, (size_t)((etx && etx < last ? etx : last) - stx - 1)};
    morgue_text trailer = {"", 0};
    if (etx && etx < last)
        trailer = (morgue_text){etx + 1, (size_t)(last - etx - 1)};
    s.iptc = !s.head.service.len;
    put_story(&s, text, trailer);
    mg_buffer_free(&s.text);
    mg_buffer_free(&s.abstract);
    mg_buffer_free(&s.notes);
    mg_buffer_free(&s.slug);
    return s.status == MORGUE_OK ? mg_check_article(sink->article, sink->err) : s.status;
}
