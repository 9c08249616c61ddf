/* Tables: rows against a writer of our own, dialects, headers, what is no table of articles. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/formats/csv/csv_table.h"
#include "reading.h"

/* ---- Rows ---------------------------------------------------------------------------------- */

enum { CELLS = 6, CELL = 24 };

typedef struct sample {
    char cells[CELLS][CELL];
    size_t lengths[CELLS];
    size_t count;
} sample;

static void make_sample(const mg_csv_dialect *d, sample *s)
{
    const char alphabet[] = {'a', 'b', ' ', d->delimiter, d->quote, '\n', '\r', '\\', 'n', '\xC3'};
    s->count = 2 + (size_t)rand() % (CELLS - 1);
    for (size_t i = 0; i < s->count; i++) {
        s->lengths[i] = (size_t)rand() % CELL;
        for (size_t k = 0; k < s->lengths[i]; k++)
            s->cells[i][k] = alphabet[(size_t)rand() % sizeof alphabet];
    }
}

static bool needs_quotes(const mg_csv_dialect *d, const char *cell, size_t len)
{
    return rand() % 4 == 0 || memchr(cell, d->delimiter, len) || memchr(cell, d->quote, len) ||
           memchr(cell, '\n', len) || memchr(cell, '\r', len) || (len && *cell == ' ');
}

static void write_cell(const mg_csv_dialect *d, const char *cell, size_t len, mg_buffer *ret)
{
    bool quotes = needs_quotes(d, cell, len);
    ck_assert(!quotes || mg_buffer_append_byte(ret, d->quote));
    for (size_t i = 0; i < len; i++) {
        bool special = cell[i] == d->quote || (d->escapes && cell[i] == '\\');
        ck_assert(!special || mg_buffer_append_byte(ret, d->escapes ? '\\' : cell[i]));
        ck_assert(mg_buffer_append_byte(ret, cell[i]));
    }
    ck_assert(!quotes || mg_buffer_append_byte(ret, d->quote));
}

static void write_row(const mg_csv_dialect *d, const sample *s, mg_buffer *ret)
{
    for (size_t i = 0; i < s->count; i++) {
        ck_assert(!i || mg_buffer_append_byte(ret, d->delimiter));
        write_cell(d, s->cells[i], s->lengths[i], ret);
    }
    if (d->line_end == '\n' && rand() % 2)
        ck_assert(mg_buffer_append_byte(ret, '\r'));
    ck_assert(mg_buffer_append_byte(ret, d->line_end));
}

static void expect_row(const mg_csv_row *row, const sample *s)
{
    ck_assert_uint_eq(row->count, s->count);
    for (size_t i = 0; i < s->count; i++) {
        ck_assert_uint_eq(row->cells[i].text.len, s->lengths[i]);
        ck_assert_mem_eq(row->cells[i].text.data, s->cells[i], s->lengths[i]);
    }
}

/* What was written is read; and of each beginning of it, that there is more to come, or the same.
 */
static void check_dialect(const mg_csv_dialect *d)
{
    mg_csv_row row = {0};
    mg_buffer text = {0};
    for (int i = 0; i < 300; i++) {
        sample s;
        mg_buffer_clear(&text);
        make_sample(d, &s);
        write_row(d, &s, &text);
        size_t len = text.len;
        ck_assert(mg_buffer_append(&text, "more,\"to\tcome", 13));
        for (size_t cut = 1; cut <= text.len; cut++) {
            mg_csv_reading reading = mg_csv_row_read(d, (morgue_text){text.data, cut}, false, &row);
            ck_assert_int_eq(
                reading, cut < len || (reading == CSV_MORE && cut < len + 4) ? CSV_MORE : CSV_ROW);
        }
        ck_assert_uint_eq(row.len, len);
        ck_assert(mg_csv_row_settle(d, &row));
        expect_row(&row, &s);
    }
    mg_csv_row_free(&row);
    mg_buffer_free(&text);
}

