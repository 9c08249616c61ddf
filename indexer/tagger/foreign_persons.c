/* Persons whom no list has. Only in scripts with capitals, and only where it is plain:
 *
 *   given name, surname           José Luis Rodríguez Zapatero; Юрий Лужков
 *   title, two words              président Untel Machin, in Romance languages only
 *
 * Nothing behind words after which streets, schools and prizes are called (Calle Juan Pérez),
 * nothing behind another capitalised word that is no title (Fundación Juan March), nothing in lines
 * whose words all have capitals. */
#include <stdio.h>
#include <string.h>

#include "indexer/tagger/foreign_scan.h"

enum { UNITS_MAX = 6, NAME_MAX = 80, GIVEN_SURE = 75, TITLE_SURE = 65, BOTH_SURE = 85 };

/* What is found out about the units behind a given name or title. */
typedef struct person {
    size_t surnames;
    size_t end; /* unit behind the last one */
} person;

static bool is_language(const mg_foreign_scan *scan, const char *codes)
{
    return strstr(codes, scan->language->code) != NULL;
}

/* A capitalised word of at least two letters. */
static bool is_capital(const mg_unit *unit)
{
    return (unit->flags & (MG_UNIT_CAPITAL | MG_UNIT_SMALL)) == (MG_UNIT_CAPITAL | MG_UNIT_SMALL);
}

static bool is_initial(const mg_foreign_scan *scan, size_t i)
{
    const mg_unit *unit = &scan->units->at[i];
    bool stop = i + 1 < scan->units->n && unit[1].flags & MG_UNIT_STOP;
    return unit->flags & MG_UNIT_CAPITAL && !(unit->flags & MG_UNIT_SMALL) && unit->len <= 2 &&
           stop;
}

/* A small word inside of names: de la, von, bin. */
static bool is_particle(const mg_foreign_scan *scan, size_t i)
{
    static const char list[] =
        " de del la las los da das do dos di della van von der den ten ter zu "
        "bin ben ibn al el af Van Von De Der Den Ter El Al Bin Ben Du du Le La фон де ла да ван "
        "бин бен ";
    const mg_unit *unit = &scan->units->at[i];
    char word[12] = " ";
    if (unit->len > 8)
        return false;
    memcpy(word + 1, scan->text.data + unit->at, unit->len);
    word[unit->len + 1] = ' ';
    word[unit->len + 2] = '\0';
    return strstr(list, word) != NULL;
}

static bool is_joined(const mg_foreign_scan *scan, size_t i)
{
    return i < scan->units->n && scan->units->at[i].flags & MG_UNIT_JOINED;
}

static bool ends_with(const mg_foreign_scan *scan, size_t i, const char *ending)
{
    const mg_unit *unit = &scan->units->at[i];
    size_t len = strlen(ending);
    return unit->len > len + 4 &&
           memcmp(scan->text.data + unit->at + unit->len - len, ending, len) == 0;
}

/* A name from the father's: Ivanovich. */
static bool is_patronymic(const mg_foreign_scan *scan, size_t i)
{
    static const char *const endings[] = {"ович", "евич", "ьич",  "овна",
                                          "евна", "ична", "івна", "ївна"};
    if (!is_language(scan, "ru uk be"))
        return false;
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++)
        if (ends_with(scan, i, endings[k]))
            return true;
    return false;
}

/* In German a surname that ends in s may be another's genitive. */
static bool may_be_genitive(const mg_foreign_scan *scan, size_t i)
{
    static const char *const endings[] = {"rs", "ls", "ns", "ts", "ms", "es",
                                          "as", "ds", "ps", "gs", "os", "is"};
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++)
        if (ends_with(scan, i, endings[k]))
            return is_language(scan, "de");
    return false;
}

/* The units behind unit `i` that make a surname: particles, a capital, others by hyphens. 0: none.
 */
static size_t surname_at(const mg_foreign_scan *scan, size_t i)
{
    size_t particles = 0, most = is_language(scan, "es pt nl") ? 3
                                 : is_language(scan, "fr it")  ? 1
                                                               : 2;
    while (particles < most && is_joined(scan, i + particles) && is_particle(scan, i + particles))
        particles++;
    size_t at = i + particles, n;
    if (!is_joined(scan, at) || !is_capital(&scan->units->at[at]) || is_particle(scan, at) ||
        is_patronymic(scan, at) || may_be_genitive(scan, at) ||
        (!particles && scan->units->at[at].flags & MG_UNIT_HYPHEN))
        return 0;
    unsigned value = mg_foreign_longest(scan, at, &n);
    bool other = value >= MG_FOREIGN_NAME && value < MG_FOREIGN_NONE;
    bool ends =
        value == MG_FOREIGN_NEVER || value == MG_FOREIGN_TITLE || value == MG_FOREIGN_NOT_PERSON;
    if (ends || (other && (particles || n > 1)))
        return 0;
    for (at++; is_joined(scan, at) && scan->units->at[at].flags & MG_UNIT_HYPHEN;)
        if (!is_capital(&scan->units->at[at++]))
            return 0;
    return at - i;
}

