// SPDX-License-Identifier: MIT
// Who is asking: the walk over the frames, and sections.
//
// C callables have no frame.  The garbage collector, or an object that dies,
// can run partial(next, map(open, ...)) while trusted frames are on top; so a
// section never means "whatever trusted frames do": it is an enumerated list
// of events (events.def), all of them harmless for the program to have.

#include "hooks.h"
#include "imports.h"
#include "modules.h"
#include "refuse.h"
#include "trust.h"
#include "views.h"

static __thread struct sbx_section *current;

bool
sbx_top_trusted(void)
{
    sbx_frame *f = compat_top();
    return f != NULL && sbx_trusted(f);
}

sbx_frame *
sbx_program_frame(void)
{
    sbx_frame *f = compat_top();
    while (f != NULL && sbx_trusted(f)) {
        f = compat_previous(f);
    }
    return f;
}

bool
sbx_program_on_stack(void)
{
    return sbx_program_frame() != NULL;
}

void
sbx_section_enter(struct sbx_section *s)
{
    s->outer = current;
    s->base = compat_top();
    /* Not what keeps sections safe, but it makes their contents regular. */
    s->gc_was_on = PyGC_Disable();
    current = s;
}

void
sbx_section_leave(struct sbx_section *s)
{
    current = s->outer;
    if (s->gc_was_on) {
        PyGC_Enable();
    }
}

bool
sbx_in_section(void)
{
    const struct sbx_section *s = current;
    if (s == NULL) {
        return false;
    }
    for (sbx_frame *f = compat_top(); f != NULL; f = compat_previous(f)) {
        if (f == s->base) {
            return true;
        }
        if (!sbx_trusted(f)) {
            return false;
        }
    }
    return s->base == NULL;
}

/* --- imports by trusted code --------------------------------------------- */

/* What C code imports by itself while the program, or nothing, is on top of
 * the stack.  It hands none of them to the program. */
static const char *const internal[] = {
    "_strptime",
    "copyreg",
    "warnings",
    "io",
    "locale",
    "linecache",
    "tokenize",
    "traceback",
    "encodings",
    "functools",
    "operator",
    "decimal",
    "numbers",
    "typing",
    "types",
    "zlib",
    "datetime",
    "time",
    "math",
    "weakref",
    "re",
    "sys",
    "_io",
    "_datetime",
    "_pydatetime",
    "collections",
    "abc",
    "contextvars",
    "_weakrefset",
    "unicodedata",
    "_collections_abc",
    "collections.abc",
    "_colorize",
    "string",
    "zoneinfo._common",
    "_compat_pickle",
    "_pylong",
    "sqlite3.dump",
    "struct",
    "_codecs",
    "builtins", /* pickle, which has asked for the name (pickles.c) */
    "_codecs",  /* pickle writes bytes by its encode() */
    "os",       /* numpy duplicates the descriptor of a file that it reads */
    NULL,
};

/* A part of a package of which the policy grants something: its C code imports
 * the other parts as it needs them. */
static bool
is_part_of_granted(const char *name)
{
    size_t at = 0;
    return sbx_granted_of(name, strcspn(name, "."), &at) != NULL
           && sbx_is_package_module(name);
}

bool
sbx_internal_import(const char *name)
{
    return name != NULL
           && (sbx_in_list(internal, name) || is_part_of_granted(name));
}

static PyObject *find_and_load; /* importlib's own */
static PyObject *importlib_dicts[2];

bool
sbx_is_importlib(sbx_frame *f)
{
    return f->f_globals == importlib_dicts[0]
           || f->f_globals == importlib_dicts[1];
}

bool
sbx_is_module_body(sbx_frame *f)
{
    const char *name = sbx_utf8(compat_code(f)->co_qualname);
    return name != NULL && strcmp(name, "<module>") == 0;
}

/* importlib, or the body of a module, is at work: other trusted functions may
 * be run by C callables of the program meanwhile. */
bool
sbx_importing(void)
{
    sbx_frame *f = compat_top();
    return sbx_in_section() && f != NULL && sbx_trusted(f)
           && (sbx_is_importlib(f) || sbx_is_module_body(f));
}

/* The length of the first part of a dotted name. */
static size_t
first_part(const char *name)
{
    return strcspn(name, ".");
}

/* Does `import name`, or `from A import B` for A.B, stand in the text that
 * these names come from? */
