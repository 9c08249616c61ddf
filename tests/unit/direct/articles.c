#include "tests/unit/direct/articles.h"

#include <stdio.h>
#include <string.h>

static void put_plain(uint64_t *seed, mg_buffer *ret)
{
    char word[24];
    uint32_t number = roll(seed, 1 + roll(seed, 1 + roll(seed, 4000)));
    snprintf(word, sizeof word, "%c%u", (char)('a' + number % 26), number);
    put(ret, word);
}

static void put_long(uint64_t *seed, mg_buffer *ret)
{
    for (unsigned n = 90 + roll(seed, 40), letter = roll(seed, 3); n; n--)
        put(ret, letter ? "q" : "\xC3\xA9");
}

static void put_grams(uint64_t *seed, mg_buffer *ret)
{
    static const char *const characters[] = {"\xE5\x8C\x97", "\xE7\xBA\xA6", "\xE6\x97\xA5",
                                             "\xE3\x81\x82"};
    for (unsigned n = 1 + roll(seed, 7); n; n--)
        put(ret, characters[roll(seed, 4)]);
}

void roll_word(uint64_t *seed, mg_buffer *ret)
{
    static const char *const others[] = {"U.S.",    "don't",  "AT&T",    "3,000", "caf\xC3\xA9",
                                         "\n\n",    "!",      "5:09",    "F-16",  "a-a",
                                         "cease-f", "ceasef", "2019-20", "a-b-c"};
    switch (roll(seed, 16)) {
    case 0:
        put_plain(seed, ret);
        put(ret, "-");
        put_plain(seed, ret);
        break;
    case 1: put_grams(seed, ret); break;
    case 2: put(ret, others[roll(seed, sizeof others / sizeof *others)]); break;
    case 3:
        if (roll(seed, 4) == 0)
            put_long(seed, ret);
        if (roll(seed, 4) == 0)
            put(ret, "-");
        if (roll(seed, 8) == 0)
            put_long(seed, ret);
        break;
    default: put_plain(seed, ret);
    }
    put(ret, " ");
}

static void roll_text(uint64_t *seed, unsigned words, mg_buffer *ret)
{
    mg_buffer_clear(ret);
    put(ret, "");
    for (unsigned n = roll(seed, words + 1); n; n--)
        roll_word(seed, ret);
}

static void roll_date(uint64_t *seed, mg_buffer *ret)
{
    static const size_t lens[] = {4, 7, 10, 20};
    char date[64];
    int year = 1980 + (int)roll(seed, 40), month = 1 + (int)roll(seed, 12);
    snprintf(date, sizeof date, "%04d-%02d-%02dT10:11:12Z", year, month, 1 + (int)roll(seed, 28));
    date[lens[roll(seed, 4)]] = '\0';
    mg_buffer_clear(ret);
    put(ret, date);
}

static void set(morgue_article *a, morgue_field_id field, const mg_buffer *text)
{
    morgue_error err;
    if (morgue_field_at(field)->repeatable)
        OK(morgue_article_add(a, field, text->data, text->len, MORGUE_GIVEN, &err));
    else
        OK(morgue_article_set(a, field, text->data, text->len, &err));
}

static void roll_names(uint64_t *seed, unsigned n, mg_buffer *text, morgue_article *ret)
{
    static const morgue_field_id many[] = {MORGUE_AUTHOR, MORGUE_PERSON, MORGUE_ORG,
                                           MORGUE_LOCATION, MORGUE_TOPIC};
    for (; n; n--) {
        roll_text(seed, 4, text);
        morgue_field_id field = many[roll(seed, 5)];
        set(ret, field, text);
        if (roll(seed, 3) == 0) { /* once more, not quite the same */
            put(text, "!");
            set(ret, field, text);
        }
    }
}

void roll_article(uint64_t *seed, unsigned words, morgue_article *ret)
{
    static const morgue_field_id once[] = {MORGUE_TITLE,   MORGUE_URL,  MORGUE_SOURCE,
                                           MORGUE_SECTION, MORGUE_LANG, MORGUE_ID};
    mg_buffer text = {0};
    morgue_article_clear(ret);
    bool bare = roll(seed, 9) == 0;
    for (size_t i = bare; i < 6; i++) {
        roll_text(seed, 8, &text);
        if (roll(seed, 3))
            set(ret, once[i], &text);
    }
    roll_text(seed, words, &text);
    if (!bare)
        set(ret, MORGUE_TEXT, &text);
    if (roll(seed, 3)) {
        roll_date(seed, &text);
        set(ret, MORGUE_DATE, &text);
    }
    roll_names(seed, roll(seed, 12) ? roll(seed, 4) : roll(seed, 60), &text, ret);
    mg_buffer_free(&text);
}
