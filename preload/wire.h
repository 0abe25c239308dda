// SPDX-License-Identifier: MIT
// What goes between the supervisor, a zygote and its
// children: the library reads what supervisor/zygote.c and warm.c write.  Both
// are of one build (PYSBX_SUPERVISED), so the structs need no version.
//
//   control  supervisor -> zygote  sbx_wire_order, strings, descriptors
//            zygote -> supervisor  sbx_wire_up once; then sbx_wire_born each
//                                  (a child that was forked ahead: by itself)
//   ask      supervisor -> child   sbx_wire_request, strings
//   answer   child -> supervisor   sbx_wire_answer: SBX_WIRE_READY, then one
//                                  SBX_WIRE_DONE for each request; after an
//                                  `early` one SBX_WIRE_END
//
// Ask and answer are pipes: who waits at a stream socket is woken each time
// that the other side reads from it, and sockets that are being handed over
// have the kernel look for cycles whenever any other is closed.

#ifndef SBX_WIRE_H
#define SBX_WIRE_H

#include <stdint.h>

/* Messages on the control socket keep their ends (SOCK_SEQPACKET). */
#define SBX_WIRE_ORDER_MAX 100000

enum {
    SBX_FD_ASK,
    SBX_FD_ANSWER,
    SBX_FD_IN,
    SBX_FD_OUT,
    SBX_FD_ERR,
    SBX_FD_LOG,
    SBX_FDS
};

enum {
    SBX_ORDER_NAMES = 1, /* policy: names of profiles, which may grant what
                            the zygote's do not */
};

/* Followed by four strings, each with a NUL; empty: none. */
struct sbx_wire_order {
    uint32_t number; /* from 1: tells whose the answer is */
    uint32_t flags;
    uint32_t policy, scratch, cwd, script; /* bytes */
};

struct sbx_wire_up {
    uint32_t sealed; /* children will have no file-system call */
};

struct sbx_wire_born {
    int32_t pid;     /* or minus an errno */
    uint32_t number; /* of the order; 0: forked ahead, it waits for one */
};

/* Followed by code, file, argv (each with a NUL). */
struct sbx_wire_request {
    uint64_t code;
    uint32_t file, argv; /* bytes */
    uint32_t argc;
    uint32_t want; /* enum sbx_want */
    uint32_t keep;
    uint32_t merged;
    uint32_t early; /* say that and how it ends, and wait to be ended */
};
#define SBX_WIRE_CODE_MAX (UINT64_C(64) << 20)
#define SBX_WIRE_STRINGS_MAX (UINT32_C(4) << 20)

enum {
    SBX_WIRE_READY = 0x79647273,
    SBX_WIRE_DONE = 0x656e6f64,
    SBX_WIRE_END = 0x21646e65
};

/* Followed by the value. */
struct sbx_wire_answer {
    uint32_t kind;
    uint32_t sealed; /* READY */
    uint32_t raised; /* DONE, as all below */
    uint32_t is;     /* enum sbx_want */
    uint32_t cut;
    uint32_t n;
    uint32_t status; /* END: of exit(2) */
};
#define SBX_WIRE_VALUE_MAX (UINT32_C(1) << 20)
#define SBX_WIRE_RECORD_MAX (UINT32_C(64) << 20) /* of SBX_WANT_TASK */

#endif