START_TEST(rows_as_written)
{
    static const char delimiters[] = {',', '\t', ';', '|'};
    srand(3);
    for (size_t i = 0; i < sizeof delimiters; i++) {
        mg_csv_dialect d = {delimiters[i], '"', '\n', false, false};
        check_dialect(&d);
        d.quote = '\'';
        check_dialect(&d);
        d.escapes = true;
        check_dialect(&d);
        d.line_end = '\r';
        check_dialect(&d);
    }
}
END_TEST

static void expect_cells(const char *text, const mg_csv_dialect *d, const char *expected)
{
    mg_csv_row row = {0};
    mg_buffer got = {0};
    mg_csv_reading reading = mg_csv_row_read(d, (morgue_text){text, strlen(text)}, true, &row);
    if (reading == CSV_UNCLOSED)
        ck_assert(mg_buffer_append_string(&got, "unclosed"));
    ck_assert(reading == CSV_UNCLOSED || mg_csv_row_settle(d, &row));
    for (size_t i = 0; reading == CSV_ROW && i < row.count; i++)
        ck_assert(mg_buffer_append_byte(&got, '[') &&
                  mg_buffer_append(&got, row.cells[i].text.data, row.cells[i].text.len) &&
                  mg_buffer_append_byte(&got, ']'));
    ck_assert_str_eq(got.data, expected);
    mg_csv_row_free(&row);
    mg_buffer_free(&got);
}

START_TEST(quotes_that_are_not_doubled)
{
    static const mg_csv_dialect d = {',', '"', '\n', false, false};
    expect_cells("\"He said \"no\" to us\",2\n", &d, "[He said \"no\" to us][2]");
    expect_cells("\"No\" means no,2\n", &d, "[\"No\" means no][2]");
    expect_cells("\"No, and yes\" she said,2\n", &d, "[\"No, and yes\" she said][2]");
    expect_cells("5\" disk,\"2\" ,3", &d, "[5\" disk][2][3]");
    expect_cells("\"two \"\nlines\" it said\",2\n", &d, "[two ]");
    expect_cells("\"one\ntwo \"inner\" three\",2\n", &d, "[one\ntwo \"inner\" three][2]");
    expect_cells("1,\"never closed\n2,two\n", &d, "unclosed");
    expect_cells("1,\"never closed\n2,\"two\"\n", &d, "unclosed");
    expect_cells("\"\",\"\"\"\",", &d, "[][\"][]");
}
END_TEST

START_TEST(escapes_of_databases)
{
    static const mg_csv_dialect d = {'\t', '\0', '\n', true, false};
    expect_cells("\\N\ta\\tb\\nc\\\\N\tx\\\ty\\\nz\\\n", &d, "[][a\tb\nc\\N][x\ty\nz\n]");
}
END_TEST

/* ---- Dialects and headers ------------------------------------------------------------------ */

static void expect_dialect(const char *text, const char *expected)
{
    char got[64] = "";
    mg_csv_guess guess;
    ck_assert(mg_csv_guess_dialect((morgue_text){text, strlen(text)}, true, &guess));
    if (guess.columns)
        snprintf(got, sizeof got, "%c %c %s%s%s %zu of %zu/%zu", guess.dialect.delimiter,
                 guess.dialect.quote ? guess.dialect.quote : '0',
                 guess.dialect.line_end == '\r' ? "cr" : "lf",
                 guess.dialect.escapes ? " escapes" : "", guess.dialect.spaces ? " spaces" : "",
                 guess.columns, guess.consistent, guess.rows);
    ck_assert_msg(strcmp(got, expected) == 0, "%s\n%s\n%s", text, got, expected);
}

