/* Runs a target on files, without a fuzzing engine: a folder stands for the files in it. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/path.h"
#include "tests/fuzz/fuzz.h"

enum { INPUT_MAX = 16 << 20 };

static size_t count;

static bool run_file(const char *path)
{
    mg_buffer bytes = {0};
    morgue_error err;
    if (mg_file_read(path, INPUT_MAX, &bytes, &err) != MORGUE_OK) {
        fprintf(stderr, "%s\n", err.message);
        return false;
    }
    fprintf(stderr, "%s\n", path); /* the last one told is the one that failed */
    char *exact = fuzz_copy(bytes.data, bytes.len);
    LLVMFuzzerTestOneInput((const uint8_t *)exact, bytes.len);
    free(exact);
    mg_buffer_free(&bytes);
    count++;
    return true;
}

static bool run_folder(const char *path)
{
    struct dirent **entries;
    bool ok = true;
    int n = scandir(path, &entries, NULL, alphasort);
    if (n < 0 && errno == ENOTDIR)
        return run_file(path);
    if (n < 0) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return false;
    }
    for (int i = 0; i < n; i++) {
        char *file = mg_path_join(path, entries[i]->d_name);
        if (*entries[i]->d_name != '.')
            ok = file && run_file(file) && ok;
        free(file);
        free(entries[i]);
    }
    free(entries);
    return ok;
}

int main(int argc, char **argv)
{
    bool ok = true;
    for (int i = 1; i < argc; i++)
        ok = run_folder(argv[i]) && ok;
    if (!count)
        fprintf(stderr, "usage: %s FILE|FOLDER...: there was nothing to run\n", argv[0]);
    return ok && count ? EXIT_SUCCESS : EXIT_FAILURE;
}
