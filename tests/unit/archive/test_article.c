/* Buffers, the field table, articles. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "archive/article.h"
#include "archive/error.h"
#include "archive/utf8.h"
#include "archive/field.h"
#include "tests/unit/scratch.h"

/* ---- Buffers ------------------------------------------------------------------------------ */

START_TEST(test_buffer)
{
    mg_buffer b = {0};
    for (unsigned i = 0; i < 5000; i++) {
        ck_assert(mg_buffer_append_byte(&b, (char)('a' + i % 26)));
        ck_assert_uint_eq(b.len, i + 1);
        ck_assert_int_eq(b.data[b.len], '\0');
    }
    for (unsigned i = 0; i < 5000; i++)
        ck_assert_int_eq(b.data[i], 'a' + i % 26);
    size_t cap = b.cap;
    mg_buffer_clear(&b);
    ck_assert(b.len == 0 && b.cap == cap && b.data[0] == '\0');
    ck_assert(mg_buffer_append(&b, NULL, 0) && mg_buffer_append_string(&b, "xyz"));
    ck_assert_str_eq(b.data, "xyz");
    mg_buffer_free(&b);
    ck_assert(!b.data && !b.len && !b.cap);
    mg_buffer_clear(&b);
    ck_assert(mg_buffer_reserve(&b, 0));
    ck_assert_str_eq(b.data, "");
    ck_assert(mg_buffer_append(&b, "", 0));
    ck_assert_str_eq(b.data, "");
    mg_buffer_free(&b);
}
END_TEST

/* What does not fit is refused, and what is there stays. */
START_TEST(test_buffer_maximum)
{
    mg_buffer b = {0};
    ck_assert(mg_buffer_append_string(&b, "kept"));
    ck_assert(!mg_buffer_reserve(&b, MG_BUFFER_MAX));
    ck_assert(!mg_buffer_reserve(&b, MG_BUFFER_MAX - 4));
    ck_assert(!mg_buffer_reserve(&b, SIZE_MAX));
    ck_assert_str_eq(b.data, "kept");
    ck_assert_uint_eq(b.len, 4);
    mg_buffer_free(&b);
}
END_TEST

/* ---- The field table ---------------------------------------------------------------------- */

/* Hands out the words of a list one by one. */
static const char *next_word(const char **list, size_t *len)
{
    const char *word = *list + strspn(*list, " ");
    *len = strcspn(word, " ");
    *list = word + *len;
    return *len ? word : NULL;
}

/* Every spelling leads to its own row, in any letter case: so no two rows share one. */
static void check_spellings(const morgue_field *face, const char *list)
{
    size_t len;
    for (const char *word; (word = next_word(&list, &len));) {
        char upper[64];
        ck_assert_uint_lt(len, sizeof upper);
        for (size_t i = 0; i < len; i++)
            upper[i] = (char)toupper((unsigned char)word[i]);
        ck_assert_ptr_eq(morgue_field_named(word, len), face);
        ck_assert_ptr_eq(morgue_field_named(upper, len), face);
    }
}

/* Of a message that is too long the middle is missing, and it is clean text all the same. */
START_TEST(test_long_messages)
{
    morgue_error err;
    char path[3001];
    for (size_t n = 0; n < 3000; n += n < 480 || n > 530 ? 97 : 1) {
        for (size_t i = 0; i + 1 < n; i += 2)
            memcpy(path + i, "\xC3\xA9", 2);
        path[n / 2 * 2] = '\0';
        FAILS(MORGUE_IO, mg_fail(&err, MORGUE_IO, "/%s: why: what to do", path));
        size_t len = strlen(err.message);
        ck_assert_uint_lt(len, sizeof err.message);
        ck_assert_str_eq(err.message + len - strlen(": why: what to do"), ": why: what to do");
        ck_assert_uint_eq(mg_utf8_clean_prefix(err.message, len), len);
        bool whole = n / 2 * 2 + strlen("/: why: what to do") < sizeof err.message;
        ck_assert_int_eq(strstr(err.message, "...") == NULL, whole);
        ck_assert(whole || len > sizeof err.message - 6);
    }
}
END_TEST

