/* Damaged files: whatever they say, reading ends, inside the files, and what cannot be is told. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/path.h"
#include "tests/unit/direct/articles.h"
#include "tests/unit/direct/two_ways.h"
#include "tests/unit/index/compare.h"

enum { ROUNDS = 150, TABLES = 4 };

static const char *const tables[TABLES] = {"postlist.glass", "position.glass", "termlist.glass",
                                           "docdata.glass"};
static scratch folder;
static morgue_error err;

static void setup(void)
{
    scratch_open(&folder);
}

static void teardown(void)
{
    scratch_close(&folder);
}

/* ---- Files -------------------------------------------------------------------------------- */

static void read_file(const char *shard, const char *name, mg_buffer *ret)
{
    char *path = mg_path_join(shard, name);
    mg_buffer_clear(ret);
    OK(mg_file_read(path, MG_BUFFER_MAX - 5000, ret, &err));
    free(path);
}

static void write_file(const char *shard, const char *name, const mg_buffer *content, size_t len)
{
    char *path = mg_path_join(shard, name);
    int fd = open(path, O_WRONLY | O_TRUNC | O_CREAT | O_CLOEXEC, 0600);
    CHECK(fd >= 0);
    CHECK(write(fd, content->data, len) == (ssize_t)len);
    CHECK(close(fd) == 0);
    free(path);
}

/* Turns some bytes; those at the beginning of blocks, which say where all else is, as often as all
 * others. */
static void turn_bytes(mg_buffer *content, uint64_t *seed)
{
    static const uint8_t values[] = {0, 1, 2, 0x7F, 0x80, 0xFF, 0x20, 0x40};
    for (uint32_t n = 1 + roll(seed, 30); n && content->len; n--) {
        size_t at = roll(seed, (uint32_t)content->len);
        if (roll(seed, 2))
            at = at / 2048 * 2048 + roll(seed, 40);
        if (at >= content->len)
            continue;
        char *byte = content->data + at;
        switch (roll(seed, 3)) {
        case 0: *byte = (char)values[roll(seed, 8)]; break;
        case 1: *byte = (char)(*byte ^ 1 << roll(seed, 8)); break;
        default: *byte = (char)roll(seed, 256);
        }
    }
}

/* One block over another. */
static void swap_blocks(mg_buffer *content, uint64_t *seed)
{
    uint32_t blocks = (uint32_t)(content->len / 8192);
    if (blocks > 1)
        memcpy(content->data + 8192 * roll(seed, blocks), content->data + 8192 * roll(seed, blocks),
               8192);
}

/* ---- Reading ------------------------------------------------------------------------------ */

static bool expected(morgue_status status)
{
    return status == MORGUE_OK || status == MORGUE_CORRUPT || status == MORGUE_NOT_FOUND ||
           status == MORGUE_BAD_VERSION || status == MORGUE_STALE || status == MORGUE_INVALID ||
           status == MORGUE_IO;
}

static bool count_term(void *user, morgue_text term, uint32_t wdf)
{
    size_t *left = user;
    CHECK(term.data[term.len] == '\0' && wdf + term.len < SIZE_MAX);
    return --*left > 0;
}

static void read_list(mg_index *index, morgue_text term, uint64_t *seed)
{
    enum { ROOM = 700 };
    static uint32_t docids[ROOM], wdfs[ROOM];
    mg_places places = {0};
    mg_list *list = NULL;
    uint32_t last = 0;
    OK(mg_list_open(index, term.data, term.len, &list, &err));
    for (int i = 0; list && i < 5000 && mg_list_peek(list); i++) {
        CHECK(mg_list_peek(list) > last);
        if (roll(seed, 3) == 0)
            mg_list_skip(list, last + roll(seed, 1000));
        size_t n = mg_list_take(list, UINT32_MAX, 1 + roll(seed, ROOM), docids, wdfs);
        for (size_t k = 0; k < n; k++) {
            CHECK(docids[k] > last);
            last = docids[k];
            CHECK(roll(seed, 8) || mg_list_positions(list, last, &places));
        }
        if (n == 0)
            break;
    }
    mg_list_free(list);
    free(places.at);
}

static bool see_metadata(void *user, morgue_text key, morgue_text value)
{
    size_t *bytes = user;
    for (size_t i = 0; i < value.len; i++)
        *bytes += value.data[i] != 0;
    *bytes += key.len;
    return true;
}

static bool told; /* something said itself that it is damaged */

static bool note(morgue_status status)
{
    told = told || status == MORGUE_CORRUPT;
    return expected(status);
}

