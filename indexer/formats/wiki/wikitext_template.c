/* Templates: which of them bear text is known by their names, on the wikis of Wikimedia. */
#include <string.h>
#include <strings.h>

#include "indexer/formats/wiki/wikitext_parts.h"
#include "indexer/text/slice.h"

typedef enum use {
    USE_FIRST,   /* its first argument */
    USE_SECOND,  /* its second argument, */
    USE_LABEL,   /* or else its first */
    USE_LAST,    /* its last argument without a name */
    USE_MEASURE, /* a number and its unit */
    USE_QUOTE,   /* its first argument, or the one named text or quote, as a paragraph */
    USE_QUOTED,  /* its first argument in quotation marks */
    USE_SHIP,    /* its name and its first argument: {{HMS|Corvina}} */
    USE_TEXT,    /* what stands in the table */
    USE_DATE,    /* the date of the page */
    USE_BYLINE   /* the date and the place of the page, by name or in this order */
} use;

static const struct {
    const char *names; /* parted by bars, in lower case */
    use use;
    const char *text;
} templates[] = {
    {"w|wp|wikipedia link|lang|langx|wl|ill2|commons-inline|language", USE_LABEL, NULL},
    {"nowrap|nobr|small|smaller|big|bigger|larger|em|strong|bold|italic|abbr|tooltip|sic|ill|"
     "interlanguage link|illm|annotated link|flag|flagcountry|nihongo|nihongo2|transl|mono|code|"
     "samp|kbd|visible anchor|vanchor|as written|not a typo|proper name|nobold|noitalic|smallcaps|"
     "sc|midsize|linktext|angbr|wikt-lang|zh|script|unicode|mvar|math|url|font|color|resize|"
     "center|align|plainlist|unbulleted list|flatlist",
     USE_FIRST, NULL},
    {"color|font color|colour|lang2|script/hebrew", USE_SECOND, NULL},
    {"transliteration|translit|rtl-lang", USE_LAST, NULL},
    {"convert|cvt|val|unité|unité/2|nombre|einheit|unit", USE_MEASURE, NULL},
    {"quote|quotation|cquote|blockquote|block quote|bquote|pull quote|pullquote|centered pull "
     "quote|"
     "rquote|quote box|quotebox|citation bloc|zitat|cita|цитата|début citation|citazione|citaat|"
     "quoteleft|quoteright|quote left|quote right|pull quote left|pull quote right|cita bloque|"
     "citation longue|citação",
     USE_QUOTE, NULL},
    {"guil|\"|citation|« »", USE_QUOTED, NULL},
    {"hms|uss|ss|rms|mv|hmas|hmcs|usns|uscgc|ms|gs|sms", USE_SHIP, NULL},
    {"ndash|–|snd|spnd|spaced ndash|en dash|spaced en dash|snds|--", USE_TEXT, " – "},
    {"mdash|—|em dash", USE_TEXT, "—"},
    {"nbsp|spaces|space|·|•|bull|dot|middot|,|thinsp|hsp|zwsp|wbr", USE_TEXT, " "},
    {"'|apostrophe", USE_TEXT, "'"},
    {"=", USE_TEXT, "="},
    {"!", USE_TEXT, " "},
    {"date|datum|fecha|data|дата|dato|تاريخ|日期|날짜", USE_DATE, NULL},
    {"byline|dateline|dateligne|wikinews date", USE_BYLINE, NULL},
};

/* ---- Names and arguments ------------------------------------------------------------------- */

/* Is the name, letter case and underlines not minded, one of those parted by bars? */
static bool listed(const char *list, morgue_text name)
{
    while (*list) {
        size_t n = strcspn(list, "|"), i = 0;
        while (i < n && i < name.len &&
               (list[i] == (name.data[i] == '_' ? ' ' : name.data[i]) ||
                (name.data[i] >= 'A' && name.data[i] <= 'Z' && (name.data[i] | 0x20) == list[i])))
            i++;
        if (i == n && i == name.len)
            return true;
        list += n;
        list += *list == '|';
    }
    return false;
}

