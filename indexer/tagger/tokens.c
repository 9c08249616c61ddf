#include "indexer/tagger/tokens.h"

#include <utf8proc.h>

#include "archive/fold.h"
#include "archive/grow.h"
#include "archive/utf8.h"
#include "indexer/tagger/packed_words.h"

/* ---- Characters --------------------------------------------------------------------------- */

typedef enum letter { NO_LETTER, SMALL, CAPITAL, CASELESS, DIGIT, MARK } letter;

static letter letter_beyond_ascii(uint32_t c)
{
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT: return CAPITAL;
    case UTF8PROC_CATEGORY_LL: return SMALL;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: return CASELESS;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC: return MARK;
    case UTF8PROC_CATEGORY_ND: return DIGIT;
    default: return NO_LETTER;
    }
}

/* Of ASCII; the others are NO_LETTER, 0. */
#define TEN(x)        x, x, x, x, x, x, x, x, x, x
#define TWENTY_SIX(x) TEN(x), TEN(x), x, x, x, x, x, x
static const uint8_t ascii[128] = {
    ['0'] = TEN(DIGIT), ['A'] = TWENTY_SIX(CAPITAL), ['a'] = TWENTY_SIX(SMALL)};

static inline letter letter_of(const char *at, const char *end, unsigned *ret_len)
{
    unsigned char c = (unsigned char)*at;
    *ret_len = 1;
    return c < 0x80 ? (letter)ascii[c] : letter_beyond_ascii(mg_utf8_get(at, end, ret_len));
}

static bool is_letter_at(const char *at, const char *end)
{
    unsigned len;
    return at < end && letter_of(at, end, &len) != NO_LETTER;
}

