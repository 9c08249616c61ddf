/* One option table per program. Parsing, error messages, --help, the man page and the shell
 * completions are all made from it: an option is added by adding its row. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What a row is, and for an option the type of the member that it fills. */
typedef enum cli_kind {
    CLI_HEADING, /* `name` opens a group of options */
    CLI_FLAG,    /* bool */
    CLI_STRING,  /* const char * */
    CLI_STRINGS, /* cli_list; may be given several times */
    CLI_NUMBER,  /* uint64_t, at most `max` */
    CLI_SIZE,    /* uint64_t: 65536, 512M, 2G */
    CLI_SECONDS, /* uint64_t, in milliseconds: 2, 0.5 */
    CLI_CHOICE,  /* int: an index into `choices` */
    CLI_HELP,
    CLI_VERSION,
    CLI_GENERATE /* man page and completions; shown nowhere */
} cli_kind;

/* Borrowed strings. */
typedef struct cli_list {
    const char **items;
    size_t count;
} cli_list;

typedef struct cli_option {
    cli_kind kind;
    char letter;                /* 0: none */
    const char *name;           /* without the dashes */
    const char *argument;       /* what help calls it; NULL: takes none. FILE is completed as one */
    const char *alone;          /* what it means without "=" and an argument; NULL: needs one */
    const char *const *choices; /* of CLI_CHOICE, the default first; ends with NULL */
    bool no_default;            /* of CLI_CHOICE: the member counts the choices from 1 */
    const char *words;          /* shell command, without single quotes, that prints the words to
                                   complete; NULL: none */
    size_t member;              /* offsetof the member that it fills */
    uint64_t max;               /* of CLI_NUMBER and CLI_SECONDS; 0: no limit */
    bool above_zero;            /* of CLI_NUMBER and CLI_SECONDS: none at all makes no sense */
    const char *help;           /* one line, or a few short ones' worth */
    const char *details;        /* more of it, for the man page only; NULL: none */
} cli_option;

/* A row of text with its explanation: an example, an exit status. */
typedef struct cli_entry {
    const char *term;
    const char *meaning;
} cli_entry;

/* A chapter of the man page. Paragraphs are separated by an empty line; those that begin with two
 * spaces are printed as they stand. */
typedef struct cli_section {
    const char *title;
    const char *text;
} cli_section;

/* All lists end with an empty row. */
typedef struct cli_program {
    const char *name;
    const char *purpose;         /* half a sentence for the man page's NAME, without a full stop */
    const char *const *synopses; /* what follows the name; ends with NULL */
    const char *description;
    const cli_option *options;
    const cli_entry *examples;
    const cli_entry *statuses;
    const cli_section *sections;
    const char *see_also;
    const char *dash_hint; /* what to do when an operand looks like an option; NULL: nothing */
} cli_program;

/* Exit statuses of all programs. */
enum {
    CLI_USAGE = 2,  /* the command line is wrong */
    CLI_TROUBLE = 3 /* what was to be done cannot be done */
};

/* The options that every program has, for the end of its table. */
#define CLI_COMMON_OPTIONS                                                                         \
    {.kind = CLI_HEADING, .name = "Help"},                                                         \
        {.kind = CLI_HELP, .letter = 'h', .name = "help", .help = "show this text and end"},       \
        {.kind = CLI_VERSION,                                                                      \
         .letter = 'V',                                                                            \
         .name = "version",                                                                        \
         .help = "show the version and end"},                                                      \
        {.kind = CLI_GENERATE, .name = "generate", .argument = "WHAT"},                            \
    {                                                                                              \
        .name = NULL                                                                               \
    }

/* Reads the command line into the program's `options` structure and its operands, which are given
 * back with cli_list_free(). Long options are written in full; options and operands may be mixed;
 * everything behind `--` is an operand. False when the program is to end with *ret_exit: after
 * --help and its like, and after an error, which has been reported. */
bool cli_parse(const cli_program *program, int argc, char **argv, void *options,
               cli_list *ret_operands, int *ret_exit);

void cli_list_free(cli_list *list);

/* Appends to a list; false when memory is out. */
bool cli_list_add(cli_list *list, const char *item);

/* Is the row an option that people are told about? */
bool cli_option_shown(const cli_option *option);

/* What stands before and behind its argument in the words about it: "=", "" or "[=", "]". */
const char *cli_option_equals(const cli_option *option);
const char *cli_option_end(const cli_option *option);

/* What is made from the table. */
void cli_write_help(const cli_program *program, FILE *out);
void cli_write_man(const cli_program *program, FILE *out);
void cli_write_bash(const cli_program *program, FILE *out);
void cli_write_zsh(const cli_program *program, FILE *out);
void cli_write_option_list(const cli_program *program, FILE *out); /* for tests */

/* An option's help with its choices: "order of the hits: relevance (default), newest or oldest".
 * `size` bytes at `ret`; cut where they do not suffice. */
void cli_option_help(const cli_option *option, char *ret, size_t size);

#endif
