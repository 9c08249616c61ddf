/* Archives made anew: of sound ones, and of what is left of damaged ones. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/path.h"
#include "archive/store.h"
#include "tests/unit/rebuild/rebuilding.h"

enum { BLOCK = 8192 };

static news n;
static told t;
static mg_buffer file, before, after;
static articles had, has;
static morgue_error err;

static void setup(void)
{
    news_open(&n);
    n.engine.untidy = true;
    news_again(&n);
}

static void teardown(void)
{
    news_close(&n);
    told_free(&t);
    mg_buffer_free(&file);
    mg_buffer_free(&before);
    mg_buffer_free(&after);
}

/* Two shards, of which Xapian has changed the first and the second again and again. */
static void fill(void)
{
    news_commit(&n, 0, 150, 400);
    news_commit(&n, 150, 100, 200);
    for (int i = 0; i < 4; i++) {
        for (int k = 0; k < 5; k++)
            OK(news_add(&n, i * 37 + k * 9, 1 + i, 300, &err));
        news_delete(&n, 100 + 20 * i);
        OK(morgue_writer_commit(n.writer, &err));
    }
    morgue_writer_free(n.writer);
    n.writer = NULL;
    read_articles(&n, &had);
}

static const char *places[] = {"shard-000001/docdata.glass", "shard-000002/docdata.glass",
                               "shard-000001/postlist.glass", "shard-000001/iamglass",
                               "shard-000002/termlist.glass"};

/* Numbers of what the archive had, and has not in the same version. */
static unsigned count_missing(void)
{
    unsigned missing = 0;
    for (int i = 0; i < NUMBERS; i++)
        missing += had.version[i] && has.version[i] != had.version[i];
    return missing;
}

/* What there is now is sound, and of it nothing was made up; what is missing was told. */
static void check(const morgue_rebuilt *rebuilt)
{
    news_check(&n);
    read_articles(&n, &has);
    ck_assert_uint_eq(rebuilt->articles, has.count);
    unsigned missing = count_missing();
    for (int i = 0; i < NUMBERS; i++) {
        char id[32];
        snprintf(id, sizeof id, "'id%06d'", i);
        bool gone = had.version[i] && !has.version[i];
        ck_assert_msg(!gone || rebuilt->uncertain || strstr(t.text.data, id) ||
                          strstr(t.text.data, "nothing tells which"),
                      "%s is gone:\n%.900s", id, t.text.data);
        ck_assert(had.version[i] || !has.version[i] || rebuilt->salvaged);
    }
    ck_assert(rebuilt->uncertain || missing <= rebuilt->lost + rebuilt->salvaged);
    ck_assert(!missing || rebuilt->kept || rebuilt->uncertain);
    ck_assert(rebuilt->lost == 0 || rebuilt->kept);
}

/* ---- Sound archives ----------------------------------------------------------------------- */

START_TEST(sound)
{
    fill();
    news_answers(&n, &before);
    for (int i = 0; i < 2; i++) {
        morgue_rebuilt rebuilt = rebuild(&n, &t);
        ck_assert_uint_eq(rebuilt.articles, had.count);
        ck_assert_uint_eq(rebuilt.lost + rebuilt.uncertain + rebuilt.salvaged + rebuilt.kept, 0);
        ck_assert_msg(t.count == 0, "%.900s", t.text.data);
        mg_buffer_clear(&after);
        news_answers(&n, &after);
        ck_assert_str_eq(strchr(after.data, '\n'), strchr(before.data, '\n'));
        news_check(&n);
        told_free(&t);
    }
    news_again(&n);
    ck_assert_uint_eq(news_stats(&n).shards, 1);
    news_add(&n, 1, 0, 400, &err); /* it is there as it was */
    OK(morgue_writer_commit(n.writer, &err));
    ck_assert_uint_eq(news_stats(&n).revision, 8);
}
END_TEST

START_TEST(empty)
{
    morgue_rebuilt rebuilt = rebuild(&n, &t);
    ck_assert_uint_eq(rebuilt.articles + t.count, 0);
    ck_assert(scratch_has(&n.s, "archive/" MG_MANIFEST_NAME));
}
END_TEST

static bool stop_soon(void *user, uint64_t done, uint64_t total)
{
    unsigned *calls = user;
    ck_assert_uint_le(done, total);
    return ++*calls < 3;
}

START_TEST(cancelled)
{
    morgue_rebuilt rebuilt = {.articles = 77};
    unsigned calls = 0;
    const morgue_maintain_options options = {.progress = stop_soon, .user = &calls};
    fill();
    FAILS(MORGUE_CANCELLED, morgue_rebuild(n.path, &options, &rebuilt, &err));
    ck_assert_uint_eq(rebuilt.articles, 77);
    news_check(&n);
    read_articles(&n, &has);
    ck_assert_uint_eq(count_missing(), 0);
    news_again(&n);
    FAILS(MORGUE_LOCKED, morgue_rebuild(n.path, &options, &rebuilt, &err));
}
END_TEST

