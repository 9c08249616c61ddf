/* Words as the tagger sees them, and which of them may be parts of names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/fold.h"
#include "archive/utf8.h"
#include "indexer/tagger/hash.h"
#include "indexer/tagger/tokens.h"
#include "tests/unit/scratch.h"

/* The letters that flags are written with. */
static const struct {
    uint32_t flag;
    char letter;
} letters[] = {{MG_TOKEN_CAPITAL, 'C'}, {MG_TOKEN_INNER, 'I'},    {MG_TOKEN_SMALL, 's'},
               {MG_TOKEN_NUMBER, 'N'},  {MG_TOKEN_SENTENCE, '!'}, {MG_TOKEN_PARAGRAPH, 'P'},
               {MG_TOKEN_QUOTED, 'Q'},  {MG_TOKEN_TITLE, 'T'},    {MG_TOKEN_CANDIDATE, '+'}};

static mg_tag_tokens tokens;

static void set(const char *text, size_t len)
{
    /* no byte behind it may be read */
    char *exact = malloc(len ? len : 1);
    memcpy(exact, text, len);
    tokens.n = 0;
    CHECK(mg_tag_tokens_add(&tokens, (morgue_text){exact, len}, false));
    mg_tag_candidates(&tokens);
    for (size_t i = 0; i < tokens.n; i++)
        tokens.at[i].at = text + (tokens.at[i].at - exact);
    free(exact);
}

/* The tokens with a bar between them; behind each, with `flags`, a slash and those of its flags
 * that are asked for. */
static const char *listed(const char *text, const char *flags)
{
    static mg_buffer out;
    mg_buffer_clear(&out);
    set(text, strlen(text));
    for (size_t i = 0; i < tokens.n; i++) {
        put(&out, i ? "|" : "");
        CHECK(mg_buffer_append(&out, tokens.at[i].at, tokens.at[i].len));
        put(&out, *flags ? "/" : "");
        for (size_t f = 0; f < sizeof letters / sizeof *letters; f++)
            if ((tokens.at[i].flags & letters[f].flag) && strchr(flags, letters[f].letter))
                CHECK(mg_buffer_append_byte(&out, letters[f].letter));
    }
    CHECK(mg_buffer_append_byte(&out, 0));
    return out.data;
}

static const struct {
    const char *text;
    const char *tokens;
} words[] = {
    {"", ""},
    {" \n\t ", ""},
    {"The U.S. State Department", "The|U.S.|State|Department"},
    {"in the U.S.", "in|the|U.S."},
    {"the U.S.'s", "the|U.S.|'s"},
    {"U.S.-led", "U.S.|-|led"},
    {"J. Edgar", "J.|Edgar"},
    {"Mr. Blinken", "Mr.|Blinken"},
    {"Mr Blinken.", "Mr|Blinken|."},
    {"Inc. Corp. Ltd. Gen. St. Dr. Sen.", "Inc.|Corp.|Ltd.|Gen.|St.|Dr.|Sen."},
    {"mr. xyz.", "mr|.|xyz|."},
    {"Blinken's", "Blinken|'s"},
    {"Blinken\u2019s", "Blinken|\u2019s"},
    {"the ministers' plan", "the|ministers|'|plan"},
    {"James' and James's", "James|'|and|James|'s"},
    {"we'll they've you're I'm he'd", "we|'ll|they|'ve|you|'re|I|'m|he|'d"},
    {"don't", "don't"},
    {"'s", "'s"},
    {"it's.", "it|'s|."},
    {"O'Brien O\u2019Brien's", "O'Brien|O\u2019Brien|'s"},
    {"D'Souza Cote d'Ivoire", "D'Souza|Cote|d'Ivoire"},
    {"al-Shabaab Pfizer-BioNTech", "al-Shabaab|Pfizer-BioNTech"},
    {"AT&T R&D", "AT&T|R&D"},
    {"A & B", "A|&|B"},
    {"Amazon.com 3.5 2,000", "Amazon.com|3.5|2|,|000"},
    {"@user #tag @ # @!", "@user|#tag|@|#|@|!"},
    {"@O'Brien's", "@O'Brien|'s"},
    {"snake_case", "snake_case"},
    {"a--b -c- d-", "a|-|-|b|-|c|-|d|-"},
    {"(Reuters) -", "(|Reuters|)|-"},
    {"\u201CYes,\u201D", "\u201C|Yes|,|\u201D"},
    {"a\u00A0b", "a|b"},
    {"\u00C9lys\u00E9e \u041C\u043E\u0441\u043A\u0432\u0430",
     "\u00C9lys\u00E9e|\u041C\u043E\u0441\u043A\u0432\u0430"},
    {"e\u0301t\u00E9", "e\u0301t\u00E9"},
    {"\u5317\u4EAC 3D B2B", "\u5317\u4EAC|3D|B2B"},
    {"'aaa 'A '", "'|aaa|'|A|'"},
    {"'", "'"},
    {"\u2019", "\u2019"},
    {"-", "-"},
};

