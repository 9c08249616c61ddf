/* A character costs what it says how rare it is in a language (see letters.def, ideographs.def);
 * what does not happen in text costs more: letters of two scripts in one word, a capital behind a
 * small letter, a symbol within a word. The same bytes read in different character sets can so be
 * compared: the reading that costs least is the one that was meant. */
#include "indexer/text/fit.h"

#include <stdbool.h>
#include <string.h>

enum {
    NO_CHARACTER = 80,
    MIXED_WORD = 24,
    CAPITAL = 3,
    CAPITAL_WITHIN = 14,
    SYMBOL_WITHIN = 20,
    SYMBOL_MISPLACED = 16, /* an opening quote behind a letter, a closing one before a word */
    DASH_WITHIN = 8,
    LETTER_AND_DIGIT = 14,
    NO_LETTERS = 60, /* of the script that the character set is for */
    OTHER_WORD = 14, /* one that begins in a script behind one in Latin letters */
    OTHER_IDEOGRAPH = 10,
    TOUCHING = 8, /* an ideograph beside a Latin letter */
    FOREIGN_LETTER = 44,
    LETTERS = 0x0E80,
    PRESENT_MAX = 512 /* no character set has more but for those of East Asia */
};

typedef struct walk {
    mg_use use;
    uint64_t cost;
    mg_script word; /* of the letter right before; NONE where there is none */
    bool small;     /* it is a small letter, and no ASCII */
    bool ascii;
    bool latin; /* the last word was one in Latin letters */
    uint32_t before;
    uint32_t letters[LETTERS];
} walk;

/* ---- What is no letter ---------------------------------------------------------------------- */

static bool is_among(uint32_t c, const uint16_t *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == c)
            return true;
    return false;
}

#define IS_AMONG(c, list) is_among(c, list, sizeof list / sizeof *list)

static unsigned symbol_cost(uint32_t c)
{
    static const uint16_t usual[] = {0xA0,   0xAB,   0xBB,   0x2013, 0x2014, 0x2018,
                                     0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2026,
                                     0x2022, 0x060C, 0x061F, 0x061B, 0x2116};
    static const uint16_t seen[] = {0xA1, 0xA3, 0xA7, 0xA9, 0xAD,   0xAE,   0xB0,   0xB1,
                                    0xB2, 0xB3, 0xB4, 0xB7, 0xBC,   0xBD,   0xBE,   0xBF,
                                    0xD7, 0x91, 0x92, 0x93, 0x20AC, 0x2122, 0x94,   0x96,
                                    0x97, 0x85, 0x80, 0x84, 0x2039, 0x203A, 0x2015, 0x200C};
    if (c == MG_NO_CHARACTER)
        return NO_CHARACTER;
    if (c < 0xA0)
        return 44;
    if (IS_AMONG(c, usual))
        return 12;
    if (IS_AMONG(c, seen))
        return 20;
    return c < 0x100 || (c >= 0x2000 && c < 0x2100) ? 26 : 30;
}

/* Apostrophes, hyphens and joiners stand within words. */
static bool stands_within(uint32_t c)
{
    static const uint16_t joining[] = {0x2019, 0x2013, 0x2014, 0xAD, 0xB7, 0x200C, 0x200D, 0x2018};
    return IS_AMONG(c, joining);
}

static unsigned misplaced_cost(const walk *w, uint32_t c, uint32_t next)
{
    static const uint16_t opening[] = {0x201A, 0x201E, 0xBF, 0xA1};
    static const uint16_t apart[] = {0xA4, 0xA6, 0xA8, 0xB4, 0xB8, 0xBC, 0xBD, 0xBE};
    bool behind = w->word != MG_SCRIPT_NONE, before = mg_script_of(next) != MG_SCRIPT_NONE;
    if (behind && before && !stands_within(c))
        return SYMBOL_WITHIN;
    if (behind && before && (c == 0x2013 || c == 0x2014))
        return DASH_WITHIN;
    if ((behind || before) && IS_AMONG(c, apart))
        return SYMBOL_MISPLACED;
    if ((behind && IS_AMONG(c, opening)) || (!behind && before && c == 0x2019))
        return SYMBOL_MISPLACED;
    return 0;
}

/* ---- One after the other -------------------------------------------------------------------- */

