/* A tagger of the caller's own, good and bad. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/scratch.h"

/* What it is to do, and what it was asked. */
typedef struct told {
    const char *surname; /* of the persons it finds */
    bool wild;           /* does all that it may not do */
    unsigned many;       /* places it finds in each article beside */
    morgue_status begins;
    morgue_status fails; /* at articles whose title has "fails" */
    _Atomic unsigned hands;
    _Atomic unsigned begun;
    _Atomic unsigned articles;
    _Atomic unsigned fields;
} told;

static scratch s;
static told how;
static morgue_tagger tagger;
static morgue_writer_options options;
static morgue_writer *writer;
static morgue_error err;

/* ---- The tagger --------------------------------------------------------------------------- */

static morgue_status begin(void *user, void **ret_memory, morgue_error *e)
{
    told *t = user;
    if (t->begins != MORGUE_OK) {
        snprintf(e->message, sizeof e->message, "no names to begin with");
        return t->begins;
    }
    *ret_memory = malloc(100); /* the sanitizers see who frees it */
    atomic_fetch_add(&t->hands, 1);
    atomic_fetch_add(&t->begun, 1);
    return *ret_memory ? MORGUE_OK : MORGUE_NO_MEMORY;
}

static void end(void *user, void *memory)
{
    told *t = user;
    atomic_fetch_sub(&t->hands, 1);
    free(memory);
}

static void add(morgue_article *a, morgue_field_id field, const char *name, morgue_origin origin)
{
    const morgue_tag tag = {{name, strlen(name)}, origin, 70, 2, true};
    OK(morgue_article_add_tag(a, field, &tag, &err));
}

/* All that it must not. */
static void go_wild(morgue_article *a)
{
    OK(morgue_article_set(a, MORGUE_TITLE, "Another title", MORGUE_NUL, &err));
    OK(morgue_article_set(a, MORGUE_ID, "another id", MORGUE_NUL, &err));
    OK(morgue_article_set(a, MORGUE_TEXT, "", 0, &err));
    OK(morgue_article_add(a, MORGUE_TOPIC, "another topic", MORGUE_NUL, MORGUE_GIVEN, &err));
    OK(morgue_article_add_extra(a, "key", "1", 1, &err));
    add(a, MORGUE_ORG, "Claimed", MORGUE_GIVEN);
    add(a, MORGUE_LOCATION, "Follows", MORGUE_INHERITED);
}

static morgue_status tag(void *user, void *memory, morgue_article *a, unsigned fields,
                         morgue_error *e)
{
    told *t = user;
    char title[200], name[200], *rest = title;
    memset(memory, 1, 100);
    atomic_fetch_add(&t->articles, 1);
    atomic_store(&t->fields, fields);
    snprintf(title, sizeof title, "%s", morgue_article_get(a, MORGUE_TITLE, 0).data);
    if (strstr(title, "fails")) {
        add(a, MORGUE_PERSON, "Half Done", MORGUE_TAGGER);
        snprintf(e->message, sizeof e->message, t->fails == MORGUE_NO_MEMORY ? "" : "cannot look");
        return t->fails;
    }
    if (t->wild)
        go_wild(a);
    for (char *word = strsep(&rest, " "); word; word = strsep(&rest, " ")) {
        snprintf(name, sizeof name, "%s%s%s", word, t->surname ? " " : "",
                 t->surname ? t->surname : "");
        if (*word >= 'A' && *word <= 'Z')
            add(a, MORGUE_PERSON, name, MORGUE_TAGGER);
    }
    for (unsigned i = 0; i < t->many; i++) {
        snprintf(name, sizeof name, "Place %u", i);
        add(a, MORGUE_LOCATION, name, MORGUE_TAGGER);
    }
    return MORGUE_OK;
}

/* ---- Archives ----------------------------------------------------------------------------- */

static void setup(void)
{
    scratch_open(&s);
    how = (told){.fails = MORGUE_BAD_INPUT};
    tagger = (morgue_tagger){.begin = begin, .tag = tag, .end = end, .user = &how};
    options = (morgue_writer_options){.tag = MORGUE_TAG_AUTO, .jobs = 1, .tagger = &tagger};
}

