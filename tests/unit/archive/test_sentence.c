/* Where sentences and paragraphs begin: by example, and against a slow and obvious reading of the
 * rule on generated text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "archive/fold.h"
#include "archive/sentence.h"
#include "archive/utf8.h"
#include "tests/unit/scratch.h"

/* The words, with "|" before those that begin a sentence and "#" before those that begin a
 * paragraph. */
static const char *breaks_of(const char *text, bool keeps_case)
{
    static char out[4096];
    static const char *const signs[] = {"", "| ", "# "};
    mg_tokenizer tokenizer;
    mg_token last, token;
    size_t n = 0;
    out[0] = '\0';
    mg_tokenizer_init(&tokenizer, text, strlen(text), 1);
    if (keeps_case)
        mg_tokenizer_keep_case(&tokenizer);
    for (bool begun = false; mg_tokenizer_next(&tokenizer, &token);) {
        if (token.kind == MG_JOINED)
            continue;
        mg_break found = mg_break_before(text, begun ? &last : NULL, &token);
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%s%.*s", begun ? " " : "", signs[found],
                              (int)token.len, token.term);
        last = token;
        begun = true;
    }
    return out;
}

static const struct {
    const char *text;
    const char *breaks;
} examples[] = {
    {"", ""},
    {" ...", ""},
    {"One two. Three", "# one two | three"},
    {"one\n\ntwo\n \nthree\nfour", "# one # two # three four"},
    {"One.\nTwo\r\n\r\nThree.", "# one | two # three"},
    {"Yes! No? Perhaps\xE2\x80\xA6 Never.", "# yes | no | perhaps | never"},
    {"Well... yes. Well... Yes. What?! He", "# well yes | well | yes | what | he"},
    {"the end.Then", "# the end then"},
    {"It ended. then", "# it ended then"},
    {"\"Why?\" he asked. \"Who?\" She left.", "# why he asked | who | she left"},
    {"He said: \"No.\" \"Yes.\"", "# he said no | yes"},
    {"He left (at last.) She stayed [here.]) So", "# he left at last | she stayed here | so"},
    {"\xE2\x80\x9CIt is.\xE2\x80\x9D \xE2\x80\x9CIs it?\xE2\x80\x99\xE2\x80\x9D Oh",
     "# it is | is it | oh"},
    {"Er sagt: \xE2\x80\x9E"
     "Nein.\xE2\x80\x9C Sie geht. \xC2\xABOui.\xC2\xBB\xC2\xA0Non",
     "# er sagt nein | sie geht | oui | non"},
    {"It fell 3.5. It rose 1,250. 5 percent", "# it fell 3.5 | it rose 1250 | 5 percent"},
    {"Mr. Smith, Gen. Lee and St. John v. Doe on Sept. 11 left. He",
     "# mr smith gen lee and st john v doe on sept 11 left | he"},
    {"Sens. Cruz and Rubio. Drs. Who", "# sens cruz and rubio | drs who"},
    {"J. Smith and George W. Bush. Plan", "# j smith and george w bush | plan"},
    {"J.K. Rowling of the U.S. Navy", "# jk rowling of the us navy"},
    {"in the U.S. The war at 9 p.m. It's in the U.S.",
     "# in the us | the war at 9 pm | it in the us"},
    {"Smith Jr. Day. Smith Jr. He. Lehman Bros. Bank", "# smith jr day | smith jr | he | lehman "
                                                       "bros bank"},
    {"No. 5 and Fig. 7. No. But he likes art. Museums",
     "# no 5 and fig 7 | no | but he likes art | museums"},
    {"Apple Inc. Profits rose, etc. Shares", "# apple inc | profits rose etc | shares"},
    {"Mr.. Smith. Mr.) Smith. Mr . Smith", "# mr | smith | mr smith | mr | smith"},
    {"the D\xC5\x99. Novak; \xC3\x89. Zola. \xC3\x89mile. \xC3\xA9t\xC3\xA9",
     "# the dr novak e zola | emile ete"},
    {"Moscow's. The", "# moscow | the"},
    {"Sen.-elect. Smith", "# sen elect | smith"},
    {"cease-fire. Peace", "# cease fire | peace"},
    {"2. Then [3] So. [4] Thus", "# 2 | then 3 so | 4 thus"},
    {"End. \xE2\x80\x94 Reuters. \xE2\x80\xA2 Next", "# end | reuters | next"},
    {"\xE5\x8C\x97\xE4\xBA\xAC\xE3\x80\x82\xE4\xB8\x8A\xE6\xB5\xB7\xEF\xBC\x81nato",
     "# \xE5\x8C\x97\xE4\xBA\xAC \xE4\xBA\xAC | \xE4\xB8\x8A\xE6\xB5\xB7 \xE6\xB5\xB7 | nato"},
    {"3\xEF\xBC\x8E"
     "5 a\xEF\xBC\x8E"
     "b",
     "# 3 5 a | b"},
    {"\xE0\xA4\xB9\xE0\xA5\xA4 \xE0\xA4\xB9. \xD9\x87\xD8\x9F \xD9\x87\xD9\x87",
     "# \xE0\xA4\xB9 | \xE0\xA4\xB9 \xD9\x87 | \xD9\x87\xD9\x87"},
};

