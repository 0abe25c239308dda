// SPDX-License-Identifier: MIT
// pysbx doctor: a live test of each layer, with the others switched off.  A
// test passes only if the program itself saw the refusal, or did its work; a
// sandbox that does nothing fails all but the last.

#include "doctor.h"

#include "buffer.h"
#include "cli.h"
#include "job.h"

#include <string.h>
#include <sys/wait.h>

#define TEST_LIMIT UINT64_C(20000000000) /* ns */

/* What cannot be read in any sandbox, and by anybody outside. */
#define FORBIDDEN "/proc/self/status"

#define TRY(what, error)                              \
    "import sys\n"                                    \
    "try:\n"                                          \
    "    " what "\n"                                  \
    "    sys.stderr.write('\\nit was not refused')\n" \
    "except " error ":\n"                             \
    "    sys.stderr.write('\\nheld')\n"

struct sbx_layer_test sbx_layer_tests[SBX_TESTS] = {
    [SBX_TEST_INTERPRETER] =
        {"interpreter", "interpreter",
         "imports, attributes and open() are refused with a reason",
         TRY("import os", "ImportError"), NULL},
    [SBX_TEST_LIBC] = {"libc", "libc",
                       "what C code asks of libc is refused and logged",
                       TRY("open('" FORBIDDEN "')", "PermissionError"), NULL},
    [SBX_TEST_KERNEL_FILES] =
        {"kernel_files", "kernel",
         "files are out of reach even for native code (Landlock)",
         TRY("open('" FORBIDDEN "')", "PermissionError"), NULL},
    [SBX_TEST_KERNEL_CALLS] = {"kernel_calls", "kernel",
                               "so are new processes, sockets, ... (seccomp)",
                               TRY("__import__('os').fork()",
                                   "PermissionError"),
                               NULL},
    [SBX_TEST_RUNS] = {"runs", NULL, "an ordinary program runs",
                       "import sys, json\n"
                       "if json.loads('[42]') == [42]:\n"
                       "    sys.stderr.write('\\nheld')\n",
                       NULL},
};

static void
test(const struct sbx_place *place, const struct sbx_interp *python,
     struct sbx_layer_test *t)
{
    char *const argv[] = {(char *)python->path, "-IS" SBX_INTERP_MARK, "-c",
                          (char *)t->code, NULL};
    struct sbx_job job = {
        .path = python->path,
        .argv = argv,
        .place = place,
        .policy = "default",
        .layers = t->layers != NULL ? t->layers : "interpreter,libc,kernel",
        .capture = true,
        .discard = true,
        .wall = TEST_LIMIT};
    struct sbx_outcome o;

    sbx_job_run(&job, &o);
    const char *line = sbx_buffer_line(&o.error);
    bool ended = WIFEXITED(o.status) && WEXITSTATUS(o.status) == 0;
    t->failure = ended && strcmp(line, "held") == 0 ? NULL
                 : line[0] != '\0'                  ? sbx_shown(line)
                                   : "the test program did not end by itself";
}

void
sbx_layers_test(const struct sbx_place *place, const struct sbx_interp *python)
{
    for (size_t i = 0; i < SBX_TESTS; i++) {
        test(place, python, &sbx_layer_tests[i]);
    }
}
