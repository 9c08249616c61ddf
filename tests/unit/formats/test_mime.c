/* Headers and parts of mails, and finding mails in files. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/formats/mail/mail_split.h"
#include "indexer/formats/mail/mime.h"
#include "indexer/formats/mail/mime_header.h"

static morgue_text text(const char *string)
{
    return (morgue_text){string, strlen(string)};
}

static void expect_text(morgue_text got, const char *expected)
{
    ck_assert_msg(got.len == strlen(expected) && memcmp(got.data, expected, got.len) == 0,
                  "\"%.*s\" instead of \"%s\"", (int)got.len, got.data, expected);
}

/* Compares what was gathered and gives it back. */
static void expect_buffer(mg_buffer *got, const char *expected)
{
    expect_text((morgue_text){got->data ? got->data : "", got->len}, expected);
    mg_buffer_free(got);
}

/* ---- Headers ------------------------------------------------------------------------------- */

static void expect_decoded(const char *value, const char *expected)
{
    mg_buffer got = {0};
    ck_assert_int_eq(mg_mime_text(text(value), &got, NULL), MORGUE_OK);
    expect_buffer(&got, expected);
}

START_TEST(encoded_words)
{
    expect_decoded("plain", "plain");
    expect_decoded("folded\r\n  twice\n\tso", "folded twice so");
    expect_decoded("=?utf-8?Q?a=C3=A9_b?=", "a\xC3\xA9 b");
    expect_decoded("=?utf-8?B?w6k=?= =?UTF-8?q?=C3=A9?= x", "\xC3\xA9\xC3\xA9 x");
    expect_decoded("=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=", "\xC3\xA9");
    expect_decoded("=?utf-8?Q?a?=b=?utf-8?Q?c?=", "abc");
    expect_decoded("=?iso-8859-1?Q?=E9?= =?utf-8?Q?=C3=A9?=", "\xC3\xA9\xC3\xA9");
    expect_decoded("=?utf-8?Q?a\n_b?=", "a  b");
    expect_decoded("=?utf-8?Q?=0Aa?=", " a");
}
END_TEST

START_TEST(words_that_are_none)
{
    expect_decoded("=?utf-8?Q?open", "=?utf-8?Q?open");
    expect_decoded("=?utf-8?X?a?=", "=?utf-8?X?a?=");
    expect_decoded("=?", "=?");
    expect_decoded("a =?utf 8?Q?a?=", "a =?utf 8?Q?a?=");
    expect_decoded("", "");
    expect_decoded("=?utf-8?Q?"
                   "?=",
                   "");
    expect_decoded("=?utf-8?B?*?=", "");
    expect_decoded("caf\xC3\xA9", "caf\xC3\xA9");
}
END_TEST

static void expect_addresses(const char *list, const char *expected)
{
    morgue_text rest = text(list), name, address;
    mg_buffer got = {0};
    while (mg_mime_address(&rest, &name, &address)) {
        ck_assert_int_eq(mg_mime_name(name, &got, NULL), MORGUE_OK);
        ck_assert(mg_buffer_append_byte(&got, '|') &&
                  mg_buffer_append(&got, address.data, address.len) &&
                  mg_buffer_append_byte(&got, ';'));
    }
    expect_buffer(&got, expected);
}

START_TEST(addresses)
{
    expect_addresses("a@b", "|a@b;");
    expect_addresses("Ann <a@b>, Bo<c@d>", "Ann|a@b;Bo|c@d;");
    expect_addresses("\"Lee, \\\"Ann\\\"\" <a@b>", "Lee, \"Ann\"|a@b;");
    expect_addresses("a@b (Ann (of b), x), c@d", "Ann (of b), x|a@b;|c@d;");
    expect_addresses("(Ann) a@b", "Ann|a@b;");
    expect_addresses("editors: a@b, Bo <c@d>; , ,", "|a@b;Bo|c@d;");
    expect_addresses("undisclosed:;", "");
    expect_addresses("'Ann' <a@b", "Ann|a@b;");
    expect_addresses("=?utf-8?Q?J=C3=B6?= <a@b>", "J\xC3\xB6|a@b;");
    expect_addresses("\"open <a@b>", "open|a@b;");
    expect_addresses("", "");
}
END_TEST

static void expect_parameter(const char *value, const char *expected)
{
    mg_buffer got = {0};
    ck_assert_int_eq(mg_mime_parameter(text(value), "name", &got, NULL), MORGUE_OK);
    expect_buffer(&got, expected);
}

