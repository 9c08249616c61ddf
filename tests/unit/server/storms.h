/* Articles for tests of pages: storms of two sources and two persons in 2021, a calm of 2020, one
 * of 1990, one without a date.
 */
#ifndef STORMS_H
#define STORMS_H

#include "tests/unit/server/pages.h"

enum { STORMS = 30, STORMS_ARTICLES = STORMS + 3 };

void storms_open(pages *p);

#endif
