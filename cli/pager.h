/* A pager between the program and the terminal, and how Ctrl-C ends the program. */
#ifndef CLI_PAGER_H
#define CLI_PAGER_H

#include <stdbool.h>

typedef enum cli_paging { CLI_PAGER_AUTO, CLI_PAGER_ALWAYS, CLI_PAGER_NEVER } cli_paging;

/* Sends stdout through a pager: $MORGUE_PAGER, else $PAGER, else less. AUTO: where stdout is a
 * terminal that knows more than TERM=dumb. There is none where the variable is empty or "cat", nor
 * where less is not installed. From here on Ctrl-C is the pager's. */
void cli_pager_begin(cli_paging wish);

/* Ends the output, waits until the pager is left, and makes stdout what it was. A pager that was
 * left early is no error. Does nothing where there is no pager. */
void cli_pager_end(void);

/* Lets Ctrl-C end the program at once and without a word, with status 130; where it may be writing
 * in colour, the terminal is plain again. */
void cli_end_on_interrupt(bool colored);

#endif
