// SPDX-License-Identifier: MIT
// The options of `pysbx serve`.

#include "serve.h"

#include "cli.h"
#include "policy_build.h"
#include "scratchdir.h"

#include <ctype.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: pysbx serve [OPTION...]\n"
    "\n"
    "Answer requests to run programs, over HTTP, from warm interpreters.\n"
    "\n"
    "  --socket PATH          a UNIX socket for its owner alone (mode 0600);\n"
    "                         without: $XDG_RUNTIME_DIR/pysbx.sock\n"
    "  --listen ADDRESS:PORT  TCP on a loopback address instead, or besides;\n"
    "                         needs a token\n"
    "  --token-file FILE      the token that requests over TCP must bear; "
    "else\n"
    "                         $PYSBX_TOKEN\n"
    "  --profile NAME=NAMES   offer one more profile under this name; may be\n"
    "                         repeated.  --policy is the one called default\n"
    "  --workers N            requests at work at once (the processors)\n"
    "  --queue N              requests that may wait (64)\n"
    "  --ready N              children forked ahead for each profile (2)\n"
    "  --preload MODULES      imported before the fork, besides what the\n"
    "                         policy's `preload` names\n"
    "  --zygote-requests N, --zygote-age TIME, --zygote-growth SIZE\n"
    "                         when a warm interpreter is replaced: after so\n"
    "                         many children (10000), so long (1h), when it "
    "has\n"
    "                         grown by so much (64M)\n"
    "  --sessions N           sessions at once (16)\n"
    "  --session-idle TIME, --session-total TIME\n"
    "                         how long one may do nothing (10m), live (1h)\n"
    "  --connections N        connections at once (256)\n"
    "  --max-request SIZE     of a body (8M)\n"
    "  --max-files SIZE       of the files of one answer (8M)\n"
    "  --max-output SIZE      that a program may print at most (8M)\n"
    "  --patience TIME        for a client that is slow (30s)\n"
    "  --scratch DIR          where files of requests lie meanwhile\n"
    "  --cold                 start an interpreter for each request\n"
    "  --calls                POST /v1/call, for the Python package's call "
    "and\n"
    "                         execute: it takes bytecode, which is not "
    "checked\n"
    "\n"
    "The policy of all profiles (limits are maxima for requests):\n"
    "\n" SBX_POLICY_HELP
    "                         --python may be repeated: requests choose one\n"
    "\n"
    "SIGTERM: no new requests, finish those that came, end with status 0.\n"
    "pysbx-serve(1) tells more.\n";

enum {
    OPT_SOCKET = SBX_OPT_OTHERS,
    OPT_LISTEN,
    OPT_TOKEN,
    OPT_PROFILE,
    OPT_WORKERS,
    OPT_QUEUE,
    OPT_READY,
    OPT_PRELOAD,
    OPT_ZYGOTE_REQUESTS,
    OPT_ZYGOTE_AGE,
    OPT_ZYGOTE_GROWTH,
    OPT_SESSIONS,
    OPT_IDLE,
    OPT_TOTAL,
    OPT_CONNECTIONS,
    OPT_REQUEST,
    OPT_FILES,
    OPT_OUTPUT,
    OPT_PATIENCE,
    OPT_SCRATCH,
    OPT_COLD,
    OPT_CALLS,
};

static const struct option options[] = {
    SBX_POLICY_OPTIONS,
    {"socket", required_argument, NULL, OPT_SOCKET},
    {"listen", required_argument, NULL, OPT_LISTEN},
    {"token-file", required_argument, NULL, OPT_TOKEN},
    {"profile", required_argument, NULL, OPT_PROFILE},
    {"workers", required_argument, NULL, OPT_WORKERS},
    {"queue", required_argument, NULL, OPT_QUEUE},
    {"ready", required_argument, NULL, OPT_READY},
    {"preload", required_argument, NULL, OPT_PRELOAD},
    {"zygote-requests", required_argument, NULL, OPT_ZYGOTE_REQUESTS},
    {"zygote-age", required_argument, NULL, OPT_ZYGOTE_AGE},
    {"zygote-growth", required_argument, NULL, OPT_ZYGOTE_GROWTH},
    {"sessions", required_argument, NULL, OPT_SESSIONS},
    {"session-idle", required_argument, NULL, OPT_IDLE},
    {"session-total", required_argument, NULL, OPT_TOTAL},
    {"connections", required_argument, NULL, OPT_CONNECTIONS},
    {"max-request", required_argument, NULL, OPT_REQUEST},
    {"max-files", required_argument, NULL, OPT_FILES},
    {"max-output", required_argument, NULL, OPT_OUTPUT},
    {"patience", required_argument, NULL, OPT_PATIENCE},
    {"scratch", required_argument, NULL, OPT_SCRATCH},
    {"cold", no_argument, NULL, OPT_COLD},
    {"calls", no_argument, NULL, OPT_CALLS},
    {0}};

