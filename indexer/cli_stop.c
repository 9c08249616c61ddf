#include "indexer/cli_index.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t wished;
static volatile sig_atomic_t answering; /* cli_stop_answer */

/* The default action is back when this runs, so that the next signal is final. */
static void stop(int signal_number)
{
    static const char kept[] =
        "\nmorgue-index: stopping, and keeping what was read: once more to end at once\n";
    static const char left[] =
        "\nmorgue-index: stopping, and leaving the archive as it was: once more to end at once\n";
    wished = signal_number;
    bool keeps = answering == CLI_STOP_KEEPS;
    if (answering == CLI_STOP_SILENT ||
        write(STDERR_FILENO, keeps ? kept : left, keeps ? sizeof kept - 1 : sizeof left - 1) < 0)
        return; /* nobody to tell */
}

void cli_stop_listen(cli_stop_answer answer)
{
    struct sigaction action;
    answering = answer;
    memset(&action, 0, sizeof action);
    action.sa_handler = stop;
    action.sa_flags = SA_RESTART | (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int cli_stop_wished(void)
{
    return wished;
}
