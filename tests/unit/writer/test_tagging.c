/* Articles that are tagged on their way into the archive. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/direct/difference.h"
#include "tests/unit/writer/tagged.h"

static tagged t;
static morgue_error err;

static void setup(void)
{
    tagged_open(&t);
}

static void teardown(void)
{
    tagged_close(&t);
}

static void commit(void)
{
    OK(morgue_writer_commit(t.writer, &err));
}

enum { ALL_FIELDS = 1u << MORGUE_PERSON | 1u << MORGUE_ORG | 1u << MORGUE_LOCATION };

/* Fields that have a given value are not filled; mentions are counted in any case. Both builders.
 */
START_TEST(auto_fills_what_is_missing)
{
    t.engine.foreign = _i;
    tagged_again(&t);
    tagged_add(&t, "none", "Anna met bears", NULL, MORGUE_GIVEN);
    tagged_add(&t, "given", "Anna met bears", "Anna", MORGUE_GIVEN);
    tagged_add(&t, "other", "Anna met bears", "Bert", MORGUE_GIVEN);
    commit();
    ck_assert_str_eq(tagged_persons(&t, "none"), "Anna 80% 1 main by 1");
    ck_assert_str_eq(tagged_persons(&t, "given"), "Anna 100% 1 main by 0");
    ck_assert_str_eq(tagged_persons(&t, "other"), "Bert 100% 0 by 0");
    ck_assert_uint_eq(atomic_load(&t.told.fields), ALL_FIELDS & ~(1u << MORGUE_PERSON));
}
END_TEST

START_TEST(all_adds_to_what_is_given)
{
    t.options.tag = MORGUE_TAG_ALL;
    tagged_again(&t);
    tagged_add(&t, "other", "Anna met bears", "Bert", MORGUE_GIVEN);
    commit();
    ck_assert_str_eq(tagged_persons(&t, "other"), "Bert 100% 0 by 0, Anna 80% 1 main by 1");
    ck_assert_uint_eq(atomic_load(&t.told.fields), ALL_FIELDS);
}
END_TEST

START_TEST(none_leaves_all_as_it_is)
{
    t.options.tag = MORGUE_TAG_NONE;
    tagged_again(&t);
    tagged_add(&t, "found", "Anna met bears", "Bert", MORGUE_TAGGER);
    tagged_add(&t, "none", "Anna met bears", NULL, MORGUE_GIVEN);
    commit();
    ck_assert_str_eq(tagged_persons(&t, "found"), "Bert 100% 0 by 1");
    ck_assert_str_eq(tagged_persons(&t, "none"), "");
    ck_assert_uint_eq(atomic_load(&t.told.articles), 0);
}
END_TEST

/* What a tagger has found is nothing that an article is changed by, whether this writer tags or
 * not; and it is not taken over where it does. */
START_TEST(found_tags_are_no_change)
{
    t.options.tag = _i ? MORGUE_TAG_AUTO : MORGUE_TAG_NONE;
    tagged_again(&t);
    ck_assert_int_eq(tagged_add(&t, "a", "Anna met bears", "Old", MORGUE_TAGGER), MORGUE_ADDED);
    ck_assert_int_eq(tagged_add(&t, "a", "Anna met bears", NULL, MORGUE_GIVEN), MORGUE_UNCHANGED);
    commit();
    ck_assert_str_eq(tagged_persons(&t, "a"), _i ? "Anna 80% 1 main by 1" : "Old 100% 0 by 1");
    ck_assert_int_eq(tagged_add(&t, "a", "Anna met bears", "Old", MORGUE_TAGGER), MORGUE_UNCHANGED);
    ck_assert_int_eq(tagged_add(&t, "a", "Anna met bears", "Old", MORGUE_INHERITED),
                     MORGUE_UNCHANGED);
    ck_assert_int_eq(tagged_add(&t, "a", "Anna met bears", "Old", MORGUE_GIVEN), MORGUE_REPLACED);
}
END_TEST

/* An article as the archive has it, tags and all, is unchanged when it comes back. */
START_TEST(what_comes_out_is_no_change)
{
    morgue_outcome outcome;
    morgue_archive *archive;
    morgue_article *article = morgue_article_new();
    tagged_again(&t);
    tagged_add(&t, "a", "Anna met bears", "Anna", MORGUE_GIVEN);
    tagged_add(&t, "b", "Anna met bears", NULL, MORGUE_GIVEN);
    commit();
    OK(morgue_archive_open(t.path, &archive, &err));
    for (int i = 0; i < 4; i++) {
        t.options.tag = i < 2 ? MORGUE_TAG_AUTO : MORGUE_TAG_NONE;
        tagged_again(&t);
        OK(morgue_archive_article(archive, i % 2 ? "a" : "b", 1, article, &err));
        OK(morgue_writer_add(t.writer, article, &outcome, &err));
        ck_assert_int_eq(outcome, MORGUE_UNCHANGED);
    }
    morgue_archive_free(archive);
    morgue_article_free(article);
}
END_TEST

