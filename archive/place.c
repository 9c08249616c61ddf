#include "archive/place.h"

#include "archive/error.h"
#include "archive/reader.h"

morgue_status mg_place_of_id(const morgue_archive *archive, const char *term, size_t len,
                             mg_place *ret, morgue_error *err)
{
    mg_place place = {0};
    mg_archive_expect(archive, MG_AHEAD_LIST, term, len);
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

uint64_t mg_place_number(const morgue_archive *archive, mg_place place)
{
    return (uint64_t)(place.docid - 1) * archive->manifest.count + place.shard + 1;
}

mg_place mg_place_of_number(const morgue_archive *archive, uint64_t number)
{
    uint64_t n = archive->manifest.count;
    return (mg_place){(uint32_t)((number - 1) % n), (uint32_t)((number - 1) / n) + 1};
}

static uint32_t last_window(const morgue_archive *archive)
{
    uint32_t last = 0;
    for (size_t i = 0; i < archive->manifest.count; i++) {
        uint32_t here = mg_index_last(archive->indexes[i]) / MG_WINDOW;
        last = here > last ? here : last;
    }
    return last;
}

/* The first document of the shard in a window that is behind `place`; 0 where there is none. */
static uint32_t find_behind(const mg_lengths *page, uint32_t window, uint32_t shard, mg_place place)
{
    uint32_t first = window * MG_WINDOW, from = 0;
    if (place.docid >= first)
        from = place.docid - first + (shard <= place.shard);
    uint32_t found = mg_lengths_next(page, from);
    return found < MG_WINDOW ? first + found : 0;
}

morgue_status mg_place_next(const morgue_archive *archive, mg_place *place, morgue_error *err)
{
    const uint32_t last = last_window(archive);
    mg_place next = {0};
    for (uint32_t w = place->docid / MG_WINDOW; !next.docid && w <= last; w++)
        for (uint32_t i = 0; i < archive->manifest.count; i++) {
            const mg_lengths *page = mg_index_lengths(archive->indexes[i], w);
            if (!page)
                return mg_fail_memory(err);
            uint32_t docid = find_behind(page, w, i, *place);
            if (docid && (!next.docid || docid < next.docid))
                next = (mg_place){i, docid};
        }
    *place = next;
    return MORGUE_OK;
}
