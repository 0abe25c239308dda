// SPDX-License-Identifier: MIT
// The audit hook: each event is decided by its row in events.def, by the stack
// and the policy.  Runs no Python code of the program: exact types only.

#include "audit.h"
#include "care.h"
#include "events.h"
#include "files.h"
#include "freeze.h"
#include "hooks.h"
#include "imports.h"
#include "program.h"
#include "refuse.h"
#include "standins.h"
#include "trust.h"
#include "zygote.h"

/* Open addressing; filled before the first event is decided. */
#define TABLE 256
static unsigned char table[TABLE]; /* of row numbers, from 1 */
_Static_assert(N_EVENTS * 2 < TABLE, "grow the table");

static void __attribute__((constructor)) fill_table(void)
{
    for (size_t i = 0; i < N_EVENTS; i++) {
        unsigned h = sbx_hash(events[i].name);
        while (table[h % TABLE] != 0) {
            h++;
        }
        table[h % TABLE] = (unsigned char)(i + 1);
    }
}

static const struct event *
find(const char *name)
{
    for (unsigned h = sbx_hash(name);; h++) {
        unsigned row = table[h % TABLE];
        if (row == 0) {
            return NULL;
        }
        if (strcmp(events[row - 1].name, name) == 0) {
            return &events[row - 1];
        }
    }
}

/* --- refusing ---------------------------------------------------------------
 */

static int
refuse(const char *event, const char *reason, const char *allow)
{
    sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.PermissionError,
        .rule = "event",
        .act = "call of",
        .object = event,
        .reason = reason,
        .allow = allow,
        .silent = !sbx_program_on_stack(),
    });
    return -1;
}

/* --- imports, frames, classes
 * ------------------------------------------------------ */

static int
decide_import(PyObject *args)
{
    /* By C code before _find_and_load, which is what decides (trust.c), or
     * with a file name by _imp.create_dynamic. */
    if (sbx_event_arg(args, 1) != Py_None) {
        if (sbx_in_section()) {
            sbx_freeze_extension();
            return 0;
        }
        return refuse("import", "an extension module, from no import", NULL);
    }
    const char *name = sbx_utf8(sbx_event_arg(args, 0));
    if (sbx_in_section() || sbx_top_trusted() || sbx_internal_import(name)) {
        return 0;
    }
    sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.ImportError,
        .rule = "import",
        .act = "import of",
        .object = name != NULL ? name : "?",
        .silent = !sbx_program_on_stack(),
    });
    return -1;
}

static bool
named(const char *event)
{
    const char *dot = strrchr(event, '.');
    char module[128];
    if (dot == NULL || (size_t)(dot - event) >= sizeof module) {
        return false;
    }
    memcpy(module, event, (size_t)(dot - event));
    module[dot - event] = '\0';
    const struct sbx_import_rule *r =
        sbx.host->import(sbx.host->policy, module);
    return r != NULL
           && (r->star || sbx.host->import_names(r, dot + 1)
               || strcmp(dot + 1, "__new__") == 0);
}

/* --- network
 * ------------------------------------------------------------------------- */

static int
decide_port(const char *event, PyObject *args, bool connect)
{
    const struct sbx_policy *p = sbx.host->policy;
    PyObject *address = sbx_event_arg(args, 1);
    PyObject *port = sbx_event_arg(address, 1);
    long n = PyTuple_Check(address) && PyLong_CheckExact(port)
                 ? PyLong_AsLong(port)
                 : -1;
    PyErr_Clear();
    size_t count = connect ? p->connect.n : p->bind.n;
    const struct sbx_port_rule *rule = connect ? p->connect.at : p->bind.at;
    for (size_t i = 0; i < count; i++) {
        if (rule[i].port == n) {
            return 0;
        }
    }
    char allow[64];
    snprintf(allow, sizeof allow, "[network] %s = tcp/%ld",
             connect ? "connect" : "bind", n);
    return refuse(event, "this port is not in the policy",
                  n > 0 ? allow : NULL);
}

/* Cython makes code objects without code, for tracebacks and for what asks
 * for them: when a module of it is imported, and (in vain, which it takes
 * well) when an exception passes through. */
static int
decide_code(PyObject *args)
{
    PyObject *code = sbx_event_arg(args, 0);
    bool empty = PyBytes_CheckExact(code) && PyBytes_GET_SIZE(code) == 0;
    if (empty && sbx_importing() && sbx_is_importlib(compat_top())
        && sbx_grants_packages()) {
        return 0;
    }
    if (empty) {
        PyErr_SetString(PyExc_PermissionError, "pysbx: code objects");
        return -1;
    }
    return refuse("code.__new__", "it leads out of the sandbox", NULL);
}

