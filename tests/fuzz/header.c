/* A block of `Key: value` lines above a text. */
#include "indexer/formats/header.h"

#include <stdlib.h>

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const morgue_mapping mapping = {MORGUE_TITLE, "kopf"};
    mg_reader reader = {.mappings = &mapping, .n_mappings = 1};
    morgue_error err = {0};
    morgue_article *article = morgue_article_new();
    mg_sink put = {&reader, article, &err};
    size_t len;
    char *text = fuzz_mended(data, size, &len);
    EXPECT(article);
    size_t block = mg_header_length(&reader, (morgue_text){text, len});
    EXPECT(block <= len);
    EXPECT(mg_header_length(&reader, (morgue_text){text, block}) == block);
    EXPECT(mg_header_put(&put, (morgue_text){text, block}) == MORGUE_OK);
    fuzz_expect_article(article);
    if (reader.notes.len)
        fuzz_expect_clean(reader.notes.data, reader.notes.len);
    mg_buffer_free(&reader.notes);
    morgue_article_free(article);
    free(text);
    return 0;
}