static unsigned
count(const char *name, const char *value, unsigned least, unsigned most)
{
    char *end;
    unsigned long n = strtoul(value, &end, 10);

    if (value[0] < '0' || value[0] > '9' || *end != '\0' || n < least
        || n > most) {
        sbx_die("serve: --%s: `%s` is no number from %u to %u", name, value,
                least, most);
    }
    return (unsigned)n;
}

static void
value(const char *name, const char *text, uint64_t *ret,
      const char *(*read)(const char *, uint64_t *))
{
    const char *why = read(text, ret);

    if (why == NULL && *ret == 0) {
        why = "is no limit";
    }
    if (why != NULL) {
        sbx_die("serve: --%s: `%s` %s", name, text, why);
    }
}

/* Pairs of names, pythons: NULL is what `pysbx run` would take. */
static const char *profiles[2 * SBX_MAX_POOLS], *pythons[SBX_MAX_POOLS];
static size_t n_profiles = 2, n_pythons;

static void
add_profile(const char *text)
{
    size_t n = strcspn(text, "=");

    if (n == 0 || text[n] == '\0' || text[n + 1] == '\0') {
        sbx_die("serve: --profile: `%s` is not NAME=PROFILES", text);
    }
    if (n_profiles == 2 * SBX_MAX_POOLS) {
        sbx_die("serve: too many profiles");
    }
    const char *name = sbx_need(strndup(text, n));
    for (size_t i = 2; i < n_profiles; i += 2) {
        if (strcmp(profiles[i], name) == 0) {
            sbx_die("serve: --profile: there are two called `%s`", name);
        }
    }
    if (strcmp(name, "default") == 0) {
        sbx_die("serve: the profile called default is what --policy says");
    }
    profiles[n_profiles++] = name;
    profiles[n_profiles++] = text + n + 1;
}

/* What an interpreter says against a name comes too late to end us. */
static void
check_modules(const char *list)
{
    for (const char *p = list; *p != '\0';) {
        size_t n = strcspn(p, ", ");
        bool start = true;
        for (size_t i = 0; i < n; i++) {
            unsigned char c = (unsigned char)p[i];
            if (c == '.' ? start
                         : !(c == '_' || c >= 0x80 || isalpha(c)
                             || (!start && isdigit(c)))) {
                sbx_die("serve: --preload: `%s` is no list of modules", list);
            }
            start = c == '.';
        }
        if (start) {
            sbx_die("serve: --preload: `%s` is no list of modules", list);
        }
        p += n;
        p += strspn(p, ", ");
    }
}

static void
take(int option, const char *arg)
{
    struct sbx_serve_options *o = &sbx_server.o;

    switch (option) {
    case OPT_SOCKET:
        o->socket = arg;
        break;
    case OPT_LISTEN:
        o->listen = arg;
        break;
    case OPT_TOKEN:
        o->token_file = arg;
        break;
    case OPT_PROFILE:
        add_profile(arg);
        break;
    case OPT_WORKERS:
        o->workers = count("workers", arg, 1, 1000);
        break;
    case OPT_QUEUE:
        o->queue = count("queue", arg, 0, 100000);
        break;
    case OPT_READY:
        o->ready = count("ready", arg, 0, 64);
        break;
    case OPT_PRELOAD:
        check_modules(arg);
        o->preload =
            o->preload == NULL ? arg : sbx_format("%s,%s", o->preload, arg);
        break;
    case OPT_ZYGOTE_REQUESTS:
        o->zygote_children = count("zygote-requests", arg, 1, 1000000000);
        break;
    case OPT_ZYGOTE_AGE:
        value("zygote-age", arg, &o->zygote_age, sbx_value_duration);
        break;
    case OPT_ZYGOTE_GROWTH:
        value("zygote-growth", arg, &o->zygote_growth, sbx_value_size);
        break;
    case OPT_SESSIONS:
        o->sessions = count("sessions", arg, 0, 1000);
        break;
    case OPT_IDLE:
        value("session-idle", arg, &o->idle, sbx_value_duration);
        break;
    case OPT_TOTAL:
        value("session-total", arg, &o->total, sbx_value_duration);
        break;
    case OPT_CONNECTIONS:
        o->connections = count("connections", arg, 1, 10000);
        break;
    case OPT_REQUEST:
        value("max-request", arg, &o->request, sbx_value_size);
        break;
    case OPT_FILES:
        value("max-files", arg, &o->files, sbx_value_size);
        break;
    case OPT_OUTPUT:
        value("max-output", arg, &o->output, sbx_value_size);
        if (o->output == 0) {
            sbx_die("serve: --max-output: it is kept in memory, there is a "
                    "limit");
        }
        break;
    case OPT_PATIENCE:
        value("patience", arg, &o->patience, sbx_value_duration);
        break;
    case OPT_SCRATCH:
        o->scratch = sbx_place_absolute(&sbx_server.place, arg);
        break;
    case OPT_COLD:
        o->cold = true;
        break;
    case OPT_CALLS:
        o->calls = true;
        break;
    case SBX_OPT_PYTHON:
        if (n_pythons == SBX_MAX_POOLS) {
            sbx_die("serve: too many interpreters");
        }
        pythons[n_pythons++] = arg;
        break;
    default:
        sbx_profile_option(&sbx_server.profile, option, arg);
    }
}

