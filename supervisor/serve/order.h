// SPDX-License-Identifier: MIT
// What a request asks for, once its body was found to be in order.

#ifndef SBX_ORDER_H
#define SBX_ORDER_H

#include "json.h"
#include "serve.h"
#include "zygote.h"

/* A file that is put into the working directory, or asked back from it. */
struct sbx_file {
    const char *path; /* relative, normal, stays below */
    char *content;
    size_t n;
};

enum sbx_collect {
    SBX_COLLECT_NOTHING,
    SBX_COLLECT_NAMED, /* order.wanted */
    SBX_COLLECT_ALL,   /* whatever is new or changed */
    SBX_COLLECT_SHOWN, /* ... but for names that start with `_` */
};

struct sbx_order {
    json_t *body; /* its strings are used below */
    struct sbx_pool *pool;
    const char *narrow; /* a policy as text, which is within the pool's */
    struct sbx_policy *policy; /* what narrow says; NULL */
    const char *code;          /* source text */
    size_t n_code;
    const char *module;  /* of the standard library; only cold */
    const char *name;    /* of code, for tracebacks and sys.argv[0] */
    const char *program; /* one of files; NULL: code is given itself */
    const char **args;   /* NULL-terminated, what follows sys.argv[0] */
    const char *in;      /* standard input */
    size_t n_in;
    struct sbx_file *files;
    size_t n_files;
    const char **wanted;
    size_t n_wanted;
    enum sbx_collect collect;
    const char *cannot; /* /eval: what python would say to its arguments */
    int cannot_code;    /* ... and its status; -1: nothing could be started */
    bool merge;         /* both streams in order, as standard output */
    bool base64;        /* output is handed back so */
    bool scratch;       /* it has a working directory of its own */
    bool stream;        /* output is wanted while it comes */
    enum sbx_want want;
    char *task; /* what code is, with SBX_WANT_TASK; owned */
    /* As the policy, or less where the request says so. */
    uint64_t wall, cpu, memory, output, file_size;
};

/* Why a request is refused: an HTTP status and a sentence. */
struct sbx_refusal {
    int status;
    char text[600];
};
void sbx_refuse(struct sbx_refusal *r, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The policy that text is, if it is within the pool's; else NULL. */
struct sbx_policy *sbx_pool_narrow(const struct sbx_pool *pool,
                                   const char *text, struct sbx_refusal *err);

/* body: taken over in any case.  NULL: refused. */
struct sbx_order *sbx_order_run(json_t *body, struct sbx_refusal *err);
struct sbx_order *sbx_order_eval(json_t *body, struct sbx_refusal *err);
/* order_task.c: of the Python package. */
struct sbx_order *sbx_order_task(json_t *body, struct sbx_refusal *err);
/* For a new session, and for one of its calls. */
struct sbx_order *sbx_order_session(json_t *body, uint64_t *idle,
                                    uint64_t *total, struct sbx_refusal *err);
struct sbx_order *sbx_order_call(json_t *body, const struct sbx_order *home,
                                 struct sbx_refusal *err);
/* An order with what all kinds of bodies have; to be freed in any case. */
enum sbx_body {
    SBX_BODY_RUN = 1,
    SBX_BODY_SESSION = 2,
    SBX_BODY_CALL = 4, /* of a session */
    SBX_BODY_TASK = 8,
};
struct sbx_order *sbx_order_begin(json_t *body,
                                  unsigned kind /* enum sbx_body */,
                                  struct sbx_refusal *err);
/* The limits of its policy. */
void sbx_order_limits(struct sbx_order *o);
/* One of its files is the program; key: what said so. */
void sbx_order_program(struct sbx_order *o, const char *key, const char *path,
                       struct sbx_refusal *err);
void sbx_order_free(struct sbx_order *o);

#endif
