// SPDX-License-Identifier: MIT
// The audit hook: each event is decided by its row in events.def, by the stack
// and the policy.  Runs no Python code of the program: exact types only.

#include "hooks.h"

#include <fcntl.h>
#include <limits.h>

enum decision {
    FREE,
    SECTION,
    NEVER,
    IMPORT,
    GETFRAME,
    FIND_CLASS,
    CODE,
    FUNCTION,
    OPEN,
    LIST,
    CHANGE,
    CHANGE2,
    SQLITE,
    CONNECT,
    BIND,
    PAIR,
    PROCESS,
    THREAD,
};

struct event {
    const char *name;
    enum decision decision;
    int dir_fd;
};

static const struct event events[] = {
#define EVENT(name, decision, dir_fd) {name, decision, dir_fd},
#include "events.def"
};
#define N_EVENTS (sizeof events / sizeof *events)

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

static PyObject *
arg(PyObject *args, Py_ssize_t i)
{
    return args != NULL && PyTuple_Check(args) && PyTuple_GET_SIZE(args) > i
               ? PyTuple_GET_ITEM(args, i)
               : Py_None;
}

/* --- paths
 * ---------------------------------------------------------------------- */

/* pathlib's own classes, by identity: their __fspath__ may be called. */
static PyObject *
exact_path(PyObject *o)
{
    PyObject *dict = sbx_module_dict("pathlib");
    PyTypeObject *t = Py_TYPE(o);
    if (dict != NULL && (t->tp_flags & Py_TPFLAGS_IMMUTABLETYPE) != 0
        && PyDict_GetItemString(dict, t->tp_name) == (PyObject *)t) {
        return PyOS_FSPath(o);
    }
    return Py_NewRef(o);
}

static int
check_path(PyObject *o, unsigned rights)
{
    Owned path = exact_path(o);
    return path == NULL ? -1 : sbx_check_open(path, rights);
}

/* During an import: reading what lies below the frozen sys.path. */
static bool
below_search_path(const char *path)
{
    if (path == NULL || strstr(path, "..") != NULL) {
        return false;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(sbx.path); i++) {
        const char *dir = sbx_utf8(PyList_GET_ITEM(sbx.path, i));
        size_t n = dir == NULL ? 0 : strlen(dir);
        if (n > 1 && strncmp(path, dir, n) == 0
            && (path[n] == '/' || path[n] == '\0')) {
            return true;
        }
    }
    return false;
}

/* importlib, or the body of a module, is at work: other trusted functions may
 * be run by C callables of the program meanwhile. */
static bool
importing(void)
{
    sbx_frame *f = compat_top();
    return sbx_in_section() && f != NULL && sbx_trusted(f)
           && (sbx_is_importlib(f) || sbx_is_module_body(f));
}

static bool
is_read_only(PyObject *mode, PyObject *flags)
{
    const char *m = sbx_utf8(mode);
    if (m != NULL && strcmp(m, "r") != 0 && strcmp(m, "rb") != 0) {
        return false;
    }
    long f = PyLong_CheckExact(flags) ? PyLong_AsLong(flags) : -1;
    return m != NULL ? f < 0 || (f & (O_ACCMODE | O_CREAT | O_TRUNC)) == 0
                     : f >= 0 && (f & (O_ACCMODE | O_CREAT | O_TRUNC)) == 0;
}

/* The source lines of a traceback: of the library, below the frozen sys.path;
 * nothing else, whatever file name the code was compiled with. */
static bool
is_library_source(const char *path)
{
    size_t n = path == NULL ? 0 : strlen(path);
    return n > 3 && !sbx.ending && strcmp(path + n - 3, ".py") == 0
           && below_search_path(path)
           && (!sbx_program_on_stack() || sbx_reading_source());
}

/* The program's own text is for anybody; zone data for code that asks for a
 * zone (its C half opens with the program on top). */
static bool
is_open_data(PyObject *path)
{
    const char *text = sbx_utf8(path);
    if (text == NULL) {
        return false;
    }
    if (sbx.script != NULL && sbx.host->script != NULL
        && PyUnicode_Compare(path, sbx.script) == 0) {
        return true;
    }
    static const char zones[] = "/usr/share/zoneinfo";
    return strncmp(text, zones, sizeof zones - 1) == 0
           && (text[sizeof zones - 1] == '/' || text[sizeof zones - 1] == '\0')
           && strstr(text, "..") == NULL
           && sbx.host->import(sbx.host->policy, "zoneinfo") != NULL
           && sbx_path_granted(text, SBX_READ, true);
}

