/* A shard behind a network says what it says here, and what happens when it does not. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/clock.h"
#include "archive/column.h"
#include "archive/path.h"
#include "archive/remote/link.h"
#include "archive/remote/remote.h"
#include "tests/unit/glass/documents.h"
#include "tests/unit/index/compare.h"
#include "tests/unit/remote/node.h"

static morgue_error err;

#define FINE(call) ck_assert_msg((call) == MORGUE_OK, "%s: %s", #call, err.message)

/* An index of a node, the place of which is `at`. */
typedef struct far_shard {
    mg_address at[2];
    mg_spread_shard shard;
    mg_patience patience;
    mg_index *index;
} far_shard;

static void make_shard(const char *where, shape wanted, uint64_t seed)
{
    wanted.seed = seed;
    mg_path_remove(where);
    collection all = generate(wanted);
    all.block_size = 8192;
    write_with_glass(&all, where);
    free_collection(&all);
}

/* What each test has: a shard, the index of it, and the nodes that serve it, of which those that
 * run are ended after it. */
static char *path;
static far_shard far;
static node server, other;

static const shape usual = {
    .documents = 200, .terms = 40, .vocabulary = 900, .data = 300, .metadata = 60};

static void set_up(void)
{
    make_scratch();
    path = in_scratch("shard");
    make_shard(path, usual, 1);
}

static void tear_down(void)
{
    mg_index_free(far.index);
    far.index = NULL;
    node_kill(&server);
    node_kill(&other);
    free(path);
    remove_scratch();
}

/* An index of the server, and of the other node where that runs. */
static void open_far(void)
{
    far = (far_shard){.patience = {.each_ms = 5000}};
    far.at[0] = (mg_address){MG_ADDRESS_TCP, "one", "127.0.0.1", NULL, server.port};
    far.at[1] = (mg_address){MG_ADDRESS_TCP, "other", "127.0.0.1", NULL, other.port};
    far.shard = (mg_spread_shard){far.at, other.pid ? 2 : 1};
    FINE(mg_remote_open(&far.shard, &far.patience, &far.index, &err));
    mg_remote_ask(far.index);
    mg_remote_hear(far.index);
}

static void serve(void)
{
    server = node_start(path);
    open_far();
}

/* ---- The same ----------------------------------------------------------------------------- */

/* Where terms with capitals are not wanted, all others are told. */
static void compare_words(mg_index *here, mg_index *there)
{
    mg_terms *all = mg_terms_open(here, "", 0), *some = mg_terms_open(there, "", 0);
    morgue_text one, told;
    uint32_t frequency;
    mg_terms_pass_capitals(some);
    while (mg_terms_next(all, &one, &frequency))
        if (one.data[0] < 'A' || one.data[0] > 'Z') {
            ck_assert(mg_terms_next(some, &told, &frequency) && one.len == told.len);
            ck_assert_mem_eq(one.data, told.data, one.len);
        }
    ck_assert(!mg_terms_next(some, &told, &frequency));
    mg_terms_free(all);
    mg_terms_free(some);
}

START_TEST(tells_what_is_there)
{
    static const shape shapes[] = {
        {.documents = 0, .metadata = 40},
        {.documents = 1}, /* no terms, no data */
        {.documents = 30, .terms = 20, .vocabulary = 30, .no_positions = true},
        {.documents = 250, .terms = 60, .vocabulary = 1500, .data = 300, .metadata = 60},
        {.documents = 80, .terms = 80, .vocabulary = 500, .odd_terms = true, .gap = 3},
        {.documents = 3000, .terms = 3, .vocabulary = 3, .gap = 60},
        {.documents = 100, .terms = 12, .vocabulary = 50, .gap = 5000, .odd_terms = true},
        {.documents = 3, .terms = 4, .vocabulary = 9, .data = 1000000},
    };
    mg_index *here = NULL;
    make_shard(path, shapes[_i], 7);
    FINE(mg_index_open(path, &here, &err));
    serve();
    ck_assert_ptr_null(mg_remote_trouble(far.index));
    compare_words(here, far.index);
    compare_indexes(here, far.index, 40, 1);
    mg_index_free(here);
}
END_TEST

