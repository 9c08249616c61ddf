#include "search/query/names.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { COMPARED_MAX = 32 };

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* Edits (insert, delete, replace a letter) that make one name the other. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t row[COMPARED_MAX + 1];
    if (a_len > COMPARED_MAX || b_len > COMPARED_MAX)
        return COMPARED_MAX;
    for (size_t j = 0; j <= b_len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t changed = diagonal + (lower(a[i - 1]) != lower(b[j - 1]));
            diagonal = row[j];
            row[j] = least(row[j] + 1, row[j - 1] + 1, changed);
        }
    }
    return row[b_len];
}

/* How far `name` is from the nearest word of a space-separated list; 0 for its beginning. */
static size_t distance_to_list(const char *name, size_t len, const char *list)
{
    size_t best = COMPARED_MAX;
    while (*list) {
        size_t word = strcspn(list, " ");
        size_t d = len >= 2 && len < word && strncasecmp(name, list, len) == 0
                       ? 0
                       : distance(name, len, list, word);
        best = d < best ? d : best;
        list += word;
        list += strspn(list, " ");
    }
    return best;
}

static const char *nearest(const char *name, size_t len)
{
    const char *best = NULL;
    size_t best_distance = len < 4 ? 1 : 2; /* farther is no likeness */
    const morgue_field *field;
    for (size_t i = 0; (field = morgue_field_at(i)); i++) {
        if (!field->searchable)
            continue;
        size_t d = distance_to_list(name, len, field->name);
        size_t by_alias = distance_to_list(name, len, field->aliases);
        d = by_alias < d ? by_alias : d;
        if (d < best_distance || (d == best_distance && !best)) {
            best = field->name;
            best_distance = d;
        }
    }
    return best;
}

/* The names of all fields but `except`, with commas between them. */
static void list_fields(morgue_field_id except, char *ret, size_t room)
{
    size_t n = 0;
    const morgue_field *field;
    for (size_t i = 0; (field = morgue_field_at(i)); i++)
        if (field->searchable && field->id != except && n < room)
            n += (size_t)snprintf(ret + n, room - n, "%s%s", n ? ", " : "", field->name);
}

morgue_status mg_fail_unknown_field(morgue_error *err, size_t column, const char *name, size_t len)
{
    char fields[200];
    char hint[64] = "";
    const char *like = nearest(name, len);
    list_fields(MORGUE_FIELD_COUNT, fields, sizeof fields);
    if (like)
        snprintf(hint, sizeof hint, "did you mean %s:? ", like);
    return mg_query_fail(err, column,
                         "there is no field '%.*s': %sthe fields are %s, before, after; to search "
                         "for these words, put them in quotes",
                         mg_query_shown(name, len), name, hint, fields);
}

static morgue_status fail_unknown_has(morgue_error *err, size_t column, const char *name,
                                      size_t len)
{
    char fields[200];
    char hint[64] = "";
    const char *like = nearest(name, len);
    list_fields(MORGUE_ID, fields, sizeof fields);
    if (like)
        snprintf(hint, sizeof hint, "did you mean has:%s? ", like);
    return mg_query_fail(err, column, "there is no field '%.*s': %shas: takes one of %s",
                         mg_query_shown(name, len), name, hint, fields);
}

morgue_status mg_find_has_field(const char *name, size_t len, size_t column, morgue_field_id *ret,
                                morgue_error *err)
{
    const morgue_field *field = morgue_field_named(name, len);
    if (!field)
        return fail_unknown_has(err, column, name, len);
    if (field->id == MORGUE_ID)
        return mg_query_fail(err, column, "every article has an id: a lone * finds them all");
    if (!field->searchable)
        return mg_query_fail(err, column, "%s is kept and shown, but not searched", field->name);
    *ret = field->id;
    return MORGUE_OK;
}
