#include "search/results/place.h"

morgue_status mg_place_of_id(const morgue_archive *archive, const char *term, size_t len,
                             mg_place *ret, morgue_error *err)
{
    mg_place place = {0};
    for (uint32_t i = 0; !place.docid && i < archive->manifest.count; i++) {
        mg_list *list = NULL;
        morgue_status status = mg_list_open(archive->indexes[i], term, len, &list, err);
        if (status != MORGUE_OK)
            return status;
        place = (mg_place){i, list ? mg_list_peek(list) : 0};
        mg_list_free(list);
    }
    *ret = place;
    return MORGUE_OK;
}
