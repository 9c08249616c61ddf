#include "tests/unit/tagger/section.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

morgue_text section_read(const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.section", MADE_DIR, name);
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(1);
    }
    fseek(file, 0, SEEK_END);
    size_t len = (size_t)ftell(file);
    rewind(file);
    char *data = malloc(len);
    if (!data || fread(data, 1, len, file) != len)
        exit(1);
    fclose(file);
    return (morgue_text){data, len};
}

morgue_text text_of(const char *pattern, size_t size)
{
    size_t len = strlen(pattern);
    char *data = malloc(size ? size : 1);
    for (size_t i = 0; i < size; i++)
        data[i] = pattern[i % len];
    return (morgue_text){data, size};
}