/* ---- Damage ------------------------------------------------------------------------------- */

START_TEST(flipped)
{
    uint64_t seed = (uint64_t)_i;
    const char *place = places[_i % 5];
    fill();
    read_archive_file(&n, place, &file);
    for (unsigned i = 0, flips = 1 + roll(&seed, 40); i < flips; i++) {
        size_t at = roll(&seed, (uint32_t)file.len);
        file.data[at] = (char)(file.data[at] ^ 1 << roll(&seed, 8));
    }
    write_archive_file(&n, place, &file);
    morgue_rebuilt rebuilt = rebuild(&n, &t);
    check(&rebuilt);
}
END_TEST

START_TEST(cut_off)
{
    uint64_t seed = (uint64_t)_i;
    const char *place = places[_i % 5];
    fill();
    read_archive_file(&n, place, &file);
    file.len = roll(&seed, (uint32_t)file.len);
    write_archive_file(&n, place, &file);
    morgue_rebuilt rebuilt = rebuild(&n, &t);
    check(&rebuilt);
}
END_TEST

/* Files that records are not in may go, one by one or most of them. */
START_TEST(gone)
{
    static const char *const names[] = {"iamglass", "postlist.glass", "termlist.glass",
                                        "position.glass"};
    fill();
    for (unsigned i = 0; i < 4; i++) {
        char path[64];
        snprintf(path, sizeof path, "archive/shard-000001/%s", names[i]);
        if (_i >> i & 1)
            unlink(scratch_path(&n.s, path));
    }
    morgue_rebuilt rebuilt = rebuild(&n, &t);
    check(&rebuilt);
    ck_assert_msg(count_missing() == 0 && has.count == had.count, "%.900s", t.text.data);
    ck_assert_uint_eq(rebuilt.lost + rebuilt.salvaged + rebuilt.kept, 0);
    ck_assert_int_eq(t.count > 0, (_i & 3) != 0);
}
END_TEST

/* A branch that is damaged costs nothing: the leaves under it are found, their documents known.
 * What was deleted, or replaced, is found too, and left. */
START_TEST(branches)
{
    unsigned found = 0;
    fill();
    read_archive_file(&n, places[0], &file);
    for (size_t at = 0; at + BLOCK <= file.len; at += BLOCK) {
        if (file.data[at + 4] == 0)
            continue;
        memset(file.data + at, 0xA5, BLOCK);
        found++;
    }
    ck_assert_uint_gt(found, 1);
    write_archive_file(&n, places[0], &file);
    morgue_rebuilt rebuilt = rebuild(&n, &t);
    check(&rebuilt);
    ck_assert_msg(count_missing() == 0 && has.count == had.count, "%.900s", t.text.data);
    ck_assert_uint_eq(rebuilt.lost + rebuilt.salvaged + rebuilt.kept, 0);
}
END_TEST

/* Without anything that tells which documents there are, all that is found is kept, under each id
 * the latest; the shard is kept, too. */
START_TEST(only_records)
{
    fill();
    read_archive_file(&n, places[0], &file);
    for (size_t at = 0; at + BLOCK <= file.len; at += BLOCK)
        if (file.data[at + 4])
            memset(file.data + at, 0, BLOCK);
    write_archive_file(&n, places[0], &file);
    unlink(scratch_path(&n.s, "archive/shard-000001/iamglass"));
    unlink(scratch_path(&n.s, "archive/shard-000001/postlist.glass"));
    unlink(scratch_path(&n.s, "archive/shard-000001/termlist.glass"));
    morgue_rebuilt rebuilt = rebuild(&n, &t);
    check(&rebuilt);
    ck_assert_uint_eq(count_missing(), 0);
    ck_assert_uint_ge(has.count, had.count);
    ck_assert_uint_le(has.count, had.count + 4); /* were deleted */
    ck_assert_uint_gt(rebuilt.salvaged, 100);
    ck_assert_uint_eq(rebuilt.uncertain, 1);
    ck_assert_uint_eq(rebuilt.kept, 1);
}
END_TEST

/* Records of a shard that has lost its dictionary with its table of postings can be unpacked: it is
 * in the archive's folder, too, as long as that copy is what its name says. */
START_TEST(dictionary)
{
    news_commit(&n, 0, 300, 800);
    morgue_writer_free(n.writer);
    n.writer = NULL;
    read_articles(&n, &had);
    unlink(scratch_path(&n.s, "archive/shard-000001/postlist.glass"));
    DIR *folder = opendir(n.path);
    unsigned copies = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (strncmp(entry->d_name, MG_STORE_DICTIONARY, strlen(MG_STORE_DICTIONARY)) != 0)
            continue;
        copies++;
        read_archive_file(&n, entry->d_name, &file);
        file.data[77] = (char)(file.data[77] ^ _i);
        write_archive_file(&n, entry->d_name, &file);
    }
    closedir(folder);
    ck_assert_uint_eq(copies, 1);
    morgue_rebuilt rebuilt = rebuild(&n, &t);
    check(&rebuilt);
    ck_assert_uint_eq(count_missing(), _i ? 300 : 0);
    ck_assert_uint_eq(rebuilt.lost, _i ? 300 : 0);
    ck_assert(!_i || strstr(t.text.data, "the dictionary that its record was packed with is lost"));
}
END_TEST