/* Packages name their data by str, bytes or pathlib's paths. */
static bool
package_data(PyObject *o)
{
    Owned path = exact_path(o);
    Owned text = path != NULL && PyBytes_CheckExact(path)
                     ? PyUnicode_DecodeFSDefault(PyBytes_AS_STRING(path))
                     : Py_XNewRef(path);
    PyErr_Clear();
    return text != NULL && PyUnicode_CheckExact(text)
           && sbx_is_package_data(text);
}

static int
decide_open(PyObject *args)
{
    PyObject *path = arg(args, 0);
    bool reading = is_read_only(arg(args, 1), arg(args, 2));
    /* There is no file, so that nobody need try: not even for the line of a
     * traceback. */
    if (sbx.host->policy->sealed && reading && !PyLong_CheckExact(path)) {
        return sbx_check_open_quietly(path);
    }
    if (reading
        && ((importing() && below_search_path(sbx_utf8(path)))
            || is_open_data(path) || is_library_source(sbx_utf8(path))
            || package_data(path))) {
        return 0;
    }
    PyObject *flags = arg(args, 2);
    long f = PyLong_CheckExact(flags) ? PyLong_AsLong(flags) : O_RDWR;
    if (PyLong_CheckExact(path)) {
        long fd = PyLong_AsLong(path); /* FileIO has checked it (files.c) */
        PyErr_Clear();
        if ((fd >= 0 && fd <= 2) || sbx_is_own_fd(path)) {
            return 0;
        }
    }
    /* CPython itself looks for the line to show in a SyntaxError (by fopen:
     * no O_CLOEXEC) or in a traceback that it prints: nobody asked. */
    if (reading && (f == 0 || below_search_path(sbx_utf8(path)))) {
        return sbx_check_open_quietly(path);
    }

    unsigned rights = reading                       ? SBX_READ
                      : (f & O_ACCMODE) == O_WRONLY ? SBX_WRITE
                      : (f & O_ACCMODE) == O_RDONLY ? SBX_READ
                                                    : SBX_READ | SBX_WRITE;
    if ((f & (O_CREAT | O_TRUNC | O_APPEND)) != 0) {
        rights |= SBX_WRITE;
    }
    return check_path(path, rights);
}

/* --- imports, frames, classes
 * ------------------------------------------------------ */

static int
decide_import(PyObject *args)
{
    /* By C code before _find_and_load, which is what decides (trust.c), or
     * with a file name by _imp.create_dynamic. */
    if (arg(args, 1) != Py_None) {
        if (sbx_in_section()) {
            sbx_freeze_extension();
            return 0;
        }
        return refuse("import", "an extension module, from no import", NULL);
    }
    const char *name = sbx_utf8(arg(args, 0));
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
    PyObject *address = arg(args, 1);
    PyObject *port = arg(address, 1);
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
    PyObject *code = arg(args, 0);
    bool empty = PyBytes_CheckExact(code) && PyBytes_GET_SIZE(code) == 0;
    if (empty && importing() && sbx_is_importlib(compat_top())
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
        return sbx_pickle_granted(arg(args, 0), arg(args, 1))
                   ? 0
                   : refuse(name, "the class is not in the policy", NULL);
    case OPEN:
        return decide_open(args);
    case LIST:
        return (importing() && below_search_path(sbx_utf8(arg(args, 0))))
                       || (sbx_top_trusted() && is_open_data(arg(args, 0)))
                       || package_data(arg(args, 0))
                   ? 0
                   : check_path(arg(args, 0), SBX_READ);
    case CHANGE:
        return check_path(arg(args, 0), SBX_WRITE);
    case CHANGE2:
        return check_path(arg(args, 0), SBX_WRITE) < 0
                   ? -1
                   : check_path(arg(args, 1), SBX_WRITE);
    case SQLITE: {
        Owned path = exact_path(arg(args, 0));
        return path == NULL ? -1 : sbx_check_database(path);
    }
    case CONNECT:
        return decide_port(name, args, true);
    case BIND:
        return decide_port(name, args, false);
    case PAIR:
        if (sbx_in_socketpair(arg(args, 1), arg(args, 2))) {
            return 0;
        }
        return named(name) ? 0 : refuse(name, NULL, NULL);
    case PROCESS:
        return p->subprocess.on ? 0
                                : refuse(name,
                                         "no policy lets the program start "
                                         "others",
                                         NULL);
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
