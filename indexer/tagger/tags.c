#include "indexer/tagger/tags.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/grow.h"
#include "indexer/tagger/linking.h"

/* What is less sure is no tag. */
static const float least_sure = 0.5f;

/* Named so often, an actor may be what the article is about. */
enum { OFTEN = 3, SHARE_OF_MOST = 3 };

static unsigned confidence_of(const mg_actor *actor)
{
    unsigned percent = (unsigned)(100 * (1 - actor->doubt));
    return percent < 99 ? percent : 99;
}

/* ---- Choosing ----------------------------------------------------------------------------- */

static int most_named_first(const void *a, const void *b, void *user)
{
    const mg_actor *actors = user;
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    return actors[i].mentions != actors[j].mentions
               ? (actors[i].mentions < actors[j].mentions ? 1 : -1)
               : (i > j) - (i < j);
}

/* An agency that is named once, and not in the headline, has only delivered something. */
static bool is_byway(const mg_linker *l, const mg_actor *actor)
{
    return l->namings && actor->mentions == 1 && !actor->headline &&
           mg_naming_is(&l->namings->at[actor->naming], MG_KIND_MEDIA);
}

static bool is_wanted(const mg_linker *l, const mg_actor *actor)
{
    return actor->mentions && 1 - actor->doubt >= least_sure && !is_byway(l, actor) &&
           !mg_registry_blocks(l->registry, mg_entity_field(actor->type), mg_actor_name(l, actor));
}

/* The actors to tag, those named most often first, in l->order. */
static bool choose(mg_linker *l, size_t *ret_n)
{
    size_t n = 0;
    if (!MG_GROW(l->order, l->order_cap, l->n + 1))
        return false;
    for (uint32_t i = 0; i < l->n; i++)
        if (is_wanted(l, &l->actors[i]))
            l->order[n++] = i;
    if (n)
        qsort_r(l->order, n, sizeof *l->order, most_named_first, l->actors);
    *ret_n = n < MG_TAGS_MAX ? n : MG_TAGS_MAX;
    return true;
}

/* ---- Putting ------------------------------------------------------------------------------ */

static morgue_status put(mg_linker *l, morgue_article *article, const mg_actor *actor,
                         uint32_t most, morgue_error *err)
{
    bool often = actor->mentions >= OFTEN && actor->mentions * SHARE_OF_MOST >= most;
    const morgue_tag tag = {.name = mg_actor_name(l, actor),
                            .origin = MORGUE_TAGGER,
                            .confidence = confidence_of(actor),
                            .mentions = actor->mentions,
                            .main = actor->headline || often};
    return morgue_article_add_tag(article, mg_entity_field(actor->type), &tag, err);
}

/* The country that a place is in. */
static morgue_status put_country(mg_linker *l, morgue_article *article, const mg_actor *actor,
                                 morgue_error *err)
{
    const mg_tables *tables = l->tables;
    const mg_name *name = mg_country(tables, actor->country);
    if (actor->type != MG_LOC || actor->is_country || !name)
        return MORGUE_OK;
    const morgue_text usual = {tables->strings.data + name->text, name->len};
    const morgue_tag tag = {.name = mg_name_for_people(l, usual),
                            .origin = MORGUE_INHERITED,
                            .confidence = confidence_of(actor)};
    if (mg_registry_blocks(l->registry, MORGUE_LOCATION, tag.name))
        return MORGUE_OK;
    if (mg_map_get(&l->by_name, mg_called_key(MG_LOC, tag.name)) != MG_MAP_NONE)
        return MORGUE_OK; /* given, in its own spelling */
    return morgue_article_add_tag(article, MORGUE_LOCATION, &tag, err);
}

/* The values that the fields have already, by what they are called. */
static bool note_given(mg_linker *l, const morgue_article *article)
{
    mg_map_clear(&l->by_name);
    for (unsigned type = 0; type < 3; type++) {
        morgue_field_id field = mg_entity_field((mg_entity)type);
        size_t n = morgue_article_count(article, field);
        for (size_t i = 0; i < n && i < MG_TAGS_MAX; i++)
            if (!mg_map_put(&l->by_name,
                            mg_called_key((mg_entity)type, morgue_article_get(article, field, i)),
                            (uint32_t)i))
                return false;
    }
    return true;
}

/* What is given keeps its spelling. */
static morgue_status put_given(mg_linker *l, morgue_article *article, mg_actor actor,
                               uint32_t given, uint32_t most, morgue_error *err)
{
    morgue_text name = morgue_article_get(article, mg_entity_field(actor.type), given);
    actor.text = l->names.len;
    actor.len = name.len;
    if (!mg_buffer_append(&l->names, name.data, name.len) || !mg_buffer_append_byte(&l->names, 0))
        return mg_fail_memory(err);
    return put(l, article, &actor, most, err);
}

static morgue_status put_actor(mg_linker *l, morgue_article *article, const mg_actor *actor,
                               unsigned fields, uint32_t most, morgue_error *err)
{
    uint32_t given = mg_map_get(&l->by_name, mg_called_key(actor->type, mg_actor_name(l, actor)));
    if (given != MG_MAP_NONE)
        return put_given(l, article, *actor, given, most, err);
    if (!(fields >> mg_entity_field(actor->type) & 1))
        return MORGUE_OK;
    return put(l, article, actor, most, err);
}

morgue_status mg_tags_put(mg_linker *l, morgue_article *article, unsigned fields, morgue_error *err)
{
    size_t n;
    if (!choose(l, &n) || !note_given(l, article))
        return mg_fail_memory(err);
    uint32_t most = n ? l->actors[l->order[0]].mentions : 0;
    morgue_status status = MORGUE_OK;
    for (size_t i = 0; status == MORGUE_OK && i < n; i++)
        status = put_actor(l, article, &l->actors[l->order[i]], fields, most, err);
    for (size_t i = 0; status == MORGUE_OK && i < n && fields >> MORGUE_LOCATION & 1; i++)
        status = put_country(l, article, &l->actors[l->order[i]], err);
    return status;
}
