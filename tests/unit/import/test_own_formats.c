/* Formats of the caller's own in morgue_import(): they count beside the others, get what those get,
 * and cannot hurt by being wrong. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/scratch.h"

static scratch s;
static morgue_error err;
static char dump[600], archive[600];

static void setup(void)
{
    scratch_open(&s);
    snprintf(dump, sizeof dump, "%s.dump", s.path);
    snprintf(archive, sizeof archive, "%s", s.path);
}

static void teardown(void)
{
    remove(dump);
    scratch_close(&s);
}

static void write_dump(const char *bytes, size_t len)
{
    FILE *file = fopen(dump, "w");
    ck_assert_uint_eq(fwrite(bytes, 1, len, file), len);
    fclose(file);
}

/* ---- A format ------------------------------------------------------------------------------ */

typedef enum trick {
    GOOD,
    SKIPS_FAR,   /* beyond the window */
    BAD_IS_MUTE, /* no status, no reason */
    BAD_IS_LOUD, /* a message without an end, in bytes that are no text */
    BAD_HALF,    /* an article half filled, on the third line */
    EMPTY,       /* READ_ARTICLE, and nothing in it */
    NOT_TEXT,    /* set, not put: in as it stands, like the articles of any caller */
    NEVER_KNOWN, /* READ_KNOWN without asking */
    STANDS_BAD,  /* READ_BAD for ever */
    STANDS_KNOWN,
    NO_ANSWER, /* a number that is none */
    OPEN_FAILS,
    OPEN_STARVES,
    BROKEN
} trick;

/* `LINE`, or `LINE|DATE`, is an article. */
typedef struct lines {
    trick trick;
    int sure;
    const char *why;
    unsigned opened, closed, puts;
} lines;

static int bid(void *user, const char *head, size_t len, const char *path, const char **ret_why)
{
    const lines *l = user;
    ck_assert_ptr_nonnull(path);
    ck_assert(len <= 64 << 10);
    if (l->why)
        *ret_why = l->why;
    return len && *head ? l->sure : 0;
}

static morgue_status open_lines(void *user, morgue_reader *reader, void **ret,
                                morgue_error *problem)
{
    lines *l = user;
    ck_assert_str_eq(morgue_reader_path(reader), dump);
    l->opened++;
    *ret = l;
    if (l->trick == OPEN_STARVES)
        return MORGUE_NO_MEMORY;
    if (l->trick == OPEN_FAILS)
        snprintf(problem->message, sizeof problem->message, "no key\nfor it");
    return l->trick == OPEN_FAILS ? MORGUE_NOT_FOUND : MORGUE_OK;
}

static void close_lines(void *state)
{
    ((lines *)state)->closed++;
}

static morgue_reading misbehave(const lines *l, morgue_reader *reader, morgue_article *article,
                                bool third, morgue_error *problem)
{
    switch (l->trick) {
    case SKIPS_FAR: morgue_reader_skip(reader, SIZE_MAX); return MORGUE_READ_ARTICLE;
    case BAD_IS_MUTE: return MORGUE_READ_BAD;
    case BAD_IS_LOUD:
        memset(problem->message, 0xFF, sizeof problem->message);
        return MORGUE_READ_BAD;
    case BAD_HALF: return third ? MORGUE_READ_BAD : MORGUE_READ_ARTICLE;
    case EMPTY: morgue_article_clear(article); return MORGUE_READ_ARTICLE;
    case NOT_TEXT:
        OK(morgue_article_set(article, MORGUE_TEXT, "a\xFF\1b", MORGUE_NUL, &err));
        return MORGUE_READ_ARTICLE;
    case NEVER_KNOWN: return MORGUE_READ_KNOWN;
    case NO_ANSWER: return (morgue_reading)77;
    case BROKEN: problem->status = MORGUE_CANCELLED; return MORGUE_READ_BROKEN;
    default: return MORGUE_READ_ARTICLE;
    }
}

