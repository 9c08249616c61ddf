/* Each group is followed through the words of the text as a set of bits: bit k says that its first
 * k+1 places stand at the words up to this one (the shift-and method of Baeza-Yates and Gonnet, "A
 * new approach to text searching", CACM 35, 1992). The joined form of a compound stands at both its
 * parts, so that it goes on from the state before the first part. */
#include "search/results/matcher.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"

enum { PLACES_MAX = 64 };

/* How far a group has come, and where each beginning of it lies in the text. */
typedef struct state {
    uint64_t bits;
    size_t starts[PLACES_MAX];
} state;

typedef struct follower {
    const mg_mark_group *group;
    size_t number;
    state now;    /* after the last word */
    state before; /* after the word before that */
    state early;  /* after the one before that */
} follower;

static bool append(mg_matches *matches, mg_match match)
{
    if (matches->count == matches->cap) {
        size_t cap = matches->cap ? matches->cap * 2 : 32;
        mg_match *list = realloc(matches->list, cap * sizeof *list);
        if (!list)
            return false;
        matches->list = list;
        matches->cap = cap;
    }
    matches->list[matches->count++] = match;
    return true;
}

/* The places of the group that the token may stand at. */
static uint64_t places_of(const mg_mark_group *group, const mg_token *token)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < group->n_places; i++)
        if (mg_mark_place_has(&group->places[i], token->term, token->len))
            bits |= (uint64_t)1 << i;
    return bits;
}

/* Adds to `to` what `from` becomes when the token follows it. */
static void advance(const follower *f, const state *from, const mg_token *token, state *to)
{
    uint64_t fresh = (from->bits << 1 | 1) & places_of(f->group, token) & ~to->bits;
    for (size_t i = 0; i < f->group->n_places && fresh >> i; i++)
        if (fresh >> i & 1)
            to->starts[i] = i ? from->starts[i - 1] : token->start;
    to->bits |= fresh;
}

static bool complete(const follower *f)
{
    return f->now.bits >> (f->group->n_places - 1) & 1;
}

static void shift_states(follower *f, bool gap)
{
    f->early = f->before;
    f->before = f->now;
    f->now.bits = 0;
    if (gap)
        f->early.bits = f->before.bits = 0;
}

/* Follows the group one token further; true when it ends here, which was not known before. */
static bool follow(follower *f, const mg_token *token, bool gap)
{
    if (token->kind == MG_JOINED) {
        bool was = complete(f);
        advance(f, &f->early, token, &f->now);
        return complete(f) && !was;
    }
    shift_states(f, gap);
    advance(f, &f->before, token, &f->now);
    return complete(f);
}

static follower *make_followers(const mg_plan *plan, size_t *ret_count)
{
    size_t n = mg_plan_group_count(plan);
    size_t count = 0;
    follower *followers = calloc(n + 1, sizeof *followers);
    for (size_t i = 0; followers && i < n; i++) {
        const mg_mark_group *group = mg_plan_group(plan, i);
        if (group->field != MORGUE_TEXT || !group->n_places || group->n_places > PLACES_MAX)
            continue;
        followers[count].group = group;
        followers[count++].number = i;
    }
    *ret_count = count;
    return followers;
}

static bool follow_all(follower *followers, size_t n, const mg_token *token, bool gap,
                       mg_matches *ret)
{
    for (size_t i = 0; i < n; i++) {
        follower *f = &followers[i];
        if (!follow(f, token, gap))
            continue;
        size_t start = f->now.starts[f->group->n_places - 1];
        if (!append(ret, (mg_match){start, token->end, f->number}))
            return false;
    }
    return true;
}

morgue_status mg_matches_find(const mg_plan *plan, morgue_text text, mg_matches *ret,
                              morgue_error *err)
{
    size_t n;
    mg_tokenizer tokenizer;
    mg_token token;
    uint32_t last = 0;
    bool fits = true;
    follower *followers = make_followers(plan, &n);
    if (!followers)
        return mg_fail_memory(err);
    mg_tokenizer_init(&tokenizer, text.data, text.len, 1);
    while (n && fits && ret->count < MG_MATCHES_MAX && mg_tokenizer_next(&tokenizer, &token)) {
        fits = follow_all(followers, n, &token, token.position != last + 1, ret);
        if (token.kind != MG_JOINED)
            last = token.position;
    }
    free(followers);
    return fits ? MORGUE_OK : mg_fail_memory(err);
}
