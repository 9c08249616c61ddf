#include "tests/fuzz/shards.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/path.h"
#include "tests/fuzz/fuzz.h"

enum { BLOCK = 8192, PATCH = 6 };

/* BLOCK_PLACE: within the block. ITEM_PLACE: from where the directory of the block says that item
 * so and so begins; the place has the item in its first byte. */
enum way { BLOCK_PLACE = 0, ITEM_PLACE = 1 };

typedef fuzz_shard_file file;
typedef fuzz_shard shard;

const morgue_text fuzz_dictionary = {"the harbour of Saint-Aubrac", 27};
static const char *const names[FUZZ_FILES] = {"postlist.glass", "docdata.glass", "termlist.glass",
                                              "position.glass", "iamglass"};
static char folder[48];
static fuzz_shard shards[FUZZ_SHARDS];
static records all;

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
    for (unsigned i = 0; i < FUZZ_ARTICLES; i++) {
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
    for (size_t s = 0; s < FUZZ_SHARDS; s++) {
        for (size_t f = 0; f < FUZZ_FILES; f++) {
            file *one = &shards[s].files[f];
            close(one->fd);
            free(one->path);
            mg_buffer_free(&one->sound);
            mg_buffer_free(&one->now);
        }
        free(shards[s].path);
    }
    records_free(&all);
    mg_path_remove(folder);
}

/* In memory, where there is such a place. */
static void set_up(void)
{
    morgue_error err;
    bool memory = access("/dev/shm", W_OK) == 0;
    snprintf(folder, sizeof folder, "%s/morgue-fuzz-XXXXXX", memory ? "/dev/shm" : "/tmp");
    EXPECT(mkdtemp(folder));
    make_records(&all);
    for (size_t s = 0; s < FUZZ_SHARDS; s++) {
        shards[s].name = s ? "changed" : "made";
        shards[s].path = mg_path_join(folder, shards[s].name);
        EXPECT(shards[s].path);
        EXPECT_OK(write_direct(shards[s].path, &all, fuzz_dictionary, 1, &err), &err);
        if (s)
            EXPECT_OK(change_some(shards[s].path, &all, 5, 40, &err), &err);
        for (size_t f = 0; f < FUZZ_FILES; f++)
            open_file(shards[s].path, names[f], &shards[s].files[f]);
    }
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
        file *f = &s->files[(data[0] & 7) % FUZZ_FILES];
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
    file *f = &s->files[FUZZ_VERSION];
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
    for (size_t i = 0; i < FUZZ_FILES; i++)
        if (s->files[i].altered)
            write_all(&s->files[i], &s->files[i].now, s->files[i].cut);
}

/* Moves the file out of the shard, or back. */
static void move(const file *f, bool back)
{
    char away[sizeof folder + 64];
    snprintf(away, sizeof away, "%s.away", f->path);
    EXPECT(rename(back ? away : f->path, back ? f->path : away) == 0);
}

void fuzz_shard_put_back(shard *s)
{
    for (unsigned i = 0; i < FUZZ_FILES; i++) {
        file *f = &s->files[i];
        if (f->altered)
            write_all(f, &f->sound, f->sound.len);
        if (f->hidden)
            move(f, true);
        f->altered = f->hidden = false;
    }
}

void fuzz_shard_hide(shard *s, unsigned files)
{
    for (unsigned i = 0; i < FUZZ_FILES; i++) {
        if (files >> i & 1) {
            move(&s->files[i], false);
            s->files[i].hidden = true;
        }
    }
}

bool fuzz_shard_is_damaged(const shard *s, unsigned i)
{
    return s->files[i].altered || s->files[i].hidden;
}

shard *fuzz_shard_damage(const uint8_t *data, size_t size)
{
    if (!shards[0].path)
        set_up();
    shard *s = &shards[data[0] & 1];
    if (data[0] & 2)
        replace_version(s, data + 1, size - 1);
    else
        alter(s, data + 1, size - 1);
    put_altered(s);
    return s;
}

const char *fuzz_shards_folder(void)
{
    return folder;
}

const records *fuzz_shards_records(void)
{
    return &all;
}
