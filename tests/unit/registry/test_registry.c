/* What is written beside an archive about names, for those who tag. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/registry/aliases.h"
#include "archive/registry/registry.h"
#include "tests/unit/scratch.h"

static scratch s;
static morgue_error err;

static void setup(void)
{
    scratch_open(&s);
}

static void teardown(void)
{
    scratch_close(&s);
}

static mg_registry *read_folder(const char *aliases, const char *blocked)
{
    mg_registry *registry;
    if (aliases)
        scratch_write(&s, "aliases.txt", aliases, strlen(aliases));
    if (blocked)
        scratch_write(&s, "blocklist.txt", blocked, strlen(blocked));
    OK(mg_registry_read_folder(s.path, &registry, &err));
    return registry;
}

static morgue_text text_of(const char *name)
{
    return (morgue_text){name, strlen(name)};
}

/* The canonical name, or "" for none. */
static const char *canonical(const mg_registry *registry, const char *name)
{
    morgue_text first = mg_registry_canonical(registry, text_of(name));
    ck_assert(!first.data || strlen(first.data) == first.len);
    return first.data ? first.data : "";
}

static bool differ(const mg_registry *registry, const char *a, const char *b)
{
    bool answer = mg_registry_differ(registry, text_of(a), text_of(b));
    ck_assert_int_eq(mg_registry_differ(registry, text_of(b), text_of(a)), answer);
    return answer;
}

static const char names[] = "NATO = North Atlantic Treaty Organization = OTAN\n"
                            "Łódź = Lodz City\n"
                            "Bush = George Bush = George W. Bush = Dubya\n"
                            "George H.W. Bush = George Bush\n"
                            "George Bush != George W. Bush\n"
                            "Bush != George Bush # the father\n"
                            "Yahoo! = Yahoo Inc\n";

START_TEST(test_canonical)
{
    mg_registry *r = read_folder(names, NULL);
    ck_assert_ptr_null(mg_registry_notice(r, 0));
    ck_assert_str_eq(canonical(r, "otan"), "NATO");
    ck_assert_str_eq(canonical(r, "NATO"), "NATO");
    ck_assert_str_eq(canonical(r, "north   atlantic treaty organization"), "NATO");
    ck_assert_str_eq(canonical(r, "North Atlantic"), "");
    ck_assert_str_eq(canonical(r, "lodz city"), "Łódź");
    ck_assert_str_eq(canonical(r, "LODZ"), "Łódź");
    ck_assert_str_eq(canonical(r, "yahoo inc"), "Yahoo!");
    ck_assert_str_eq(canonical(r, "Dubya"), "Bush");
    ck_assert_str_eq(canonical(r, "George W. Bush"), "Bush");
    ck_assert_str_eq(canonical(r, "George Bush"), "George H.W. Bush"); /* not Bush: they differ */
    ck_assert_str_eq(canonical(r, ""), "");
    ck_assert_str_eq(canonical(r, "..."), "");
    mg_registry_free(r);
}
END_TEST

START_TEST(test_differ)
{
    mg_registry *r = read_folder(names, NULL);
    ck_assert(differ(r, "George Bush", "George W. Bush"));
    ck_assert(differ(r, "george  bush", "GEORGE W BUSH"));
    ck_assert(differ(r, "Bush", "George Bush"));
    ck_assert(!differ(r, "Bush", "George W. Bush"));
    ck_assert(!differ(r, "Bush", "Bush"));
    ck_assert(!differ(r, "", ""));
    mg_registry_free(r);
}
END_TEST

START_TEST(test_blocks)
{
    mg_registry *r = read_folder(NULL, "location: Reading\nactor: Apple\n");
    ck_assert(mg_registry_blocks(r, MORGUE_LOCATION, text_of("READING")));
    ck_assert(!mg_registry_blocks(r, MORGUE_PERSON, text_of("Reading")));
    ck_assert(mg_registry_blocks(r, MORGUE_PERSON, text_of("apple")));
    ck_assert(mg_registry_blocks(r, MORGUE_ORG, text_of("apple")));
    ck_assert(!mg_registry_blocks(r, MORGUE_ORG, text_of("")));
    mg_registry_free(r);
}
END_TEST