/* Bytes of an apostrophe at this place: ' or ’; else 0. */
static unsigned apostrophe(const char *at, const char *end)
{
    if (at < end && *at == '\'')
        return 1;
    return end - at >= 3 && memcmp(at, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
}

static bool is_space(const char *at, const char *end, unsigned *ret_len)
{
    unsigned char c = (unsigned char)*at;
    *ret_len = 1;
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return true;
    if (c == 0xC2 && end - at >= 2 && (unsigned char)at[1] == 0xA0) {
        *ret_len = 2;
        return true;
    }
    return false;
}

/* ---- Words -------------------------------------------------------------------------------- */

/* Does the full stop behind this word of up to eight bytes belong to it? */
static bool keeps_stop(const char *at, size_t len)
{
    static const char list[] =
        " Mr Mrs Ms Dr Gen Sen Rep Gov St Ste Jr Sr Inc Corp Co Ltd Lt Col Sgt Maj Prof Rev Hon "
        "Capt Cmdr Adm Brig Cpl Pvt Supt Insp Det Fr Msgr Ven Messrs Mme Mlle Drs Smt Sh Bros "
        "No vs Vs Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss "
        "Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo Jan Feb Mar Apr Jun Jul Aug Sep "
        "Sept Oct Nov Dec Ave Blvd Mt Ft Univ Dept Alh Engr Barr Pres Sec Amb Atty ";
    char word[12] = " ";
    memcpy(word + 1, at, len);
    word[len + 1] = ' ';
    return strstr(list, word) != NULL;
}

/* Letters with a full stop behind each: U.S., J. */
static bool is_initials(const char *at, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (i % 2 ? at[i] != '.' : !((at[i] >= 'A' && at[i] <= 'Z')))
            return false;
    return len % 2;
}

/* What may stand between two letters of one word. */
static unsigned joint(const char *at, const char *end)
{
    unsigned len = apostrophe(at, end);
    if (!len && at < end && (*at == '-' || *at == '&' || *at == '.' || *at == '_'))
        len = 1;
    return len && is_letter_at(at + len, end) ? len : 0;
}

/* Passes small letters, which words mostly go on in. */
static const char *pass_small(const char *at, const char *end)
{
    while (at < end && *at >= 'a' && *at <= 'z')
        at++;
    return at;
}

/* Is there a possessive or a contraction of one or two letters: 's, 'll? */
static bool is_clitic(const char *at, const char *end)
{
    unsigned quote = apostrophe(at, end);
    if (!quote)
        return false;
    const char *from = at + quote, *last = pass_small(from, end);
    switch (last - from <= 2 ? mg_load(from, (size_t)(last - from)) : 0) {
    case W1('s'):
    case W1('d'):
    case W1('m'):
    case W2('l', 'l'):
    case W2('r', 'e'):
    case W2('v', 'e'): return !is_letter_at(last, end);
    default: return false;
    }
}

static uint32_t flags_of(letter kind, uint32_t flags)
{
    bool first = !(flags & (MG_TOKEN_WORD | MG_TOKEN_NUMBER));
    switch (kind) {
    case SMALL: return flags | MG_TOKEN_WORD | MG_TOKEN_SMALL;
    case CAPITAL: return flags | (first ? MG_TOKEN_CAPITAL : MG_TOKEN_INNER) | MG_TOKEN_WORD;
    case CASELESS: return flags | MG_TOKEN_WORD;
    case DIGIT: return flags | (first ? MG_TOKEN_NUMBER : 0);
    case MARK:
    case NO_LETTER: return flags;
    }
    return flags;
}

static bool takes_stop(const char *from, const char *at, const char *end)
{
    size_t len = (size_t)(at - from);
    return at < end && *at == '.' && len <= 8 && (is_initials(from, len) || keeps_stop(from, len));
}

/* The end of the word that begins here, and what it is made of. */
static const char *word_end(const char *at, const char *end, uint32_t *flags)
{
    const char *from = at,
               *most = end - at > MG_TAG_TOKEN_MAX - 8 ? at + MG_TAG_TOKEN_MAX - 8 : end;
    while (at < most) {
        unsigned len;
        letter kind = letter_of(at, end, &len);
        if (kind == NO_LETTER) {
            len = is_clitic(at, end) ? 0 : joint(at, end);
            if (!len)
                break;
        } else {
            *flags = flags_of(kind, *flags);
        }
        at += len;
        if (kind == SMALL)
            at = pass_small(at, most);
    }
    return takes_stop(from, at, end) ? at + 1 : at;
}

/* ---- Tokens ------------------------------------------------------------------------------- */

static void hash_token(mg_tag_token *token)
{
    char folded[MG_TAG_TOKEN_MAX + 8];
    unsigned char all = 0;
    token->exact = token->folded = mg_hash(token->at, token->len);
    for (size_t i = 0; i < token->len; i++)
        all |= (unsigned char)token->at[i];
    if (all < 0x80 && !(token->flags & (MG_TOKEN_CAPITAL | MG_TOKEN_INNER)))
        return;
    size_t len = token->len;
    for (size_t i = 0; i < len; i++)
        folded[i] = mg_small_ascii(token->at[i]);
    if (all >= 0x80)
        len = mg_fold(token->at, token->len, folded, sizeof folded);
    token->folded = mg_hash(folded, len);
}

/* Quotes and brackets that may stand between a full stop and the sentence behind it. */
static bool is_quote(const mg_tag_token *t)
{
    return mg_token_is(t, '"') || mg_token_is(t, '\'') || mg_token_is(t, ')') ||
           mg_token_is(t, ']') ||
           (t->len == 3 && memcmp(t->at, "\xE2\x80", 2) == 0 && (unsigned char)t->at[2] >= 0x98 &&
            (unsigned char)t->at[2] <= 0x9D);
}

/* Does a sentence begin behind the last token? What stands before a run of quotes was asked at the
 * first of them. */
static bool ends_sentence(const mg_tag_tokens *tokens, size_t first)
{
    if (tokens->n == first)
        return true;
    const mg_tag_token *t = &tokens->at[tokens->n - 1];
    if (is_quote(t))
        return t->flags & MG_TOKEN_SENTENCE;
    return t->len == 1 && (*t->at == '.' || *t->at == '!' || *t->at == '?');
}

static bool add(mg_tag_tokens *tokens, const char *at, size_t len, uint32_t flags, size_t first)
{
    if (!MG_GROW(tokens->at, tokens->cap, tokens->n + 1))
        return false;
    if (ends_sentence(tokens, first))
        flags |= MG_TOKEN_SENTENCE;
    if (tokens->n > first && is_quote(&tokens->at[tokens->n - 1]))
        flags |= MG_TOKEN_QUOTED;
    mg_tag_token *token = &tokens->at[tokens->n++];
    *token = (mg_tag_token){.at = at, .len = (uint32_t)len, .flags = flags};
    hash_token(token);
    return true;
}

/* Passes white space; true where an empty line was in it. */
static bool pass_space(const char **at, const char *end)
{
    unsigned len, lines = 0;
    for (; *at < end && is_space(*at, end, &len); *at += len)
        lines += **at == '\n';
    return lines > 1;
}

static const char *token_end(const char *at, const char *end, uint32_t *flags)
{
    unsigned len;
    if (is_clitic(at, end))
        return word_end(at + apostrophe(at, end), end, flags);
    if ((*at == '@' || *at == '#') && is_letter_at(at + 1, end))
        return word_end(at + 1, end, flags);
    if (letter_of(at, end, &len) != NO_LETTER)
        return word_end(at, end, flags);
    return at + len;
}

bool mg_tag_tokens_add(mg_tag_tokens *tokens, morgue_text text, bool is_title)
{
    const char *at = text.data, *end = text.data + text.len;
    size_t first = tokens->n; /* of the paragraph */
    bool anew = pass_space(&at, end);
    while (at < end && tokens->n < MG_TAG_TOKENS_MAX) {
        uint32_t flags = is_title ? MG_TOKEN_TITLE : 0;
        first = anew ? tokens->n : first;
        if (first == tokens->n)
            flags |= MG_TOKEN_PARAGRAPH;
        const char *next = token_end(at, end, &flags);
        if (!add(tokens, at, (size_t)(next - at), flags, first))
            return false;
        at = next;
        anew = pass_space(&at, end);
    }
    return true;
}