START_TEST(test_field_names)
{
    for (size_t id = 0; id < MORGUE_FIELD_COUNT; id++) {
        const morgue_field *face = morgue_field_at(id);
        ck_assert_uint_eq(face->id, id);
        ck_assert(*face->name && *face->key && *face->description);
        ck_assert_msg(face->searchable || !*face->example, "%s", face->name);
        check_spellings(face, face->name);
        check_spellings(face, face->key);
        check_spellings(face, face->aliases);
    }
    ck_assert_ptr_null(morgue_field_at(MORGUE_FIELD_COUNT));
    ck_assert_ptr_null(morgue_field_at(SIZE_MAX));
    ck_assert_ptr_null(morgue_field_named("", 0));
    ck_assert_ptr_null(morgue_field_named(" ", 1));
    ck_assert_ptr_null(morgue_field_named("titl", MORGUE_NUL));
    ck_assert_ptr_null(morgue_field_named("titles", MORGUE_NUL));
    ck_assert_ptr_null(morgue_field_named("guid newid", MORGUE_NUL));
    ck_assert_ptr_eq(morgue_field_named("titlepage", 5), morgue_field_at(MORGUE_TITLE));
    ck_assert_ptr_eq(morgue_field_named("HeadLine", MORGUE_NUL), morgue_field_at(MORGUE_TITLE));
}
END_TEST

/* A term is a prefix of capitals and a word that begins with none, except ids and addresses, which
 * begin with anything: no two rows may make the same term. */
static void check_prefixes(const char *a, const char *b, bool bytewise)
{
    if (!*a || !*b || a == b)
        return;
    ck_assert_str_ne(a, b);
    ck_assert_msg(!bytewise || strncmp(a, b, strlen(a)) != 0, "%s runs into %s", a, b);
}

START_TEST(test_field_prefixes)
{
    for (size_t i = 0; i < MORGUE_FIELD_COUNT; i++) {
        const mg_field *f = mg_field_at((morgue_field_id)i);
        for (const char *p = f->words; *p; p++)
            ck_assert(*p >= 'A' && *p <= 'Z');
        for (const char *p = f->exact; *p; p++)
            ck_assert(*p >= 'A' && *p <= 'Z');
        ck_assert_int_eq(*f->words != '\0' || i == MORGUE_TEXT,
                         f->kind == FIELD_WORDS || f->kind == FIELD_NAMES);
        ck_assert_int_eq(*f->exact != '\0',
                         f->kind == FIELD_EXACT || (f->kind == FIELD_NAMES && i != MORGUE_ABOUT));
        if (*f->words)
            ck_assert_str_ne(f->words, f->exact);
        for (size_t j = 0; j < MORGUE_FIELD_COUNT; j++) {
            const mg_field *g = mg_field_at((morgue_field_id)j);
            bool bytewise = i == MORGUE_ID || i == MORGUE_URL;
            if (i == j)
                continue;
            check_prefixes(f->exact, g->exact, bytewise);
            check_prefixes(f->exact, g->words, bytewise);
            check_prefixes(f->words, g->words, false);
        }
    }
}
END_TEST

/* ---- Articles ----------------------------------------------------------------------------- */

START_TEST(test_set)
{
    morgue_error err;
    morgue_article *a = morgue_article_new();
    OK(morgue_article_set(a, MORGUE_TITLE, "one and more", 3, &err));
    OK(morgue_article_set(a, MORGUE_TEXT, "text", MORGUE_NUL, &err));
    ck_assert(is_text(morgue_article_get(a, MORGUE_TITLE, 0), "one"));
    ck_assert_int_eq(morgue_article_get(a, MORGUE_TITLE, 0).data[3], '\0');
    OK(morgue_article_set(a, MORGUE_TITLE, "two", MORGUE_NUL, &err));
    ck_assert_uint_eq(morgue_article_count(a, MORGUE_TITLE), 1);
    ck_assert(is_text(morgue_article_get(a, MORGUE_TITLE, 0), "two"));
    ck_assert(is_text(morgue_article_get(a, MORGUE_TITLE, 1), ""));
    ck_assert_int_eq(morgue_article_origin(a, MORGUE_TITLE, 0), MORGUE_GIVEN);
    OK(morgue_article_set(a, MORGUE_TITLE, "", 0, &err));
    ck_assert_uint_eq(morgue_article_count(a, MORGUE_TITLE), 0);
    ck_assert(is_text(morgue_article_get(a, MORGUE_TEXT, 0), "text"));
    ck_assert_str_eq(morgue_article_get(a, MORGUE_TITLE, 0).data, "");
    morgue_article_free(a);
    morgue_article_free(NULL);
}
END_TEST

