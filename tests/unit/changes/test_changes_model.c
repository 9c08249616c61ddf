/* A writer at random, and readers of its changes, who keep copies: each is the archive whenever it
 * has read to the end, whatever was merged, tagged anew or rebuilt meanwhile, however often it was
 * stopped half-way, and whatever was committed while it read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/changes/feed.h"

enum { IDS = 120, COPIES = 3 };

/* What a reader has: articles as JSON, by the numbers that are their ids. */
typedef struct copy {
    char *lines[IDS];
    char mark[MORGUE_MARK_MAX];
    bool refused; /* its mark is to be: the archive was rebuilt */
} copy;

static unsigned rebuilt; /* times */

static copy copies[COPIES];
static morgue_writer *writer;
static uint64_t seed;

static void forget(copy *c)
{
    for (int i = 0; i < IDS; i++) {
        free(c->lines[i]);
        c->lines[i] = NULL;
    }
    *c->mark = '\0';
    c->refused = false;
}

static void close_writer(void)
{
    morgue_writer_free(writer);
    writer = NULL;
}

static void teardown(void)
{
    close_writer();
    for (int i = 0; i < COPIES; i++)
        forget(&copies[i]);
    feed_teardown();
}

/* ---- What the writer does ----------------------------------------------------------------- */

/* One that little memory makes commit by itself now and then. */
static void need_writer(void)
{
    const morgue_writer_options options = {
        .tag = MORGUE_TAG_NONE, .memory = roll(&seed, 3) ? 0 : 1, .jobs = 1 + roll(&seed, 2)};
    if (!writer)
        OK(morgue_writer_open(archive, &options, &writer, &err));
}

static void put_one(void)
{
    char id[24];
    mg_buffer text = {0};
    unsigned number = roll(&seed, IDS);
    snprintf(id, sizeof id, "%u", number);
    roll_words(&seed, 1 + roll(&seed, roll(&seed, 20) ? 40 : 9000), &text);
    morgue_article *a =
        make_article((field_text[]){{MORGUE_ID, id}, {MORGUE_TEXT, text.data}, {0, NULL}});
    if (roll(&seed, 3) == 0)
        OK(morgue_article_add(a, MORGUE_PERSON, "Ann Lee", MORGUE_NUL, MORGUE_TAGGER, &err));
    OK(morgue_writer_add(writer, a, NULL, &err));
    morgue_article_free(a);
    mg_buffer_free(&text);
}

static void take_one(void)
{
    char id[24];
    snprintf(id, sizeof id, "%u", roll(&seed, IDS));
    morgue_status status = morgue_writer_delete(writer, id, MORGUE_NUL, &err);
    CHECK(status == MORGUE_OK || status == MORGUE_NOT_FOUND);
}

static void rebuild(void)
{
    morgue_rebuilt facts;
    close_writer();
    OK(morgue_rebuild(archive, NULL, &facts, &err));
    rebuilt++;
    for (int i = 0; i < COPIES; i++) {
        copies[i].refused = *copies[i].mark;
        if (!copies[i].refused) /* who has to begin anew has nothing */
            forget(&copies[i]);
    }
}

static void work(void)
{
    uint64_t changed;
    need_writer();
    for (unsigned n = roll(&seed, 12); n; n--) {
        if (roll(&seed, 10) < 6)
            put_one();
        else
            take_one();
    }
    switch (roll(&seed, 12)) {
    case 0: OK(morgue_writer_compact(writer, NULL, NULL, &err)); break;
    case 1: OK(morgue_writer_retag(writer, NULL, NULL, &changed, &err)); break;
    case 2: close_writer(); break; /* what was not committed never was */
    case 3: rebuild(); break;
    case 4: break; /* committed later */
    default: OK(morgue_writer_commit(writer, &err));
    }
}

/* ---- What readers do ---------------------------------------------------------------------- */

static void take_up(copy *c, const morgue_change *change)
{
    morgue_text line;
    unsigned number = (unsigned)atoi(change->id.data);
    CHECK(number < IDS);
    free(c->lines[number]);
    c->lines[number] = NULL;
    if (!change->article)
        return;
    OK(morgue_article_json(change->article, &line, &err));
    c->lines[number] = strndup(line.data, line.len);
}

static morgue_changes *open_feed(copy *c)
{
    morgue_changes *feed;
    if (c->refused) {
        FAILS(MORGUE_STALE, morgue_changes_open(archive, c->mark, &feed, &err));
        forget(c);
    }
    OK(morgue_changes_open(archive, c->mark, &feed, &err));
    return feed;
}

/* Reads until the end, or until something stops it: then its mark stays what it was. */
static void follow(copy *c, unsigned patience, bool beside)
{
    uint64_t n = 0, revision = 0;
    bool ended = false;
    morgue_changes *feed = open_feed(c);
    unsigned before = rebuilt;
    while (!ended && patience--) {
        morgue_change change;
        if (beside && roll(&seed, 20) == 0)
            work();
        morgue_status status = morgue_changes_next(feed, &change, &err);
        if (status == MORGUE_STALE)
            break;
        CHECK(status == MORGUE_OK);
        ended = !change.id.len;
        if (ended)
            break;
        CHECK(change.revision >= revision && ++n <= morgue_changes_count(feed));
        revision = change.revision;
        take_up(c, &change);
    }
    if (ended && rebuilt == before)
        strcpy(c->mark, morgue_changes_mark(feed));
    CHECK(!ended || beside || n == morgue_changes_count(feed));
    if (rebuilt != before && !c->refused) /* of what was read since nothing counts either */
        forget(c);
    morgue_changes_free(feed);
}

static void check(const copy *c)
{
    size_t n = 0, kept = 0;
    morgue_archive *opened;
    morgue_walk *walk;
    morgue_article *article;
    morgue_text line;
    OK(morgue_archive_open(archive, &opened, &err));
    OK(morgue_walk_open(opened, NULL, &walk, &err));
    for (;; n++) {
        OK(morgue_walk_next(walk, &article, &err));
        if (!article)
            break;
        unsigned number = (unsigned)atoi(morgue_article_get(article, MORGUE_ID, 0).data);
        OK(morgue_article_json(article, &line, &err));
        CHECK(c->lines[number] && strlen(c->lines[number]) == line.len);
        CHECK(memcmp(c->lines[number], line.data, line.len) == 0);
    }
    for (int i = 0; i < IDS; i++)
        kept += c->lines[i] != NULL;
    ck_assert_uint_eq(n, kept);
    morgue_walk_free(walk);
    morgue_archive_free(opened);
}

static void check_sound(void)
{
    morgue_verdict verdict;
    close_writer();
    OK(morgue_verify(archive, NULL, &verdict, &err));
    ck_assert_uint_eq(verdict.damages, 0);
}

START_TEST(test_copies)
{
    seed = (uint64_t)_i + 1;
    need_writer();
    for (unsigned round = 0; round < 60; round++) {
        copy *c = &copies[roll(&seed, COPIES)];
        work();
        uint32_t how = roll(&seed, 6);
        if (how == 0) /* stopped half-way */
            follow(c, roll(&seed, 8), false);
        else if (how == 1)
            follow(c, UINT32_MAX, true);
        if (how >= 1) {
            follow(c, UINT32_MAX, false);
            check(c);
        }
        if (round % 20 == 19)
            check_sound();
    }
    for (int i = 0; i < COPIES; i++) {
        follow(&copies[i], UINT32_MAX, false);
        check(&copies[i]);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("changes_model");
    tcase_add_checked_fixture(tests, feed_setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, test_copies, 0, 8);
    return run_tests("changes_model", tests);
}
