#include "cli/options.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/message.h"
#include "morgue.h"

bool cli_option_shown(const cli_option *option)
{
    return option->kind != CLI_HEADING && option->kind != CLI_GENERATE;
}

const char *cli_option_equals(const cli_option *option)
{
    return option->alone ? "[=" : "=";
}

const char *cli_option_end(const cli_option *option)
{
    return option->alone ? "]" : "";
}

/* ---- Lists -------------------------------------------------------------------------------- */

bool cli_list_add(cli_list *list, const char *item)
{
    const char **items = realloc(list->items, (list->count + 1) * sizeof *items);
    if (!items) {
        cli_out_of_memory();
        return false;
    }
    list->items = items;
    list->items[list->count++] = item;
    return true;
}

void cli_list_free(cli_list *list)
{
    free(list->items);
    *list = (cli_list){NULL, 0};
}

/* ---- Values ------------------------------------------------------------------------------- */

/* One run over a command line. */
typedef struct cli_parser {
    const cli_program *program;
    void *options;
    char **argv;   /* what has not been read yet; ends with NULL */
    bool finished; /* --help and its like */
} cli_parser;

/* How people name the option: "--format" or "-n". */
typedef struct spelling {
    char text[64];
} spelling;

static spelling spell_long(const cli_option *option)
{
    spelling name;
    snprintf(name.text, sizeof name.text, "--%s", option->name);
    return name;
}

static spelling spell_letter(char letter)
{
    return (spelling){{'-', letter, '\0'}};
}

/* Digits and nothing else; false too when they are too many. */
static bool read_digits(const char *text, const char **ret_end, uint64_t *ret)
{
    char *end;
    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (errno)
        return false;
    *ret_end = end;
    *ret = value;
    return true;
}

static bool store_number(const cli_program *program, const cli_option *option, const char *name,
                         const char *value, uint64_t *member)
{
    const char *end;
    uint64_t number;
    bool letter = name[1] != '-';
    bool fine = read_digits(value, &end, &number) && !*end;
    if (fine && option->above_zero && !number) {
        cli_error("%s needs a number above 0, not %s", name, value);
        return false;
    }
    if (fine && (!option->max || number <= option->max)) {
        *member = number;
        return true;
    }
    if (fine)
        cli_error("%s needs a number up to %" PRIu64 ", not %s", name, option->max, value);
    else
        cli_error("%s needs a whole number, not \"%s\"%s%s", name, value,
                  letter && program->dash_hint ? "; " : "",
                  letter && program->dash_hint ? program->dash_hint : "");
    return false;
}

/* 65536, 512K, 512M, 2G, 1T; also 512MB and 512MiB: always powers of 1024. */
static bool store_size(const char *name, const char *value, uint64_t *member)
{
    static const char units[] = "kmgt";
    const char *end;
    uint64_t number;
    unsigned shift = 0;
    bool fine = read_digits(value, &end, &number);
    const char *unit = fine && *end ? strchr(units, *end | 0x20) : NULL;
    if (unit) {
        shift = 10 * (unsigned)(unit - units + 1);
        end++;
    }
    if (fine && strcmp(end, "") != 0 && strcmp(end, "B") != 0 && strcmp(end, "iB") != 0)
        fine = false;
    if (!fine || number > UINT64_MAX >> shift) {
        cli_error("%s needs a size such as 512M or 2G, not \"%s\"", name, value);
        return false;
    }
    *member = number << shift;
    return true;
}

