// SPDX-License-Identifier: MIT
// Runs a static program under the kernel layer and nothing else:
//
//   jail [--read PATH | --write PATH | --exec PATH | --connect PORT |
//         --bind PORT | --threads | --cpu MS | --wall MS | --memory MIB |
//         --files N | --file-size BYTES | --best-effort]... -- PROGRAM ARG...
//
// Links the enforcing files of preload/; the policy is made by hand, with
// execve() let through as `subprocess = yes` would.

#include "../../preload/core.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_RULES 64
static struct sbx_path_rule paths[MAX_RULES];
static struct sbx_port_rule ports[2][MAX_RULES];
static struct sbx_policy policy = {.paths.at = paths,
                                   .connect.at = ports[0],
                                   .bind.at = ports[1],
                                   .subprocess.on = true};

static void
add_path(const char *path, unsigned rights, bool exec)
{
    struct stat st;
    char *real = realpath(path, NULL);

    if (real == NULL || stat(real, &st) != 0 || policy.paths.n == MAX_RULES) {
        sbx_die("%s: %m", path);
    }
    paths[policy.paths.n++] =
        (struct sbx_path_rule){.path = real,
                               .rights = rights,
                               .is_dir = S_ISDIR(st.st_mode),
                               .exec = exec};
}

static int
by_path(const void *a, const void *b)
{
    return strcmp(((const struct sbx_path_rule *)a)->path,
                  ((const struct sbx_path_rule *)b)->path);
}

/* How many words of argv the option took; 0: not one that takes a value. */
static int
option(const char *name, const char *value)
{
    unsigned long n = value == NULL ? 0 : strtoul(value, NULL, 10);

    if (strcmp(name, "--threads") == 0) {
        policy.threads.on = true;
        return 1;
    }
    if (strcmp(name, "--best-effort") == 0) {
        policy.best_effort.on = true;
        return 1;
    }
    if (value == NULL) {
        return 0;
    }
    if (strcmp(name, "--read") == 0) {
        add_path(value, SBX_READ, false);
    }
    else if (strcmp(name, "--write") == 0) {
        add_path(value, SBX_READ | SBX_WRITE, false);
    }
    else if (strcmp(name, "--exec") == 0) {
        add_path(value, SBX_READ, true);
    }
    else if (strcmp(name, "--connect") == 0) {
        ports[0][policy.connect.n++].port = (uint16_t)n;
    }
    else if (strcmp(name, "--bind") == 0) {
        ports[1][policy.bind.n++].port = (uint16_t)n;
    }
    else if (strcmp(name, "--cpu") == 0) {
        policy.cpu.value = n * 1000000;
    }
    else if (strcmp(name, "--wall") == 0) {
        policy.wall.value = n * 1000000;
    }
    else if (strcmp(name, "--memory") == 0) {
        policy.memory.value = n << 20;
    }
    else if (strcmp(name, "--files") == 0) {
        policy.open_files.value = n;
    }
    else if (strcmp(name, "--file-size") == 0) {
        policy.file_size.value = n;
    }
    else {
        return 0;
    }
    return 2;
}

int
main(int argc, char **argv)
{
    int i = 1;

    while (i < argc && strcmp(argv[i], "--") != 0) {
        int used = option(argv[i], argv[i + 1]);

        if (used == 0) {
            sbx_die("unknown option %s", argv[i]);
        }
        i += used;
    }
    if (i + 1 >= argc) {
        sbx_die("no program");
    }
    qsort(paths, policy.paths.n, sizeof(*paths), by_path);
    sbx_limits_enforce(&policy);
    sbx_landlock_enforce(&policy);
    sbx_seccomp_enforce(&policy);
    sbx_kernel_prove(&policy);
    execv(argv[i + 1], argv + i + 1);
    sbx_die("%s: %m", argv[i + 1]);
}