/* An argument: from behind a bar to the next. `name` is {"", 0} where it has none. */
typedef struct argument {
    size_t at, end;
    morgue_text name;
} argument;

/* Takes the argument that begins at *at and moves it behind the bar; false at the end. */
static bool next_argument(mg_wiki_reading *r, size_t *at, size_t end, argument *ret)
{
    if (*at > end)
        return false;
    size_t bar = mg_wiki_mark(r, *at, end, '|');
    size_t equals = mg_wiki_mark(r, *at, bar, '=');
    ret->name = equals < bar ? mg_wiki_part(r, *at, equals) : (morgue_text){"", 0};
    ret->at = *at;
    ret->end = bar;
    bool named = equals < bar && ret->name.len < 32 && !memchr(ret->name.data, '<', ret->name.len);
    if (named)
        ret->at = equals + 1;
    else
        ret->name.len = 0;
    *at = bar + 1;
    return true;
}

/* Argument `wanted` of those without a name, from 1, or that of this name; false: there is none. */
static bool find_argument(mg_wiki_reading *r, size_t at, size_t end, size_t wanted,
                          const char *name, argument *ret)
{
    enum { ARGUMENTS_MAX = 32 };
    char digit[2] = {(char)('0' + wanted % 10), '\0'};
    size_t n = 0;
    argument a;
    for (int i = 0; i < ARGUMENTS_MAX && next_argument(r, &at, end, &a); i++) {
        bool hit = a.name.len ? (name && mg_text_like(a.name, name)) || mg_text_like(a.name, digit)
                              : wanted && ++n == wanted;
        if (hit && mg_wiki_part(r, a.at, a.end).len) {
            *ret = a;
            return true;
        }
    }
    return false;
}

static bool read_argument(mg_wiki_reading *r, const argument *a)
{
    morgue_text part = mg_wiki_part(r, a->at, a->end);
    size_t from = (size_t)(part.data - r->text.data);
    return mg_wiki_read(r, from, from + part.len);
}

static bool append_argument(mg_wiki_reading *r, size_t at, size_t end, size_t wanted)
{
    argument a;
    return !find_argument(r, at, end, wanted, NULL, &a) || read_argument(r, &a);
}

/* ---- Uses ---------------------------------------------------------------------------------- */

static bool put_last(mg_wiki_reading *r, size_t at, size_t end)
{
    argument a, last = {0};
    for (int i = 0; i < 8 && next_argument(r, &at, end, &a); i++)
        if (!a.name.len)
            last = a;
    return !last.end || read_argument(r, &last);
}

/* {{convert|5|km|mi}} is "5 km", {{convert|5|to|10|km}} "5 to 10 km". */
static bool put_measure(mg_wiki_reading *r, size_t at, size_t end)
{
    static const char ranges[] = "to|and|by|or|-|–|x|×|+|±|to(-)|and(-)|to about|xx|*|,";
    argument a;
    bool ok = append_argument(r, at, end, 1);
    for (size_t i = 2; ok && i <= 4; i++) {
        if (!find_argument(r, at, end, i, i == 2 ? "u" : NULL, &a))
            break;
        morgue_text part = mg_wiki_part(r, a.at, a.end);
        bool range = i == 2 && listed(ranges, part);
        ok = mg_buffer_append_byte(r->to, ' ') && read_argument(r, &a);
        if (!range && i != 3)
            break;
    }
    return ok;
}

static bool put_quote(mg_wiki_reading *r, size_t at, size_t end)
{
    static const char *const names[] = {"text", "quote", "citation", "content", "Text"};
    argument a;
    bool found = find_argument(r, at, end, 1, NULL, &a);
    for (size_t i = 0; !found && i < sizeof names / sizeof *names; i++)
        found = find_argument(r, at, end, 0, names[i], &a);
    return !found || (mg_buffer_append(r->to, "\n\n", 2) && read_argument(r, &a) &&
                      mg_buffer_append(r->to, "\n\n", 2));
}

