/* The manifest of an archive that somebody else made. */
#include "archive/manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "archive/path.h"
#include "archive/revision.h"
#include "tests/fuzz/fuzz.h"

static char folder[] = "/tmp/fuzz-manifest-XXXXXX";

static void remove_folder(void)
{
    mg_path_remove(folder);
}

/* Puts the right number into a checksum of zeros, which could not be come across. */
static void put_sum(uint8_t *data, size_t size)
{
    static const char line[] = "checksum 00000000\nend\n";
    const size_t len = sizeof line - 1;
    char sum[9];
    if (size < len || memcmp(data + size - len, line, len) != 0)
        return;
    snprintf(sum, sizeof sum, "%08lx", crc32(0, data, (uInt)(size - len)));
    memcpy(data + size - len + strlen("checksum "), sum, 8);
}

static void put_manifest(const uint8_t *input, size_t size)
{
    static char *file;
    uint8_t *data = malloc(size + 1);
    EXPECT(data);
    memcpy(data, input, size);
    put_sum(data, size);
    if (!file) {
        EXPECT(mkdtemp(folder));
        atexit(remove_folder);
        file = mg_path_join(folder, MG_MANIFEST_NAME);
    }
    FILE *out = fopen(file, "w");
    EXPECT(out);
    EXPECT(fwrite(data, 1, size, out) == size);
    EXPECT(fclose(out) == 0);
    free(data);
}

/* Names are those of folders in the archive's own folder, each once. */
static void expect_names(const mg_manifest *manifest)
{
    EXPECT(manifest->count <= MG_SHARDS_MAX);
    for (size_t i = 0; i < manifest->count; i++) {
        const char *name = manifest->shards[i];
        EXPECT(memchr(name, '\0', MG_SHARD_NAME_MAX));
        EXPECT(*name && *name != '.' && !strchr(name, '/'));
        for (size_t k = 0; k < i; k++)
            EXPECT(strcmp(name, manifest->shards[k]) != 0);
    }
}

/* A name that is added is a new one. */
static void expect_adds(mg_manifest *manifest)
{
    size_t before = manifest->count;
    const char *name = mg_manifest_add(manifest);
    EXPECT(name || before == MG_SHARDS_MAX || manifest->next == 999999999);
    expect_names(manifest);
}

/* What is refused is refused also where earlier versions are taken, but for these themselves. */
static void expect_earlier(morgue_status refused)
{
    mg_manifest manifest = {0};
    morgue_error err = {0};
    morgue_status status = mg_manifest_read_earlier(folder, &manifest, &err);
    if (status != MORGUE_OK) {
        EXPECT(status == refused && !manifest.shards);
        return;
    }
    EXPECT(refused == MORGUE_BAD_VERSION && manifest.features != MG_FEATURES_ALL);
    expect_names(&manifest);
    mg_manifest_free(&manifest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mg_manifest manifest = {0}, again = {0};
    morgue_error err = {0};
    put_manifest(data, size);
    morgue_status status = mg_manifest_read(folder, &manifest, &err);
    if (status != MORGUE_OK) {
        EXPECT(status == MORGUE_CORRUPT || status == MORGUE_BAD_VERSION);
        fuzz_expect_clean(err.message, strlen(err.message));
        EXPECT(!manifest.shards);
        expect_earlier(status);
        return 0;
    }
    EXPECT(!memchr(data, '\0', size));
    EXPECT(manifest.features == MG_FEATURES_ALL);
    expect_names(&manifest);
    expect_adds(&manifest);
    EXPECT_OK(mg_manifest_write(folder, &manifest, &err), &err);
    EXPECT_OK(mg_manifest_read(folder, &again, &err), &err);
    EXPECT(manifest.next == again.next && manifest.count == again.count);
    EXPECT(manifest.lineage == again.lineage);
    EXPECT(manifest.part.part == again.part.part && manifest.part.parts == again.part.parts);
    EXPECT(!manifest.part.part == !manifest.part.parts);
    EXPECT(!manifest.lineage || manifest.since == again.since);
    EXPECT(manifest.since <= MG_REVISION_MAX);
    mg_manifest_free(&manifest);
    mg_manifest_free(&again);
    return 0;
}
