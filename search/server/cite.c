#include "search/server/cite.h"

#include <string.h>

#include "search/server/when.h"

/* ---- What all of them need ---------------------------------------------------------------- */

/* As precise as it is known: what is not is 0. */
static web_when date_of(const morgue_article *article)
{
    web_when when = web_when_read(morgue_article_get(article, MORGUE_DATE, 0).data);
    return when.year > 0 ? when : (web_when){0};
}

static morgue_text only(const morgue_article *article, morgue_field_id field)
{
    return morgue_article_get(article, field, 0);
}

/* Its own address, or the page here. */
static morgue_text address(const morgue_article *article, const char *url)
{
    morgue_text own = only(article, MORGUE_URL);
    if (own.len || !url)
        return own;
    return (morgue_text){url, strlen(url)};
}

/* A byte of a value that is to stand on one line. */
static char on_one_line(char c)
{
    return (unsigned char)c < ' ' || c == 0x7F ? ' ' : c;
}

static void put_line(web_text *ret, morgue_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = on_one_line(text.data[i]);
        web_put(ret, &c, 1);
    }
}

/* ---- Plain -------------------------------------------------------------------------------- */

/* "A. Smith, B. Jones and C. Brown" */
static void put_names(web_text *ret, const morgue_article *article)
{
    size_t count = morgue_article_count(article, MORGUE_AUTHOR);
    for (size_t i = 0; i < count; i++) {
        web_puts(ret, !i ? "" : i + 1 < count ? ", " : " and ");
        put_line(ret, morgue_article_get(article, MORGUE_AUTHOR, i));
    }
}

/* Ends a sentence, unless it has ended by itself. */
static void put_stop(web_text *ret)
{
    if (!ret->lost && ret->len && !strchr(".!?", ret->data[ret->len - 1]))
        web_puts(ret, ".");
}

void web_cite_plain(const morgue_article *article, const char *url, web_text *ret)
{
    morgue_text source = only(article, MORGUE_SOURCE);
    morgue_text at = address(article, url);
    morgue_text title = only(article, MORGUE_TITLE);
    web_when date = date_of(article);
    if (morgue_article_count(article, MORGUE_AUTHOR)) {
        put_names(ret, article);
        put_stop(ret);
        web_puts(ret, " ");
    }
    web_puts(ret, "\u201c");
    put_line(ret, title.len ? title : only(article, MORGUE_ID));
    put_stop(ret);
    web_puts(ret, "\u201d");
    if (source.len || date.year)
        web_puts(ret, " ");
    put_line(ret, source);
    web_puts(ret, source.len && date.year ? ", " : "");
    if (date.year)
        web_put_day(ret, only(article, MORGUE_DATE).data);
    if (source.len || date.year)
        put_stop(ret);
    web_puts(ret, at.len ? " " : "");
    put_line(ret, at);
}

/* ---- BibTeX ------------------------------------------------------------------------------- */

/* Braces become brackets: BibTeX, which knows nothing of TeX, counts also those that have a
 * backslash, and one that is alone would swallow the file. */
static const char *tex_of(char c)
{
    switch (c) {
    case '\\': return "\\textbackslash{}";
    case '{': return "(";
    case '}': return ")";
    case '$': return "\\$";
    case '&': return "\\&";
    case '#': return "\\#";
    case '_': return "\\_";
    case '%': return "\\%";
    case '~': return "\\textasciitilde{}";
    case '^': return "\\textasciicircum{}";
    default: return NULL;
    }
}

static void put_tex(web_text *ret, morgue_text text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = on_one_line(text.data[i]);
        const char *tex = tex_of(c);
        if (tex)
            web_puts(ret, tex);
        else
            web_put(ret, &c, 1);
    }
}

static void put_entry(web_text *ret, const char *name, morgue_text value, bool as_it_is)
{
    if (!value.len)
        return;
    web_putf(ret, ",\n  %s = {%s", name, as_it_is ? "{" : "");
    put_tex(ret, value);
    web_puts(ret, as_it_is ? "}}" : "}");
}

/* Letters and digits of the source, the year, and what no other article has: a hash of its id
 * (FNV-1a). So references can be put together into one file. */