START_TEST(parameters)
{
    expect_parameter("a/b; name=c.txt", "c.txt");
    expect_parameter("a/b; name=\"=?utf-8?Q?=C3=A9?=\"", "\xC3\xA9");
    expect_parameter("a/b; name*=utf-8'en'%C3%A9%20x", "\xC3\xA9 x");
    expect_parameter("a/b; name*1=c; name*0=b", "bc");
    expect_parameter("a/b; name*0*=iso-8859-1''%E9; name*1=b; name*2*=%E9", "\xC3\xA9"
                                                                            "b\xC3\xA9");
    expect_parameter("a/b; name*=no%quotes%4", "no%quotes%4");
    expect_parameter("a/b; other=x", "");
}
END_TEST

/* ---- Encodings ----------------------------------------------------------------------------- */

START_TEST(encodings)
{
    mg_buffer got = {0};
    ck_assert(mg_mime_base64(text("YWJj\r\nZA==\r\nZWY="), &got));
    expect_buffer(&got, "abcdef");
    ck_assert(mg_mime_base64(text("Y W!Jj-_"), &got));
    ck_assert_uint_eq(got.len, 4); /* six digits: four bytes and a rest */
    mg_buffer_free(&got);
    ck_assert(mg_mime_quoted(text("a=3Db=\r\nc= \t\nd=e=4\n=C3=a9="), false, &got));
    expect_buffer(&got, "a=bcd=e=4\n\xC3\xA9");
    ck_assert(mg_mime_uu(text("begin 644 x\n#86)C\n`\nend\nbehind"), &got));
    expect_buffer(&got, "abc");
    ck_assert(mg_mime_uu(text("no beginning"), &got));
    expect_buffer(&got, "");
}
END_TEST

static void expect_unflowed(const char *lines, bool delsp, const char *expected)
{
    mg_buffer got = {0};
    ck_assert(mg_mime_unflow(text(lines), delsp, &got));
    expect_buffer(&got, expected);
}

START_TEST(flowed)
{
    expect_unflowed("a \r\nb\r\nc\r\n", false, "a b\nc\n");
    expect_unflowed("a \nb\n", true, "ab\n");
    expect_unflowed("> a \n> b\n>> c \nd\n", false, "> a b\n>> c \nd\n");
    expect_unflowed(" > stuffed\n From\n", false, "> stuffed\nFrom\n");
    expect_unflowed("a \n-- \nb", false, "a \n-- \nb\n");
    expect_unflowed("a ", false, "a ");
}
END_TEST

/* ---- Parts --------------------------------------------------------------------------------- */

static void expect_parts(const char *body, const char *expected)
{
    morgue_text rest = text(body), part;
    mg_buffer got = {0};
    while (mg_mime_next(&rest, text("b"), &part))
        ck_assert(mg_buffer_append(&got, part.data, part.len) && mg_buffer_append_byte(&got, '|'));
    expect_buffer(&got, expected);
}

START_TEST(parts)
{
    expect_parts("before\n--b\none\n--b\r\ntwo\r\n\r\n--b--\nbehind\n--b\nno", "one|two\r\n|");
    expect_parts("--b\none\n--bc\ntwo\n --b\n--b \t\nthree", "one\n--bc\ntwo\n --b|three|");
    expect_parts("--b\n--b\n--b--", "||");
    expect_parts("--b--\none", "");
    expect_parts("nothing", "");
    expect_parts("", "");
    expect_parts("--b", "|");
}
END_TEST

static void expect_gathered(const char *mail, const char *expected)
{
    mg_mime_part part;
    mg_mime_body body = {.n_parts = 0};
    mg_mime_split(text(mail), &part);
    ck_assert_int_eq(mg_mime_gather(&part, &body, NULL), MORGUE_OK);
    expect_text((morgue_text){body.text.data ? body.text.data : "", body.text.len}, expected);
    mg_mime_body_free(&body);
}

START_TEST(gathering)
{
    expect_gathered("A: b\n\ntext", "text");
    expect_gathered("\ntext\r\nmore\r", "text\nmore\n");
    expect_gathered("Content-Type: text\n\ntext", "text");
    expect_gathered("Content-Type: text/html\n\n<p>a<p>b", "a\n\nb");
    expect_gathered("Content-Type: multipart/mixed; boundary=b\n\n--b\n\na\n--b\n\nc\n--b--\n",
                    "a\n\nc");
    expect_gathered("Content-Type: multipart/signed; boundary=b\n\n--b\n\na\n--b\n\nc\n--b--\n",
                    "a");
    expect_gathered("Content-Type: multipart/mixed\n\na", "a");
    expect_gathered("Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: "
                    "text/html\n\n<p>html\n--b\n\n \n--b--\n",
                    "html");
}
END_TEST