START_TEST(test_missing)
{
    mg_registry *r = read_folder(NULL, NULL);
    ck_assert_str_eq(canonical(r, "NATO"), "");
    ck_assert(!differ(r, "a", "b"));
    ck_assert(!mg_registry_blocks(r, MORGUE_ORG, text_of("NATO")));
    ck_assert_ptr_null(mg_registry_notice(r, 0));
    mg_registry_free(r);
    OK(mg_registry_read_folder(scratch_path(&s, "nowhere"), &r, &err));
    mg_registry_free(r);
    mg_registry_free(NULL);
}
END_TEST

START_TEST(test_bad_lines)
{
    static const char *const wrong[] = {
        "aliases.txt: line 1 is left out: it says != and more, as in A != B",
        "aliases.txt: line 2 is left out: it says != and more, as in A != B",
        "aliases.txt: line 3 is left out: a name is missing",
        "aliases.txt: line 4 is left out: both its names are the same",
        "aliases.txt: line 5 is left out: a name has no letter or digit",
        "blocklist.txt: line 2 is left out: there is no field of this name",
    };
    mg_registry *r = read_folder("A = B != C\nA != B != C\n!= B\nÉ != e\nA != ...\nA!=B\n",
                                 "location: X\ncolour: red\n");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ck_assert_str_eq(mg_registry_notice(r, i), wrong[i]);
    ck_assert_ptr_null(mg_registry_notice(r, 6));
    ck_assert(differ(r, "a", "b"));
    mg_registry_free(r);
}
END_TEST

/* What is too large is no registry at all, and said. */
START_TEST(test_too_large)
{
    mg_registry *r = NULL;
    size_t len = MG_SHEET_MAX + 1;
    char *text = malloc(len);
    memset(text, '\n', len);
    scratch_write(&s, "blocklist.txt", text, len);
    FAILS(MORGUE_BAD_INPUT, mg_registry_read_folder(s.path, &r, &err));
    ck_assert_ptr_null(r);
    free(text);
}
END_TEST

/* As many lines as there may be, half of them pairs. */
START_TEST(test_many)
{
    mg_buffer text = {0};
    for (int i = 0; i < MG_SHEET_LINES_MAX; i++) {
        char line[64];
        snprintf(line, sizeof line, i % 2 ? "n%d != m%d\n" : "n%d = m%d\n", i, 9999 - i);
        put(&text, line);
    }
    mg_registry *r = read_folder(text.data, NULL);
    for (int i = 0; i < MG_SHEET_LINES_MAX; i++) {
        char a[16], b[16];
        snprintf(a, sizeof a, "n%d", i);
        snprintf(b, sizeof b, "M%d", 9999 - i);
        ck_assert_int_eq(differ(r, a, b), i % 2);
        ck_assert_str_eq(canonical(r, b), i % 2 ? "" : a);
    }
    mg_registry_free(r);
    mg_buffer_free(&text);
}
END_TEST

/* Any bytes at all: names are compared the same from both sides, and a name that stands for others
 * is none of those that it is different from. */
START_TEST(test_garbage)
{
    static const char pieces[] = "ab ab=!=#:\n\n\xC3\xA9\xFF-.\0";
    uint64_t seed = 5;
    for (int round = 0; round < 300; round++) {
        static const char *const asked[] = {"a", "b", "ab", "a b", "\xC3\xA9", "\xFF"};
        char text[300];
        size_t len = roll(&seed, sizeof text);
        for (size_t i = 0; i < len; i++)
            text[i] = pieces[roll(&seed, sizeof pieces - 1)];
        scratch_write(&s, "aliases.txt", text, len);
        mg_registry *r = read_folder(NULL, NULL);
        for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
            morgue_text first = mg_registry_canonical(r, text_of(asked[i]));
            CHECK(!first.data || !mg_registry_differ(r, first, text_of(asked[i])));
        }
        mg_registry_free(r);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("registry");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_canonical);
    tcase_add_test(tests, test_differ);
    tcase_add_test(tests, test_blocks);
    tcase_add_test(tests, test_missing);
    tcase_add_test(tests, test_bad_lines);
    tcase_add_test(tests, test_too_large);
    tcase_add_test(tests, test_many);
    tcase_add_test(tests, test_garbage);
    return run_tests("registry", tests);
}
