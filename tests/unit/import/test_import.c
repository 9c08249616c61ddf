/* Runs of morgue_import(): articles that wait for the order of dates, in any dump, are all told and
 * added once, in the order in which they came; the counts add up; a run again changes nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/scratch.h"

static scratch s;
static morgue_error err;
static char dump[600], archive[600];

static void setup(void)
{
    scratch_open(&s);
    snprintf(dump, sizeof dump, "%s.dump.jsonl", s.path);
    snprintf(archive, sizeof archive, "%s", s.path);
}

static void teardown(void)
{
    remove(dump);
    scratch_close(&s);
}

/* What a run told. */
typedef struct told {
    unsigned articles, files, notes, repaired, rejected;
    unsigned next; /* number that the next article must have at least */
    unsigned stop; /* stop after so many articles; 0: never */
    uint64_t in_file, rejected_in_file;
    char note[512];
} told;

static void on_article(void *user, const morgue_found *found)
{
    told *t = user;
    unsigned number = (unsigned)atoi(morgue_article_get(found->article, MORGUE_TITLE, 0).data);
    ck_assert_uint_ge(number, t->next);
    t->next = number + 1;
    t->articles++;
}

static void on_file(void *user, const morgue_file_report *report)
{
    told *t = user;
    t->files++;
    t->in_file += report->articles;
    t->rejected_in_file += report->rejected;
    ck_assert_str_eq(report->path, dump);
    ck_assert_str_eq(report->format, "json");
}

static void on_problem(void *user, const morgue_problem *problem)
{
    told *t = user;
    t->notes += problem->severity == MORGUE_NOTED;
    t->repaired += problem->severity == MORGUE_REPAIRED;
    t->rejected += problem->severity == MORGUE_REJECTED;
    if (problem->severity == MORGUE_NOTED)
        snprintf(t->note, sizeof t->note, "%s", problem->reason);
}

static bool on_progress(void *user, const morgue_summary *so_far)
{
    const told *t = user;
    return !t->stop || so_far->articles_seen < t->stop;
}

static morgue_summary run(told *t, bool write, morgue_status expected)
{
    morgue_writer *writer = NULL;
    morgue_summary summary;
    const char *paths[] = {dump};
    morgue_import_options options = {.problem = on_problem,
                                     .article = on_article,
                                     .file = on_file,
                                     .progress = on_progress,
                                     .user = t};
    if (write)
        OK(morgue_writer_open(archive, NULL, &writer, &err));
    ck_assert_int_eq(morgue_import(writer, paths, 1, &options, &summary, &err), expected);
    morgue_writer_free(writer);
    ck_assert_uint_eq(summary.articles_seen, summary.added + summary.replaced + summary.unchanged +
                                                 summary.rejected - summary.files_rejected);
    ck_assert_uint_eq(t->in_file, summary.articles_seen);
    ck_assert_uint_eq(t->rejected_in_file, summary.rejected - summary.files_rejected);
    ck_assert_uint_eq(t->files, 1);
    return summary;
}

/* `n` articles; those in [from, to) have a date that may be read in two ways, every tenth line is
 * broken, and article `proof` shows the order. */
static void write_dump(int n, int from, int to, int proof)
{
    FILE *file = fopen(dump, "w");
    for (int i = 0; i < n; i++) {
        const char *date = i == proof ? "03/27/2022" : i >= from && i < to ? "03/04/2022" : "2022";
        fprintf(file, "{\"id\":\"%d\",\"title\":\"%d\",\"text\":\"x\",\"date\":\"%s\"%s\n", i, i,
                date, i % 10 == 9 ? "" : "}");
    }
    fclose(file);
}

static void expect_date(const char *id, const char *date)
{
    morgue_archive *reading;
    morgue_article *article = morgue_article_new();
    OK(morgue_archive_open(archive, &reading, &err));
    OK(morgue_archive_article(reading, id, MORGUE_NUL, article, &err));
    ck_assert_str_eq(morgue_article_get(article, MORGUE_DATE, 0).data, date);
    morgue_article_free(article);
    morgue_archive_free(reading);
}

/* Within what may wait the proof counts, behind it the default does, and then the proof. */
START_TEST(waiting_has_an_end)
{
    int proof = _i ? 6000 : 4000;
    write_dump(9000, 100, 9000, proof);
    told t = {0};
    morgue_summary first = run(&t, true, MORGUE_OK);
    ck_assert_uint_eq(first.added, 8100);
    ck_assert_uint_eq(t.articles, 8100);
    ck_assert_uint_eq(first.rejected, 900);
    ck_assert_uint_eq(t.notes, _i ? 2 : 1);
    expect_date("100", _i ? "2022-04-03" : "2022-03-04");
    expect_date("8000", "2022-03-04");
    t = (told){0};
    morgue_summary again = run(&t, true, MORGUE_OK);
    ck_assert_uint_eq(again.unchanged, 8100);
    ck_assert_uint_eq(again.replaced + again.added, 0);
}
END_TEST