START_TEST(test_words)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ck_assert_str_eq(listed(words[i].text, ""), words[i].tokens);
}
END_TEST

static const struct {
    const char *text;
    const char *asked;
    const char *tokens;
} flagged[] = {
    {"AT&T eBay BBC Yes no 3D 45 al-Shabaab \u5317\u4EAC", "CIsN",
     "AT&T/CI|eBay/Is|BBC/CI|Yes/Cs|no/s|3D/IN|45/N|al-Shabaab/Is|\u5317\u4EAC/"},
    {"\u00C9t\u00E9 \u00E9T\u00C9 @User #tag", "CIs",
     "\u00C9t\u00E9/Cs|\u00E9T\u00C9/Is|@User/Cs|#tag/s"},
    {"A b. C d! E? \"F\" g.\" H (i) J.) K", "!",
     "A/!|b/|./|C/!|d/|!/|E/!|?/|\"/!|F/!|\"/|g/|./|\"/!|H/!|(/|i/|)/|J./|)/|K/"},
    {"Mr. Smith of the U.S. Senate. Then", "!", "Mr./!|Smith/|of/|the/|U.S./|Senate/|./|Then/!"},
    {"a\nb\n\nc d\r\n\r\ne\n \nf", "P!", "a/!P|b/|c/!P|d/|e/!P|f/!P"},
    {"\n\n a", "P", "a/P"},
    {"said \"Go\" 'Stop' (Ha)", "Q", "said/|\"/|Go/Q|\"/|'/Q|Stop/Q|'/|(/Q|Ha/|)/"},
    {"He saw. \u201CYes.\u201D \u2018No\u2019", "!Q",
     "He/!|saw/|./|\u201C/!|Yes/!Q|./|\u201D/!|\u2018/!Q|No/!Q|\u2019/"},
    {")))a", "!", ")/!|)/!|)/!|a/!"},
    {".)))a", "!", "./!|)/!|)/!|)/!|a/!"},
    {"b)))a", "!", "b/!|)/|)/|)/|a/"},
};

START_TEST(test_flags)
{
    for (size_t i = 0; i < sizeof flagged / sizeof *flagged; i++)
        ck_assert_str_eq(listed(flagged[i].text, flagged[i].asked), flagged[i].tokens);
}
END_TEST

START_TEST(test_title)
{
    tokens.n = 0;
    CHECK(mg_tag_tokens_add(&tokens, (morgue_text){"One two", 7}, true));
    CHECK(mg_tag_tokens_add(&tokens, (morgue_text){"Three", 5}, false));
    ck_assert_uint_eq(tokens.n, 3);
    CHECK(tokens.at[0].flags & MG_TOKEN_TITLE && tokens.at[1].flags & MG_TOKEN_TITLE);
    CHECK(!(tokens.at[2].flags & MG_TOKEN_TITLE));
    CHECK(tokens.at[2].flags & MG_TOKEN_PARAGRAPH && tokens.at[2].flags & MG_TOKEN_SENTENCE);
}
END_TEST

