/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * handles.h - the handles more than one file looks into; private to xapian/.
 */
#ifndef XAPIAN_HANDLES_H
#define XAPIAN_HANDLES_H

#include <xapian.h>

struct xap_database {
    Xapian::Database db;
};

struct xap_document {
    Xapian::Document doc;
};

struct xap_query {
    Xapian::Query query;
};

#endif