/* Passed over unread, articles still count for what may wait: the proof stays behind it. */
START_TEST(known_articles_count)
{
    write_dump(9000, 100, 101, 6000);
    told t = {0};
    ck_assert_uint_eq(run(&t, true, MORGUE_OK).added, 8100);
    expect_date("100", "2022-04-03");
    t = (told){0};
    morgue_summary again = run(&t, true, MORGUE_OK);
    ck_assert_uint_eq(again.unchanged, 8100);
    ck_assert_uint_le(t.articles, 2); /* the others were not even read */
    expect_date("100", "2022-04-03");
}
END_TEST

START_TEST(grown)
{
    told t = {0};
    write_dump(50, 0, 50, -1);
    ck_assert_uint_eq(run(&t, true, MORGUE_OK).added, 45);
    expect_date("3", "2022-04-03");
    t = (told){0};
    write_dump(60, 0, 50, 55);
    morgue_summary again = run(&t, true, MORGUE_OK);
    ck_assert_uint_eq(again.replaced, 45);
    ck_assert_uint_eq(again.added, 9);
    expect_date("3", "2022-03-04");
}
END_TEST

/* What was read before a stop is added, though it waited. */
START_TEST(stopped)
{
    told t = {.stop = 25};
    write_dump(100, 0, 100, 24);
    morgue_summary summary = run(&t, true, MORGUE_CANCELLED);
    ck_assert_uint_eq(summary.articles_seen, 25);
    ck_assert_uint_eq(summary.added, 23);
    ck_assert_uint_eq(t.articles, 23);
    expect_date("3", "2022-03-04");
}
END_TEST

START_TEST(dry)
{
    told t = {0};
    write_dump(100, 0, 100, 50);
    morgue_summary summary = run(&t, false, MORGUE_OK);
    ck_assert_uint_eq(summary.added, 90);
    ck_assert_uint_eq(t.articles, 90);
    ck_assert_str_eq(t.note, "dates such as 03/04/2022 are read month first: 1 date can only be "
                             "that (03/27/2022)");
}
END_TEST

/* Lines of a dump about the articles of `ids`: a capital letter deletes, a small one adds an
 * article whose date may be read in two ways. */
static void write_changes(const char *ids)
{
    FILE *file = fopen(dump, "w");
    for (size_t i = 0; ids[i]; i++) {
        if (ids[i] >= 'a')
            fprintf(file, "{\"id\":\"%c\",\"title\":\"%zu\",\"date\":\"03/04/2022\"}\n", ids[i], i);
        else
            fprintf(file, "{\"id\":\"%c\",\"deleted\":true}\n", ids[i] | 0x20);
    }
    fclose(file);
}

static uint64_t articles_there(void)
{
    morgue_archive *reading;
    morgue_stats stats;
    OK(morgue_archive_open(archive, &reading, &err));
    OK(morgue_archive_stats(reading, &stats, &err));
    morgue_archive_free(reading);
    return stats.articles;
}

/* What is deleted stands in the order of the dump with what waits, and counts apart. */
START_TEST(deleted)
{
    told t = {0};
    write_changes("aAbBbcC");
    morgue_summary summary = run(&t, true, MORGUE_OK);
    ck_assert_uint_eq(summary.added, 4);
    ck_assert_uint_eq(summary.deleted, 3);
    ck_assert_uint_eq(summary.rejected, 0);
    ck_assert_uint_eq(articles_there(), 1);
    expect_date("b", "2022-04-03");
    t = (told){0};
    write_changes("BXB");
    summary = run(&t, true, MORGUE_OK);
    ck_assert_uint_eq(summary.deleted, 1);
    ck_assert_uint_eq(summary.articles_seen + t.rejected + t.notes, 0);
    ck_assert_uint_eq(articles_there(), 0);
    t = (told){0};
    ck_assert_uint_eq(run(&t, false, MORGUE_OK).deleted, 3); /* as far as anybody knows */
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("import");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, waiting_has_an_end, 0, 2);
    tcase_add_test(tests, known_articles_count);
    tcase_add_test(tests, grown);
    tcase_add_test(tests, stopped);
    tcase_add_test(tests, dry);
    tcase_add_test(tests, deleted);
    return run_tests("import", tests);
}