static const struct {
    const char *text;
    const char *tokens;
} candidates[] = {
    {"he met Antony Blinken there", "he/|met/|Antony/+|Blinken/+|there/"},
    {"Bank of the West and so", "Bank/+|of/+|the/+|West/+|and/|so/"},
    {"Bank of and in the West", "Bank/+|of/|and/|in/|the/|West/+"}, /* four are too many */
    {"Bank. Of the West", "Bank/+|./|Of/+|the/+|West/+"},
    {"Bank of. The", "Bank/+|of/|./|The/+"},
    {"Bank of\n\nWest", "Bank/+|of/|West/+"},
    {"of West of", "of/|West/+|of/"},
    {"Ludwig van Beethoven", "Ludwig/+|van/+|Beethoven/+"},
    {"Apollo 11 and 3 Doors", "Apollo/+|11/+|and/|3/+|Doors/+"},
    {"3. Doors 4\n\n5", "3/|./|Doors/+|4/+|5/"},
    {"Johnson & Johnson", "Johnson/+|&/+|Johnson/+"},
    {"eBay iPhone said", "eBay/+|iPhone/+|said/"},
    {"Smith's Dog", "Smith/+|'s/|Dog/+"},
    {"nothing at all", "nothing/|at/|all/"},
};

START_TEST(test_candidates)
{
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++)
        ck_assert_str_eq(listed(candidates[i].text, "+"), candidates[i].tokens);
}
END_TEST

/* What holds for any bytes. */
static void expect_sound(const char *text, size_t len)
{
    const char *at = text;
    set(text, len);
    for (size_t i = 0; i < tokens.n; i++) {
        const mg_tag_token *t = &tokens.at[i];
        CHECK(t->len > 0 && t->len <= MG_TAG_TOKEN_MAX);
        CHECK(t->at >= at && t->at + t->len <= text + len);
        for (; at < t->at; at++) /* only white space is left out */
            CHECK(strchr(" \t\n\v\f\r\xC2\xA0", *at) && *at);
        at = t->at + t->len;
        CHECK(t->exact == mg_hash(t->at, t->len));
        if (mg_utf8_clean_prefix(t->at, t->len) == t->len) {
            char folded[MG_TAG_TOKEN_MAX + 8];
            CHECK(t->folded == mg_hash(folded, mg_fold(t->at, t->len, folded, sizeof folded)));
        }
    }
}

START_TEST(test_long_words)
{
    static const char *const pieces[] = {"a",   "A",        "\u00E9",  "\u5317", "\U00010400",
                                         "a'b", "a\u2019b", "e\u0301", "A.",     "9"};
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++)
        for (size_t shift = 0; shift < 8; shift++) {
            mg_buffer text = {0};
            put(&text, "'s@\u2019ll #" + (p % 2 ? 3 : 8)); /* what may stand before a word */
            for (size_t i = 0; i < shift; i++)
                put(&text, "x");
            for (int i = 0; i < 300; i++)
                put(&text, pieces[p]);
            expect_sound(text.data, text.len);
            mg_buffer_free(&text);
        }
}
END_TEST

/* Cut off within a character, and bytes that are none. */
START_TEST(test_edges)
{
    static const char text[] = "A\u2019s \u00C9\u5317\U00010400 'll\u00A0\u2019";
    for (size_t from = 0; from < sizeof text; from++)
        for (size_t to = from; to < sizeof text; to++)
            expect_sound(text + from, to - from);
}
END_TEST

START_TEST(test_garbage)
{
    static const char pieces[] = "aB9.'\xE2\x80\x99-&@# \n\xC3\x89\xF0\x90\xFF\xC2\xA0(\"s\0";
    uint64_t seed = 21;
    for (int round = 0; round < 20000; round++) {
        char text[200];
        size_t len = roll(&seed, sizeof text);
        for (size_t i = 0; i < len; i++)
            text[i] =
                roll(&seed, 9) ? pieces[roll(&seed, sizeof pieces - 1)] : (char)roll(&seed, 256);
        expect_sound(text, len);
    }
}
END_TEST

static void teardown(void)
{
    free(tokens.at);
    tokens = (mg_tag_tokens){0};
}

int main(void)
{
    TCase *tests = tcase_create("tokens");
    tcase_add_checked_fixture(tests, NULL, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_words);
    tcase_add_test(tests, test_flags);
    tcase_add_test(tests, test_title);
    tcase_add_test(tests, test_candidates);
    tcase_add_test(tests, test_long_words);
    tcase_add_test(tests, test_edges);
    tcase_add_test(tests, test_garbage);
    return run_tests("tokens", tests);
}
