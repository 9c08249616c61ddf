/* What the database holds of an article, compared with a slow and obvious list of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/field.h"
#include "archive/reader.h"
#include "archive/sentence.h"
#include "archive/shard.h"
#include "archive/tokenizer.h"
#include "tests/unit/scratch.h"

/* Lines "term wdf position position ...", sorted. */
enum { LINES = 4000, LINE = 400, POSITIONS = 200 };

typedef struct line {
    char term[256];
    unsigned wdf;
    unsigned n;
    uint32_t positions[POSITIONS];
} line;

static line lines[LINES];
static size_t n_lines;

static line *line_of(const char *prefix, const char *term, size_t len)
{
    char whole[256];
    snprintf(whole, sizeof whole, "%s%.*s", prefix, (int)len, term);
    for (size_t i = 0; i < n_lines; i++)
        if (strcmp(lines[i].term, whole) == 0)
            return &lines[i];
    CHECK(n_lines < LINES);
    memset(&lines[n_lines], 0, sizeof *lines);
    strcpy(lines[n_lines].term, whole);
    return &lines[n_lines++];
}

static void expect_position(line *l, uint32_t position)
{
    unsigned i = l->n;
    for (unsigned k = 0; k < l->n; k++)
        if (l->positions[k] == position)
            return;
    CHECK(l->n++ < POSITIONS);
    for (; i && l->positions[i - 1] > position; i--)
        l->positions[i] = l->positions[i - 1];
    l->positions[i] = position;
}

/* The words of a text; returns the position behind it and the gap. */
static uint32_t expect_words(const char *prefix, morgue_text text, uint32_t from, unsigned weight)
{
    mg_tokenizer t;
    mg_token token;
    mg_tokenizer_init(&t, text.data, text.len, from);
    while (mg_tokenizer_next(&t, &token)) {
        line *l = line_of(prefix, token.term, token.len);
        l->wdf += weight;
        expect_position(l, token.position);
        if (token.kind == MG_JOINED)
            expect_position(l, token.position + 1);
    }
    return mg_tokenizer_position(&t) + 100;
}

static void expect_mark(const char *mark, uint32_t position)
{
    expect_position(line_of("", mark, strlen(mark)), position);
}

/* Sentences and paragraphs of the text, whose words begin at `from`. */
static void expect_marks(morgue_text text, uint32_t from)
{
    mg_tokenizer t;
    mg_token token, last;
    mg_tokenizer_init(&t, text.data, text.len, from);
    for (bool begun = false; mg_tokenizer_next(&t, &token);) {
        if (token.kind == MG_JOINED)
            continue;
        bool paragraph = !begun || token.position > last.position + MG_PARAGRAPH_GAP;
        if (paragraph)
            expect_mark("XYP", token.position);
        if (paragraph || mg_break_before(text.data, &last, &token) == MG_BREAK_SENTENCE)
            expect_mark("XYS", token.position);
        last = token;
        begun = true;
    }
}

static void expect_has(const morgue_article *a)
{
    static const struct {
        morgue_field_id field;
        const char *term;
    } has[] = {
        {MORGUE_TITLE, "XHtitle"},       {MORGUE_TEXT, "XHtext"},
        {MORGUE_DATE, "XHdate"},         {MORGUE_SOURCE, "XHsource"},
        {MORGUE_SECTION, "XHsection"},   {MORGUE_AUTHOR, "XHauthor"},
        {MORGUE_URL, "XHurl"},           {MORGUE_LANG, "XHlang"},
        {MORGUE_PERSON, "XHperson"},     {MORGUE_ORG, "XHorg"},
        {MORGUE_LOCATION, "XHlocation"}, {MORGUE_TOPIC, "XHtopic"},
        {MORGUE_DATELINE, "XHdateline"},
    };
    for (size_t i = 0; i < sizeof has / sizeof *has; i++)
        if (morgue_article_count(a, has[i].field))
            line_of("", has[i].term, strlen(has[i].term));
}

static void expect_many(const morgue_article *a, morgue_field_id field, const char *words,
                        const char *exact, unsigned wdf)
{
    uint32_t position = 1;
    for (size_t i = 0; i < morgue_article_count(a, field); i++) {
        char folded[MG_VALUE_MAX];
        morgue_text value = morgue_article_get(a, field, i);
        if (words)
            position = expect_words(words, value, position, wdf);
        line_of(exact, folded, mg_fold_value(value.data, value.len, folded));
    }
}

