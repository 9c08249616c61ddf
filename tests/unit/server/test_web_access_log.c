/* Lines of the access log: whatever a client sends, a request is one line of printable ASCII. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "search/server/access_log.h"
#include "tests/unit/scratch.h"

static const web_client client = {{0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}};

static web_access access_of(const char *target)
{
    return (web_access){.client = &client,
                        .user = "anna",
                        .time = 1637748000,
                        .method = "GET",
                        .target = target,
                        .version = "HTTP/1.1",
                        .status = 200,
                        .bytes = 1234,
                        .us = 1000042};
}

START_TEST(test_line)
{
    char line[WEB_ACCESS_LINE];
    web_access access = access_of("/search?q=nato");
    access.agent = "curl/7.88.1";
    setenv("TZ", "UTC", 1);
    ck_assert_uint_eq(web_access_line(&access, line), strlen(line));
    ck_assert_str_eq(line, "2001:db8::1 - anna [24/Nov/2021:10:00:00 +0000] "
                           "\"GET /search?q=nato HTTP/1.1\" 200 1234 \"-\" \"curl/7.88.1\" "
                           "1.000042\n");
}
END_TEST

START_TEST(test_hostile)
{
    char line[WEB_ACCESS_LINE], lengthy[20000];
    web_access access = access_of("/\" 500 \n\r\x1b[31m\\\xff");
    access.user = "a b\n";
    access.agent = "\"\n";
    web_access_line(&access, line);
    ck_assert_ptr_nonnull(
        strstr(line, "\"GET /\\x22 500 \\x0a\\x0d\\x1b[31m\\x5c\\xff HTTP/1.1\" 200"));
    ck_assert_ptr_nonnull(strstr(line, " - a_b\\x0a ["));
    ck_assert_ptr_nonnull(strstr(line, "\"\\x22\\x0a\""));
    memset(lengthy, '\n', sizeof lengthy - 1);
    lengthy[sizeof lengthy - 1] = '\0';
    access.target = access.agent = access.referer = access.method = access.user = lengthy;
    size_t len = web_access_line(&access, line);
    ck_assert_uint_eq(len, strlen(line));
    ck_assert_ptr_eq(strchr(line, '\n'), line + len - 1);
}
END_TEST

START_TEST(test_reopen)
{
    char folder[] = "/tmp/morgue-test-XXXXXX", path[64], other[64];
    web_access access = access_of("/");
    web_access_log *log = NULL;
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/log", folder);
    snprintf(other, sizeof other, "%s/log.1", folder);
    ck_assert_int_ne(web_access_log_open("/nowhere/log", &log), 0);
    ck_assert_int_eq(web_access_log_open(path, &log), 0);
    ck_assert(web_access_log_write(log, &access));
    ck_assert_int_eq(rename(path, other), 0);
    ck_assert(web_access_log_write(log, &access)); /* still into the old one */
    ck_assert_int_eq(web_access_log_reopen(log), 0);
    ck_assert(web_access_log_write(log, &access));
    web_access_log_free(log);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(unlink(other), 0);
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("access_log");
    tcase_add_test(tests, test_line);
    tcase_add_test(tests, test_hostile);
    tcase_add_test(tests, test_reopen);
    return run_tests("access_log", tests);
}
