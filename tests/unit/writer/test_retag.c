/* Tagging all articles of an archive anew. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "indexer/writer.h"
#include "tests/unit/direct/difference.h"
#include "tests/unit/writer/tagged.h"

static tagged t;
static mg_buffer before, after;
static morgue_error err;

static void setup(void)
{
    tagged_open(&t);
}

static void teardown(void)
{
    mg_buffer_free(&before);
    mg_buffer_free(&after);
    tagged_close(&t);
}

static uint64_t retag(void)
{
    uint64_t changed = 999999;
    OK(morgue_writer_retag(t.writer, NULL, NULL, &changed, &err));
    return changed;
}

/* Another finder finds other tags; what was given stays, and so does what articles are known by. */
START_TEST(tags_are_made_anew)
{
    char first[64];
    tagged_again(&t);
    tagged_add(&t, "a", "Anna met bears", NULL, MORGUE_GIVEN);
    tagged_add(&t, "b", "no names here", NULL, MORGUE_GIVEN);
    tagged_add(&t, "c", "Carla met bears", "Carla", MORGUE_GIVEN);
    OK(morgue_writer_commit(t.writer, &err));
    t.told.surname = "Berg";
    tagged_add(&t, "e", "Emil", NULL, MORGUE_GIVEN);
    ck_assert_uint_eq(retag(), 2); /* commits first */
    ck_assert_str_eq(tagged_persons(&t, "a"), "Anna Berg 80% 1 main by 1");
    ck_assert_str_eq(tagged_persons(&t, "b"), "");
    ck_assert_str_eq(tagged_persons(&t, "c"), "Carla 100% 0 by 0");
    ck_assert_uint_eq(tagged_shards(&t, first), 1);
    ck_assert_str_eq(first, "shard-000003");
    ck_assert(!scratch_has(&t.s, "archive/shard-000001"));
    ck_assert_int_eq(tagged_add(&t, "a", "Anna met bears", NULL, MORGUE_GIVEN), MORGUE_UNCHANGED);
    ck_assert_int_eq(tagged_add(&t, "c", "Carla met bears", "Carla", MORGUE_GIVEN),
                     MORGUE_UNCHANGED);
    ck_assert_int_eq(tagged_add(&t, "d", "Dora", NULL, MORGUE_GIVEN), MORGUE_ADDED);
    OK(morgue_writer_commit(t.writer, &err));
    ck_assert_str_eq(tagged_persons(&t, "d"), "Dora Berg 80% 1 main by 1");
}
END_TEST

/* Where nothing changes, nothing is written. */
START_TEST(nothing_changes)
{
    char first[64];
    morgue_archive *archive;
    morgue_stats stats;
    tagged_again(&t);
    ck_assert_uint_eq(retag(), 0); /* of nothing */
    tagged_fill(&t, 0, 50);
    ck_assert_uint_eq(retag(), 0);
    ck_assert_uint_eq(tagged_shards(&t, first), 1);
    ck_assert_str_eq(first, "shard-000001");
    ck_assert(!scratch_has(&t.s, "archive/shard-000002"));
    OK(morgue_archive_open(t.path, &archive, &err));
    OK(morgue_archive_stats(archive, &stats, &err));
    ck_assert_uint_eq(stats.revision, 1);
    morgue_archive_free(archive);
}
END_TEST

/* Without tagging, what was found is taken out: the archive is as if it had never been. */
START_TEST(tags_are_taken_out)
{
    tagged_again(&t);
    tagged_fill(&t, 0, 150);
    t.options.tag = MORGUE_TAG_NONE;
    tagged_again(&t);
    ck_assert(retag() > 80);
    ck_assert_uint_eq(retag(), 0);
    tagged_dump(&t, &after);
    ck_assert_ptr_null(strstr(after.data, "tagger"));
    ck_assert_ptr_nonnull(strstr(after.data, "Given"));
    snprintf(t.path, sizeof t.path, "%s/other", t.s.path);
    tagged_again(&t);
    tagged_fill(&t, 0, 150);
    tagged_dump(&t, &before);
    ck_assert_str_eq(before.data, after.data);
}
END_TEST

/* An archive that was tagged anew is one that was tagged so from the beginning; with any number of
 * threads, and by either builder. */
