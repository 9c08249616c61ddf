/* Calls of libc that fail when they are told to: faults.c takes their place in a test. */
#ifndef FAULTS_H
#define FAULTS_H

#include <stdbool.h>

typedef struct fault_plan {
    bool full;           /* statvfs(): no room */
    bool no_clones;      /* ioctl(FICLONE) */
    bool no_links;       /* link(): another file system */
    bool no_kernel_copy; /* copy_file_range() */
    bool no_rename;
    unsigned failing_write; /* the number of the call of write(), from 1, from which on the disk is
                               full; 0: none */
    unsigned writes;        /* so far */
} fault_plan;

extern fault_plan faults;

#endif
