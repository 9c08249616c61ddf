#include "indexer/tagger/namings.h"

#include "archive/grow.h"
#include "indexer/tagger/hash.h"
#include "indexer/tagger/mentions.h"
#include "indexer/tagger/packed_words.h"

/* What is less sure is left out. */
static const float least_sure = 0.4f;

/* ---- Trimming ----------------------------------------------------------------------------- */

/* "U.S. State Department" is the State Department, where that is a name too. */
static void pass_country(const mg_scene *scene, mg_naming *n)
{
    switch (mg_packed(&scene->tokens.at[n->first])) {
    case W4('U', '.', 'S', '.'):
    case W2('U', 'S'):
    case W4('U', '.', 'K', '.'):
    case W2('U', 'K'):
        if (n->last > n->first && mg_kinds_of(scene, n->first + 1, n->last) >> MG_KIND_ORG & 1)
            n->first++;
        break;
    default: break;
    }
}

/* Passes what says what kind of company it is. */
static void pass_suffix(const mg_scene *scene, mg_naming *n)
{
    if (n->last == n->first)
        return;
    switch (mg_packed(&scene->tokens.at[n->last])) {
    case W3('I', 'n', 'c'):
    case W4('I', 'n', 'c', '.'):
    case W4('C', 'o', 'r', 'p'):
    case W5('C', 'o', 'r', 'p', '.'):
    case W3('L', 't', 'd'):
    case W4('L', 't', 'd', '.'):
    case W3('p', 'l', 'c'):
    case W3('P', 'L', 'C'):
    case W3('L', 'L', 'C'): n->last--; break;
    default: break;
    }
}

/* Some pages lose the space behind a name, "Donald TrumpSenate": is there a known person before it?
 */
static void pass_glued(const mg_scene *scene, mg_naming *n)
{
    const mg_tag_token *last = &scene->tokens.at[n->last];
    char folded[MG_TAG_TOKEN_MAX];
    size_t len = 0;
    if (n->first == n->last || !(last->flags & MG_TOKEN_INNER))
        return;
    for (; len < last->len && !(len > 2 && last->at[len] >= 'A' && last->at[len] <= 'Z'); len++)
        folded[len] = mg_small_ascii(last->at[len]);
    uint64_t run = mg_hash_next(mg_run_of(scene, n->first, n->last - 1), mg_hash(folded, len));
    const mg_gaz_entry *entry = mg_gaz_find(scene->tables, run);
    if (entry && entry->kinds >> MG_KIND_PERSON & 1) {
        n->run = run;
        n->entry = entry;
    }
}

/* ---- Choosing ----------------------------------------------------------------------------- */

/* Small words before the name of an agency that only says something: told, according to, photo by.
 */
static bool leads_to_credit(const mg_tag_token *before)
{
    switch (mg_packed(before)) {
    case W1('('):
    case W1('/'):
    case W2('t', 'o'):
    case W2('b', 'y'):
    case W3('v', 'i', 'a'):
    case W4('f', 'r', 'o', 'm'):
    case W4('t', 'o', 'l', 'd'): return true;
    default: return false;
    }
}

static bool follows_credit(const mg_tag_token *after)
{
    switch (mg_packed(after)) {
    case W1('/'):
    case W1(')'):
    case W5('P', 'h', 'o', 't', 'o'):
    case W5('p', 'h', 'o', 't', 'o'):
    case W6('r', 'e', 'p', 'o', 'r', 't'):
    case W7('r', 'e', 'p', 'o', 'r', 't', 's'):
    case W8('r', 'e', 'p', 'o', 'r', 't', 'e', 'd'): return true;
    default: return false;
    }
}

/* Does the name stand where credits stand: (Reuters), told Reuters, Reuters/Somebody? */
static bool is_credit(const mg_scene *scene, const mg_naming *n)
{
    const mg_tag_token *t = scene->tokens.at;
    return (n->first && leads_to_credit(&t[n->first - 1])) ||
           (n->last + 1 < scene->tokens.n && follows_credit(&t[n->last + 1]));
}

static bool is_source(const mg_scene *scene, const mg_naming *n, morgue_text source)
{
    const mg_tag_token *first = &scene->tokens.at[n->first], *last = &scene->tokens.at[n->last];
    size_t len = (size_t)(last->at + last->len - first->at);
    return len >= 3 && len <= source.len && memcmp(first->at, source.data, len) == 0 &&
           (len == source.len || source.data[len] == ' ');
}

static bool is_wanted(const mg_scene *scene, const mg_naming *n, morgue_text source)
{
    const mg_tag_token *first = &scene->tokens.at[n->first];
    if (n->sureness < least_sure || mg_naming_is(n, MG_KIND_NEVER) || *first->at == '@' ||
        *first->at == '#' || !(first->flags & (MG_TOKEN_WORD | MG_TOKEN_NUMBER)))
        return false;
    if (n->first == n->last && first->len < 2)
        return false;
    if (n->type != MG_ORG)
        return true;
    if (is_source(scene, n, source))
        return false;
    return !mg_naming_is(n, MG_KIND_MEDIA) || !is_credit(scene, n);
}

bool mg_namings_set(mg_namings *namings, const mg_scene *scene, const mg_mention *mentions,
                    size_t n, morgue_text source)
{
    namings->n = 0;
    if (!MG_GROW(namings->at, namings->cap, n + 1))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (mentions[i].type == MG_MISC)
            continue;
        mg_naming naming = {.first = mentions[i].first,
                            .last = mentions[i].last,
                            .type = mentions[i].type,
                            .sureness = mentions[i].sureness};
        if (naming.type == MG_ORG) {
            pass_country(scene, &naming);
            pass_suffix(scene, &naming);
        }
        naming.run = mg_run_of(scene, naming.first, naming.last);
        naming.entry = mg_gaz_find(scene->tables, naming.run);
        if (naming.type == MG_PER && !(naming.entry && naming.entry->name))
            pass_glued(scene, &naming);
        if (is_wanted(scene, &naming, source))
            namings->at[namings->n++] = naming;
    }
    return true;
}