/* Reads the argument into another buffer, once. */
static bool keep_argument(mg_wiki_reading *r, size_t at, size_t end, size_t wanted,
                          const char *name, mg_buffer *to)
{
    argument a;
    mg_buffer *text = r->to;
    if (to->len || !find_argument(r, at, end, wanted, name, &a))
        return true;
    size_t pair = r->next_pair;
    r->to = to;
    bool ok = read_argument(r, &a);
    r->to = text;
    r->next_pair = pair;
    return ok;
}

/* The date of the page stands at its top, on wikis of news anywhere; else it is a date in the
 * text. */
static bool put_date(mg_wiki_reading *r, size_t at, size_t end)
{
    return r->news || !r->to->len ? keep_argument(r, at, end, 1, "date", &r->facts->date)
                                  : append_argument(r, at, end, 1);
}

static bool put_byline(mg_wiki_reading *r, size_t at, size_t end)
{
    return keep_argument(r, at, end, 1, "date", &r->facts->date) &&
           keep_argument(r, at, end, 2, "location", &r->facts->place);
}

static bool put(mg_wiki_reading *r, use how, const char *text, morgue_text name, size_t at,
                size_t end)
{
    argument a;
    switch (how) {
    case USE_FIRST: return append_argument(r, at, end, 1);
    case USE_SECOND: return append_argument(r, at, end, 2);
    case USE_LABEL:
        return append_argument(r, at, end, find_argument(r, at, end, 2, NULL, &a) ? 2 : 1);
    case USE_LAST: return put_last(r, at, end);
    case USE_MEASURE: return put_measure(r, at, end);
    case USE_QUOTE: return put_quote(r, at, end);
    case USE_QUOTED:
        return mg_buffer_append_string(r->to, "“") && append_argument(r, at, end, 1) &&
               mg_buffer_append_string(r->to, "”");
    case USE_SHIP:
        return mg_buffer_append(r->to, name.data, name.len) && mg_buffer_append_byte(r->to, ' ') &&
               append_argument(r, at, end, 1);
    case USE_TEXT: return mg_buffer_append_string(r->to, text);
    case USE_DATE: return put_date(r, at, end);
    case USE_BYLINE: return put_byline(r, at, end);
    }
    return true;
}

/* {{lang-de|text}} has the language in its name. */
static bool is_language(morgue_text name)
{
    return name.len > 5 && name.len < 14 && strncasecmp(name.data, "lang-", 5) == 0;
}

/* {{formatnum:1234}}, {{lc:TEXT}} */
static bool is_function(morgue_text name, size_t *ret_len)
{
    static const char *const functions[] = {
        "formatnum:", "lc:", "uc:", "lcfirst:", "ucfirst:", "plural:"};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        *ret_len = strlen(functions[i]);
        if (name.len > *ret_len && strncasecmp(name.data, functions[i], *ret_len) == 0)
            return true;
    }
    return false;
}

bool mg_wiki_template(mg_wiki_reading *r, size_t at, size_t end)
{
    size_t bar = mg_wiki_mark(r, at, end, '|'), len;
    morgue_text name = mg_wiki_part(r, at, bar);
    if (name.len > 9 && strncasecmp(name.data, "template:", 9) == 0)
        name = (morgue_text){name.data + 9, name.len - 9};
    if (is_function(name, &len)) {
        size_t from = (size_t)(name.data - r->text.data);
        return mg_wiki_read(r, from + len, from + name.len);
    }
    if (is_language(name))
        return put(r, USE_FIRST, NULL, name, bar + 1, end);
    for (size_t i = 0; name.len < 40 && i < sizeof templates / sizeof *templates; i++)
        if (listed(templates[i].names, name))
            return put(r, templates[i].use, templates[i].text, name, bar + 1, end);
    return true;
}