static void put_key(web_text *ret, const morgue_article *article)
{
    enum { LETTERS = 20 };
    morgue_text source = only(article, MORGUE_SOURCE);
    morgue_text id = only(article, MORGUE_ID);
    uint32_t hash = 2166136261u;
    int letters = 0;
    for (size_t i = 0; i < source.len && letters < LETTERS; i++) {
        char c = source.data[i];
        char small = (char)(c | 0x20);
        if (!(small >= 'a' && small <= 'z') && !(c >= '0' && c <= '9'))
            continue;
        web_put(ret, c >= '0' && c <= '9' ? &c : &small, 1);
        letters++;
    }
    for (size_t i = 0; i < id.len; i++)
        hash = (hash ^ (unsigned char)id.data[i]) * 16777619u;
    web_puts(ret, letters ? "" : "article");
    if (date_of(article).year)
        web_putf(ret, "%d", date_of(article).year);
    web_putf(ret, "-%08x", hash);
}

/* Does BibTeX take it for more than one name? */
static bool is_several(morgue_text name)
{
    for (size_t i = 0; i + 5 <= name.len; i++)
        if (strncasecmp(name.data + i, " and ", 5) == 0)
            return true;
    return false;
}

static void put_authors(web_text *ret, const morgue_article *article)
{
    size_t count = morgue_article_count(article, MORGUE_AUTHOR);
    for (size_t i = 0; i < count; i++) {
        morgue_text name = morgue_article_get(article, MORGUE_AUTHOR, i);
        bool whole = is_several(name);
        web_puts(ret, i ? " and " : ",\n  author = {");
        web_puts(ret, whole ? "{" : "");
        put_tex(ret, name);
        web_puts(ret, whole ? "}" : "");
    }
    web_puts(ret, count ? "}" : "");
}

/* An address stands as it is, but for what would end the value. */
static void put_address(web_text *ret, morgue_text at)
{
    web_puts(ret, at.len ? ",\n  url = {" : "");
    for (size_t i = 0; i < at.len; i++) {
        unsigned char c = (unsigned char)at.data[i];
        if (c <= ' ' || c == 0x7F || strchr("{}\\", c))
            web_putf(ret, "%%%02X", c);
        else
            web_put(ret, &at.data[i], 1);
    }
    web_puts(ret, at.len ? "}" : "");
}

void web_cite_bibtex(const morgue_article *article, const char *url, web_text *ret)
{
    static const char months[][4] = {"",    "jan", "feb", "mar", "apr", "may", "jun",
                                     "jul", "aug", "sep", "oct", "nov", "dec"};
    web_when date = date_of(article);
    morgue_text source = only(article, MORGUE_SOURCE);
    web_puts(ret, source.len ? "@article{" : "@misc{");
    put_key(ret, article);
    put_authors(ret, article);
    put_entry(ret, "title", only(article, MORGUE_TITLE), true);
    put_entry(ret, "journal", source, false);
    if (date.year)
        web_putf(ret, ",\n  year = {%04d}", date.year);
    if (date.month)
        web_putf(ret, ",\n  month = %s", months[date.month]);
    if (date.day)
        web_putf(ret, ",\n  day = {%d}", date.day);
    put_address(ret, address(article, url));
    web_puts(ret, "\n}\n");
}

/* ---- RIS ---------------------------------------------------------------------------------- */

static void put_tag(web_text *ret, const char *tag, morgue_text value)
{
    if (!value.len)
        return;
    web_putf(ret, "%s  - ", tag);
    put_line(ret, value);
    web_puts(ret, "\r\n");
}

static void put_all(web_text *ret, const char *tag, const morgue_article *article,
                    morgue_field_id field)
{
    for (size_t i = 0; i < morgue_article_count(article, field); i++)
        put_tag(ret, tag, morgue_article_get(article, field, i));
}

/* "2022/01/21/", of which parts are empty that are not known; the last is for remarks. */
static void put_date(web_text *ret, web_when date)
{
    if (!date.year)
        return;
    web_putf(ret, "PY  - %04d\r\nDA  - %04d/", date.year, date.year);
    if (date.month)
        web_putf(ret, "%02d", date.month);
    web_puts(ret, "/");
    if (date.day)
        web_putf(ret, "%02d", date.day);
    web_puts(ret, "/\r\n");
}

void web_cite_ris(const morgue_article *article, const char *url, web_text *ret)
{
    web_puts(ret, "TY  - NEWS\r\n");
    put_all(ret, "AU", article, MORGUE_AUTHOR);
    put_tag(ret, "TI", only(article, MORGUE_TITLE));
    put_tag(ret, "T2", only(article, MORGUE_SOURCE));
    put_tag(ret, "SE", only(article, MORGUE_SECTION));
    put_date(ret, date_of(article));
    put_tag(ret, "LA", only(article, MORGUE_LANG));
    put_all(ret, "KW", article, MORGUE_TOPIC);
    put_tag(ret, "AN", only(article, MORGUE_ID));
    put_tag(ret, "UR", address(article, url));
    web_puts(ret, "ER  - \r\n");
}
