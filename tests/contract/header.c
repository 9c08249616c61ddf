#include "morgue.h"

/* A translation unit must not be empty. */
extern int header_c_compiles;
int header_c_compiles = MORGUE_OK;
