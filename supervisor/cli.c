// SPDX-License-Identifier: MIT
// Options and messages, after the customs of GNU and POSIX.

#include "cli.h"

#include "log_json.h"
#include "policy_build.h" /* sbx_did_you_mean */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_OPTIONS 64

void *
sbx_need(void *p)
{
    if (p == NULL) {
        sbx_die("out of memory");
    }
    return p;
}

char *
sbx_format(const char *format, ...)
{
    char *text;
    va_list args;

    va_start(args, format);
    int n = vasprintf(&text, format, args);
    va_end(args);
    if (n < 0) {
        sbx_die("out of memory");
    }
    return text;
}

/* The long option with this value, or NULL. */
static const char *
long_name(const struct option *options, int value)
{
    for (; options->name != NULL; options++) {
        if (options->val == value) {
            return options->name;
        }
    }
    return NULL;
}

/* word: "--polcy=x". */
static void __attribute__((__noreturn__))
unknown(const char *command, const char *word, const struct option *options)
{
    const char *names[MAX_OPTIONS + 1] = {NULL};

    for (size_t n = 0; options[n].name != NULL && n < MAX_OPTIONS; n++) {
        names[n] = sbx_format("--%s", options[n].name);
    }
    char *name = sbx_need(strndup(word, strcspn(word, "=")));
    sbx_die("%s: unknown option %s%s; `pysbx %s --help` lists them", command,
            name, sbx_did_you_mean(name, names).s, command);
}

int
sbx_cli_next(int argc, char **argv, const char *short_options,
             const struct option *options)
{
    opterr = 0;
    int option = getopt_long(argc, argv, short_options, options, NULL);
    if (option != ':' && option != '?') {
        return option;
    }
    const char *word = argv[optind - 1];
    const char *name = optopt == 0 ? NULL : long_name(options, optopt);
    if (option == ':' && name != NULL && strncmp(word, "--", 2) == 0) {
        sbx_die("%s: --%s needs a value", argv[0], name);
    }
    if (option == ':') {
        sbx_die("%s: -%c needs a value", argv[0], optopt);
    }
    if (name != NULL) {
        sbx_die("%s: --%s takes no value", argv[0], name);
    }
    if (optopt == 0) {
        unknown(argv[0], word, options);
    }
    sbx_die("%s: unknown option -%c; `pysbx %s --help` lists them", argv[0],
            optopt, argv[0]);
}

void
sbx_cli_help(const char *text)
{
    fputs(text, stdout);
    sbx_cli_flush();
    exit(0);
}

void
sbx_cli_flush(void)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        sbx_die("cannot write to standard output: %s", strerror(errno));
    }
}

const char *
sbx_setting(const char *name)
{
    const char *value = getenv(name);

    return value == NULL || value[0] == '\0' ? NULL : value;
}

bool
sbx_cli_colour(int fd)
{
    const char *no = getenv("NO_COLOR");
    const char *term = getenv("TERM");

    return (no == NULL || no[0] == '\0') && isatty(fd) && term != NULL
           && strcmp(term, "dumb") != 0;
}

char *
sbx_shown(const char *s)
{
    size_t size = 4 * strlen(s) + 8;
    struct sbx_text t = {sbx_need(malloc(size)), 0, size - 1, false};

    sbx_text_shown(&t, s, size - 1);
    t.at[t.n] = '\0';
    return t.at;
}
