/* From packed bytes to what they hold, layer for layer. */
#ifndef MG_UNPACK_H
#define MG_UNPACK_H

#include "indexer/input/input.h"
#include "indexer/input/magic.h"

/* Unpacks the input, of which nothing was skipped, as long as it is compressed: its window is then
 * of what is under all compression. Sets *ret to what that is. *layers counts what is around it,
 * and is added to. Errors: IO (also too many layers), NO_MEMORY. */
morgue_status mg_input_unpack(mg_input *input, mg_meter *meter, unsigned *layers, mg_magic *ret,
                              morgue_error *err);

/* Counts a layer. Errors: IO where there are too many. */
morgue_status mg_input_count_layer(const mg_meter *meter, unsigned *layers, morgue_error *err);

#endif
