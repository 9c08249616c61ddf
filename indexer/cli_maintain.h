/* Looking after an archive: --verify, --rebuild and --snapshot. Each is a run of its own. */
#ifndef CLI_MAINTAIN_H
#define CLI_MAINTAIN_H

#include "indexer/cli_index.h"

/* Is one of them asked for? */
bool cli_maintains(const index_options *options);

/* Can they stand beside what else is asked for, and is there one alone? False after reporting. */
bool cli_maintain_check(const index_options *options, size_t n_paths);

/* Does it, tells, and returns the exit status. */
int cli_maintain(const index_options *options, const char *archive, const cli_part *part);

#endif
