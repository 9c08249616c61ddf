#include "archive/items.h"

#include <stdlib.h>

#include "archive/error.h"
#include "archive/glass/base.h"
#include "archive/path.h"

static mg_items items_of(const mg_base *base)
{
    return (mg_items){true, base->roots[MG_BASE_DOCDATA].items, base->roots[MG_BASE_TERMLIST].items,
                      base->roots[MG_BASE_POSITION].items};
}

morgue_status mg_items_read(const char *shard, mg_items *ret, morgue_error *err)
{
    mg_base base;
    mg_buffer content = {0};
    char *path = mg_path_join(shard, MG_BASE_NAME);
    if (!path)
        return mg_fail_memory(err);
    morgue_status status = mg_file_read(path, MG_BASE_MAX, &content, err);
    free(path);
    bool other = status == MORGUE_NOT_FOUND || status == MORGUE_BAD_INPUT;
    if (status == MORGUE_OK || other) {
        bool parsed = !other && mg_base_parse((const uint8_t *)content.data, content.len, &base);
        *ret = parsed ? items_of(&base) : (mg_items){0};
        status = MORGUE_OK;
    }
    mg_buffer_free(&content);
    return status;
}

bool mg_items_same(const mg_items *before, const mg_items *after)
{
    return !before->known || !after->known ||
           (before->records == after->records && before->terms == after->terms &&
            before->positions == after->positions);
}

void mg_items_add(mg_items *sum, const mg_items *more)
{
    sum->known = sum->known && more->known;
    sum->records += more->records;
    sum->terms += more->terms;
    sum->positions += more->positions;
}