START_TEST(test_set_date)
{
    morgue_error err;
    morgue_article *a = morgue_article_new();
    OK(morgue_article_set(a, MORGUE_DATE, "21 January 2022", MORGUE_NUL, &err));
    ck_assert(is_text(morgue_article_get(a, MORGUE_DATE, 0), "2022-01-21"));
    ck_assert(is_text(morgue_article_get(a, MORGUE_RAW_DATE, 0), "21 January 2022"));
    FAILS(MORGUE_BAD_INPUT, morgue_article_set(a, MORGUE_DATE, "the other day", MORGUE_NUL, &err));
    ck_assert_uint_eq(morgue_article_count(a, MORGUE_DATE), 0);
    ck_assert(is_text(morgue_article_get(a, MORGUE_RAW_DATE, 0), "the other day"));
    OK(morgue_article_set(a, MORGUE_DATE, "2022-01", MORGUE_NUL, &err));
    ck_assert(is_text(morgue_article_get(a, MORGUE_DATE, 0), "2022-01"));
    ck_assert_uint_eq(morgue_article_count(a, MORGUE_RAW_DATE), 0); /* says no more */
    OK(morgue_article_set(a, MORGUE_DATE, "21 January 2022", MORGUE_NUL, &err));
    OK(morgue_article_set(a, MORGUE_DATE, "", 0, &err));
    ck_assert_uint_eq(morgue_article_count(a, MORGUE_DATE), 0);
    ck_assert_uint_eq(morgue_article_count(a, MORGUE_RAW_DATE), 0);
    morgue_article_free(a);
}
END_TEST

START_TEST(test_add)
{
    morgue_error err;
    morgue_article *a = morgue_article_new();
    OK(morgue_article_add(a, MORGUE_PERSON, "Ann", MORGUE_NUL, MORGUE_TAGGER, &err));
    OK(morgue_article_add(a, MORGUE_PERSON, "Anna", MORGUE_NUL, MORGUE_GIVEN, &err));
    OK(morgue_article_add(a, MORGUE_PERSON, "Ann", MORGUE_NUL, MORGUE_GIVEN, &err));
    OK(morgue_article_add(a, MORGUE_PERSON, "", 0, MORGUE_GIVEN, &err));
    OK(morgue_article_add(a, MORGUE_ORG, "Ann", MORGUE_NUL, MORGUE_GIVEN, &err));
    ck_assert_uint_eq(morgue_article_count(a, MORGUE_PERSON), 2);
    ck_assert_uint_eq(morgue_article_count(a, MORGUE_ORG), 1);
    ck_assert(is_text(morgue_article_get(a, MORGUE_PERSON, 1), "Anna"));
    ck_assert_int_eq(morgue_article_origin(a, MORGUE_PERSON, 0), MORGUE_GIVEN);
    ck_assert_int_eq(morgue_article_origin(a, MORGUE_PERSON, 1), MORGUE_GIVEN);
    ck_assert_int_eq(morgue_article_origin(a, MORGUE_PERSON, 2), MORGUE_GIVEN);
    morgue_article_free(a);
}
END_TEST

static void check_tag(const morgue_article *a, size_t i, const char *name, morgue_tag expected)
{
    morgue_tag tag;
    ck_assert(morgue_article_tag(a, MORGUE_LOCATION, i, &tag));
    ck_assert(is_text(tag.name, name));
    ck_assert_int_eq(tag.origin, expected.origin);
    ck_assert_uint_eq(tag.confidence, expected.confidence);
    ck_assert_uint_eq(tag.mentions, expected.mentions);
    ck_assert_int_eq(tag.main, expected.main);
}

