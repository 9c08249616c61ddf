#include "indexer/tagger/mentions.h"

#include <string.h>

#include "indexer/tagger/hash.h"
#include "indexer/tagger/packed_words.h"

enum { TITLE_WORDS = 3, CLEARLY = 2 };

uint64_t mg_run_of(const mg_scene *scene, size_t first, size_t last)
{
    uint64_t run = 0;
    for (size_t i = first; i <= last; i++)
        run = mg_hash_next(run, scene->tokens.at[i].folded);
    return run;
}

uint32_t mg_kinds_of(const mg_scene *scene, size_t first, size_t last)
{
    const mg_gaz_entry *entry = mg_gaz_find(scene->tables, mg_run_of(scene, first, last));
    return entry ? entry->kinds : 0;
}

/* ---- Trimming ----------------------------------------------------------------------------- */

static bool is_title(const mg_scene *scene, size_t first, size_t last)
{
    uint32_t kinds = mg_kinds_of(scene, first, last);
    return kinds >> MG_KIND_TITLE & 1 && !(kinds >> MG_KIND_FIRST & 1);
}

/* Passes titles before a person's name: "Prime Minister", "Mr". */
static void pass_titles(const mg_scene *scene, mg_mention *m)
{
    for (size_t words = TITLE_WORDS; words > 0; words--)
        if (m->first + words <= m->last && is_title(scene, m->first, m->first + words - 1)) {
            m->first += (uint32_t)words;
            words = TITLE_WORDS + 1;
        }
}

static bool is_the(const mg_tag_token *token)
{
    uint64_t word = mg_packed(token);
    return word == W3('t', 'h', 'e') || word == W3('T', 'h', 'e');
}

static bool is_plain(const mg_tag_token *token)
{
    return token->flags & (MG_TOKEN_WORD | MG_TOKEN_NUMBER);
}

static void trim(const mg_scene *scene, mg_mention *m)
{
    const mg_tag_token *t = scene->tokens.at;
    while (m->first < m->last && (is_the(&t[m->first]) || !is_plain(&t[m->first])))
        m->first++;
    while (m->first < m->last && (*t[m->last].at == '\'' || !is_plain(&t[m->last])))
        m->last--;
    if (m->type == MG_PER)
        pass_titles(scene, m);
}

/* ---- Types -------------------------------------------------------------------------------- */

/* The number of the first mention of the same name. */
static bool first_of(const mg_scene *scene, const mg_mention *mentions, uint32_t i, mg_map *map,
                     uint32_t *ret)
{
    uint64_t run = mg_run_of(scene, mentions[i].first, mentions[i].last);
    *ret = mg_map_get(map, run);
    if (*ret != MG_MAP_NONE)
        return true;
    *ret = i;
    return mg_map_put(map, run, i);
}

static mg_entity settled(const float sums[4], mg_entity own)
{
    mg_entity best = own;
    for (unsigned type = 0; type < 4; type++)
        if (sums[type] > CLEARLY * sums[best])
            best = (mg_entity)type;
    return best;
}

bool mg_mentions_tidy(const mg_scene *scene, mg_mention *mentions, size_t n, mg_map *map,
                      float (*sums)[4])
{
    uint32_t first;
    mg_map_clear(map);
    memset(sums, 0, n * sizeof *sums);
    for (uint32_t i = 0; i < n; i++) {
        trim(scene, &mentions[i]);
        if (!first_of(scene, mentions, i, map, &first))
            return false;
        sums[first][mentions[i].type] += mentions[i].sureness;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!first_of(scene, mentions, i, map, &first))
            return false;
        mentions[i].type = settled(sums[first], mentions[i].type);
    }
    return true;
}