static morgue_reading next(void *state, morgue_reader *reader, morgue_article *article,
                           morgue_error *problem)
{
    lines *l = state;
    morgue_text window;
    ck_assert_ptr_nonnull(problem);
    ck_assert_uint_eq(morgue_article_count(article, MORGUE_TITLE), 0);
    if (l->trick == STANDS_BAD || l->trick == STANDS_KNOWN)
        return l->trick == STANDS_BAD ? MORGUE_READ_BAD : MORGUE_READ_KNOWN;
    OK(morgue_reader_peek(reader, 1 << 20, &window, &err));
    if (!window.len)
        return MORGUE_READ_END;
    const char *feed = memchr(window.data, '\n', window.len);
    size_t len = feed ? (size_t)(feed - window.data) : window.len;
    const char *bar = memchr(window.data, '|', len);
    bool third = memchr(window.data, '3', len);
    if (morgue_reader_knows(reader, window.data, len)) {
        morgue_reader_skip(reader, len + 1);
        return MORGUE_READ_KNOWN;
    }
    l->puts++;
    OK(morgue_reader_put(reader, article, MORGUE_TITLE, window.data,
                         bar ? (size_t)(bar - window.data) : len, &err));
    if (bar)
        OK(morgue_reader_put(reader, article, MORGUE_DATE, bar + 1,
                             len - (size_t)(bar + 1 - window.data), &err));
    morgue_reader_skip(reader, len + 1);
    return misbehave(l, reader, article, third, problem);
}

static morgue_format format_of(lines *l, const char *name)
{
    return (morgue_format){.name = name,
                           .bid = bid,
                           .open = open_lines,
                           .next = next,
                           .close = close_lines,
                           .user = l};
}

/* ---- Runs ---------------------------------------------------------------------------------- */

typedef struct told {
    char format[32], why[64], reason[400];
    uint64_t known, articles, line;
    unsigned problems;
    morgue_severity severity;
} told;

static void on_file(void *user, const morgue_file_report *report)
{
    told *t = user;
    snprintf(t->format, sizeof t->format, "%s", report->format ? report->format : "");
    snprintf(t->why, sizeof t->why, "%s", report->why ? report->why : "");
    t->known = report->known;
    t->articles = report->articles;
}

static void on_problem(void *user, const morgue_problem *problem)
{
    told *t = user;
    t->problems++;
    t->severity = problem->severity;
    t->line = problem->line;
    snprintf(t->reason, sizeof t->reason, "%s", problem->reason);
    ck_assert_ptr_null(strchr(problem->reason, '\n'));
}

static morgue_summary run_as(const morgue_format *format, const char *asked, told *t,
                             morgue_status expected)
{
    morgue_writer *writer;
    morgue_summary summary;
    const char *paths[] = {dump};
    const morgue_format *const formats[] = {format};
    const morgue_import_options options = {.format = asked,
                                           .formats = formats,
                                           .n_formats = 1,
                                           .file = on_file,
                                           .problem = on_problem,
                                           .user = t};
    *t = (told){0};
    OK(morgue_writer_open(archive, NULL, &writer, &err));
    err = (morgue_error){0};
    ck_assert_msg(morgue_import(writer, paths, 1, &options, &summary, &err) == expected, "%s",
                  err.message);
    morgue_writer_free(writer);
    return summary;
}

static morgue_summary run(lines *l, told *t)
{
    const morgue_format format = format_of(l, "lines");
    l->opened = l->closed = l->puts = 0;
    morgue_summary summary = run_as(&format, NULL, t, MORGUE_OK);
    ck_assert_uint_eq(l->opened, l->closed);
    return summary;
}

/* ---- Beside the others --------------------------------------------------------------------- */

/* Of equal bids the caller's wins, also where it says more than there is. */
START_TEST(bids)
{
    static const char json[] = "{\"id\":\"1\",\"title\":\"A\"}\n";
    lines l = {.sure = 69};
    told t;
    write_dump(json, sizeof json - 1);
    run(&l, &t);
    ck_assert_str_eq(t.format, "json");
    l.sure = 70;
    run(&l, &t);
    ck_assert_str_eq(t.format, "lines");
    ck_assert_str_eq(t.why, "is what it looks for");
    l = (lines){.sure = 1000, .why = "has lines"};
    run(&l, &t);
    ck_assert_str_eq(t.format, "lines");
    ck_assert_str_eq(t.why, "has lines");
    l.sure = -5;
    run(&l, &t);
    ck_assert_str_eq(t.format, "json");
}
END_TEST

