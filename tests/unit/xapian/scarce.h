/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * scarce.h - memory that runs out when a test wants it to; for test_xapian_memory.c.
 */
#ifndef TEST_XAPIAN_SCARCE_H
#define TEST_XAPIAN_SCARCE_H

#include "xap_base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Lets this many allocations by C++ succeed and the one after them fail, once; -1: none fails. */
void scarce_fail_after(long allocations) XAP_NOEXCEPT;

/* Whether the allocation has failed. */
bool scarce_failed(void) XAP_NOEXCEPT;

#ifdef __cplusplus
}
#endif
#endif
