/* Unpacking by ISA-L, whoever has packed: with a dictionary it takes about a third of zlib's time,
 * a quarter of which goes into the check sum of the dictionary. */
#include <isa-l/igzip_lib.h>
#include <stdlib.h>

#include "archive/error.h"
#include "archive/isal.h"
#include "archive/pack.h"

enum {
    AT_ONCE = 4096,
    TIMES = 3 /* that records are longer than what they are packed to */
};

static morgue_status damaged(const char *why, morgue_error *err)
{
    return mg_fail(err, MORGUE_CORRUPT, "a packed article is damaged: %s", why);
}

static morgue_status set_dictionary(struct inflate_state *state, uint32_t adler,
                                    mg_dictionary_finder *finder, void *user, morgue_error *err)
{
    morgue_text dictionary;
    morgue_status status = finder(user, adler, &dictionary, err);
    if (status != MORGUE_OK)
        return status;
    if (isal_inflate_set_dict(state, mg_isal_input(dictionary.data), (uint32_t)dictionary.len) !=
        ISAL_DECOMP_OK)
        return damaged("its dictionary is no such", err);
    return MORGUE_OK;
}

/* Steps over zlib's header: method 8 with a window of at most 32 KiB, check bits that make the two
 * bytes a multiple of 31, and perhaps the Adler-32 of a dictionary. */
static morgue_status read_header(struct inflate_state *state, mg_dictionary_finder *finder,
                                 void *user, morgue_error *err)
{
    const uint8_t *at = state->next_in;
    size_t len = state->avail_in < 2 ? 0 : at[1] & MG_ZLIB_WITH_DICTIONARY ? MG_ZLIB_HEADER : 2;
    if (!len || len > state->avail_in || (at[0] & 0x0F) != 8 || at[0] >> 4 > 7 ||
        (at[0] * 256 + at[1]) % 31 != 0)
        return damaged("its header is none", err);
    state->next_in += len;
    state->avail_in -= (uint32_t)len;
    if (len == 2)
        return MORGUE_OK;
    uint32_t adler = (uint32_t)at[2] << 24 | (uint32_t)at[3] << 16 | (uint32_t)at[4] << 8 | at[5];
    return set_dictionary(state, adler, finder, user, err);
}

/* Inflates to the end of the room. */
static int inflate_more(struct inflate_state *state, mg_buffer *ret)
{
    size_t room = ret->cap - ret->len - 1;
    state->next_out = (uint8_t *)ret->data + ret->len;
    state->avail_out = (uint32_t)room;
    int result = isal_inflate(state);
    ret->len += room - state->avail_out;
    ret->data[ret->len] = '\0';
    return result;
}

static morgue_status inflate_all(struct inflate_state *state, mg_buffer *ret, morgue_error *err)
{
    size_t more = AT_ONCE + TIMES * (size_t)state->avail_in;
    while (state->block_state != ISAL_BLOCK_FINISH) {
        if (ret->len >= MG_BUFFER_MAX - 2 * AT_ONCE) /* few bytes can say so much */
            return damaged("it is too long", err);
        if (!mg_buffer_reserve(ret, ret->len ? AT_ONCE : more))
            return mg_fail_memory(err);
        if (inflate_more(state, ret) != ISAL_DECOMP_OK)
            return damaged("it cannot be unpacked", err);
        if (state->avail_out && state->block_state != ISAL_BLOCK_FINISH)
            return damaged("it ends too early", err);
    }
    return MORGUE_OK;
}

morgue_status mg_unpack(const char *data, size_t len, mg_dictionary_finder *finder, void *user,
                        mg_buffer *ret, morgue_error *err)
{
    struct inflate_state *state = malloc(sizeof *state);
    mg_buffer_clear(ret);
    if (!state)
        return mg_fail_memory(err);
    isal_inflate_init(state);
    state->crc_flag = ISAL_ZLIB_NO_HDR_VER;
    state->next_in = mg_isal_input(data);
    state->avail_in = (uint32_t)len;
    morgue_status status = read_header(state, finder, user, err);
    if (status == MORGUE_OK)
        status = inflate_all(state, ret, err);
    if (status == MORGUE_OK && (state->avail_in || state->read_in_length / 8))
        status = mg_fail(err, MORGUE_CORRUPT, "a packed article has bytes behind its end");
    free(state);
    return status;
}
