#include "indexer/input/unpack.h"

#include "archive/error.h"
#include "indexer/input/file.h"
#include "indexer/input/filter.h"
#include "indexer/input/gzip.h"
#include "indexer/input/xz.h"

morgue_status mg_input_count_layer(const mg_meter *meter, unsigned *layers, morgue_error *err)
{
    if (*layers >= meter->limits->layers)
        return mg_fail(err, MORGUE_IO,
                       "it is packed more than %u times, one within the other: unpack it yourself "
                       "and index the files",
                       meter->limits->layers);
    (*layers)++;
    return MORGUE_OK;
}

static morgue_status unpack_layer(mg_input *input, const mg_magic *magic, mg_meter *meter,
                                  morgue_error *err)
{
    if (magic->packing == MG_GZIP)
        return mg_input_wrap(input, mg_gzip_stream, meter, err);
    if (magic->packing == MG_XZ)
        return mg_input_wrap(input, mg_xz_stream, meter, err);
    mg_filter_user user = {*magic, meter};
    return mg_input_wrap(input, mg_filter_stream, &user, err);
}

morgue_status mg_input_unpack(mg_input *input, mg_meter *meter, unsigned *layers, mg_magic *ret,
                              morgue_error *err)
{
    morgue_text head;
    morgue_status status = mg_input_peek_head(input, MG_MAGIC_HEAD, &head, err);
    while (status == MORGUE_OK) {
        *ret = mg_magic_of(head);
        if (ret->packing != MG_GZIP && ret->packing != MG_XZ && ret->packing != MG_FILTER)
            return MORGUE_OK;
        status = mg_input_count_layer(meter, layers, err);
        if (status == MORGUE_OK)
            status = unpack_layer(input, ret, meter, err);
        if (status == MORGUE_OK &&
            (status = mg_input_peek_head(input, MG_MAGIC_HEAD, &head, err)) == MORGUE_IO) {
            head = (morgue_text){"", 0}; /* who reads the input will be told */
            status = MORGUE_OK;
        }
    }
    return status;
}

morgue_status mg_input_open(const char *path, mg_input **ret, morgue_error *err)
{
    mg_stream *stream = NULL;
    mg_input *input = NULL;
    unsigned layers = 0;
    mg_magic magic;
    morgue_status status = mg_file_open(path, NULL, NULL, &stream, err);
    if (status != MORGUE_OK)
        return status;
    mg_meter *meter = mg_file_meter(stream);
    status = mg_input_stream(stream, path, &input, err);
    if (status == MORGUE_OK)
        status = mg_input_unpack(input, meter, &layers, &magic, err);
    if (status != MORGUE_OK) {
        mg_input_free(input);
        return status;
    }
    *ret = input;
    return MORGUE_OK;
}
