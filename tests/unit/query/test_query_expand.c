/* The forms of words, against the slow way: stem every term of the archive. */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/buffer.h"
#include "archive/utf8.h"
#include "search/query/expand.h"
#include "tests/unit/query/small_archive.h"

/* ---- An archive with many words ----------------------------------------------------------- */

static small_archive archive;
static mg_buffer text;

/* Words whose forms part early, and words that are not to be stemmed. */
static const char irregular[] =
    "die died dies dying lie lies lying tie ties tying sky skies ski skis skiing make makes making "
    "country countries countrys try tried trying city cities use using used publique publication "
    "fabrique fabrication yeux oeil 5 5s f16 f16s don't can't x y a as go goes going gone news new "
    "generous general generally generate univers universe university ";

static void read_file(const char *path)
{
    char chunk[4096];
    mg_buffer raw = {0};
    size_t n;
    mg_mend mend;
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
        ck_assert(mg_buffer_append(&raw, chunk, n));
    fclose(file);
    ck_assert(mg_utf8_mend(raw.data, raw.len, &text, &mend));
    mg_buffer_free(&raw);
}

/* All .jsonl files of the samples as one long text. */
static void read_samples(void)
{
    const char *folder = SOURCE_DIR "/samples/archive/jsonl";
    char path[512];
    DIR *dir = opendir(folder);
    ck_assert_ptr_nonnull(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] != '.')
            read_file(path);
    }
    closedir(dir);
}

/* The characters that may stand behind U+4E00, each in a word of its own. */
static void add_grams(void)
{
    for (uint32_t c = 0x4E01; c < 0x4E01 + 6000; c++) {
        char word[16];
        unsigned n = mg_utf8_put(0x4E00, word);
        n += mg_utf8_put(c, word + n);
        word[n++] = ' ';
        ck_assert(mg_buffer_append(&text, word, n));
    }
}

static void open_archive(void)
{
    ck_assert(mg_buffer_append_string(&text, irregular));
    read_samples();
    add_grams();
    small_article articles[] = {{.title = "making skis", .text = text.data},
                                {.text = "\xE4\xB8\x80\xE4\xB9\x80"}};
    small_archive_open(&archive, articles, 2);
    mg_buffer_free(&text);
    ck_assert_int_eq(xap_stem_open("french", &archive.stems[1], NULL), XAP_OK);
    archive.n_stems = 2;
}

static void close_archive(void)
{
    small_archive_close(&archive);
}

/* ---- The slow way ------------------------------------------------------------------------- */

typedef struct entry {
    char *term;
    char *stem;
} entry;

typedef struct vocabulary {
    entry *entries;
    size_t n;
} vocabulary;

/* More than a letter, and only letters: everything else is its own stem. */
static bool is_stemmed(const char *term)
{
    if (strlen(term) < 2)
        return false;
    for (; *term; term++)
        if ((*term < 'a' || *term > 'z') && (unsigned char)*term < 0x80)
            return false;
    return true;
}

static vocabulary read_vocabulary(const char *prefix, const xap_stem *stemmer)
{
    vocabulary all = {0};
    xap_terms *it;
    xap_bytes term;
    xap_string stem = {0};
    bool more;
    ck_assert_int_eq(xap_terms_open(archive.db, prefix, strlen(prefix), &it, NULL), XAP_OK);
    while (xap_terms_next(it, &term, NULL, &more, NULL) == XAP_OK && more) {
        const char *bare = term.data + strlen(prefix);
        unsigned char first = (unsigned char)*bare;
        if ((first >= 'A' && first <= 'Z') || first >= 0xE3)
            continue; /* a prefix, a gram */
        all.entries = realloc(all.entries, (all.n + 1) * sizeof *all.entries);
        entry *e = &all.entries[all.n++];
        e->term = strndup(bare, term.len - strlen(prefix));
        ck_assert_int_eq(xap_stem_word(stemmer, e->term, strlen(e->term), &stem, NULL), XAP_OK);
        e->stem = is_stemmed(e->term) ? strndup(stem.data, stem.len) : NULL;
    }
    xap_terms_free(it);
    xap_string_free(&stem);
    return all;
}

static void free_vocabulary(vocabulary *all)
{
    for (size_t i = 0; i < all->n; i++) {
        free(all->entries[i].term);
        free(all->entries[i].stem);
    }
    free(all->entries);
}

static bool are_forms(const entry *a, const entry *b)
{
    return a == b || (a->stem && b->stem && strcmp(a->stem, b->stem) == 0);
}

static bool has_form(const mg_forms *forms, const char *term, size_t len)
{
    for (size_t i = 0; i < forms->n; i++)
        if (forms->terms[i].len == len && memcmp(forms->terms[i].data, term, len) == 0)
            return true;
    return false;
}