/* A name that another format has means the caller's. */
START_TEST(asked_for)
{
    lines l = {.sure = 0};
    told t;
    morgue_format format = format_of(&l, "json");
    write_dump("one\ntwo\n", 8);
    ck_assert_uint_eq(run_as(&format, "json", &t, MORGUE_OK).added, 2);
    ck_assert_str_eq(t.why, "was asked for");
    format.name = "cards_2";
    ck_assert_uint_eq(run_as(&format, "cards_2", &t, MORGUE_OK).unchanged, 2);
    run_as(&format, "cards_3", &t, MORGUE_INVALID);
    ck_assert_ptr_nonnull(strstr(err.message, "cards_3"));
}
END_TEST

START_TEST(invalid)
{
    static const char *const names[] = {"", "Cards", "c-1", "c 1", "caf\xC3\xA9", "a/b"};
    lines l = {.sure = 50};
    told t;
    write_dump("one\n", 4);
    morgue_format format = format_of(&l, NULL);
    run_as(&format, NULL, &t, MORGUE_INVALID);
    ck_assert_ptr_nonnull(strstr(err.message, "format 0"));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        format.name = names[i];
        run_as(&format, NULL, &t, MORGUE_INVALID);
        ck_assert_ptr_nonnull(strstr(err.message, names[i]));
    }
    format = format_of(&l, "cards");
    format.bid = NULL;
    run_as(&format, NULL, &t, MORGUE_INVALID);
    ck_assert_ptr_nonnull(strstr(err.message, "'cards', has no function bid()"));
    format = format_of(&l, "cards");
    format.next = NULL;
    run_as(&format, NULL, &t, MORGUE_INVALID);
    ck_assert_ptr_nonnull(strstr(err.message, "'cards', has no function next()"));
    run_as(NULL, NULL, &t, MORGUE_INVALID);
    ck_assert_uint_eq(l.opened, 0);
}
END_TEST

static void expect_date(const char *title, const char *date)
{
    morgue_archive *reading;
    morgue_walk *walk;
    morgue_article *article;
    OK(morgue_archive_open(archive, &reading, &err));
    OK(morgue_walk_open(reading, title, &walk, &err));
    OK(morgue_walk_next(walk, &article, &err));
    ck_assert_ptr_nonnull(article);
    ck_assert_str_eq(morgue_article_get(article, MORGUE_DATE, 0).data, date);
    morgue_walk_free(walk);
    morgue_archive_free(reading);
}

/* Dates wait; what the archive has is passed over, where it was read by a format of this name. */
START_TEST(dates_and_known)
{
    static const char text[] = "one\ntwo|03/04/2022\nthree|03/27/2022\nfour\n";
    lines l = {.sure = 99};
    told t;
    write_dump(text, sizeof text - 1);
    ck_assert_uint_eq(run(&l, &t).added, 4);
    ck_assert_str_eq(t.reason, "dates such as 03/04/2022 are read month first: 1 date can only be "
                               "that (03/27/2022)");
    expect_date("two", "2022-03-04");
    ck_assert_uint_eq(run(&l, &t).unchanged, 4);
    ck_assert_uint_eq(t.known, 2); /* the others are read for their dates */
    ck_assert_uint_eq(l.puts, 2);
    const morgue_format other = format_of(&l, "other");
    ck_assert_uint_eq(run_as(&other, NULL, &t, MORGUE_OK).unchanged, 4);
    ck_assert_uint_eq(t.known, 0);
}
END_TEST

/* Converted to UTF-8, or raw, as it wishes. */
START_TEST(charsets)
{
    static const char utf16[] = "\xFF\xFE"
                                "a\0\xE9\0\n\0";
    lines l = {.sure = 99};
    told t;
    write_dump(utf16, sizeof utf16 - 1);
    ck_assert_uint_eq(run(&l, &t).added, 1);
    expect_date("a\xC3\xA9", "");
    morgue_format raw = format_of(&l, "raw");
    raw.raw = true;
    run_as(&raw, NULL, &t, MORGUE_OK);
    ck_assert_uint_eq(t.articles, 2); /* its line feed is two bytes */
}
END_TEST

