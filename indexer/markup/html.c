#include "indexer/markup/html.h"

#include "archive/error.h"

morgue_status mg_html_parse(mg_markup *tree, morgue_text html, const mg_node **ret,
                            morgue_error *err)
{
    mg_markup_clear(tree);
    mg_node *root = mg_markup_element(tree, NULL, (morgue_text){"html", 4}, "");
    if (!root || !mg_markup_text(tree, root, html))
        return mg_fail_memory(err);
    *ret = root;
    return MORGUE_OK;
}
