/* morgue_verify(): nothing is told of what is sound, however it was written; each lie is told. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/lock.h"
#include "archive/pack.h"
#include "archive/shard.h"
#include "indexer/build/updater.h"
#include "indexer/entry.h"
#include "tests/unit/results/odd_news.h"
#include "tests/unit/scratch.h"

static morgue_error err;

/* What was told, one damage a line: "shard-000001 2 id2: ...". */
static char told[8192];

static void tell(void *user, const morgue_damage *damage)
{
    size_t len = strlen(told);
    (void)user;
    snprintf(told + len, sizeof told - len, "%s %u %s: %s\n", damage->place, damage->docid,
             damage->id, damage->what);
}

static morgue_verdict verify(const char *path, bool full)
{
    morgue_verdict verdict;
    const morgue_maintain_options options = {.full = full, .damage = tell};
    told[0] = '\0';
    OK(morgue_verify(path, &options, &verdict, &err));
    return verdict;
}

static void must_be_sound(const char *path, uint64_t articles)
{
    morgue_verdict sampled = verify(path, false);
    ck_assert_str_eq(told, "");
    ck_assert_uint_eq(sampled.damages, 0);
    morgue_verdict full = verify(path, true);
    ck_assert_str_eq(told, "");
    ck_assert_uint_eq(full.damages, 0);
    ck_assert_uint_eq(full.articles, articles);
    ck_assert_uint_eq(full.compared, articles);
    ck_assert_uint_eq(sampled.compared, articles);
}

/* ---- What is sound ------------------------------------------------------------------------ */

START_TEST(odd_articles_are_sound)
{
    scratch s;
    scratch_open(&s);
    const char *path = scratch_path(&s, "archive");
    OK(odd_news_write(path, (unsigned)_i, &err));
    must_be_sound(path, ODD_NEWS);
    scratch_close(&s);
}
END_TEST

static void add(morgue_writer *writer, const char *id, const char *title, const char *text)
{
    const field_text fields[] = {
        {MORGUE_ID, id},     {MORGUE_TITLE, title},       {MORGUE_TEXT, text},
        {MORGUE_LANG, "en"}, {MORGUE_DATE, "2022-01-21"}, {MORGUE_SOURCE, "A"},
        {MORGUE_ID, NULL}};
    morgue_article *article = make_article(fields);
    OK(morgue_writer_add(writer, article, NULL, &err));
    morgue_article_free(article);
}

/* An archive that was written in all ways there are, some of them twice. */
static void write_archive(const char *path)
{
    morgue_writer *writer;
    OK(morgue_writer_open(path, NULL, &writer, &err));
    add(writer, "one", "First of all", "The harbour was closed. Nobody said why.\n\nNobody asked.");
    add(writer, "two", "Second", "Half-open doors stay half open in Saint-Aubrac.");
    add(writer, "three", "Third", "It is gone.");
    OK(morgue_writer_commit(writer, &err));
    add(writer, "four", "Fourth", "Another shard.");
    OK(morgue_writer_commit(writer, &err));
    add(writer, "two", "Second again", "Changed where it was: half-open doors.");
    OK(morgue_writer_delete(writer, "three", MORGUE_NUL, &err));
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
}

START_TEST(what_was_changed_is_sound)
{
    scratch s;
    morgue_writer *writer;
    scratch_open(&s);
    const char *path = scratch_path(&s, "archive");
    write_archive(path);
    must_be_sound(path, 3);
    OK(morgue_writer_open(path, NULL, &writer, &err));
    OK(morgue_writer_compact(writer, NULL, NULL, &err));
    morgue_writer_free(writer);
    must_be_sound(path, 3);
    scratch_close(&s);
}
END_TEST

START_TEST(an_empty_archive_is_sound)
{
    scratch s;
    morgue_writer *writer;
    scratch_open(&s);
    const char *path = scratch_path(&s, "archive");
    OK(morgue_writer_open(path, NULL, &writer, &err));
    morgue_writer_free(writer);
    must_be_sound(path, 0);
    scratch_close(&s);
}
END_TEST

/* ---- What is not -------------------------------------------------------------------------- */

/* A document that is put in the place of article "one", or beside it. */
typedef struct lie {
    const char *says_title, *says_text; /* its terms */
    const char *title, *text;           /* its record */
    int add_to_size;
    bool wrong_hash, wrong_date, beside;
} lie;

static morgue_article *article_of(const char *title, const char *text, bool wrong_date)
{
    const field_text fields[] = {{MORGUE_ID, "one"},
                                 {MORGUE_TITLE, title},
                                 {MORGUE_TEXT, text},
                                 {MORGUE_LANG, "en"},
                                 {MORGUE_DATE, wrong_date ? "2022-01-22" : "2022-01-21"},
                                 {MORGUE_SOURCE, "A"},
                                 {MORGUE_ID, NULL}};
    return make_article(fields);
}

