#include "indexer/tagger/scene.h"

#include <stdlib.h>

#include "archive/grow.h"
#include "indexer/tagger/hash.h"
#include "indexer/tagger/small_words.h"

enum { GAZ_WORDS_MAX = 10, ACRONYM_MAX = 7 };

static bool has(const mg_tag_token *token, uint32_t flags)
{
    return (token->flags & flags) == flags;
}

/* ---- Forms -------------------------------------------------------------------------------- */

static bool intern_form(mg_scene *scene, size_t i)
{
    uint64_t folded = scene->tokens.at[i].folded;
    uint32_t number = mg_map_get(&scene->by_word, folded);
    if (number == MG_MAP_NONE) {
        number = (uint32_t)scene->n_forms;
        if (!MG_GROW(scene->forms, scene->forms_cap, scene->n_forms + 1) ||
            !mg_map_put(&scene->by_word, folded, number))
            return false;
        scene->forms[scene->n_forms++] = (mg_form){0};
    }
    scene->at[i].form = number;
    return true;
}

static bool intern_forms(mg_scene *scene)
{
    mg_map_clear(&scene->by_word); /* memory may have run out in the last article */
    scene->n_forms = 0;
    for (size_t i = 0; i < scene->tokens.n; i++) {
        scene->at[i].form = MG_NO_FORM;
        if (mg_token_is_named(&scene->tokens.at[i]) && !intern_form(scene, i))
            return false;
    }
    return true;
}

/* Says something of the word's form, if it has one. */
static void flag_form(mg_scene *scene, uint64_t folded, uint32_t flag)
{
    uint32_t form = mg_map_get(&scene->by_word, folded);
    if (form != MG_MAP_NONE)
        scene->forms[form].flags |= flag;
}

/* ---- The gazetteer ------------------------------------------------------------------------ */

static uint64_t position_bits(size_t i, size_t n)
{
    if (n == 1)
        return 8;
    return i == 0 ? 1 : i == n - 1 ? 4 : 2;
}

static void mark_run(mg_scene *scene, size_t first, size_t n, uint32_t kinds)
{
    for (; kinds; kinds &= kinds - 1)
        for (size_t i = 0; i < n; i++)
            scene->at[first + i].run_kinds |= position_bits(i, n) << (4 * __builtin_ctz(kinds));
}

/* The kinds of which no longer run has token i. */
static uint32_t kinds_not_covered(const mg_scene *scene, size_t i)
{
    uint32_t kinds = (1u << MG_KIND_RUNS) - 1;
    uint64_t runs = scene->at[i].run_kinds;
    for (; runs; runs &= ~(15ull << (__builtin_ctzll(runs) & ~3)))
        kinds &= ~(1u << __builtin_ctzll(runs) / 4);
    return kinds;
}

/* Finds the longest runs that begin at token i, of each kind. */
static void look_up(mg_scene *scene, size_t i)
{
    const mg_gaz_entry *found[GAZ_WORDS_MAX];
    const mg_tag_tokens *tokens = &scene->tokens;
    uint64_t run = 0;
    size_t n = 0;
    while (n < GAZ_WORDS_MAX && i + n < tokens->n && has(&tokens->at[i + n], MG_TOKEN_CANDIDATE)) {
        if (n && mg_token_begins(&tokens->at[i + n]))
            break;
        run = mg_hash_next(run, tokens->at[i + n].folded);
        found[n] = mg_gaz_find(scene->tables, run);
        if (!found[n++] || !(found[n - 1]->kinds & MG_GAZ_LONGER))
            break;
    }
    if (!n || !found[0])
        return;
    scene->at[i].word_kinds = found[0]->kinds;
    uint32_t left = kinds_not_covered(scene, i);
    for (; n; n--) {
        if (!found[n - 1])
            continue;
        mark_run(scene, i, n, found[n - 1]->kinds & left);
        left &= ~found[n - 1]->kinds;
    }
}

/* Of words that are no candidates only what stands beside one is of interest: titles. */
static void look_up_all(mg_scene *scene)
{
    mg_tag_tokens *tokens = &scene->tokens;
    for (size_t i = 0; i < tokens->n; i++)
        scene->at[i] = (mg_scene_token){0};
    for (size_t i = 0; i < tokens->n; i++) {
        if (has(&tokens->at[i], MG_TOKEN_CANDIDATE)) {
            look_up(scene, i);
        } else if (i + 1 < tokens->n && has(&tokens->at[i + 1], MG_TOKEN_CANDIDATE) &&
                   (tokens->at[i].flags & MG_TOKEN_WORD)) {
            const mg_gaz_entry *e =
                mg_gaz_find(scene->tables, mg_hash_next(0, tokens->at[i].folded));
            scene->at[i].word_kinds = e ? e->kinds : 0;
        }
    }
}

/* ---- Runs of capitals --------------------------------------------------------------------- */

static void find_runs(mg_scene *scene)
{
    const mg_tag_token *t = scene->tokens.at;
    for (size_t i = 0; i < scene->tokens.n;) {
        size_t last = i;
        if (has(&t[i], MG_TOKEN_CANDIDATE))
            while (last + 1 < scene->tokens.n && has(&t[last + 1], MG_TOKEN_CANDIDATE) &&
                   !(t[last + 1].flags & (MG_TOKEN_LINK | MG_TOKEN_SENTENCE)))
                last++;
        for (size_t j = i; j <= last; j++) {
            scene->at[j].run_first = (uint32_t)i;
            scene->at[j].run_last = (uint32_t)last;
        }
        i = last + 1;
    }
}

/* ---- What the article says ---------------------------------------------------------------- */

