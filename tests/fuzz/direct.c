/* Articles as shards, made directly and by Xapian's own writer, which have to say the same.
 *
 * The first byte: how many jobs, whether there is a dictionary, whether both are changed and
 * compared again. Then values: a byte of field (low half) and how often its text is repeated (high
 * half, as a power of two), a byte of length, the text. Field 15 ends the article, which is added
 * so often, as a power of two. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/path.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/direct/difference.h"
#include "tests/unit/direct/two_ways.h"

enum { END = 15, BYTES_MAX = 50000, ARTICLES_MAX = 150, TEXT_MAX = 20000 };

/* ---- From bytes to articles --------------------------------------------------------------- */

static void repeat(const char *text, size_t len, unsigned power, mg_buffer *ret)
{
    mg_buffer_clear(ret);
    EXPECT(mg_buffer_append(ret, "", 0));
    for (unsigned n = 1u << power; n && ret->len + len <= TEXT_MAX; n--)
        EXPECT(mg_buffer_append(ret, text, len));
}

static void set_value(morgue_article *article, morgue_field_id field, const mg_buffer *text)
{
    if (field == MORGUE_EXTRA)
        morgue_article_add_extra(article, "key", "\"value\"", MORGUE_NUL, NULL);
    else if (morgue_field_at(field)->repeatable)
        morgue_article_add(article, field, text->data, text->len, MORGUE_GIVEN, NULL);
    else
        morgue_article_set(article, field, text->data, text->len, NULL);
}

static void end_article(morgue_article *article, unsigned power, records *all)
{
    for (unsigned n = 1u << power; n; n--)
        if (all->n < ARTICLES_MAX && all->bytes.len < BYTES_MAX)
            EXPECT(records_add(all, article));
    morgue_article_clear(article);
}

static void read_articles(const uint8_t *data, size_t size, records *ret)
{
    mg_buffer text = {0};
    morgue_article *article = morgue_article_new();
    EXPECT(article);
    while (size >= 2) {
        unsigned field = data[0] & 15, power = data[0] >> 4;
        size_t len = data[1], clean_len;
        data += 2;
        size -= 2;
        len = len < size ? len : size;
        if (field == END) {
            end_article(article, power, ret);
            continue;
        }
        char *clean = fuzz_mended(data, len, &clean_len);
        repeat(clean, clean_len, power, &text);
        set_value(article, (morgue_field_id)field, &text);
        free(clean);
        data += len;
        size -= len;
    }
    end_article(article, 0, ret);
    morgue_article_free(article);
    mg_buffer_free(&text);
}

/* ---- Both ways ---------------------------------------------------------------------------- */

typedef struct folder {
    char path[48];
    char direct[64];
    char slowly[64];
} folder;

/* In memory, where there is such a place: every database is flushed to the disk several times. */
static void make_folder(folder *ret)
{
    bool memory = access("/dev/shm", W_OK) == 0;
    snprintf(ret->path, sizeof ret->path, "%s/morgue-fuzz-XXXXXX", memory ? "/dev/shm" : "/tmp");
    EXPECT(mkdtemp(ret->path));
    snprintf(ret->direct, sizeof ret->direct, "%s/direct", ret->path);
    snprintf(ret->slowly, sizeof ret->slowly, "%s/slowly", ret->path);
}

/* Keeps nothing behind, also where the two differ: the input tells all. */
static void expect_same(const folder *f, bool fresh)
{
    char why[DIFFERENCE_MAX] = "";
    bool same = is_sound(f->direct, why) && same_databases(f->direct, f->slowly, why) &&
                (!fresh || same_statistics(f->direct, f->slowly, why));
    if (!same) {
        mg_path_remove(f->path);
        fuzz_failed(__FILE__, __LINE__, why);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const morgue_text dictionaries[] = {{"", 0}, {"the harbour of Saint-Aubrac", 27}};
    morgue_error err;
    records all = {0};
    folder f;
    if (!size)
        return 0;
    morgue_text dictionary = dictionaries[data[0] >> 2 & 1];
    bool change = data[0] & 8;
    read_articles(data + 1, size - 1, &all);
    make_folder(&f);
    EXPECT_OK(write_direct(f.direct, &all, dictionary, 1 + (data[0] & 3), &err), &err);
    EXPECT_OK(write_slowly(f.slowly, &all, dictionary, &err), &err);
    expect_same(&f, true);
    if (change) {
        EXPECT_OK(change_some(f.direct, &all, size, 20, &err), &err);
        EXPECT_OK(change_some(f.slowly, &all, size, 20, &err), &err);
        expect_same(&f, false);
    }
    mg_path_remove(f.path);
    records_free(&all);
    return 0;
}
