#include "indexer/text/charset.h"

#include <stdio.h>
#include <string.h>

#include "archive/error.h"
#include "archive/utf8.h"

void mg_charset_decide(morgue_text head, morgue_text declared, mg_charset *ret)
{
    (void)declared;
    *ret = (mg_charset){.name = "UTF-8", .why = "nothing else", .utf8 = true};
    if (head.len >= 3 && memcmp(head.data, "\xEF\xBB\xBF", 3) == 0)
        *ret = (mg_charset){.name = "UTF-8", .why = "byte order mark", .utf8 = true, .mark = 3};
}

morgue_status mg_charset_decode(const mg_charset *charset, morgue_text bytes, mg_buffer *ret,
                                size_t *ret_bad, morgue_error *err)
{
    mg_mend mend = {0};
    if (!mg_utf8_mend(bytes.data + charset->mark, bytes.len - charset->mark, ret, &mend))
        return mg_fail_memory(err);
    if (ret_bad)
        *ret_bad = mend.bytes;
    return MORGUE_OK;
}

morgue_status mg_input_decode(mg_input *input, const mg_charset *charset, morgue_error *err)
{
    (void)err;
    mg_input_skip(input, charset->mark);
    return MORGUE_OK;
}