static void read_documents(mg_index *index, uint64_t *seed)
{
    mg_buffer data = {0}, greatest = {0};
    for (uint32_t docid = 0; docid < 400; docid++) {
        size_t left = 1 + roll(seed, 500);
        CHECK(note(mg_index_record(index, docid, &data, &err)));
        CHECK(note(mg_index_document_terms(index, docid, "", count_term, &left, &err)));
        CHECK(mg_index_lengths(index, docid * 7 / 5));
        CHECK(mg_index_dates(index, docid * 7 / 5));
    }
    size_t bytes = 0;
    CHECK(note(mg_index_metadata(index, "morgue.revision", &data, &err)));
    CHECK(note(mg_index_each_metadata(index, "m", 1, see_metadata, &bytes, &err)));
    for (uint32_t slot = 0; slot < 10; slot++)
        CHECK(note(mg_index_value_bounds(index, slot, &data, &greatest, &err)));
    mg_buffer_free(&data);
    mg_buffer_free(&greatest);
}

/* Reads all that there is, whatever it says, and returns what it is worth. */
static morgue_status read_shard(const char *path, uint64_t *seed)
{
    mg_index *index = NULL;
    morgue_text term;
    uint32_t frequency;
    morgue_status status = mg_index_open(path, &index, &err);
    if (status != MORGUE_OK)
        return status;
    told = false;
    mg_terms *terms = mg_terms_open(index, "", 0);
    CHECK(terms);
    for (uint32_t i = 0; i < 100000 && mg_terms_next(terms, &term, &frequency); i++) {
        CHECK(term.len <= 255 && term.data[term.len] == '\0');
        if (roll(seed, 4) == 0)
            read_list(index, term, seed);
        if (roll(seed, 100) == 0)
            mg_terms_seek(terms, "m", 1);
    }
    mg_terms_free(terms);
    read_list(index, (morgue_text){"a0", 2}, seed);
    read_documents(index, seed);
    status = mg_index_check(index, &err);
    mg_index_free(index);
    return status == MORGUE_OK && told ? MORGUE_CORRUPT : status;
}

static void make_shard(const char *path, bool updated)
{
    records all = {0};
    uint64_t seed = 3;
    morgue_article *article = morgue_article_new();
    for (unsigned i = 0; i < 200; i++) {
        roll_article(&seed, 300, article);
        CHECK(records_add(&all, article));
    }
    OK(write_direct(path, &all, (morgue_text){"", 0}, 1, &err));
    if (updated)
        OK(change_some(path, &all, 1, 60, &err));
    morgue_article_free(article);
    records_free(&all);
}

/* One table after the other, and the version file. */
START_TEST(damaged)
{
    const char *name = _i < TABLES ? tables[_i] : "iamglass";
    char *path = mg_path_join(folder.path, "shard");
    mg_buffer whole = {0}, content = {0};
    unsigned counts[MORGUE_STATUS_COUNT] = {0};
    uint64_t seed = (uint64_t)_i + 1;
    make_shard(path, _i % 2);
    read_file(path, name, &whole);
    for (unsigned i = 0; i < ROUNDS; i++) {
        mg_buffer_clear(&content);
        CHECK(mg_buffer_append(&content, whole.data, whole.len));
        size_t len = content.len;
        switch (roll(&seed, 8)) {
        case 0: len = roll(&seed, (uint32_t)len); break;
        case 1: swap_blocks(&content, &seed); break;
        default: turn_bytes(&content, &seed);
        }
        write_file(path, name, &content, len);
        uint64_t reading = i; /* apart, so that the damage is the same whatever is read */
        morgue_status status = read_shard(path, &reading);
        ck_assert_msg(expected(status), "%d %s", status, err.message);
        counts[status]++;
    }
    /* Much of it is met; not what lies in packed records, which only who unpacks them sees. */
    CHECK(counts[MORGUE_CORRUPT] > ROUNDS / 6);
    write_file(path, name, &whole, whole.len);
    CHECK(read_shard(path, &seed) == MORGUE_OK);
    mg_buffer_free(&whole);
    mg_buffer_free(&content);
    free(path);
}
END_TEST

START_TEST(missing)
{
    char *path = mg_path_join(folder.path, "shard");
    uint64_t seed = 1;
    make_shard(path, false);
    char *table = mg_path_join(path, "position.glass");
    CHECK(unlink(table) == 0);
    CHECK(read_shard(path, &seed) == MORGUE_CORRUPT);
    CHECK(strstr(err.message, "position"));
    char *version = mg_path_join(path, "iamglass");
    CHECK(unlink(version) == 0);
    CHECK(read_shard(path, &seed) != MORGUE_OK);
    mg_path_remove(path);
    CHECK(read_shard(path, &seed) == MORGUE_NOT_FOUND);
    free(table);
    free(version);
    free(path);
}
END_TEST

