// SPDX-License-Identifier: MIT
// The audit hook.  It cannot be taken away again, but outside of guarded
// frames it lets everything pass.  The table is that of the interpreter layer.

#include "guard.h"
#include "../events.h"
#include "../links.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static const struct event *
find(const char *name)
{
    for (size_t i = 0; i < N_EVENTS; i++) {
        if (events[i].name[0] == name[0]
            && strcmp(events[i].name, name) == 0) {
            return &events[i];
        }
    }
    return NULL;
}

static int
no(const char *event, const char *reason, const char *allow)
{
    sbx_no(SBX_PERMISSION, "call of", event, reason, allow);
    return -1;
}

bool
sbx_event_named(const struct sbx_who *w, const char *module, const char *name)
{
    for (int i = 0; i < w->n; i++) {
        const struct sbx_import_rule *r =
            sbx_policy_import(w->policies[i], module);
        if (r == NULL
            || !(r->star || sbx_import_names(r, name)
                 || strcmp(name, "__new__") == 0)) {
            return false;
        }
    }
    return true;
}

static bool
named(const struct sbx_who *w, const char *event)
{
    const char *dot = strrchr(event, '.');
    char module[128];
    if (dot == NULL || (size_t)(dot - event) >= sizeof module) {
        return false;
    }
    memcpy(module, event, (size_t)(dot - event));
    module[dot - event] = '\0';
    return sbx_event_named(w, module, dot + 1);
}

/* --- paths ----------------------------------------------------------------
 */

static bool
granted(const struct sbx_who *w, const char *path, unsigned rights)
{
    for (int i = 0; i < w->n; i++) {
        if (sbx_policy_path(w->policies[i], path, rights, w->trusted)
            == NULL) {
            return false;
        }
    }
    return true;
}

/* The path as it is opened, its links resolved: "link/../x" is not x. */
static bool
resolves(const struct sbx_who *w, const char *path, unsigned rights)
{
    char real[PATH_MAX];
    if (!sbx_resolve_links(path, real, 40)) {
        return errno == ENOENT || errno == ENOTDIR; /* opening says so */
    }
    return granted(w, real, rights);
}

int
sbx_check_path(const struct sbx_who *w, PyObject *path, unsigned rights)
{
    Owned bytes = NULL;
    const char *text = NULL;
    if (PyUnicode_Check(path)) {
        bytes = PyUnicode_EncodeFSDefault(path);
        text = bytes == NULL ? NULL : PyBytes_AS_STRING(bytes);
    }
    else if (PyBytes_Check(path)) {
        text = PyBytes_AS_STRING(path);
    }
    PyErr_Clear();
    char cwd[PATH_MAX], whole[PATH_MAX], allow[PATH_MAX + 32];
    if (text == NULL || getcwd(cwd, sizeof cwd) == NULL
        || sbx_path_normal(cwd, text, whole, sizeof whole) < 0) {
        return no("open", "not a plain path", NULL);
    }
    if (granted(w, whole, rights) && resolves(w, text, rights)) {
        return 0;
    }
    snprintf(allow, sizeof allow, "[files] %s = %s",
             (rights & SBX_WRITE) != 0 ? "write" : "read", whole);
    sbx_no(SBX_PERMISSION, (rights & SBX_WRITE) != 0 ? "writing" : "opening",
           whole, NULL, allow);
    return -1;
}

