// SPDX-License-Identifier: MIT
// CPython's command-line parser once more (Python/getopt.c and
// config_parse_cmdline() of Python/initconfig.c, the same from 3.11 to 3.14):
// what the program is must be known before CPython looks, because the program
// file is one of the things that the kernel has to grant.  A difference from
// CPython fails closed: the file that it then opens is not granted.

#include "argv.h"

#include <string.h>

/* Options with `:` take an argument.  CPython looks the letter up in this very
 * string, so `-:` and `-+` are found too, and then refused. */
static const char short_options[] = "+bBc:dEhiIJm:OPqRsStuvVW:xX:?";

static const struct {
    const char *name;
    bool has_argument;
    char value;
} long_options[] = {
    /* Values as CPython has them: 0, and 1 to 3 for the kinds of help. */
    {"check-hash-based-pycs", true, 'p'},
    {"help-all", false, 'h'},
    {"help-env", false, 'h'},
    {"help-xoptions", false, 'h'},
};

#define END (-1)  /* no more options */
#define BAD ('_') /* CPython prints its usage and ends with status 2 */

struct scanner {
    int argc;
    char *const *argv;
    int next;          /* index into argv */
    const char *rest;  /* of the cluster of short options at hand */
    const char *value; /* of the option just returned */
};

static int
take_value(struct scanner *s)
{
    if (s->next >= s->argc) {
        return BAD;
    }
    s->value = s->argv[s->next++];
    return 0;
}

static int
long_option(struct scanner *s)
{
    if (*s->rest == '\0') {
        return END;
    }
    for (size_t i = 0; i < sizeof(long_options) / sizeof(*long_options); i++) {
        if (strcmp(long_options[i].name, s->rest) == 0) {
            s->rest = "";
            if (long_options[i].has_argument && take_value(s) == BAD) {
                return BAD;
            }
            return long_options[i].value;
        }
    }
    return BAD;
}

static int
next_option(struct scanner *s)
{
    if (*s->rest == '\0') {
        const char *word = s->next < s->argc ? s->argv[s->next] : NULL;
        if (word == NULL || word[0] != '-' || word[1] == '\0') {
            return END;
        }
        s->next++;
        if (strcmp(word, "--") == 0) {
            return END;
        }
        if (strcmp(word, "--help") == 0) {
            return 'h';
        }
        if (strcmp(word, "--version") == 0) {
            return 'V';
        }
        s->rest = word + 1;
    }
    char option = *s->rest++;
    if (option == '-') {
        /* Also in the middle of a cluster: `-E-help-all`. */
        return long_option(s);
    }
    const char *known = strchr(short_options, option);
    if (option == 'J' || known == NULL) {
        return BAD;
    }
    if (known[1] == ':') {
        if (*s->rest != '\0') {
            s->value = s->rest;
            s->rest = "";
        }
        else if (take_value(s) == BAD) {
            return BAD;
        }
    }
    return option;
}

void
sbx_argv_scan(int argc, char *const *argv, struct sbx_argv *ret)
{
    struct scanner s = {.argc = argc, .argv = argv, .next = 1, .rest = ""};
    bool none = false;

    *ret = (struct sbx_argv){.mode = SBX_MODE_STDIN};
    for (;;) {
        int option = next_option(&s);
        if (option == END) {
            if (s.next < argc && strcmp(argv[s.next], "-") != 0) {
                ret->mode = SBX_MODE_FILE;
                ret->program = argv[s.next];
            }
            break;
        }
        if (option == 'c') {
            ret->mode = SBX_MODE_COMMAND;
            break;
        }
        if (option == 'm') {
            ret->mode = SBX_MODE_MODULE;
            ret->program = s.value;
            ret->joined = s.value != argv[s.next - 1];
            ret->at = s.next - (ret->joined ? 1 : 2);
            break;
        }
        switch (option) {
        case 'i':
            ret->inspect = true;
            break;
        case 'I':
        case 'P':
            ret->isolated = true;
            break;
        case 'V':
        case 'h':
        case '?':
            none = true;
            break;
        case BAD:
        case '+':
        case ':':
            none = true;
            break;
        default:
            break;
        }
        if (option == BAD) {
            break;
        }
    }
    if (none) {
        ret->mode = SBX_MODE_NONE;
        ret->program = NULL;
    }
}
