/* The man page, in roff with the man macros. */
#include "cli/options.h"

#include <ctype.h>
#include <string.h>

#include "morgue.h"

/* Writes text so that roff takes no character of it for its own. */
static void escape(FILE *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        bool begins_line = i == 0 || text[i - 1] == '\n';
        switch (text[i]) {
        case '\\': fputs("\\(rs", out); break;
        case '-': fputs("\\-", out); break;
        case '^': fputs("\\(ha", out); break;
        case '~': fputs("\\(ti", out); break;
        case '`': fputs("\\(ga", out); break;
        case '\'': fputs("\\(aq", out); break;
        case '"': fputs("\\(dq", out); break;
        case '.': fputs(begins_line ? "\\&." : ".", out); break;
        default: putc(text[i], out);
        }
    }
}

static void escape_string(FILE *out, const char *text)
{
    escape(out, text, strlen(text));
}

static void heading(FILE *out, const char *macro, const char *title)
{
    fprintf(out, "%s \"", macro);
    for (; *title; title++)
        putc(strcmp(macro, ".SH") == 0 ? toupper((unsigned char)*title) : *title, out);
    fputs("\"\n", out);
}

/* Paragraphs separated by an empty line; those that begin with two spaces keep their lines. */
static void write_text(FILE *out, const char *text)
{
    for (bool first = true; *text; first = false) {
        const char *end = strstr(text, "\n\n");
        size_t len = end ? (size_t)(end - text) : strlen(text);
        bool as_it_stands = strncmp(text, "  ", 2) == 0;
        if (!first)
            fputs(".PP\n", out);
        fputs(as_it_stands ? ".nf\n" : "", out);
        escape(out, text, len);
        fputs(as_it_stands ? "\n.fi\n" : "\n", out);
        text += len + (end ? 2 : 0);
    }
}

static void write_option(const cli_option *option, FILE *out)
{
    char help[512];
    fputs(".TP\n", out);
    if (option->letter)
        fprintf(out, "\\fB\\-%c\\fR, ", option->letter);
    fputs("\\fB\\-\\-", out);
    escape_string(out, option->name);
    fputs("\\fR", out);
    if (option->argument) {
        fprintf(out, "%s\\fI", cli_option_equals(option));
        escape_string(out, option->argument);
        fprintf(out, "\\fR%s", cli_option_end(option));
    }
    putc('\n', out);
    cli_option_help(option, help, sizeof help);
    escape_string(out, help);
    fputs(".\n", out);
    if (option->details) {
        escape_string(out, option->details);
        putc('\n', out);
    }
}

static void write_options(const cli_program *program, FILE *out)
{
    heading(out, ".SH", "Options");
    fputs("Long options are written in full. Options and operands may be mixed; what follows\n"
          "\\fB\\-\\-\\fR is never taken for an option.\n",
          out);
    for (const cli_option *option = program->options; option->name; option++) {
        if (option->kind == CLI_HEADING)
            heading(out, ".SS", option->name);
        else if (cli_option_shown(option))
            write_option(option, out);
    }
}

static void write_entries(const cli_entry *entries, FILE *out)
{
    for (; entries->term; entries++) {
        fputs(".TP\n.B ", out);
        escape_string(out, entries->term);
        putc('\n', out);
        escape_string(out, entries->meaning);
        putc('\n', out);
    }
}

static void write_examples(const cli_entry *examples, FILE *out)
{
    heading(out, ".SH", "Examples");
    for (bool first = true; examples->term; examples++, first = false) {
        fputs(first ? "" : ".PP\n", out);
        escape_string(out, examples->meaning);
        fputs("\n.PP\n.nf\n.RS\n", out);
        escape_string(out, examples->term);
        fputs("\n.RE\n.fi\n", out);
    }
}

static void write_name(const cli_program *program, FILE *out)
{
    fputs(".TH ", out);
    for (const char *letter = program->name; *letter; letter++)
        if (*letter == '-')
            fputs("\\-", out);
        else
            putc(toupper((unsigned char)*letter), out);
    fprintf(out, " 1 \"\" \"Morgue %s\" \"Morgue\"\n.SH NAME\n", MORGUE_VERSION);
    escape_string(out, program->name);
    fputs(" \\- ", out);
    escape_string(out, program->purpose);
    fputs("\n.SH SYNOPSIS\n", out);
    for (size_t i = 0; program->synopses[i]; i++) {
        fputs(i ? ".br\n.B " : ".B ", out);
        escape_string(out, program->name);
        putc('\n', out);
        escape_string(out, program->synopses[i]);
        putc('\n', out);
    }
}

void cli_write_man(const cli_program *program, FILE *out)
{
    write_name(program, out);
    heading(out, ".SH", "Description");
    write_text(out, program->description);
    write_options(program, out);
    for (const cli_section *section = program->sections; section->title; section++) {
        heading(out, ".SH", section->title);
        write_text(out, section->text);
    }
    write_examples(program->examples, out);
    heading(out, ".SH", "Exit status");
    write_entries(program->statuses, out);
    heading(out, ".SH", "See also");
    write_text(out, program->see_also);
}
