#include "morgue.h"

extern int header_cxx_compiles;
int header_cxx_compiles = MORGUE_OK;
