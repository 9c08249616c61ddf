#include "search/cli_kwic.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* ---- Keys --------------------------------------------------------------------------------- */

static bool belongs_to_word(utf8proc_int32_t character)
{
    switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return true;
    default: return false;
    }
}

/* Keeps the words of a folded text, with one space between them; East Asian characters are words of
 * their own. `ret` has room for twice the length. */
static void keep_words(const utf8proc_uint8_t *text, size_t len, char *ret)
{
    char *to = ret;
    bool gap = false;
    utf8proc_int32_t character;
    utf8proc_ssize_t bytes;
    for (size_t at = 0; at < len; at += (size_t)bytes) {
        bytes = utf8proc_iterate(text + at, (utf8proc_ssize_t)(len - at), &character);
        if (bytes <= 0)
            bytes = 1;
        else if (belongs_to_word(character)) {
            bool alone = utf8proc_charwidth(character) == 2;
            if (to > ret && (gap || alone))
                *to++ = ' ';
            memcpy(to, text + at, (size_t)bytes);
            to += bytes;
            gap = alone;
            continue;
        }
        gap = true;
    }
    *to = '\0';
}

/* "met in geneva" becomes "geneva in met"; NULL when memory is out. */
static char *reverse_words(const char *words)
{
    size_t len = strlen(words);
    char *reversed = calloc(1, len + 2);
    char *to = reversed;
    while (reversed && len) {
        const char *space = memrchr(words, ' ', len);
        size_t start = space ? (size_t)(space - words) + 1 : 0;
        memcpy(to, words + start, len - start);
        to += len - start;
        *to++ = ' ';
        len = start ? start - 1 : 0;
    }
    return reversed;
}

static char *make_key(const kwic_row *row, kwic_order order)
{
    morgue_text text = order == KWIC_BY_LEFT ? row->left : row->right;
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t len =
        utf8proc_map((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.len, &folded,
                     UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
    if (len < 0)
        return len == UTF8PROC_ERROR_NOMEM ? NULL : calloc(1, 1); /* not UTF-8: comes first */
    char *words = malloc(2 * (size_t)len + 1);
    if (words)
        keep_words(folded, (size_t)len, words);
    free(folded);
    if (!words || order != KWIC_BY_LEFT)
        return words;
    char *reversed = reverse_words(words);
    free(words);
    return reversed;
}

/* ---- Sorting ------------------------------------------------------------------------------ */

static int compare(const void *a, const void *b)
{
    const kwic_row *one = a;
    const kwic_row *two = b;
    int by_key = strcmp(one->key, two->key);
    return by_key ? by_key : one->number < two->number ? -1 : 1;
}

bool cli_kwic_sort(kwic_row *rows, size_t count, kwic_order order)
{
    bool fine = true;
    if (order == KWIC_AS_FOUND)
        return true;
    for (size_t i = 0; i < count && fine; i++) {
        rows[i].key = make_key(&rows[i], order);
        fine = rows[i].key != NULL;
    }
    if (fine && count)
        qsort(rows, count, sizeof *rows, compare);
    for (size_t i = 0; i < count; i++) {
        free(rows[i].key);
        rows[i].key = NULL;
    }
    return fine;
}
