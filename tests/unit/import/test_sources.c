/* morgue_import_source(): bytes of the caller's are read as a file is, whatever they are packed in
 * and however they come, and end as the caller says. Commits on the way. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tests/unit/input/packing.h"

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

/* ---- A source ------------------------------------------------------------------------------ */

typedef struct bytes {
    const char *data;
    size_t len, at;
    size_t piece;        /* handed out at once, at most */
    morgue_status fails; /* behind the bytes; OK: they end */
    const char *why;     /* NULL: it does not say */
    size_t excess;       /* claims that many more */
    long wait_ms;        /* before each piece */
    unsigned reads, after_end;
    bool ended;
} bytes;

static morgue_status read_bytes(void *user, char *into, size_t size, size_t *ret,
                                morgue_error *problem)
{
    bytes *b = user;
    size_t n = b->len - b->at;
    ck_assert_uint_gt(size, 0);
    nanosleep(&(struct timespec){b->wait_ms / 1000, b->wait_ms % 1000 * 1000000}, NULL);
    b->reads++;
    b->after_end += b->ended;
    n = n < b->piece ? n : b->piece;
    n = n < size ? n : size;
    if (n)
        memcpy(into, b->data + b->at, n);
    b->at += n;
    *ret = n + b->excess;
    b->ended = !n;
    if (n || b->fails == MORGUE_OK)
        return MORGUE_OK;
    *ret = 12345; /* means nothing then */
    if (b->why)
        snprintf(problem->message, sizeof problem->message, "%s", b->why);
    return b->fails;
}

typedef struct told {
    unsigned problems, rejected, files;
    char path[64], reason[400], format[16];
    unsigned stop; /* after so many calls; 0: never */
    uint64_t commits, articles[64], revisions[64];
    const bytes *source;
    unsigned reads[64]; /* that it had had */
} told;

static void on_problem(void *user, const morgue_problem *problem)
{
    told *t = user;
    t->problems++;
    t->rejected += problem->severity == MORGUE_REJECTED;
    snprintf(t->path, sizeof t->path, "%s", problem->path);
    snprintf(t->reason, sizeof t->reason, "%s", problem->reason);
}

static void on_file(void *user, const morgue_file_report *report)
{
    told *t = user;
    t->files++;
    snprintf(t->format, sizeof t->format, "%s", report->format ? report->format : "none");
}

static bool on_progress(void *user, const morgue_summary *so_far)
{
    told *t = user;
    (void)so_far;
    return !t->stop || --t->stop;
}

static uint64_t articles_there(void)
{
    morgue_archive *reading;
    morgue_stats stats;
    OK(morgue_archive_open(s.path, &reading, &err));
    OK(morgue_archive_stats(reading, &stats, &err));
    morgue_archive_free(reading);
    return stats.articles;
}

static void on_committed(void *user, const morgue_summary *so_far, uint64_t revision)
{
    told *t = user;
    ck_assert_uint_lt(t->commits, 64);
    t->articles[t->commits] = articles_there();
    t->reads[t->commits] = t->source ? t->source->reads : 0;
    t->revisions[t->commits++] = revision;
    ck_assert_uint_eq(so_far->commits, t->commits);
}

static morgue_import_options options_for(told *t)
{
    return (morgue_import_options){.problem = on_problem,
                                   .file = on_file,
                                   .progress = on_progress,
                                   .committed = on_committed,
                                   .user = t};
}

static morgue_summary run(bytes *b, const morgue_import_options *options, morgue_status expected)
{
    morgue_writer *writer;
    morgue_summary summary;
    const morgue_source source = {"feed", read_bytes, b};
    b->at = b->reads = b->after_end = 0;
    b->ended = false;
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    err = (morgue_error){0};
    morgue_status status = morgue_import_source(writer, &source, options, &summary, &err);
    ck_assert_msg(status == expected, "%d: %s", status, err.message);
    morgue_writer_free(writer);
    ck_assert_uint_eq(b->after_end, 0);
    ck_assert_uint_eq(summary.articles_seen, summary.added + summary.replaced + summary.unchanged +
                                                 summary.rejected - summary.files_rejected);
    return summary;
}

/* `n` lines, the ids of which begin with `name`. */
static void put_lines(mg_buffer *ret, const char *name, int n)
{
    char line[100];
    for (int i = 0; i < n; i++) {
        snprintf(line, sizeof line, "{\"id\":\"%s%d\",\"title\":\"Ferry %d\"}\n", name, i, i);
        ck_assert(mg_buffer_append_string(ret, line));
    }
}

