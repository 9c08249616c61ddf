#include "tests/unit/scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/path.h"

int run_tests(const char *name, TCase *tests)
{
    Suite *suite = suite_create(name);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

uint32_t roll(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % sides;
}

void scratch_open(scratch *s)
{
    const char *folder = getenv("TMPDIR");
    int len = snprintf(s->path, sizeof s->path, "%s/morgue-test-XXXXXX", folder ? folder : "/tmp");
    ck_assert(len > 0 && (size_t)len < sizeof s->path);
    ck_assert_ptr_nonnull(mkdtemp(s->path));
}

void scratch_close(scratch *s)
{
    struct stat info;
    mg_path_remove(s->path);
    ck_assert_int_ne(stat(s->path, &info), 0);
}

const char *scratch_path(const scratch *s, const char *name)
{
    static char paths[2][256];
    static unsigned turn;
    char *path = paths[turn++ & 1];
    snprintf(path, sizeof paths[0], "%s/%s", s->path, name);
    return path;
}

void scratch_write(const scratch *s, const char *name, const char *data, size_t len)
{
    FILE *file = fopen(scratch_path(s, name), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(data, 1, len, file), len);
    ck_assert_int_eq(fclose(file), 0);
}

bool scratch_has(const scratch *s, const char *name)
{
    struct stat info;
    return stat(scratch_path(s, name), &info) == 0;
}

morgue_article *make_article(const field_text *values)
{
    morgue_error err;
    morgue_article *article = morgue_article_new();
    ck_assert_ptr_nonnull(article);
    for (; values->text; values++) {
        if (morgue_field_at(values->field)->repeatable)
            OK(morgue_article_add(article, values->field, values->text, MORGUE_NUL, MORGUE_GIVEN,
                                  &err));
        else
            OK(morgue_article_set(article, values->field, values->text, MORGUE_NUL, &err));
    }
    return article;
}

void put(mg_buffer *buffer, const char *text)
{
    CHECK(mg_buffer_append_string(buffer, text));
}

void roll_words(uint64_t *seed, unsigned n, mg_buffer *ret)
{
    char word[24];
    for (unsigned i = 0; i < n; i++) {
        /* Low numbers come up more often, as words do. */
        uint32_t number = roll(seed, 1 + roll(seed, 1 + roll(seed, 3000)));
        snprintf(word, sizeof word, "%sw%c%u", i ? " " : "", (char)('a' + number % 26), number);
        put(ret, word);
    }
}

bool is_text(morgue_text value, const char *text)
{
    return value.len == strlen(text) && memcmp(value.data, text, value.len) == 0;
}