/* Parts in parts in parts end somewhere. */
START_TEST(nesting)
{
    mg_buffer mail = {0};
    mg_mime_part part;
    mg_mime_body body = {.n_parts = 0};
    for (int i = 0; i < 100; i++)
        ck_assert(mg_buffer_append_string(&mail, "Content-Type: message/rfc822\n\n"));
    ck_assert(mg_buffer_append_string(&mail, "\ntext"));
    mg_mime_split((morgue_text){mail.data, mail.len}, &part);
    ck_assert_int_eq(mg_mime_gather(&part, &body, NULL), MORGUE_OK);
    ck_assert(body.too_deep);
    ck_assert_uint_eq(body.text.len, 0);
    mg_mime_body_free(&body);
    mg_buffer_free(&mail);
}
END_TEST

/* ---- Files --------------------------------------------------------------------------------- */

static void expect_bid(const char *head, bool is_mail)
{
    ck_assert_msg((mg_mail_bid(text(head)).sure > 0) == is_mail, "%s", head);
}

START_TEST(bids)
{
    expect_bid("From: a@b\nDate: Fri, 21 Jan 2022 15:05:09 +0100\n\nx", true);
    expect_bid("\xEF\xBB\xBF\r\n \r\nFrom: a@b\r\nMessage-ID: <1@b>\r\n\r\nx", true);
    expect_bid("Path: a!b\nNewsgroups: a.b\nDate: 3 Mar 93 10:02 EST\n\nx", true);
    expect_bid("Received: by a\n with b\nMIME-Version: 1.0\n", true);
    expect_bid("From a@b Fri Jan 21 15:05:09 2022\nX: y\n\nx", true);
    expect_bid("120\nFrom: a@b\nDate: Fri, 21 Jan 2022 15:05:09 +0100\n\nx", true);
    expect_bid("From: Ann\nSubject: x\n\nx", false);
    expect_bid("From: a@b\nDate: 2022-01-21\n\nx", false);
    expect_bid("From: a@b\nDate: 21 January 2022, 10:00\nSubject: x\n\nx", false);
    expect_bid("Subject: x\nDate: Fri, 21 Jan 2022 15:05:09 +0100\n\nx", false);
    expect_bid("Title: a\nFrom: a@b\nDate: Fri, 21 Jan 2022 15:05:09 +0100\n\nx", false);
    expect_bid("From: a@b\nDate: Fri, 21 Jan 2022 15:05:09 +0100\nno field\n\nx", false);
    expect_bid("From here on\nthere is text", false);
    expect_bid("From Monday to Friday at 10:00\n\nthere is text", false);
    expect_bid("12\n13\n", false);
    expect_bid("", false);
}
END_TEST

START_TEST(from_lines)
{
    ck_assert(mg_mail_is_from_line(text("From a@b Fri Jan 21 15:05:09 2022\nA: b\n")));
    ck_assert(mg_mail_is_from_line(text("From a at b  Fri Jan 21 15:05:09 2022\n\nx")));
    ck_assert(mg_mail_is_from_line(text("From a 21 Jan 2022 15:05\n>From b\n")));
    ck_assert(mg_mail_is_from_line(text("From -123\nA: b\n")));
    ck_assert(!mg_mail_is_from_line(text("From -123\ntext\n")));
    ck_assert(!mg_mail_is_from_line(text("From a Fri Jan 21 15:05:09 2022\ntext\n")));
    ck_assert(!mg_mail_is_from_line(text("From here to there\nNote: x\n")));
    ck_assert(!mg_mail_is_from_line(text(">From a Fri Jan 21 15:05:09 2022\nA: b\n")));
    ck_assert(!mg_mail_is_from_line(text("From ")));
}
END_TEST

START_TEST(marks)
{
    mg_buffer got = {0};
    ck_assert(mg_mail_unmark(text("a\n>From b\n>>From c\n> From d\n>Frog\n>From "), &got));
    expect_buffer(&got, "a\nFrom b\n>From c\n> From d\n>Frog\nFrom ");
    ck_assert(!mg_mail_is_marked(text("a\n> From b\nFrom c")));
    ck_assert(mg_mail_is_marked(text("a\n>>>From b")));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("mime");
    TCase *tests = tcase_create("mime");
    tcase_add_test(tests, encoded_words);
    tcase_add_test(tests, words_that_are_none);
    tcase_add_test(tests, addresses);
    tcase_add_test(tests, parameters);
    tcase_add_test(tests, encodings);
    tcase_add_test(tests, flowed);
    tcase_add_test(tests, parts);
    tcase_add_test(tests, gathering);
    tcase_add_test(tests, nesting);
    tcase_add_test(tests, bids);
    tcase_add_test(tests, from_lines);
    tcase_add_test(tests, marks);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
