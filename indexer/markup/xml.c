#include "indexer/markup/xml.h"

#include <string.h>

#include "archive/error.h"

morgue_status mg_xml_open(mg_reader *reader, mg_xml_is_record is_record, void *user, mg_xml **ret,
                          morgue_error *err)
{
    (void)reader;
    (void)is_record;
    (void)user;
    (void)ret;
    return mg_fail(err, MORGUE_BAD_INPUT, "not yet");
}

void mg_xml_free(mg_xml *xml)
{
    (void)xml;
}

mg_reading mg_xml_next(mg_xml *xml, const mg_node **ret, morgue_error *err)
{
    (void)xml;
    (void)ret;
    (void)err;
    return MG_READ_END;
}

const mg_node *mg_xml_root(const mg_xml *xml)
{
    (void)xml;
    return NULL;
}

morgue_text mg_xml_first_element(morgue_text head, morgue_text *ret_namespace)
{
    (void)head;
    *ret_namespace = (morgue_text){"", 0};
    return (morgue_text){"", 0};
}
