/* Tags: names as the news industry's formats give them. */
#include <string.h>
#include <strings.h>

#include "indexer/formats/news/news.h"

/* What stands in a field that must not be empty and says that there is nothing. */
static bool says_nothing(morgue_text name)
{
    return mg_text_among(name, "- -- . n/a n.a. none null unknown");
}

void mg_news_tag(mg_news *news, morgue_field_id field, morgue_text name)
{
    name = mg_trimmed(name);
    if (!name.len || says_nothing(name))
        return;
    if (news->n_tags == MG_NEWS_TAGS_MAX)
        mg_note(news->put->reader, "more than %d tags: what is beyond is left out",
                MG_NEWS_TAGS_MAX);
    if (news->n_tags++ < MG_NEWS_TAGS_MAX)
        mg_news_put(news, field, name);
}

void mg_news_person(mg_news *news, morgue_text name)
{
    mg_buffer natural = {0}, given = {0};
    /* `name` may stand in a buffer that is written to on the way */
    if (!mg_buffer_append(&given, name.data, name.len)) {
        mg_news_no_memory(news);
        return;
    }
    name = (morgue_text){given.data ? given.data : "", given.len};
    if (mg_natural_name(name, &natural))
        mg_news_tag(news, MORGUE_PERSON, (morgue_text){natural.data, natural.len});
    mg_news_tag(news, MORGUE_PERSON, name);
    mg_buffer_free(&natural);
    mg_buffer_free(&given);
}

void mg_news_marked(mg_news *news, morgue_field_id field, morgue_text name)
{
    static const char *const ends[] = {"'s", "\xE2\x80\x99s"};
    name = mg_trimmed(name);
    bool saint = name.len > 3 && strncasecmp(name.data, "St", 2) == 0 && strchr(" .", name.data[2]);
    for (size_t i = 0; field != MORGUE_ORG && !saint && i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (name.len > n && memcmp(name.data + name.len - n, ends[i], n) == 0)
            name.len -= n;
    }
    mg_news_tag(news, field, name);
}

/* ---- Inverted names ------------------------------------------------------------------------ */

enum { WORDS_MAX = 6 }; /* of the parts of a name */

/* Takes the next word off the text. */
static morgue_text take_word(morgue_text *text)
{
    *text = mg_trimmed(*text);
    size_t n = 0;
    while (n < text->len && text->data[n] != ' ')
        n++;
    morgue_text word = {text->data, n};
    text->data += n;
    text->len -= n;
    return word;
}

static size_t count_words(morgue_text text)
{
    size_t n = 0;
    while (take_word(&text).len)
        n++;
    return n;
}

/* What stands behind a name and its comma and is no first name. */
static bool is_suffix(morgue_text word)
{
    return mg_text_among(word, "jr jr. sr sr. ii iii iv 2d 3d m.d. md ph.d. phd esq esq. inc inc. "
                               "ltd ltd. llc llp corp corp. co co. plc s.a. n.a. ag gmbh");
}

/* Words that names in their natural order have behind a comma ("Duke of Kent", "the actor"), and
 * none that is inverted. */
static bool tells_no_name(morgue_text part)
{
    for (morgue_text word; (word = take_word(&part)).len;)
        if (mg_text_among(word, "of the a an from for at in on and & by") ||
            memchr("0123456789", *word.data, 10))
            return true;
    return false;
}

static bool is_upper_start(morgue_text part)
{
    return part.len && !(*part.data >= 'a' && *part.data <= 'z') && *part.data != '(';
}

/* Splits "GREEN, ANNA, Jr (Dr)" at its commas, without what stands in brackets. Returns how many
 * parts there are, up to 3; 0 where there are more. */
static size_t split(morgue_text name, morgue_text parts[3])
{
    const char *bracket = memchr(name.data, '(', name.len);
    size_t n = 0;
    if (bracket)
        name.len = (size_t)(bracket - name.data);
    while (name.len) {
        const char *comma = memchr(name.data, ',', name.len);
        size_t len = comma ? (size_t)(comma - name.data) : name.len;
        if (n == 3)
            return 0;
        parts[n++] = mg_trimmed((morgue_text){name.data, len});
        name.data += len + (comma != NULL);
        name.len -= len + (comma != NULL);
    }
    return n;
}

static bool is_inverted(const morgue_text parts[3], size_t n)
{
    if (n < 2 || !is_upper_start(parts[0]) || !is_upper_start(parts[1]))
        return false;
    morgue_text rest = parts[1];
    return count_words(parts[0]) <= 3 && count_words(parts[1]) <= WORDS_MAX &&
           !is_suffix(take_word(&rest)) && !tells_no_name(parts[0]) && !tells_no_name(parts[1]) &&
           (n == 2 || is_suffix(parts[2]));
}

/* Appends the first names, the last name, then "Jr" and the like, which may stand behind either. */
static bool append_natural(const morgue_text parts[3], size_t n, mg_buffer *ret)
{
    morgue_text order[4] = {parts[1], parts[0], {"", 0}, {"", 0}};
    morgue_text rest = parts[1], last = {"", 0};
    for (morgue_text word; (word = take_word(&rest)).len;)
        last = word;
    if (is_suffix(last)) {
        order[0].len = (size_t)(last.data - parts[1].data);
        order[2] = last;
    }
    if (n == 3)
        order[3] = parts[2];
    bool ok = true;
    for (size_t i = 0; ok && i < 4; i++) {
        morgue_text part = mg_trimmed(order[i]);
        ok = !part.len || ((!ret->len || mg_buffer_append_byte(ret, ' ')) &&
                           mg_buffer_append(ret, part.data, part.len));
    }
    return ok;
}

bool mg_natural_name(morgue_text name, mg_buffer *ret)
{
    morgue_text parts[3] = {{"", 0}, {"", 0}, {"", 0}};
    size_t n = split(mg_trimmed(name), parts);
    return is_inverted(parts, n) && append_natural(parts, n, ret);
}