static bool is_ascii_letter(uint32_t c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x80;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static void ascii_at(walk *w, uint32_t c)
{
    if (!is_ascii_letter(c)) {
        w->word = MG_SCRIPT_NONE;
        w->small = false;
        w->ascii = true;
        return;
    }
    bool capital = c < 'a';
    w->cost += w->word != MG_SCRIPT_NONE && w->word != MG_SCRIPT_LATIN ? MIXED_WORD : 0;
    w->cost += capital && w->small && !w->ascii ? CAPITAL_WITHIN : 0;
    w->letters[c | 0x20]++;
    w->word = MG_SCRIPT_LATIN;
    w->small = !capital;
    w->ascii = w->latin = true;
}

static void letter_at(walk *w, uint32_t c, mg_script script)
{
    uint32_t letter = mg_small_letter(c);
    bool capital = letter != c;
    w->cost += capital ? CAPITAL : 0;
    w->cost += capital && w->small ? CAPITAL_WITHIN : 0;
    w->cost += w->word != MG_SCRIPT_NONE && w->word != script ? MIXED_WORD : 0;
    w->cost += script != MG_SCRIPT_LATIN && w->latin ? OTHER_WORD : 0;
    if (letter < LETTERS && (w->use.scripts >> script & 1))
        w->letters[letter]++;
    else
        w->cost += FOREIGN_LETTER;
    w->word = script;
    w->small = !capital;
    w->latin = script == MG_SCRIPT_LATIN;
    w->ascii = false;
}

static void character_at(walk *w, uint32_t c, uint32_t next)
{
    unsigned ideograph =
        w->use.ideographs >= 0 ? mg_ideograph_cost((mg_ideographs)w->use.ideographs, c) : 0;
    mg_script script = mg_script_of(c);
    if (ideograph) {
        w->cost += ideograph + (w->latin ? OTHER_IDEOGRAPH : 0) +
                   (is_ascii_letter(w->before) ? TOUCHING : 0) +
                   (is_ascii_letter(next) ? TOUCHING : 0);
        w->latin = false;
    } else if (script != MG_SCRIPT_NONE) {
        bool digit = is_digit(w->before) || is_digit(next);
        w->cost += digit && script == MG_SCRIPT_LATIN ? LETTER_AND_DIGIT : 0;
        letter_at(w, c, script);
        return;
    } else {
        w->cost += symbol_cost(c) + misplaced_cost(w, c, next);
    }
    w->word = MG_SCRIPT_NONE;
    w->small = false;
}

/* ---- The letters together ------------------------------------------------------------------- */

/* Those that there are, in order. */
typedef struct present {
    size_t count;
    uint16_t letters[PRESENT_MAX];
} present;

static void find_present(const walk *w, present *ret)
{
    ret->count = 0;
    for (uint32_t c = 'a'; c < LETTERS && ret->count < PRESENT_MAX; c++)
        if (w->letters[c])
            ret->letters[ret->count++] = (uint16_t)c;
}

static uint64_t cost_of_letters(const walk *w, const present *p, unsigned language, uint32_t from,
                                uint32_t to)
{
    uint64_t cost = 0;
    for (size_t i = 0; i < p->count; i++) {
        uint32_t c = p->letters[i];
        if (c < from || c >= to)
            continue;
        cost += (uint64_t)w->letters[c] * (mg_script_of(c) == mg_language_script(language)
                                               ? mg_letter_cost(language, c)
                                               : (unsigned)FOREIGN_LETTER);
    }
    return cost;
}

/* The least that the letters [from, to) cost in a language of these scripts. */
static uint64_t least_cost(const walk *w, const present *p, unsigned scripts, uint32_t from,
                           uint32_t to)
{
    uint64_t least = UINT64_MAX;
    mg_script script;
    for (unsigned i = 0; (script = mg_language_script(i)) != MG_SCRIPT_NONE; i++) {
        uint64_t cost = scripts >> script & 1 ? cost_of_letters(w, p, i, from, to) : UINT64_MAX;
        least = cost < least ? cost : least;
    }
    return least == UINT64_MAX ? 0 : least;
}

uint64_t mg_fit_cost(const uint32_t *text, size_t len, mg_use use)
{
    const unsigned latin = 1u << MG_SCRIPT_LATIN;
    walk w = {.use = use, .word = MG_SCRIPT_NONE, .latin = true};
    mg_languages_ready();
    for (size_t i = 0; i < len; i++) {
        w.before = i ? text[i - 1] : ' ';
        if (text[i] < 0x80)
            ascii_at(&w, text[i]);
        else
            character_at(&w, text[i], i + 1 < len ? text[i + 1] : ' ');
    }
    present p;
    find_present(&w, &p);
    if (use.scripts & latin)
        return w.cost + least_cost(&w, &p, latin, 'a', LETTERS);
    uint64_t own = least_cost(&w, &p, use.scripts, 0x80, LETTERS);
    w.cost += !own && use.scripts ? NO_LETTERS : 0;
    return w.cost + own + least_cost(&w, &p, latin, 'a', 'z' + 1);
}
