/* Text that is cleaned, by the flags in the first byte: it stays clean UTF-8 and hardly grows; what
 * needs no cleaning does not change. */
#include "indexer/text/clean.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned flags = size ? data[0] & 3u : 0;
    size_t len;
    char *text = fuzz_mended(data + (size > 0), size - (size > 0), &len);
    morgue_text in = {text, len};
    mg_buffer once = {0}, plain = {0};
    mg_cleaned counts;
    size_t count = 0;
    EXPECT(mg_clean(in, flags, &once, &counts));
    EXPECT(once.len <= len + len / 2 + 1);
    fuzz_expect_clean(once.data ? once.data : "", once.len);
    if (!mg_needs_cleaning(in, flags))
        EXPECT(once.len == len && (!len || !memcmp(once.data, text, len)));
    if (!counts.mojibake && !counts.entities && !counts.joined) {
        mg_buffer twice = {0};
        EXPECT(mg_clean((morgue_text){once.data ? once.data : "", once.len}, flags & 1, &twice,
                        &counts));
        EXPECT(counts.mojibake || counts.entities ||
               (twice.len == once.len && (!once.len || !memcmp(twice.data, once.data, once.len))));
        mg_buffer_free(&twice);
    }
    EXPECT(mg_unescape_entities(in, &plain, &count));
    EXPECT(plain.len <= len);
    fuzz_expect_clean(plain.data ? plain.data : "", plain.len);
    mg_buffer_free(&once);
    mg_buffer_free(&plain);
    free(text);
    return 0;
}
