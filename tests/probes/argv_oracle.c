// SPDX-License-Identifier: MIT
// argv_oracle SEED COUNT: random command lines, read by CPython itself
// (PyConfig_Read) and by preload/start/argv.c.  They must agree on what is
// run. Linked with libpython and with preload/start/argv.c.

#include <Python.h>

#include "argv.h"

#include <fcntl.h>
#include <unistd.h>

#define MOST 6

static const char *const words[] = {
    "-c",
    "-m",
    "-W",
    "-X",
    "-i",
    "-E",
    "-",
    "--",
    "-V",
    "-h",
    "-?",
    "-Ec",
    "-Bi",
    "-Wd",
    "-X",
    "-Xdev",
    "-bb",
    "-Z",
    "-J",
    "-+",
    "-:",
    "-E-",
    "-Ei-",
    "--version",
    "--help",
    "--help-all",
    "--help-env",
    "-Esm",
    "-cpass",
    "-mthis",
    "",
    "file.py",
    "-E-help-all",
    "name",
    "-O",
    "-uq",
    "--check-hash-based-pycs",
    "never",
    "-xc",
    "-IPsS",
    "--no-such",
    "-dvR",
    "-tT",
    "-W-",
    "-c-",
    "---",
    "- ",
    "--check-hash-based-pycs=never",
    "-E-check-hash-based-pycs",
};
#define WORDS (sizeof(words) / sizeof(*words))

static int
same(const wchar_t *theirs, const char *ours)
{
    wchar_t *wide = Py_DecodeLocale(ours, NULL);
    int equal = theirs != NULL && wide != NULL && wcscmp(theirs, wide) == 0;
    PyMem_RawFree(wide);
    return equal;
}

/* What CPython makes of it. */
static int
agrees(int argc, char **argv, const struct sbx_argv *a)
{
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    config.use_environment = 0;
    config.pathconfig_warnings = 0;
    PyStatus status = PyConfig_SetBytesArgv(&config, argc, argv);
    if (PyStatus_Exception(status)) {
        return 0;
    }
    status = PyConfig_Read(&config);
    int ok;
    if (PyStatus_Exception(status)) {
        /* Help, or an error: CPython ends by itself, so it does no harm to
         * have thought otherwise (of a bad value for an option). */
        ok = 1;
    }
    else if (a->mode == SBX_MODE_NONE) {
        ok = 0;
    }
    else if (config.run_command != NULL) {
        ok = a->mode == SBX_MODE_COMMAND;
    }
    else if (config.run_module != NULL) {
        ok = a->mode == SBX_MODE_MODULE && same(config.run_module, a->program);
    }
    else if (config.run_filename != NULL) {
        /* Made absolute since 3.9; "" is the current directory then. */
        const wchar_t *name = config.run_filename;
        const wchar_t *slash = wcsrchr(name, L'/');
        ok = a->mode == SBX_MODE_FILE
             && (same(name, a->program) || a->program[0] == '\0'
                 || (slash != NULL && same(slash + 1, a->program)));
    }
    else {
        ok = a->mode == SBX_MODE_STDIN;
    }
    if (ok && !PyStatus_Exception(status) && config.inspect) {
        ok = a->inspect;
    }
    PyConfig_Clear(&config);
    return ok;
}

int
main(int argc, char **argv)
{
    if (argc != 3) {
        return 2;
    }
    srandom((unsigned)atoi(argv[1]));
    int out = dup(STDOUT_FILENO), bad = 0;
    /* CPython prints its help and its complaints. */
    int null = open("/dev/null", O_WRONLY);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    for (int i = 0; i < atoi(argv[2]); i++) {
        char *line[MOST + 2] = {"python3"};
        int n = 1 + (int)(random() % MOST);
        for (int j = 1; j <= n; j++) {
            line[j] = (char *)words[(size_t)random() % WORDS];
        }
        struct sbx_argv a;
        sbx_argv_scan(n + 1, line, &a);
        if (!agrees(n + 1, line, &a)) {
            bad++;
            dprintf(out, "mode %d, program %s:", (int)a.mode,
                    a.program == NULL ? "-" : a.program);
            for (int j = 1; j <= n; j++) {
                dprintf(out, " '%s'", line[j]);
            }
            dprintf(out, "\n");
        }
    }
    return bad > 0;
}