static bool
is_in_text(PyObject *names, const char *name)
{
    const char *dot = strrchr(name, '.');
    size_t len = strlen(name);
    bool parent = false, last = false;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(names); i++) {
        const char *n = sbx_utf8(PyTuple_GET_ITEM(names, i));
        /* `import a.b` stands there as "a.b", and imports a first. */
        if (n != NULL && strncmp(n, name, len) == 0
            && (n[len] == '\0' || n[len] == '.')) {
            return true;
        }
        if (n != NULL && dot != NULL) {
            size_t up = (size_t)(dot - name);
            parent = parent || (strncmp(n, name, up) == 0 && n[up] == '\0');
            last = last || strcmp(n, dot + 1) == 0;
        }
    }
    return parent && last;
}

/* Trusted code imports late what stands in its text.  A name that it was
 * given (traceback looks for what an ImportError may have meant) is an import
 * by the program, unless it stays within the package. */
static bool
is_own_import(const char *name)
{
    sbx_frame *f = compat_top();
    while (f != NULL && sbx_trusted(f) && sbx_is_importlib(f)) {
        f = compat_previous(f);
    }
    if (f == NULL || !sbx_trusted(f) || name == NULL) {
        return false;
    }
    /* What the policy grants, and sysconfig's data, whose name it makes up. */
    if (sbx.host->import(sbx.host->policy, name) != NULL
        || strncmp(name, "_sysconfigdata_", 15) == 0) {
        return true;
    }
    if (is_in_text(compat_code(f)->co_names, name)) {
        return true;
    }
    const char *own = sbx_utf8(PyDict_GetItemString(f->f_globals, "__name__"));
    return own != NULL && first_part(own) == first_part(name)
           && strncmp(own, name, first_part(own)) == 0;
}

/* A module of the program itself (mock.patch("__main__.f")); borrowed. */
static PyObject *
own_module(PyObject *name)
{
    const char *text = sbx_utf8(name);
    if (text == NULL || !sbx_top_trusted()) {
        return NULL;
    }
    return strcmp(text, "__main__") == 0
               ? PyDict_GetItemWithError(sbx.modules, name)
               : sbx_local_module(name);
}

/* Stands in for importlib._bootstrap._find_and_load, through which every
 * import goes that is not served from sys.modules. */
static PyObject *
guarded_find_and_load(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *name =
        PyTuple_GET_SIZE(args) > 0 ? PyTuple_GET_ITEM(args, 0) : NULL;
    if (!sbx.running) {
        return PyObject_Call(find_and_load, args, NULL);
    }
    bool outermost = !sbx_in_section();
    PyObject *own = outermost ? own_module(name) : NULL;
    if (own != NULL) {
        return Py_NewRef(own);
    }
    if (outermost && !sbx_internal_import(sbx_utf8(name))
        && !(sbx_top_trusted() && is_own_import(sbx_utf8(name)))) {
        const char *text = sbx_utf8(name);
        return sbx_refuse(&(struct sbx_refusal){
            .kind = sbx.ImportError,
            .rule = "import",
            .act = "import of",
            .object = text != NULL ? text : "?",
            .silent = sbx_top_trusted(),
        });
    }
    struct sbx_section s;
    if (!outermost) {
        /* What comes next in this section may need its grants and care. */
        PyObject *m = PyObject_Call(find_and_load, args, NULL);
        if (m != NULL && PyModule_Check(m)) {
            sbx_modules_arrived(name, m);
        }
        return m;
    }
    sbx_section_enter(&s);
    PyObject *module = PyObject_Call(find_and_load, args, NULL);
    PyObject *type, *value, *trace;
    PyErr_Fetch(&type, &value, &trace);
    sbx_modules_sweep();
    PyErr_Restore(type, value, trace);
    sbx_section_leave(&s);
    return module;
}

static PyMethodDef guarded_def = {"_find_and_load", guarded_find_and_load,
                                  METH_VARARGS, NULL};

int
sbx_trust_init(void)
{
    Owned name = PyUnicode_FromString("_frozen_importlib");
    PyObject *m = name == NULL ? NULL : PyImport_GetModule(name);
    if (m == NULL) {
        return -1;
    }
    Py_DECREF(m); /* sys.modules keeps it */
    PyObject *dict = PyModule_GetDict(m);
    importlib_dicts[0] = dict;
    importlib_dicts[1] = sbx_module_dict("_frozen_importlib_external");
    find_and_load = Py_XNewRef(PyDict_GetItemString(dict, "_find_and_load"));
    if (find_and_load == NULL || !PyFunction_Check(find_and_load)) {
        return -1;
    }
    Owned guarded = PyCFunction_New(&guarded_def, NULL);
    return guarded == NULL
               ? -1
               : PyDict_SetItemString(dict, "_find_and_load", guarded);
}