/* ---- As a file is read --------------------------------------------------------------------- */

static const struct packing {
    int format, filter;
} packings[] = {{0, ARCHIVE_FILTER_NONE},
                {0, ARCHIVE_FILTER_GZIP},
                {0, ARCHIVE_FILTER_ZSTD},
                {ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE},
                {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP},
                {ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE}};
enum { PACKINGS = sizeof packings / sizeof *packings };

/* `n` lines, packed; containers have them in two files. */
static void pack(const struct packing *p, int n, mg_buffer *ret)
{
    mg_buffer a = {0}, b = {0};
    put_lines(&a, "a", n / 2);
    put_lines(&b, "b", n - n / 2);
    const packed_file files[] = {
        {"a.jsonl", a.data, a.len}, {"b.jsonl", b.data, b.len}, END_OF_FILES};
    if (p->format) {
        pack_files(p->format, p->filter, NULL, NULL, files, ret);
    } else {
        ck_assert(mg_buffer_append(&a, b.data, b.len));
        compress_bytes(p->filter, a.data, a.len, ret);
    }
    mg_buffer_free(&a);
    mg_buffer_free(&b);
}

START_TEST(packed_in_pieces)
{
    static const size_t pieces[] = {1, 7, 4096, SIZE_MAX};
    const struct packing *p = &packings[_i];
    mg_buffer packed = {0};
    pack(p, 20, &packed);
    for (size_t i = 0; i < 4; i++) {
        bytes b = {.data = packed.data, .len = packed.len, .piece = pieces[i]};
        told t = {0};
        morgue_import_options options = options_for(&t);
        options.commit_articles = i % 2 ? 5 : 0; /* read as it comes */
        morgue_summary summary = run(&b, &options, MORGUE_OK);
        ck_assert_uint_eq(i ? summary.unchanged : summary.added, 20);
        if (!p->format) /* libarchive may leave the end of a container unread */
            ck_assert_uint_eq(summary.bytes_in, packed.len);
        ck_assert_uint_eq(t.problems, 0);
        ck_assert_uint_eq(t.files, p->format ? 2 : 1);
        ck_assert_str_eq(t.format, "json");
    }
    mg_buffer_free(&packed);
}
END_TEST

/* Wherever it is ended, what was read before is in, and nothing is told of the rest. */
START_TEST(cancelled_anywhere)
{
    const struct packing *p = &packings[_i];
    mg_buffer packed = {0};
    uint64_t most = 0;
    pack(p, 20, &packed);
    for (size_t at = 0; at < packed.len; at += packed.len / 37 + 1) {
        bytes b = {.data = packed.data, .len = at, .piece = 300, .fails = MORGUE_CANCELLED};
        told t = {0};
        morgue_import_options options = options_for(&t);
        morgue_summary summary = run(&b, &options, MORGUE_CANCELLED);
        uint64_t read = summary.added + summary.unchanged, lines = 0;
        ck_assert_uint_eq(t.rejected + summary.rejected, 0);
        most = read > most ? read : most;
        ck_assert_uint_eq(articles_there(), most);
        for (size_t i = 0; !_i && i < at; i++)
            lines += packed.data[i] == '\n';
        if (!_i)
            ck_assert(read == lines || (read == lines + 1 && packed.data[at] == '\n'));
    }
    mg_buffer_free(&packed);
}
END_TEST

START_TEST(fails)
{
    mg_buffer lines = {0};
    put_lines(&lines, "a", 3);
    bytes b = {.data = lines.data, .len = lines.len, .piece = 5, .fails = MORGUE_INVALID};
    told t = {0};
    morgue_import_options options = options_for(&t);
    morgue_summary summary = run(&b, &options, MORGUE_OK);
    ck_assert_uint_eq(summary.added, 3);
    ck_assert_uint_eq(summary.files_rejected, 1);
    ck_assert_str_eq(t.path, "feed");
    ck_assert_str_eq(t.reason, "cannot be read, and does not say why");
    b.why = "the line is dead";
    run(&b, &options, MORGUE_OK);
    ck_assert_str_eq(t.reason, "the line is dead");
    b.len = 0;
    ck_assert_uint_eq(run(&b, &options, MORGUE_OK).files_rejected, 1);
    ck_assert_str_eq(t.reason, "the line is dead");
    b.fails = MORGUE_NO_MEMORY;
    run(&b, &options, MORGUE_NO_MEMORY);
    mg_buffer_free(&lines);
}
END_TEST

