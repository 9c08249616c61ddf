#include "archive/tokenizer.h"

#include <string.h>
#include <strings.h>

#include "archive/fold.h"
#include "archive/utf8.h"

enum { SOFT_HYPHEN = 0xAD };

/* A character and where the one after it begins. */
typedef struct character {
    uint32_t code;
    mg_class class;
    const char *next;
} character;

/* Classes of ASCII, so that the common case costs one look-up. */
static mg_class ascii_class(unsigned char c)
{
    if ((c | 32) >= 'a' && (c | 32) <= 'z')
        return MG_CLASS_LETTER;
    return c >= '0' && c <= '9' ? MG_CLASS_DIGIT : MG_CLASS_OTHER;
}

/* The character at `at`; beyond the end one of class OTHER. */
static character look(const mg_tokenizer *t, const char *at)
{
    if (at >= t->end)
        return (character){0, MG_CLASS_OTHER, at};
    if ((unsigned char)*at < 0x80)
        return (character){(unsigned char)*at, ascii_class((unsigned char)*at), at + 1};
    unsigned width;
    uint32_t code = mg_utf8_get(at, t->end, &width);
    return (character){code, mg_class_of(code), at + width};
}

static bool is_alnum(mg_class class)
{
    return class == MG_CLASS_LETTER || class == MG_CLASS_DIGIT;
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x02BC || c == 0xFF07 || c == 0x2018;
}

static bool is_hyphen(uint32_t c)
{
    return c == '-' || c == 0x2010 || c == 0x2011;
}

/* At a soft hyphen, which is where a line ended: between letters it is a hyphen, so that the parts
 * and the whole word are found; elsewhere it is nothing. */
static bool parts_letters(const mg_tokenizer *t, mg_class before, const character *c)
{
    return c->code == SOFT_HYPHEN && (before == MG_CLASS_LETTER || before == MG_CLASS_MARK) &&
           look(t, c->next).class == MG_CLASS_LETTER;
}

/* ---- Where words end ---------------------------------------------------------------------- */

/* A word while it grows. */
typedef struct word {
    const char *start;
    const char *end;   /* behind its last character */
    const char *after; /* where to go on; beyond `end` where a possessive is dropped */
    const char *last_comma;
    unsigned letters;
    unsigned digits;
    bool initials; /* U.S */
    bool parted;   /* ends at a soft hyphen */
    bool ascii;
} word;

/* Short words that lose their vowel before another word, in French, Italian and Catalan. */
static bool is_elision(const word *w)
{
    static const char *const list[] = {"l",    "d",    "j",     "m",      "n",     "s",
                                       "t",    "c",    "qu",    "dell",   "nell",  "all",
                                       "sull", "dall", "jusqu", "lorsqu", "puisqu"};
    size_t len = (size_t)(w->end - w->start);
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (strlen(list[i]) == len && strncasecmp(list[i], w->start, len) == 0)
            return true;
    return false;
}

/* At an apostrophe: does the word go on behind it? */
static bool passes_apostrophe(const mg_tokenizer *t, word *w, const character *apostrophe)
{
    character next = look(t, apostrophe->next);
    if (next.class != MG_CLASS_LETTER || is_elision(w))
        return false;
    if ((next.code | 32) != 's')
        return true;
    character behind = look(t, next.next);
    if (is_alnum(behind.class) || behind.class == MG_CLASS_MARK)
        return true;
    w->after = next.next; /* a possessive: passed over */
    return false;
}

/* At a full stop: 3.5, or the second letter of initials that stand alone (U.S, not U.Sugar). */
static bool passes_stop(const mg_tokenizer *t, word *w, const character *stop)
{
    character next = look(t, stop->next);
    if (next.class == MG_CLASS_DIGIT && !w->letters)
        return true;
    if (next.class != MG_CLASS_LETTER || (!w->initials && (w->letters != 1 || w->digits)))
        return false;
    character behind = look(t, next.next);
    if (is_alnum(behind.class) || behind.class == MG_CLASS_MARK || is_apostrophe(behind.code))
        return false;
    w->initials = true;
    return true;
}