START_TEST(the_same_as_from_the_beginning)
{
    char one[200], other[200], difference[DIFFERENCE_MAX];
    t.told.surname = "Berg";
    tagged_again(&t);
    tagged_fill(&t, 0, 250);
    snprintf(one, sizeof one, "%s/shard-000001", t.path);
    t.told.surname = NULL;
    snprintf(t.path, sizeof t.path, "%s/other", t.s.path);
    t.options.jobs = _i ? 4 : 1;
    tagged_again(&t);
    tagged_fill(&t, 0, 250);
    t.told.surname = "Berg";
    ck_assert(retag() > 100);
    snprintf(other, sizeof other, "%s/shard-000002", t.path);
    ck_assert(is_sound(other, difference));
    OK(morgue_writer_compact(t.writer, NULL, NULL, &err)); /* changes nothing */
    uint64_t hits = 0;
    ck_assert_msg(same_hits(one, other, 1, 50, &hits, difference), "%s", difference);
    ck_assert_uint_gt(hits, 100);
}
END_TEST

/* Several shards, of which some have gaps, and little memory: all articles are there, once, in
 * shards that are sound. */
START_TEST(many_shards)
{
    char first[64], difference[DIFFERENCE_MAX], path[200];
    t.engine.untidy = true;
    t.engine.foreign = _i;
    tagged_again(&t);
    for (unsigned i = 0; i < 5; i++)
        tagged_fill(&t, i * 120, 120);
    for (unsigned i = 0; i < 600; i += 7) {
        char id[24];
        snprintf(id, sizeof id, "id%u", i);
        OK(morgue_writer_delete(t.writer, id, MORGUE_NUL, &err));
    }
    OK(morgue_writer_commit(t.writer, &err));
    t.options.memory = 1;
    tagged_again(&t);
    t.told.surname = "Berg";
    ck_assert_uint_gt(retag(), 200);
    size_t count = tagged_shards(&t, first);
    ck_assert_uint_gt(count, 1);
    for (size_t i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/shard-%06zu", t.path, 6 + i);
        ck_assert_msg(is_sound(path, difference), "%s", difference);
    }
    morgue_archive *archive;
    morgue_stats stats;
    OK(morgue_archive_open(t.path, &archive, &err));
    OK(morgue_archive_stats(archive, &stats, &err));
    ck_assert_uint_eq(stats.articles, 600 - 86);
    ck_assert_uint_eq(stats.shards, count);
    ck_assert(stats.tagged > 200 && stats.tagged < 500);
    morgue_archive_free(archive);
    for (unsigned i = 1; i < 600; i += 31) {
        char id[24];
        snprintf(id, sizeof id, "id%u", i);
        ck_assert(i % 7 == 0 || !strstr(tagged_persons(&t, id), "Anna 8"));
    }
}
END_TEST

/* What an article was read from is still known. */
START_TEST(sources_stay)
{
    uint64_t size = 0;
    morgue_article *article = make_article(
        (field_text[]){{MORGUE_ID, "a"}, {MORGUE_TITLE, "Anna met bears"}, {MORGUE_ID, NULL}});
    tagged_again(&t);
    OK(mg_writer_add(t.writer, article, 4711, NULL, &err));
    OK(morgue_writer_commit(t.writer, &err));
    t.told.surname = "Berg";
    ck_assert_uint_eq(retag(), 1);
    tagged_again(&t);
    ck_assert(mg_writer_knows(t.writer, 4711, &size) && !mg_writer_knows(t.writer, 4712, &size));
    ck_assert_uint_eq(size, strlen("Anna met bears"));
    morgue_article_free(article);
}
END_TEST

/* ---- When it goes wrong ------------------------------------------------------------------- */

/* Stops, or is killed, at the first call at which so many are done. */
typedef struct fate {
    uint64_t at;
    bool killed;
    uint64_t total;
} fate;

static bool strike(void *user, uint64_t done, uint64_t total)
{
    fate *f = user;
    f->total = total;
    if (done < f->at)
        return true;
    if (f->killed)
        raise(SIGKILL);
    return false;
}