/* ---- Not there ---------------------------------------------------------------------------- */

static size_t count_terms(mg_index *index)
{
    mg_terms *terms = mg_terms_open(index, "", 0);
    morgue_text term;
    uint32_t frequency;
    size_t n = 0;
    while (mg_terms_next(terms, &term, &frequency))
        n++;
    mg_terms_free(terms);
    return n;
}

static bool is_there(void)
{
    mg_remote_ask(far.index);
    mg_remote_hear(far.index);
    return !mg_remote_trouble(far.index);
}

START_TEST(is_left_out_and_comes_back)
{
    serve();
    size_t n = count_terms(far.index);
    uint64_t state = mg_remote_state(far.index);
    ck_assert_uint_gt(n, 0);
    node_kill(&server);
    ck_assert_uint_eq(count_terms(far.index), n); /* all of it was fetched */
    FINE(mg_index_check(far.index, &err));
    ck_assert_ptr_nonnull(mg_index_lengths(far.index, 0));
    ck_assert_int_eq(mg_index_check(far.index, &err), MORGUE_NETWORK);
    ck_assert(mg_remote_leave_out(far.index));
    ck_assert(!mg_remote_leave_out(far.index));
    ck_assert_ptr_nonnull(strstr(mg_remote_trouble(far.index), "refused"));
    ck_assert_uint_eq(mg_index_articles(far.index), 0);
    ck_assert_uint_eq(mg_remote_articles(far.index), usual.documents);
    ck_assert_uint_eq(count_terms(far.index), 0);
    ck_assert_uint_eq(mg_remote_state(far.index), 0);
    FINE(mg_index_check(far.index, &err));
    ck_assert(!is_there());
    node_restart(&server, path);
    ck_assert(is_there());
    ck_assert_uint_eq(mg_remote_state(far.index), state);
    ck_assert_uint_eq(count_terms(far.index), n);
    ck_assert_uint_gt(mg_index_lengths(far.index, 0)->present[0], 0);
    FINE(mg_index_check(far.index, &err));
}
END_TEST

/* What has failed while nobody left it out reads as empty: that is not to last. */
START_TEST(failures_are_forgotten)
{
    serve();
    node_kill(&server);
    ck_assert_uint_eq(mg_index_lengths(far.index, 0)->documents, 0);
    ck_assert(mg_remote_has_failed(far.index));
    node_restart(&server, path);
    mg_remote_ask(far.index);
    ck_assert(mg_remote_hear(far.index)); /* for whoever has worked out anything from it */
    FINE(mg_index_check(far.index, &err));
    ck_assert_uint_eq(mg_index_lengths(far.index, 0)->documents, usual.documents);
}
END_TEST

/* What was only expected, and failed, is none of the next search's. */
START_TEST(failures_that_nobody_met)
{
    serve();
    node_kill(&server);
    mg_index_expect(far.index, MG_AHEAD_LENGTHS, 0, NULL, 0);
    usleep(500000);
    FINE(mg_index_check(far.index, &err));
    node_restart(&server, path);
    mg_remote_tidy(far.index, SIZE_MAX);
    ck_assert_uint_eq(mg_index_lengths(far.index, 0)->documents, usual.documents);
    FINE(mg_index_check(far.index, &err));
}
END_TEST

/* As of a node of which one shard has nearly all articles, and seven others have few. */
START_TEST(columns_have_gaps)
{
    static const shape sparse = {.documents = 9000, .terms = 2, .vocabulary = 3, .gap = 26};
    make_shard(path, sparse, 1);
    serve();
    ck_assert_uint_gt(mg_index_last(far.index) / 4, sparse.documents + 16384);
    ck_assert_ptr_nonnull(mg_index_column(far.index, "X", NULL, NULL));
    FINE(mg_index_check(far.index, &err));
}
END_TEST