/* At a comma: 1,250 and 3,000,000. */
static bool passes_comma(const mg_tokenizer *t, word *w, const character *comma)
{
    const char *group = w->last_comma ? w->last_comma + 1 : w->start;
    if (w->letters || !w->digits || w->end - group > 3 || (w->last_comma && w->end - group != 3))
        return false;
    const char *at = comma->next;
    for (int i = 0; i < 3; i++, at++)
        if (at >= t->end || *at < '0' || *at > '9')
            return false;
    if (is_alnum(look(t, at).class))
        return false;
    w->last_comma = comma->next - 1;
    return true;
}

/* A letter, or what goes with one. */
static bool continues_run(mg_class class)
{
    return class == MG_CLASS_LETTER || class == MG_CLASS_MARK || class == MG_CLASS_IGNORED;
}

/* Is this the name of an HTML entity that was left in the text? */
static bool is_entity(const char *name, size_t len)
{
    return (len == 3 && strncasecmp(name, "amp", 3) == 0) ||
           (len == 2 && (strncasecmp(name, "lt", 2) == 0 || strncasecmp(name, "gt", 2) == 0));
}

/* At an ampersand: AT&T, R&D; not Marks&Spencer, and not the rest of an entity. */
static bool passes_ampersand(const mg_tokenizer *t, const word *w, const character *ampersand)
{
    if (w->letters > 3 || w->digits)
        return false;
    const char *at = ampersand->next;
    unsigned letters = 0;
    character c = look(t, at);
    for (; continues_run(c.class) && letters < 4; c = look(t, at)) {
        letters += c.class == MG_CLASS_LETTER;
        at = c.next;
    }
    if (c.code == ';' && is_entity(ampersand->next, (size_t)(at - ampersand->next)))
        return false;
    return letters >= 1 && letters <= 3 && !is_alnum(c.class);
}

/* May the word go on across this character, which is no letter or digit? */
static bool passes(const mg_tokenizer *t, word *w, const character *c)
{
    if (c->code == '.')
        return passes_stop(t, w, c);
    if (c->code == ',')
        return passes_comma(t, w, c);
    if (c->code == ':')
        return w->digits && !w->letters && look(t, c->next).class == MG_CLASS_DIGIT;
    if (c->code == '&')
        return passes_ampersand(t, w, c);
    return !w->initials && is_apostrophe(c->code) && passes_apostrophe(t, w, c);
}

/* Finds the end of the word that begins with `c`. */
static word scan_word(const mg_tokenizer *t, const char *start, character c)
{
    word w = {.start = start, .end = start, .after = NULL, .ascii = true};
    const char *at = start;
    for (mg_class before = MG_CLASS_OTHER;; before = c.class, c = look(t, at)) {
        w.parted = parts_letters(t, before, &c);
        if (w.parted)
            break;
        if (is_alnum(c.class) || c.class == MG_CLASS_MARK || c.class == MG_CLASS_IGNORED) {
            w.letters += c.class == MG_CLASS_LETTER;
            w.digits += c.class == MG_CLASS_DIGIT;
            w.ascii = w.ascii && c.code < 0x80;
            w.end = c.next;
        } else if (c.class != MG_CLASS_OTHER || !passes(t, &w, &c)) {
            break;
        } else {
            w.ascii = w.ascii && c.code < 0x80;
        }
        at = c.next;
    }
    if (!w.after)
        w.after = w.initials && c.code == '.' ? c.next : w.end;
    return w;
}

/* ---- What words become -------------------------------------------------------------------- */

/* Lower case, without the commas of thousands and the stops of initials. */
static size_t fold_ascii(const mg_tokenizer *t, const word *w, char *ret)
{
    size_t n = 0;
    for (const char *p = w->start; p < w->end && n < MG_TERM_MAX; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == ',' || (c == '.' && w->initials))
            continue;
        ret[n++] = (char)(c >= 'A' && c <= 'Z' && !t->keeps_case ? c + 32 : c);
    }
    return n;
}

