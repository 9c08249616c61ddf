/* How often a client may ask, and how many connections it may have. */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "search/server/limits.h"
#include "search/server/peers.h"
#include "tests/unit/scratch.h"

static web_client client(unsigned number)
{
    web_client ret = {{0x20, 0x01}};
    memcpy(ret.bytes + 2, &number, sizeof number);
    return ret;
}

static unsigned take_all(web_limits *limits, const web_client *who, uint64_t now_ms)
{
    unsigned taken = 0, wait;
    while (web_limits_take(limits, who, 1, now_ms, &wait))
        taken++;
    return taken;
}

START_TEST(test_bucket)
{
    web_limits *limits = web_limits_new(10, 40);
    const web_client a = client(1), b = client(2);
    unsigned wait = 0;
    ck_assert_uint_eq(take_all(limits, &a, 5000), 40);
    ck_assert_uint_eq(take_all(limits, &b, 5000), 40); /* has its own */
    ck_assert(!web_limits_take(limits, &a, 1, 5050, &wait));
    ck_assert_uint_eq(wait, 1);
    ck_assert_uint_eq(take_all(limits, &a, 5500), 5);
    ck_assert_uint_eq(take_all(limits, &a, 1000000), 40); /* not more than a burst is saved up */
    ck_assert_uint_eq(take_all(limits, &a, 999000), 0);   /* a clock that goes back gives nothing */
    web_limits_free(limits);
}
END_TEST

START_TEST(test_price)
{
    web_limits *limits = web_limits_new(0.5, 20);
    const web_client a = client(1);
    unsigned wait = 0;
    ck_assert(web_limits_take(limits, &a, 0, 1000, &wait)); /* looking costs nothing */
    ck_assert(web_limits_take(limits, &a, 100, 1000, &wait));
    ck_assert(!web_limits_take(limits, &a, 0, 1000, &wait));
    ck_assert_uint_eq(wait, 43); /* a debt of 20, at most, and one token */
    ck_assert(!web_limits_take(limits, &a, 0, 1000 + 41999, &wait));
    ck_assert(web_limits_take(limits, &a, 0, 1000 + 42000, &wait));
    web_limits_free(limits);
}
END_TEST

/* Whoever comes with more addresses than are remembered makes others forgotten, but never more
 * than it has room for, and the client that asks all the time stays known. */
START_TEST(test_many)
{
    web_limits *limits = web_limits_new(1, 10);
    const web_client faithful = client(0);
    unsigned wait;
    ck_assert_uint_eq(take_all(limits, &faithful, 1000), 10);
    for (unsigned i = 1; i <= 100000; i++) {
        const web_client other = client(i);
        ck_assert(web_limits_take(limits, &other, 1, 1000 + i / 1000, &wait));
        if (i % 100 == 0)
            ck_assert(!web_limits_take(limits, &faithful, 1, 1000 + i / 1000, &wait));
    }
    web_limits_free(limits);
}
END_TEST

START_TEST(test_crowd)
{
    const web_patience patience = {1000, 1000};
    web_peers *peers = web_peers_new(&patience);
    const web_client a = client(1), b = client(2);
    web_peer *some[10];
    for (size_t i = 0; i < 10; i++) {
        ck_assert(!web_peers_crowded(peers, &a, 10));
        some[i] = web_peers_add(peers, &a, -1);
    }
    ck_assert(web_peers_crowded(peers, &a, 10));
    ck_assert(!web_peers_crowded(peers, &b, 10));
    web_peers_remove(peers, some[4]);
    ck_assert(!web_peers_crowded(peers, &a, 10));
    for (size_t i = 0; i < 10; i++)
        if (i != 4)
            web_peers_remove(peers, some[i]);
    ck_assert(!web_peers_crowded(peers, &a, 1));
    web_peers_free(peers);
}
END_TEST

/* Of three connections the one that is sent an answer for too long is cut, at its end and ours. */
START_TEST(test_reap)
{
    const web_patience patience = {50, 60000};
    web_peers *peers = web_peers_new(&patience);
    const web_client a = client(1);
    int ends[3][2];
    web_peer *some[3];
    char byte;
    uint64_t slow = 0, idle = 0;
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends[i]), 0);
        some[i] = web_peers_add(peers, &a, ends[i][0]);
    }
    web_peer_enter(some[1], WEB_PHASE_WORKING);
    web_peer_sending(some[2], 100, &patience);
    web_peers_reap(peers, &slow, &idle);
    ck_assert_uint_eq(slow + idle, 0);
    usleep(300000);
    web_peers_reap(peers, &slow, &idle);
    ck_assert_uint_eq(slow, 1);
    ck_assert_uint_eq(idle, 0);
    ck_assert_int_eq(recv(ends[2][1], &byte, 1, MSG_DONTWAIT), 0);
    ck_assert_int_eq(recv(ends[1][1], &byte, 1, MSG_DONTWAIT), -1);
    ck_assert(!web_peer_gone(some[1]));
    close(ends[1][1]);
    ck_assert(web_peer_gone(some[1]));
    for (size_t i = 0; i < 3; i++)
        web_peers_remove(peers, some[i]);
    web_peers_free(peers);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("limits");
    tcase_add_test(tests, test_bucket);
    tcase_add_test(tests, test_price);
    tcase_add_test(tests, test_many);
    tcase_add_test(tests, test_crowd);
    tcase_add_test(tests, test_reap);
    return run_tests("limits", tests);
}