static void put_lie(mg_updater *updater, const lie *l)
{
    uint32_t docid;
    mg_entry entry;
    mg_packer *packer;
    mg_buffer packed = {0};
    mg_entry_room room = {0};
    morgue_article *told_of = article_of(l->says_title, l->says_text, l->wrong_date);
    morgue_article *kept = article_of(l->title, l->text, false);
    OK(mg_entry_make(kept, false, &room, &entry, &err));
    OK(mg_packer_new(MG_PACK_LEVEL, NULL, 0, &packer, &err));
    OK(mg_pack(packer, entry.record.data, entry.record.len, &packed, &err));
    entry.article = told_of;
    entry.packed = (morgue_text){packed.data, packed.len};
    entry.size += (uint64_t)l->add_to_size;
    entry.hash[3] ^= l->wrong_hash;
    OK(mg_updater_put(updater, &entry, l->beside ? 0 : 1, &docid, &err));
    mg_packer_free(packer);
    mg_buffer_free(&packed);
    mg_entry_room_free(&room);
    morgue_article_free(told_of);
    morgue_article_free(kept);
}

static const char title[] = "First of all", text[] = "The harbour was closed. Nobody said why.";

static const struct {
    lie lie;
    const char *told; /* the line begins so */
    uint64_t bytes;   /* what the shard says of its text: see write_archive() */
    const char *or_in_full;
} lies[] = {
    {{title, "The harbour was closed. Nobody said what.", title, text, 0, 0, 0, 0},
     "shard-000001 1 one: its list of terms is not what its text makes\n",
     102,
     "shard-000001 1 : its postings and positions are not what its text makes\n"},
    {{title, "The harbour was closed. Nobody why said.", title, text, 0, 0, 0, 0},
     "shard-000001 1 one: the index has the term 'said' of it otherwise\n",
     102,
     "shard-000001 1 : its postings and positions are not what its text makes\n"},
    {{title, text, title, text, 0, true, 0, 0},
     "shard-000001 1 one: it is not the article that its fingerprint was made of\n",
     102,
     NULL},
    {{title, text, title, text, 7, 0, 0, 0},
     "shard-000001 1 one: it has 52 bytes of text, and the index says 59\n",
     102,
     NULL},
    {{title, text, title, text, 0, 0, true, 0},
     "shard-000001 1 one: its date is 20220121, and the index says 20220122\n",
     102,
     NULL},
    {{title, text, title, text, 0, 0, 0, true},
     "shard-000001 4 one: there is another article with this id\n",
     154,
     NULL},
    {{title, text, title, text, 0, 0, 0, 0},
     "shard-000001 0 : it says that it has 999 bytes of text, and has 102\n",
     999,
     NULL},
};

static void check_lie(const char *path, int i)
{
    const char *in_full = lies[i].or_in_full ? lies[i].or_in_full : lies[i].told;
    morgue_verdict sampled = verify(path, false);
    ck_assert_msg(strstr(told, lies[i].told), "%d: %s", i, told);
    ck_assert_uint_ge(sampled.damages, 1);
    morgue_verdict full = verify(path, true);
    ck_assert_msg(strstr(told, in_full), "%d: %s", i, told);
    ck_assert_uint_ge(full.damages, 1);
}

START_TEST(each_lie_is_told)
{
    scratch s;
    mg_updater *updater;
    scratch_open(&s);
    const char *path = scratch_path(&s, "archive");
    write_archive(path);
    OK(mg_updater_open(scratch_path(&s, "archive/shard-000001"), &updater, &err));
    put_lie(updater, &lies[_i].lie);
    OK(mg_updater_set_number(updater, MG_META_TEXT_BYTES, lies[_i].bytes, &err));
    OK(mg_updater_commit(updater, &err));
    mg_updater_free(updater);
    check_lie(scratch_path(&s, "archive"), _i);
    scratch_close(&s);
}
END_TEST

START_TEST(what_is_gone_is_told)
{
    scratch s;
    char command[160];
    scratch_open(&s);
    const char *path = scratch_path(&s, "archive");
    write_archive(path);
    snprintf(command, sizeof command, "rm %s/shard-000002/docdata.glass", path);
    ck_assert_int_eq(system(command), 0);
    ck_assert_uint_ge(verify(path, false).damages, 1);
    ck_assert_ptr_nonnull(strstr(told, "shard-000002 0 : the table 'docdata' is missing\n"));
    snprintf(command, sizeof command, "rm -r %s/shard-000002", path);
    ck_assert_int_eq(system(command), 0);
    ck_assert_uint_eq(verify(path, false).damages, 1);
    ck_assert_ptr_nonnull(strstr(told, "shard-000002 0 : it is missing: No such file"));
    snprintf(command, sizeof command, "truncate -s 20 %s/morgue.manifest", path);
    ck_assert_int_eq(system(command), 0);
    ck_assert_uint_eq(verify(path, false).damages, 1);
    ck_assert_ptr_nonnull(strstr(told, "morgue.manifest 0 : the manifest is damaged"));
    scratch_close(&s);
}
END_TEST

/* ---- Besides ------------------------------------------------------------------------------ */

static bool stop(void *user, uint64_t done, uint64_t total)
{
    (void)user, (void)done, (void)total;
    return false;
}

