/* Model files. Such a file is large, most of it weights and a filter, so an input says where the
 * small model of tests/unit/tagger is altered: the first byte is
 *
 *   0   what follows is the whole file
 *   1   the file is cut off: four bytes, the length
 *   2   pieces of it are overwritten: for each a byte with the section, 255 being the head; three
 *       bytes with the place in it; a byte with the number of bytes, and these */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/path.h"
#include "indexer/tagger/tables.h"
#include "indexer/tagger/tagger.h"
#include "tests/fuzz/fuzz.h"

enum { MODEL_MAX = 1 << 24, HEAD = 16, ENTRY = 24 };

static mg_buffer whole;

static void clean_up(void)
{
    mg_buffer_free(&whole);
}

static uint32_t number(const uint8_t *data, size_t bytes)
{
    uint32_t n = 0;
    for (size_t i = 0; i < bytes; i++)
        n |= (uint32_t)data[i] << 8 * i;
    return n;
}

/* Where a section of the small model begins, and its length. */
static void find_section(unsigned section, uint64_t *ret_at, uint64_t *ret_len)
{
    *ret_at = 0;
    *ret_len = HEAD + MG_SECTION_COUNT * ENTRY;
    if (section >= MG_SECTION_COUNT)
        return;
    memcpy(ret_at, whole.data + HEAD + section * ENTRY + 8, 8);
    memcpy(ret_len, whole.data + HEAD + section * ENTRY + 16, 8);
}

static void overwrite(char *model, const uint8_t *data, size_t size)
{
    while (size > 5) {
        uint64_t at, len;
        size_t n = data[4] < size - 5 ? data[4] : size - 5;
        find_section(data[0], &at, &len);
        uint64_t place = len ? number(data + 1, 3) % len : 0;
        uint64_t room = len - place < n ? len - place : n;
        memcpy(model + at + place, data + 5, room);
        data += 5 + n;
        size -= 5 + n;
    }
}

static void use(const mg_tagger_model *model)
{
    static const char text[] = "NAIROBI (Reuters) - Antony J. Blinken of the U.S. State Department "
                               "met John Mwangi, 61, of the World Health "
                               "Organization (WHO) in Mombasa on Monday.\n\n\"No,\" said Mr. "
                               "Mwangi. Acme Inc of Britain, and Mary Otieno in "
                               "Mali and France and the United States. The UN";
    morgue_error err;
    mg_tagger *tagger;
    morgue_article *article = morgue_article_new();
    EXPECT(article);
    EXPECT_OK(
        morgue_article_set(article, MORGUE_TITLE, "Blinken meets UN in Kenya", MORGUE_NUL, &err),
        &err);
    EXPECT_OK(morgue_article_set(article, MORGUE_TEXT, text, sizeof text - 1, &err), &err);
    EXPECT_OK(mg_tagger_new(model, NULL, &tagger, &err), &err);
    EXPECT_OK(mg_tagger_tag(tagger, article, MG_TAG_FIELDS, &err), &err);
    fuzz_expect_article(article);
    mg_tagger_free(tagger);
    morgue_article_free(article);
}

static void try_model(const void *data, size_t len)
{
    char path[FUZZ_PATH_MAX];
    morgue_error err = {0};
    mg_tagger_model *model = NULL;
    int fd = fuzz_file(data, len, path);
    morgue_status status = mg_tagger_model_open(path, &model, &err);
    if (status == MORGUE_OK)
        use(model);
    else
        EXPECT((status == MORGUE_CORRUPT || status == MORGUE_BAD_VERSION) && !model &&
               err.status == status && *err.message);
    mg_tagger_model_free(model);
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    morgue_error err;
    if (!whole.len) {
        EXPECT_OK(mg_file_read(SMALL_MODEL, MODEL_MAX, &whole, &err), &err);
        atexit(clean_up);
    }
    if (!size)
        return 0;
    if (*data == 0) {
        try_model(data + 1, size - 1);
        return 0;
    }
    char *model = fuzz_copy(whole.data, whole.len);
    size_t len = whole.len;
    if (*data == 1 && size > 4)
        len = number(data + 1, 4) % (whole.len + 1);
    else
        overwrite(model, data + 1, size - 1);
    try_model(model, len);
    free(model);
    return 0;
}