START_TEST(claims_too_much)
{
    mg_buffer lines = {0};
    put_lines(&lines, "a", 3);
    bytes b = {.data = lines.data, .len = lines.len, .piece = SIZE_MAX, .excess = SIZE_MAX / 2};
    told t = {0};
    morgue_import_options options = options_for(&t);
    ck_assert_uint_eq(run(&b, &options, MORGUE_OK).added, 0);
    ck_assert_uint_eq(t.rejected, 1);
    ck_assert_ptr_nonnull(strstr(t.reason, "bytes into room for"));
    ck_assert_uint_eq(b.reads, 1);
    mg_buffer_free(&lines);
}
END_TEST

START_TEST(invalid)
{
    bytes b = {.len = 0};
    morgue_summary summary;
    const morgue_source nameless = {NULL, read_bytes, &b}, dumb = {"feed", NULL, &b};
    FAILS(MORGUE_INVALID, morgue_import_source(NULL, NULL, NULL, &summary, &err));
    FAILS(MORGUE_INVALID, morgue_import_source(NULL, &nameless, NULL, &summary, &err));
    FAILS(MORGUE_INVALID, morgue_import_source(NULL, &dumb, NULL, &summary, &err));
    const morgue_source empty = {"feed", read_bytes, &b};
    OK(morgue_import_source(NULL, &empty, NULL, &summary, NULL));
    ck_assert_uint_eq(summary.files_skipped, 1);
}
END_TEST

/* ---- Formats of the caller's own, in a container ------------------------------------------- */

static int bid(void *user, const char *head, size_t len, const char *path, const char **ret_why)
{
    (void)user, (void)path;
    *ret_why = "begins with ===";
    return len > 3 && memcmp(head, "=== ", 4) == 0 ? 80 : 0;
}

static morgue_reading next(void *user, morgue_reader *reader, morgue_article *article,
                           morgue_error *problem)
{
    morgue_text window;
    (void)user;
    if (morgue_reader_peek(reader, 1 << 16, &window, problem) != MORGUE_OK || !window.len)
        return MORGUE_READ_END;
    OK(morgue_reader_put(reader, article, MORGUE_TITLE, window.data + 4, window.len - 4, &err));
    ck_assert_ptr_nonnull(strstr(morgue_reader_path(reader), "feed/"));
    morgue_reader_skip(reader, window.len);
    return MORGUE_READ_ARTICLE;
}

START_TEST(own_format)
{
    static const morgue_format cards = {.name = "cards", .bid = bid, .next = next};
    static const packed_file files[] = {
        {"x/a.txt", "=== One\n", 0}, {"b", "=== Two", 0}, END_OF_FILES};
    const morgue_format *const formats[] = {&cards};
    mg_buffer zip = {0};
    told t = {0};
    morgue_import_options options = options_for(&t);
    options.formats = formats;
    options.n_formats = 1;
    pack_files(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL, NULL, files, &zip);
    bytes b = {.data = zip.data, .len = zip.len, .piece = 100};
    ck_assert_uint_eq(run(&b, &options, MORGUE_OK).added, 2);
    ck_assert_str_eq(t.format, "cards");
    mg_buffer_free(&zip);
}
END_TEST

/* Lines that begin with >, each as soon as it is there. */
static int bid_on_line(void *user, const char *head, size_t len, const char *path,
                       const char **ret_why)
{
    (void)user, (void)path;
    *ret_why = "begins with >";
    return len && *head == '>' ? 60 : 0;
}

static morgue_reading next_line(void *user, morgue_reader *reader, morgue_article *article,
                                morgue_error *problem)
{
    morgue_text window;
    (void)user;
    for (size_t want = 1;; want = window.len + 1) {
        if (morgue_reader_peek(reader, want, &window, problem) != MORGUE_OK)
            return MORGUE_READ_BROKEN;
        const char *feed = window.len ? memchr(window.data, '\n', window.len) : NULL;
        size_t len = feed ? (size_t)(feed + 1 - window.data) : window.len;
        if (!len)
            return MORGUE_READ_END;
        if (!feed && window.len >= want)
            continue;
        OK(morgue_reader_put(reader, article, MORGUE_TITLE, window.data, len, &err));
        morgue_reader_skip(reader, len);
        return MORGUE_READ_ARTICLE;
    }
}