/* Seconds with up to three decimals that count; less than a millisecond is one. */
static bool store_seconds(const cli_option *option, const char *name, const char *value,
                          uint64_t *member)
{
    const char *end;
    uint64_t seconds;
    uint64_t ms = 0;
    bool more = false;
    bool fine = read_digits(value, &end, &seconds) && (*end != '.' || end[1]);
    if (fine && *end == '.') {
        end++;
        for (unsigned unit = 100; *end >= '0' && *end <= '9'; end++, unit /= 10) {
            ms += unit * (unsigned)(*end - '0');
            more |= !unit && *end != '0';
        }
    }
    if (!fine || *end) {
        cli_error("%s needs a time in seconds such as 2 or 0.5, not \"%s\"", name, value);
        return false;
    }
    if (seconds >= UINT32_MAX || (option->max && seconds * 1000 + ms > option->max)) {
        cli_error("%s needs a time up to %" PRIu64 " seconds, not %s", name, option->max / 1000,
                  value);
        return false;
    }
    if (option->above_zero && !(seconds || ms || more)) {
        cli_error("%s needs a time above 0, not %s", name, value);
        return false;
    }
    *member = seconds * 1000 + ms + more;
    return true;
}

static int index_of(const char *const *names, const char *name)
{
    for (int i = 0; names && names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

static bool store_choice(const cli_option *option, const char *name, const char *value, int *member)
{
    int index = index_of(option->choices, value);
    if (index >= 0) {
        *member = index + option->no_default;
        return true;
    }
    cli_nearest nearest = {.word = value};
    char all[256] = "";
    for (size_t i = 0, len = 0; option->choices[i] && len < sizeof all; i++) {
        cli_nearest_offer(&nearest, option->choices[i]);
        len += (size_t)snprintf(all + len, sizeof all - len, "%s%s", i ? ", " : "",
                                option->choices[i]);
    }
    if (nearest.best)
        cli_error("%s does not know \"%s\": did you mean %s?", name, value, nearest.best);
    else
        cli_error("%s does not know \"%s\": choose one of %s", name, value, all);
    return false;
}

static bool generate(const cli_program *program, const char *what)
{
    static const struct {
        const char *name;
        void (*write)(const cli_program *program, FILE *out);
    } generators[] = {{"man", cli_write_man},
                      {"bash", cli_write_bash},
                      {"zsh", cli_write_zsh},
                      {"options", cli_write_option_list}};
    for (size_t i = 0; i < sizeof generators / sizeof *generators; i++)
        if (strcmp(generators[i].name, what) == 0) {
            generators[i].write(program, stdout);
            return true;
        }
    cli_error("--generate does not know \"%s\": choose one of man, bash, zsh, options", what);
    return false;
}

static void print_version(const cli_program *program)
{
    printf("%s (Morgue) %s\n%s\n"
           "Free software under the GNU General Public License, version 2 or later;\n"
           "there is no warranty, to the extent permitted by law.\n",
           program->name, morgue_version(), morgue_version_details());
}

/* Acts on an option; `value` is NULL for those that take none. */
static bool apply(cli_parser *parser, const cli_option *option, const char *name, const char *value)
{
    void *member = (char *)parser->options + option->member;
    switch (option->kind) {
    case CLI_FLAG: *(bool *)member = true; return true;
    case CLI_STRING: *(const char **)member = value; return true;
    case CLI_STRINGS: return cli_list_add(member, value);
    case CLI_NUMBER: return store_number(parser->program, option, name, value, member);
    case CLI_SIZE: return store_size(name, value, member);
    case CLI_SECONDS: return store_seconds(option, name, value, member);
    case CLI_CHOICE: return store_choice(option, name, value, member);
    case CLI_HELP: cli_write_help(parser->program, stdout); break;
    case CLI_VERSION: print_version(parser->program); break;
    case CLI_GENERATE:
        if (!generate(parser->program, value))
            return false;
        break;
    case CLI_HEADING: return false; /* no name leads to one */
    }
    parser->finished = true;
    return true;
}

/* ---- Names -------------------------------------------------------------------------------- */

static bool named(const cli_option *option, const char *name, size_t len)
{
    return option->kind != CLI_HEADING && strlen(option->name) == len &&
           memcmp(option->name, name, len) == 0;
}

static void report_unknown(const cli_program *program, const char *name, size_t len)
{
    char word[128];
    snprintf(word, sizeof word, "%.*s", (int)len, name);
    cli_nearest nearest = {.word = word};
    for (const cli_option *option = program->options; option->name; option++)
        if (option->kind != CLI_HEADING && option->kind != CLI_GENERATE)
            cli_nearest_offer(&nearest, option->name);
    if (nearest.best)
        cli_error("unknown option --%s: did you mean --%s?", word, nearest.best);
    else
        cli_error("unknown option --%s: see %s --help", word, program->name);
}

/* `text` is what follows the two dashes. */
static bool parse_long(cli_parser *parser, const char *text)
{
    size_t len = strcspn(text, "=");
    const char *value = text[len] ? text + len + 1 : NULL;
    const cli_option *option = parser->program->options;
    while (option->name && !named(option, text, len))
        option++;
    if (!option->name) {
        report_unknown(parser->program, text, len);
        return false;
    }
    spelling name = spell_long(option);
    if (!option->argument && value) {
        cli_error("%s takes no argument", name.text);
        return false;
    }
    if (!value)
        value = option->alone;
    if (option->argument && !value)
        value = *parser->argv ? *parser->argv++ : NULL;
    if (option->argument && !value) {
        cli_error("%s needs an argument: %s=%s", name.text, name.text, option->argument);
        return false;
    }
    return apply(parser, option, name.text, value);
}

static void report_unknown_letter(const cli_program *program, const char *text)
{
    if (program->dash_hint)
        cli_error("unknown option -%s: see %s --help; %s", text, program->name, program->dash_hint);
    else
        cli_error("unknown option -%s: see %s --help", text, program->name);
}

static const cli_option *find_letter(const cli_program *program, char letter)
{
    const cli_option *option = program->options;
    while (option->name && option->letter != letter)
        option++;
    return option->name ? option : NULL;
}

/* Are there options for all of the letters? Else nothing is done for any: -has:date is no -h. */
static bool check_letters(const cli_program *program, const char *text)
{
    for (const char *at = text; *at; at++) {
        const cli_option *option = find_letter(program, *at);
        if (!option)
            report_unknown_letter(program, text);
        if (!option || option->argument)
            return option != NULL;
    }
    return true;
}

/* `text` is what follows the dash: letters in a row, the last one perhaps with its argument. */
static bool parse_letters(cli_parser *parser, const char *text)
{
    if (!check_letters(parser->program, text))
        return false;
    for (; *text; text++) {
        const cli_option *option = find_letter(parser->program, *text);
        spelling name = spell_letter(*text);
        if (!option->argument) {
            if (!apply(parser, option, name.text, NULL))
                return false;
            continue;
        }
        const char *value = text[1] ? text + 1 : *parser->argv;
        if (!value) {
            cli_error("%s needs an argument: %s %s", name.text, name.text, option->argument);
            return false;
        }
        if (!text[1])
            parser->argv++;
        return apply(parser, option, name.text, value);
    }
    return true;
}

bool cli_parse(const cli_program *program, int argc, char **argv, void *options,
               cli_list *ret_operands, int *ret_exit)
{
    cli_parser parser = {.program = program, .options = options, .argv = argv + (argc > 0)};
    cli_list operands = {NULL, 0};
    bool fine = true;
    bool only_operands = false;
    cli_keep_streams();
    cli_message_name(program->name);
    while (fine && !parser.finished && *parser.argv) {
        const char *word = *parser.argv++;
        if (!only_operands && strcmp(word, "--") == 0)
            only_operands = true;
        else if (only_operands || word[0] != '-' || !word[1])
            fine = cli_list_add(&operands, word);
        else
            fine =
                word[1] == '-' ? parse_long(&parser, word + 2) : parse_letters(&parser, word + 1);
    }
    if (fine && !parser.finished) {
        *ret_operands = operands;
        return true;
    }
    cli_list_free(&operands);
    *ret_exit = fine ? 0 : cli_output_lost() ? CLI_TROUBLE : CLI_USAGE;
    if (fine && !cli_flush_output() && cli_output_lost())
        *ret_exit = CLI_TROUBLE;
    return false;
}