static void teardown(void)
{
    morgue_writer_free(writer);
    writer = NULL;
    ck_assert_uint_eq(atomic_load(&how.hands), 0);
    scratch_close(&s);
}

/* Another writer, of the archive `name`; the options need not stay. */
static void open_writer(const char *name)
{
    morgue_writer_free(writer);
    writer = NULL;
    morgue_tagger copy = tagger;
    morgue_writer_options o = options;
    o.tagger = &copy;
    OK(morgue_writer_open(scratch_path(&s, name), &o, &writer, &err));
    memset(&copy, 0xff, sizeof copy);
    memset(&o, 0xff, sizeof o);
}

static morgue_outcome add_article(const char *id, const char *title, const char *person)
{
    morgue_outcome outcome;
    morgue_article *a = make_article((const field_text[]){
        {MORGUE_ID, id}, {MORGUE_TITLE, title}, {MORGUE_TEXT, "what the papers say"}, {0, NULL}});
    if (person)
        OK(morgue_article_add(a, MORGUE_PERSON, person, MORGUE_NUL, MORGUE_GIVEN, &err));
    OK(morgue_writer_add(writer, a, &outcome, &err));
    morgue_article_free(a);
    return outcome;
}

/* The article as JSON; static, for one call. */
static const char *stored(const char *name, const char *id)
{
    static char text[40000];
    morgue_archive *archive;
    morgue_text line;
    morgue_article *a = morgue_article_new();
    OK(morgue_archive_open(scratch_path(&s, name), &archive, &err));
    OK(morgue_archive_article(archive, id, MORGUE_NUL, a, &err));
    OK(morgue_article_json(a, &line, &err));
    snprintf(text, sizeof text, "%s", line.data);
    morgue_article_free(a);
    morgue_archive_free(archive);
    return text;
}

#define BODY "\"text\":\"what the papers say\"}"

static void has(const char *json, const char *part)
{
    if (!strstr(json, part))
        ck_abort_msg("%s has no %s", json, part);
}

#define FOUND(name)                                                                                \
    "{\"name\":\"" name "\",\"by\":\"tagger\",\"confidence\":0.7,\"mentions\":2,\"main\":true}"

/* ---- What it finds ------------------------------------------------------------------------ */

START_TEST(tags_what_is_missing)
{
    open_writer("a");
    add_article("none", "Anna met bears", NULL);
    add_article("given", "Anna met bears", "Bert");
    OK(morgue_writer_commit(writer, &err));
    has(stored("a", "none"), "\"persons\":[" FOUND("Anna") "]");
    has(stored("a", "given"), "\"persons\":[{\"name\":\"Bert\",\"by\":\"dump\"}]");
    ck_assert_uint_eq(atomic_load(&how.fields), 1u << MORGUE_ORG | 1u << MORGUE_LOCATION);
    options.tag = MORGUE_TAG_ALL;
    open_writer("b");
    add_article("other", "Anna met bears", "Bert");
    add_article("same", "Anna met bears", "anna");
    OK(morgue_writer_commit(writer, &err));
    has(stored("b", "other"),
        "\"persons\":[{\"name\":\"Bert\",\"by\":\"dump\"}," FOUND("Anna") "]");
    has(stored("b", "same"),
        "\"persons\":[{\"name\":\"anna\",\"by\":\"dump\",\"mentions\":2,\"main\":true}]");
}
END_TEST

START_TEST(none_is_none)
{
    options.tag = MORGUE_TAG_NONE;
    open_writer("a");
    add_article("a", "Anna met bears", NULL);
    OK(morgue_writer_commit(writer, &err));
    ck_assert_ptr_null(strstr(stored("a", "a"), "Anna\""));
    ck_assert_uint_eq(atomic_load(&how.begun) + atomic_load(&how.articles), 0);
}
END_TEST

/* Added as given, which is sure. */
#define CLAIMED                                                                                    \
    "\"organizations\":[{\"name\":\"Claimed\",\"by\":\"tagger\",\"mentions\":2,\"main\":true}],"

