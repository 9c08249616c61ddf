#include "tests/fuzz/markup.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

enum { DEEP = 64, NAME_MAX_LEN = 32 };

/* A name that was read. */
typedef struct name {
    char text[NAME_MAX_LEN + 1];
} name;

typedef struct page {
    const char *at;
    const char *end;
    name open[DEEP];
    size_t depth;
} page;

static const char elements[] = " a abbr article aside b body br button circle code datalist dd "
                               "defs desc details dialog div dl dt em fieldset "
                               "figcaption figure footer form g h1 h2 h3 h4 head header hr html i "
                               "img input kbd label legend li line link main "
                               "mark meta nav ol option output p path pattern polyline pre q rect "
                               "s section select small span strong sub summary "
                               "sup svg table tbody td text tfoot th thead time title tr tspan u "
                               "ul use var wbr script search hgroup cite "
                               "textarea symbol caption col colgroup optgroup template blockquote "
                               "bdi data del ins progress meter noscript ";
static const char voids[] = " br hr img input link meta wbr col ";

static bool is_in(const char *list, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += len)
        if (at[-1] == ' ' && at[len] == ' ')
            return true;
    return false;
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == ':';
}

static bool starts(const page *p, const char *with)
{
    size_t len = strlen(with);
    return (size_t)(p->end - p->at) >= len && memcmp(p->at, with, len) == 0;
}

static void skip_space(page *p)
{
    while (p->at < p->end && strchr(" \t\r\n", *p->at) && *p->at)
        p->at++;
}

static name read_name(page *p)
{
    name ret = {""};
    size_t len = 0;
    while (p->at < p->end && is_name(*p->at)) {
        EXPECT(len < NAME_MAX_LEN);
        ret.text[len++] = *p->at++;
    }
    EXPECT(len > 0);
    return ret;
}

/* An ampersand is the beginning of a reference. */
static void expect_reference(const page *p)
{
    const char *semicolon = memchr(p->at, ';', (size_t)(p->end - p->at));
    EXPECT(semicolon && semicolon - p->at > 1 && semicolon - p->at < 10);
    for (const char *at = p->at + 1; at < semicolon; at++)
        EXPECT(is_name(*at) || *at == '#');
}

static bool is_link(const char *attribute)
{
    return is_in(" href src action formaction data-link poster cite ", attribute);
}

/* Where a link may lead: nowhere that runs something. */
static void expect_target(const char *value, size_t len)
{
    static const char *const ways[] = {"/", "#", "?", "http://", "https://"};
    bool known = false;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        known = known || (len >= strlen(ways[i]) && memcmp(value, ways[i], strlen(ways[i])) == 0);
    EXPECT(known);
    EXPECT(len < 2 || memcmp(value, "//", 2) != 0); /* another host */
}

/* True where it was the source of a script. */
static bool read_attribute(page *p, const char *element)
{
    const name attribute = read_name(p);
    bool source = strcmp(attribute.text, "src") == 0;
    EXPECT(strncmp(attribute.text, "on", 2) != 0 && strcmp(attribute.text, "style") != 0);
    if (p->at < p->end && *p->at != '=')
        return false;
    p->at++;
    EXPECT(p->at < p->end && *p->at == '"');
    const char *value = ++p->at;
    for (; p->at < p->end && *p->at != '"'; p->at++) {
        EXPECT(*p->at != '<');
        if (*p->at == '&')
            expect_reference(p);
    }
    EXPECT(p->at < p->end);
    if (is_link(attribute.text))
        expect_target(value, (size_t)(p->at - value));
    if (source && strcmp(element, "script") == 0)
        EXPECT(p->at - value > 8 && memcmp(value, "/static/", 8) == 0);
    p->at++;
    return source;
}

static void read_open(page *p)
{
    const name element = read_name(p);
    bool has_source = false;
    EXPECT(is_in(elements, element.text));
    for (skip_space(p); p->at < p->end && *p->at != '>' && *p->at != '/'; skip_space(p))
        has_source = read_attribute(p, element.text) || has_source;
    EXPECT(p->at < p->end);
    bool closed = *p->at == '/';
    p->at += closed;
    EXPECT(p->at < p->end && *p->at == '>');
    p->at++;
    if (strcmp(element.text, "script") == 0)
        EXPECT(has_source && starts(p, "</script>"));
    if (closed || is_in(voids, element.text))
        return;
    EXPECT(p->depth < DEEP);
    p->open[p->depth++] = element;
}

static void read_close(page *p)
{
    const name element = read_name(p);
    EXPECT(p->depth > 0 && strcmp(p->open[p->depth - 1].text, element.text) == 0);
    p->depth--;
    EXPECT(p->at < p->end && *p->at == '>');
    p->at++;
}

static void read_tag(page *p)
{
    if (starts(p, "<!doctype html>") || starts(p, "<!DOCTYPE html>")) {
        p->at += 15;
    } else if (starts(p, "</")) {
        p->at += 2;
        read_close(p);
    } else {
        p->at++;
        read_open(p);
    }
}

void fuzz_expect_html(const char *text, size_t len)
{
    page p = {.at = text, .end = text + len};
    while (p.at < p.end) {
        if (*p.at == '<') {
            read_tag(&p);
            continue;
        }
        if (*p.at == '&')
            expect_reference(&p);
        p.at++;
    }
    EXPECT(p.depth == 0);
}

void fuzz_expect_xml(const char *text, size_t len)
{
    xmlDocPtr document = xmlReadMemory(text, (int)len, NULL, NULL,
                                       XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_HUGE);
    EXPECT(document);
    xmlFreeDoc(document);
}
