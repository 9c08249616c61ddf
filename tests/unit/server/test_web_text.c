/* Text that grows, and foreign text in it. */
#include "search/server/text.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/scratch.h"

static void expect_markup(const char *data, size_t len, const char *expected)
{
    web_text text = {0};
    web_put_markup(&text, data, len);
    ck_assert_str_eq(text.data, expected);
    web_text_free(&text);
}

START_TEST(markup_is_never_markup)
{
    expect_markup("<b a=\"x\" c='y'>&amp;", 20, "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;amp;");
    expect_markup("plain", 5, "plain");
    expect_markup("", 0, "");
    expect_markup("Köln 北京 𐍈", 17, "Köln 北京 𐍈");
    expect_markup("a\tb\nc\rd", 7, "a\tb\nc\rd");
}
END_TEST

START_TEST(what_xml_forbids_is_unknown)
{
    expect_markup("a\0b", 3,
                  "a\xef\xbf\xbd"
                  "b");
    expect_markup("\x01\x1f\x7f", 3, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    expect_markup("\xff<", 2, "\xef\xbf\xbd&lt;");
    expect_markup("\xc3", 1, "\xef\xbf\xbd");
    expect_markup("\xc3<", 2, "\xef\xbf\xbd&lt;");
    expect_markup("\xef\xbf\xbe", 3, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    expect_markup("\xc0\xbc", 2, "\xef\xbf\xbd\xef\xbf\xbd"); /* an overlong < */
    expect_markup("\xed\xa0\x80", 3, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}
END_TEST

START_TEST(parts_of_addresses)
{
    web_text text = {0};
    web_put_url(&text, "aZ09-._~", 8);
    web_put_url(&text, "/ +%&?#ö\0", 10);
    ck_assert_str_eq(text.data, "aZ09-._~%2F%20%2B%25%26%3F%23%C3%B6%00");
    web_text_free(&text);
}
END_TEST

START_TEST(growing)
{
    web_text text = {0};
    for (int i = 0; i < 5000; i++)
        web_putf(&text, "%d,", i % 10);
    ck_assert_uint_eq(text.len, 10000);
    ck_assert_uint_eq(strlen(text.data), 10000);
    size_t cap = text.cap;
    web_text_clear(&text);
    ck_assert_uint_eq(text.len, 0);
    ck_assert_uint_eq(text.cap, cap);
    ck_assert_str_eq(text.data, "");
    web_text_free(&text);
    ck_assert_ptr_null(text.data);
}
END_TEST

START_TEST(too_much_is_lost)
{
    enum { PART = 1 << 20 };
    web_text text = {0};
    char *part = malloc(PART);
    memset(part, 'x', PART);
    for (int i = 0; i < WEB_TEXT_MAX / PART; i++)
        web_put(&text, part, PART);
    ck_assert(!text.lost);
    ck_assert_uint_eq(text.len, WEB_TEXT_MAX);
    web_puts(&text, "y");
    ck_assert(text.lost);
    web_puts(&text, "");
    ck_assert(text.lost);
    ck_assert_uint_eq(text.len, WEB_TEXT_MAX);
    web_text_free(&text);
    free(part);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("text");
    tcase_add_test(tests, markup_is_never_markup);
    tcase_add_test(tests, what_xml_forbids_is_unknown);
    tcase_add_test(tests, parts_of_addresses);
    tcase_add_test(tests, growing);
    tcase_add_test(tests, too_much_is_lost);
    return run_tests("web_text", tests);
}