START_TEST(keeps_only_so_much)
{
    uint32_t n;
    serve();
    FINE(mg_index_frequency(far.index, "a", 1, &n, &err));
    mg_remote_tidy(far.index, 1 << 20);
    node_kill(&server);
    FINE(mg_index_frequency(far.index, "a", 1, &n, &err));
    FINE(mg_index_check(far.index, &err));
    mg_remote_tidy(far.index, 100);
    FINE(mg_index_frequency(far.index, "a", 1, &n, &err));
    ck_assert_int_eq(mg_index_check(far.index, &err), MORGUE_NETWORK);
}
END_TEST

/* A connection that was ended while nobody used it is made again. */
START_TEST(idle_connections_end)
{
    mg_buffer record = {0};
    serve();
    size_t n = count_terms(far.index);
    node_kill(&server);
    node_restart(&server, path);
    uint32_t docid = mg_index_last(far.index);
    FINE(mg_index_record(far.index, docid, &record, &err));
    ck_assert_uint_eq(count_terms(far.index), n);
    FINE(mg_index_check(far.index, &err));
    mg_buffer_free(&record);
}
END_TEST

START_TEST(another_state_is_noticed)
{
    char *changed = in_scratch("changed");
    shape more = usual;
    more.documents = 300;
    make_shard(changed, more, 2);
    serve();
    size_t n = count_terms(far.index);
    node_kill(&server);
    node_restart(&server, changed);
    ck_assert_ptr_nonnull(mg_index_lengths(far.index, 0));
    ck_assert_int_eq(mg_index_check(far.index, &err), MORGUE_STALE);
    ck_assert(!mg_remote_leave_out(far.index));
    ck_assert(is_there());
    FINE(mg_index_check(far.index, &err));
    ck_assert_uint_eq(mg_index_articles(far.index), 300);
    ck_assert_uint_ne(count_terms(far.index), n);
    free(changed);
}
END_TEST

START_TEST(replicas_stand_in)
{
    other = node_start(path);
    serve();
    ck_assert_str_eq(mg_remote_place(far.index), "one");
    size_t n = count_terms(far.index);
    node_kill(&server);
    ck_assert_uint_gt(mg_index_lengths(far.index, 0)->present[0], 0);
    FINE(mg_index_check(far.index, &err));
    ck_assert_str_eq(mg_remote_place(far.index), "other");
    ck_assert_uint_eq(count_terms(far.index), n);
    node_kill(&other);
    ck_assert(!is_there());
    node_restart(&server, path);
    ck_assert(is_there());
    ck_assert_str_eq(mg_remote_place(far.index), "one");
}
END_TEST

/* Spoils the leaves of a table: the shard is opened, but cannot be read. */
static void spoil(const char *shard, const char *table)
{
    enum { BLOCK = 8192, LEVEL = 4, NONE = 9 };
    char *name = mg_path_join(shard, table);
    unsigned char block[BLOCK];
    FILE *file = fopen(name, "r+");
    ck_assert_ptr_nonnull(file);
    for (long at = 0; fread(block, 1, BLOCK, file) == BLOCK; at += BLOCK) {
        if (block[LEVEL])
            continue;
        block[LEVEL] = NONE;
        fseek(file, at, SEEK_SET);
        fwrite(block, 1, BLOCK, file);
        fseek(file, at + BLOCK, SEEK_SET);
    }
    ck_assert_int_eq(fclose(file), 0);
    free(name);
}

