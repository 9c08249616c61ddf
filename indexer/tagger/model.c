#include "indexer/tagger/model.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/error.h"
#include "indexer/tagger/tables.h"

#ifndef MORGUE_DATA_DIR
#define MORGUE_DATA_DIR "/usr/share/morgue"
#endif
#define MODEL_NAME "tagger.model"

static const char magic[8] = "MGTAGGER";

typedef struct head {
    char magic[8];
    uint32_t version;
    uint32_t sections;
} head;

typedef struct entry {
    uint32_t name;
    uint32_t zero;
    uint64_t offset;
    uint64_t len;
} entry;

struct mg_tagger_model {
    char *data;
    size_t len;
    morgue_text sections[MG_SECTION_COUNT];
    mg_tables tables;
};

/* ---- Finding ------------------------------------------------------------------------------ */

/* share/morgue/ beside the folder of this file, or beside one that this is in, up to `levels`:
 * PREFIX/bin/morgue-index, PREFIX/lib/x86_64-linux-gnu/libmorgue.so.1. */
static bool beside(const char *file, int levels, char path[PATH_MAX])
{
    char folder[PATH_MAX];
    if (!realpath(file, folder))
        return false;
    for (int i = 0; i <= levels; i++) {
        char *slash = strrchr(folder, '/');
        if (!slash)
            return false;
        *slash = '\0';
        int wrote = snprintf(path, PATH_MAX, "%s/share/morgue/%s", folder, MODEL_NAME);
        if (wrote > 0 && wrote < PATH_MAX && access(path, R_OK) == 0)
            return true;
    }
    return false;
}

/* Where the library has come from, or the program that it is a part of. */
static bool beside_library(char path[PATH_MAX])
{
    static const char here;
    Dl_info info;
    return dladdr(&here, &info) && info.dli_fname && beside(info.dli_fname, 3, path);
}

static const char *usual_path(char path[PATH_MAX])
{
    const char *given = getenv("MORGUE_TAGGER_MODEL");
    if (given && *given)
        return given;
    if (beside("/proc/self/exe", 1, path) || beside_library(path))
        return path;
    return MORGUE_DATA_DIR "/" MODEL_NAME;
}

/* ---- Opening ------------------------------------------------------------------------------ */

static morgue_status map_file(const char *path, mg_tagger_model *model, morgue_error *err)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return mg_fail(err, MORGUE_NOT_FOUND,
                       "%s: the tagger's model is not there: give another, or go without tagging",
                       path);
    if (fd < 0)
        return mg_fail_errno(err, "open", path);
    morgue_status status = MORGUE_OK;
    if (fstat(fd, &info) != 0)
        status = mg_fail_errno(err, "look at", path);
    else if (!S_ISREG(info.st_mode) || (size_t)info.st_size < sizeof(head))
        status = mg_fail(err, MORGUE_CORRUPT, "%s: this is no model of the tagger", path);
    if (status == MORGUE_OK) {
        model->len = (size_t)info.st_size;
        void *data = mmap(NULL, model->len, PROT_READ, MAP_PRIVATE, fd, 0);
        if (data == MAP_FAILED)
            status = mg_fail_errno(err, "map", path);
        else
            model->data = data;
    }
    close(fd);
    return status;
}

