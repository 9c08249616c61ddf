/*
 * morgue/maintain.h - the part of morgue.h about looking after an archive: checking, mending and
 * copying it; morgue.h includes it, and has the rules that hold everywhere.
 */
#ifndef MORGUE_MAINTAIN_H
#define MORGUE_MAINTAIN_H

#include "morgue.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Something in an archive that is not as it should be. Its pointers live during the callback. */
typedef struct morgue_damage {
    const char *place; /* in the archive's folder: "morgue.manifest", "shard-000002",
                          "shard-000002/docdata.glass"; "" for the folder itself */
    const char *id;    /* of the article that it is about; "" where there is none or it is not
                          known */
    uint32_t docid;    /* number of the article in its shard; 0 where there is none */
    const char *what;  /* what is wrong */
} morgue_damage;

/* How to look after an archive. Zero-initialise it: zeros are the defaults. */
typedef struct morgue_maintain_options {
    bool full;       /* morgue_verify(): compare the terms of all articles, not of a sample */
    uint64_t memory; /* morgue_rebuild(): as in morgue_writer_options */
    unsigned jobs;   /* morgue_rebuild(): as in morgue_writer_options */

    /* Called for all that is damaged, in the thread of the caller; may be NULL. */
    void (*damage)(void *user, const morgue_damage *damage);

    /* Called now and then with the articles done and of all, which may be a guess (0: not known);
     * when it returns false the call ends with CANCELLED. May be NULL. */
    bool (*progress)(void *user, uint64_t done, uint64_t total);
    void *user;

    /* morgue_rebuild(): the archive is this part, as in morgue_writer_options; to be said where the
     * manifest is lost, which told it. 0 of 0: what the manifest says. Since 0.4 */
    uint64_t part;
    uint64_t parts;
    void *reserved[6];
} morgue_maintain_options;

/* ---- Verifying ---------------------------------------------------------------------------- */

/* What morgue_verify() has looked at. */
typedef struct morgue_verdict {
    uint64_t shards;
    uint64_t articles;  /* whose records were read and compared with their fingerprints */
    uint64_t compared;  /* whose terms were compared with their texts */
    uint64_t unchecked; /* shards without Xapian's check, which opens the files for writing, and
                           they cannot be */
    uint64_t damages;   /* how often `damage` was called; 0: the archive is sound */
    uint64_t reserved[4];
} morgue_verdict;

/* Checks the archive: its manifest; that its files are there; the structure of each shard, by
 * Xapian; each packed article, which has to inflate, to decode and to have the fingerprint that is
 * kept beside it, and to be of the archive's part; of a sample of articles, or of all, that terms,
 * frequencies, positions and lengths in the index are what the article would be indexed as today.
 * Nothing is changed. Nobody may write meanwhile: the lock of writers is held. The check by Xapian
 * works in a process of its own, a fork of the caller's. Damage is no error: OK with ret->damages
 * says that all of it was told. A file that may not be read is one (IO), and no damage. Errors:
 * NOT_FOUND, FOREIGN, BAD_VERSION, LOCKED, CANCELLED, IO, NO_MEMORY. */
MORGUE_API morgue_status morgue_verify(const char *path, const morgue_maintain_options *options,
                                       morgue_verdict *ret, morgue_error *err);

/* ---- Rebuilding --------------------------------------------------------------------------- */

/* What morgue_rebuild() has done. */
typedef struct morgue_rebuilt {
    uint64_t articles;  /* in the archive now */
    uint64_t lost;      /* that could not be read, as far as it is known that they were there */
    uint64_t uncertain; /* parts of which it is not known how many articles they had: shards that
                           are missing, or so damaged that nothing tells; a lost manifest, which
                           would tell whether all shards are there */
    uint64_t salvaged;  /* of `articles`: not known to be what the archive had last. They were found
                           in parts of damaged shards that nothing leads to, or have not the
                           fingerprint that is kept beside them: some may be earlier versions (where
                           that is known it is told, and counts as lost), or have been deleted */
    uint64_t kept;      /* damaged shards that are kept beside, as folders "damaged-..." */
    uint64_t reserved[4];
} morgue_rebuilt;

/* Makes a sound archive of all records that can be read, whatever else is damaged: tables, whole
 * shards, the manifest; and of archives of earlier versions of Morgue, which this upgrades. The
 * index is made anew from the records; articles keep their ids, tags and order. What cannot be read
 * is told by `damage`; so is an article that is there twice, of which one is taken. New shards take
 * the place of all old ones at once, at the end: until then readers, and whoever comes after a
 * crash, see the archive as it was. This needs as much room on the disk as the archive has. Old
 * shards of which something was lost, or may have been, are kept in the archive's folder under the
 * name "damaged-NNNNNN", and are never touched again. Errors: NOT_FOUND, FOREIGN (no shards in it),
 * BAD_VERSION (made by a later version), LOCKED, INVALID (the part is another, or not that of all
 * articles), CANCELLED, IO, NO_MEMORY. */
MORGUE_API morgue_status morgue_rebuild(const char *path, const morgue_maintain_options *options,
                                        morgue_rebuilt *ret, morgue_error *err);

/* ---- Copying ------------------------------------------------------------------------------ */

/* What morgue_snapshot() has made. */
typedef struct morgue_snapshot_facts {
    uint64_t shards;
    uint64_t bytes;        /* of the files of the copy */
    uint64_t bytes_copied; /* of these, those that were copied byte by byte */
    uint64_t bytes_cloned; /* that share their blocks with the archive's, until one of the two is
                              changed (reflinks) */
    uint64_t bytes_linked; /* of files that are the archive's own under a second name (hard links);
                              writers copy such a file before they change it */
    uint64_t reserved[4];
} morgue_snapshot_facts;

/* Makes a copy of the archive as the last commit has left it in `folder`, which is made, or is
 * empty; a writer may go on meanwhile, and only waits with commits until the copy is there. The
 * copy is an archive like any other. What is on the same file system shares its bytes with the
 * original, which saves room, and does not help against a failing disk: for that, copy a snapshot
 * to another. After a failure the folder holds no archive, and may be removed.
 * Errors: NOT_FOUND, FOREIGN (`path` is no archive, or `folder` is not empty), BAD_VERSION,
 * CORRUPT, IO, NO_MEMORY. */
MORGUE_API morgue_status morgue_snapshot(const char *path, const char *folder,
                                         morgue_snapshot_facts *ret, morgue_error *err);

#ifdef __cplusplus
}
#endif

#endif /* MORGUE_MAINTAIN_H */