static void add_tag(morgue_article *a, const char *name, morgue_tag tag)
{
    morgue_error err;
    tag.name = (morgue_text){name, strlen(name)};
    OK(morgue_article_add_tag(a, MORGUE_LOCATION, &tag, &err));
}

/* Of a name that comes twice the best of both is kept. */
START_TEST(test_tags)
{
    morgue_tag tag = {.origin = MORGUE_TAGGER};
    morgue_article *a = morgue_article_new();
    add_tag(a, "Kenya", (morgue_tag){.origin = MORGUE_INHERITED, .confidence = 90});
    add_tag(a, "Nairobi", (morgue_tag){.origin = MORGUE_TAGGER, .confidence = 93, .mentions = 4});
    add_tag(a, "", (morgue_tag){.origin = MORGUE_TAGGER});
    check_tag(a, 0, "Kenya", (morgue_tag){.origin = MORGUE_INHERITED, .confidence = 90});
    add_tag(a, "Kenya", (morgue_tag){.origin = MORGUE_TAGGER, .confidence = 80, .mentions = 1});
    check_tag(a, 0, "Kenya",
              (morgue_tag){.origin = MORGUE_TAGGER, .confidence = 90, .mentions = 1});
    add_tag(a, "Kenya", (morgue_tag){.origin = MORGUE_INHERITED, .main = true});
    check_tag(a, 0, "Kenya",
              (morgue_tag){.origin = MORGUE_TAGGER, .confidence = 90, .mentions = 1, .main = true});
    add_tag(a, "Kenya", (morgue_tag){.origin = MORGUE_GIVEN, .mentions = 70000});
    check_tag(
        a, 0, "Kenya",
        (morgue_tag){.origin = MORGUE_GIVEN, .confidence = 100, .mentions = 65535, .main = true});
    add_tag(a, "Mombasa", (morgue_tag){.origin = MORGUE_TAGGER, .confidence = 1000});
    check_tag(a, 1, "Nairobi",
              (morgue_tag){.origin = MORGUE_TAGGER, .confidence = 93, .mentions = 4});
    check_tag(a, 2, "Mombasa", (morgue_tag){.origin = MORGUE_TAGGER, .confidence = 100});
    ck_assert(!morgue_article_tag(a, MORGUE_LOCATION, 3, &tag));
    ck_assert(!morgue_article_tag(a, MORGUE_PERSON, 0, &tag));
    tag = (morgue_tag){.name = {"Juba", MORGUE_NUL}, .confidence = 100};
    ck_assert_int_eq(morgue_article_add_tag(a, MORGUE_LOCATION, &tag, NULL), MORGUE_OK);
    check_tag(a, 3, "Juba", tag);
    morgue_article_free(a);
}
END_TEST

/* Its own name added again, when the texts have to move for it. */
START_TEST(test_tag_of_its_own)
{
    morgue_error err;
    morgue_tag tag;
    char name[2000];
    morgue_article *a = morgue_article_new();
    memset(name, 'x', sizeof name);
    OK(morgue_article_add(a, MORGUE_ORG, name, sizeof name, MORGUE_TAGGER, &err));
    for (int i = 0; i < 20; i++) {
        morgue_article_tag(a, MORGUE_ORG, (size_t)i, &tag);
        tag.name.len--;
        OK(morgue_article_add_tag(a, MORGUE_ORG, &tag, &err));
    }
    ck_assert(morgue_article_tag(a, MORGUE_ORG, 20, &tag));
    ck_assert_uint_eq(tag.name.len, sizeof name - 20);
    ck_assert_mem_eq(tag.name.data, name, tag.name.len);
    morgue_article_free(a);
}
END_TEST