/* --- the hook
 * ----------------------------------------------------------------------------
 */

static int
decide(const char *name, const struct event *e, PyObject *args)
{
    const struct sbx_policy *p = sbx.host->policy;
    if (e != NULL && e->dir_fd != 0) {
        for (Py_ssize_t i = e->dir_fd;
             PyTuple_Check(args) && i < PyTuple_GET_SIZE(args); i++) {
            PyObject *fd = PyTuple_GET_ITEM(args, i);
            if (PyLong_CheckExact(fd) && PyLong_AsLong(fd) != -1) {
                return refuse(name, "paths relative to a descriptor", NULL);
            }
        }
    }
    switch (e == NULL ? NEVER : e->decision) {
    case FUNCTION:
        return sbx_making_function()
                   ? 0
                   : refuse(name, "it leads out of the sandbox", NULL);
    case FREE:
        return 0;
    case SECTION:
        return sbx_in_section() ? 0
                                : refuse(name, "it is for imports only", NULL);
    case IMPORT:
        return decide_import(args);
    case GETFRAME:
        return sbx_in_section() || sbx_may_look(NULL)
                   ? 0
                   : refuse(name, "it leads to the frames of other code",
                            NULL);
    case CODE:
        return decide_code(args);
    case FIND_CLASS:
        return sbx_pickle_granted(sbx_event_arg(args, 0),
                                  sbx_event_arg(args, 1))
                   ? 0
                   : refuse(name, "the class is not in the policy", NULL);
    case OPEN:
        return sbx_decide_open(args);
    case LIST:
        return sbx_decide_list(sbx_event_arg(args, 0));
    case CHANGE:
        return sbx_check_path(sbx_event_arg(args, 0), SBX_WRITE);
    case CHANGE2:
        return sbx_check_path(sbx_event_arg(args, 0), SBX_WRITE) < 0
                   ? -1
                   : sbx_check_path(sbx_event_arg(args, 1), SBX_WRITE);
    case SQLITE: {
        Owned path = sbx_exact_path(sbx_event_arg(args, 0));
        return path == NULL ? -1 : sbx_check_database(path);
    }
    case CONNECT:
        return decide_port(name, args, true);
    case BIND:
        return decide_port(name, args, false);
    case PAIR:
        if (sbx_in_socketpair(sbx_event_arg(args, 1),
                              sbx_event_arg(args, 2))) {
            return 0;
        }
        return named(name) ? 0 : refuse(name, NULL, NULL);
    case PROCESS:
        return p->subprocess.on
                   ? sbx_decide_process(name, args)
                   : refuse(name, "the program may not start others",
                            "[process] subprocess = yes");
    case THREAD:
        return p->threads.on ? 0
                             : refuse(name, "it starts a thread",
                                      "[process] threads = yes");
    case NEVER:
        break;
    }
    return e == NULL && named(name)
               ? 0
               : refuse(name, e != NULL ? "it leads out of the sandbox" : NULL,
                        NULL);
}

bool sbx_gc_pending;

void
sbx_gc_resume(void)
{
    if (sbx_gc_pending) {
        sbx_gc_pending = false;
        PyGC_Enable();
    }
}

int
sbx_audit(const char *name, PyObject *args, void *Py_UNUSED(data))
{
    if (!sbx.armed) {
        if (strncmp(name, "cpython.run_", 12) != 0) {
            return 0;
        }
        if (sbx.host->zygote != NULL) {
            sbx_zygote();
        }
        return sbx_arm(name, args);
    }
    if (strcmp(name, "sys.excepthook") == 0) {
        sbx_outcome(args);
        return 0;
    }
    if (!sbx.running) {
        if (strcmp(name, "exec") == 0 && compat_top() == NULL) {
            sbx_main_begin();
        }
        return 0;
    }
    const struct event *e = find(name);
    if (e != NULL && e->decision == FREE) {
        if (strcmp(name, "exec") == 0) {
            sbx_gc_resume();
        }
        if (strcmp(name, "exec") == 0 && compat_top() == NULL) {
            sbx_main_begin(); /* an embedder's next PyRun_* */
        }
        return 0;
    }
    return decide(name, e, args);
}