/* Pages in a web archive are offered to it, though they are surely HTML. */
START_TEST(in_a_warc)
{
    static const char page[] = "<!doctype html><html><body>A page</body></html>";
    char warc[400];
    lines l = {.sure = 0};
    told t;
    int n = snprintf(warc, sizeof warc,
                     "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://example.org/\r\n"
                     "Content-Type: text/html\r\nContent-Length: %zu\r\n\r\n%s\r\n\r\n",
                     sizeof page - 1, page);
    write_dump(warc, (size_t)n);
    morgue_format format = format_of(&l, "site");
    format.open = NULL; /* its path is that of the page */
    format.close = NULL;
    morgue_summary summary = run_as(&format, NULL, &t, MORGUE_OK);
    ck_assert_uint_eq(summary.added, 0);
    ck_assert_uint_eq(l.puts, 0);
    l.sure = 100;
    l.puts = 0;
    summary = run_as(&format, "warc", &t, MORGUE_OK);
    ck_assert_uint_eq(summary.added, 1);
    ck_assert_uint_eq(l.puts, 1);
    ck_assert_str_eq(t.format, "warc");
}
END_TEST

/* ---- Bad manners --------------------------------------------------------------------------- */

typedef struct manner {
    trick trick;
    uint64_t added, rejected, files_rejected;
    uint64_t line; /* of the last problem */
    const char *reason;
} manner;

static const manner manners[] = {
    {GOOD, 4, 0, 0, 0, ""},
    {SKIPS_FAR, 1, 0, 0, 0, ""},
    {BAD_IS_MUTE, 0, 4, 0, 4, "the format 'lines' cannot read it, and does not say why"},
    {BAD_IS_LOUD, 0, 4, 0, 4, NULL},
    {BAD_HALF, 3, 1, 0, 3, "the format 'lines' cannot read it, and does not say why"},
    {EMPTY, 0, 4, 0, 4, "the article has no title and no text"},
    {NOT_TEXT, 4, 0, 0, 0, ""},
    {NEVER_KNOWN, 0, 4, 0, 4,
     "the format 'lines' passed over an article that the archive is not known to have"},
    {STANDS_BAD, 0, 2, 1, 1,
     "broken off: the format 'lines' finds nothing to add here, and does not move on"},
    {STANDS_KNOWN, 0, 2, 1, 1,
     "broken off: the format 'lines' finds nothing to add here, and does not move on"},
    {NO_ANSWER, 0, 1, 1, 1, "the format 'lines' answers with the number 77, which means nothing"},
    {OPEN_FAILS, 0, 1, 1, 0, "no key for it"},
    {BROKEN, 0, 1, 1, 1, "the format 'lines' cannot read it, and does not say why"}};

START_TEST(bad_manners)
{
    const manner *m = &manners[_i];
    lines l = {.sure = 99, .trick = m->trick};
    told t;
    write_dump("one 1\ntwo 2\nthree 3\nfour 4\n", 27);
    morgue_summary summary = run(&l, &t);
    ck_assert_uint_eq(summary.added, m->added);
    ck_assert_uint_eq(summary.rejected, m->rejected);
    ck_assert_uint_eq(summary.files_rejected, m->files_rejected);
    ck_assert_uint_eq(t.line, m->line);
    if (m->reason)
        ck_assert_str_eq(t.reason, m->reason);
    ck_assert_uint_eq(summary.articles_seen, summary.added + summary.replaced + summary.unchanged +
                                                 summary.rejected - summary.files_rejected);
}
END_TEST

static bool stop(void *user, const morgue_summary *so_far)
{
    (void)user;
    return so_far->articles_seen < 3;
}

/* What waits for the order of dates may turn out to be no article when the run was stopped. */
START_TEST(empty_when_stopped)
{
    lines l = {.sure = 99, .trick = EMPTY};
    told t = {0};
    morgue_writer *writer;
    morgue_summary summary;
    const char *paths[] = {dump};
    const morgue_format format = format_of(&l, "lines");
    const morgue_format *const formats[] = {&format};
    const morgue_import_options options = {
        .formats = formats, .n_formats = 1, .problem = on_problem, .progress = stop, .user = &t};
    write_dump("a|03/04/2022\nb|03/04/2022\nc|03/04/2022\nd\n", 41);
    OK(morgue_writer_open(archive, NULL, &writer, &err));
    FAILS(MORGUE_CANCELLED, morgue_import(writer, paths, 1, &options, &summary, &err));
    morgue_writer_free(writer);
    ck_assert_uint_eq(summary.rejected, 3);
    ck_assert_str_eq(t.reason, "the article has no title and no text");
}
END_TEST

