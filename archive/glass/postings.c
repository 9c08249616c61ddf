/* Posting lists: chunks of documents and how often each has the term. Lengths of documents are such
 * a list too, of a term that has no name.
 * Source of the format: Xapian 1.4.22, backends/glass/glass_postlist.cc. */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/glass/glass.h"
#include "archive/glass/unpack.h"

/* The longest that a posting's two numbers can be, and what may be loaded at once. */
enum { POSTING = 10, LOADED = 8, FOUR = 4 /* postings in eight bytes */ };

static const char chunk_damage[] = "a chunk of postings cannot be read";

static mg_btree *table_of(const mg_glass_list *list)
{
    return list->postings.tree;
}

static void end(mg_glass_list *list)
{
    list->face.next = 0;
}

static void fail(mg_glass_list *list)
{
    mg_btree_damaged(table_of(list), chunk_damage);
    end(list);
}

/* ---- Chunks ------------------------------------------------------------------------------- */

/* Reads the head of a chunk whose first document is known, and stands before its wdf. */
static void enter(mg_glass_list *list, const uint8_t *at, const uint8_t *chunk_end, uint32_t first)
{
    uint32_t span;
    if (at == chunk_end || (*at != '0' && *at != '1')) {
        fail(list);
        return;
    }
    list->last_chunk = *at++ == '1';
    if (!mg_glass_get_uint(&at, chunk_end, &span) || at == chunk_end || span > UINT32_MAX - first ||
        first == 0) {
        fail(list);
        return;
    }
    list->at = at;
    list->end = chunk_end;
    list->chunk_last = first + span;
    list->face.next = first;
}

/* The head of the first chunk, before that of every chunk: frequencies, document. */
static void enter_first(mg_glass_list *list, const uint8_t *at, const uint8_t *chunk_end)
{
    uint32_t before;
    if (!mg_glass_get_uint(&at, chunk_end, &list->face.frequency) ||
        !mg_glass_get_uint64(&at, chunk_end, &list->face.occurrences) ||
        !mg_glass_get_uint(&at, chunk_end, &before) || before == UINT32_MAX)
        fail(list);
    else
        enter(list, at, chunk_end, before + 1);
}

/* Is this a chunk of the list, and which is its first document? 0: the first chunk. */
static bool is_chunk(const mg_glass_list *list, const mg_item *item, uint32_t *ret_first)
{
    if (item->key_len == list->first_len && memcmp(item->key, list->key, item->key_len) == 0) {
        *ret_first = 0;
        return true;
    }
    const uint8_t *at = item->key + list->stem_len, *key_end = item->key + item->key_len;
    return item->key_len > list->stem_len && memcmp(item->key, list->key, list->stem_len) == 0 &&
           mg_glass_get_sortint(&at, key_end, ret_first) && at == key_end && *ret_first;
}

/* Enters the chunk where the cursor is, which has to begin at `least` or later. */
static void enter_here(mg_glass_list *list, uint32_t least)
{
    mg_item item;
    uint32_t first;
    const uint8_t *tag;
    size_t len;
    if (!mg_cursor_item(&list->postings, &item) || !is_chunk(list, &item, &first) ||
        !mg_cursor_tag(&list->postings, &item, &list->chunk, &tag, &len)) {
        fail(list);
        return;
    }
    if (first)
        enter(list, tag, tag + len, first);
    else
        enter_first(list, tag, tag + len);
    if (list->face.next && list->face.next < least)
        fail(list);
}

/* After the last posting of a chunk, `docid`. */
static void next_chunk(mg_glass_list *list, uint32_t docid)
{
    if (list->last_chunk || docid == UINT32_MAX)
        end(list);
    else if (mg_cursor_next(&list->postings))
        enter_here(list, docid + 1);
    else
        fail(list);
}

/* ---- Opening ------------------------------------------------------------------------------ */

/* On the list of the key; NULL when memory is out. */
static mg_glass_list *new_list(mg_glass *glass, const uint8_t *key, size_t first_len,
                               size_t stem_len)
{
    mg_glass_list *list = malloc(sizeof *list + stem_len + MG_GLASS_SORTINT_ROOM);
    if (!list)
        return NULL;
    list->face = (mg_list){.index = &glass->face};
    list->chunk = (mg_buffer){0};
    list->positions = NULL;
    list->first_len = (uint8_t)first_len;
    list->stem_len = (uint8_t)stem_len;
    memcpy(list->key, key, stem_len);
    mg_cursor_init(&list->postings, &glass->tables[MG_BASE_POSTLIST]);
    return list;
}

