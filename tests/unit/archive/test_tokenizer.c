/* What a word is: the table that the header's comment promises, and properties on hostile input. */
#include <check.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/fold.h"
#include "archive/tokenizer.h"
#include "archive/utf8.h"
#include "search/query/tree.h"

/* "term@position" of every token, joined forms in brackets, separated by spaces. */
static const char *tokens_in(const char *text, bool keeps_case)
{
    static char out[4096];
    mg_tokenizer tokenizer;
    mg_token token;
    size_t n = 0;
    out[0] = '\0';
    mg_tokenizer_init(&tokenizer, text, strlen(text), 1);
    if (keeps_case)
        mg_tokenizer_keep_case(&tokenizer);
    while (mg_tokenizer_next(&tokenizer, &token))
        n += (size_t)snprintf(out + n, sizeof out - n,
                              token.kind == MG_JOINED ? "%s[%.*s@%u]" : "%s%.*s@%u", n ? " " : "",
                              (int)token.len, token.term, token.position);
    return out;
}

static const char *tokens_of(const char *text)
{
    return tokens_in(text, false);
}

static const struct {
    const char *text;
    const char *tokens;
} words[] = {
    {"", ""},
    {"...  -- !", ""},
    {"Article 5", "article@1 5@2"},
    {"The U.S. and U.N. troops", "the@1 us@2 and@3 un@4 troops@5"},
    {"U.S.-led", "us@1 led@2 [usled@1]"},
    {"govern\xC2\xADment said", "govern@1 ment@2 [government@1] said@3"},
    {"e\xCC\x81t\xC3\xA9\xC2\xADs a\xC2\xAD 1\xC2\xADst", "ete@1 s@2 [etes@1] a@3 1st@4"},
    {"\xC2\xADso\xC2\xAD\xC2\xADso", "soso@1"},
    {"J.K. Rowling", "jk@1 rowling@2"},
    {"J. Smith", "j@1 smith@2"},
    {"at 3 p.m. sharp", "at@1 3@2 pm@3 sharp@4"},
    {"bbc.co.uk", "bbc@1 co@2 uk@3"},
    {"the end.Then", "the@1 end@2 then@3"},
    {"don't won\xE2\x80\x99t", "don't@1 won't@2"},
    {"O'Brien's", "o'brien@1"},
    {"O\xE2\x80\x99"
     "BRIEN\xE2\x80\x99S",
     "o'brien@1"},
    {"Moscow's demands", "moscow@1 demands@2"},
    {"the 1990's", "the@1 1990@2"},
    {"workers' rights 'quoted'", "workers@1 rights@2 quoted@3"},
    {"l'homme d\xE2\x80\x99\xC3\x89tat", "l@1 homme@2 d@3 etat@4"},
    {"aujourd'hui", "aujourd'hui@1"},
    {"AT&T, R&D; S&P 500", "at&t@1 r&d@2 s&p@3 500@4"},
    {"Marks&Spencer AT&amp;T", "marks@1 spencer@2 at@3 amp@4 t@5"},
    {"Johnson & Johnson", "johnson@1 johnson@2"},
    {"the 5th of", "the@1 5th@2 of@3"},
    {"3.5% of 1,250 or 3,000,000", "3.5@1 of@2 1250@3 or@4 3000000@5"},
    {"1,2 12,34 2021,000 1,2500", "1@1 2@2 12@3 34@4 2021@5 000@6 1@7 2500@8"},
    {"\xC2\xA3"
     "3.2bn \xE2\x82\xAC"
     "50",
     "3.2bn@1 50@2"},
    {"at 5:09 or 10:30pm: 3", "at@1 5:09@2 or@3 10:30pm@4 3@5"},
    {"F-16 COVID-19", "f@1 16@2 [f16@1] covid@3 19@4 [covid19@3]"},
    {"cease-fire", "cease@1 fire@2 [ceasefire@1]"},
    {"2019-20 and 3-2", "2019@1 20@2 and@3 3@4 2@5"},
    {"up-to-date", "up@1 to@2 date@3"},
    {"re- -x a--b", "re@1 x@2 a@3 b@4"},
    {"caf\xC3\xA9 cafe\xCC\x81 na\xC3\xAFve", "cafe@1 cafe@2 naive@3"},
    {"\xC5\x81\xC3\xB3"
     "d\xC5\xBA K\xC3\xB6ln \xC3\x85ngstr\xC3\xB6m Stra\xC3\x9F"
     "e",
     "lodz@1 koln@2 angstrom@3 strasse@4"},
    {"\xEF\xAC\x81nance Nato\xC2\xAD"
     "bund",
     "finance@1 nato@2 bund@3 [natobund@2]"},
    {"\xD0\x99\xD0\x9E\xD0\x93 \xD0\xB5\xD1\x89\xD1\x91",
     "\xD0\xB9\xD0\xBE\xD0\xB3@1 \xD0\xB5\xD1\x89\xD0\xB5@2"},
    {"\xD8\xA3\xD9\x8E\xD8\xA8", "\xD8\xA7\xD8\xA8@1"},
    {"\xD9\xA3\xD9\xA5", "35@1"},
    {"\xE5\x8C\x97\xE7\xBA\xA6\xE7\xBB\x84",
     "\xE5\x8C\x97\xE7\xBA\xA6@1 \xE7\xBA\xA6\xE7\xBB\x84@2 \xE7\xBB\x84@3"},
    {"G7\xE5\x8C\x97", "g7@1 \xE5\x8C\x97@2"},
    {"\xE3\x81\x8B\xE3\x82\x99", "\xE3\x81\x8C@1"},
    {"\xEF\xBC\xAE\xEF\xBC\xA1\xEF\xBC\xB4\xEF\xBC\xAF", "nato@1"},
    {"one\n\ntwo\nthree\n \n\nfour", "one@1 two@12 three@13 four@24"},
};