/* The same for any script: typographic apostrophes become plain, the rest is folded. */
static size_t fold_any(const mg_tokenizer *t, const word *w, char *ret)
{
    char plain[MG_FOLD_IN];
    size_t n = 0;
    for (const char *p = w->start; p < w->end && n + 4 < sizeof plain;) {
        unsigned width;
        uint32_t c = mg_utf8_get(p, w->end, &width);
        if (is_apostrophe(c))
            plain[n++] = '\'';
        else if (c != ',' && !(c == '.' && w->initials))
            n += mg_utf8_put(c, plain + n);
        p += width;
    }
    return t->keeps_case ? mg_fold_cased(plain, n, ret, MG_TERM_MAX)
                         : mg_fold(plain, n, ret, MG_TERM_MAX);
}

/* Keeps the parts of a compound until there are two. */
static void collect_part(mg_tokenizer *t, const word *w, size_t len)
{
    if (!t->compound_goes_on) {
        t->compound_parts = 0;
        t->joined_len = 0;
        t->joined_start = w->start;
    }
    t->compound_parts++;
    if (t->compound_parts > 2)
        return;
    memcpy(t->joined + t->joined_len, t->term, len);
    t->joined_len += len;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* After a part: is there another behind a hyphen? If not, and it was the second of two, and they
 * are not two numbers (2019-20), the joined form is due. */
static void end_part(mg_tokenizer *t, const word *w, size_t len)
{
    character hyphen = look(t, w->after);
    t->compound_goes_on = is_hyphen(hyphen.code) ? is_alnum(look(t, hyphen.next).class)
                                                 : w->parted && hyphen.code == SOFT_HYPHEN;
    size_t first = t->joined_len - len;
    t->joined_waits = !t->compound_goes_on && t->compound_parts == 2 &&
                      t->joined_len <= MG_TERM_MAX &&
                      !(is_digit(t->joined[first - 1]) && is_digit(t->joined[first]));
}

static void hand_out(const mg_tokenizer *t, const char *start, const char *end, size_t len,
                     mg_token *ret)
{
    ret->term = t->term;
    ret->len = len;
    ret->start = (size_t)(start - t->text);
    ret->end = (size_t)(end - t->text);
}

/* An ASCII letter or digit in lower case; 0 for anything else. */
static inline char plain_lower(unsigned char c)
{
    unsigned char lower = c | 32;
    if (lower >= 'a' && lower <= 'z')
        return (char)lower;
    return (char)(c >= '0' && c <= '9' ? c : 0);
}

/* Does the word end before this byte, whatever follows? At `.`, `,` and `:` only before a space. */
static bool surely_ends(const mg_tokenizer *t, const char *at)
{
    if (at == t->end || *at == ' ' || *at == '\n')
        return true;
    bool mark = *at == '.' || *at == ',' || *at == ':';
    return mark && (at + 1 == t->end || at[1] == ' ' || at[1] == '\n');
}

/* The common case in one pass: a word of ASCII letters and digits alone. False where it may be more
 * than that; then nothing has happened. */
static bool take_plain(mg_tokenizer *t, mg_token *ret)
{
    const char *at = t->at;
    size_t n = 0;
    char lower;
    while (at < t->end && n < MG_TERM_MAX && (lower = plain_lower((unsigned char)*at))) {
        t->term[n++] = lower;
        at++;
    }
    if (!n || n == MG_TERM_MAX || t->compound_goes_on || !surely_ends(t, at))
        return false;
    if (t->keeps_case)
        memcpy(t->term, t->at, n);
    hand_out(t, t->at, at, n, ret);
    ret->kind = MG_WORD;
    ret->position = t->position++;
    t->at = at;
    return true;
}

/* The word that begins with `c`; false where nothing is left of it (combining marks alone). */
static bool take_word(mg_tokenizer *t, character c, mg_token *ret)
{
    word w = scan_word(t, t->at, c);
    size_t len = w.ascii ? fold_ascii(t, &w, t->term) : fold_any(t, &w, t->term);
    t->at = w.after;
    if (!len)
        return false;
    collect_part(t, &w, len);
    end_part(t, &w, len);
    hand_out(t, w.start, w.end, len, ret);
    ret->kind = MG_WORD;
    ret->position = t->position++;
    return true;
}

/* The end of the character at `at` with the marks that belong to it. */
static const char *cluster_end(const mg_tokenizer *t, const character *c)
{
    const char *end = c->next;
    for (character mark = look(t, end);
         mark.class == MG_CLASS_MARK || mark.class == MG_CLASS_IGNORED; mark = look(t, end))
        end = mark.next;
    return end;
}

static bool take_gram(mg_tokenizer *t, character c, mg_token *ret)
{
    const char *start = t->at;
    const char *first_end = cluster_end(t, &c);
    const char *end = first_end;
    character second = look(t, first_end);
    if (second.class == MG_CLASS_GRAM)
        end = cluster_end(t, &second);
    t->at = first_end;
    t->compound_goes_on = false;
    size_t len = mg_fold(start, (size_t)(end - start), t->term, MG_TERM_MAX);
    hand_out(t, start, end, len, ret);
    ret->kind = MG_GRAM;
    ret->position = t->position++;
    return len > 0;
}

/* Hangul letters that stood apart, U+1100 to U+11FF, make a syllable where the parts meet. */
static void compose_joined(mg_tokenizer *t)
{
    char plain[MG_TERM_MAX];
    size_t len = t->joined_len;
    if (!memchr(t->joined, 0xE1, len))
        return;
    memcpy(plain, t->joined, len);
    t->joined_len = t->keeps_case ? mg_fold_cased(plain, len, t->joined, MG_TERM_MAX)
                                  : mg_fold(plain, len, t->joined, MG_TERM_MAX);
}

static void take_joined(mg_tokenizer *t, mg_token *ret)
{
    t->joined_waits = false;
    compose_joined(t);
    ret->term = t->joined;
    ret->len = t->joined_len;
    ret->start = (size_t)(t->joined_start - t->text);
    ret->kind = MG_JOINED;
    ret->position = t->position - 2;
}

/* ---- The public face ---------------------------------------------------------------------- */

void mg_tokenizer_init(mg_tokenizer *t, const char *text, size_t len, uint32_t first_position)
{
    t->text = text;
    t->at = text;
    t->end = text + len;
    t->position = first_position;
    t->compound_parts = 0;
    t->compound_goes_on = false;
    t->joined_waits = false;
    t->keeps_case = false;
    t->joined_start = text;
    t->joined_len = 0;
}

void mg_tokenizer_keep_case(mg_tokenizer *t)
{
    t->keeps_case = true;
}

/* Moves to the next character that begins a word; counts paragraphs on the way. */
static character skip_separators(mg_tokenizer *t)
{
    unsigned line_ends = 0;
    character c = look(t, t->at);
    while (t->at < t->end && !is_alnum(c.class) && c.class != MG_CLASS_GRAM) {
        if (c.code == '\n' && ++line_ends == 2)
            t->position += MG_PARAGRAPH_GAP;
        else if (c.code > ' ')
            line_ends = 0;
        t->at = c.next;
        c = look(t, t->at);
    }
    return c;
}

bool mg_tokenizer_next(mg_tokenizer *t, mg_token *ret)
{
    if (t->joined_waits) {
        take_joined(t, ret);
        ret->end = (size_t)(t->at - t->text);
        return true;
    }
    for (;;) {
        character c = skip_separators(t);
        if (t->at >= t->end)
            return false;
        if (c.class == MG_CLASS_GRAM ? take_gram(t, c, ret)
                                     : take_plain(t, ret) || take_word(t, c, ret))
            return true;
    }
}

uint32_t mg_tokenizer_position(const mg_tokenizer *t)
{
    return t->position;
}
