// SPDX-License-Identifier: MIT
// `subprocess = yes`: which programs are started, who is signalled, and that
// no child gets a descriptor of ours.  What a program that was started does is
// for the kernel layer alone.

#include "audit.h"
#include "files.h"
#include "gates.h"
#include "hooks.h"
#include "refuse.h"
#include "trust.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int
refuse(const char *path)
{
    char allow[PATH_MAX + 32];
    bool whole = *path == '/';
    snprintf(allow, sizeof allow, "[process] execute = %s", path);
    sbx_refuse(&(struct sbx_refusal){
        .kind = sbx.PermissionError,
        .rule = "exec",
        .act = "starting the program",
        .object = path,
        .allow = whole ? allow : "[process] execute = PATH",
        .silent = !sbx_program_on_stack(),
    });
    return -1;
}

/* The text of an exact str or bytes, without a NUL in it; or NULL. */
static const char *
text_of(PyObject *o)
{
    if (PyBytes_CheckExact(o)) {
        const char *s = PyBytes_AS_STRING(o);
        return strlen(s) == (size_t)PyBytes_GET_SIZE(o) ? s : NULL;
    }
    const char *s = PyUnicode_CheckExact(o) ? sbx_utf8(o) : NULL;
    return s != NULL && memchr(s, 0, (size_t)PyUnicode_GET_LENGTH(o)) == NULL
               ? s
               : NULL;
}

enum answer { NO, YES, MISSING };

/* A name with a slash in it; cwd: where the child will be, or NULL.  What is
 * not there may be asked for: the answer is that it is not there. */
static enum answer
ask_path(const char *path, const char *cwd, char normal[PATH_MAX])
{
    char here[PATH_MAX];
    struct stat st;
    snprintf(normal, PATH_MAX, "%s", path);
    if (*path != '/' && cwd != NULL && *cwd != '/') {
        return NO;
    }
    if (*path != '/' && cwd == NULL) {
        cwd = getcwd(here, sizeof here) == NULL ? "/" : here;
    }
    if (sbx.host->path_normal(*path == '/' ? "/" : cwd, path, normal, PATH_MAX)
        < 0) {
        return NO;
    }
    return sbx.host->program(sbx.host->policy, normal) != NULL ? YES
           : lstat(normal, &st) < 0 && (errno == ENOENT || errno == ENOTDIR)
               ? MISSING
               : NO;
}

static enum answer
ask(PyObject *program, PyObject *cwd, char *normal)
{
    char room[PATH_MAX];
    const char *path = text_of(program);
    const char *in = cwd == Py_None ? NULL : text_of(cwd);
    normal = normal == NULL ? room : normal;
    strcpy(normal, "?");
    if (path == NULL || (in == NULL && cwd != Py_None)) {
        return NO;
    }
    if (strchr(path, '/') != NULL) {
        return ask_path(path, in, normal);
    }
    /* The C library looks for it in PATH: the kernel sees which it is. */
    snprintf(normal, PATH_MAX, "%s", path);
    return sbx.host->program_named(sbx.host->policy, path) ? YES : NO;
}

static int
check_program(PyObject *program, PyObject *cwd)
{
    char normal[PATH_MAX];
    return ask(program, cwd, normal) == NO ? refuse(normal) : 0;
}

int
sbx_decide_process(const char *event, PyObject *args)
{
    if (strcmp(event, "os.system") == 0) {
        char normal[PATH_MAX];
        return ask_path("/bin/sh", NULL, normal) == NO ? refuse(normal) : 0;
    }
    if (strcmp(event, "os.exec") == 0
        || strcmp(event, "os.posix_spawn") == 0) {
        return check_program(sbx_event_arg(args, 0), Py_None);
    }
    /* os.fork starts no program; of subprocess.Popen and os.spawn, fork_exec
     * and os.exec say what they really start. */
    return 0;
}

/* --- _posixsubprocess.fork_exec -------------------------------------------
 */

enum { PROGRAMS = 1, PASS = 3, CWD = 4, FIRST_FD = 6, END_FD = 14 };

static bool
is_ours(PyObject *fd)
{
    if (!PyLong_CheckExact(fd)) {
        return true; /* whatever it would say when it is asked */
    }
    long n = PyLong_AsLong(fd);
    PyErr_Clear();
    return n > INT_MAX || n < -1
           || (n >= 0 && sbx.host->own_descriptor((int)n));
}

static bool
passes_ours(PyObject *args)
{
    PyObject *pass = PyTuple_GET_ITEM(args, PASS);
    if (!PyTuple_CheckExact(pass)) {
        return true;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(pass); i++) {
        if (is_ours(PyTuple_GET_ITEM(pass, i))) {
            return true;
        }
    }
    for (Py_ssize_t i = FIRST_FD; i < END_FD; i++) {
        if (is_ours(PyTuple_GET_ITEM(args, i))) {
            return true;
        }
    }
    return false;
}