START_TEST(test_wrong_fields)
{
    morgue_error err;
    morgue_article *a = morgue_article_new();
    for (int id = 0; id <= MORGUE_FIELD_COUNT; id++) {
        const morgue_field *face = morgue_field_at((size_t)id);
        bool once = face && !face->repeatable && id != MORGUE_DATE;
        bool many = face && face->repeatable && id < MORGUE_EXTRA;
        morgue_field_id field = (morgue_field_id)id;
        morgue_tag tag = {.name = {"x", 1}, .confidence = 100};
        if (once || id == MORGUE_DATE)
            OK(morgue_article_set(a, field, "2022", MORGUE_NUL, &err));
        else
            FAILS(MORGUE_INVALID, morgue_article_set(a, field, "x", MORGUE_NUL, &err));
        if (many)
            OK(morgue_article_add(a, field, "x", MORGUE_NUL, MORGUE_GIVEN, &err));
        else
            FAILS(MORGUE_INVALID, morgue_article_add(a, field, "x", 1, MORGUE_GIVEN, &err));
        if (id == MORGUE_PERSON || id == MORGUE_ORG || id == MORGUE_LOCATION)
            OK(morgue_article_add_tag(a, field, &tag, &err));
        else
            FAILS(MORGUE_INVALID, morgue_article_add_tag(a, field, &tag, &err));
        ck_assert(!morgue_article_tag(a, field, 1, &tag));
    }
    ck_assert_uint_eq(morgue_article_count(a, MORGUE_EXTRA), 0);
    ck_assert_uint_eq(morgue_article_count(a, MORGUE_ACTOR), 0);
    ck_assert_int_eq(morgue_article_set(a, MORGUE_EXTRA, "x", 1, NULL), MORGUE_INVALID);
    morgue_article_free(a);
}
END_TEST

START_TEST(test_extra)
{
    static const char *const good[] = {"1", "-2.5e3", "\"x\\u0000y\"", "null", "[1,{\"a\":[]}]"};
    static const char *const bad[] = {"", "x", "{", "[1,]", "\"", "1 2", "{\"a\"}", "\"\xFF\""};
    morgue_error err;
    morgue_article *a = morgue_article_new();
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        OK(morgue_article_add_extra(a, "key", good[i], MORGUE_NUL, &err));
        ck_assert(is_text(morgue_article_get(a, MORGUE_EXTRA, i), good[i]));
        ck_assert(is_text(morgue_article_extra_key(a, i), "key"));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        FAILS(MORGUE_INVALID, morgue_article_add_extra(a, "key", bad[i], MORGUE_NUL, &err));
    ck_assert_uint_eq(morgue_article_count(a, MORGUE_EXTRA), sizeof good / sizeof *good);
    ck_assert(is_text(morgue_article_extra_key(a, 99), ""));
    morgue_article_free(a);
}
END_TEST

/* Cleared and filled again and again, an article needs no more memory. */
START_TEST(test_clear)
{
    morgue_error err;
    char text[1000];
    size_t cap = 0, values = 0;
    morgue_article *a = morgue_article_new();
    memset(text, 'x', sizeof text);
    for (unsigned round = 0; round < 50; round++) {
        for (unsigned i = 1; i <= 40; i++)
            OK(morgue_article_add(a, MORGUE_TOPIC, text, i * 20, MORGUE_GIVEN, &err));
        ck_assert_uint_eq(morgue_article_count(a, MORGUE_TOPIC), 40);
        ck_assert(!round || (a->arena.cap == cap && a->cap == values));
        cap = a->arena.cap;
        values = a->cap;
        morgue_article_clear(a);
        ck_assert_uint_eq(morgue_article_count(a, MORGUE_TOPIC), 0);
        ck_assert(is_text(morgue_article_get(a, MORGUE_TOPIC, 0), ""));
    }
    morgue_article_free(a);
}
END_TEST

/* A value of the article itself may be put into another field of it, whatever the memory does. */
START_TEST(test_own_text)
{
    morgue_error err;
    for (unsigned len = 1; len < 300; len++) {
        char url[300];
        morgue_article *a = morgue_article_new();
        memset(url, 'u', sizeof url);
        OK(morgue_article_set(a, MORGUE_URL, url, len, &err));
        morgue_text own = morgue_article_get(a, MORGUE_URL, 0);
        OK(morgue_article_set(a, MORGUE_ID, own.data, own.len, &err));
        own = morgue_article_get(a, MORGUE_ID, 0);
        OK(morgue_article_add(a, MORGUE_TOPIC, own.data, own.len, MORGUE_GIVEN, &err));
        own = morgue_article_get(a, MORGUE_TOPIC, 0);
        morgue_article_set(a, MORGUE_DATE, own.data, own.len, NULL);
        own = morgue_article_get(a, MORGUE_RAW_DATE, 0);
        ck_assert_uint_eq(own.len, len);
        ck_assert_mem_eq(own.data, url, len);
        OK(morgue_article_set(a, MORGUE_DATE, "21 Jan 2022", MORGUE_NUL, &err));
        own = morgue_article_get(a, MORGUE_RAW_DATE, 0);
        OK(morgue_article_set(a, MORGUE_DATE, own.data, own.len, &err));
        ck_assert(is_text(morgue_article_get(a, MORGUE_DATE, 0), "2022-01-21"));
        morgue_article_free(a);
    }
}
END_TEST

