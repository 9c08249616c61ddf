/* A page as a tree and as text. */
#include "indexer/markup/html.h"

#include <string.h>

#include "indexer/markup/flow.h"
#include "tests/fuzz/fuzz.h"

enum { DEPTH_MOST = 300 };

static void expect_tree(const mg_node *root)
{
    for (const mg_node *node = root; node; node = mg_node_on(root, node)) {
        size_t depth = 0;
        for (const mg_node *up = node; up; up = up->parent)
            depth++;
        EXPECT(depth <= DEPTH_MOST);
        EXPECT(!node->name || node->tag == mg_tag_named(node->name, strlen(node->name)));
        if (!node->name)
            fuzz_expect_clean(node->text.data, node->text.len);
    }
}

/* Paragraphs are parted by one empty line, and nothing is at the ends. */
static void expect_flow(morgue_text text)
{
    fuzz_expect_clean(text.data, text.len);
    EXPECT(!memmem(text.data, text.len, "\n\n\n", 3));
    EXPECT(!memmem(text.data, text.len, "  ", 2));
    EXPECT(!strchr(" \t\r\n", text.data[0]) && !strchr(" \t\r\n", text.data[text.len - 1]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const mg_node *root;
    mg_buffer text = {0};
    mg_markup *markup = mg_markup_new();
    EXPECT(markup);
    EXPECT(mg_html_parse(markup, (morgue_text){(const char *)data, size}, &root, NULL) ==
           MORGUE_OK);
    EXPECT(mg_node_is(root, "html") && !root->parent);
    expect_tree(root);
    EXPECT(mg_flow(root, NULL, NULL, &text));
    if (text.len)
        expect_flow((morgue_text){text.data, text.len});
    mg_buffer_free(&text);
    mg_markup_free(markup);
    return 0;
}
