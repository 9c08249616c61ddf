/* Columns say of each document what its own list of terms says. */
#include <string.h>

#include "archive/column.h"
#include "archive/field.h"
#include "archive/reader.h"
#include "archive/shard.h"
#include "tests/unit/scratch.h"

enum { ARTICLES = 500 };

static scratch s;
static morgue_archive *archive;
static morgue_error err;

static void setup(void)
{
    static const char *const names[] = {"Ada", "Ben", "Cy", "Di", "Eve", "Łódź", "F G"};
    morgue_writer *writer;
    uint64_t seed = 9;
    scratch_open(&s);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (unsigned i = 0; i < ARTICLES; i++) {
        const char id[] = {(char)('0' + i / 100), (char)('0' + i / 10 % 10), (char)('0' + i % 10),
                           0};
        morgue_article *a =
            make_article((const field_text[]){{MORGUE_ID, id}, {MORGUE_TEXT, id}, {0, NULL}});
        for (uint32_t n = roll(&seed, 5); n; n--)
            OK(morgue_article_add(a, MORGUE_PERSON, names[roll(&seed, 7)], MORGUE_NUL, MORGUE_GIVEN,
                                  &err));
        OK(morgue_writer_add(writer, a, NULL, &err));
        morgue_article_free(a);
    }
    OK(morgue_writer_commit(writer, &err));
    OK(morgue_writer_delete(writer, "123", 3, &err));
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    OK(morgue_archive_open(s.path, &archive, &err));
}

static void teardown(void)
{
    morgue_archive_free(archive);
    scratch_close(&s);
}

/* Of a document: how many of its terms the column has named so far. */
typedef struct reading {
    const mg_column *column;
    uint32_t at;
    size_t prefix_len;
} reading;

static bool take_term(void *user, morgue_text term, uint32_t wdf)
{
    reading *r = user;
    (void)wdf;
    morgue_text value = r->column->values[r->column->numbers[r->at++]];
    CHECK(value.len == term.len - r->prefix_len &&
          memcmp(value.data, term.data + r->prefix_len, value.len) == 0);
    return true;
}

static void check_column(mg_index *index, const char *prefix)
{
    CHECK(!mg_index_column(index, prefix, NULL, NULL)); /* the first time it is not worth it */
    const mg_column *column = mg_index_column(index, prefix, NULL, NULL);
    ck_assert_ptr_nonnull(column);
    CHECK(mg_index_column(index, prefix, NULL, NULL) == column);
    ck_assert_uint_eq(column->last, mg_index_last(index));
    for (uint32_t docid = 0; docid <= column->last; docid++) {
        reading r = {column, column->starts[docid], strlen(prefix)};
        morgue_status status = mg_index_document_terms(index, docid, prefix, take_term, &r, NULL);
        CHECK(status == MORGUE_OK || r.at == column->starts[docid]);
        ck_assert_uint_eq(r.at, column->starts[docid + 1]);
    }
}

START_TEST(test_same)
{
    mg_index *index = archive->indexes[0], *iterators;
    xap_database *db = NULL;
    OK(mg_open_shards(s.path, &archive->manifest, 0, 1, &db, &err));
    OK(mg_index_open_iterators(db, &iterators, &err));
    for (int i = 0; i < 2; i++) {
        check_column(i ? iterators : index, mg_field_at(MORGUE_PERSON)->exact);
        check_column(i ? iterators : index, mg_field_at(MORGUE_ID)->exact);
        check_column(i ? iterators : index, mg_field_at(MORGUE_TOPIC)->exact); /* none has one */
    }
    mg_index_free(iterators);
    xap_database_free(db);
}
END_TEST

static bool goes_on(void *user)
{
    return *(bool *)user;
}

/* Who is called off may try again, a few times. */
START_TEST(test_called_off)
{
    const char *person = mg_field_at(MORGUE_PERSON)->exact, *id = mg_field_at(MORGUE_ID)->exact;
    mg_index *index = archive->indexes[0];
    bool yes = true, no = false;
    for (int i = 0; i < 3; i++)
        CHECK(!mg_index_column(index, id, goes_on, &no));
    CHECK(mg_index_column(index, id, goes_on, &yes));
    for (int i = 0; i < 10; i++)
        mg_index_column(index, person, goes_on, &yes);
    CHECK(mg_index_column(index, person, goes_on, &no)); /* it is there */
    CHECK(!mg_index_column(index, "XTOOLONGTOBE", goes_on, &yes));
    CHECK(!mg_index_column(index, "XTOOLONGTOBE", goes_on, &yes));
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("column");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_same);
    tcase_add_test(tests, test_called_off);
    return run_tests("column", tests);
}