START_TEST(test_words)
{
    ck_assert_str_eq(tokens_of(words[_i].text), words[_i].tokens);
}
END_TEST

/* A word of any length comes out cut at a character, the same every time. */
START_TEST(test_long_word)
{
    char text[3000];
    mg_tokenizer tokenizer;
    mg_token token;
    for (size_t i = 0; i < sizeof text; i += 2)
        memcpy(text + i, "\xD0\xB6", 2);
    mg_tokenizer_init(&tokenizer, text, sizeof text, 0);
    ck_assert(mg_tokenizer_next(&tokenizer, &token));
    ck_assert_uint_eq(token.len, MG_TERM_MAX);
    ck_assert_uint_eq(token.end, sizeof text);
    ck_assert_uint_eq(mg_utf8_clean_prefix(token.term, token.len), token.len);
    ck_assert(!mg_tokenizer_next(&tokenizer, &token));
}
END_TEST

/* Whatever the text: tokens lie in it in order, terms are clean, folding is idempotent. */
static void check_invariants(const char *text, size_t len)
{
    mg_tokenizer tokenizer, again;
    mg_token token, second;
    uint32_t position = 0;
    mg_tokenizer_init(&tokenizer, text, len, 1);
    while (mg_tokenizer_next(&tokenizer, &token)) {
        ck_assert(token.start < token.end && token.end <= len);
        ck_assert(token.len >= 1 && token.len <= MG_TERM_MAX);
        ck_assert_uint_eq(mg_utf8_clean_prefix(token.term, token.len), token.len);
        ck_assert(!(token.term[0] >= 'A' && token.term[0] <= 'Z'));
        ck_assert(token.kind == MG_JOINED || token.position > position);
        if (token.kind != MG_JOINED)
            position = token.position;
        if (token.kind == MG_JOINED || token.len == MG_TERM_MAX ||
            memchr(token.term, '\'', token.len))
            continue;
        char copy[MG_TERM_MAX];
        memcpy(copy, token.term, token.len);
        mg_tokenizer_init(&again, copy, token.len, 1);
        ck_assert(mg_tokenizer_next(&again, &second));
        ck_assert_msg(second.len == token.len && memcmp(copy, second.term, second.len) == 0,
                      "%.*s became %.*s", (int)token.len, copy, (int)second.len, second.term);
    }
}

