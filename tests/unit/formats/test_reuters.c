/* Reuters-21578: made-up elements, and the whole collection where it is at hand. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reading.h"

START_TEST(an_article)
{
    expect_reading(
        "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n"
        "<REUTERS TOPICS=\"YES\" LEWISSPLIT=\"TRAIN\" OLDID=\"5\" NEWID=\"7\">\n"
        "<DATE>26-FEB-1987 15:01:01.79&#5;&#5;&#5;RM</DATE>\n"
        "<TOPICS><D>cocoa</D></TOPICS>\n<PLACES><D>usa</D><D>uruguay</D><D>usa</D></PLACES>\n"
        "<PEOPLE><D>blix</D></PEOPLE>\n<ORGS><D>ec</D></ORGS>\n"
        "<EXCHANGES><D>nyse</D><D>\"x\"</D></EXCHANGES>\n<COMPANIES></COMPANIES>\n"
        "<UNKNOWN> \n&#5;C T\n&#31;reute</UNKNOWN>\n<TEXT>&#2;\n"
        "<TITLE>A  HEADLINE &lt;SRD>\nOF TWO LINES</TITLE>\n"
        "<AUTHOR>    By Ann Lee and BO EK, Reuters</AUTHOR>\n"
        "<DATELINE>    GENEVA, Feb 26 - </DATELINE><BODY>First line\nand second.\n"
        "    New paragraph &amp; more\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n",
        "=\nid=reut-7\nsource=Reuters\ndate=1987-02-26T15:01:01Z\n"
        "raw_date=26-FEB-1987 15:01:01.79RM\n"
        "person=blix\norg=ec\nlocation=usa\nlocation=uruguay\ntopic=cocoa\n"
        "title=A HEADLINE <SRD> OF TWO LINES\nauthor=Ann Lee\nauthor=BO EK\n"
        "dateline=GENEVA, Feb 26\n"
        "text=First line and second.\n\nNew paragraph & more\n\nReuter\n"
        "extra.oldid=\"5\"\nextra.lewissplit=\"TRAIN\"\nextra.hastopics=\"YES\"\n"
        "extra.exchanges=[\"nyse\",\"\\\"x\\\"\"]\nextra.unknown=\"C T\\nreute\"\n");
}
END_TEST

START_TEST(sources)
{
    expect_reading("<REUTERS NEWID=\"1\" SOURCE=\"Meridian Wire\"><TEXT><TITLE>T</TITLE></TEXT>"
                   "</REUTERS><REUTERS NEWID='2'><SOURCE>North &amp; South</SOURCE><TEXT>"
                   "<TITLE>T</TITLE></TEXT></REUTERS>",
                   "=\nid=reut-1\nsource=Meridian Wire\ntitle=T\n"
                   "=\nid=reut-2\nsource=North & South\ntitle=T\n");
}
END_TEST

START_TEST(texts_never_taken_apart)
{
    expect_reading("<REUTERS NEWID=\"1\"><TEXT TYPE=\"UNPROC\">&#2;\nCORRECTION - X\n    In item\n"
                   "read Y.\n&#3;\n</TEXT></REUTERS>"
                   "<REUTERS NEWID=\"2\"><TEXT TYPE=\"BRIEF\">&#2;\n******<TITLE>X UP\n</TITLE>"
                   "Blah blah blah.\n&#3;</TEXT></REUTERS>"
                   "<REUTERS NEWID=\"3\"><TEXT TYPE=\"UNPROC\"><TITLE>X</TITLE>Text\n</TEXT>"
                   "</REUTERS>",
                   "=\nid=reut-1\nsource=Reuters\nextra.texttype=\"UNPROC\"\n"
                   "title=CORRECTION - X\ntext=In item read Y.\n"
                   "=\nid=reut-2\nsource=Reuters\ntitle=X UP\nextra.texttype=\"BRIEF\"\n"
                   "=\nid=reut-3\nsource=Reuters\ntitle=X\nextra.texttype=\"UNPROC\"\ntext=Text\n");
}
END_TEST

START_TEST(damage_does_no_harm)
{
    static const char whole[] =
        "<!DOCTYPE lewis><REUTERS NEWID=\"1\"><DATE>1-APR-1987 10:00:00</DATE><PLACES><D>usa</D>"
        "</PLACES><TEXT TYPE=\"UNPROC\"><TITLE>T &lt;</TITLE><BODY>b &#65; c\n  d</BODY></TEXT>"
        "</REUTERS><REUTERS NEWID=\"2\"><TEXT>&#2;x</TEXT></REUTERS>";
    static const char bytes[] = "<>/&#;\"= \nRD\x00\xFF";
    srand(9);
    for (int i = 0; i < 3000; i++) {
        char text[sizeof whole];
        memcpy(text, whole, sizeof whole);
        for (int k = rand() % 5; k >= 0; k--)
            text[(size_t)rand() % (sizeof whole - 1)] = bytes[(size_t)rand() % (sizeof bytes - 1)];
        size_t len = rand() % 3 ? sizeof whole - 1 : (size_t)rand() % sizeof whole;
        mg_buffer got = {0};
        read_text(text, len, "reuters", NULL, 0, &got);
        mg_buffer_free(&got);
    }
}
END_TEST

/* ---- The collection ------------------------------------------------------------------------ */

