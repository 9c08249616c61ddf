/* Guesses the language: first by script, then, for scripts of several languages, by their small
 * words and trigrams. Each word that the section knows counts as a whole, others by their trigrams;
 * what counts is how much more frequent they are in one language than in another.
 *
 * MG_SECTION_LANGUAGES, all numbers little-endian and u32, made by train/languages.py:
 *   number of groups (scripts), then for each: offset, len, languages, rows
 *   a group: codes, 2 bytes each, padded to 4; starts[1025], where the hashes
 *   begin whose upper ten bits are so much; hashes[rows], ascending; scores[rows][languages], two a
 *   byte, the first in the low half
 * A hash is the upper half of mg_hash() of a trigram, of a word between two spaces, or of a letter
 * beyond ASCII. */
#include "indexer/tagger/language.h"

#include <utf8proc.h>

#include "archive/utf8.h"
#include "indexer/tagger/hash.h"

enum {
    SAMPLE = 1200,      /* bytes that are looked at */
    TITLE_SAMPLE = 300, /* of them at most from the title */
    WORD_MAX = 96,      /* bytes of a word that are looked at, with two spaces */
    LANGUAGES_MAX = 64,
    LETTERS_MIN = 12, /* fewer letters say nothing, in scripts of several languages */
    BUCKETS = 1024,   /* of hashes */
    LEAD_MIN =
        4, /* by how much the best one must be ahead: UNIT of languages.py is a factor of e */
    MEAN_MIN =
        15 /* ten features must score so much on average: else it is no language that is known */
};

/* ---- Scripts ------------------------------------------------------------------------------ */

/* The first ones have several languages, in the section's order; the others one each. */
typedef enum script {
    LATIN,
    CYRILLIC,
    ARABIC,
    DEVANAGARI,
    HEBREW,
    ETHIOPIC,
    GROUPS,
    HAN = GROUPS,
    KANA,
    HANGUL,
    GREEK,
    THAI,
    ARMENIAN,
    GEORGIAN,
    BENGALI,
    GURMUKHI,
    GUJARATI,
    ORIYA,
    TAMIL,
    TELUGU,
    KANNADA,
    MALAYALAM,
    SINHALA,
    LAO,
    TIBETAN,
    MYANMAR,
    KHMER,
    SCRIPTS,
    NO_SCRIPT = SCRIPTS
} script;

static const char code_of[SCRIPTS][3] = {
    [HAN] = "zh",      [KANA] = "ja",     [HANGUL] = "ko",  [GREEK] = "el",    [THAI] = "th",
    [ARMENIAN] = "hy", [GEORGIAN] = "ka", [BENGALI] = "bn", [GURMUKHI] = "pa", [GUJARATI] = "gu",
    [ORIYA] = "or",    [TAMIL] = "ta",    [TELUGU] = "te",  [KANNADA] = "kn",  [MALAYALAM] = "ml",
    [SINHALA] = "si",  [LAO] = "lo",      [TIBETAN] = "bo", [MYANMAR] = "my",  [KHMER] = "km"};

static const struct {
    uint32_t first, last;
    script script;
} blocks[] = {{0x41, 0x5A, LATIN},        {0x61, 0x7A, LATIN},        {0xC0, 0x24F, LATIN},
              {0x250, 0x2AF, LATIN},      {0x370, 0x3FF, GREEK},      {0x400, 0x52F, CYRILLIC},
              {0x530, 0x58F, ARMENIAN},   {0x590, 0x5FF, HEBREW},     {0x600, 0x6FF, ARABIC},
              {0x750, 0x77F, ARABIC},     {0x900, 0x97F, DEVANAGARI}, {0x980, 0x9FF, BENGALI},
              {0xA00, 0xA7F, GURMUKHI},   {0xA80, 0xAFF, GUJARATI},   {0xB00, 0xB7F, ORIYA},
              {0xB80, 0xBFF, TAMIL},      {0xC00, 0xC7F, TELUGU},     {0xC80, 0xCFF, KANNADA},
              {0xD00, 0xD7F, MALAYALAM},  {0xD80, 0xDFF, SINHALA},    {0xE00, 0xE7F, THAI},
              {0xE80, 0xEFF, LAO},        {0xF00, 0xFFF, TIBETAN},    {0x1000, 0x109F, MYANMAR},
              {0x10A0, 0x10FF, GEORGIAN}, {0x1100, 0x11FF, HANGUL},   {0x1200, 0x139F, ETHIOPIC},
              {0x1780, 0x17FF, KHMER},    {0x1E00, 0x1EFF, LATIN},    {0x1F00, 0x1FFF, GREEK},
              {0x3041, 0x30FF, KANA},     {0x3400, 0x4DBF, HAN},      {0x4E00, 0x9FFF, HAN},
              {0xAC00, 0xD7A3, HANGUL},   {0xF900, 0xFAFF, HAN},      {0xFB50, 0xFDFF, ARABIC},
              {0xFE70, 0xFEFC, ARABIC},   {0x20000, 0x2FFFF, HAN}};