/* Only tags are taken, and they are a tagger's. */
START_TEST(takes_nothing_else)
{
    how.wild = true;
    open_writer("a");
    add_article("a", "Anna met bears", "Bert");
    OK(morgue_writer_commit(writer, &err));
    ck_assert_str_eq(stored("a", "a"), "{\"id\":\"a\",\"title\":\"Anna met bears\","
                                       "\"persons\":[{\"name\":\"Bert\",\"by\":\"dump\"}]," CLAIMED
                                       "\"locations\":[" FOUND("Follows") "]," BODY);
    ck_assert_int_eq(add_article("a", "Anna met bears", "Bert"), MORGUE_UNCHANGED);
    ck_assert_int_eq(add_article("a", "Anna met cubs", "Bert"), MORGUE_REPLACED);
    OK(morgue_writer_commit(writer, &err)); /* in a shard that is there */
    has(stored("a", "a"), CLAIMED);
    has(stored("a", "a"), "\"title\":\"Anna met cubs\"");
}
END_TEST

START_TEST(minds_the_files)
{
    morgue_writer_free(writer);
    OK(morgue_writer_open(scratch_path(&s, "a"), NULL, &writer, &err));
    scratch_write(&s, "a/aliases.txt", "Anna Berg = ANNA = Ännchen\n", 28);
    scratch_write(&s, "a/blocklist.txt", "person: Emil\nperson: Carla\n", 27);
    options.tag = MORGUE_TAG_ALL;
    open_writer("a");
    add_article("a", "Anna Emil met Dora and Carla", NULL);
    add_article("b", "Anna met bears", "Ännchen");
    OK(morgue_writer_commit(writer, &err));
    has(stored("a", "a"), "\"persons\":[" FOUND("Anna Berg") "," FOUND("Dora") "]");
    has(stored("a", "b"),
        "\"persons\":[{\"name\":\"Ännchen\",\"by\":\"dump\",\"mentions\":2,\"main\":true}]");
}
END_TEST

START_TEST(not_too_many)
{
    how.many = 600;
    open_writer("a");
    add_article("a", "bears", NULL);
    OK(morgue_writer_commit(writer, &err));
    const char *json = stored("a", "a");
    has(json, FOUND("Place 499"));
    ck_assert_ptr_null(strstr(json, "Place 500"));
}
END_TEST

/* ---- Where it works ----------------------------------------------------------------------- */

/* All articles as lines, from an archive of 400, part of them imported. */
static void fill(const char *name, mg_buffer *ret)
{
    static const char *const names[] = {"Anna", "Bert", "dogs", "Emil", "ferries"};
    morgue_archive *archive;
    morgue_walk *walk;
    morgue_article *a;
    morgue_text line;
    mg_buffer dump = {0};
    morgue_summary summary;
    uint64_t seed = 4;
    open_writer(name);
    for (unsigned i = 0; i < 400; i++) {
        char id[16], title[100], json[200];
        snprintf(id, sizeof id, "id%u", i);
        snprintf(title, sizeof title, "%s and %s", names[roll(&seed, 5)], names[roll(&seed, 5)]);
        snprintf(json, sizeof json, "{\"id\":\"i%u\",\"title\":\"%s\",\"text\":\"x\"}\n", i, title);
        put(&dump, json);
        add_article(id, title, NULL);
    }
    scratch_write(&s, "dump.jsonl", dump.data, dump.len);
    mg_buffer_free(&dump);
    const char *paths[] = {scratch_path(&s, "dump.jsonl")};
    OK(morgue_import(writer, paths, 1, NULL, &summary, &err));
    ck_assert_uint_eq(summary.added, 400);
    OK(morgue_writer_commit(writer, &err));
    OK(morgue_archive_open(scratch_path(&s, name), &archive, &err));
    OK(morgue_walk_open(archive, NULL, &walk, &err));
    for (;;) {
        OK(morgue_walk_next(walk, &a, &err));
        if (!a)
            break;
        OK(morgue_article_json(a, &line, &err));
        put(ret, line.data);
        put(ret, "\n");
    }
    morgue_walk_free(walk);
    morgue_archive_free(archive);
}

