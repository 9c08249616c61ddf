/* Shards whose tables are damaged, read without Xapian. Such files are large, so an input says
 * where those of a sound shard are altered. The first byte chooses the shard (bit 0): as it was
 * made, or changed by Xapian's writer afterwards; and whether the version file is the input's
 * (bit 1), which then is all of the rest. Else the rest are alterations, each of a byte with
 *
 *   bits 0-2   the file: postings, records, lists of terms, positions, or the version file
 *   bits 3-5   what the place is counted from, and how: see enum way
 *   bit 6      the file is cut off there
 *
 * then two bytes with the block, two with the place, a byte with the number of bytes, and these. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/index_kind.h"
#include "archive/pack.h"
#include "archive/path.h"
#include "archive/record.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/direct/two_ways.h"

enum { FILES = 5, VERSION = 4, SHARDS = 2, ARTICLES = 90, BLOCK = 8192, PATCH = 6 };

/* BLOCK_PLACE: within the block. ITEM_PLACE: from where the directory of the block says that item
 * so and so begins; the place has the item in its first byte. */
enum way { BLOCK_PLACE = 0, ITEM_PLACE = 1 };

typedef struct file {
    char *path;
    int fd;
    mg_buffer sound;
    mg_buffer now;
    size_t cut;
    bool altered;
} file;

typedef struct shard {
    char *path;
    file files[FILES];
} shard;

static const char *const names[FILES] = {"postlist.glass", "docdata.glass", "termlist.glass",
                                         "position.glass", "iamglass"};
static const morgue_text dictionary = {"the harbour of Saint-Aubrac", 27};
static char folder[48];
static shard shards[SHARDS];

/* ---- Sound shards ------------------------------------------------------------------------- */

static void roll_text(uint32_t *seed, unsigned words, mg_buffer *ret)
{
    char word[32];
    mg_buffer_clear(ret);
    for (unsigned i = 0; i < words; i++) {
        *seed = *seed * 1664525 + 1013904223;
        unsigned high = *seed >> 16, low = high % (1 + high % 400);
        snprintf(word, sizeof word, "%sw%u%s", i ? " " : "", low, high % 11 ? "" : ".");
        EXPECT(mg_buffer_append_string(ret, word));
    }
}

static void set(morgue_article *article, morgue_field_id field, const char *value)
{
    morgue_error err;
    EXPECT_OK(morgue_article_set(article, field, value, MORGUE_NUL, &err), &err);
}

static void make_records(records *ret)
{
    uint32_t seed = 1;
    char value[32];
    mg_buffer text = {0};
    morgue_article *article = morgue_article_new();
    EXPECT(article);
    for (unsigned i = 0; i < ARTICLES; i++) {
        morgue_article_clear(article);
        snprintf(value, sizeof value, "id-%u", i);
        set(article, MORGUE_ID, value);
        roll_text(&seed, 5, &text);
        set(article, MORGUE_TITLE, text.data);
        roll_text(&seed, i == 7 ? 3000 : 20 + i, &text);
        set(article, MORGUE_TEXT, text.data);
        snprintf(value, sizeof value, "20%02u-0%u-1%u", i % 25, 1 + i % 9, i % 10);
        if (i % 5)
            set(article, MORGUE_DATE, value);
        EXPECT(records_add(ret, article));
    }
    mg_buffer_free(&text);
    morgue_article_free(article);
}

static void open_file(const char *path, const char *name, file *ret)
{
    morgue_error err;
    ret->path = mg_path_join(path, name);
    EXPECT(ret->path);
    EXPECT_OK(mg_file_read(ret->path, MG_BUFFER_MAX - 1, &ret->sound, &err), &err);
    ret->fd = open(ret->path, O_RDWR | O_CLOEXEC);
    EXPECT(ret->fd >= 0);
}

static void clean_up(void)
{
    for (size_t s = 0; s < SHARDS; s++) {
        for (size_t f = 0; f < FILES; f++) {
            file *one = &shards[s].files[f];
            close(one->fd);
            free(one->path);
            mg_buffer_free(&one->sound);
            mg_buffer_free(&one->now);
        }
        free(shards[s].path);
    }
    mg_path_remove(folder);
}

