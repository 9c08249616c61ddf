/* Finding mails in files: mailboxes of many (mbox: RFC 4155 and what others make of it), files of
 * one (.eml, Maildir, .emlx, articles of Usenet). */
#ifndef MG_MAIL_SPLIT_H
#define MG_MAIL_SPLIT_H

#include "indexer/formats/format.h"

/* A larger mail is refused. */
#define MG_MAIL_MAX ((size_t)64 << 20)

/* How sure it is that the beginning of a file is that of mails, and why; see mg_bid. */
mg_bid mg_mail_bid(morgue_text head);

/* Is it a mailbox, not a single mail? */
bool mg_mail_begins_mailbox(morgue_text head);

/* Does a line "From somebody Tue Mar  1 10:20:30 2022" stand at the beginning of the text, with the
 * field of a header behind it? `text` has both lines whole, or the file ends. */
bool mg_mail_is_from_line(morgue_text text);

/* Finds the next mail: sets *ret to it, at the beginning of the window, with the From_ line, and
 * *ret_mbox if it has one. `alone`: the file is one mail.
 *   MG_READ_BAD     it is too large; passed over
 *   MG_READ_BROKEN  the input cannot be read on
 * Sets *ret_offset and *ret_line to where it begins. */
mg_reading mg_mail_find(mg_input *input, bool alone, morgue_text *ret, uint64_t *ret_offset,
                        uint64_t *ret_line, morgue_error *err);

/* Appends a mail of a mailbox as it was before lines in it that begin with "From " were marked by
 * ">" ("mboxrd"). False when memory is out. */
bool mg_mail_unmark(morgue_text mail, mg_buffer *ret);

/* Is there something to unmark? */
bool mg_mail_is_marked(morgue_text mail);

#endif