START_TEST(test_generated)
{
    static const char *const pieces[] = {"a",
                                         "B",
                                         "7",
                                         ".",
                                         ",",
                                         "'",
                                         "&",
                                         "-",
                                         " ",
                                         "\n",
                                         "s",
                                         "1,250",
                                         "\xC3\xA9",
                                         "\xCC\x81",
                                         "\xE5\x8C\x97",
                                         "\xE2\x80\x99",
                                         "\xC2\xAD",
                                         "\xD0\xB9",
                                         "\xE0\xB8\x81",
                                         "\xE0\xB8\xB3",
                                         "\xF0\x9F\x98\x80",
                                         "\xE1\x84\x80",
                                         "\xE1\x85\xA1",
                                         "\xC4\xB0"};
    char text[200];
    srand((unsigned)_i);
    for (int round = 0; round < 2000; round++) {
        size_t n = 0;
        for (int i = rand() % 30; i > 0; i--) {
            const char *piece = pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)];
            memcpy(text + n, piece, strlen(piece));
            n += strlen(piece);
        }
        check_invariants(text, n);
    }
}
END_TEST

/* The quick way for plain words finds what the long way finds: a soft hyphen before each space
 * changes nothing but the way. */
static void check_both_ways(const char *text, size_t len)
{
    char other[800];
    mg_tokenizer a, b;
    mg_token x, y;
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == ' ' && i && isalnum((unsigned char)text[i - 1])) {
            memcpy(other + n, "\xC2\xAD", 2);
            n += 2;
        }
        other[n++] = text[i];
    }
    mg_tokenizer_init(&a, text, len, 1);
    mg_tokenizer_init(&b, other, n, 1);
    while (mg_tokenizer_next(&a, &x)) {
        ck_assert(mg_tokenizer_next(&b, &y));
        ck_assert(x.len == y.len && memcmp(x.term, y.term, x.len) == 0);
        ck_assert(x.position == y.position && x.kind == y.kind);
    }
    ck_assert(!mg_tokenizer_next(&b, &y));
}

START_TEST(test_both_ways)
{
    static const char *const pieces[] = {"a", "B",  "7",    "word",  "Ab9",      ".",           ",",
                                         "'", "&",  "-",    ":",     "s",        " ",           " ",
                                         " ", "\n", "U.S.", "1,250", "\xC3\xA9", "\xE5\x8C\x97"};
    char text[300];
    srand((unsigned)_i);
    for (int round = 0; round < 2000; round++) {
        size_t n = 0;
        for (int i = rand() % 40; i > 0; i--) {
            const char *piece = pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)];
            memcpy(text + n, piece, strlen(piece));
            n += strlen(piece);
        }
        check_both_ways(text, n);
    }
}
END_TEST

/* Kept capitals: the same tokens, which folded are the terms. */
static bool is_cased(const mg_token *x, const mg_token *y)
{
    char folded[MG_TERM_MAX];
    if (x->start != y->start || x->end != y->end || x->position != y->position ||
        x->kind != y->kind || x->len != y->len || mg_utf8_clean_prefix(y->term, y->len) != y->len)
        return false;
    size_t n = mg_fold(y->term, y->len, folded, sizeof folded);
    return n == x->len && memcmp(folded, x->term, n) == 0;
}

static void check_cased(const char *text, size_t len)
{
    mg_tokenizer a, b;
    mg_token x, y;
    mg_tokenizer_init(&a, text, len, 1);
    mg_tokenizer_init(&b, text, len, 1);
    mg_tokenizer_keep_case(&b);
    while (mg_tokenizer_next(&a, &x))
        if (!mg_tokenizer_next(&b, &y) || !is_cased(&x, &y))
            ck_abort_msg("'%.*s' of '%.*s'", (int)x.len, x.term, (int)len, text);
    if (mg_tokenizer_next(&b, &y))
        ck_abort_msg("one too many of '%.*s'", (int)len, text);
}

