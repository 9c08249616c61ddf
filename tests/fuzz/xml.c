/* An XML file, its records taken apart. The first byte chooses what is a record: every element of
 * the name "item", or any element at that depth. */
#include "indexer/markup/xml.h"

#include <string.h>

#include "tests/fuzz/fuzz.h"

enum { DEPTH_MOST = 300 };

static size_t depth_of(const mg_node *node)
{
    size_t depth = 0;
    for (; node; node = node->parent)
        depth++;
    return depth;
}

static bool is_record(void *user, const mg_node *element)
{
    unsigned choice = *(const unsigned *)user;
    return choice & 0x80 ? depth_of(element) == (choice & 3) + 1 : mg_node_is(element, "item");
}

static void expect_node(const mg_node *node, const mg_node *root)
{
    for (const mg_node *child = node->first, *prev = NULL; child; prev = child, child = child->next)
        EXPECT(child->parent == node && child->prev == prev);
    if (!node->name)
        fuzz_expect_clean(node->text.data, node->text.len);
    for (const mg_attribute *a = node->attributes; a; a = a->next)
        EXPECT(a->value.data[a->value.len] == '\0' && a->space && *a->name);
    EXPECT(node == root || node->parent);
}

/* Every node is sound, and no file of n bytes has more than n of them. */
static size_t expect_record(const mg_node *record)
{
    size_t n = 0;
    mg_buffer line = {0};
    for (const mg_node *node = record; node; node = mg_node_on(record, node), n++)
        expect_node(node, record);
    EXPECT(depth_of(record) <= DEPTH_MOST);
    EXPECT(mg_node_line(record, &line));
    if (line.len)
        fuzz_expect_clean(line.data, line.len);
    mg_buffer_free(&line);
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mg_reader reader = {.context = MG_NO_CONTEXT};
    const mg_node *record;
    mg_reading reading;
    morgue_error err = {0};
    mg_xml *xml;
    if (!size)
        return 0;
    unsigned choice = data[0];
    morgue_text text = {(const char *)data + 1, size - 1}, space;
    morgue_text name = mg_xml_first_element(text, &space);
    EXPECT(name.len <= size && space.len <= size);
    EXPECT(mg_input_memory(text, "x", &reader.input, NULL) == MORGUE_OK);
    EXPECT(mg_xml_open(&reader, is_record, &choice, &xml, NULL) == MORGUE_OK);
    size_t nodes = 0, records = 0;
    while ((reading = mg_xml_next(xml, &record, &err)) == MG_READ_ARTICLE) {
        nodes += expect_record(record);
        EXPECT(reader.offset < size && ++records <= size && nodes <= 4 * size + 4);
        if (reader.notes.len)
            fuzz_expect_clean(reader.notes.data, reader.notes.len);
        mg_buffer_clear(&reader.notes);
    }
    EXPECT(reading == MG_READ_END || reading == MG_READ_BROKEN);
    mg_xml_free(xml);
    mg_buffer_free(&reader.notes);
    mg_input_free(reader.input);
    return 0;
}
