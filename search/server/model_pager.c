/* From page to page, by their offsets: those near the front are what people turn to. */
#include <string.h>

#include "search/server/model.h"

enum {
    OFFSET_MAX = 100000, /* see params.def */
    BESIDE = 3           /* pages on either side of this one */
};

static void set_step(web_model *m, json_t *to, const char *key, const char *path, uint32_t offset)
{
    web_ask other = *m->ask;
    other.after = NULL;
    other.offset = offset;
    web_set_link(m, to, key, path, &other, NULL, NULL);
}

static void add_page(web_model *m, json_t *pages, const char *path, uint32_t page)
{
    json_t *object = web_add_object(m, pages);
    web_set_count(m, object, "number", (uint64_t)page + 1);
    web_set_flag(m, object, "current", page == m->ask->offset / m->ask->n);
    set_step(m, object, "link", path, page * m->ask->n);
}

static void set_pager(web_model *m, const char *path, morgue_results *results)
{
    uint32_t n = m->ask->n, offset = m->ask->offset, page = offset / n;
    uint64_t total = morgue_results_total(results);
    if (total && !morgue_results_count(results))
        set_step(m, m->root, "front", path, 0);
    uint64_t last = total ? (total - 1) / n : 0;
    if (last > OFFSET_MAX / n)
        last = OFFSET_MAX / n;
    if (m->ask->after || (!offset && total <= n))
        return;
    json_t *pager = web_set_object(m, m->root, "pager");
    if (offset)
        set_step(m, pager, "previous", path, offset > n ? offset - n : 0);
    if (morgue_results_count(results) == n && offset + n < total && offset + n <= OFFSET_MAX)
        set_step(m, pager, "next", path, offset + n);
    json_t *pages = web_set_array(m, pager, "pages");
    uint32_t from = page > BESIDE ? page - BESIDE : 0;
    for (uint32_t i = from; i <= last && i <= page + BESIDE; i++)
        add_page(m, pages, path, i);
    web_set_count(m, pager, "page", (uint64_t)page + 1);
}

void web_model_pager(web_model *m, morgue_results *results, const char *id)
{
    web_text path = {0};
    web_puts(&path, id ? "/similar/" : "/search");
    web_put_url(&path, id ? id : "", id ? strlen(id) : 0);
    m->lost |= path.lost;
    if (!path.lost)
        set_pager(m, path.data, results);
    web_text_free(&path);
}