START_TEST(starving)
{
    lines l = {.sure = 99, .trick = OPEN_STARVES};
    told t;
    const morgue_format format = format_of(&l, "lines");
    write_dump("one\n", 4);
    run_as(&format, NULL, &t, MORGUE_NO_MEMORY);
    ck_assert_uint_eq(l.closed, 1);
}
END_TEST

/* ---- Putting ------------------------------------------------------------------------------- */

static morgue_reading put_all(void *state, morgue_reader *reader, morgue_article *article,
                              morgue_error *problem)
{
    morgue_text window;
    (void)state;
    if (morgue_reader_peek(reader, 1, &window, problem) != MORGUE_OK || !window.len)
        return MORGUE_READ_END;
    morgue_reader_skip(reader, 4);
    morgue_reader_mark(reader); /* line 2 */
    for (int field = -1; field <= MORGUE_FIELD_COUNT; field++) {
        bool none = field < 0 || field >= MORGUE_EXTRA;
        const char *text = field == MORGUE_AUTHOR ? "By Ann Lee and Bob Ray"
                           : field == MORGUE_TEXT ? "<p>One</p><p>Two</p>"
                                                  : " Caf\xE9 &amp; bar ";
        morgue_error said = {0};
        ck_assert_int_eq(
            morgue_reader_put(reader, article, (morgue_field_id)field, text, MORGUE_NUL, &said),
            none ? MORGUE_INVALID : MORGUE_OK);
    }
    ck_assert_int_eq(morgue_reader_put(reader, article, MORGUE_URL, NULL, 0, problem), MORGUE_OK);
    morgue_reader_note(reader, "a note");
    morgue_reader_skip(reader, 100);
    return MORGUE_READ_ARTICLE;
}

static void see_article(void *user, const morgue_found *found)
{
    (void)user;
    ck_assert_uint_eq(found->line, 2);
    ck_assert_uint_eq(found->offset, 4);
    ck_assert_str_eq(morgue_article_get(found->article, MORGUE_TITLE, 0).data, "Caf\xC3\xA9 & bar");
    ck_assert_str_eq(morgue_article_get(found->article, MORGUE_TEXT, 0).data, "One\n\nTwo");
    ck_assert_uint_eq(morgue_article_count(found->article, MORGUE_AUTHOR), 2);
    ck_assert_str_eq(morgue_article_get(found->article, MORGUE_AUTHOR, 1).data, "Bob Ray");
}

START_TEST(putting)
{
    lines l = {.sure = 99};
    told t = {0};
    morgue_format format = format_of(&l, "put");
    morgue_summary summary;
    format.next = put_all;
    const char *paths[] = {dump};
    const morgue_format *const formats[] = {&format};
    const morgue_import_options options = {.formats = formats,
                                           .n_formats = 1,
                                           .article = see_article,
                                           .problem = on_problem,
                                           .user = &t};
    write_dump("one\ntwo\n", 8);
    OK(morgue_import(NULL, paths, 1, &options, &summary, &err));
    ck_assert_uint_eq(summary.added, 1);
    ck_assert_uint_eq(summary.repaired, 1);
    ck_assert_str_eq(t.reason, "a note");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("own formats");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, bids);
    tcase_add_test(tests, asked_for);
    tcase_add_test(tests, invalid);
    tcase_add_test(tests, dates_and_known);
    tcase_add_test(tests, charsets);
    tcase_add_test(tests, in_a_warc);
    tcase_add_loop_test(tests, bad_manners, 0, sizeof manners / sizeof *manners);
    tcase_add_test(tests, empty_when_stopped);
    tcase_add_test(tests, starving);
    tcase_add_test(tests, putting);
    return run_tests("own formats", tests);
}