/* ---- The manifest ------------------------------------------------------------------------- */

/* Shards that were left over are taken up again; of two articles with an id the later shard has the
 * one that counts. */
START_TEST(without_manifest)
{
    news_commit(&n, 0, 50, 100);
    news_commit(&n, 50, 50, 100);
    for (int i = 0; i < 10; i++)
        OK(news_add(&n, i, 1, 100, &err));
    OK(morgue_writer_commit(n.writer, &err));
    morgue_writer_free(n.writer);
    n.writer = NULL;
    read_articles(&n, &had);
    char command[400];
    snprintf(command, sizeof command, "cp -r %s/shard-000001 %s/shard-000007 && rm %s/%s", n.path,
             n.path, n.path, MG_MANIFEST_NAME);
    ck_assert_int_eq(system(command), 0);
    morgue_rebuilt rebuilt = rebuild(&n, &t);
    check(&rebuilt);
    ck_assert_uint_eq(has.count, 100);
    ck_assert_uint_eq(count_missing(), 0);
    ck_assert_uint_eq(t.count, 1);
    ck_assert_uint_eq(rebuilt.uncertain, 1);
    ck_assert(scratch_has(&n.s, "archive/shard-000008"));
    ck_assert(!scratch_has(&n.s, "archive/shard-000007"));
}
END_TEST

/* Nothing is in doubt, and each article of the first shard is in another one, too. */
START_TEST(twice)
{
    mg_manifest manifest;
    char command[400];
    fill();
    unsigned first = 0;
    for (int i = 0; i < 150; i++)
        first += had.version[i] != 0 && i != 120; /* which was deleted, and came again */
    OK(mg_manifest_read(n.path, &manifest, &err));
    snprintf(command, sizeof command, "cp -r %s/shard-000001 %s/%s", n.path, n.path,
             mg_manifest_add(&manifest));
    ck_assert_int_eq(system(command), 0);
    OK(mg_manifest_write(n.path, &manifest, &err));
    mg_manifest_free(&manifest);
    morgue_rebuilt rebuilt = rebuild(&n, &t);
    check(&rebuilt);
    ck_assert_uint_eq(has.count, had.count);
    ck_assert_uint_eq(count_missing(), 0);
    ck_assert_uint_eq(rebuilt.lost + rebuilt.uncertain + rebuilt.salvaged, 0);
    ck_assert_uint_eq(rebuilt.kept, 1);
    ck_assert(scratch_has(&n.s, "archive/damaged-000001"));
    ck_assert_uint_eq(t.articles, first);
    ck_assert_uint_eq(t.count, first);
    told_free(&t);
    rebuild(&n, &t);
    ck_assert_uint_eq(t.count, 0);
}
END_TEST

/* What is kept stays as it is, whatever is done with the archive. */
START_TEST(kept)
{
    fill();
    unlink(scratch_path(&n.s, "archive/shard-000002/docdata.glass"));
    morgue_rebuilt rebuilt = rebuild(&n, &t);
    check(&rebuilt);
    ck_assert_uint_eq(rebuilt.kept, 1);
    ck_assert_uint_eq(rebuilt.lost, 99); /* one of them was deleted */
    ck_assert_uint_eq(t.articles, 99);
    uint64_t size = mg_path_size(scratch_path(&n.s, "archive/damaged-000002"));
    ck_assert_uint_gt(size, BLOCK);
    uint64_t all = mg_path_size(n.path);
    ck_assert_uint_eq(news_stats(&n).bytes_archive, all - size);
    n.engine.untidy = false;
    news_again(&n);
    for (int i = 0; i < 9; i++)
        news_commit(&n, 300 + i, 1, 100);
    OK(morgue_writer_compact(n.writer, NULL, NULL, &err));
    told_free(&t);
    rebuild(&n, &t);
    ck_assert_uint_eq(t.count, 0);
    ck_assert_uint_eq(mg_path_size(scratch_path(&n.s, "archive/damaged-000002")), size);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("rebuild");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, sound);
    tcase_add_test(tests, empty);
    tcase_add_test(tests, cancelled);
    tcase_add_loop_test(tests, flipped, 0, 40);
    tcase_add_loop_test(tests, cut_off, 0, 25);
    tcase_add_loop_test(tests, gone, 0, 16);
    tcase_add_test(tests, branches);
    tcase_add_test(tests, only_records);
    tcase_add_loop_test(tests, dictionary, 0, 2);
    tcase_add_test(tests, without_manifest);
    tcase_add_test(tests, twice);
    tcase_add_test(tests, kept);
    return run_tests("rebuild", tests);
}
