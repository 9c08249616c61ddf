/* mg_input_open(): from a path to an input of unpacked bytes. */
#include <string.h>

#include "indexer/input/file.h"
#include "indexer/input/gzip.h"
#include "indexer/input/input.h"

/* Unpacks what begins as gzip does. */
static morgue_status unpack(mg_input *input, morgue_error *err)
{
    morgue_text head;
    morgue_status status = mg_input_peek(input, 3, &head, err);
    if (status != MORGUE_OK || head.len < 3 || memcmp(head.data, "\x1F\x8B\x08", 3) != 0)
        return status;
    return mg_input_wrap(input, mg_gzip_stream, NULL, err);
}

morgue_status mg_input_open(const char *path, mg_input **ret, morgue_error *err)
{
    mg_stream *stream = NULL;
    mg_input *input = NULL;
    morgue_status status = mg_file_open(path, NULL, &stream, err);
    if (status != MORGUE_OK)
        return status;
    status = mg_input_stream(stream, mg_file_meter(stream), path, &input, err);
    if (status == MORGUE_OK)
        status = unpack(input, err);
    if (status != MORGUE_OK) {
        mg_input_free(input);
        return status;
    }
    *ret = input;
    return MORGUE_OK;
}
