#include <stdlib.h>
#include <string.h>

#include "archive/utf8.h"
#include "indexer/text/clean.h"
#include "indexer/text/entities.h"

enum { NAME_MAX_LEN = 31, DIGITS_MAX = 8 };

typedef struct entity {
    const char *name;
    uint32_t character;
} entity;

static const entity entities[] = {
#define E(NAME, CHARACTER) {#NAME, CHARACTER},
#include "indexer/text/entities.def"
#undef E
};

static int compare(const void *key, const void *element)
{
    return strcmp(key, ((const entity *)element)->name);
}

uint32_t mg_entity_named(const char *name, size_t len)
{
    char key[NAME_MAX_LEN + 1];
    if (len > NAME_MAX_LEN)
        return 0;
    memcpy(key, name, len);
    key[len] = '\0';
    const entity *found =
        bsearch(key, entities, sizeof entities / sizeof *entities, sizeof *entities, compare);
    return found ? found->character : 0;
}

/* A reference: where it ends, and the character; `none`: it stands for nothing. */
typedef struct reference {
    size_t len; /* 0: it is none */
    uint32_t character;
    bool none;
} reference;

static int digit_of(char c, unsigned base)
{
    int value = c >= '0' && c <= '9'                               ? c - '0'
                : base == 16 && (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                                   : -1;
    return value;
}

/* What a number stands for (https://html.spec.whatwg.org, "numeric character reference end state"),
 * but for control characters, which text does not have, and numbers that are no characters, which
 * stay as they are. */
static reference numbered(uint32_t number, size_t len)
{
    reference ret = {.len = len, .character = number};
    if (number > 0x10FFFF || (number >= 0xD800 && number < 0xE000))
        return (reference){0};
    if (number >= 0x80 && number < 0xA0)
        ret.character = mg_windows1252((unsigned char)number);
    ret.none = (number < 0x20 && number != '\t' && number != '\n' && number != '\r') ||
               number == 0x7F || (number < 0xA0 && ret.character == 0xFFFD);
    return ret;
}

/* "&#8217;", "&#x2019;": from the number sign on. */
static reference read_number(morgue_text text)
{
    size_t at = 1;
    uint32_t number = 0;
    unsigned base = text.len > 2 && (text.data[1] | 32) == 'x' ? 16 : 10;
    at += base == 16;
    size_t digits = 0;
    for (int digit; at < text.len && (digit = digit_of(text.data[at], base)) >= 0; at++, digits++)
        number = digits < DIGITS_MAX ? number * base + (unsigned)digit : 0;
    if (!digits || digits > DIGITS_MAX || at == text.len || text.data[at] != ';')
        return (reference){0};
    return numbered(number, at + 1);
}

/* The reference behind an ampersand. */
static reference read_reference(morgue_text text)
{
    if (text.len && *text.data == '#')
        return read_number(text);
    const char *end =
        memchr(text.data, ';', text.len <= NAME_MAX_LEN ? text.len : NAME_MAX_LEN + 1);
    size_t len = end ? (size_t)(end - text.data) : 0;
    uint32_t character = len ? mg_entity_named(text.data, len) : 0;
    return character ? (reference){len + 1, character, false} : (reference){0};
}

static bool is_wanted(const reference *found, mg_entities which)
{
    return found->len &&
           (which == MG_ALL_ENTITIES || (found->character != '<' && found->character != '>'));
}

bool mg_resolve_entities(morgue_text text, mg_entities which, mg_buffer *ret, size_t *count)
{
    const char *at = text.data, *end = at + text.len;
    bool ok = true;
    while (ok && at < end) {
        const char *mark = memchr(at, '&', (size_t)(end - at));
        if (!mark)
            return mg_buffer_append(ret, at, (size_t)(end - at));
        reference found = read_reference((morgue_text){mark + 1, (size_t)(end - mark - 1)});
        bool wanted = is_wanted(&found, which);
        char utf8[4];
        ok = mg_buffer_append(ret, at, (size_t)(mark - at) + !wanted);
        at = mark + 1 + (wanted ? found.len : 0);
        if (ok && wanted && !found.none)
            ok = mg_buffer_append(ret, utf8, mg_utf8_put(found.character, utf8));
        *count += wanted;
    }
    return ok;
}

bool mg_unescape_entities(morgue_text text, mg_buffer *ret, size_t *ret_count)
{
    size_t count = 0;
    bool ok = mg_resolve_entities(text, MG_ALL_ENTITIES, ret, &count);
    if (ret_count)
        *ret_count = count;
    return ok;
}
