/* Lists of shards: what they may say, and what is said of those that are wrong. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/remote/spread.h"
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

static morgue_status read_list(const char *text, size_t len, mg_spread *ret)
{
    const char *path = scratch_path(&s, "list");
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(text, 1, len, file), len);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert(mg_spread_is_at(path));
    return mg_spread_read(path, ret, &err);
}

START_TEST(lists)
{
    static const char text[] = "# where they are\r\n"
                               "\n"
                               "local here\n"
                               "  local /srv/news of old  \r\n"
                               "tcp\tnode-1:7411\n"
                               "tcp 10.0.0.2:1 or tcp b:65535   or ssh me@c /srv/a_b.c\n"
                               "ssh node3 archive";
    mg_spread list;
    ck_assert_msg(read_list(text, strlen(text), &list) == MORGUE_OK, "%s", err.message);
    ck_assert_uint_eq(list.n, 5);
    ck_assert_int_eq(list.shards[0].at[0].kind, MG_ADDRESS_LOCAL);
    ck_assert_str_eq(list.shards[0].at[0].path, scratch_path(&s, "here"));
    ck_assert_str_eq(list.shards[0].at[0].name, "local here");
    ck_assert_str_eq(list.shards[1].at[0].path, "/srv/news of old");
    ck_assert_int_eq(list.shards[2].at[0].kind, MG_ADDRESS_TCP);
    ck_assert_str_eq(list.shards[2].at[0].name, "tcp node-1:7411");
    ck_assert_str_eq(list.shards[2].at[0].host, "node-1");
    ck_assert_uint_eq(list.shards[2].at[0].port, 7411);
    ck_assert_uint_eq(list.shards[3].n, 3);
    ck_assert_str_eq(list.shards[3].at[1].name, "tcp b:65535");
    ck_assert_int_eq(list.shards[3].at[2].kind, MG_ADDRESS_SSH);
    ck_assert_str_eq(list.shards[3].at[2].host, "me@c");
    ck_assert_str_eq(list.shards[3].at[2].path, "/srv/a_b.c");
    ck_assert_uint_eq(list.shards[4].n, 1);
    mg_spread_free(&list);
}
END_TEST

static const struct {
    const char *text;
    morgue_status status;
    const char *says;
} mistakes[] = {
    {"", MORGUE_FOREIGN, "lists no shards"},
    {"# nothing\n\n", MORGUE_FOREIGN, "lists no shards"},
    {"{\"title\": \"a dump\"}\n", MORGUE_FOREIGN, "no list of shards: line 1"},
    {"local", MORGUE_FOREIGN, "neither 'local PATH'"},
    {"local a\nlocal a\n", MORGUE_BAD_INPUT, "line 2: stands in the list already"},
    {"local a\ntcp a\n", MORGUE_BAD_INPUT, "line 2: not HOST:PORT"},
    {"local a\ntcp a:0\n", MORGUE_BAD_INPUT, "not HOST:PORT"},
    {"local a\ntcp a:65536\n", MORGUE_BAD_INPUT, "not HOST:PORT"},
    {"local a\ntcp a:7x\n", MORGUE_BAD_INPUT, "not HOST:PORT"},
    {"local a\ntcp :7\n", MORGUE_BAD_INPUT, "not HOST:PORT"},
    {"local a\ntcp ::1:7\n", MORGUE_BAD_INPUT, "IPv6"},
    {"local a\n\n#\ntcp a:7 tcp b:8\n", MORGUE_BAD_INPUT, "line 4: neither"},
    {"local a\ntcp a:7 or\n", MORGUE_BAD_INPUT, "missing beside 'or'"},
    {"local a\nor tcp a:7\n", MORGUE_BAD_INPUT, "missing beside 'or'"},
    {"local a\ntcp a:7 or local b\n", MORGUE_BAD_INPUT, "another machine"},
    {"local a\ntcp a:7 or tcp a:8\ntcp a:8\n", MORGUE_BAD_INPUT, "line 3: stands in the list"},
    {"local a\nssh host\n", MORGUE_BAD_INPUT, "neither"},
    {"local a\nssh -oProxyCommand=x /b\n", MORGUE_BAD_INPUT, "no name of a host"},
    {"local a\nssh h;x /b\n", MORGUE_BAD_INPUT, "no name of a host"},
    {"local a\nssh h /b$(x)\n", MORGUE_BAD_INPUT, "a path over ssh has letters"},
    {"local a\nssh h -x\n", MORGUE_BAD_INPUT, "a path over ssh has letters"},
};

START_TEST(wrong_lists)
{
    mg_spread list;
    const char *text = mistakes[_i].text;
    ck_assert_int_eq(read_list(text, strlen(text), &list), mistakes[_i].status);
    ck_assert_int_eq(err.status, mistakes[_i].status);
    ck_assert_ptr_nonnull(strstr(err.message, scratch_path(&s, "list")));
    ck_assert_msg(strstr(err.message, mistakes[_i].says) != NULL, "%s", err.message);
}
END_TEST

START_TEST(a_byte_order_mark)
{
    static const char text[] = "\xEF\xBB\xBFtcp a:1\r\ntcp b:2\r\n";
    mg_spread list;
    ck_assert_int_eq(read_list(text, sizeof text - 1, &list), MORGUE_OK);
    ck_assert_uint_eq(list.n, 2);
    ck_assert_str_eq(list.shards[0].at[0].name, "tcp a:1");
    mg_spread_free(&list);
}
END_TEST

START_TEST(other_files)
{
    static const char zeros[] = "local a\n\0local b\n";
    mg_spread list;
    ck_assert_int_eq(read_list(zeros, sizeof zeros - 1, &list), MORGUE_FOREIGN);
    ck_assert_int_eq(mg_spread_read(scratch_path(&s, "none"), &list, &err), MORGUE_NOT_FOUND);
    ck_assert(!mg_spread_is_at(scratch_path(&s, "none")));
    ck_assert(!mg_spread_is_at(scratch_path(&s, "")));
}
END_TEST

/* More places, and more shards, than there may be. */
START_TEST(long_lists)
{
    char *text = malloc(MG_SPREAD_MAX * 20 + 100);
    size_t len = 0;
    mg_spread list;
    for (int i = 0; i < MG_SPREAD_MAX; i++)
        len += (size_t)sprintf(text + len, "tcp n%d:1\n", i);
    ck_assert_int_eq(read_list(text, len, &list), MORGUE_OK);
    ck_assert_uint_eq(list.n, MG_SPREAD_MAX);
    mg_spread_free(&list);
    len += (size_t)sprintf(text + len, "tcp more:1\n");
    ck_assert_int_eq(read_list(text, len, &list), MORGUE_BAD_INPUT);
    len = (size_t)sprintf(text, "local a\ntcp n:1");
    for (int i = 2; i <= MG_ADDRESSES_MAX + 1; i++)
        len += (size_t)sprintf(text + len, " or tcp n:%d", i);
    ck_assert_int_eq(read_list(text, len, &list), MORGUE_BAD_INPUT);
    for (int i = 0; i < 100; i++)
        len += (size_t)sprintf(text + len, " or tcp n:%d", i + 1000);
    ck_assert_int_eq(read_list(text, len, &list), MORGUE_BAD_INPUT);
    free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("spread");
    TCase *tests = tcase_create("spread");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, lists);
    tcase_add_loop_test(tests, wrong_lists, 0, (int)(sizeof mistakes / sizeof *mistakes));
    tcase_add_test(tests, a_byte_order_mark);
    tcase_add_test(tests, other_files);
    tcase_add_test(tests, long_lists);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