/* A copy says the same, and goes on doing so when the article is no more. */
START_TEST(test_copy)
{
    morgue_error err;
    morgue_text json;
    morgue_tag tag = {{"Ellery", 6}, MORGUE_TAGGER, 61, 3, true}, found;
    morgue_article *a = morgue_article_new(), *b = morgue_article_new(),
                   *empty = morgue_article_new();
    OK(morgue_article_set(a, MORGUE_TITLE, "Ferry", MORGUE_NUL, &err));
    OK(morgue_article_add_tag(a, MORGUE_LOCATION, &tag, &err));
    OK(morgue_article_add_extra(a, "page", "[1,2]", MORGUE_NUL, &err));
    OK(morgue_article_set(b, MORGUE_URL, "gone", MORGUE_NUL, &err));
    OK(morgue_article_copy(b, a, &err));
    OK(morgue_article_copy(b, b, &err));
    OK(morgue_article_json(a, &json, &err));
    char *expected = strdup(json.data);
    morgue_article_free(a);
    OK(morgue_article_json(b, &json, &err));
    ck_assert_str_eq(json.data, expected);
    ck_assert(morgue_article_tag(b, MORGUE_LOCATION, 0, &found) && found.main);
    ck_assert(found.origin == MORGUE_TAGGER && found.confidence == 61 && found.mentions == 3);
    OK(morgue_article_copy(b, empty, &err));
    ck_assert_uint_eq(b->count, 0);
    OK(morgue_article_json(b, &json, &err));
    ck_assert_str_eq(json.data, "{}");
    free(expected);
    morgue_article_free(b);
    morgue_article_free(empty);
}
END_TEST

START_TEST(test_remove)
{
    morgue_error err;
    morgue_article *a = morgue_article_new();
    OK(morgue_article_add(a, MORGUE_TOPIC, "one", MORGUE_NUL, MORGUE_GIVEN, &err));
    OK(morgue_article_set(a, MORGUE_DATE, "21 Jan 2022", MORGUE_NUL, &err));
    OK(morgue_article_add(a, MORGUE_TOPIC, "two", MORGUE_NUL, MORGUE_GIVEN, &err));
    morgue_article_remove(a, MORGUE_TOPIC);
    ck_assert_uint_eq(morgue_article_count(a, MORGUE_TOPIC), 0);
    ck_assert(is_text(morgue_article_get(a, MORGUE_DATE, 0), "2022-01-21"));
    morgue_article_remove(a, MORGUE_DATE);
    ck_assert_uint_eq(a->count, 0);
    morgue_article_free(a);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("article");
    tcase_add_test(tests, test_buffer);
    tcase_add_test(tests, test_buffer_maximum);
    tcase_add_test(tests, test_long_messages);
    tcase_add_test(tests, test_field_names);
    tcase_add_test(tests, test_field_prefixes);
    tcase_add_test(tests, test_set);
    tcase_add_test(tests, test_set_date);
    tcase_add_test(tests, test_add);
    tcase_add_test(tests, test_tags);
    tcase_add_test(tests, test_tag_of_its_own);
    tcase_add_test(tests, test_wrong_fields);
    tcase_add_test(tests, test_extra);
    tcase_add_test(tests, test_clear);
    tcase_add_test(tests, test_own_text);
    tcase_add_test(tests, test_copy);
    tcase_add_test(tests, test_remove);
    return run_tests("article", tests);
}