/* In memory, where there is such a place. */
static void set_up(void)
{
    morgue_error err;
    records all = {0};
    bool memory = access("/dev/shm", W_OK) == 0;
    snprintf(folder, sizeof folder, "%s/morgue-fuzz-XXXXXX", memory ? "/dev/shm" : "/tmp");
    EXPECT(mkdtemp(folder));
    make_records(&all);
    for (size_t s = 0; s < SHARDS; s++) {
        shards[s].path = mg_path_join(folder, s ? "changed" : "made");
        EXPECT(shards[s].path);
        EXPECT_OK(write_direct(shards[s].path, &all, dictionary, 1, &err), &err);
        if (s)
            EXPECT_OK(change_some(shards[s].path, &all, 5, 40, &err), &err);
        for (size_t f = 0; f < FILES; f++)
            open_file(shards[s].path, names[f], &shards[s].files[f]);
    }
    records_free(&all);
    atexit(clean_up);
}

/* ---- Alterations -------------------------------------------------------------------------- */

static uint32_t number(const uint8_t *data, size_t bytes)
{
    uint32_t n = 0;
    for (size_t i = 0; i < bytes; i++)
        n |= (uint32_t)data[i] << 8 * i;
    return n;
}

/* The bytes of the file as they are to be, made on first use. */
static void begin(file *f)
{
    if (f->altered)
        return;
    mg_buffer_clear(&f->now);
    EXPECT(mg_buffer_append(&f->now, f->sound.data, f->sound.len));
    f->cut = f->sound.len;
    f->altered = true;
}

static size_t find_place(const file *f, enum way way, uint32_t block, uint32_t place)
{
    size_t blocks = f->now.len / BLOCK;
    size_t start = blocks ? block % blocks * BLOCK : 0;
    const uint8_t *at = (const uint8_t *)f->now.data + start;
    if (way == BLOCK_PLACE || !blocks)
        return start + place % BLOCK;
    size_t directory = (size_t)at[9] << 8 | at[10],
           items = directory > 11 ? (directory - 11) / 2 : 0;
    size_t entry = 11 + 2 * (items ? (place & 0xFF) % items : 0);
    if (!items || entry + 2 > BLOCK)
        return start;
    return start + ((size_t)at[entry] << 8 | at[entry + 1]) + (place >> 8);
}

static void alter(shard *s, const uint8_t *data, size_t size)
{
    while (size >= PATCH) {
        file *f = &s->files[(data[0] & 7) % FILES];
        begin(f);
        size_t place =
            find_place(f, (enum way)(data[0] >> 3 & 7), number(data + 1, 2), number(data + 3, 2));
        size_t n = data[5] < size - PATCH ? data[5] : size - PATCH;
        if (data[0] & 64 && place < f->cut)
            f->cut = place;
        for (size_t i = 0; i < n && f->now.len; i++)
            f->now.data[(place + i) % f->now.len] = (char)data[PATCH + i];
        data += PATCH + n;
        size -= PATCH + n;
    }
}

static void replace_version(shard *s, const uint8_t *data, size_t size)
{
    file *f = &s->files[VERSION];
    f->altered = true;
    mg_buffer_clear(&f->now);
    EXPECT(mg_buffer_append(&f->now, data, size));
    f->cut = size;
}

static void write_all(const file *f, const mg_buffer *bytes, size_t len)
{
    EXPECT(ftruncate(f->fd, (off_t)len) == 0);
    EXPECT(!len || pwrite(f->fd, bytes->data, len, 0) == (ssize_t)len);
}

static void put_altered(const shard *s)
{
    for (size_t i = 0; i < FILES; i++)
        if (s->files[i].altered)
            write_all(&s->files[i], &s->files[i].now, s->files[i].cut);
}

static void put_back(shard *s)
{
    for (size_t i = 0; i < FILES; i++) {
        if (s->files[i].altered)
            write_all(&s->files[i], &s->files[i].sound, s->files[i].sound.len);
        s->files[i].altered = false;
    }
}

/* ---- Reading ------------------------------------------------------------------------------ */

/* Dice, so that an input is read in the same way each time. */
static uint32_t dice;

static uint32_t roll(uint32_t sides)
{
    dice = dice * 1664525 + 1013904223;
    return (dice >> 16) % sides;
}

static bool is_expected(morgue_status status)
{
    return status == MORGUE_OK || status == MORGUE_CORRUPT || status == MORGUE_NOT_FOUND ||
           status == MORGUE_BAD_VERSION || status == MORGUE_INVALID;
}