START_TEST(jobs_make_no_difference)
{
    mg_buffer one = {0}, four = {0};
    fill("one", &one);
    ck_assert_uint_eq(atomic_load(&how.articles), 800);
    options.jobs = 4;
    fill("four", &four);
    ck_assert_str_eq(one.data, four.data);
    ck_assert_ptr_nonnull(strstr(one.data, "{\"id\":\"i7\""));
    ck_assert_uint_gt(atomic_load(&how.begun), 4);
    has(one.data, FOUND("Anna"));
    mg_buffer_free(&one);
    mg_buffer_free(&four);
}
END_TEST

START_TEST(tags_anew)
{
    uint64_t changed;
    options.jobs = 2;
    open_writer("a");
    add_article("a", "Anna met bears", NULL);
    add_article("b", "bears", NULL);
    OK(morgue_writer_commit(writer, &err));
    how.surname = "Berg";
    OK(morgue_writer_retag(writer, NULL, NULL, &changed, &err));
    ck_assert_uint_eq(changed, 1);
    has(stored("a", "a"), "\"persons\":[" FOUND("Anna Berg") "]");
}
END_TEST

/* ---- Failing ------------------------------------------------------------------------------ */

START_TEST(passes_over_what_it_cannot)
{
    open_writer("a");
    add_article("a", "this fails", NULL);
    add_article("b", "Anna", NULL);
    OK(morgue_writer_commit(writer, &err));
    ck_assert_str_eq(stored("a", "a"), "{\"id\":\"a\",\"title\":\"this fails\"," BODY);
    has(stored("a", "b"), FOUND("Anna"));
}
END_TEST

/* Any other failure ends the writing; what was committed before is there. */
START_TEST(ends_the_writing)
{
    static const struct {
        morgue_status fails, status;
        const char *message;
    } rows[] = {{MORGUE_NETWORK, MORGUE_NETWORK, "the tagger has failed: cannot look"},
                {MORGUE_CANCELLED, MORGUE_CANCELLED, "the tagger has failed: cannot look"},
                {(morgue_status)77, MORGUE_INTERNAL, "the tagger has failed: cannot look"},
                {(morgue_status)-1, MORGUE_INTERNAL, "the tagger has failed: cannot look"}};
    how.fails = rows[_i % 4].fails;
    options.jobs = _i < 4 ? 1 : 3;
    open_writer("a");
    add_article("a", "Anna", NULL);
    OK(morgue_writer_commit(writer, &err));
    morgue_article *a = make_article(
        (const field_text[]){{MORGUE_ID, "b"}, {MORGUE_TITLE, "this fails"}, {0, NULL}});
    morgue_status status = morgue_writer_add(writer, a, NULL, &err);
    if (status == MORGUE_OK)
        status = morgue_writer_commit(writer, &err);
    ck_assert_int_eq(status, rows[_i % 4].status);
    has(err.message, rows[_i % 4].message);
    ck_assert_int_eq(morgue_writer_commit(writer, &err), MORGUE_IO); /* open it again */
    morgue_article_free(a);
    has(stored("a", "a"), FOUND("Anna"));
}
END_TEST

START_TEST(cannot_begin)
{
    how.begins = MORGUE_NOT_FOUND;
    morgue_status status = morgue_writer_open(scratch_path(&s, "a"), &options, &writer, &err);
    if (status == MORGUE_OK) {
        add_article("a", "Anna", NULL);
        status = morgue_writer_commit(writer, &err);
    }
    ck_assert_int_eq(status, MORGUE_NOT_FOUND);
    has(err.message, "the tagger has failed: no names to begin with");
    tagger.tag = NULL;
    morgue_writer_free(writer);
    writer = NULL;
    FAILS(MORGUE_INVALID, morgue_writer_open(scratch_path(&s, "b"), &options, &writer, &err));
    has(err.message, "has no tag()");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("own tagger");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, tags_what_is_missing);
    tcase_add_test(tests, none_is_none);
    tcase_add_test(tests, takes_nothing_else);
    tcase_add_test(tests, minds_the_files);
    tcase_add_test(tests, not_too_many);
    tcase_add_test(tests, jobs_make_no_difference);
    tcase_add_test(tests, tags_anew);
    tcase_add_test(tests, passes_over_what_it_cannot);
    tcase_add_loop_test(tests, ends_the_writing, 0, 8);
    tcase_add_test(tests, cannot_begin);
    return run_tests("own tagger", tests);
}
