/* From the header of a mail to the fields of an article. */
#ifndef MG_MAIL_FIELDS_H
#define MG_MAIL_FIELDS_H

#include "indexer/formats/put.h"

/* Puts what the header says. Fields that tell how the mail was carried are left out, all others
 * that are no field of an article become extras. `from_line` is the mailbox's, or empty: its date
 * is better than none. Errors: NO_MEMORY. */
morgue_status mg_mail_put_fields(mg_sink *put, morgue_text fields, morgue_text from_line);

#endif