START_TEST(test_examples)
{
    ck_assert_str_eq(breaks_of(examples[_i].text, false), examples[_i].breaks);
    ck_assert_uint_eq(strlen(breaks_of(examples[_i].text, true)), strlen(examples[_i].breaks));
}
END_TEST

/* ---- The reference ------------------------------------------------------------------------ */

static bool among(uint32_t c, const uint32_t *list)
{
    for (; *list; list++)
        if (*list == c)
            return true;
    return false;
}

static bool in_list(const char *folded, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(*list, folded) == 0)
            return true;
    return false;
}

/* The word, folded, as a string. */
static void fold_token(const char *text, const mg_token *token, char ret[MG_TERM_MAX + 1])
{
    ret[mg_fold(text + token->start, token->end - token->start, ret, MG_TERM_MAX)] = '\0';
}

static bool stop_belongs(const char *text, const mg_token *last, const mg_token *word)
{
    static const char *const names[] = {
        "mr",   "mrs",  "ms",   "messrs", "dr",  "drs", "prof", "st",   "gen", "sen", "sens", "rep",
        "reps", "gov",  "govs", "lt",     "col", "sgt", "capt", "cmdr", "maj", "adm", "rev",  "hon",
        "pres", "supt", "vs",   "v",      "jan", "feb", "mar",  "apr",  "jun", "jul", "aug",  "sep",
        "sept", "oct",  "nov",  "dec",    "cf",  "ca",  "mt",   "ft",   "ie",  "eg",  NULL};
    static const char *const numbers[] = {"no",  "nos", "fig",    "figs", "vol",
                                          "art", "op",  "approx", NULL};
    static const char *const either[] = {"jr", "sr", "co", "bros", NULL};
    static const char *const openers[] = {"the",   "a",  "an",   "he",    "she",  "it",    "they",
                                          "we",    "i",  "you",  "his",   "her",  "its",   "their",
                                          "our",   "my", "but",  "this",  "that", "these", "those",
                                          "there", "if", "when", "while", "what", "in",    NULL};
    char before[MG_TERM_MAX + 1], after[MG_TERM_MAX + 1];
    fold_token(text, last, before);
    snprintf(after, sizeof after, "%.*s", (int)word->len, word->term);
    after[strcspn(after, "'")] = '\0';
    utf8proc_int32_t first, begin;
    utf8proc_iterate((const uint8_t *)text + last->start, -1, &begin);
    bool alone =
        utf8proc_iterate((const uint8_t *)before, -1, &first) == (utf8proc_ssize_t)strlen(before);
    if ((alone && mg_class_of((uint32_t)first) == MG_CLASS_LETTER) || in_list(before, names))
        return true;
    if (in_list(before, numbers))
        return text[word->start] >= '0' && text[word->start] <= '9';
    bool initials = strchr(before, '.') && mg_class_of((uint32_t)begin) == MG_CLASS_LETTER;
    return (initials || in_list(before, either)) && !in_list(after, openers);
}

