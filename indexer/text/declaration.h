/* What bytes say of their own character set. */
#ifndef MG_DECLARATION_H
#define MG_DECLARATION_H

#include "morgue.h"

/* The label that is declared in the first bytes: by an XML declaration, an HTML <meta>, or a CSS
 * @charset rule. {"", 0} where none is; borrowed from the bytes. */
morgue_text mg_charset_declared(morgue_text head);

#endif
