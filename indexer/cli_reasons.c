#include "indexer/cli_reasons.h"

#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The reason with # for numbers and nothing between quotes; without the "line 2, column 47: " that
 * some begin with. A quote that is never closed is an apostrophe. */
static char *pattern_of(const char *reason)
{
    char *pattern = malloc(strlen(reason) + 1);
    size_t n = 0;
    for (const char *at = reason; pattern && *at;) {
        const char *end = *at == '"' || *at == '\'' ? strchr(at + 1, *at) : NULL;
        if (is_digit(*at)) {
            while (is_digit(*at) || (*at == ',' && is_digit(at[1])))
                at++;
            pattern[n++] = '#';
        } else if (end) {
            pattern[n++] = '"';
            at = end + 1;
        } else {
            pattern[n++] = *at++;
        }
    }
    if (pattern)
        pattern[n] = '\0';
    return pattern;
}

static void free_reason(cli_reason *r)
{
    free(r->text);
    free(r->pattern);
    for (size_t i = 0; i < r->n_places; i++)
        free(r->places[i]);
}

static void add_place(cli_reason *r, const char *place)
{
    if (!place || r->n_places == CLI_PLACES)
        return;
    char *copy = strdup(place);
    if (copy)
        r->places[r->n_places++] = copy;
}

static cli_reason *find(cli_reasons *reasons, int severity, const char *pattern)
{
    for (size_t i = 0; i < reasons->count; i++)
        if (reasons->items[i].severity == severity &&
            strcmp(reasons->items[i].pattern, pattern) == 0)
            return &reasons->items[i];
    return NULL;
}

void cli_reasons_add(cli_reasons *reasons, int severity, const char *reason, const char *place)
{
    char *pattern = pattern_of(reason);
    cli_reason *there = pattern ? find(reasons, severity, pattern) : NULL;
    char *text = !there && pattern && reasons->count < CLI_REASONS ? strdup(reason) : NULL;
    if (text) {
        there = &reasons->items[reasons->count++];
        *there = (cli_reason){.severity = severity, .text = text, .pattern = pattern};
    } else {
        free(pattern);
    }
    if (!there) {
        reasons->others++;
        return;
    }
    there->count++;
    add_place(there, place);
}

void cli_reasons_move(cli_reasons *reasons, cli_reasons *from)
{
    for (size_t i = 0; i < from->count; i++) {
        cli_reason *r = &from->items[i];
        cli_reason *there = find(reasons, r->severity, r->pattern);
        if (there) {
            there->count += r->count;
            for (size_t k = 0; k < r->n_places; k++)
                add_place(there, r->places[k]);
            free_reason(r);
        } else if (reasons->count < CLI_REASONS) {
            reasons->items[reasons->count++] = *r;
        } else {
            reasons->others += r->count;
            free_reason(r);
        }
    }
    reasons->others += from->others;
    *from = (cli_reasons){.count = 0};
}

void cli_reasons_free(cli_reasons *reasons)
{
    for (size_t i = 0; i < reasons->count; i++)
        free_reason(&reasons->items[i]);
    *reasons = (cli_reasons){.count = 0};
}
