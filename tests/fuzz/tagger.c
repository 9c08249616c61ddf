/* Articles that are tagged, with the small model of tests/unit/tagger: the first line is the title,
 * the rest the text. The first byte of the input: fields that are not to be filled (bits 0-2),
 * whether some are given (bit 3), and whether a fresh tagger says the same, which takes its time
 * (bit 4). */
#include <stdlib.h>
#include <string.h>

#include "indexer/tagger/tagger.h"
#include "indexer/tagger/tags.h"
#include "tests/fuzz/fuzz.h"

static mg_tagger_model *model;
static mg_tagger *used; /* that has seen all articles before */

static void clean_up(void)
{
    mg_tagger_free(used);
    mg_tagger_model_free(model);
}

static void set_up(void)
{
    morgue_error err;
    EXPECT_OK(mg_tagger_model_open(SMALL_MODEL, &model, &err), &err);
    EXPECT_OK(mg_tagger_new(model, NULL, &used, &err), &err);
    atexit(clean_up);
}

static morgue_article *read_article(const char *text, size_t len, bool given)
{
    morgue_error err;
    morgue_article *article = morgue_article_new();
    const char *line = len ? memchr(text, '\n', len) : NULL;
    size_t title = line ? (size_t)(line - text) : 0;
    EXPECT(article);
    EXPECT_OK(morgue_article_set(article, MORGUE_TITLE, text, title, &err), &err);
    EXPECT_OK(morgue_article_set(article, MORGUE_TEXT, text + title, len - title, &err), &err);
    if (!given)
        return article;
    EXPECT_OK(morgue_article_set(article, MORGUE_SOURCE, text, title, &err), &err);
    EXPECT_OK(
        morgue_article_add(article, MORGUE_PERSON, "MARY OTIENO", MORGUE_NUL, MORGUE_GIVEN, &err),
        &err);
    EXPECT_OK(morgue_article_add(article, MORGUE_ORG, text, title, MORGUE_GIVEN, &err), &err);
    return article;
}

/* Tags of the tagger are sure, clean, of fields that were to be filled, and not too many. */
static void expect_tags(const morgue_article *article, unsigned fields)
{
    size_t n = 0;
    morgue_tag tag;
    for (morgue_field_id f = MORGUE_PERSON; f <= MORGUE_LOCATION; f++)
        for (size_t i = 0; morgue_article_tag(article, f, i, &tag); i++) {
            fuzz_expect_clean(tag.name.data, tag.name.len);
            EXPECT(tag.name.len && tag.confidence <= 100);
            if (tag.origin == MORGUE_GIVEN)
                continue;
            EXPECT(fields >> f & 1);
            EXPECT(tag.origin == MORGUE_INHERITED ? !tag.mentions
                                                  : tag.mentions && tag.confidence >= 50);
            n += tag.origin == MORGUE_TAGGER;
        }
    EXPECT(n <= MG_TAGS_MAX);
}

static void expect_same(const morgue_article *a, const morgue_article *b)
{
    morgue_tag x, y;
    for (morgue_field_id f = MORGUE_PERSON; f <= MORGUE_LOCATION; f++) {
        EXPECT(morgue_article_count(a, f) == morgue_article_count(b, f));
        for (size_t i = 0; morgue_article_tag(a, f, i, &x) && morgue_article_tag(b, f, i, &y); i++)
            EXPECT(x.name.len == y.name.len && memcmp(x.name.data, y.name.data, x.name.len) == 0 &&
                   x.origin == y.origin && x.confidence == y.confidence &&
                   x.mentions == y.mentions && x.main == y.main);
    }
}

static void expect_same_by_fresh(const morgue_article *article, morgue_article *other,
                                 unsigned fields)
{
    morgue_error err;
    mg_tagger *fresh;
    EXPECT_OK(mg_tagger_new(model, NULL, &fresh, &err), &err);
    EXPECT_OK(mg_tagger_tag(fresh, other, fields, &err), &err);
    expect_same(article, other);
    mg_tagger_free(fresh);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t len;
    morgue_error err;
    unsigned fields = 0;
    if (!size)
        return 0;
    if (!model)
        set_up();
    for (unsigned f = 0; f < 3; f++)
        fields |= (unsigned)(~*data >> f & 1) << (MORGUE_PERSON + f);
    char *text = fuzz_mended(data + 1, size - 1, &len);
    morgue_article *article = read_article(text, len, *data & 8);
    EXPECT_OK(mg_tagger_tag(used, article, fields, &err), &err);
    expect_tags(article, fields);
    if (*data & 16) {
        morgue_article *other = read_article(text, len, *data & 8);
        expect_same_by_fresh(article, other, fields);
        morgue_article_free(other);
    }
    fuzz_expect_article(article);
    morgue_article_free(article);
    free(text);
    return 0;
}