START_TEST(dialects)
{
    expect_dialect("a,b\n1,2\n3,4\n", ", \" lf 2 of 3/3");
    expect_dialect("a;b\n1,5;2,5\n3,1;4,0\n", "; \" lf 2 of 3/3");
    expect_dialect("a;b\r\n'x;y';2\r\n'it''s';4\r\n", "; ' lf 2 of 3/3");
    expect_dialect("a|b\r1|2\r3|4\r", "| \" cr 2 of 3/3");
    expect_dialect("a,b\r\"x\ny\",2\r\"z\n\",4\r", ", \" cr 2 of 3/3");
    expect_dialect("a,b\n\"x \\\"y\\\", z\",2\n3,4\n", ", \" lf escapes 2 of 3/3");
    expect_dialect("a, b\n\"x, y\", \"2\"\n3, 4\n", ", \" lf spaces 2 of 3/3");
    expect_dialect("a\tb\n\"X\" says y\t2\n\"z\tw\n", "\t 0 lf 2 of 3/3");
    expect_dialect("a\tb\nx \"y\" z\t2\n\"w\"\t3\n", "\t 0 lf 2 of 3/3");
    expect_dialect("a\tb\n\\N\tx\n1\t\"y\n", "\t 0 lf escapes 2 of 3/3");
    expect_dialect("sep=;\na;b,c\n1;2,3\n", "; \" lf 2 of 2/2");
    expect_dialect("\"a\",\"b\"\n\"x\ny,z\",\"2\"\n", ", \" lf 2 of 2/2");
    expect_dialect("a,b\n1,2\n3\n4,5,6\n7,8\n", ", \" lf 2 of 3/5");
    expect_dialect("a title\nand a text\n", "");
}
END_TEST

/* "title=0 text=2" */
static void expect_columns(const char *text, const morgue_mapping *mapping, const char *expected)
{
    char got[256] = "";
    mg_csv_table table = {0};
    mg_reader reader = {.mappings = mapping, .n_mappings = mapping ? 1 : 0};
    ck_assert(mg_csv_table_find(&reader, (morgue_text){text, strlen(text)}, true, &table));
    for (size_t i = 0; i < table.count; i++) {
        const mg_csv_column *c = &table.columns[i];
        size_t n = strlen(got);
        snprintf(got + n, sizeof got - n, "%s%.*s=%s", i ? " " : "", (int)c->name.len, c->name.data,
                 c->claim == CLAIM_NONE ? "" : morgue_field_at(c->field)->name);
    }
    ck_assert_str_eq(got, expected);
    mg_csv_table_free(&table);
}

#define PROSE                                                                                      \
    "The harbour board met for three hours on Monday evening and put off its vote on the new "     \
    "ferry pier for the second time this year after fishermen had blocked the door."

START_TEST(columns)
{
    static const morgue_mapping by_number = {MORGUE_TITLE, "2"}, by_name = {MORGUE_TITLE, "b"};
    expect_columns("Publication Date,Headline,Body\n2022-01-01,A,b\n", NULL,
                   "Publication Date=date Headline=title Body=text");
    expect_columns("Datum;Titel;Inhalt\n1.2.2022;A;b\n", NULL,
                   "Datum=date Titel=title Inhalt=text");
    expect_columns("\xDC"
                   "berschrift;Autor\nA;b\n",
                   NULL, "Überschrift=title Autor=author");
    expect_columns("Заголовок;Автор\nA;b\n", NULL, "Заголовок=title Автор=author");
    expect_columns(",title,title\n0,A,b\n", NULL, "column1= title=title column3=");
    expect_columns("title,text\n1,A,b\n2,C,d\n", NULL, "column1= title=title text=text");
    expect_columns("title,summary\nA,b\n", NULL, "title=title summary=text");
    expect_columns("year,month,day,title\n2022,1,2,A\n", NULL, "year= month= day= title=title");
    expect_columns("a,b\n1,2\n3,4\n", &by_number, "a= b=title");
    expect_columns("a,b\n1,2\n3,4\n", &by_name, "a= b=title");
    expect_columns("1,2\n3,4\n", &by_number, "column1= column2=title");
    expect_columns("7,Ferry pier put off again by the board," PROSE "\n8,Fog stops all traffic on "
                   "the sound today," PROSE " No.\n9,A third headline of the day," PROSE " So.\n",
                   NULL, "column1= column2=title column3=text");
}
END_TEST