/* What tags say beside their names. */
static void expect_tags(const morgue_article *a, unsigned wdf)
{
    static const struct {
        morgue_field_id field;
        const char *main;
    } tags[] = {
        {MORGUE_PERSON, "XBPE"},
        {MORGUE_ORG, "XBOE"},
        {MORGUE_LOCATION, "XBLE"},
    };
    static const char *const by[] = {"XGdump", "XGtagger", "XGinherited"};
    uint32_t position = 1;
    morgue_tag tag;
    for (size_t f = 0; f < sizeof tags / sizeof *tags; f++)
        for (size_t i = 0; morgue_article_tag(a, tags[f].field, i, &tag); i++) {
            char folded[MG_VALUE_MAX];
            line_of("", by[tag.origin], strlen(by[tag.origin]));
            line_of("", "XHby", 4);
            if (!tag.main)
                continue;
            line_of("", "XHabout", 7);
            line_of(tags[f].main, folded, mg_fold_value(tag.name.data, tag.name.len, folded));
            position = expect_words("XB", tag.name, position, wdf);
        }
}

static void expect(const morgue_article *a)
{
    morgue_text title = morgue_article_get(a, MORGUE_TITLE, 0);
    morgue_text id = morgue_article_get(a, MORGUE_ID, 0),
                url = morgue_article_get(a, MORGUE_URL, 0);
    n_lines = 0;
    uint32_t behind = expect_words("", title, 1, 1);
    expect_words("", morgue_article_get(a, MORGUE_TEXT, 0), behind, 1);
    unsigned bare = n_lines == 0; /* without words of its own, the names have to weigh */
    expect_words("S", title, 1, 0);
    expect_marks(morgue_article_get(a, MORGUE_TEXT, 0), behind);
    expect_has(a);
    line_of("Q", id.data, id.len);
    if (url.len)
        line_of("U", url.data, url.len);
    expect_many(a, MORGUE_LANG, NULL, "L", bare);
    expect_many(a, MORGUE_SOURCE, "XN", "XNE", bare);
    expect_many(a, MORGUE_SECTION, "XS", "XSE", bare);
    expect_many(a, MORGUE_AUTHOR, "A", "XAE", bare);
    expect_many(a, MORGUE_PERSON, "XP", "XPE", bare);
    expect_many(a, MORGUE_ORG, "XO", "XOE", bare);
    expect_many(a, MORGUE_LOCATION, "XL", "XLE", bare);
    expect_many(a, MORGUE_TOPIC, "K", "XKE", bare);
    expect_many(a, MORGUE_DATELINE, "XD", "XDE", bare);
    expect_tags(a, bare);
}

static int by_term(const void *a, const void *b)
{
    return strcmp(((const line *)a)->term, ((const line *)b)->term);
}

static void check_positions(const xap_database *db, uint32_t docid, const line *l)
{
    xap_positions *positions;
    bool more;
    uint32_t position;
    CHECK(xap_positions_open(db, docid, l->term, strlen(l->term), &positions, NULL) == XAP_OK);
    for (unsigned i = 0; i <= l->n; i++) {
        CHECK(xap_positions_next(positions, &position, &more, NULL) == XAP_OK);
        if (more != (i < l->n) || (more && position != l->positions[i]))
            ck_abort_msg("%s: position %u of %u: %u, not %u", l->term, i, l->n, position,
                         i < l->n ? l->positions[i] : 0);
    }
    xap_positions_free(positions);
}

static void check_document(const xap_database *db, uint32_t docid)
{
    xap_termlist *terms;
    xap_bytes term;
    uint32_t wdf;
    bool more;
    qsort(lines, n_lines, sizeof *lines, by_term);
    CHECK(xap_termlist_open(db, docid, &terms, NULL) == XAP_OK);
    for (size_t i = 0; i <= n_lines; i++) {
        CHECK(xap_termlist_next(terms, &term, &wdf, NULL, &more, NULL) == XAP_OK);
        CHECK(more == (i < n_lines));
        if (!more)
            break;
        if (!is_text((morgue_text){term.data, term.len}, lines[i].term) || wdf != lines[i].wdf)
            ck_abort_msg("'%.*s' %u, not '%s' %u", (int)term.len, term.data, wdf, lines[i].term,
                         lines[i].wdf);
        check_positions(db, docid, &lines[i]);
    }
    xap_termlist_free(terms);
}

static const char *const pieces[] = {"alpha", "Beta",        "U.S.",
                                     "F-16",  "cease-fire",  "3,000",
                                     "\n\n",  "caf\xC3\xA9", "\xE5\x8C\x97\xE7\xBA\xA6",
                                     "don't", "up-to-date",  "5:09",
                                     "AT&T",  "gamma",       "!",
                                     "\n",    "Ends.",       "Mr.",
                                     "The"};

static void roll_text(uint64_t *seed, unsigned most, mg_buffer *ret)
{
    mg_buffer_clear(ret);
    for (unsigned n = 1 + roll(seed, most); n; n--) {
        put(ret, pieces[roll(seed, sizeof pieces / sizeof *pieces)]);
        put(ret, " ");
    }
}

