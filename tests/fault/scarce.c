/* Loaded before libc with LD_PRELOAD, counts the allocations of the program and lets one of them
 * fail. The environment says which:
 *
 *     SCARCE_AT      the number of the allocation that fails, from 1
 *     SCARCE_ONWARDS set: all after it fail too
 *     SCARCE_COUNT   a file that gets the number of allocations at the end */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *memory, size_t size);

static atomic_ulong count;
static bool ready; /* main() has begun */
static unsigned long at;
static bool onwards;

/* Not before main(): what C++ throws while libraries make themselves ready, nobody catches. */
static void begin(void)
{
    const char *number = getenv("SCARCE_AT");
    at = number ? strtoul(number, NULL, 10) : 0;
    onwards = getenv("SCARCE_ONWARDS") != NULL;
    ready = true;
}

static bool fails(void)
{
    unsigned long number = ready ? atomic_fetch_add(&count, 1) + 1 : 0;
    if (!at || (number != at && !(onwards && number > at)))
        return false;
    errno = ENOMEM;
    return true;
}

EXPORTED void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

EXPORTED void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

EXPORTED void *realloc(void *memory, size_t size)
{
    return fails() ? NULL : __libc_realloc(memory, size);
}

/* ---- From main() to the end --------------------------------------------------------------- */

static int (*real_main)(int, char **, char **);

static int scarce_main(int argc, char **argv, char **env)
{
    begin();
    int result = real_main(argc, argv, env);
    const char *path = getenv("SCARCE_COUNT");
    char text[32];
    ready = false;
    at = 0;
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;
    if (fd >= 0) {
        int len = snprintf(text, sizeof text, "%lu\n", (unsigned long)count);
        if (write(fd, text, (size_t)len) != len)
            _exit(125);
        close(fd);
    }
    return result;
}

typedef int start_fn(int (*)(int, char **, char **), int, char **, void (*)(void), void (*)(void),
                     void (*)(void), void *);

int __libc_start_main(int (*program)(int, char **, char **), int argc, char **argv,
                      void (*init)(void), void (*fini)(void), void (*rtld_fini)(void), void *stack);

EXPORTED int __libc_start_main(int (*program)(int, char **, char **), int argc, char **argv,
                               void (*init)(void), void (*fini)(void), void (*rtld_fini)(void),
                               void *stack)
{
    start_fn *start = (start_fn *)dlsym(RTLD_NEXT, "__libc_start_main");
    real_main = program;
    return start(scarce_main, argc, argv, init, fini, rtld_fini, stack);
}