static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return true; /* those of the blocks */
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
}

/* The script of a letter or mark. */
static script script_of(uint32_t c)
{
    size_t low = 0, high = sizeof blocks / sizeof *blocks;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c > blocks[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    bool inside = low < sizeof blocks / sizeof *blocks && c >= blocks[low].first;
    return inside && is_letter(c) ? blocks[low].script : NO_SCRIPT;
}

/* ---- The section -------------------------------------------------------------------------- */

typedef struct group {
    const char *codes;
    const uint32_t *starts; /* [BUCKETS + 1] */
    const uint32_t *hashes;
    const uint8_t *scores;
    uint32_t languages;
    uint32_t rows;
} group;

/* False where the section has no such group, or a damaged one. */
static bool find_group(morgue_text section, script which, group *ret)
{
    uint32_t n = 0, at[4];
    if (section.len >= sizeof n)
        memcpy(&n, section.data, sizeof n);
    if (which >= GROUPS || which >= n || section.len < sizeof n + (which + 1u) * sizeof at)
        return false;
    memcpy(at, section.data + sizeof n + which * sizeof at, sizeof at);
    uint64_t codes = (at[2] * UINT64_C(2) + 3) / 4 * 4;
    uint64_t need = codes + (BUCKETS + 1) * 4 + at[3] * (4 + (at[2] + UINT64_C(1)) / 2);
    if (at[0] % 4 || at[0] > section.len || at[1] > section.len - at[0] || need > at[1] || !at[2] ||
        at[2] > LANGUAGES_MAX)
        return false;
    const char *data = section.data + at[0];
    *ret = (group){.codes = data,
                   .starts = (const uint32_t *)(const void *)(data + codes),
                   .languages = at[2],
                   .rows = at[3]};
    ret->hashes = ret->starts + BUCKETS + 1;
    ret->scores = (const uint8_t *)(ret->hashes + at[3]);
    return true;
}

static const uint8_t *find_scores(const group *in, const char *feature, size_t len)
{
    uint32_t hash = (uint32_t)(mg_hash(feature, len) >> 32);
    uint32_t end = in->starts[hash / (UINT32_MAX / BUCKETS + 1) + 1];
    uint32_t row = in->starts[hash / (UINT32_MAX / BUCKETS + 1)];
    while (row < end && row < in->rows && in->hashes[row] < hash)
        row++;
    bool found = row < in->rows && in->hashes[row] == hash;
    return found ? in->scores + (size_t)row * ((in->languages + 1) / 2) : NULL;
}

/* ---- Scoring ------------------------------------------------------------------------------ */

typedef struct scoring {
    group group;
    script script;
    uint32_t totals[LANGUAGES_MAX + 1];
    uint32_t features;
    uint32_t letters;
    char word[WORD_MAX + 1]; /* the word being read: a space, then its small letters */
    size_t len;
} scoring;

static bool add_feature(scoring *s, const char *feature, size_t len)
{
    const uint8_t *scores = find_scores(&s->group, feature, len);
    if (!scores)
        return false;
    for (uint32_t i = 0; i < (s->group.languages + 1) / 2; i++) {
        s->totals[2 * i] += scores[i] & 15u;
        s->totals[2 * i + 1] += scores[i] >> 4;
    }
    s->features++;
    return true;
}

static void add_trigrams(scoring *s)
{
    const char *end = s->word + s->len, *at[3] = {s->word, s->word, s->word};
    unsigned n = 0;
    for (const char *next = s->word; next < end; n++) {
        unsigned len;
        mg_utf8_get(next, end, &len);
        at[0] = at[1], at[1] = at[2], at[2] = next;
        next += len;
        if (n >= 2)
            add_feature(s, at[0], (size_t)(next - at[0]));
    }
}

static void end_word(scoring *s)
{
    if (s->len > 1) {
        s->word[s->len++] = ' ';
        if (!add_feature(s, s->word, s->len))
            add_trigrams(s);
    }
    s->len = 1;
}

static void add_letter(scoring *s, uint32_t c)
{
    if (s->len + 5 > WORD_MAX)
        return;
    unsigned len = mg_utf8_put((uint32_t)utf8proc_tolower((utf8proc_int32_t)c), s->word + s->len);
    if (c >= 0x80)
        add_feature(s, s->word + s->len, len);
    s->len += len;
    s->letters++;
}

static void score_text(scoring *s, morgue_text text)
{
    const char *at = text.data, *end = text.data + text.len;
    s->word[0] = ' ';
    s->len = 1;
    for (unsigned len; at < end; at += len) {
        uint32_t c = mg_utf8_get(at, end, &len);
        if (script_of(c) == s->script)
            add_letter(s, c);
        else
            end_word(s);
    }
    end_word(s);
}

static mg_language best_of(const scoring *s)
{
    uint32_t best = 0, second = 0, which = 0;
    for (uint32_t i = 0; i < s->group.languages; i++) {
        if (s->totals[i] > best) {
            second = best;
            best = s->totals[i];
            which = i;
        } else if (s->totals[i] > second) {
            second = s->totals[i];
        }
    }
    mg_language ret = {""};
    if (s->letters >= LETTERS_MIN && best - second >= LEAD_MIN &&
        best * 10 >= s->features * MEAN_MIN)
        memcpy(ret.code, s->group.codes + which * 2, 2);
    return ret;
}

/* ---- Guessing ----------------------------------------------------------------------------- */

static void count_scripts(morgue_text text, uint32_t counts[SCRIPTS + 1])
{
    const char *at = text.data, *end = text.data + text.len;
    for (unsigned len; at < end; at += len)
        counts[script_of(mg_utf8_get(at, end, &len))]++;
}

/* The script of most letters. A letter of Han says as much as three others. */
static script main_script(const uint32_t counts[SCRIPTS + 1])
{
    script ret = NO_SCRIPT;
    uint32_t most = 0;
    for (int i = 0; i < SCRIPTS; i++) {
        uint32_t weight = i == HAN || i == KANA || i == HANGUL ? 3 : 1;
        if (counts[i] * weight > most) {
            most = counts[i] * weight;
            ret = (script)i;
        }
    }
    if (ret == HAN && counts[KANA] * 12 > counts[HAN])
        return KANA;
    return ret;
}

mg_language mg_language_guess_with(morgue_text section, morgue_text title, morgue_text text)
{
    uint32_t counts[SCRIPTS + 1] = {0};
    scoring s = {.features = 0};
    mg_language ret = {""};
    title.len = mg_utf8_cut(title.data, title.len, TITLE_SAMPLE);
    text.len = mg_utf8_cut(text.data, text.len, SAMPLE - title.len);
    count_scripts(title, counts);
    count_scripts(text, counts);
    s.script = main_script(counts);
    if (s.script < GROUPS) {
        if (!find_group(section, s.script, &s.group))
            return ret;
        score_text(&s, title);
        score_text(&s, text);
        return best_of(&s);
    }
    if (s.script < SCRIPTS && counts[s.script] >= 4)
        memcpy(ret.code, code_of[s.script], sizeof ret.code);
    return ret;
}

mg_language mg_language_guess(const mg_tagger_model *model, morgue_text title, morgue_text text)
{
    return mg_language_guess_with(mg_model_section(model, MG_SECTION_LANGUAGES), title, text);
}
