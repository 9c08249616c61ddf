/* Built on utf8proc's Unicode tables. Diacritics are dropped where readers leave them out when they
 * type: Latin, Greek, Cyrillic (but for й, a letter of its own), Hebrew points, Arabic vowels. The
 * marks of other scripts are vowels or tones that make another word, and stay. */
#include "archive/fold.h"

#include <string.h>
#include <utf8proc.h>

#include "archive/utf8.h"

typedef struct range {
    uint32_t first;
    uint32_t last;
} range;

/* Scripts that are written without spaces between words. Ascending. */
static const range gram_ranges[] = {
    {0x0E00, 0x0EFF},   /* Thai, Lao */
    {0x1000, 0x109F},   /* Myanmar */
    {0x1780, 0x17FF},   /* Khmer */
    {0x2E80, 0x2FDF},   /* radicals */
    {0x3005, 0x3007},   /* iteration mark, closing mark, zero */
    {0x3040, 0x312F},   /* Hiragana, Katakana, Bopomofo */
    {0x31A0, 0x31FF},   /* their extensions */
    {0x3400, 0x4DBF},   /* Han, extension A */
    {0x4E00, 0x9FFF},   /* Han */
    {0xF900, 0xFAFF},   /* Han, compatibility */
    {0xFF66, 0xFF9F},   /* halfwidth Katakana */
    {0x1B000, 0x1B16F}, /* Kana, extensions */
    {0x20000, 0x3FFFF}, /* Han, further extensions */
};

/* Marks that readers leave out. Ascending. */
static const range dropped_marks[] = {
    {0x0300, 0x036F}, {0x0483, 0x0487}, {0x0591, 0x05BD}, {0x05BF, 0x05BF}, {0x05C1, 0x05C2},
    {0x05C4, 0x05C5}, {0x05C7, 0x05C7}, {0x0610, 0x061A}, {0x0640, 0x0640}, {0x064B, 0x065F},
    {0x0670, 0x0670}, {0x06D6, 0x06DC}, {0x06DF, 0x06E4}, {0x06E7, 0x06E8}, {0x06EA, 0x06ED},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F},
};

/* Letters that Unicode does not decompose, though readers type them without their stroke. */
static const struct stroke {
    uint32_t letter;
    const char *plain;
} strokes[] = {
    {0x00C6, "ae"}, {0x00D0, "d"},  {0x00D8, "o"},  {0x00DE, "th"}, {0x00E6, "ae"},
    {0x00F0, "d"},  {0x00F8, "o"},  {0x00FE, "th"}, {0x0110, "d"},  {0x0111, "d"},
    {0x0126, "h"},  {0x0127, "h"},  {0x0131, "i"},  {0x0141, "l"},  {0x0142, "l"},
    {0x0149, "n"},  {0x0152, "oe"}, {0x0153, "oe"}, {0x0166, "t"},  {0x0167, "t"},
};

/* The zeros of the decimal digits that newspapers print. */
static const uint32_t zeros[] = {0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66,
                                 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0, 0x1040, 0x17E0};

static bool in_ranges(const range *ranges, size_t n, uint32_t c)
{
    for (size_t i = 0; i < n && ranges[i].first <= c; i++)
        if (c <= ranges[i].last)
            return true;
    return false;
}

#define IN_RANGES(table, c) in_ranges(table, sizeof(table) / sizeof *(table), c)

static bool is_ignored(uint32_t c)
{
    return c == 0x00AD || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF ||
           (c >= 0xFE00 && c <= 0xFE0F);
}

mg_class mg_class_of(uint32_t c)
{
    if (is_ignored(c))
        return MG_CLASS_IGNORED;
    if (c == 0xFF9E || c == 0xFF9F) /* halfwidth sound marks: letters to Unicode alone */
        return MG_CLASS_MARK;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: return IN_RANGES(gram_ranges, c) ? MG_CLASS_GRAM : MG_CLASS_LETTER;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
        return IN_RANGES(gram_ranges, c) && c > 0x2E80 ? MG_CLASS_GRAM : MG_CLASS_DIGIT;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME: return MG_CLASS_MARK;
    default: return MG_CLASS_OTHER;
    }
}

/* ---- Folding ------------------------------------------------------------------------------ */

enum { PIECES = 24 }; /* more than any one character decomposes into */

/* A word while it is folded: decomposed characters, composed at the end. */
typedef struct folding {
    utf8proc_int32_t characters[MG_FOLD_IN + PIECES];
    size_t count;
    bool compose;    /* there is something that may compose */
    bool keeps_case; /* capitals stay */
} folding;

