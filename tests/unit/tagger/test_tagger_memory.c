/* Memory: how much a tagger takes, and what happens when there is none. The linker leads
 * allocations here: those of the library, and of Check, which do not count. */
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/path.h"
#include "tests/unit/scratch.h"
#include "tests/unit/tagger/tagging.h"

/* ---- Allocations -------------------------------------------------------------------------- */

static bool watching;          /* only then they count */
static unsigned long count;    /* of allocations */
static unsigned long fails_at; /* 0: none */
static bool onwards;           /* and all behind it */
static size_t bytes, peak;

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *memory, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void __wrap_free(void *memory);

static bool fails(void)
{
    count += watching;
    if (!watching || !fails_at || (count != fails_at && !(onwards && count > fails_at)))
        return false;
    errno = ENOMEM;
    return true;
}

static void *note(void *memory)
{
    bytes += watching && memory ? malloc_usable_size(memory) : 0;
    peak = bytes > peak ? bytes : peak;
    return memory;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : note(__real_malloc(size));
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : note(__real_calloc(n, size));
}

void *__wrap_realloc(void *memory, size_t size)
{
    if (fails())
        return NULL;
    size_t before = watching && memory ? malloc_usable_size(memory) : 0;
    void *larger = __real_realloc(memory, size);
    if (!larger)
        return NULL;
    bytes -= before;
    return note(larger);
}

void __wrap_free(void *memory)
{
    bytes -= watching && memory ? malloc_usable_size(memory) : 0;
    __real_free(memory);
}

/* ---- Without ------------------------------------------------------------------------------ */

static morgue_error err;

static const char story[] = "NAIROBI (Reuters) - Antony Blinken of the U.S. State Department met "
                            "John Mwangi of the African Union (AU) in "
                            "Paris and in Mombasa. The AU said no. Mwangi said no. World Health "
                            "Organization, Mary Otieno, Omar Farah";

/* An article is made and tagged, all is freed. */
static morgue_status do_all(void)
{
    mg_tagger_model *model = NULL;
    mg_tagger *tagger = NULL;
    morgue_article *article = morgue_article_new();
    morgue_status status = article ? MORGUE_OK : mg_fail_memory(&err);
    if (status == MORGUE_OK)
        status = morgue_article_set(article, MORGUE_TEXT, story, MORGUE_NUL, &err);
    if (status == MORGUE_OK)
        status = mg_tagger_model_open(SMALL_MODEL, &model, &err);
    if (status == MORGUE_OK)
        status = mg_tagger_new(model, NULL, &tagger, &err);
    if (status == MORGUE_OK)
        status = mg_tagger_tag(tagger, article, MG_TAG_FIELDS, &err);
    mg_tagger_free(tagger);
    mg_tagger_model_free(model);
    morgue_article_free(article);
    return status;
}

START_TEST(test_none)
{
    morgue_status status = MORGUE_NO_MEMORY;
    for (unsigned long n = 1; status != MORGUE_OK; n++) {
        err = (morgue_error){0};
        fails_at = n;
        onwards = _i;
        count = 0;
        watching = true;
        status = do_all();
        watching = false;
        CHECK(bytes == 0);
        CHECK(status == MORGUE_OK ? count < n : status == MORGUE_NO_MEMORY);
        CHECK(status == MORGUE_OK || (err.status == status && *err.message));
    }
    ck_assert_uint_gt(count, 20);
}
END_TEST

/* A tagger that had no memory once works when there is some again. */
START_TEST(test_again)
{
    char expected[2000];
    mg_tagger_model *model = open_small_model();
    morgue_status status = MORGUE_NO_MEMORY;
    strcpy(expected, tags_of(NULL, "Blinken in Kenya", story));
    for (unsigned long n = 1; status != MORGUE_OK; n++) {
        mg_tagger *tagger;
        morgue_article *article = news("Blinken in Kenya", story),
                       *fresh = news("Blinken in Kenya", story);
        OK(mg_tagger_new(model, NULL, &tagger, &err));
        fails_at = n;
        onwards = false;
        count = 0;
        watching = true;
        status = mg_tagger_tag(tagger, article, MG_TAG_FIELDS, &err);
        watching = false;
        OK(mg_tagger_tag(tagger, fresh, MG_TAG_FIELDS, &err));
        ck_assert_str_eq(written(fresh), expected);
        if (status == MORGUE_OK)
            ck_assert_str_eq(written(article), expected);
        mg_tagger_free(tagger);
        morgue_article_free(article);
        morgue_article_free(fresh);
    }
    mg_tagger_model_free(model);
}
END_TEST