START_TEST(it_keeps_writers_out_and_can_be_stopped)
{
    scratch s;
    morgue_writer *writer;
    morgue_verdict verdict;
    const morgue_maintain_options options = {.progress = stop};
    scratch_open(&s);
    const char *path = scratch_path(&s, "archive");
    FAILS(MORGUE_NOT_FOUND, morgue_verify(path, NULL, &verdict, &err));
    FAILS(MORGUE_FOREIGN, morgue_verify(s.path, NULL, &verdict, &err));
    OK(odd_news_write(path, 1, &err));
    FAILS(MORGUE_CANCELLED, morgue_verify(path, &options, &verdict, &err));
    OK(morgue_writer_open(path, NULL, &writer, &err));
    FAILS(MORGUE_LOCKED, morgue_verify(path, NULL, &verdict, &err));
    morgue_writer_free(writer);
    OK(morgue_verify(path, NULL, &verdict, &err));
    scratch_close(&s);
}
END_TEST

/* Nor is it damage that one may not read it. */
static void check_forbidden(const char *path, const char *file)
{
    uid_t user = geteuid();
    morgue_verdict verdict;
    char name[256];
    struct stat info;
    snprintf(name, sizeof name, "%s/%s", path, file);
    ck_assert_int_eq(stat(name, &info), 0);
    ck_assert_int_eq(chmod(name, 0), 0);
    ck_assert(user != 0 || seteuid(65534) == 0);
    morgue_status status = morgue_verify(path, NULL, &verdict, &err);
    ck_assert_int_eq(seteuid(user), 0);
    ck_assert_int_eq(chmod(name, info.st_mode & 0777), 0);
    ck_assert_msg(status == MORGUE_IO && strstr(err.message, "Permission denied"), "%s: %d: %s",
                  file, (int)status, err.message);
}

START_TEST(what_may_not_be_read_is_no_damage)
{
    scratch s;
    scratch_open(&s);
    const char *path = scratch_path(&s, "archive");
    OK(odd_news_write(path, 1, &err));
    ck_assert_int_eq(chmod(s.path, 0755), 0);
    check_forbidden(path, "morgue.manifest");
    check_forbidden(path, "shard-000001");
    check_forbidden(path, "shard-000001/iamglass");
    check_forbidden(path, "shard-000001/docdata.glass");
    check_forbidden(path, "shard-000001/position.glass");
    must_be_sound(path, ODD_NEWS);
    scratch_close(&s);
}
END_TEST

/* ---- Xapian's check ----------------------------------------------------------------------- */

static bool has_child(void)
{
    siginfo_t info;
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

static bool was_asked_beside;

static bool stop_beside(void *user, uint64_t done, uint64_t total)
{
    (void)user, (void)done, (void)total;
    was_asked_beside = has_child();
    return false;
}

/* It may take long: the caller is asked meanwhile whether to go on. */
START_TEST(its_check_can_be_stopped)
{
    scratch s;
    morgue_verdict verdict;
    const morgue_maintain_options options = {.progress = stop_beside};
    scratch_open(&s);
    const char *path = scratch_path(&s, "archive");
    OK(odd_news_write(path, 1, &err));
    FAILS(MORGUE_CANCELLED, morgue_verify(path, &options, &verdict, &err));
    ck_assert(was_asked_beside);
    ck_assert(!has_child());
    scratch_close(&s);
}
END_TEST

/* Kills the caller while the check stands still. */
static bool die_beside(void *user, uint64_t done, uint64_t total)
{
    int child = 0;
    (void)user, (void)done, (void)total;
    FILE *children = fopen("/proc/thread-self/children", "r");
    if (children && fscanf(children, "%d", &child) == 1)
        kill(child, SIGSTOP);
    kill(getpid(), SIGKILL);
    return true;
}

START_TEST(its_check_keeps_no_lock)
{
    scratch s;
    morgue_verdict verdict;
    int fd = -1;
    const morgue_maintain_options options = {.progress = die_beside};
    scratch_open(&s);
    const char *path = scratch_path(&s, "archive");
    OK(odd_news_write(path, 1, &err));
    pid_t caller = fork();
    if (caller == 0)
        _exit(morgue_verify(path, &options, &verdict, NULL) != MORGUE_OK);
    ck_assert_int_eq(waitpid(caller, NULL, 0), caller);
    for (int i = 0; fd < 0 && i < 500; i++)
        if (mg_lock_writer(path, &fd, &err) != MORGUE_OK)
            usleep(10000);
    ck_assert_msg(fd >= 0, "%s", err.message);
    close(fd);
    scratch_close(&s);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("verify");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, odd_articles_are_sound, 1, 4);
    tcase_add_test(tests, what_was_changed_is_sound);
    tcase_add_test(tests, an_empty_archive_is_sound);
    tcase_add_loop_test(tests, each_lie_is_told, 0, sizeof lies / sizeof *lies);
    tcase_add_test(tests, what_is_gone_is_told);
    tcase_add_test(tests, it_keeps_writers_out_and_can_be_stopped);
    tcase_add_test(tests, what_may_not_be_read_is_no_damage);
    tcase_add_test(tests, its_check_can_be_stopped);
    tcase_add_test(tests, its_check_keeps_no_lock);
    return run_tests("verify", tests);
}