/* The forms of one term must be exactly those that the vocabulary has. */
static void compare(const char *prefix, xap_stem *const *stemmer, const vocabulary *all,
                    const entry *word)
{
    mg_arena arena = {0};
    mg_expander e = {
        .indexes = &archive.index, .n_indexes = 1, .stems = stemmer, .n_stems = 1, .arena = &arena};
    mg_forms place;
    size_t expected = 0;
    morgue_text text_of = {word->term, strlen(word->term)};
    ck_assert_int_eq(mg_expand_word(&e, prefix, text_of, 0, &place, NULL), MORGUE_OK);
    for (size_t i = 0; i < all->n; i++) {
        const entry *other = &all->entries[i];
        if (!are_forms(word, other))
            continue;
        expected++;
        ck_assert_msg(has_form(&place, other->term, strlen(other->term)), "%s misses %s",
                      word->term, other->term);
    }
    ck_assert_msg(place.n == expected, "%s has %zu forms", word->term, place.n);
    mg_arena_free(&arena);
}

static void compare_all(const char *prefix, xap_stem *const *stemmer, size_t at_least)
{
    vocabulary all = read_vocabulary(prefix, *stemmer);
    ck_assert_uint_ge(all.n, at_least);
    for (size_t i = 0; i < all.n; i++)
        compare(prefix, stemmer, &all, &all.entries[i]);
    free_vocabulary(&all);
}

START_TEST(test_all_words)
{
    compare_all("", &archive.stems[_i], 2000);
    compare_all("S", &archive.stems[_i], 2);
}
END_TEST

/* ---- Single words and limits -------------------------------------------------------------- */

static mg_forms forms_of(mg_expander *e, const char *word)
{
    mg_forms place;
    ck_assert_int_eq(mg_expand_word(e, "", (morgue_text){word, strlen(word)}, 0, &place, NULL),
                     MORGUE_OK);
    return place;
}

START_TEST(test_two_languages)
{
    mg_arena arena = {0};
    mg_expander e = {.indexes = &archive.index,
                     .n_indexes = 1,
                     .stems = archive.stems,
                     .n_stems = archive.n_stems,
                     .arena = &arena};
    mg_forms place = forms_of(&e, "publique");
    ck_assert(has_form(&place, "publication", 11)); /* in French */
    place = forms_of(&e, "countries");
    ck_assert(has_form(&place, "country", 7)); /* in English */
    place = forms_of(&e, "neverseen");
    ck_assert_uint_eq(place.n, 1);
    place = forms_of(&e, "f16");
    ck_assert_uint_eq(place.n, 1);
    mg_arena_free(&arena);
}
END_TEST

START_TEST(test_grams)
{
    mg_arena arena = {0};
    mg_expander e = {.indexes = &archive.index, .n_indexes = 1, .arena = &arena};
    mg_forms place;
    ck_assert_int_eq(mg_expand_gram(&e, "", (morgue_text){"\xE4\xB8\x80", 3}, 0, &place, NULL),
                     MORGUE_OK);
    ck_assert_uint_eq(place.n, MG_GRAMS_MAX);
    ck_assert(has_form(&place, "\xE4\xB8\x80\xE4\xB9\x80", 6)); /* the most frequent */
    mg_arena_free(&arena);
}
END_TEST

START_TEST(test_budget)
{
    mg_arena arena = {0};
    morgue_error err;
    mg_forms place;
    mg_expander e = {.indexes = &archive.index,
                     .n_indexes = 1,
                     .stems = archive.stems,
                     .n_stems = 1,
                     .arena = &arena,
                     .n_looked = MG_LOOK_QUERY_MAX};
    ck_assert_int_eq(mg_expand_word(&e, "", (morgue_text){"attack", 6}, 7, &place, &err),
                     MORGUE_BAD_QUERY);
    ck_assert_int_eq(err.offset, 7);
    mg_arena_free(&arena);
}
END_TEST

/* All words of a query together. */
START_TEST(test_too_many)
{
    enum { TIMES = MG_TERMS_QUERY_MAX / MG_GRAMS_MAX };
    morgue_error err;
    mg_plan *plan;
    mg_buffer query = {0};
    mg_plan_setting setting = small_archive_setting(&archive, 1);
    for (int i = 0; i < TIMES; i++)
        ck_assert(mg_buffer_append_string(&query, i ? " OR \xE4\xB8\x80" : "\xE4\xB8\x80"));
    ck_assert_int_eq(mg_plan_make(query.data, query.len, &setting, &plan, &err), MORGUE_OK);
    mg_plan_free(plan);
    ck_assert(mg_buffer_append_string(&query, " \xE4\xB8\x80"));
    ck_assert_int_eq(mg_plan_make(query.data, query.len, &setting, &plan, &err), MORGUE_BAD_QUERY);
    ck_assert_int_eq(err.offset, 5 * TIMES - 3);
    mg_buffer_free(&query);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stem expansion");
    TCase *tests = tcase_create("expansion");
    tcase_set_timeout(tests, 120);
    tcase_add_unchecked_fixture(tests, open_archive, close_archive);
    tcase_add_loop_test(tests, test_all_words, 0, 2);
    tcase_add_test(tests, test_two_languages);
    tcase_add_test(tests, test_grams);
    tcase_add_test(tests, test_budget);
    tcase_add_test(tests, test_too_many);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
