/* Addresses: of clients, of hosts that are meant, of where to listen, and --base-url. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "search/server/base_url.h"
#include "search/server/client.h"
#include "search/server/hosts.h"
#include "search/server/listen.h"
#include "tests/unit/scratch.h"

/* ---- Clients ------------------------------------------------------------------------------ */

static const char *client(const char *text)
{
    static char shown[WEB_CLIENT_TEXT];
    web_client read;
    if (!web_client_of_text(text, strlen(text), &read))
        return NULL;
    web_client_text(&read, shown);
    return shown;
}

START_TEST(test_text)
{
    static const struct {
        const char *text, *client;
    } cases[] = {
        {"192.0.2.1", "192.0.2.1"},          {"192.0.2.1:4711", "192.0.2.1"},
        {"2001:db8::1", "2001:db8::1"},      {"[2001:db8::1]", "2001:db8::1"},
        {"[2001:db8::1]:80", "2001:db8::1"}, {"::ffff:192.0.2.1", "192.0.2.1"},
    };
    static const char *const none[] = {
        "",
        "unknown",
        "192.0.2",
        "192.0.2.256",
        "_hidden",
        "[2001:db8::1",
        "[]",
        "[",
        ":80",
        "1.2.3.4 5.6.7.8",
        "2001:db8::g",
        "192.0.2.1,192.0.2.2",
        "1111111111111111111111111111111111111111111111111111111111111111111111111111111111111"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_pstr_eq(client(cases[i].text), cases[i].client);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        ck_assert_msg(client(none[i]) == NULL, "%s", none[i]);
}
END_TEST

START_TEST(test_forwarded)
{
    web_client read;
    char shown[WEB_CLIENT_TEXT];
    /* What a client says of itself stands before what the proxy has added. */
    ck_assert(web_client_forwarded("10.1.1.1, 127.0.0.1 ,\t192.0.2.7 ", &read));
    web_client_text(&read, shown);
    ck_assert_str_eq(shown, "192.0.2.7");
    ck_assert(web_client_forwarded("2001:db8::7", &read));
    ck_assert(!web_client_forwarded("", &read));
    ck_assert(!web_client_forwarded("192.0.2.7,", &read));
    ck_assert(!web_client_forwarded("192.0.2.7, unknown", &read));
}
END_TEST

static web_client key(const char *text)
{
    web_client read;
    ck_assert(web_client_of_text(text, strlen(text), &read));
    return web_client_key(&read);
}

START_TEST(test_key)
{
    web_client a = key("2001:db8:1:2::1"), b = key("2001:db8:1:2:ffff::9"),
               c = key("2001:db8:1:3::1");
    web_client d = key("192.0.2.1"), e = key("192.0.2.2");
    ck_assert(web_client_same(&a, &b));
    ck_assert(!web_client_same(&a, &c));
    ck_assert(!web_client_same(&d, &e));
}
END_TEST

START_TEST(test_loopback)
{
    static const char *const here[] = {"127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"};
    static const char *const there[] = {"128.0.0.1", "::2", "::", "0.0.0.0", "192.0.2.127"};
    web_client read;
    for (size_t i = 0; i < sizeof here / sizeof *here; i++)
        ck_assert(web_client_of_text(here[i], strlen(here[i]), &read) &&
                  web_client_loopback(&read));
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        ck_assert(web_client_of_text(there[i], strlen(there[i]), &read) &&
                  !web_client_loopback(&read));
}
END_TEST

/* ---- Hosts -------------------------------------------------------------------------------- */

START_TEST(test_hosts)
{
    static const char *const names[] = {"morgue.example", "[2001:db8::1]"};
    static const char *const known[] = {
        "localhost",  "LocalHost:80",   "localhost:",     "127.0.0.1:18100",    "[::1]",
        "[::1]:8080", "morgue.example", "MORGUE.example", "[2001:db8::1]:8080",
    };
    static const char *const foreign[] = {"localhost/search",
                                          "localhost:80/",
                                          "localhost:8x",
                                          "",
                                          "evil.example",
                                          "localhost.evil.example",
                                          "127.0.0.1.evil.example",
                                          "[::1",
                                          "localhost@evil",
                                          "localhost:80@evil",
                                          "xlocalhost",
                                          "127.0.0.2",
                                          "morgue.example.evil",

                                          " localhost",
                                          "::1",
                                          "[::1]x"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        ck_assert_msg(web_host_known(known[i], strlen(known[i]), names, 2), "%s", known[i]);
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        ck_assert_msg(!web_host_known(foreign[i], strlen(foreign[i]), names, 2), "%s", foreign[i]);
    ck_assert(!web_host_known("morgue.example", 14, NULL, 0));
    ck_assert(web_host_known("localhost/search", 9, NULL, 0));
}
END_TEST

START_TEST(test_target_host)
{
    ck_assert_uint_eq(web_target_host("/search?q=http://localhost/"), 0);
    ck_assert_uint_eq(web_target_host("http://localhost:80/search"), strlen("http://localhost:80"));
    ck_assert_uint_eq(web_target_host("HTTPS://a/"), strlen("HTTPS://a"));
    ck_assert_uint_eq(web_target_host("http://localhost"), 0);
    ck_assert_uint_eq(web_target_host("http:///search"), 0);
    ck_assert_uint_eq(web_target_host("ftp://localhost/"), 0);
    ck_assert_uint_eq(web_target_host("*"), 0);
}
END_TEST

/* ---- Listening ---------------------------------------------------------------------------- */

static void check_listen(const char *text, const char *url, bool loopback)
{
    web_listen where;
    char shown[WEB_URL_MAX];
    ck_assert_msg(web_listen_parse(text, &where), "%s", text);
    web_listen_url(&where, shown);
    ck_assert_str_eq(shown, url);
    ck_assert(where.loopback == loopback);
}

START_TEST(test_listen)
{
    static const char *const none[] = {"",
                                       "localhost",
                                       "127.0.0.1",
                                       "127.0.0.1:",
                                       "127.0.0.1:65536",
                                       "127.0.0.1:-1",
                                       "example.org:80",
                                       "::1:80x",
                                       "[::1]",
                                       "[]:80",
                                       "[127.0.0.1]:80",
                                       "[::1:80",
                                       "127.0.0.1:80 ",
                                       "127.0.0.1:+80",
                                       "256.0.0.1:80",
                                       "::1:80"};
    check_listen("127.0.0.1:8080", "http://127.0.0.1:8080", true);
    check_listen(":8080", "http://127.0.0.1:8080", true);
    check_listen("8080", "http://127.0.0.1:8080", true);
    check_listen("localhost:0", "http://127.0.0.1:0", true);
    check_listen("[::1]:8080", "http://[::1]:8080", true);
    check_listen("0.0.0.0:80", "http://0.0.0.0:80", false);
    check_listen("[::]:80", "http://[::]:80", false);
    web_listen where;
    ck_assert(web_listen_parse("0.0.0.0:80", &where) && where.any);
    ck_assert(web_listen_parse("[::]:80", &where) && where.any);
    ck_assert(web_listen_parse("[::1]:80", &where) && !where.any);
    ck_assert(web_listen_parse("127.0.0.1:80", &where) && !where.any);
    check_listen("192.0.2.1:65535", "http://192.0.2.1:65535", false);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        ck_assert_msg(!web_listen_parse(none[i], &where), "%s", none[i]);
    }
}
END_TEST

START_TEST(test_port_in_use)
{
    web_listen where, again;
    char url[WEB_URL_MAX];
    int fd, other = -1;
    ck_assert(web_listen_parse("127.0.0.1:0", &where));
    ck_assert_int_eq(web_listen_open(&where, &fd), 0);
    web_listen_url(&where, url);
    ck_assert(web_listen_parse(url + strlen("http://"), &again));
    ck_assert_int_ne(web_listen_open(&again, &other), 0);
    ck_assert_int_eq(other, -1);
    close(fd);
}
END_TEST

START_TEST(test_base_url)
{
    static const char *const none[] = {"",
                                       "example.org",
                                       "ftp://example.org",
                                       "https://",
                                       "https:///path",
                                       "https://example.org/?q",
                                       "https://a b/",
                                       "https://example.org/<b>",
                                       "https://example.org:x/",
                                       "https://user@example.org/",
                                       "https://example.org//evil",
                                       "https://example.org/\"",
                                       "https://[::1/",
                                       "https://[x]/"};
    web_base_url base;
    ck_assert(web_base_url_read("https://example.org:81/morgue/", &base));
    ck_assert_str_eq(base.origin, "https://example.org:81");
    ck_assert_str_eq(base.path, "/morgue");
    ck_assert_str_eq(base.host, "example.org");
    free(base.memory);
    ck_assert(web_base_url_read("http://[::1]:80", &base));
    ck_assert_str_eq(base.origin, "http://[::1]:80");
    ck_assert_str_eq(base.path, "");
    ck_assert_str_eq(base.host, "[::1]");
    free(base.memory);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        ck_assert_msg(!web_base_url_read(none[i], &base), "%s", none[i]);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("address");
    tcase_add_test(tests, test_text);
    tcase_add_test(tests, test_forwarded);
    tcase_add_test(tests, test_key);
    tcase_add_test(tests, test_loopback);
    tcase_add_test(tests, test_hosts);
    tcase_add_test(tests, test_target_host);
    tcase_add_test(tests, test_listen);
    tcase_add_test(tests, test_port_in_use);
    tcase_add_test(tests, test_base_url);
    return run_tests("address", tests);
}
