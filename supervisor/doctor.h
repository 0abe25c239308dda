// SPDX-License-Identifier: MIT
// The parts of `pysbx doctor`.

#ifndef SBX_DOCTOR_H
#define SBX_DOCTOR_H

#include "place.h"

#include <stdbool.h>
#include <stddef.h>

struct sbx_system {
    const char *kernel;    /* "6.1.0 x86_64" */
    const char *libc;      /* "glibc 2.36" */
    const char *container; /* what kind, or NULL */
    int landlock;          /* the ABI, or 0 */
    int landlock_error;    /* errno, if 0 */
    bool seccomp;
    bool root;
    const char *cgroup; /* where one could be made, or NULL */
};

void sbx_system_look(struct sbx_system *ret);

#define SBX_MAX_PYTHONS 16

struct sbx_python_found {
    struct sbx_interp interp;
    const char *why; /* it cannot be used; NULL: it can */
    bool chosen;     /* what `pysbx run` takes */
};

/* How many were found. */
size_t sbx_pythons_look(const struct sbx_place *place, const char *wanted,
                        struct sbx_python_found ret[SBX_MAX_PYTHONS]);

/* A live test of each layer alone. */
enum {
    SBX_TEST_INTERPRETER,
    SBX_TEST_LIBC,
    SBX_TEST_KERNEL_FILES,
    SBX_TEST_KERNEL_CALLS,
    SBX_TEST_RUNS, /* and an ordinary program runs under all of them */
    SBX_TESTS
};

struct sbx_layer_test {
    const char *name;   /* for JSON */
    const char *layers; /* PYSBX_LAYERS; NULL: all */
    const char *held;   /* in words, if it holds */
    const char *code;
    const char *failure; /* what happened instead; NULL: it holds */
};
extern struct sbx_layer_test sbx_layer_tests[SBX_TESTS];

void sbx_layers_test(const struct sbx_place *place,
                     const struct sbx_interp *python);

#endif