/* Where commits are made on the way, its lines are read as they come. */
START_TEST(own_format_followed)
{
    static const morgue_format quotes = {.name = "quotes", .bid = bid_on_line, .next = next_line};
    static const char text[] = ">one\n>two\n>six\n>ten\n";
    const morgue_format *const formats[] = {&quotes};
    bytes b = {.data = text, .len = sizeof text - 1, .piece = 5};
    told t = {.source = &b};
    morgue_import_options options = options_for(&t);
    options.formats = formats;
    options.n_formats = 1;
    options.commit_articles = 1;
    morgue_summary summary = run(&b, &options, MORGUE_OK);
    ck_assert_uint_eq(summary.added, 4);
    ck_assert_uint_eq(t.commits, 4);
    for (size_t i = 0; i < 4; i++) /* each before the next one was read */
        ck_assert_uint_eq(t.reads[i], i + 1);
}
END_TEST

/* ---- Commits on the way -------------------------------------------------------------------- */

/* When so many have come, deletions included; what was rejected does not count. */
START_TEST(commits_by_number)
{
    mg_buffer lines = {0};
    put_lines(&lines, "a", 5);
    ck_assert(mg_buffer_append_string(&lines, "{\"id\":\"a1\",\"deleted\":true}\n{}\n"));
    put_lines(&lines, "b", 4);
    bytes b = {.data = lines.data, .len = lines.len, .piece = SIZE_MAX};
    told t = {0};
    morgue_import_options options = options_for(&t);
    options.commit_articles = 3;
    morgue_summary summary = run(&b, &options, MORGUE_OK);
    ck_assert_uint_eq(summary.commits, 4);
    ck_assert_uint_eq(t.commits, 4);
    static const uint64_t there[] = {3, 4, 7, 8};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_uint_eq(t.articles[i], there[i]);
        ck_assert_uint_eq(t.revisions[i], i + 1);
    }
    t = (told){0};
    run(&b, &options, MORGUE_OK); /* a1 comes and goes again: nothing else is new */
    ck_assert_uint_eq(articles_there(), 8);
    mg_buffer_free(&lines);
}
END_TEST

START_TEST(commits_by_time)
{
    mg_buffer lines = {0};
    put_lines(&lines, "a", 10);
    bytes b = {.data = lines.data, .len = lines.len, .piece = lines.len / 10, .wait_ms = 30};
    told t = {0};
    morgue_import_options options = options_for(&t);
    options.commit_ms = 20;
    morgue_summary summary = run(&b, &options, MORGUE_OK);
    ck_assert_uint_eq(summary.added, 10);
    ck_assert_uint_ge(summary.commits, 4); /* with each second one: the source itself may wait */
    ck_assert_uint_eq(t.articles[0], 2);
    mg_buffer_free(&lines);
}
END_TEST

START_TEST(stopped_by_progress)
{
    mg_buffer lines = {0};
    put_lines(&lines, "a", 10);
    bytes b = {.data = lines.data, .len = lines.len, .piece = lines.len / 10};
    uint64_t most = 0;
    for (unsigned stop = 1; stop < 12; stop++) {
        told t = {.stop = stop};
        morgue_import_options options = options_for(&t);
        options.commit_ms = stop % 2 ? 60000 : 0;
        morgue_summary summary = run(&b, &options, MORGUE_CANCELLED);
        uint64_t read = summary.added + summary.unchanged;
        most = read > most ? read : most;
        ck_assert_uint_eq(articles_there(), most);
        ck_assert_uint_eq(t.problems, 0);
    }
    mg_buffer_free(&lines);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("sources");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, packed_in_pieces, 0, PACKINGS);
    tcase_add_loop_test(tests, cancelled_anywhere, 0, PACKINGS);
    tcase_add_test(tests, fails);
    tcase_add_test(tests, claims_too_much);
    tcase_add_test(tests, invalid);
    tcase_add_test(tests, own_format);
    tcase_add_test(tests, own_format_followed);
    tcase_add_test(tests, commits_by_number);
    tcase_add_test(tests, commits_by_time);
    tcase_add_test(tests, stopped_by_progress);
    return run_tests("sources", tests);
}
