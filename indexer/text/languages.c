#include "indexer/text/languages.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "archive/utf8.h"

/* ---- Alphabets ------------------------------------------------------------------------------ */

typedef struct alphabet {
    mg_script script;
    const char *costs;
} alphabet;

static const alphabet languages[] = {
#define MG_LETTERS(NAME, SCRIPT, COSTS) {MG_SCRIPT_##SCRIPT, COSTS},
#include "indexer/text/letters.def"
#undef MG_LETTERS
};

enum { LANGUAGES = sizeof languages / sizeof *languages, THAI = 0x0E00, FOLDED = 0x700 };

/* By letter: up to U+06FF, and behind them Thai. */
static uint8_t letter_costs[LANGUAGES][FOLDED + 0x80];

mg_script mg_script_of(uint32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == 0xAA || c == 0xBA)
        return MG_SCRIPT_LATIN;
    if (c < 0xC0 || c == 0xD7 || c == 0xF7)
        return MG_SCRIPT_NONE;
    if (c < 0x250 || (c >= 0x300 && c < 0x370) || (c >= 0x1E00 && c < 0x1F00) || c == 0xFB01 ||
        c == 0xFB02)
        return MG_SCRIPT_LATIN;
    if (c >= 0x384 && c < 0x400)
        return MG_SCRIPT_GREEK;
    if (c >= 0x400 && c < 0x530 && c != 0x482)
        return MG_SCRIPT_CYRILLIC;
    if (c >= 0x591 && c < 0x5F5)
        return MG_SCRIPT_HEBREW;
    if (c >= 0x620 && c < 0x6D4)
        return c >= 0x660 && c < 0x66E ? MG_SCRIPT_NONE : MG_SCRIPT_ARABIC;
    return c >= THAI && c < 0xE4F && c != 0xE3F ? MG_SCRIPT_THAI : MG_SCRIPT_NONE;
}

uint32_t mg_small_letter(uint32_t c)
{
    return c == 0x130 ? 'i' : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

static uint32_t place_of(uint32_t letter)
{
    if (letter >= THAI && letter < THAI + 0x80)
        return letter - THAI + FOLDED;
    return letter < FOLDED ? letter : 0; /* which is no letter */
}

static void read_costs(const alphabet *from, uint8_t *costs)
{
    const char *at = from->costs, *end = at + strlen(at);
    unsigned cost = 0;
    memset(costs, MG_COST_STRANGE_LETTER, FOLDED + 0x80);
    while (at < end) {
        unsigned len = 1;
        if (*at >= '0' && *at <= '9') {
            char *behind;
            cost = (unsigned)strtoul(at, &behind, 10);
            at = behind;
            continue;
        }
        uint32_t letter = mg_utf8_get(at, end, &len);
        if (letter != ' ')
            costs[place_of(letter)] = (uint8_t)cost;
        at += len;
    }
}

/* ---- East Asia ------------------------------------------------------------------------------ */

static const char *const common_lists[] = {
#define MG_COMMON(NAME, CHARACTERS) CHARACTERS,
#include "indexer/text/ideographs.def"
#undef MG_COMMON
};

enum { LISTS = sizeof common_lists / sizeof *common_lists };

/* A bit for each character. */
static uint8_t common[LISTS][0x10000 / 8];

static void read_common(const char *list, uint8_t *bits)
{
    const char *end = list + strlen(list);
    for (unsigned len; list < end; list += len) {
        uint32_t c = mg_utf8_get(list, end, &len);
        bits[c / 8] |= (uint8_t)(1u << c % 8);
    }
}

unsigned mg_ideograph_cost(mg_ideographs language, uint32_t c)
{
    bool often = c < 0x10000 && (common[language][c / 8] >> c % 8 & 1);
    if (c >= 0x4E00 && c < 0xA000)
        return language == MG_KO ? 36 : often ? 17 : 26;
    if (c >= 0xAC00 && c < 0xD7A4)
        return language != MG_KO ? 40 : often ? 15 : 23;
    if (c >= 0x3041 && c < 0x3100)
        return language != MG_JA ? 32 : c < 0x30A0 ? 10 : 14;
    if (c >= 0x3000 && c < 0x3040)
        return 14;
    if (c >= 0xFF01 && c < 0xFF5F)
        return 18;
    if (c >= 0xFF61 && c < 0xFFA0) /* katakana of half the width */
        return language == MG_JA ? 24 : 40;
    if (c >= 0xE000 && c < 0xF900)
        return 48;
    return c >= 0x2E80 ? 40 : 0;
}

/* ---- Tables --------------------------------------------------------------------------------- */

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void read_tables(void)
{
    for (unsigned i = 0; i < LANGUAGES; i++)
        read_costs(&languages[i], letter_costs[i]);
    for (unsigned i = 0; i < LISTS; i++)
        read_common(common_lists[i], common[i]);
}

void mg_languages_ready(void)
{
    pthread_once(&once, read_tables);
}

mg_script mg_language_script(unsigned language)
{
    return language < LANGUAGES ? languages[language].script : MG_SCRIPT_NONE;
}

unsigned mg_letter_cost(unsigned language, uint32_t letter)
{
    return letter_costs[language][place_of(letter)];
}
