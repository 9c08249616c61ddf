#include "indexer/markup/flow.h"

bool mg_flow(const mg_node *node, mg_flow_skip skip, void *user, mg_buffer *ret)
{
    (void)skip;
    (void)user;
    return mg_node_line(node, ret);
}
