/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * throw.h - throws one exception after the other through the border; for test_xapian_error.c.
 */
#ifndef TEST_XAPIAN_THROW_H
#define TEST_XAPIAN_THROW_H

#include "xap_base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The name of exception i, the status it has to become, and how the message has to start; false
 * when there is no exception i. */
bool throw_expected(unsigned i, const char **ret_name, xap_status *ret_status,
                    const char **ret_message) XAP_NOEXCEPT;

/* Throws exception i inside a guard. */
xap_status throw_through_guard(unsigned i, xap_error *err) XAP_NOEXCEPT;

/* Throws a Xapian error with this message. */
xap_status throw_message(const char *message, xap_error *err) XAP_NOEXCEPT;

#ifdef __cplusplus
}
#endif
#endif