static morgue_article *roll_article(uint64_t *seed, int number)
{
    static const morgue_field_id once[] = {MORGUE_TITLE,   MORGUE_TEXT,    MORGUE_URL,
                                           MORGUE_SOURCE,  MORGUE_SECTION, MORGUE_LANG,
                                           MORGUE_DATELINE};
    static const char *const dates[] = {"2022", "2022-01-21", "2022-01-21T14:05:09Z"};
    static const morgue_field_id many[] = {MORGUE_AUTHOR, MORGUE_PERSON, MORGUE_ORG,
                                           MORGUE_LOCATION, MORGUE_TOPIC};
    char id[24];
    morgue_error err;
    mg_buffer text = {0};
    morgue_article *a =
        make_article((const field_text[]){{MORGUE_TITLE, number % 5 ? "t" : "!"}, {0}});
    snprintf(id, sizeof id, "Id %d", number);
    OK(morgue_article_set(a, MORGUE_ID, id, MORGUE_NUL, &err));
    for (size_t i = 0; i < sizeof once / sizeof *once; i++) {
        roll_text(seed, once[i] == MORGUE_TEXT ? 150 : 6, &text);
        bool bare = number % 5 == 0 && (once[i] == MORGUE_TITLE || once[i] == MORGUE_TEXT);
        if (!bare && roll(seed, 4))
            OK(morgue_article_set(a, once[i], text.data, text.len, &err));
    }
    for (size_t i = 0; i < 8; i++) {
        roll_text(seed, 5, &text);
        morgue_tag tag = {.name = {text.data, text.len},
                          .origin = (morgue_origin)roll(seed, 3),
                          .confidence = roll(seed, 101),
                          .main = roll(seed, 2)};
        morgue_field_id field = many[roll(seed, 5)];
        if (mg_field_is_tag(field))
            OK(morgue_article_add_tag(a, field, &tag, &err));
        else
            OK(morgue_article_add(a, field, text.data, text.len, MORGUE_GIVEN, &err));
    }
    if (roll(seed, 2))
        OK(morgue_article_set(a, MORGUE_DATE, dates[roll(seed, 3)], MORGUE_NUL, &err));
    mg_buffer_free(&text);
    return a;
}

static uint32_t docid_of(const xap_database *db, const char *id)
{
    char term[32];
    uint32_t docid;
    int len = snprintf(term, sizeof term, "Q%s", id);
    CHECK(xap_database_find(db, term, (size_t)len, &docid, NULL) == XAP_OK);
    return docid;
}

/* Made directly in the first loop, half through Xapian's writer in the others. */
START_TEST(test_terms)
{
    scratch s;
    morgue_error err;
    morgue_writer *writer;
    morgue_archive *archive;
    xap_database *db = NULL;
    morgue_article *copy = morgue_article_new();
    uint64_t seed = (uint64_t)_i;
    scratch_open(&s);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    for (int i = 0; i < 60; i++) {
        morgue_article *article = roll_article(&seed, i % 40); /* some are replaced */
        OK(morgue_writer_add(writer, article, NULL, &err));
        morgue_article_free(article);
        if (_i && i == 20)
            OK(morgue_writer_commit(writer, &err));
    }
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    OK(morgue_archive_open(s.path, &archive, &err));
    OK(mg_open_shards(s.path, &archive->manifest, 0, archive->manifest.count, &db, &err));
    for (int i = 0; i < 40; i++) {
        char id[24];
        snprintf(id, sizeof id, "Id %d", i);
        OK(morgue_archive_article(archive, id, MORGUE_NUL, copy, &err));
        expect(copy);
        check_document(db, docid_of(db, id));
    }
    morgue_article_free(copy);
    xap_database_free(db);
    morgue_archive_free(archive);
    scratch_close(&s);
}
END_TEST

/* What the rule of sentences and the presence of fields come to, by hand. */
START_TEST(test_marks)
{
    scratch s;
    morgue_error err;
    morgue_writer *writer;
    morgue_archive *archive;
    xap_database *db = NULL;
    morgue_article *article = make_article(
        (const field_text[]){{MORGUE_ID, "a"},
                             {MORGUE_TITLE, "One. Two"},
                             {MORGUE_TEXT, "Mr. X ended the cease-fire. He left.\n\nThe end"},
                             {0}});
    scratch_open(&s);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    OK(morgue_writer_add(writer, article, NULL, &err));
    OK(morgue_writer_commit(writer, &err));
    morgue_writer_free(writer);
    OK(morgue_archive_open(s.path, &archive, &err));
    OK(mg_open_shards(s.path, &archive->manifest, 0, archive->manifest.count, &db, &err));
    uint32_t docid = docid_of(db, "a");
    check_positions(db, docid, &(line){"XYS", 0, 3, {103, 109, 121}});
    check_positions(db, docid, &(line){"XYP", 0, 2, {103, 121}});
    check_positions(db, docid, &(line){"ceasefire", 1, 2, {107, 108}});
    check_positions(db, docid, &(line){"Sone", 0, 1, {1}});
    morgue_article_free(article);
    xap_database_free(db);
    morgue_archive_free(archive);
    scratch_close(&s);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("terms");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_terms, 0, 3);
    tcase_add_test(tests, test_marks);
    return run_tests("terms", tests);
}