/* The end of the given names and initials that unit `at` is behind. */
static size_t given_end(const mg_foreign_scan *scan, size_t at)
{
    bool french = is_language(scan, "fr");
    for (int i = 0; i < 4 && is_joined(scan, at); i++) {
        size_t more = 1;
        bool hyphen = scan->units->at[at].flags & MG_UNIT_HYPHEN;
        if (!is_initial(scan, at) && !is_patronymic(scan, at) &&
            !(french && hyphen && is_capital(&scan->units->at[at])) &&
            mg_foreign_longest(scan, at, &more) != MG_FOREIGN_GIVEN)
            break;
        at += more;
    }
    return at;
}

/* Reads given names and surnames from unit `i` on, of which the first `n` are known to be given. */
static person read_person(const mg_foreign_scan *scan, size_t i, size_t n)
{
    size_t most = is_language(scan, "es pt fr ca gl") ? 2 : 1, step;
    person ret = {.end = given_end(scan, i + n)};
    while (ret.surnames < most && (step = surname_at(scan, ret.end)) != 0) {
        if (ret.surnames > 0 && (scan->units->at[ret.end].flags & MG_UNIT_STOP ||
                                 (step > 1 && !is_language(scan, "es pt ca gl"))))
            break;
        ret.end += step;
        ret.surnames++;
    }
    return ret;
}

static unsigned value_before(const mg_foreign_scan *scan, size_t i, size_t back)
{
    size_t n;
    return i >= back ? mg_foreign_longest(scan, i - back, &n) : MG_FOREIGN_NONE;
}

/* Is what stands before a person something that is called after one? */
static bool is_called_after(const mg_foreign_scan *scan, size_t i)
{
    const mg_unit *units = scan->units->at;
    if (i == 0 || !(units[i].flags & MG_UNIT_JOINED))
        return false;
    unsigned before = value_before(scan, i, 1);
    if (before == MG_FOREIGN_NOT_PERSON || units[i].flags & MG_UNIT_HYPHEN)
        return true;
    if (is_particle(scan, i - 1))
        return value_before(scan, i, 2) == MG_FOREIGN_NOT_PERSON ||
               (i >= 2 && is_capital(&units[i - 2]) && value_before(scan, i, 2) == MG_FOREIGN_NONE);
    bool capital = is_capital(&units[i - 1]) && !(units[i - 1].flags & MG_UNIT_FIRST);
    return capital && before == MG_FOREIGN_NONE && !is_language(scan, "de");
}

/* Writes the name with one space where there is white space. Returns its length, 0: no name. */
static size_t write_name(const mg_foreign_scan *scan, size_t i, size_t end, char ret[NAME_MAX])
{
    const mg_unit *first = &scan->units->at[i], *last = &scan->units->at[end - 1];
    size_t n = 0;
    if (last->at + last->len - first->at >= NAME_MAX)
        return 0;
    for (uint32_t at = first->at; at < last->at + last->len; at++) {
        char c = scan->text.data[at];
        bool space = c == ' ' || c == '\n' || c == '\t';
        if (!space || (n && ret[n - 1] != ' '))
            ret[n++] = space ? ' ' : c;
    }
    return n;
}

static void tell(const mg_foreign_scan *scan, size_t i, size_t end, unsigned confidence)
{
    char name[NAME_MAX];
    size_t len = write_name(scan, i, end, name);
    const mg_unit *first = &scan->units->at[i], *last = &scan->units->at[end - 1];
    mg_found found = {.field = MORGUE_PERSON,
                      .name = {name, len},
                      .country = "--",
                      .confidence = confidence,
                      .in_title = scan->is_title,
                      .at = first->at,
                      .len = last->at + last->len - first->at};
    if (len)
        scan->found(scan->context, &found);
}

/* Two or three words behind a title of which none is known. */
static size_t after_title(const mg_foreign_scan *scan, size_t i, size_t n)
{
    size_t at = i + n, names = 0, step;
    if (is_joined(scan, at) && value_before(scan, at, 0) == MG_FOREIGN_GIVEN)
        return n;
    if (!is_language(scan, "fr es it pt ca gl") || scan->units->at[i].flags & MG_UNIT_CAPITAL)
        return n;
    while (names < 4 && is_joined(scan, at) && (step = surname_at(scan, at)) != 0 &&
           !(names == 0 && step > 1)) {
        at += step;
        names++;
    }
    if (names < 2 || names > 3)
        return n;
    for (size_t k = i + n; k < at; k++)
        if (value_before(scan, k, 0) != MG_FOREIGN_NONE && !is_particle(scan, k))
            return n;
    tell(scan, i + n, at, TITLE_SURE);
    return at - i;
}

size_t mg_foreign_person(const mg_foreign_scan *scan, size_t i, size_t n, unsigned value)
{
    const mg_unit *units = scan->units->at;
    if (scan->language->mode != MG_FOREIGN_CASED || units[i].flags & MG_UNIT_SHOUTED)
        return n;
    if (value == MG_FOREIGN_TITLE)
        return after_title(scan, i, n);
    if (value != MG_FOREIGN_GIVEN || !is_capital(&units[i]))
        return n;
    person p = read_person(scan, i, n);
    bool titled =
        i > 0 && units[i].flags & MG_UNIT_JOINED && value_before(scan, i, 1) == MG_FOREIGN_TITLE;
    if (p.surnames == 0 || p.end - i > UNITS_MAX)
        return n;
    if (!titled && is_called_after(scan, i))
        return p.end - i;
    tell(scan, i, p.end, titled ? BOTH_SURE : GIVEN_SURE);
    return p.end - i;
}