static morgue_status read_sections(const char *path, mg_tagger_model *model, morgue_error *err)
{
    head h;
    memcpy(&h, model->data, sizeof h);
    if (memcmp(h.magic, magic, sizeof magic) != 0)
        return mg_fail(err, MORGUE_CORRUPT, "%s: this is no model of the tagger", path);
    if (h.version != MG_MODEL_VERSION)
        return mg_fail(err, MORGUE_BAD_VERSION,
                       "%s: the model has version %u, not %d: take the one that came with this "
                       "Morgue",
                       path, h.version, MG_MODEL_VERSION);
    if (h.sections > MG_SECTION_COUNT || sizeof h + h.sections * sizeof(entry) > model->len)
        return mg_fail(err, MORGUE_CORRUPT, "%s: the model is cut off", path);
    for (uint32_t i = 0; i < h.sections; i++) {
        entry e;
        memcpy(&e, model->data + sizeof h + i * sizeof e, sizeof e);
        if (e.name >= MG_SECTION_COUNT || e.offset % MG_MODEL_ALIGN || e.offset > model->len ||
            e.len > model->len - e.offset)
            return mg_fail(err, MORGUE_CORRUPT, "%s: the model is cut off", path);
        model->sections[e.name] = (morgue_text){model->data + e.offset, e.len};
    }
    return MORGUE_OK;
}

morgue_status mg_tagger_model_open(const char *path, mg_tagger_model **ret, morgue_error *err)
{
    char usual[PATH_MAX];
    if (!path)
        path = usual_path(usual);
    mg_tagger_model *model = calloc(1, sizeof *model);
    if (!model)
        return mg_fail_memory(err);
    for (int i = 0; i < MG_SECTION_COUNT; i++)
        model->sections[i] = (morgue_text){"", 0};
    morgue_status status = map_file(path, model, err);
    if (status == MORGUE_OK)
        status = read_sections(path, model, err);
    if (status == MORGUE_OK)
        status = mg_tables_open(model, &model->tables, err);
    if (status == MORGUE_OK)
        *ret = model;
    else
        mg_tagger_model_free(model);
    return status;
}

void mg_tagger_model_free(mg_tagger_model *model)
{
    if (!model)
        return;
    if (model->data)
        munmap(model->data, model->len);
    free(model);
}

/* ---- Asking ------------------------------------------------------------------------------- */

morgue_text mg_model_section(const mg_tagger_model *model, mg_section section)
{
    return model->sections[section];
}

const mg_tables *mg_model_tables(const mg_tagger_model *model)
{
    return &model->tables;
}

/* Has each slot a row that is there, and is one of them empty, so that every search ends? */
static bool is_sound(const mg_table_view *table)
{
    bool has_room = false;
    for (uint32_t i = 0; i < table->n_slots; i++) {
        if (table->slots[i].print && table->slots[i].row >= table->n_rows)
            return false;
        has_room = has_room || !table->slots[i].print;
    }
    return has_room;
}

static bool read_table(morgue_text bytes, size_t row_size, mg_table_view *ret)
{
    uint32_t counts[4];
    if (bytes.len < sizeof counts)
        return false;
    memcpy(counts, bytes.data, sizeof counts);
    uint32_t bits = counts[2];
    uint64_t slots = sizeof counts + bits / 8,
             rows = slots + (uint64_t)counts[0] * sizeof(mg_table_slot);
    uint64_t payload = (rows + MG_MODEL_ALIGN - 1) / MG_MODEL_ALIGN * MG_MODEL_ALIGN;
    uint64_t size = (uint64_t)counts[1] * row_size;
    *ret = (mg_table_view){.filter = (const uint8_t *)bytes.data + sizeof counts,
                           .filter_mask = bits - 1,
                           .n_slots = counts[0],
                           .slots = (const void *)(bytes.data + slots),
                           .n_rows = counts[1],
                           .payload = bytes.data + payload};
    bool fits = bits >= 64 && !(bits & (bits - 1)) && (size ? payload + size : rows) <= bytes.len;
    return fits && is_sound(ret);
}

morgue_status mg_model_table(const mg_tagger_model *model, mg_section section, size_t row_size,
                             mg_table_view *ret, morgue_error *err)
{
    static const uint8_t nothing[1];
    morgue_text bytes = model->sections[section];
    *ret = (mg_table_view){.filter = nothing};
    if (!bytes.len || read_table(bytes, row_size, ret))
        return MORGUE_OK;
    return mg_fail(err, MORGUE_CORRUPT, "the tagger's model is damaged in section %d", section);
}