/* ---- How much ----------------------------------------------------------------------------- */

enum { MEGABYTE = 1 << 20, LIMIT = 16 * MEGABYTE };

/* What a tagger takes for this text, and its most meanwhile. */
static size_t taken(const char *text, size_t *ret_peak)
{
    mg_tagger_model *model = open_small_model();
    morgue_article *article = news("", text);
    mg_tagger *tagger;
    fails_at = 0;
    bytes = peak = 0;
    watching = true;
    morgue_status status = mg_tagger_new(model, NULL, &tagger, &err);
    if (status == MORGUE_OK)
        status = mg_tagger_tag(tagger, article, 0, &err); /* whose article does not grow */
    watching = false;
    ck_assert_int_eq(status, MORGUE_OK);
    mg_tagger_free(tagger);
    morgue_article_free(article);
    mg_tagger_model_free(model);
    *ret_peak = peak;
    return bytes;
}

static void tell(const char *what, size_t kept, size_t most)
{
    if (getenv("TAGGER_TIMES"))
        printf("%s: %.1f MB, %.1f MB at most\n", what, (double)kept / 1e6, (double)most / 1e6);
}

/* The articles of the small model again and again: with three times the names of a newspaper's. */
static char *ordinary(size_t len)
{
    static const char path[] = SOURCE_DIR "/tests/unit/tagger/small/news.txt";
    mg_buffer news = {0};
    char *text = malloc(len + 1);
    OK(mg_file_read(path, MEGABYTE, &news, &err));
    size_t n = 0;
    for (size_t i = 0; i < news.len; i++) { /* without marks */
        if (news.data[i] == '|')
            while (news.data[i] != ']')
                i++;
        if (news.data[i] != '[' && news.data[i] != ']')
            news.data[n++] = news.data[i];
    }
    for (size_t i = 0; i < len; i++)
        text[i] = news.data[i % n];
    text[len] = '\0';
    mg_buffer_free(&news);
    return text;
}

START_TEST(test_ordinary)
{
    size_t most;
    char *text = ordinary(4000);
    size_t kept = taken(text, &most);
    tell("4 KB of news", kept, most);
    ck_assert_uint_lt(most, 2 * MEGABYTE);
    free(text);
    text = ordinary(MEGABYTE);
    kept = taken(text, &most);
    tell("1 MB of news", kept, most);
    ck_assert_uint_lt(most, LIMIT);
    free(text);
}
END_TEST

START_TEST(test_capitals)
{
    static const char *const pieces[] = {"ABCD ", "A "};
    for (size_t p = 0; p < 2; p++) {
        char *text = malloc(MEGABYTE + 1);
        size_t most, n = strlen(pieces[p]);
        for (size_t i = 0; i < MEGABYTE; i++)
            text[i] = pieces[p][i % n];
        text[MEGABYTE] = '\0';
        for (size_t i = 0; n > 2 && i + n < MEGABYTE; i += n) /* all different */
            for (size_t j = 0, number = i / n; j < 4; j++, number /= 26)
                text[i + j] = (char)('A' + number % 26);
        size_t kept = taken(text, &most);
        tell(p ? "1 MB of A A A" : "1 MB of capitals", kept, most);
        ck_assert_uint_lt(most, LIMIT);
        free(text);
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("memory");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, test_none, 0, 2);
    tcase_add_test(tests, test_again);
    tcase_add_test(tests, test_ordinary);
    tcase_add_test(tests, test_capitals);
    return run_tests("memory", tests);
}