void
sbx_serve_options_read(int argc, char **argv)
{
    cpu_set_t cpus;
    int option;

    sbx_server.o = (struct sbx_serve_options){
        .workers = sched_getaffinity(0, sizeof cpus, &cpus) == 0
                       ? (unsigned)CPU_COUNT(&cpus)
                       : 2,
        .queue = 64,
        .ready = 2,
        .zygote_children = 10000,
        .zygote_age = 3600 * SBX_SECOND,
        .zygote_growth = 64 << 20,
        .sessions = 16,
        .connections = 256,
        .idle = 600 * SBX_SECOND,
        .total = 3600 * SBX_SECOND,
        .patience = 30 * SBX_SECOND,
        .request = 8 << 20,
        .files = 8 << 20,
        .output = 8 << 20,
    };
    while ((option = sbx_cli_next(argc, argv, "+:h", options)) != -1) {
        if (option == 'h') {
            sbx_cli_help(help);
        }
        take(option, optarg);
    }
    if (argv[optind] != NULL) {
        sbx_die("serve: '%s': no arguments but options are taken",
                argv[optind]);
    }
}

/* The options that are lines of a policy: as a file, for zygotes to read. */
static const char *
write_overlay(void)
{
    const struct sbx_overlay *o = &sbx_server.profile.overlay;

    if (o->n == 0) {
        return NULL;
    }
    char *path = sbx_format("%s/options.conf", sbx_scratchdir_path());
    FILE *file = fopen(path, "wxe");
    for (size_t i = 0; file != NULL && i < o->n; i++) {
        fprintf(file, "[%s]\n%s = %s\n", o->at[i].section, o->at[i].key,
                o->at[i].value);
    }
    if (file == NULL || fclose(file) != 0) {
        sbx_die("%s: %s", path, strerror(errno));
    }
    return path;
}

/* Files of profiles by their whole paths: others read them from elsewhere. */
static const char *
absolute(const char *names)
{
    char *list = sbx_need(strdup(names)), *all = NULL;

    for (char *rest = list, *name; (name = strsep(&rest, ",")) != NULL;) {
        size_t n = strlen(name);
        bool file = strchr(name, '/') != NULL
                    || (n > 5 && strcmp(name + n - 5, ".conf") == 0);
        const char *path =
            file ? sbx_place_absolute(&sbx_server.place, name) : name;
        all = all == NULL ? sbx_need(strdup(path))
                          : sbx_format("%s,%s", all, path);
    }
    return all;
}

/* Once the scratch directory is there. */
void
sbx_pools_start(void)
{
    const char *more = write_overlay(), *policy = sbx_server.profile.policy;

    if (policy == NULL) {
        policy = getenv("PYSBX_POLICY");
    }
    profiles[0] = "default";
    profiles[1] = policy == NULL || policy[0] == '\0' ? "default" : policy;
    for (size_t i = 1; i < n_profiles; i += 2) {
        profiles[i] = absolute(profiles[i]);
        if (more != NULL) {
            profiles[i] = sbx_format("%s,%s", profiles[i], more);
        }
    }
    sbx_pools_add(profiles, n_profiles, pythons,
                  n_pythons == 0 ? 1 : n_pythons);
}
