#include "archive/stub.h"

#include <stdlib.h>
#include <string.h>

#include "archive/buffer.h"
#include "archive/error.h"
#include "archive/path.h"

enum { STUB_MAX = 1 << 16 }; /* bytes; MG_SHARDS_MAX lines have fewer */

/* Paths in it are relative to the folder that it is in. An empty one is a database without
 * documents. */
static bool make(const mg_manifest *manifest, mg_buffer *ret)
{
    bool fits = mg_buffer_append(ret, "", 0);
    for (size_t i = 0; fits && i < manifest->count; i++)
        fits = mg_buffer_append_string(ret, "auto ") &&
               mg_buffer_append_string(ret, manifest->shards[i]) &&
               mg_buffer_append_byte(ret, '\n');
    return fits;
}

static bool is_there(const char *path, const mg_buffer *text)
{
    mg_buffer now = {0};
    char *file = mg_path_join(path, MG_STUB_NAME);
    bool same = file && mg_file_read(file, STUB_MAX, &now, NULL) == MORGUE_OK &&
                now.len == text->len && (!now.len || memcmp(now.data, text->data, now.len) == 0);
    mg_buffer_free(&now);
    free(file);
    return same;
}

morgue_status mg_stub_keep(const char *path, const mg_manifest *manifest, morgue_error *err)
{
    mg_buffer text = {0};
    morgue_status status = make(manifest, &text) ? MORGUE_OK : mg_fail_memory(err);
    if (status == MORGUE_OK && !is_there(path, &text))
        status = mg_file_replace(path, MG_STUB_NAME, text.data, text.len, err);
    mg_buffer_free(&text);
    return status;
}