/* A commit makes what was opened stale, even when it comes at once; removal does not. */
START_TEST(committed)
{
    char *path = mg_path_join(folder.path, "shard");
    records all = {0};
    mg_index *index = NULL;
    uint64_t seed = 1;
    morgue_article *article = morgue_article_new();
    roll_article(&seed, 30, article);
    CHECK(records_add(&all, article));
    make_shard(path, false);
    for (unsigned i = 0; i < 4; i++) {
        OK(mg_index_open(path, &index, &err));
        OK(mg_index_check(index, &err));
        for (unsigned k = 0; k <= i; k++)
            OK(change_some(path, &all, 2 * i + k, 5, &err));
        FAILS(MORGUE_STALE, mg_index_check(index, &err));
        mg_index_free(index);
    }
    OK(mg_index_open(path, &index, &err));
    mg_path_remove(path);
    OK(mg_index_check(index, &err));
    read_documents(index, &seed);
    OK(mg_index_check(index, &err));
    mg_index_free(index);
    morgue_article_free(article);
    records_free(&all);
    free(path);
}
END_TEST

/* Sums that hold in every revision of a shard. */
static bool adds_up(mg_index *index)
{
    enum { ROOM = MG_WINDOW };
    static uint32_t docids[ROOM], wdfs[ROOM];
    uint64_t words = 0, lengths = 0, documents = 0;
    bool good = true;
    morgue_text term;
    uint32_t frequency;
    mg_terms *terms = mg_terms_open(index, "", 0);
    while (mg_terms_next(terms, &term, &frequency)) {
        mg_list *list = NULL;
        OK(mg_list_open(index, term.data, term.len, &list, &err));
        size_t n = list ? mg_list_take(list, UINT32_MAX, ROOM, docids, wdfs) : 0;
        for (size_t i = 0; i < n; i++)
            words += wdfs[i];
        good = good && n == frequency;
        mg_list_free(list);
    }
    mg_terms_free(terms);
    for (uint32_t window = 0; window <= mg_index_last(index) / MG_WINDOW; window++) {
        const mg_lengths *page = mg_index_lengths(index, window);
        for (size_t i = 0; i < MG_WINDOW; i++) {
            documents += page->present[i / 64] >> i % 64 & 1;
            lengths += page->length[i];
        }
    }
    return good && words == lengths && lengths == mg_index_total_length(index) &&
           documents == mg_index_articles(index);
}

/* A writer commits as fast as it can: what counts is as it was at one moment. */
START_TEST(written_meanwhile)
{
    char *path = mg_path_join(folder.path, "shard");
    records all = {0};
    unsigned good = 0, stale = 0;
    uint64_t seed = 1;
    morgue_article *article = morgue_article_new();
    for (unsigned i = 0; i < 20; i++) {
        roll_article(&seed, 200, article);
        CHECK(records_add(&all, article));
    }
    make_shard(path, false);
    pid_t writer = check_fork();
    if (writer == 0) {
        for (uint64_t i = 0; i < 300; i++)
            OK(change_some(path, &all, i, 10, &err));
        _exit(0);
    }
    while (waitpid(writer, NULL, WNOHANG) == 0) {
        mg_index *index = NULL;
        morgue_status status = mg_index_open(path, &index, &err);
        if (status == MORGUE_OK) {
            usleep(roll(&seed, 20000));
            bool sound = adds_up(index);
            status = mg_index_check(index, &err);
            ck_assert_msg(status == MORGUE_OK || status == MORGUE_STALE, "%s", err.message);
            CHECK(sound || status == MORGUE_STALE);
        }
        good += status == MORGUE_OK;
        stale += status == MORGUE_STALE;
        CHECK(status == MORGUE_OK || status == MORGUE_STALE);
        mg_index_free(index);
    }
    CHECK(good && stale);
    morgue_article_free(article);
    records_free(&all);
    free(path);
}
END_TEST

START_TEST(keys_of_dates)
{
    CHECK(mg_date_key("", 0) == 0);
    CHECK(mg_date_key("2022", 4) == UINT64_C(0x3133000000000000));
    CHECK(mg_date_key("20220121140509", 14) == UINT64_C(0x3133123225161A00));
    CHECK(mg_date_key("2022", 4) < mg_date_key("202201", 6));
    CHECK(mg_date_key("20211231235959", 14) < mg_date_key("2022", 4));
    CHECK(mg_date_key("20x2", 4) == UINT64_C(0x3100000000000000));
    CHECK(mg_date_key("12345678901234567890", 20) == UINT64_C(0x23456789A1234567));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("damage");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, damaged, 0, TABLES + 1);
    tcase_add_test(tests, missing);
    tcase_add_test(tests, committed);
    tcase_add_test(tests, written_meanwhile);
    tcase_add_test(tests, keys_of_dates);
    return run_tests("index_damage", tests);
}