static const struct {
    const char *tag;
    morgue_field_id field;
} lists[] = {{"PLACES", MORGUE_LOCATION},
             {"PEOPLE", MORGUE_PERSON},
             {"ORGS", MORGUE_ORG},
             {"TOPICS", MORGUE_TOPIC}};
enum { LISTS = sizeof lists / sizeof *lists };

typedef struct counts {
    size_t articles, bad, values[LISTS], dated, sourced;
} counts;

static void count(void *user, mg_reading reading, const morgue_article *article,
                  const morgue_error *err)
{
    counts *c = user;
    ck_assert_msg(reading != MG_READ_BROKEN, "%s", err->message);
    c->bad += reading == MG_READ_BAD;
    if (reading == MG_READ_BAD)
        ck_assert_uint_gt(strlen(err->message), 0);
    if (reading != MG_READ_ARTICLE)
        return;
    c->articles++;
    c->dated += morgue_article_count(article, MORGUE_DATE);
    c->sourced += morgue_article_count(article, MORGUE_SOURCE);
    for (size_t i = 0; i < LISTS; i++)
        c->values[i] += morgue_article_count(article, lists[i].field);
}

static const char *find(const char *at, const char *end, const char *needle)
{
    return at < end ? memmem(at, (size_t)(end - at), needle, strlen(needle)) : NULL;
}

/* How many different values stand in a list. */
static size_t count_values(const char *list, const char *end)
{
    size_t n = 0;
    for (const char *d = list; (d = find(d, end, "<D>")); d++) {
        const char *last = find(d, end, "</D>") + 4;
        bool seen = false;
        for (const char *e = list; (e = find(e, d, "<D>")) && !seen; e++)
            seen = memcmp(e, d, (size_t)(last - d)) == 0;
        n += !seen;
    }
    return n;
}

/* Counts elements and the different values of each of their lists with plain searches. */
static void count_plainly(const char *path, counts *c)
{
    mg_buffer text = {0};
    char block[65536];
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    for (size_t n; (n = fread(block, 1, sizeof block, file)) > 0;)
        ck_assert(mg_buffer_append(&text, block, n));
    fclose(file);
    const char *end = text.data + text.len;
    for (const char *at = text.data; (at = find(at, end, "<REUTERS ")); at++)
        c->articles++;
    for (size_t i = 0; i < LISTS; i++) {
        char open[16], close[16];
        snprintf(open, sizeof open, "<%s>", lists[i].tag);
        snprintf(close, sizeof close, "</%s>", lists[i].tag);
        for (const char *at = text.data; (at = find(at, end, open)); at++)
            c->values[i] += count_values(at, find(at, end, close));
    }
    mg_buffer_free(&text);
}

static bool find_collection(char *ret, size_t cap)
{
    const char *data = getenv("MORGUE_DATA");
    snprintf(ret, cap, "%s/reuters21578.tar.xz", data ? data : SOURCE_DIR "/../shared/data");
    return access(ret, R_OK) == 0;
}

START_TEST(the_collection)
{
    char archive[512], folder[] = "/tmp/morgue-test-reuters-XXXXXX", command[700];
    counts read = {0}, plain = {0};
    if (!find_collection(archive, sizeof archive)) {
        fprintf(stderr, "skipped: no reuters21578.tar.xz in MORGUE_DATA\n");
        return;
    }
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(command, sizeof command, "tar -xJf '%s' -C '%s' --strip-components=1", archive,
             folder);
    ck_assert_int_eq(system(command), 0);
    for (int i = 0; i < 22; i++) {
        char path[100];
        snprintf(path, sizeof path, "%s/reut2-%03d.sgm", folder, i);
        visit_path(path, count, &read);
        count_plainly(path, &plain);
    }
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
    ck_assert_uint_eq(plain.articles, 21578);
    ck_assert_uint_eq(read.articles + read.bad, plain.articles);
    ck_assert_uint_eq(read.bad, 1); /* NEWID 12793 has neither title nor text */
    ck_assert_uint_eq(read.dated, read.articles);
    ck_assert_uint_eq(read.sourced, read.articles);
    for (size_t i = 0; i < LISTS; i++)
        ck_assert_uint_eq(read.values[i], plain.values[i]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reuters");
    TCase *tests = tcase_create("reuters");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, an_article);
    tcase_add_test(tests, sources);
    tcase_add_test(tests, texts_never_taken_apart);
    tcase_add_test(tests, damage_does_no_harm);
    tcase_add_test(tests, the_collection);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