/* The archive has the tags that it had, and only its own shards. */
static void check_unchanged(void)
{
    char first[64];
    tagged_dump(&t, &after);
    ck_assert_str_eq(before.data, after.data);
    ck_assert_uint_eq(tagged_shards(&t, first), 2);
    for (int i = 3; i < 8; i++) {
        char name[40];
        snprintf(name, sizeof name, "archive/shard-%06d", i);
        ck_assert(!scratch_has(&t.s, name));
    }
}

static void two_shards(void)
{
    t.options.jobs = 2;
    t.options.memory = 1;
    t.engine.untidy = true;
    tagged_again(&t);
    for (unsigned i = 0; i < 2; i++)
        tagged_fill(&t, i * 200, 200);
    tagged_dump(&t, &before);
    t.told.surname = "Berg";
}

/* The writer can go on afterwards. */
static void check_goes_on(void)
{
    ck_assert_int_eq(tagged_add(&t, "x", "Xaver", NULL, MORGUE_GIVEN), MORGUE_ADDED);
    OK(morgue_writer_commit(t.writer, &err));
    ck_assert_str_eq(tagged_persons(&t, "x"), "Xaver Berg 80% 1 main by 1");
    ck_assert_uint_gt(retag(), 200);
    ck_assert_str_eq(tagged_persons(&t, "x"), "Xaver Berg 80% 1 main by 1");
}

START_TEST(stopped)
{
    uint64_t changed = 1;
    fate f = {.at = 320};
    two_shards();
    FAILS(MORGUE_CANCELLED, morgue_writer_retag(t.writer, strike, &f, &changed, &err));
    ck_assert_uint_eq(changed, 1);
    ck_assert_uint_eq(f.total, 400);
    check_unchanged();
    check_goes_on();
}
END_TEST

START_TEST(memory_runs_out)
{
    static const unsigned long at[] = {1, 150, 399};
    uint64_t changed = 1;
    two_shards();
    t.told.fails = atomic_load(&t.told.articles) + at[_i];
    FAILS(MORGUE_NO_MEMORY, morgue_writer_retag(t.writer, NULL, NULL, &changed, &err));
    ck_assert_uint_eq(changed, 1);
    check_unchanged();
    check_goes_on();
}
END_TEST

START_TEST(killed)
{
    int result;
    uint64_t changed;
    fate f = {.at = 64 + 150 * (uint64_t)_i, .killed = true};
    two_shards();
    morgue_writer_free(t.writer);
    t.writer = NULL;
    pid_t child = fork();
    if (child == 0) {
        tagged_again(&t);
        (void)morgue_writer_retag(t.writer, strike, &f, &changed, NULL);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &result, 0), child);
    ck_assert(WIFSIGNALED(result) && WTERMSIG(result) == SIGKILL);
    tagged_dump(&t, &after);
    ck_assert_str_eq(before.data, after.data); /* for those who read on */
    tagged_again(&t);
    check_unchanged();
    check_goes_on();
}
END_TEST

/* A record that is damaged stops it. */
START_TEST(damaged)
{
    uint64_t changed;
    char path[200];
    tagged_again(&t);
    tagged_fill(&t, 0, 50);
    snprintf(path, sizeof path, "%s/shard-000001/docdata.glass", t.path);
    FILE *file = fopen(path, "r+b");
    ck_assert_ptr_nonnull(file);
    fseek(file, 6000, SEEK_SET);
    for (int i = 0; i < 500; i++)
        fputc(0xA5, file);
    fclose(file);
    t.told.surname = "Berg";
    tagged_again(&t);
    FAILS(MORGUE_CORRUPT, morgue_writer_retag(t.writer, NULL, NULL, &changed, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "the archive is as it was"));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("retag");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, tags_are_made_anew);
    tcase_add_test(tests, nothing_changes);
    tcase_add_test(tests, tags_are_taken_out);
    tcase_add_loop_test(tests, the_same_as_from_the_beginning, 0, 2);
    tcase_add_loop_test(tests, many_shards, 0, 2);
    tcase_add_test(tests, sources_stay);
    tcase_add_test(tests, stopped);
    tcase_add_loop_test(tests, memory_runs_out, 0, 3);
    tcase_add_loop_test(tests, killed, 0, 3);
    tcase_add_test(tests, damaged);
    return run_tests("retag", tests);
}
