/* Completion for bash and zsh. */
#include "cli/options.h"

#include <string.h>

static bool takes_file(const cli_option *option)
{
    return option->argument && strcmp(option->argument, "FILE") == 0;
}

/* The function's name: "_morgue_search". */
static void write_function(const cli_program *program, FILE *out)
{
    putc('_', out);
    for (const char *letter = program->name; *letter; letter++)
        putc(*letter == '-' ? '_' : *letter, out);
}

/* What can stand as the option's argument, for a shell: "text json jsonl" or "$(...)". */
static void write_words(const cli_option *option, FILE *out)
{
    if (option->words)
        fprintf(out, "$({ %s; } 2>/dev/null)", option->words);
    for (size_t i = 0; option->choices && option->choices[i]; i++)
        fprintf(out, "%s%s", i ? " " : "", option->choices[i]);
}

/* ---- bash --------------------------------------------------------------------------------- */

static void write_bash_case(const cli_option *option, FILE *out)
{
    fputs("    ", out);
    if (option->letter)
        fprintf(out, "-%c|", option->letter);
    fprintf(out, "--%s)\n        ", option->name);
    if (takes_file(option))
        fputs("COMPREPLY=($(compgen -f -- \"$word\"))\n        ", out);
    else if (option->words || option->choices) {
        fputs("COMPREPLY=($(compgen -W \"", out);
        write_words(option, out);
        fputs("\" -- \"$word\"))\n        ", out);
    }
    fputs("return ;;\n", out);
}

void cli_write_bash(const cli_program *program, FILE *out)
{
    fprintf(out, "# bash completion for %s\n", program->name);
    write_function(program, out);
    fputs("()\n{\n"
          "    local word=$2 option=$3\n"
          "    COMPREPLY=()\n"
          "    # bash splits --option=word at the equals sign\n"
          "    [[ $word == = ]] && word=\n"
          "    [[ $option == = ]] && option=${COMP_WORDS[COMP_CWORD-2]}\n"
          "    case $option in\n",
          out);
    for (const cli_option *option = program->options; option->name; option++)
        if (cli_option_shown(option) && option->argument)
            write_bash_case(option, out);
    fputs("    esac\n"
          "    [[ $word == -* ]] || return\n"
          "    COMPREPLY=($(compgen -W \"",
          out);
    for (const cli_option *option = program->options; option->name; option++)
        if (cli_option_shown(option))
            fprintf(out, "\n        --%s%s", option->name, option->argument ? "=" : "");
    fputs("\" -- \"$word\"))\n"
          "    [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null\n"
          "}\ncomplete -o default -F ",
          out);
    write_function(program, out);
    fprintf(out, " %s\n", program->name);
}

/* ---- zsh ---------------------------------------------------------------------------------- */

/* Text inside '[...]' of _arguments. */
static void write_zsh_text(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\''", out);
        else if (strchr("[]:\\", *text))
            fprintf(out, "\\%c", *text);
        else
            putc(*text, out);
    }
}

static void write_zsh_argument(const cli_option *option, FILE *out)
{
    if (!option->argument)
        return;
    fprintf(out, "%s:%s:", option->alone ? ":" : "", option->argument);
    if (takes_file(option))
        fputs("_files", out);
    else if (option->words || option->choices) {
        fputs(option->words ? "{compadd -- " : "(", out);
        write_words(option, out);
        fputs(option->words ? "}" : ")", out);
    } else
        putc(' ', out);
}

static void write_zsh_option(const cli_option *option, FILE *out)
{
    const char *again = option->kind == CLI_STRINGS ? "*" : "";
    const char *equals = option->alone ? "=-" : option->argument ? "=" : "";
    if (option->letter)
        fprintf(out, "    '(-%c --%s)'{-%c%s,--%s%s}'[", option->letter, option->name,
                option->letter, option->argument ? "+" : "", option->name, equals);
    else
        fprintf(out, "    '%s--%s%s[", again, option->name, equals);
    write_zsh_text(out, option->help);
    putc(']', out);
    write_zsh_argument(option, out);
    fputs("' \\\n", out);
}

void cli_write_zsh(const cli_program *program, FILE *out)
{
    fprintf(out, "#compdef %s\n_arguments -s -S \\\n", program->name);
    for (const cli_option *option = program->options; option->name; option++)
        if (cli_option_shown(option))
            write_zsh_option(option, out);
    fputs("    '1:ARCHIVE:_files' \\\n    '*: :_files'\n", out);
}
