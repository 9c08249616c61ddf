/* What a writer is: writer.c opens it and commits, writer_add.c puts articles into it. */
#ifndef MG_WRITER_STATE_H
#define MG_WRITER_STATE_H

#include "archive/pack.h"
#include "archive/store.h"
#include "indexer/intake.h"
#include "indexer/shards.h"
#include "indexer/sources.h"
#include "indexer/touched.h"
#include "indexer/versions.h"

struct morgue_writer {
    mg_store store;
    mg_shards shards;
    mg_intake *intake;
    mg_touched touched;
    mg_versions versions;    /* of what was touched */
    morgue_archive *stored;  /* the committed state, opened when versions are compared */
    morgue_article *earlier; /* for reading from it */
    mg_sources sources;      /* of what the archive will have, once they were asked for */
    mg_tagging *tagging;
    mg_tag_hand *tags; /* for what goes into shards that are there */
    morgue_article *tagged;
    mg_packer *packer; /* and this too */
    unsigned jobs;
    mg_engine engine;
    uint64_t memory;  /* of what is counted */
    uint64_t pending; /* bytes of the records that came, and of texts that went, since the commit */
    uint64_t revision;
    bool replace; /* what is there, whatever it is */
    bool changed; /* since the last commit */
    bool broken;  /* a write failed: nothing more can be committed */
    mg_entry_room room;
    mg_buffer packed;
    morgue_error notice; /* what put merging off; its status is OK when nothing did */
};

/* Marks the writer as broken, and says what a failure of the disk means for the user; returns
 * `status`. */
morgue_status mg_writer_break_off(morgue_writer *writer, morgue_status status, morgue_error *err);

/* The failure of every call on a writer that is broken. */
morgue_status mg_writer_refuse(const morgue_writer *writer, morgue_error *err);

#endif