static void read_list(mg_index *index, morgue_text term)
{
    enum { ROOM = 100, PATIENCE = 500 };
    uint32_t docids[ROOM], wdfs[ROOM], last = 0;
    mg_places places = {0};
    mg_list *list = NULL;
    morgue_error err;
    EXPECT_OK(mg_list_open(index, term.data, term.len, &list, &err), &err);
    for (int i = 0; list && i < PATIENCE && mg_list_peek(list); i++) {
        EXPECT(mg_list_peek(list) > last);
        if (roll(3) == 0)
            mg_list_skip(list, last + roll(200));
        size_t n = mg_list_take(list, UINT32_MAX, 1 + roll(ROOM), docids, wdfs);
        for (size_t k = 0; k < n; k++) {
            EXPECT(docids[k] > last);
            last = docids[k];
        }
        EXPECT(mg_list_positions(list, last, &places));
        for (size_t k = 1; k < places.n; k++)
            EXPECT(places.at[k - 1] < places.at[k]);
        if (n == 0)
            break;
    }
    mg_list_free(list);
    free(places.at);
}

static void read_terms(mg_index *index)
{
    enum { PATIENCE = 3000 };
    morgue_text term;
    uint32_t frequency;
    mg_terms *terms = mg_terms_open(index, roll(4) ? "" : "w", roll(4) ? 0 : 1);
    EXPECT(terms);
    for (int i = 0; i < PATIENCE && mg_terms_next(terms, &term, &frequency); i++) {
        EXPECT(term.len <= 255 && term.data[term.len] == '\0');
        if (roll(8) == 0)
            read_list(index, term);
        if (roll(100) == 0)
            mg_terms_seek(terms, "w2", 2);
    }
    mg_terms_free(terms);
    read_list(index, (morgue_text){"w0", 2});
}

static morgue_status find_dictionary(void *user, uint32_t adler, morgue_text *ret,
                                     morgue_error *err)
{
    (void)user;
    (void)adler;
    (void)err;
    *ret = dictionary;
    return MORGUE_OK;
}

static bool take_term(void *user, morgue_text term, uint32_t wdf)
{
    size_t *left = user;
    (void)wdf;
    EXPECT(term.len <= 255 && term.data[term.len] == '\0');
    return --*left > 0;
}

static void read_document(mg_index *index, uint32_t docid, morgue_article *article)
{
    morgue_error err;
    mg_buffer packed = {0}, record = {0};
    size_t left = 1 + roll(500);
    morgue_status status = mg_index_record(index, docid, &packed, &err);
    EXPECT(is_expected(status));
    if (status == MORGUE_OK)
        status = mg_unpack(packed.data ? packed.data : "", packed.len, find_dictionary, NULL,
                           &record, &err);
    if (status == MORGUE_OK)
        status = mg_record_decode(record.data, record.len, article, &err);
    EXPECT(is_expected(status));
    EXPECT(is_expected(
        mg_index_document_terms(index, docid, roll(2) ? "" : "w", take_term, &left, &err)));
    mg_buffer_free(&packed);
    mg_buffer_free(&record);
}

static void read_documents(mg_index *index)
{
    static const char *const keys[] = {"morgue.revision", "morgue.dictionary", "none"};
    morgue_error err;
    mg_buffer value = {0};
    morgue_article *article = morgue_article_new();
    EXPECT(article);
    for (uint32_t docid = 0; docid < ARTICLES + 20; docid += 1 + roll(12))
        read_document(index, docid, article);
    read_document(index, mg_index_last(index), article);
    for (uint32_t window = 0; window < 3; window++)
        EXPECT(mg_index_lengths(index, window) && mg_index_dates(index, window));
    EXPECT(mg_index_lengths(index, mg_index_last(index) / MG_WINDOW));
    EXPECT(mg_index_dates(index, mg_index_last(index) / MG_WINDOW));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        EXPECT(is_expected(mg_index_metadata(index, keys[i], &value, &err)));
    morgue_article_free(article);
    mg_buffer_free(&value);
}

/* Whether the index could be opened is left to Xapian where the version file is not understood. */
static morgue_status read_shard(const char *path, uint32_t seed)
{
    mg_index *index = NULL;
    morgue_error err = {0};
    morgue_status status = mg_glass_open(path, &index, &err);
    dice = seed;
    if (status == MORGUE_OK && index) {
        read_terms(index);
        read_documents(index);
        status = mg_index_check(index, &err);
    }
    EXPECT(status == MORGUE_OK || (status == MORGUE_CORRUPT && *err.message));
    mg_index_free(index);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!shards[0].path)
        set_up();
    if (!size)
        return 0;
    shard *s = &shards[data[0] & 1];
    if (data[0] & 2)
        replace_version(s, data + 1, size - 1);
    else
        alter(s, data + 1, size - 1);
    bool altered = false;
    for (size_t i = 0; i < FILES; i++)
        altered = altered || s->files[i].altered;
    put_altered(s);
    morgue_status status = read_shard(s->path, (uint32_t)size);
    EXPECT(altered || status == MORGUE_OK);
    put_back(s);
    return 0;
}