/* At the first document; false where there is none. */
static bool rewind_list(mg_glass_list *list)
{
    end(list);
    if (mg_cursor_find(&list->postings, list->key, list->first_len))
        enter_here(list, 1);
    return list->face.next != 0;
}

morgue_status mg_glass_list_open(mg_index *index, const char *term, size_t len, mg_list **ret,
                                 morgue_error *err)
{
    uint8_t key[MG_GLASS_KEY_MAX];
    size_t stem_len = mg_glass_key_prefix(key, term, len);
    if (stem_len == 0)
        return MORGUE_OK;
    mg_glass_list *list = new_list((mg_glass *)index, key, stem_len - 1, stem_len);
    if (!list)
        return mg_fail_memory(err);
    if (rewind_list(list))
        *ret = &list->face;
    else
        mg_glass_list_free(&list->face);
    return MORGUE_OK;
}

void mg_glass_list_free(mg_list *face)
{
    mg_glass_list *list = (mg_glass_list *)face;
    if (!list)
        return;
    mg_buffer_free(&list->chunk);
    free(list->positions);
    free(list);
}

/* ---- Taking ------------------------------------------------------------------------------- */

/* Four postings whose numbers are all below 128, as 8 bytes: wdf, distance, wdf, distance ... */
static inline bool load_small(const uint8_t *at, uint64_t *ret)
{
    memcpy(ret, at, sizeof *ret);
    *ret = le64toh(*ret);
    return (*ret & 0x8080808080808080u) == 0;
}

/* The sum of the four distances, each of which is one more than what is written. */
static inline uint32_t distance_of(uint64_t four)
{
    return (uint32_t)(((four >> 8 & 0x00FF00FF00FF00FFu) * 0x0001000100010001u) >> 48) + FOUR;
}

static inline void put_four(uint64_t four, uint32_t docid, uint32_t *docids, uint32_t *wdfs)
{
    for (unsigned i = 0; i < FOUR; i++, four >>= 16) {
        docids[i] = docid;
        if (wdfs)
            wdfs[i] = four & 0x7F;
        docid += (four >> 8 & 0x7F) + 1;
    }
}

/* A number that is whole before `limit`, where that is 5 bytes away at least. */
static inline bool get_inside(const uint8_t **at, uint32_t *ret)
{
    const uint8_t *from = *at;
    uint32_t value = *from++;
    if (value >= 0x80) {
        value &= 0x7F;
        unsigned shift = 7;
        do {
            value |= (uint32_t)(*from & 0x7F) << shift;
            shift += 7;
        } while (*from++ >= 0x80 && shift < 35);
        if (from[-1] >= 0x80 || (shift == 35 && from[-1] > 0x0F))
            return false;
    }
    *ret = value;
    *at = from;
    return true;
}

typedef struct taking {
    uint32_t *docids, *wdfs;
    size_t n, room;
    uint64_t end;
} taking;

/* What take_chunk() has to do next. */
typedef enum step { GO_ON, CHUNK_ENDED, TAKEN, BROKEN } step;

/* The posting at the cursor, and the distance to the next. */
static inline step take_one(mg_glass_list *list, taking *to, uint32_t *docid)
{
    uint32_t wdf, distance;
    bool far = list->end - list->at >= POSTING;
    if (far ? !get_inside(&list->at, &wdf) : !mg_glass_get_uint(&list->at, list->end, &wdf))
        return BROKEN;
    to->docids[to->n] = *docid;
    if (to->wdfs)
        to->wdfs[to->n] = wdf;
    to->n++;
    if (list->at == list->end)
        return CHUNK_ENDED;
    if (far ? !get_inside(&list->at, &distance)
            : !mg_glass_get_uint(&list->at, list->end, &distance))
        return BROKEN;
    if (distance >= UINT32_MAX - *docid)
        return BROKEN;
    *docid += distance + 1;
    return GO_ON;
}

/* Takes postings of the open chunk. On GO_ON and TAKEN the list is on a posting. */
static inline step take_chunk(mg_glass_list *list, taking *to, bool with_wdfs)
{
    uint32_t docid = list->face.next;
    step status = TAKEN;
    if (!with_wdfs)
        to->wdfs = NULL;
    while (to->n < to->room && docid < to->end) {
        uint64_t four;
        uint32_t span;
        while (list->end - list->at > LOADED && to->room - to->n >= FOUR &&
               load_small(list->at, &four) &&
               docid + (uint64_t)(span = distance_of(four)) <= to->end) {
            put_four(four, docid, to->docids + to->n, with_wdfs ? to->wdfs + to->n : NULL);
            to->n += FOUR;
            docid += span;
            list->at += LOADED;
        }
        if (to->n == to->room || docid >= to->end)
            break;
        status = take_one(list, to, &docid);
        if (status != GO_ON)
            break;
        status = TAKEN;
    }
    list->face.next = docid;
    return status;
}

