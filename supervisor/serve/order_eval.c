// SPDX-License-Identifier: MIT
// POST /eval: bodies as snekbox takes them.  `args` are those of the python
// command, of which the sandbox understands a program and a few options.

#include "order.h"

#include "cli.h"
#include "schema.h"

#include <stdlib.h>
#include <string.h>

#define OUTPUT (UINT64_C(1000000)) /* bytes, as there */

/* Options that change nothing here: the sandbox has its own say. */
static bool
is_idle_option(const char *arg)
{
    return arg[0] == '-' && arg[1] != '\0'
           && strspn(arg + 1, "bBdEIPqsSu") == strlen(arg + 1);
}

static void
cannot(struct sbx_order *o, int code, const char *text)
{
    o->cannot = text;
    o->cannot_code = code;
}

/* One of the files, or what python says. */
static void
take_program(struct sbx_order *o, const char *arg)
{
    struct sbx_refusal none = {0};
    char normal[1024];

    if (!sbx_schema_path(arg, normal, sizeof normal)) {
        normal[0] = '\0';
    }
    sbx_order_program(o, "args", normal, &none);
    if (none.status != 0) {
        cannot(o, 2, "can't open file: it is none of the files\n");
    }
}

/* The rest of args is the program's. */
static void
take_args(struct sbx_order *o, const char **args, size_t n)
{
    size_t i = 0;

    while (i < n && (args[i][0] == '\0' || is_idle_option(args[i]))) {
        i++;
    }
    if (i == n || strcmp(args[i], "-") == 0) {
        cannot(o, 0, ""); /* a program from an empty standard input */
        return;
    }
    if (strncmp(args[i], "-c", 2) == 0 && (args[i][2] != '\0' || i + 1 < n)) {
        o->code = args[i][2] != '\0' ? args[i] + 2 : args[++i];
        o->n_code = strlen(o->code);
    }
    else if (strcmp(args[i], "-m") == 0 && i + 1 < n && args[i + 1][0] != '\0'
             && args[i + 1][0] != '-') {
        o->module = args[++i];
    }
    else if (args[i][0] == '-') {
        cannot(o, -1,
               "the sandbox runs -c CODE, -m MODULE or one of the files, no "
               "other "
               "arguments of python\n");
        return;
    }
    else {
        take_program(o, args[i]);
    }
    i++;
    o->args = sbx_need(calloc(n - i + 1, sizeof *o->args));
    memcpy(o->args, args + i, (n - i) * sizeof *args);
}

struct sbx_order *
sbx_order_eval(json_t *body, struct sbx_refusal *err)
{
    struct sbx_order *o = sbx_need(calloc(1, sizeof *o));
    size_t n = 0;

    o->body = body;
    sbx_schema_keys(body, "body", NULL, err);
    const char *input = sbx_schema_string(body, "input", err);
    const char *python = sbx_schema_string(body, "executable_path", err);
    const char **args = sbx_schema_strings(body, "args", &n, err);
    o->files = sbx_schema_files(body, &o->n_files, true, err);
    o->pool = sbx_pool_find(NULL, python);
    if (o->pool == NULL) {
        sbx_refuse(err, 400, "executable_path: is not offered");
    }
    if (input == NULL && args == NULL) {
        sbx_refuse(err, 400, "body: needs input or args");
    }
    if (err->status == 0) {
        const char **all = sbx_need(calloc(n + 3, sizeof *all));
        size_t k = 0;
        if (args == NULL) {
            all[k++] = "-c";
        }
        for (size_t i = 0; i < n; i++) {
            all[k++] = args[i];
        }
        if (input != NULL) {
            all[k++] = input;
        }
        take_args(o, all, k);
        free((void *)all);
    }
    free((void *)args);
    if (err->status != 0) {
        sbx_order_free(o);
        return NULL;
    }
    sbx_order_limits(o);
    o->output = o->output < OUTPUT ? o->output : OUTPUT;
    o->collect = SBX_COLLECT_SHOWN;
    o->merge = o->scratch = true;
    return o;
}
