// SPDX-License-Identifier: MIT
// POST /v1/call: a request of the Python package becomes an order.  Its code
// is bytecode, which nobody checks: to whoever can send it the interpreter
// layer is no wall, and a child of it stands behind the kernel's alone.  So it
// has a route of its own, which answers only where the server has --calls.

#include "schema.h"

#include "base64.h"

struct sbx_order *
sbx_order_task(json_t *body, struct sbx_refusal *err)
{
    const struct sbx_json *J = sbx_json();

    if (!sbx_server.o.calls) {
        sbx_refuse(err, 403,
                   "this server takes no calls: start it with --calls");
    }
    struct sbx_order *o = sbx_order_begin(body, SBX_BODY_TASK, err);
    const json_t *task = sbx_schema_get(body, "task", JSON_STRING, err);
    if (task != NULL) {
        o->task = sbx_base64_decode(J->j_string_value(task),
                                    J->j_string_length(task), &o->n_code);
    }
    if (task == NULL) {
        sbx_refuse(err, 400, "body: needs a task");
    }
    else if (o->task == NULL || o->n_code == 0) {
        sbx_refuse(err, 400, "task: is no base64, or empty");
    }
    else if (o->pool->zygote == NULL) {
        sbx_refuse(err, 400,
                   "task: this server has no warm interpreters "
                   "(--cold), which it needs");
    }
    o->code = o->task;
    o->want = SBX_WANT_TASK;
    if (err->status != 0) {
        sbx_order_free(o);
        return NULL;
    }
    return o;
}