/* Articles that change in a shard that is there. */
START_TEST(updates_are_tagged)
{
    tagged_again(&t);
    tagged_add(&t, "a", "Anna met bears", NULL, MORGUE_GIVEN);
    tagged_add(&t, "b", "Anna met bears", NULL, MORGUE_GIVEN);
    commit();
    ck_assert_int_eq(tagged_add(&t, "a", "Bert met Emil", NULL, MORGUE_GIVEN), MORGUE_REPLACED);
    ck_assert_int_eq(tagged_add(&t, "a", "Bert met Emil", NULL, MORGUE_GIVEN), MORGUE_UNCHANGED);
    commit();
    ck_assert_str_eq(tagged_persons(&t, "a"), "Bert 80% 1 main by 1, Emil 80% 1 main by 1");
    ck_assert_str_eq(tagged_persons(&t, "b"), "Anna 80% 1 main by 1");
    t.told.fails = atomic_load(&t.told.articles) + 1;
    morgue_article *article =
        make_article((field_text[]){{MORGUE_ID, "a"}, {MORGUE_TITLE, "Carla"}, {MORGUE_ID, NULL}});
    FAILS(MORGUE_NO_MEMORY, morgue_writer_add(t.writer, article, NULL, &err));
    FAILS(MORGUE_IO, morgue_writer_commit(t.writer, &err));
    morgue_article_free(article);
    ck_assert_str_eq(tagged_persons(&t, "a"), "Bert 80% 1 main by 1, Emil 80% 1 main by 1");
}
END_TEST

/* Names that people have written down in the archive's folder. */
START_TEST(registry_is_heeded)
{
    static const char aliases[] = "Anna Berg = Anna\n", blocked[] = "person: Bert\n";
    tagged_again(&t);
    scratch_write(&t.s, "archive/aliases.txt", aliases, sizeof aliases - 1);
    scratch_write(&t.s, "archive/blocklist.txt", blocked, sizeof blocked - 1);
    tagged_again(&t);
    tagged_add(&t, "a", "Anna met Bert", NULL, MORGUE_GIVEN);
    commit();
    ck_assert_str_eq(tagged_persons(&t, "a"), "Anna Berg 80% 1 main by 1");
}
END_TEST

static void shard_path(const char *archive, char ret[200])
{
    snprintf(ret, 200, "%s/shard-000001", archive);
}

/* The archive is the same whatever the number of threads. */
START_TEST(jobs_make_no_difference)
{
    char one[200], other[200], path[80], difference[DIFFERENCE_MAX];
    tagged_again(&t);
    tagged_fill(&t, 0, 400);
    shard_path(t.path, one);
    strcpy(path, t.path);
    snprintf(t.path, sizeof t.path, "%s/four", t.s.path);
    t.options.jobs = 4;
    tagged_again(&t);
    tagged_fill(&t, 0, 400);
    shard_path(t.path, other);
    ck_assert_msg(same_bytes(one, other, difference), "%s", difference);
}
END_TEST

/* What fails in a worker fails the commit, and nothing of it is there. */
START_TEST(a_failure_fails_the_commit)
{
    char first[64];
    t.options.jobs = _i ? 4 : 1;
    tagged_again(&t);
    t.told.fails = 170;
    morgue_status status = MORGUE_OK;
    for (int i = 0; status == MORGUE_OK && i < 400; i++) {
        char id[24];
        mg_buffer text = {0};
        uint64_t seed = (uint64_t)i;
        snprintf(id, sizeof id, "id%d", i);
        roll_words(&seed, 600, &text);
        morgue_article *article =
            make_article((field_text[]){{MORGUE_ID, id}, {MORGUE_TEXT, text.data}, {0, NULL}});
        status = morgue_writer_add(t.writer, article, NULL, &err);
        morgue_article_free(article);
        mg_buffer_free(&text);
    }
    if (status == MORGUE_OK)
        status = morgue_writer_commit(t.writer, &err);
    ck_assert_int_eq(status, MORGUE_NO_MEMORY);
    ck_assert_uint_eq(tagged_shards(&t, first), 0);
}
END_TEST

/* A model that is not there is told before anything is made. */
START_TEST(no_model)
{
    const char *missing = scratch_path(&t.s, "no.model");
    const morgue_writer_options options = {.tag = MORGUE_TAG_AUTO, .tagger_model = missing};
    FAILS(MORGUE_NOT_FOUND, morgue_tagger_check(missing, &err));
    FAILS(MORGUE_NOT_FOUND, morgue_writer_open(t.path, &options, &t.writer, &err));
    ck_assert(!scratch_has(&t.s, "archive"));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("tagging");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, auto_fills_what_is_missing, 0, 2);
    tcase_add_test(tests, all_adds_to_what_is_given);
    tcase_add_test(tests, none_leaves_all_as_it_is);
    tcase_add_loop_test(tests, found_tags_are_no_change, 0, 2);
    tcase_add_test(tests, what_comes_out_is_no_change);
    tcase_add_test(tests, updates_are_tagged);
    tcase_add_test(tests, registry_is_heeded);
    tcase_add_test(tests, jobs_make_no_difference);
    tcase_add_loop_test(tests, a_failure_fails_the_commit, 0, 2);
    tcase_add_test(tests, no_model);
    return run_tests("tagging", tests);
}