static void note_beside(uint64_t beside[MG_FORM_BESIDE], uint64_t word)
{
    for (int i = 0; i < MG_FORM_BESIDE && beside[i] != word; i++)
        if (!beside[i]) {
            beside[i] = word;
            return;
        }
}

static uint32_t flags_before(const mg_scene *scene, size_t i)
{
    const mg_tag_token *before = &scene->tokens.at[i - 1];
    uint32_t kinds = scene->at[i - 1].word_kinds, flags = 0;
    if (kinds >> MG_KIND_TITLE & 1)
        flags |= MG_FORM_AFTER_TITLE;
    if ((kinds >> MG_KIND_FIRST & 1) && mg_token_is_named(before))
        flags |= MG_FORM_AFTER_FIRST;
    if (mg_token_is(before, '('))
        flags |= MG_FORM_BRACKETS;
    switch (mg_small_word(before)) {
    case MG_SMALL_IN: return flags | MG_FORM_AFTER_IN;
    case MG_SMALL_THE: return flags | MG_FORM_AFTER_THE;
    default: return flags;
    }
}

static uint32_t flags_after(const mg_scene *scene, size_t i)
{
    const mg_tag_token *after = &scene->tokens.at[i + 1];
    uint32_t flags = 0;
    if ((scene->at[i + 1].word_kinds >> MG_KIND_ORG_END & 1) && mg_token_is_named(after))
        flags |= MG_FORM_BEFORE_ORG;
    switch (mg_small_word(after)) {
    case MG_SMALL_SAID: return flags | MG_FORM_BEFORE_SAID;
    case MG_SMALL_OWN: return flags | MG_FORM_BEFORE_OWN;
    case MG_SMALL_WHO: return flags | MG_FORM_AFTER_PERSON_WORD;
    default: break;
    }
    bool age = mg_token_is(after, ',') && i + 2 < scene->tokens.n &&
               scene->tokens.at[i + 2].len == 2 &&
               (scene->tokens.at[i + 2].flags & MG_TOKEN_NUMBER);
    return age ? flags | MG_FORM_AFTER_PERSON_WORD : flags;
}

static void note_form(mg_scene *scene, size_t i)
{
    const mg_scene_token *place = &scene->at[i];
    mg_form *form = &scene->forms[place->form];
    const mg_tag_token *t = scene->tokens.at;
    form->count++;
    if (t[i].flags & MG_TOKEN_TITLE)
        form->flags |= MG_FORM_TITLE;
    if (form->count >= 3)
        form->flags |= MG_FORM_OFTEN;
    if (place->run_first == place->run_last)
        form->flags |= MG_FORM_ALONE;
    else if (place->run_last == i)
        form->flags |= MG_FORM_ENDS_LONGER;
    else if (place->run_first == i)
        form->flags |= MG_FORM_BEGINS_LONGER;
    if (i > 0 && !mg_token_begins(&t[i])) {
        form->flags |= flags_before(scene, i);
        if (!has(&t[i - 1], MG_TOKEN_CANDIDATE) || (t[i - 1].flags & MG_TOKEN_LINK))
            note_beside(form->before, t[i - 1].folded);
    }
    if (i + 1 < scene->tokens.n && !mg_token_begins(&t[i + 1])) {
        form->flags |= flags_after(scene, i);
        if (!has(&t[i + 1], MG_TOKEN_CANDIDATE) || (t[i + 1].flags & MG_TOKEN_LINK))
            note_beside(form->after, t[i + 1].folded);
    }
}

/* Marks the form whose letters are the initials of the words with capitals that end at token
 * `last`: "African Union" makes AU. */
static void note_initials(mg_scene *scene, size_t last)
{
    const mg_tag_token *t = scene->tokens.at;
    char letters[ACRONYM_MAX];
    size_t n = 0;
    for (size_t i = last + 1; i-- > 0 && n < ACRONYM_MAX;) {
        if (!has(&t[i], MG_TOKEN_CANDIDATE))
            break;
        if (mg_token_is_named(&t[i])) {
            letters[ACRONYM_MAX - ++n] = (char)(*t[i].at | 32);
            if (n >= 2)
                flag_form(scene, mg_hash(letters + ACRONYM_MAX - n, n), MG_FORM_ACRONYM);
        }
        if (mg_token_begins(&t[i]))
            break;
    }
}

static void note_all(mg_scene *scene)
{
    const mg_tag_token *t = scene->tokens.at;
    for (size_t i = 0; i < scene->tokens.n; i++) {
        if (scene->at[i].form != MG_NO_FORM) {
            note_form(scene, i);
            if (scene->at[i].run_last == i)
                note_initials(scene, i);
        } else if (t[i].flags & MG_TOKEN_SMALL) {
            flag_form(scene, t[i].folded, MG_FORM_SMALL);
        }
    }
}

/* ---- The whole ---------------------------------------------------------------------------- */

bool mg_scene_set(mg_scene *scene, const mg_tables *tables, morgue_text title, morgue_text text)
{
    scene->tables = tables;
    scene->tokens.n = 0;
    if (!mg_tag_tokens_add(&scene->tokens, title, true) ||
        !mg_tag_tokens_add(&scene->tokens, text, false) ||
        !MG_GROW(scene->at, scene->cap, scene->tokens.n + 1))
        return false;
    mg_tag_candidates(&scene->tokens);
    look_up_all(scene);
    find_runs(scene);
    if (!intern_forms(scene))
        return false;
    note_all(scene);
    mg_map_trim(&scene->by_word);
    return true;
}

void mg_scene_free(mg_scene *scene)
{
    free(scene->tokens.at);
    free(scene->at);
    free(scene->forms);
    mg_map_free(&scene->by_word);
    *scene = (mg_scene){0};
}