START_TEST(test_cased_generated)
{
    static const char *const pieces[] = {"a",
                                         "B",
                                         "7",
                                         ".",
                                         ",",
                                         "'",
                                         "&",
                                         "-",
                                         " ",
                                         " ",
                                         "\n",
                                         "S",
                                         "s",
                                         "1,250",
                                         "U.S.",
                                         "Ab",
                                         "\xC3\x89",
                                         "\xCC\x81",
                                         "\xE5\x8C\x97",
                                         "\xE2\x80\x99",
                                         "\xC2\xAD",
                                         "\xD0\x99",
                                         "\xD0\x98\xCC\x86",
                                         "\xD0\xB8",
                                         "\xCC\x86",
                                         "\xC4\xB0",
                                         "\xC8\xBA",
                                         "\xE1\xBA\x9E",
                                         "\xC3\x9E",
                                         "\xC7\x85",
                                         "\xEF\xBC\xAE",
                                         "\xEF\xAC\x81",
                                         "\xE1\xBE\x88",
                                         "\xE2\x84\xAA",
                                         "\xE1\x8E\xA0",
                                         "VERYLONGWORDSTOBECUTATTHEEND\xC8\xBA"};
    char text[1200];
    srand((unsigned)_i);
    for (int round = 0; round < 4000; round++) {
        size_t n = 0;
        for (int i = rand() % 30; i > 0; i--) {
            const char *piece = pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)];
            memcpy(text + n, piece, strlen(piece));
            n += strlen(piece);
        }
        check_cased(text, n);
    }
}
END_TEST

/* Each character there is, alone, doubled, between letters and under an accent. */
START_TEST(test_cased_characters)
{
    for (uint32_t c = 1; c < 0x110000; c++) {
        char utf8[4], text[40];
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        int n = (int)mg_utf8_put(c, utf8);
        int len = snprintf(text, sizeof text, "%.*s %.*s%.*s A%.*sb %.*s\xCC\x86", n, utf8, n, utf8,
                           n, utf8, n, utf8, n, utf8);
        check_cased(text, (size_t)len);
    }
}
END_TEST

static const struct {
    const char *text;
    const char *tokens;
} cased[] = {
    {"The U.S. and us, O\xE2\x80\x99"
     "Brien's F-16 AT&T 1,250",
     "The@1 US@2 and@3 us@4 O'Brien@5 F@6 16@7 [F16@6] AT&T@8 1250@9"},
    {"\xC3\x89tat \xC3\xA9tat \xC5\x81\xC3\xB3"
     "d\xC5\xBA \xC3\x86"
     "ON Stra\xC3\x9F"
     "e \xEF\xBC\xAE"
     "ato",
     "Etat@1 etat@2 Lodz@3 AEON@4 Strasse@5 Nato@6"},
    {"\xD0\x99\xD0\xBE\xD0\x93 \xD0\x98\xCC\x86 \xD0\x81", "\xD0\x99\xD0\xBE\xD0\x93@1 "
                                                           "\xD0\x99@2 \xD0\x95@3"},
    {"\xC4\xB0stanbul \xC8\xBA", "Istanbul@1 \xE2\xB1\xA5@2"},
};

START_TEST(test_cased)
{
    ck_assert_str_eq(tokens_in(cased[_i].text, true), cased[_i].tokens);
}
END_TEST

/* The letters that stand for wildcards in queries, here as % and ~: letters like others. */
static const char *wild(const char *text)
{
    static char out[400];
    size_t n = 0;
    for (; *text; text++)
        n += (size_t)snprintf(out + n, sizeof out - n,
                              *text == '%'   ? MG_WILD_ANY
                              : *text == '~' ? MG_WILD_ONE
                                             : "%c",
                              *text);
    out[n] = '\0';
    return out;
}