static bool is_capital(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

/* The capital of a folded letter, where it takes as many bytes. */
static utf8proc_int32_t capital_of(utf8proc_int32_t c)
{
    char utf8[4];
    utf8proc_int32_t capital = utf8proc_toupper(c);
    bool fits = mg_utf8_put((uint32_t)capital, utf8) == mg_utf8_put((uint32_t)c, utf8);
    return fits ? capital : c;
}

static void push(folding *f, uint32_t c)
{
    if (f->count >= MG_FOLD_IN)
        return;
    f->characters[f->count++] = (utf8proc_int32_t)c;
    bool hangul = c >= 0x1100 && c <= 0x11FF;
    f->compose = f->compose || hangul ||
                 (c >= 0x300 && utf8proc_get_property((utf8proc_int32_t)c)->combining_class != 0);
}

/* Digits and letters with a stroke; false where the character is neither. */
static bool push_special(folding *f, uint32_t c)
{
    for (size_t i = 0; i < sizeof strokes / sizeof *strokes; i++) {
        if (strokes[i].letter != c)
            continue;
        for (const char *p = strokes[i].plain; *p; p++)
            push(f, (unsigned char)*p);
        return true;
    }
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) {
        if (c < zeros[i] || c > zeros[i] + 9)
            continue;
        push(f, '0' + (c - zeros[i]));
        return true;
    }
    return false;
}

/* A mark that readers leave out; the breve of й, behind its и, is none. */
static bool is_dropped(const folding *f, uint32_t c)
{
    utf8proc_int32_t last = f->count ? f->characters[f->count - 1] : 0;
    if (c == 0x0306 && (last == 0x0438 || last == 0x0418))
        return false;
    return IN_RANGES(dropped_marks, c);
}

static void push_decomposed(folding *f, uint32_t c)
{
    utf8proc_int32_t pieces[PIECES];
    int last_class = 0;
    int options = UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD;
    if (c >= 0xFF00 && c <= 0xFFEF)
        options |= UTF8PROC_COMPAT; /* fullwidth and halfwidth forms */
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, pieces, PIECES,
                                                 (utf8proc_option_t)options, &last_class);
    for (utf8proc_ssize_t i = 0; i < n && i < PIECES; i++)
        if (!is_dropped(f, (uint32_t)pieces[i]) && !push_special(f, (uint32_t)pieces[i]))
            push(f, (uint32_t)pieces[i]); /* ǿ is ø with an accent */
}

static void compose(folding *f)
{
    utf8proc_ssize_t n = utf8proc_normalize_utf32(f->characters, (utf8proc_ssize_t)f->count,
                                                  UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (n >= 0)
        f->count = (size_t)n;
}

/* Writes as many characters as have room. */
static size_t encode(const folding *f, char *ret, size_t room)
{
    size_t len = 0;
    for (size_t i = 0; i < f->count; i++) {
        char utf8[4];
        unsigned n = mg_utf8_put((uint32_t)f->characters[i], utf8);
        if (len + n > room)
            break;
        memcpy(ret + len, utf8, n);
        len += n;
    }
    return len;
}

static void push_folded(folding *f, uint32_t c)
{
    if (c < 0x80)
        push(f, c >= 'A' && c <= 'Z' ? c + 32 : c);
    else if (!is_ignored(c) && !push_special(f, c))
        push_decomposed(f, c);
}

/* Pushes what a capital folds to, and makes it capitals again. */
static void push_capital(folding *f, uint32_t c)
{
    size_t first = f->count;
    push_folded(f, c);
    for (size_t i = first; i < f->count; i++)
        f->characters[i] = capital_of(f->characters[i]);
}

static size_t fold(folding *f, const char *text, size_t len, char *ret, size_t room)
{
    const char *end = text + mg_utf8_cut(text, len, MG_FOLD_IN);
    f->count = 0;
    f->compose = false;
    while (text < end) {
        unsigned width;
        uint32_t c = mg_utf8_get(text, end, &width);
        text += width;
        if (f->keeps_case && is_capital(c))
            push_capital(f, c);
        else
            push_folded(f, c);
    }
    if (f->compose)
        compose(f);
    return encode(f, ret, room);
}

size_t mg_fold(const char *text, size_t len, char *ret, size_t room)
{
    folding f;
    f.keeps_case = false;
    return fold(&f, text, len, ret, room);
}

size_t mg_fold_cased(const char *text, size_t len, char *ret, size_t room)
{
    folding f;
    f.keeps_case = true;
    return fold(&f, text, len, ret, room);
}
