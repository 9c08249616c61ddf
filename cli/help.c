/* The text of --help. */
#include "cli/options.h"

#include <string.h>

#include "cli/term.h"

enum { HELP_WIDTH = 80, HELP_COLUMN = 26 };

static size_t append(char *ret, size_t size, size_t len, const char *text)
{
    int more = snprintf(ret + len, size - len, "%s", text);
    return len + (size_t)more < size ? len + (size_t)more : size - 1;
}

void cli_option_help(const cli_option *option, char *ret, size_t size)
{
    size_t len = append(ret, size, 0, option->help);
    for (size_t i = 0; option->choices && option->choices[i]; i++) {
        len = append(ret, size, len, !i ? ": " : option->choices[i + 1] ? ", " : " or ");
        len = append(ret, size, len, option->choices[i]);
        if (!i && !option->no_default)
            len = append(ret, size, len, " (default)");
    }
}

/* Wraps text whose first line is at `column` and whose others are at `indent`. */
static void paragraph(FILE *out, unsigned column, unsigned indent, const char *text)
{
    cli_wrapper wrapper = {.out = out, .width = HELP_WIDTH, .indent = indent, .column = column};
    cli_wrap(&wrapper, text, strlen(text));
    cli_wrap_end(&wrapper);
}

/* Prints the help beside what stands on the line so far, or below where that is too long. */
static void beside(FILE *out, int column, const char *text)
{
    if (column + 2 > HELP_COLUMN) {
        putc('\n', out);
        column = 0;
    }
    fprintf(out, "%*s", HELP_COLUMN - column, "");
    paragraph(out, HELP_COLUMN, HELP_COLUMN, text);
}

static void write_option(const cli_option *option, FILE *out)
{
    char help[512];
    int column = option->letter ? fprintf(out, "  -%c, ", option->letter) : fprintf(out, "      ");
    column += fprintf(out, "--%s", option->name);
    if (option->argument)
        column += fprintf(out, "%s%s%s", cli_option_equals(option), option->argument,
                          cli_option_end(option));
    cli_option_help(option, help, sizeof help);
    beside(out, column, help);
}

static void write_entries(const char *title, const cli_entry *entries, FILE *out)
{
    fprintf(out, "\n%s:\n", title);
    for (; entries->term; entries++)
        beside(out, fprintf(out, "  %s", entries->term), entries->meaning);
}

static void write_examples(const cli_entry *examples, FILE *out)
{
    fputs("\nExamples:\n", out);
    for (; examples->term; examples++) {
        fputs("  ", out);
        paragraph(out, 2, 2, examples->meaning);
        fprintf(out, "    %s\n", examples->term);
    }
}

void cli_write_help(const cli_program *program, FILE *out)
{
    for (size_t i = 0; program->synopses[i]; i++)
        fprintf(out, "%s %s %s\n", i ? "      " : "Usage:", program->name, program->synopses[i]);
    paragraph(out, 0, 0, program->description);
    for (const cli_option *option = program->options; option->name; option++) {
        if (option->kind == CLI_HEADING)
            fprintf(out, "\n%s:\n", option->name);
        else if (cli_option_shown(option))
            write_option(option, out);
    }
    write_examples(program->examples, out);
    write_entries("Exit status", program->statuses, out);
}

void cli_write_option_list(const cli_program *program, FILE *out)
{
    for (const cli_option *option = program->options; option->name; option++)
        if (cli_option_shown(option))
            fprintf(out, "%s %c %s%s\n", option->name, option->letter ? option->letter : '-',
                    option->argument ? option->argument : "-", option->alone ? " alone" : "");
}
