#include "indexer/page/names.h"

#include <string.h>
#include <strings.h>

#include "indexer/text/slice.h"

/* ---- Words --------------------------------------------------------------------------------- */

/* What a word in a name means. */
typedef enum meaning {
    M_NONE,
    M_ARTICLE,  /* a text as a whole */
    M_BODY,     /* the running text of something */
    M_BOTH,     /* "articlebody" */
    M_MODIFIER, /* "has-sidebar" speaks of what is elsewhere */
    M_WEAK,
    M_JUNK,
    M_CAPTION,
    M_COMMENTS,
    M_HIDDEN,
    M_PERHAPS_HIDDEN /* "hidden" itself */
} meaning;

typedef struct entry {
    const char *word; /* with * behind: whatever begins so */
    meaning meaning;
} entry;

/* In the order of their bytes without the star. Of the entries that fit the longest counts. */
static const entry entries[] = {
#include "indexer/page/names.def"
};

enum { N_ENTRIES = sizeof entries / sizeof *entries, WORD_MAX = 24, NAME_MAX_LEN = 512 };

static size_t entry_length(const entry *e)
{
    size_t n = strlen(e->word);
    return n - (e->word[n - 1] == '*');
}

/* The last entry that is not behind the word; NULL where all are. */
static const entry *last_up_to(const char *word, size_t len)
{
    size_t low = 0, high = N_ENTRIES;
    while (low < high) {
        size_t middle = (low + high) / 2, n = entry_length(&entries[middle]);
        int order = memcmp(word, entries[middle].word, len < n ? len : n);
        if (order > 0 || (order == 0 && len >= n))
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &entries[low - 1] : NULL;
}

/* The meaning of a word in lower case: that of the longest entry it begins with. */
static meaning meaning_of(const char *word, size_t len)
{
    const entry *e;
    for (size_t n = len; n >= 2 && (e = last_up_to(word, n));) {
        size_t length = entry_length(e), same = 0;
        while (same < n && same < length && word[same] == e->word[same])
            same++;
        if (same == length && (length == len || e->word[length] == '*'))
            return e->meaning;
        n = same < length ? same : length - 1;
    }
    return M_NONE;
}

/* ---- Names --------------------------------------------------------------------------------- */

/* What was said by the words of one name so far. */
typedef struct said {
    size_t words;
    bool article, body, modified;
    bool screen; /* "screen-reader", "sr-only" */
    bool hidden; /* by the last word */
    bool label;  /* "label-hidden" hides the label */
    meaning junk;
} said;

static void hear(said *s, const char *word, size_t len)
{
    meaning m = meaning_of(word, len);
    if (m == M_MODIFIER)
        s->modified = s->modified || !s->words;
    else if (m == M_BODY)
        s->body = true;
    else if (m == M_ARTICLE)
        s->article = true;
    else if (m == M_BOTH)
        s->article = s->body = true;
    else if (m != M_PERHAPS_HIDDEN && m > s->junk)
        s->junk = m;
    s->modified = s->modified || (m == M_PERHAPS_HIDDEN && s->label);
    s->hidden = m == M_PERHAPS_HIDDEN; /* "hidden-xs" is shown elsewhere */
    s->label = s->label || (len == 5 && memcmp(word, "label", 5) == 0);
    if (s->screen && ((len == 4 && memcmp(word, "only", 4) == 0) ||
                      (len == 6 && memcmp(word, "reader", 6) == 0)))
        s->junk = M_HIDDEN;
    s->screen =
        (len == 2 && memcmp(word, "sr", 2) == 0) || (len == 6 && memcmp(word, "screen", 6) == 0);
    s->words++;
}

static mg_role role_said(const said *s)
{
    static const mg_role roles[] = {[M_WEAK] = MG_ROLE_WEAK,
                                    [M_JUNK] = MG_ROLE_JUNK,
                                    [M_CAPTION] = MG_ROLE_CAPTION,
                                    [M_COMMENTS] = MG_ROLE_COMMENTS,
                                    [M_HIDDEN] = MG_ROLE_HIDDEN};
    if (s->modified)
        return MG_ROLE_NONE;
    if (s->hidden)
        return MG_ROLE_HIDDEN;
    if (s->junk)
        return roles[s->junk];
    if (s->article && s->body)
        return MG_ROLE_BODY;
    return s->article || s->body ? MG_ROLE_CONTENT : MG_ROLE_NONE;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Words of a name are parted by all that is no letter, and where "camelCase" changes. */
mg_role mg_role_of_name(morgue_text name)
{
    said s = {0};
    char word[WORD_MAX];
    size_t n = 0, len = name.len < NAME_MAX_LEN ? name.len : NAME_MAX_LEN;
    for (size_t i = 0; i <= len; i++) {
        char c = i < len ? name.data[i] : ' ';
        bool letter = is_upper(c) || is_lower(c);
        if (n && (!letter || (is_upper(c) && is_lower(name.data[i - 1])))) {
            hear(&s, word, n);
            n = 0;
        }
        if (letter && n < WORD_MAX)
            word[n++] = is_upper(c) ? (char)(c + 32) : c;
    }
    return role_said(&s);
}

/* What two names of one element say together: what is worse, but "entry-content" outweighs a weak
 * word beside it, and is in doubt beside a strong one. */
static mg_role joined(mg_role a, mg_role b)
{
    mg_role low = a < b ? a : b, high = a < b ? b : a;
    if (low == MG_ROLE_BODY && high == MG_ROLE_WEAK)
        return MG_ROLE_BODY;
    if (low == MG_ROLE_BODY && high == MG_ROLE_JUNK)
        return MG_ROLE_WEAK;
    if (low == MG_ROLE_BODY && high == MG_ROLE_CONTENT)
        return MG_ROLE_BODY;
    return high;
}

/* All names in a value, which are parted by spaces. */
static mg_role role_of_names(morgue_text names)
{
    mg_role role = MG_ROLE_NONE;
    size_t len = names.len < NAME_MAX_LEN ? names.len : NAME_MAX_LEN;
    for (size_t i = 0, start = 0; i <= len; i++) {
        if (i < len && names.data[i] != ' ' && names.data[i] != '\n' && names.data[i] != '\t')
            continue;
        if (i > start)
            role = joined(role, mg_role_of_name((morgue_text){names.data + start, i - start}));
        start = i + 1;
    }
    return role;
}

/* ---- Elements ------------------------------------------------------------------------------ */

static mg_role role_of_aria(morgue_text value)
{
    if (mg_text_among(value, "main article"))
        return MG_ROLE_CONTENT;
    return mg_text_among(value,
                         "navigation banner contentinfo complementary search dialog alertdialog "
                         "menu menubar toolbar tablist alert button form listbox tooltip")
               ? MG_ROLE_JUNK
               : MG_ROLE_NONE;
}

static mg_role role_of_property(morgue_text value)
{
    if (mg_text_among(value, "articleBody text reviewBody"))
        return MG_ROLE_BODY;
    if (mg_text_among(value, "author publisher datePublished dateModified keywords breadcrumb"))
        return MG_ROLE_WEAK;
    if (mg_text_among(value, "caption"))
        return MG_ROLE_CAPTION;
    return mg_text_among(value, "comment") ? MG_ROLE_COMMENTS : MG_ROLE_NONE;
}

/* "display: none" in a style attribute, whatever its spaces. */
static bool is_undisplayed(morgue_text style)
{
    char text[256];
    size_t n = 0, len = style.len < sizeof text ? style.len : sizeof text;
    for (size_t i = 0; i < len; i++)
        if (style.data[i] != ' ')
            text[n++] = is_upper(style.data[i]) ? (char)(style.data[i] + 32) : style.data[i];
    return memmem(text, n, "display:none", 12) || memmem(text, n, "visibility:hidden", 17);
}

static mg_role role_of_tag(mg_tag tag)
{
    switch (tag) {
    case MG_TAG_ARTICLE:
    case MG_TAG_MAIN: return MG_ROLE_CONTENT;
    case MG_TAG_NAV:
    case MG_TAG_FOOTER:
    case MG_TAG_MENU: return MG_ROLE_JUNK;
    case MG_TAG_ASIDE: return MG_ROLE_JUNK;
    case MG_TAG_HEADER: return MG_ROLE_WEAK;
    case MG_TAG_FIGURE:
    case MG_TAG_FIGCAPTION:
    case MG_TAG_CAPTION: return MG_ROLE_CAPTION;
    default: return MG_ROLE_NONE;
    }
}

static mg_role role_of_attribute(const mg_attribute *a)
{
    static const char data[] = "data-";
    switch (a->name[0]) {
    case 'c': return strcmp(a->name, "class") == 0 ? role_of_names(a->value) : MG_ROLE_NONE;
    case 'i':
        if (strcmp(a->name, "id") == 0)
            return role_of_names(a->value);
        return strcmp(a->name, "itemprop") == 0 ? role_of_property(a->value) : MG_ROLE_NONE;
    case 'r': return strcmp(a->name, "role") == 0 ? role_of_aria(a->value) : MG_ROLE_NONE;
    case 'h': return strcmp(a->name, "hidden") == 0 ? MG_ROLE_HIDDEN : MG_ROLE_NONE;
    case 's':
        return strcmp(a->name, "style") == 0 && is_undisplayed(a->value) ? MG_ROLE_HIDDEN
                                                                         : MG_ROLE_NONE;
    case 'a':
        return strcmp(a->name, "aria-hidden") == 0 && mg_text_among(a->value, "true")
                   ? MG_ROLE_HIDDEN
                   : MG_ROLE_NONE;
    case 'd':
        if (strncmp(a->name, data, sizeof data - 1) == 0 &&
            mg_text_among((morgue_text){a->name + 5, strlen(a->name + 5)},
                          "testid component qa module role widget-type"))
            return role_of_names(a->value);
        return MG_ROLE_NONE;
    default: return MG_ROLE_NONE;
    }
}

mg_role mg_role_of(const mg_node *element)
{
    enum { ATTRIBUTES_MAX = 32 };
    mg_role role = role_of_tag(element->tag);
    size_t n = 0;
    if (element->tag == MG_TAG_BODY || element->tag == MG_TAG_HTML)
        return MG_ROLE_NONE; /* their names are those of the kind of page */
    if (element->tag == MG_TAG_BLOCKQUOTE)
        return MG_ROLE_NONE; /* "twitter-tweet": what was said elsewhere is quoted */
    for (const mg_attribute *a = element->attributes; a && n < ATTRIBUTES_MAX; a = a->next, n++)
        role = joined(role, role_of_attribute(a));
    return role;
}