/* The candidates are what a name may be in the directories of PATH.  Those
 * that are granted, or all if none of them is there; new, or NULL with the
 * refusal. */
static PyObject *
granted_of(PyObject *list, PyObject *cwd)
{
    if (!PyTuple_CheckExact(list)) {
        refuse("?");
        return NULL;
    }
    Owned granted = PyList_New(0);
    PyObject *other = NULL;
    for (Py_ssize_t i = 0; granted != NULL && i < PyTuple_GET_SIZE(list);
         i++) {
        PyObject *program = PyTuple_GET_ITEM(list, i);
        enum answer a = ask(program, cwd, NULL);
        if (a == YES && PyList_Append(granted, program) < 0) {
            return NULL;
        }
        other = a == NO && other == NULL ? program : other;
    }
    if (granted == NULL) {
        return NULL;
    }
    if (PyList_GET_SIZE(granted) > 0) {
        return PyList_AsTuple(granted);
    }
    return other != NULL && check_program(other, cwd) < 0 ? NULL
                                                          : Py_NewRef(list);
}

static PyObject *
fork_exec(PyObject *original, PyObject *args, PyObject *kwargs)
{
    if (PyTuple_GET_SIZE(args) < END_FD || kwargs != NULL) {
        return PyObject_Call(original, args, kwargs); /* its own error */
    }
    if (passes_ours(args)) {
        return sbx_refuse(&(struct sbx_refusal){
            .kind = sbx.PermissionError,
            .rule = "exec",
            .act = "handing on",
            .object = "a descriptor",
            .reason = "it is none of the program's",
        });
    }
    Owned programs = granted_of(PyTuple_GET_ITEM(args, PROGRAMS),
                                PyTuple_GET_ITEM(args, CWD));
    Owned own = programs == NULL ? NULL : PyTuple_GetSlice(args, 0, PROGRAMS);
    Owned rest = programs == NULL ? NULL
                                  : PyTuple_GetSlice(args, PROGRAMS + 1,
                                                     PyTuple_GET_SIZE(args));
    if (own == NULL || rest == NULL) {
        return NULL;
    }
    Owned middle = PyTuple_Pack(1, programs);
    Owned start = middle == NULL ? NULL : PySequence_Concat(own, middle);
    Owned all = start == NULL ? NULL : PySequence_Concat(start, rest);
    return all == NULL ? NULL : PyObject_Call(original, all, NULL);
}

/* --- signals, pipes -------------------------------------------------------
 */

/* Popen.pid can be set to anything. */
static bool
is_child(PyObject *args)
{
    PyObject *pid =
        PyTuple_GET_SIZE(args) > 0 ? PyTuple_GET_ITEM(args, 0) : Py_None;
    long n = PyLong_CheckExact(pid) ? PyLong_AsLong(pid) : -1;
    siginfo_t info;
    PyErr_Clear();
    return n > 0 && n <= INT_MAX
           && (n == getpid()
               || waitid(P_PID, (id_t)n, &info, WEXITED | WNOHANG | WNOWAIT)
                      == 0);
}

PyObject *
sbx_process_call(PyObject *original, PyObject *args, PyObject *kwargs)
{
    const char *name = ((PyCFunctionObject *)original)->m_ml->ml_name;
    if (strcmp(name, "fork_exec") == 0) {
        return fork_exec(original, args, kwargs);
    }
    if (strcmp(name, "execv") == 0 || strcmp(name, "execve") == 0
        || strcmp(name, "posix_spawn") == 0
        || strcmp(name, "posix_spawnp") == 0) {
        /* The event tells the path as an exact string. */
        return sbx_file_call(original, args, kwargs, 1, SBX_CALL_PLAIN);
    }
    bool kill = strcmp(name, "kill") == 0;
    bool by_number =
        strcmp(name, "read") == 0 || strcmp(name, "set_blocking") == 0;
    if ((kill && !is_child(args))
        || (by_number && PyTuple_GET_SIZE(args) > 0
            && is_ours(PyTuple_GET_ITEM(args, 0)))) {
        char object[32];
        snprintf(object, sizeof object, "os.%s", name);
        return sbx_refuse(&(struct sbx_refusal){
            .kind = sbx.PermissionError,
            .rule = "call",
            .act = "calling",
            .object = object,
            .reason = kill ? "it is no child of the program"
                           : "it is none of the program's",
        });
    }
    PyObject *r = PyObject_Call(original, args, kwargs);
    if (r != NULL && strncmp(name, "pipe", 4) == 0 && PyTuple_CheckExact(r)
        && PyTuple_GET_SIZE(r) == 2) {
        sbx_remember_fd(PyTuple_GET_ITEM(r, 0));
        sbx_remember_fd(PyTuple_GET_ITEM(r, 1));
    }
    return r;
}
