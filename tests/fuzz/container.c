/* Files of any bytes as what they hold: compressed, containers, one in the other. The walk ends,
 * costs no more than the limits allow, and tells what is wrong in clean words. */
#include "indexer/input/members.h"

#include <string.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

static const mg_limits limits = {.ratio = 200,
                                 .ratio_from = 1 << 20,
                                 .unpacked = 8 << 20,
                                 .memory = 16 << 20,
                                 .members = 200,
                                 .layers = 5,
                                 .spool = 1 << 20};

static void expect_told(const char *text)
{
    EXPECT(*text);
    EXPECT(!strchr(text, '\n'));
    fuzz_expect_clean(text, strlen(text));
}

/* Reads to the end, or leaves after the first window. */
static uint64_t read_input(mg_input *input, bool all)
{
    morgue_text window;
    morgue_error err = {0};
    uint64_t line = 1, offset = 0;
    morgue_status status;
    while ((status = mg_input_peek(input, 5000, &window, &err)) == MORGUE_OK && window.len) {
        EXPECT(window.data[window.len] == '\0');
        EXPECT(mg_input_offset(input) == offset && mg_input_line(input) >= line);
        line = mg_input_line(input);
        offset += window.len;
        if (!all)
            return offset;
        mg_input_skip(input, window.len);
    }
    EXPECT(status == MORGUE_OK || status == MORGUE_IO);
    if (status != MORGUE_OK)
        expect_told(err.message);
    return offset;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[FUZZ_PATH_MAX];
    mg_members *members;
    mg_member member;
    bool more = true;
    uint64_t total = 0, packed = 0, n = 0;
    if (!size)
        return 0;
    int fd = fuzz_file(data + 1, size - 1, path);
    EXPECT(mg_members_open(path, &limits, &members, NULL) == MORGUE_OK);
    while (more) {
        EXPECT(mg_members_next(members, &member, &more, NULL) == MORGUE_OK);
        if (!more)
            break;
        expect_told(member.path);
        EXPECT((member.input != NULL) + (member.skip != NULL) + (member.fail != NULL) == 1);
        if (member.input)
            total += read_input(member.input, !(data[0] & 0x80) || n % 2);
        else
            expect_told(member.skip ? member.skip : member.fail);
        EXPECT(mg_members_bytes_read(members) >= packed && mg_members_bytes_read(members) < size);
        packed = mg_members_bytes_read(members);
        EXPECT(++n <= limits.members * 2 + 200);
    }
    EXPECT(total <= limits.unpacked + size + (1 << 20));
    mg_members_free(members);
    close(fd);
    return 0;
}
