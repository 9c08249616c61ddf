/* What an actor or a place is called. */
#include <string.h>
#include <utf8proc.h>

#include "archive/tokenizer.h"
#include "archive/utf8.h"
#include "indexer/tagger/linking.h"

static bool is_upper(const mg_tag_token *token)
{
    return !(token->flags & MG_TOKEN_SMALL) && token->len > 3 &&
           !memchr(token->at, '.', token->len);
}

/* Persons and places in capitals, as in datelines: WASHINGTON. */
static bool is_shouted(const mg_linker *l, const mg_naming *n)
{
    bool all = n->type != MG_ORG;
    for (size_t i = n->first; all && i <= n->last; i++)
        all = is_upper(&l->scene->tokens.at[i]) ||
              (n->last > n->first && !(l->scene->tokens.at[i].flags & MG_TOKEN_SMALL));
    return all;
}

/* In small letters but for the first, and those behind joints: Jean-Pierre, O'Brien. */
static bool append_lower(mg_buffer *out, const mg_tag_token *token)
{
    bool first = true;
    unsigned len;
    for (const char *at = token->at, *end = at + token->len; at < end; at += len) {
        char small[4];
        uint32_t c = mg_utf8_get(at, end, &len);
        uint32_t lower = first ? c : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
        bool fits = lower == c ? mg_buffer_append(out, at, len)
                               : mg_buffer_append(out, small, mg_utf8_put(lower, small));
        if (!fits)
            return false;
        first = c == '-' || c == '\'' || c == '.' || c == 0x2019;
    }
    return true;
}

/* Does "The" belong to the name, as in The Hill? Then it has a capital in mid-sentence too. */
static bool has_article(const mg_linker *l, const mg_naming *n)
{
    if (n->type != MG_ORG || n->first != n->last || !n->first || (n->entry && n->entry->name))
        return false;
    const mg_tag_token *before = &l->scene->tokens.at[n->first - 1];
    return before->len == 3 && memcmp(before->at, "The", 3) == 0 &&
           !(before->flags & (MG_TOKEN_SENTENCE | MG_TOKEN_TITLE));
}

/* The words as they stand, with single spaces where there is white space. */
static bool append_words(mg_linker *l, const mg_naming *n)
{
    bool lower = is_shouted(l, n);
    const mg_tag_token *t = l->scene->tokens.at;
    if (has_article(l, n) && !mg_buffer_append(&l->names, "The ", 4))
        return false;
    for (size_t i = n->first; i <= n->last; i++) {
        bool space = i > n->first && t[i].at != t[i - 1].at + t[i - 1].len;
        if ((space && !mg_buffer_append_byte(&l->names, ' ')) ||
            !(lower ? append_lower(&l->names, &t[i])
                    : mg_buffer_append(&l->names, t[i].at, t[i].len)))
            return false;
    }
    return true;
}

static bool call(mg_linker *l, mg_actor *actor, morgue_text name)
{
    actor->text = l->names.len;
    actor->len = name.len;
    actor->canonical = true;
    return mg_buffer_append(&l->names, name.data, name.len) && mg_buffer_append_byte(&l->names, 0);
}

static bool call_by_gazetteer(mg_linker *l, const mg_naming *n, mg_actor *actor)
{
    const mg_tables *tables = l->tables;
    if (!n->entry || !n->entry->name)
        return true;
    const mg_name *name = &tables->names[n->entry->name - 1];
    if (name->field != mg_entity_field(n->type))
        return true;
    if (!(name->flags & MG_NAME_AMBIGUOUS))
        memcpy(actor->country, name->country, 2);
    actor->is_country = name->flags & MG_NAME_COUNTRY;
    return !name->len ||
           call(l, actor, (morgue_text){tables->strings.data + name->text, name->len});
}

bool mg_call_actor(mg_linker *l, const mg_naming *n, mg_actor *actor)
{
    actor->text = l->names.len;
    if (!append_words(l, n))
        return false;
    actor->len = l->names.len - actor->text;
    if (!mg_buffer_append_byte(&l->names, 0) || !call_by_gazetteer(l, n, actor))
        return false;
    morgue_text name = mg_registry_canonical(l->registry, mg_actor_name(l, actor));
    return !name.data || call(l, actor, name);
}

uint64_t mg_called_key(mg_entity type, morgue_text name)
{
    char folded[MG_VALUE_MAX];
    size_t len = mg_fold_value(name.data, name.len, folded);
    return mg_hash_next(mg_hash(folded, len), 0x63616C6C + type);
}