static bool sentence_begins(const char *text, const mg_token *last, const mg_token *word)
{
    static const uint32_t strong[] = {0x3002, 0xFF61, 0xFF01, 0xFF1F, 0xFF0E, 0};
    static const uint32_t weak[] = {'.',    '!',    '?',    0x2026, 0x061F,
                                    0x06D4, 0x0964, 0x0589, 0x1362, 0};
    static const uint32_t closers[] = {')',    ']',  '}',    '"',    '\'', 0x201D,
                                       0x2019, 0xBB, 0x203A, 0x201C, 0};
    static const uint32_t white[] = {' ', '\t', '\n', '\v', '\f', '\r', 0xA0, 0x3000, 0};
    utf8proc_int32_t gap[400], first;
    utf8proc_ssize_t n = 0;
    for (size_t at = last->end; at < word->start; n++)
        at += (size_t)utf8proc_iterate((const uint8_t *)text + at, -1, &gap[n]);
    utf8proc_iterate((const uint8_t *)text + word->start, -1, &first);
    bool small = utf8proc_category(first) == UTF8PROC_CATEGORY_LL;
    for (utf8proc_ssize_t i = 0; i < n; i++) {
        uint32_t c = (uint32_t)gap[i];
        if (among(c, strong) && !(c == 0xFF0E && first >= '0' && first <= '9'))
            return true;
        utf8proc_ssize_t k = i + 1;
        while (k < n && among((uint32_t)gap[k], closers))
            k++;
        bool ends = among(c, weak) && k < n && among((uint32_t)gap[k], white) && !small;
        if (ends && !(c == '.' && i == 0 && stop_belongs(text, last, word)))
            return true;
    }
    return false;
}

static void check_text(const char *text, size_t len)
{
    mg_tokenizer tokenizer;
    mg_token last, token;
    mg_tokenizer_init(&tokenizer, text, len, 7);
    for (bool begun = false; mg_tokenizer_next(&tokenizer, &token);) {
        if (token.kind == MG_JOINED)
            continue;
        mg_break expected = MG_BREAK_PARAGRAPH;
        if (begun && token.position <= last.position + MG_PARAGRAPH_GAP)
            expected = sentence_begins(text, &last, &token) ? MG_BREAK_SENTENCE : MG_BREAK_NONE;
        mg_break found = mg_break_before(text, begun ? &last : NULL, &token);
        if (found != expected)
            ck_abort_msg("%d, not %d, at %zu of '%.*s'", found, expected, token.start, (int)len,
                         text);
        last = token;
        begun = true;
    }
}

START_TEST(test_generated)
{
    static const char *const pieces[] = {".",
                                         ".",
                                         ". ",
                                         "! ",
                                         "?",
                                         " ",
                                         " ",
                                         " ",
                                         "\n",
                                         "\n",
                                         "\"",
                                         "'",
                                         ")",
                                         "(",
                                         "-",
                                         ",",
                                         "Mr",
                                         "Sen",
                                         "no",
                                         "U.S",
                                         "p.m.",
                                         "Jr",
                                         "word",
                                         "Word",
                                         "The",
                                         "It's",
                                         "7",
                                         "3.5",
                                         "s",
                                         "\xC3\x89",
                                         "\xC3\xA9t",
                                         "e\xCC\x81",
                                         "\xE5\x8C\x97",
                                         "\xE3\x80\x82",
                                         "\xEF\xBC\x8E",
                                         "\xE2\x80\xA6",
                                         "\xE2\x80\x9D",
                                         "\xC2\xA0",
                                         "\xC2\xAD",
                                         "\xD9\x80",
                                         "\xE0\xA5\xA4",
                                         "\xE2\x80\x8B",
                                         "\r",
                                         "MESSRS",
                                         "D\xC5\x99"};
    char text[400];
    uint64_t seed = (uint64_t)_i;
    for (int round = 0; round < 20000; round++) {
        size_t n = 0;
        for (unsigned i = roll(&seed, 30); i; i--) {
            const char *piece = pieces[roll(&seed, sizeof pieces / sizeof *pieces)];
            memcpy(text + n, piece, strlen(piece));
            n += strlen(piece);
        }
        text[n] = '\0';
        check_text(text, n);
    }
}
END_TEST

/* Megabytes between two words take no longer than they must. */
START_TEST(test_hostile)
{
    static const char *const pieces[] = {".)", ".", ")", "\xE2\x80\xA6\xE2\x80\x9D", "\n-", ". "};
    mg_buffer text = {0};
    put(&text, "Mr");
    while (text.len < 4 << 20)
        put(&text, pieces[_i]);
    put(&text, "End");
    mg_token last = {.start = 0, .end = 2}, word = {.term = "end", .len = 3};
    word.start = text.len - 3;
    word.end = text.len;
    mg_break expected = _i == 5 ? MG_BREAK_SENTENCE : MG_BREAK_NONE;
    ck_assert_int_eq(mg_break_before(text.data, &last, &word), expected);
    mg_buffer_free(&text);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("sentence");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_examples, 0, sizeof examples / sizeof *examples);
    tcase_add_loop_test(tests, test_generated, 0, 4);
    tcase_add_loop_test(tests, test_hostile, 0, 6);
    return run_tests("sentence", tests);
}