START_TEST(replicas_stand_in_for_damaged_ones)
{
    char *damaged = in_scratch("damaged"), command[256];
    mg_buffer record = {0};
    snprintf(command, sizeof command, "cp -r %s %s", path, damaged);
    ck_assert_int_eq(system(command), 0);
    spoil(damaged, "docdata.glass");
    server = node_start(damaged);
    other = node_start(path);
    open_far();
    ck_assert_str_eq(mg_remote_place(far.index), "one");
    uint32_t docid = mg_index_last(far.index);
    ck_assert_int_eq(mg_index_record(far.index, docid, &record, &err), MORGUE_NETWORK);
    ck_assert(mg_remote_leave_out(far.index));
    ck_assert(is_there());
    ck_assert_str_eq(mg_remote_place(far.index), "other");
    FINE(mg_index_record(far.index, docid, &record, &err));
    mg_buffer_free(&record);
    free(damaged);
}
END_TEST

/* A node that is stopped says nothing at all: patience is what counts. */
START_TEST(nobody_waits_for_ever)
{
    serve();
    far.patience.each_ms = 300;
    kill(-server.pid, SIGSTOP);
    double start = mg_now_ms();
    ck_assert_ptr_nonnull(mg_index_lengths(far.index, 0));
    double took = mg_now_ms() - start;
    ck_assert_double_ge(took, 290);
    ck_assert_double_lt(took, 3000);
    ck_assert_int_eq(mg_index_check(far.index, &err), MORGUE_NETWORK);
    ck_assert_ptr_nonnull(strstr(err.message, "no answer within 0.3 s"));
    ck_assert(mg_remote_leave_out(far.index));
    start = mg_now_ms();
    ck_assert(!is_there());
    ck_assert(!is_there()); /* the second time it is known to be slow */
    ck_assert_double_lt(mg_now_ms() - start, 3000);
    kill(-server.pid, SIGCONT);
    for (int i = 0; i < 200 && !is_there(); i++)
        usleep(50000);
    ck_assert_ptr_null(mg_remote_trouble(far.index));
}
END_TEST

/* Its answers come when nobody waits for them any more. */
START_TEST(slow_ones_are_there_again)
{
    serve();
    far.patience.each_ms = 200;
    kill(-server.pid, SIGSTOP);
    ck_assert(!is_there());
    double start = mg_now_ms();
    for (int i = 0; i < 20; i++)
        ck_assert(!is_there());
    ck_assert_double_lt(mg_now_ms() - start, 1000); /* nor does each search wait anew */
    kill(-server.pid, SIGCONT);
    usleep(500000);
    kill(-server.pid, SIGSTOP);
    ck_assert(is_there());
    kill(-server.pid, SIGCONT);
}
END_TEST

/* What cannot be ended is left to end by itself. */
START_TEST(closing_does_not_wait)
{
    serve();
    far.patience.each_ms = 50;
    kill(-server.pid, SIGSTOP);
    mg_index_expect(far.index, MG_AHEAD_LENGTHS, 0, NULL, 0);
    usleep(50000);
    double start = mg_now_ms();
    mg_index_free(far.index);
    far.index = NULL;
    ck_assert_double_lt(mg_now_ms() - start, 2000);
    node_kill(&server);
    usleep(200000);
}
END_TEST

int main(void)
{
    if (!node_can_be())
        return EXIT_SUCCESS;
    Suite *suite = suite_create("remote");
    TCase *tests = tcase_create("remote");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, tells_what_is_there, 0, 8);
    tcase_add_test(tests, is_left_out_and_comes_back);
    tcase_add_test(tests, failures_are_forgotten);
    tcase_add_test(tests, failures_that_nobody_met);
    tcase_add_test(tests, columns_have_gaps);
    tcase_add_test(tests, keeps_only_so_much);
    tcase_add_test(tests, idle_connections_end);
    tcase_add_test(tests, another_state_is_noticed);
    tcase_add_test(tests, replicas_stand_in);
    tcase_add_test(tests, replicas_stand_in_for_damaged_ones);
    tcase_add_test(tests, nobody_waits_for_ever);
    tcase_add_test(tests, slow_ones_are_there_again);
    tcase_add_test(tests, closing_does_not_wait);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