static int
decide_open(const struct sbx_who *w, PyObject *args)
{
    PyObject *path = sbx_arg(args, 0), *flags = sbx_arg(args, 2);
    if (PyLong_Check(path)) {
        return no("open", "descriptors", NULL);
    }
    long f = PyLong_Check(flags) ? PyLong_AsLong(flags) : O_RDWR;
    bool writes = (f & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0;
    if (!writes && sbx_in_import()) {
        return 0;
    }
    PyObject *mode = sbx_arg(args, 1);
    const char *m = sbx_str(mode);
    bool both = (f & O_ACCMODE) == O_RDWR || (m != NULL && strchr(m, '+'));
    return sbx_check_path(w, path,
                          !writes ? SBX_READ
                          : both  ? SBX_READ | SBX_WRITE
                                  : SBX_WRITE);
}

/* --- the rest --------------------------------------------------------------
 */

static int
decide_port(const struct sbx_who *w, const char *event, PyObject *args)
{
    bool connect = strcmp(event, "socket.connect") == 0;
    PyObject *port = sbx_arg(sbx_arg(args, 1), 1);
    long n = PyLong_CheckExact(port) ? PyLong_AsLong(port) : -1;
    PyErr_Clear();
    for (int i = 0; i < w->n; i++) {
        const struct sbx_policy *p = w->policies[i];
        size_t count = connect ? p->connect.n : p->bind.n, k = 0;
        const struct sbx_port_rule *r = connect ? p->connect.at : p->bind.at;
        while (k < count && r[k].port != n) {
            k++;
        }
        if (k == count) {
            return no(event, "this port is not in the policy", NULL);
        }
    }
    return 0;
}

/* What is granted, or what a module of the standard library imports late, or
 * a package of itself.  Functions of the host have no such right. */
static bool
late_import(const struct sbx_who *w, PyObject *name)
{
    sbx_frame *f = compat_top();
    const char *wanted = sbx_str(name);
    if (!w->trusted || wanted == NULL || !PyDict_CheckExact(f->f_globals)) {
        return false;
    }
    bool all = true;
    for (int i = 0; i < w->n; i++) {
        all = all && sbx_policy_import(w->policies[i], wanted) != NULL;
    }
    const char *who = sbx_str(PyDict_GetItemString(f->f_globals, "__name__"));
    if (all || who == NULL) {
        return all;
    }
    size_t n = strcspn(who, ".");
    if (strncmp(who, wanted, n) == 0
        && (wanted[n] == '.' || wanted[n] == '\0')) {
        return true;
    }
    PyObject *known = PySys_GetObject("stdlib_module_names");
    Owned first = PyUnicode_FromStringAndSize(who, (Py_ssize_t)n);
    bool yes = known != NULL && first != NULL && PyAnySet_Check(known)
               && PySet_Contains(known, first) == 1;
    PyErr_Clear();
    return yes;
}

static const char *const own[] = {"pysbx", NULL};

static int
decide(const struct sbx_who *w, const char *name, const struct event *e,
       PyObject *args)
{
    for (Py_ssize_t i = e == NULL || e->dir_fd == 0 ? PY_SSIZE_T_MAX
                                                    : e->dir_fd;
         PyTuple_Check(args) && i < PyTuple_GET_SIZE(args); i++) {
        PyObject *fd = PyTuple_GET_ITEM(args, i);
        if (PyLong_CheckExact(fd) && PyLong_AsLong(fd) != -1) {
            return no(name, "paths relative to a descriptor", NULL);
        }
    }
    switch (e == NULL ? NEVER : e->decision) {
    case FREE:
        return 0;
    case SECTION:
        return sbx_in_import() ? 0 : no(name, "it is for imports only", NULL);
    case IMPORT: /* ours decides; what trusted code imports late passes */
        if (sbx_in_import() || late_import(w, sbx_arg(args, 0))) {
            return 0;
        }
        {
            const char *m = sbx_str(sbx_arg(args, 0));
            sbx_no(SBX_IMPORT, "import of", m != NULL ? m : "?", NULL, NULL);
        }
        return -1;
    case GETFRAME:
    case CODE:
    case FUNCTION:
        return w->trusted && (e->decision == GETFRAME || sbx_top_is_of(own))
                   ? 0
               : sbx_in_import()
                   ? 0
                   : no(name, "it leads out of the sandbox", NULL);
    case OPEN:
        return decide_open(w, args);
    case LIST:
        return sbx_in_import() ? 0
                               : sbx_check_path(w, sbx_arg(args, 0), SBX_READ);
    case CHANGE2:
        if (sbx_check_path(w, sbx_arg(args, 1), SBX_WRITE) < 0) {
            return -1;
        }
        return sbx_check_path(w, sbx_arg(args, 0), SBX_WRITE);
    case CHANGE:
        return sbx_check_path(w, sbx_arg(args, 0), SBX_WRITE);
    case SQLITE: {
        const char *db = sbx_str(sbx_arg(args, 0));
        return db != NULL && strcmp(db, ":memory:") == 0
                   ? 0
                   : sbx_check_path(w, sbx_arg(args, 0), SBX_READ | SBX_WRITE);
    }
    case CONNECT:
    case BIND:
        return decide_port(w, name, args);
    case PROCESS:
        return no(name, "it starts a process", NULL);
    case THREAD:
        return no(name, "the guard holds for one thread", NULL);
    case PAIR:
    case FIND_CLASS:
    case NEVER:
        break;
    }
    bool by_name =
        e == NULL || e->decision == PAIR || e->decision == FIND_CLASS;
    if (e != NULL && e->decision == FIND_CLASS) {
        const char *m = sbx_str(sbx_arg(args, 0));
        const char *n = sbx_str(sbx_arg(args, 1));
        return m != NULL && n != NULL && sbx_event_named(w, m, n)
                   ? 0
                   : no(name, "the class is not in the policy", NULL);
    }
    return by_name && named(w, name)
               ? 0
               : no(name, by_name ? NULL : "it leads out of the sandbox",
                    NULL);
}

static int
hook(const char *name, PyObject *args, void *Py_UNUSED(data))
{
    struct sbx_who w;
    if (sbx_alive == 0 || !sbx_guarded(&w)) {
        return 0;
    }
    const struct event *e = find(name);
    return e != NULL && e->decision == FREE ? 0 : decide(&w, name, e, args);
}

int
sbx_hook_init(void)
{
    static bool done;
    if (!done && !compat_has_audit_hook(hook)) {
        if (PySys_AddAuditHook(hook, NULL) < 0) {
            return -1;
        }
        if (!compat_has_audit_hook(hook)) {
            PyErr_SetString(PyExc_RuntimeError,
                            "another audit hook does not let ours in");
            return -1;
        }
    }
    done = true;
    return 0;
}