/* ---- Articles ------------------------------------------------------------------------------ */

START_TEST(no_tables_of_articles)
{
    static const char *const texts[] = {
        "x,y,z\n1,2,3\n4,5,6\n7,8,9\n",
        "name,lat,lon\nBergen,60.4,5.3\nOslo,59.9,10.7\nTurku,60.5,22.3\n",
        "2022-01-01 10:00:00,123 INFO server: started, listening\n"
        "2022-01-01 10:00:01,124 INFO server: stopped, goodbye\n",
        "int f(int a, int b)\n{\n    return g(a, b);\n}\n",
        "Dear all,\nthe pier stays, for now,\nas it is.\n",
        PROSE ", which froze\n\n" PROSE ", they said\n\n" PROSE ", too\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        morgue_text text = {texts[i], strlen(texts[i])};
        const mg_format *format = mg_format_recognise(NULL, text, text, "a.txt", NULL);
        ck_assert_msg(!format || strcmp(format->name, "csv") != 0, "%s", texts[i]);
    }
}
END_TEST

START_TEST(tables_of_one_column)
{
    static const struct {
        const char *path, *text, *format;
    } cases[] = {
        {"a.csv", "headline\nA pier\n\"Two, three\"\n", "csv"},
        {"a.csv", "\"" PROSE "\"\n\"" PROSE " No.\"\n\"" PROSE " So.\"\n", "csv"},
        {"a.csv", "text\n\"" PROSE "\nNo, not; so.\"\n\"" PROSE "\n\nSo, a; b, c.\"\n", "csv"},
        {"a.txt", "headline\nA pier\n\"Two, three\"\n", "text"},
        {"a.csv", PROSE "\n" PROSE " No.\n", "text"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        morgue_text text = {cases[i].text, strlen(cases[i].text)};
        const mg_format *format = mg_format_recognise(NULL, text, text, cases[i].path, NULL);
        ck_assert_ptr_nonnull(format);
        ck_assert_str_eq(format->name, cases[i].format);
    }
}
END_TEST

START_TEST(what_rows_become)
{
    expect_reading("id,title,date,tags,authors,extra stuff\n"
                   "7,A pier,2022-01-21,\"['sea', \"\"ships\"\"]\",\"['Ann Lee', 'Bo Ek']\",x\n"
                   "8,Two,NULL,a; b,By Ann Lee and Bo Ek,\n,,,,,\n9,,,,,\n"
                   "id,title,date,tags,authors,extra stuff\n10,Short\n"
                   "11,Long,,c|d,Ann Lee|Bo Ek,y,z\n",
                   "=\nid=7\ntitle=A pier\ntopic=sea\ntopic=ships\nauthor=Ann Lee\nauthor=Bo Ek\n"
                   "extra.extra stuff=\"x\"\ndate=2022-01-21\n"
                   "=\nid=8\ntitle=Two\ntopic=a\ntopic=b\nauthor=Ann Lee\nauthor=Bo Ek\n"
                   "- the article has neither title nor text\n"
                   "=\nid=10\ntitle=Short\n~ the row has 2 cells and the table 6 columns\n"
                   "=\nid=11\ntitle=Long\ntopic=c\ntopic=d\nauthor=Ann Lee\nauthor=Bo Ek\n"
                   "extra.extra stuff=\"y,z\"\n"
                   "~ the row has 7 cells and the table 6 columns: joined to the last one\n");
    expect_reading("year,month,day,title\n2022,1,5,A\n2022,March,7,B\n2023,11,,C\n",
                   "=\nextra.year=\"2022\"\nextra.month=\"1\"\nextra.day=\"5\"\ntitle=A\n"
                   "date=2022-01-05\n=\nextra.year=\"2022\"\nextra.month=\"March\"\n"
                   "extra.day=\"7\"\ntitle=B\nraw_date=7 March 2022\ndate=2022-03-07\n"
                   "=\nextra.year=\"2023\"\nextra.month=\"11\"\ntitle=C\ndate=2023-11\n");
}
END_TEST

START_TEST(a_quote_costs_its_row)
{
    expect_reading("id,title,text\n1,A,\"one, \"\"o\"\"\"\n2,B,\"two\n3,C,\"thr\nee\"\n"
                   "4,D,\"fo,ur\"\n",
                   "=\nid=1\ntitle=A\ntext=one, \"o\"\n"
                   "- a quote that is not closed where the cell ends\n"
                   "=\nid=3\ntitle=C\ntext=thr\nee\n=\nid=4\ntitle=D\ntext=fo,ur\n");
    expect_reading("id,title,text\n1,A,\"o,ne\"\n5,E,\"f,ive\"\n2,B,\"two\nof it\n\n3,C,three\n",
                   "=\nid=1\ntitle=A\ntext=o,ne\n=\nid=5\ntitle=E\ntext=f,ive\n"
                   "- a quote that is not closed where the cell ends\n"
                   "=\nid=3\ntitle=C\ntext=three\n");
    expect_reading("id,title,text\n1,A,\"o,ne\"\n5,E,\"f,ive\"\n6,F,\"s,ix\"\n7,G,\"s, even\"\n"
                   "2,B,\"two\nof it, and, so, on\n",
                   "=\nid=1\ntitle=A\ntext=o,ne\n=\nid=5\ntitle=E\ntext=f,ive\n"
                   "=\nid=6\ntitle=F\ntext=s,ix\n=\nid=7\ntitle=G\ntext=s, even\n"
                   "- a quote that is not closed where the cell ends\n");
}
END_TEST

START_TEST(a_table_of_other_things)
{
    static const char text[] = "name,lat,lon\nBergen,60.4,5.3\nOslo,59.9,10.7\nTurku,60.5,22.3\n";
    static const morgue_mapping mapping = {MORGUE_TITLE, "name"};
    mg_buffer got = {0};
    read_text(text, sizeof text - 1, "csv", NULL, 0, &got);
    ck_assert_str_eq(got.data,
                     "- holds no articles that are known as such: it is a table without a column "
                     "of titles or texts: name them, as in --map=title=2\n");
    mg_buffer_clear(&got);
    read_text(text, sizeof text - 1, "csv", &mapping, 1, &got);
    ck_assert_ptr_nonnull(strstr(got.data, "title=Turku\nextra.lat=\"60.5\"\n"));
    mg_buffer_free(&got);
}
END_TEST

/* Quotes of which each one looks to the end of the file for its other half. */
START_TEST(many_quotes_are_read_in_time)
{
    static const char head[] = "title,text\na,b\nc,d\n", line[] = "x,\"\"\"y\n";
    mg_buffer text = {0}, got = {0};
    ck_assert(mg_buffer_append_string(&text, head));
    while (text.len < (2 << 20))
        ck_assert(mg_buffer_append_string(&text, line));
    read_text(text.data, text.len, "csv", NULL, 0, &got);
    ck_assert_ptr_nonnull(strstr(got.data, "- a quote that is not closed"));
    mg_buffer_free(&text);
    mg_buffer_free(&got);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("csv");
    TCase *tests = tcase_create("csv");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, rows_as_written);
    tcase_add_test(tests, quotes_that_are_not_doubled);
    tcase_add_test(tests, escapes_of_databases);
    tcase_add_test(tests, dialects);
    tcase_add_test(tests, columns);
    tcase_add_test(tests, no_tables_of_articles);
    tcase_add_test(tests, tables_of_one_column);
    tcase_add_test(tests, a_table_of_other_things);
    tcase_add_test(tests, what_rows_become);
    tcase_add_test(tests, a_quote_costs_its_row);
    tcase_add_test(tests, many_quotes_are_read_in_time);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