size_t mg_glass_list_take(mg_list *face, uint64_t upto, size_t room, uint32_t *docids,
                          uint32_t *wdfs)
{
    mg_glass_list *list = (mg_glass_list *)face;
    taking to = {.docids = docids, .wdfs = wdfs, .room = room, .end = upto};
    while (face->next && face->next < upto && to.n < room) {
        step status = wdfs ? take_chunk(list, &to, true) : take_chunk(list, &to, false);
        if (status == CHUNK_ENDED)
            next_chunk(list, face->next);
        else if (status == BROKEN)
            fail(list);
        else
            break;
    }
    return to.n;
}

/* ---- Skipping ----------------------------------------------------------------------------- */

/* Goes on in the chunk to the first document that is not less. */
static step skip_in_chunk(mg_glass_list *list, uint32_t docid)
{
    uint32_t place, number;
    taking one = {.docids = &place, .wdfs = &number};
    uint32_t now = list->face.next;
    step status = GO_ON;
    while (status == GO_ON && now < docid) {
        uint64_t four;
        uint32_t span;
        while (list->end - list->at > LOADED && load_small(list->at, &four) &&
               now + (uint64_t)(span = distance_of(four)) <= docid) {
            now += span;
            list->at += LOADED;
        }
        one.n = 0;
        if (now < docid)
            status = take_one(list, &one, &now);
    }
    list->face.next = now;
    return status;
}

/* Goes to the chunk that has the document or the first behind it, which is not the open one. */
static void skip_to_chunk(mg_glass_list *list, uint32_t docid)
{
    uint8_t *key_end = mg_glass_put_sortint(list->key + list->stem_len, docid);
    uint32_t least = list->chunk_last + 1, first;
    mg_item item;
    bool found = mg_cursor_find_before(&list->postings, list->key, (size_t)(key_end - list->key)) &&
                 mg_cursor_item(&list->postings, &item) && is_chunk(list, &item, &first);
    if (found && first < least) /* the open one, behind which there is a gap */
        do
            found = mg_cursor_next(&list->postings) && mg_cursor_item(&list->postings, &item);
        while (found && !item.first);
    if (found)
        enter_here(list, least);
    else
        fail(list);
}

void mg_glass_list_skip(mg_list *face, uint32_t docid)
{
    mg_glass_list *list = (mg_glass_list *)face;
    if (docid > list->chunk_last && !list->last_chunk)
        skip_to_chunk(list, docid);
    while (face->next && face->next < docid) {
        step status = skip_in_chunk(list, docid);
        if (status == CHUNK_ENDED)
            next_chunk(list, face->next);
        else if (status == BROKEN)
            fail(list);
    }
}

/* ---- Lengths ------------------------------------------------------------------------------ */

enum { BATCH = 512 };

static bool open_lengths(mg_glass *glass)
{
    uint8_t key[MG_GLASS_KEY_MAX];
    size_t len = mg_glass_key_doclen(key, 0);
    glass->lengths = new_list(glass, key, len, len);
    return glass->lengths != NULL;
}

bool mg_glass_lengths(mg_index *index, uint32_t window, mg_lengths *ret)
{
    mg_glass *glass = (mg_glass *)index;
    uint32_t docids[BATCH], lengths[BATCH];
    const uint32_t first = window * MG_WINDOW;
    const uint64_t upto = (uint64_t)first + MG_WINDOW;
    bool opened = glass->lengths != NULL;
    if (!opened && !open_lengths(glass))
        return false;
    mg_list *list = &glass->lengths->face;
    if (!opened || glass->lengths_from > first)
        rewind_list(glass->lengths);
    glass->lengths_from = upto;
    if (list->next && list->next < first)
        mg_glass_list_skip(list, first);
    while (list->next && list->next < upto) {
        size_t n = mg_glass_list_take(list, upto, BATCH, docids, lengths);
        for (size_t i = 0; i < n; i++) {
            uint32_t place = docids[i] - first;
            ret->length[place] = lengths[i];
            ret->present[place / 64] |= UINT64_C(1) << place % 64;
        }
    }
    return true;
}