static const struct {
    const char *text;
    const char *tokens;
} wilds[] = {
    {"ukrain% wom~n %gate 19% %19 ~", "ukrain%@1 wom~n@2 %gate@3 19%@4 %19@5 ~@6"},
    {"UKRAIN% \xC3\x89t~ %\xC3\xA9", "ukrain%@1 et~@2 %e@3"},
    {"o'br% o'% don'~ %'t", "o'br%@1 o'%@2 don'~@3 %'t@4"},
    {"senator%'s %'s ~'s", "senator%@1 %@2 ~@3"},
    {"f-% %-16 cease-f%", "f@1 %@2 [f%@1] %@3 16@4 [%16@3] cease@5 f%@6 [ceasef%@5]"},
    {"U.% U.S.% ~.S. J.K. R%", "u%@1 us%@2 ~s@3 jk@4 r%@5"},
    {"AT&% 3.5% 3.% co% .%", "at&%@1 3.5%@2 3@3 %@4 co%@5 %@6"},
    {"\xE5\x8C\x97% %\xE5\x8C\x97", "\xE5\x8C\x97@1 %@2 %@3 \xE5\x8C\x97@4"},
};

START_TEST(test_wildcards)
{
    char expected[400];
    strcpy(expected, wild(wilds[_i].tokens));
    ck_assert_str_eq(tokens_of(wild(wilds[_i].text)), expected);
}
END_TEST

START_TEST(test_exact)
{
    char term[MG_EXACT_MAX];
    char long_value[1000];
    ck_assert_uint_eq(mg_exact_term(MORGUE_PERSON, "Antony  BLINKEN", 15, term), 17);
    ck_assert_mem_eq(term, "XPEantony blinken", 17);
    ck_assert_uint_eq(mg_exact_term(MORGUE_ID, "A-1", 3, term), 4);
    ck_assert_mem_eq(term, "QA-1", 4);
    ck_assert_uint_eq(mg_exact_term(MORGUE_TITLE, "A", 1, term), 0);
    memset(long_value, 'x', sizeof long_value);
    ck_assert_uint_eq(mg_exact_term(MORGUE_ID, long_value, 1000, term), 1 + MG_VALUE_MAX);
    char other[MG_EXACT_MAX];
    mg_exact_term(MORGUE_ID, long_value, 999, other);
    ck_assert(memcmp(term, other, 1 + MG_VALUE_MAX) != 0);
}
END_TEST

START_TEST(test_mend)
{
    mg_buffer out = {0};
    mg_mend counts = {0};
    ck_assert(mg_utf8_mend("a\xFC\x93"
                           "b\0c\x01\xC3\xA9\xED\xA0\x80",
                           12, &out, &counts));
    ck_assert_uint_eq(counts.controls, 2);
    ck_assert_uint_eq(counts.bytes, 5);
    ck_assert_mem_eq(out.data,
                     "a\xC3\xBC\xE2\x80\x9C"
                     "b c \xC3\xA9\xC3\xAD\xC2\xA0\xE2\x82\xAC",
                     out.len);
    ck_assert_uint_eq(mg_utf8_clean_prefix(out.data, out.len), out.len);
    mg_buffer_free(&out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tokenizer");
    TCase *tests = tcase_create("tokenizer");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_words, 0, sizeof words / sizeof *words);
    tcase_add_test(tests, test_long_word);
    tcase_add_loop_test(tests, test_generated, 0, 4);
    tcase_add_loop_test(tests, test_both_ways, 0, 5);
    tcase_add_loop_test(tests, test_cased, 0, sizeof cased / sizeof *cased);
    tcase_add_loop_test(tests, test_cased_generated, 0, 5);
    tcase_add_test(tests, test_cased_characters);
    tcase_add_loop_test(tests, test_wildcards, 0, sizeof wilds / sizeof *wilds);
    tcase_add_test(tests, test_exact);
    tcase_add_test(tests, test_mend);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
