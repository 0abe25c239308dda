// SPDX-License-Identifier: MIT
// The interpreter layer: what its files share.  The order of events:
//
//   init.c    audit hook, before Py_Initialize
//   arm.c     at `cpython.run_*`: builtins, views, guards, gates; proved
//   main.c    at the program's `exec`: sbx.running = 1
//   audit.c   from then on every event is decided by events.def
//
// The trust rule (docs/INTERPRETER.md): a frame is trusted if its builtins are
// the interpreter's own dictionary, by identity.  After arming a guarded act
// is refused unless the policy, a section or a grant allows it.

#ifndef SBX_HOOKS_H
#define SBX_HOOKS_H

#include "compat.h"
#include "host.h"

struct sbx_state {
    const struct sbx_host *host;
    bool armed;   /* guards are in place */
    bool running; /* the program's first instruction has been reached */
    bool ending;  /* and its last: destructors are left (end.c) */

    PyObject *real_builtins;    /* the interpreter's dict; borrowed for ever */
    PyObject *program_builtins; /* the program's module; a read-only view */
    PyObject *program_dict;     /* its dict */
    PyObject *modules;          /* interpreter's sys.modules, guarded */
    PyObject *main_dict;        /* __main__.__dict__ */
    PyObject *script;           /* the program's path as CPython has it */
    PyObject *path;             /* sys.path, frozen at arming: list of str */

    PyObject *Error, *ImportError, *PermissionError, *AttributeError;
};
extern struct sbx_state sbx;

/* --- errors.c: refusing ------------------------------------------------- */

/* A refusal: set an exception of kind that says what, why, where and which
 * policy line would allow it, and log it.  Returns NULL.  Format arguments
 * are UTF-8. */
struct sbx_refusal {
    PyObject *kind;     /* sbx.ImportError, ... */
    const char *rule;   /* for the log: "import", "attribute", "open" ... */
    const char *act;    /* "import of", "attribute", "opening" */
    const char *object; /* what was asked for */
    const char *reason; /* NULL: "it is not in the policy" */
    const char *allow;  /* the policy line, or NULL: no line can */
    PyObject *path;     /* OSError.filename, or NULL; borrowed */
    bool silent;        /* not logged: the interpreter's own curiosity */
};
PyObject *sbx_refuse(const struct sbx_refusal *r);
PyObject *sbx_refuse_exit(const char *how);
bool sbx_may_exit(void); /* main.c */
void sbx_errors_init(void);
/* The class behind sbx.Error and its like, for raising it; borrowed.  NULL
 * with another exception: no memory to make it. */
PyObject *sbx_error(PyObject *kind);
void sbx_raise(PyObject *kind, const char *message);
/* Is the current exception one of ours of this kind? */
bool sbx_is_refusal(PyObject *kind);

/* --- trust.c: who is asking --------------------------------------------- */

static inline bool
sbx_trusted(sbx_frame *f)
{
    return f->f_builtins == sbx.real_builtins;
}

/* True when the innermost frame is trusted code. */
bool sbx_top_trusted(void);
/* True when a frame of the program is anywhere on the stack. */
bool sbx_program_on_stack(void);
/* The program's innermost frame, or NULL. */
sbx_frame *sbx_program_frame(void);

/* A section: an import that runs with an enumerated list of rights
 * (events.def, column SECTION).  It covers trusted frames above its base. */
struct sbx_section {
    struct sbx_section *outer;
    sbx_frame *base;
    int gc_was_on;
};
void sbx_section_enter(struct sbx_section *s);
void sbx_section_leave(struct sbx_section *s);
bool sbx_in_section(void);
/* One of the modules that C code imports for its own use. */
bool sbx_internal_import(const char *name);
bool sbx_is_importlib(sbx_frame *f);
bool sbx_is_module_body(sbx_frame *f);
/* An import is at work: importlib or the body of a module is on top. */
bool sbx_importing(void);
int sbx_trust_init(void);

/* --- grants.c: named trusted code that may do one named thing ------------ */

enum sbx_act {
#define GRANT_ACT(act) ACT_##act,
#include "acts.def"
#undef GRANT_ACT
    ACT_COUNT
};

/* May the innermost frame do act?  operand: the object it is done to, checked
 * by the row's rule; NULL where the row has none. */
bool sbx_granted(enum sbx_act act, PyObject *operand);
/* Trusted code outside of the standard library. */
bool sbx_is_package_code(sbx_frame *f);
bool sbx_is_program_frame(PyObject *o); /* a frame object */
/* Resolve the rows of a module that was just loaded. */
void sbx_grants_resolve(const char *module, PyObject *dict);

/* --- guards.c, freeze.c, gates.c, repairs.c, care.c ---------------------- */

int sbx_guards_install(void);
int sbx_guards_prove(void);
/* Put def in the place of an attribute of t, which *keep_original keeps; the
 * descriptor, borrowed, or NULL. */
PyObject *sbx_guard_install(PyTypeObject *t, PyGetSetDef *def,
                            PyObject **keep_original);
/* Is it what the look-up finds?  0, or -1 with an error. */
int sbx_guard_prove(PyTypeObject *t, const char *name, PyObject *installed);
int sbx_special_guards_install(void); /* special.c */
int sbx_special_guards_prove(void);
int sbx_subclasses_install(void); /* subclasses.c */
int sbx_subclasses_prove(void);
/* Guard one attribute of a class that a package brought, if it has it. */
int sbx_guard_attribute(PyTypeObject *t, const char *name, enum sbx_act read,
                        const char *leads_to);
/* reclass.c: set object.__class__. */
int sbx_change_class(descrsetfunc set, PyObject *descriptor, PyObject *self,
                     PyObject *value);
/* packages.c: the classes of a module that was loaded; every class made in C
 * that comes. */
int sbx_packages_care(const char *module, PyObject *dict);
void sbx_packages_with(const char *module, bool (*has_word)(const char *),
                       void (*import)(const char *));
void sbx_packages_strip(PyObject *dict);
void sbx_packages_type(PyTypeObject *t);
/* type.__subclasses__() for ourselves; new list. */
PyObject *sbx_subclasses(PyObject *type);

/* namespace.c: what a class of the program may be made of. */
PyObject *sbx_class_arguments(PyObject *args); /* new */
bool sbx_bad_member(const char *name);
int sbx_refuse_member(const char *name); /* -1 */

/* Types that trusted code makes inside sections become immutable. */
int sbx_freeze_init(void);
void sbx_freeze_section(void);   /* end of an outermost section */
void sbx_freeze_extension(void); /* an extension module was loaded */
void sbx_freeze_early(void);     /* packages before the program */
void sbx_freeze_module(PyObject *dict);
/* Is it a function of the standard library's own, not one that it made for
 * the program (a decorator's wrapper)? */
bool sbx_function_frozen(PyObject *function);
int sbx_refuse_frozen(void); /* -1 */
/* A class that stays open to the module it belongs to. */
bool sbx_is_late(PyObject *type);
/* dict["A"].__dict__["b"] for "A.b", unwrapped to the function; borrowed, NULL
 * without an error. */
PyObject *sbx_resolve(PyObject *dict, const char *qualname);

/* Replace what a C function object does, in place, so that every reference to
 * it is covered.  The gate gets a private copy of the original to call. */
typedef PyObject *(*sbx_gate_fn)(PyObject *original, const void *data,
                                 PyObject *args, PyObject *kwargs);
int sbx_gate(PyObject *function, sbx_gate_fn gate, const void *data);
/* What the function was before, for ourselves; new. */
PyObject *sbx_gate_original(PyObject *function);
int sbx_gates_module(const char *module, PyObject *dict);

/* loop.c: what an event loop (asyncio) does that nobody else may. */
bool sbx_in_socketpair(PyObject *family, PyObject *type);
bool sbx_is_loops_signal(PyObject *args);

/* sinks.c: is "os.fork" refused by the kernel layer whatever one writes? */
bool sbx_is_futile(const char *name);

/* filecalls.c: functions of posix that take paths. */
enum sbx_file_call {
    SBX_CALL_PLAIN,
    SBX_CALL_MODE,
    SBX_CALL_TIMES,
    SBX_CALL_OWNER
};
PyObject *sbx_file_call(PyObject *original, PyObject *args, PyObject *kwargs,
                        int n_paths, enum sbx_file_call kind);
bool sbx_may_know_cwd(void);
bool sbx_is_own_fd(PyObject *fd); /* given by os.open() or os.pipe() */
void sbx_remember_fd(PyObject *fd);

/* processes.c: functions that start programs, wait for them, signal them. */
PyObject *sbx_process_call(PyObject *original, PyObject *args,
                           PyObject *kwargs);
/* An event of one: 0, or -1 with the refusal. */
int sbx_decide_process(const char *event, PyObject *args);

int sbx_getstate_install(void);
int sbx_repairs_install(void);
/* rawstream.c: buffered streams over raw streams written in Python. */
int sbx_rawstream_install(void);
bool sbx_is_fileio(PyObject *o); /* of exactly that type */
/* A buffered stream over such a one, or a BytesIO: no code of the program
 * in its way. */
bool sbx_is_plain_stream(PyObject *o);
/* A stream that was detached keeps what its own code may go on using. */
void sbx_put_back(PyObject *member, PyObject *self, PyObject *value);
/* memory.c: the same for types of extension modules, when they come. */
int sbx_care_annotationlib(PyObject *dict); /* annotate.c */
int sbx_annotate_init(void);
/* annotationlib turns its own stand-ins into ForwardRefs by giving them
 * another class. */
bool sbx_is_stand_in(PyObject *o, PyObject *type);
int sbx_settle_stand_in(descrsetfunc set, PyObject *descr, PyObject *o,
                        PyObject *type);
/* The event function.__new__ comes from a call that annotate.c decided. */
bool sbx_making_function(void);
int sbx_care_array(PyObject *dict);
int sbx_care_struct(PyObject *dict);
int sbx_care_decimal(PyObject *dict);
int sbx_care_datetime(PyObject *dict); /* mend_datetime.c */
int sbx_care_csv(PyObject *dict);
int sbx_care_functools(PyObject *dict);
int sbx_care_itertools(PyObject *dict);
int sbx_care_iterators(PyObject *dict);
int sbx_care_collections(PyObject *dict);
int sbx_care_json(PyObject *dict);
int sbx_care_warnings(PyObject *dict);
int sbx_care_zoneinfo(PyObject *dict);
int sbx_care_zone_data(PyObject *dict);
int sbx_care_tzdata(PyObject *dict);
int sbx_care_pillow(PyObject *dict); /* pillow.c */
int sbx_care_module(const char *module, PyObject *dict);

/* setattr.c: every way to set an attribute of a t goes through guard. */
int sbx_guard_setattr(PyTypeObject *t, setattrofunc guard, setattrofunc *real);
/* Replace a slot and the wrapper that type.__dict__ holds for it. */
void sbx_patch_wrapper(PyTypeObject *t, const char *name, void *wrapped);

/* --- standins.c: frames and code objects are never handed out ------------ */

/* A stand-in for a frame or a code object, None for anything else; new.
 * Steals o. */
PyObject *sbx_stand_in(PyObject *o);
bool sbx_may_look(PyObject *operand);
PyObject *sbx_getframe(PyObject *args); /* sys._getframe(); new */

/* --- modules.c, views.c, import.c: what the program sees of modules ------ */

int sbx_modules_install(void);
void sbx_modules_drop_main(void); /* at the end */
void sbx_modules_drop_old_main(void);
/* A new module is in sys.modules: resolve, gate, care, freeze. */
void sbx_module_loaded(const char *name, PyObject *module);
/* The same of one that was loaded in the middle of another import. */
void sbx_modules_arrived(PyObject *name, PyObject *module);
/* Every module that was loaded since the last call. */
void sbx_modules_sweep(void);

int sbx_views_init(void);
/* The view of a granted module; borrowed.  NULL with or without error: not
 * granted, or not there. */
PyObject *sbx_view(PyObject *name);
PyObject *sbx_known_view(PyObject *name); /* made already; borrowed */
bool sbx_is_view(PyObject *module);
/* For a package of which only sub-modules are granted; borrowed. */
PyObject *sbx_empty_view(PyObject *name);
/* The view the program may have under this name in sys.modules, or NULL. */
PyObject *sbx_visible_module(PyObject *name);
PyObject *sbx_make_view(const char *name, PyObject *type);
PyObject *sbx_refuse_attribute(const char *module, const char *name);

/* The name under which a view was made, or NULL. */
const char *sbx_view_name(PyObject *view);
/* What a fresh view needs besides the names of the real module. */
int sbx_views_adjust(const char *name, PyObject *view);
/* stars.c: put the name, or all names of `*`, of a real module in its view.
 */
int sbx_view_put(PyObject *view, const char *module, PyObject *real,
                 PyObject *key);
int sbx_view_put_star(PyObject *view, const char *module, PyObject *real);
PyObject *sbx_live_view(const char *name); /* liveview.c; new */
bool sbx_is_live(const char *module);
int sbx_live_init(void);

/* facade.c: an object that shows some names of a real module; new. */
PyObject *sbx_facade(const char *module);
/* The set of LIVE names that r grants; new. */
PyObject *sbx_live_names(const char *module, const struct sbx_import_rule *r);
PyObject *sbx_module_dict(const char *module); /* of a real one; borrowed */

PyObject *sbx_import_function(void); /* new */
/* What `import name` of the program gives; new.  fromlist, globals: or NULL.
 */
PyObject *sbx_import(PyObject *name, PyObject *globals, PyObject *fromlist,
                     int level);
PyObject *sbx_refuse_import(const char *name); /* import_refused.c; NULL */
/* importlib's functions in its view give views, as `import` does. */
int sbx_import_view(PyObject *dict);
/* The module of a dotted name, as the program may have it; new. */
PyObject *sbx_import_module(PyObject *name);
int sbx_care_resolve(PyObject *dict); /* resolve.c */
/* local.c: `local = yes`, the program's own files as untrusted modules. */
PyObject *sbx_local_module(PyObject *name); /* loaded already; borrowed */
PyObject *sbx_local_modules(void); /* name -> module; borrowed, or NULL */
/* 1 with *module set (borrowed), 0: no such file, -1: it failed. */
int sbx_local_import(PyObject *name, PyObject **module);

/* --- builtins.c, files.c, main.c, audit.c -------------------------------- */

int sbx_builtins_make(void);
int sbx_gate_real_builtins(void); /* realbuiltins.c */
/* namespaces.c: exec, eval, globals and their kin. */
extern PyMethodDef sbx_namespace_functions[];
int sbx_namespaces_init(void);
PyObject *sbx_open_function(void); /* new */
/* May the program open this path?  Sets the refusal.  0 or -1. */
int sbx_check_open(PyObject *path, unsigned rights);
int sbx_check_open_quietly(PyObject *path); /* reading; not logged */
bool sbx_open_passed(PyObject *path, unsigned rights); /* asked already */
/* Is the path granted, lexically and with its links resolved? */
/* sqlite.c: may the program open this database?  Sets the refusal. */
int sbx_check_database(PyObject *database);
int sbx_care_sqlite(PyObject *dict);
bool sbx_path_granted(const char *path, unsigned rights, bool trusted);
/* knownpaths.c: path[0..n) leads through no link, and has these rights. */
bool sbx_path_known(const char *path, size_t n, unsigned rights);
void sbx_path_remember(const char *path, size_t n, unsigned rights);
/* Trusted code that reads source lines for a traceback is on top. */
bool sbx_reading_source(void);
int sbx_files_install(void);

/* data.c: does the code of a package on top of the stack read its own data? */
bool sbx_is_package_data(PyObject *path);
bool sbx_pickle_granted(PyObject *module, PyObject *name); /* pickles.c */
/* early.c: packages that the program's text names, before it runs.  event: of
 * arming, or NULL in a program that embeds Python. */
void sbx_import_early(const char *event);
bool sbx_grants_packages(void); /* any at all */
/* Is it outside of the standard library? */
bool sbx_is_package_module(const char *module);

int sbx_arm(const char *event, PyObject *args);
void sbx_arm_embedder(void);
void sbx_do_not_arm(void); /* the layer is off, in a zygote's child */
void sbx_main_begin(void);
int sbx_main_prepare(void); /* ahead, in a zygote: what costs most of it */
/* The current SystemExit becomes a refusal. */
void sbx_refuse_system_exit(void);
/* outcome.c: the name of a class as a traceback shows it. */
const char *sbx_type_name(PyTypeObject *t, char *ret, size_t size);
/* once.c: str(value), which CPython gets as well when it prints value: the
 * program's code runs once.  New, or NULL with an error. */
PyObject *sbx_str_once(PyObject *value);
/* outcome.c: at `sys.excepthook`, tell by which exception it ends. */
void sbx_outcome(PyObject *args);
/* Run code of the program in __main__, with no frame below it; new. */
PyObject *sbx_main_run(PyObject *code);

/* zygote.c, zygote_streams.c, split.c, value.c, end.c */
void sbx_zygote(void) __attribute__((__noreturn__));
void sbx_zygote_environment(void); /* zygote_env.c; after host->child() */
void sbx_zygote_tidy(void);        /* zygote_memory.c */
/* zygote_streams.c: those that are no pipes are opened anew; written to in the
 * program's order; flushed.  -1: with an exception. */
int sbx_zygote_streams_open(void);
int sbx_zygote_streams_practise(void);
int sbx_zygote_streams_order(void);
void sbx_zygote_streams_flush(void);
/* Source text as code objects: all of it, or with `last` all but the last
 * statement if that is an expression.  0, or -1 with an exception. */
struct sbx_program {
    PyObject *body, *last; /* new; last: NULL without one */
};
int sbx_split(const char *text, PyObject *file, bool last,
              struct sbx_program *ret);
/* Its lines, for tracebacks: text is no file. */
void sbx_split_lines(PyObject *code, const char *text, PyObject *file);
/* A value as JSON, or where it has none or json is false by repr(); *is
 * becomes 1 or 2.  New bytes, or NULL without an error: it cannot be shown. */
PyObject *sbx_value_text(PyObject *value, bool json, unsigned *is);
/* The interpreter's end, and the process's.  INTERRUPTED: by the signal, as a
 * shell wants to see it. */
#define SBX_END_INTERRUPTED (-1)
void sbx_end(int status) __attribute__((__noreturn__));
int sbx_flush_all(void); /* -1: what was printed is lost */
/* A cold start's: at arming; when the program's main frame is done. */
void sbx_end_prepare(void);
void sbx_end_main(const PyObject *result);
/* The same after threading and atexit have had their say; where it may be. */
bool sbx_can_end_short(void);
void sbx_end_short(int status) __attribute__((__noreturn__));
/* Garbage collection stays off until the exec that was begun has started. */
extern bool sbx_gc_pending;
void sbx_gc_resume(void);
int sbx_audit(const char *event, PyObject *args, void *data);
/* opening.c: 0, or -1 with the refusal. */
int sbx_decide_open(PyObject *args);
int sbx_decide_list(PyObject *path);
int sbx_check_path(PyObject *path, unsigned rights);
/* A path of pathlib's own as what it stands for, all else as it is; new. */
PyObject *sbx_exact_path(PyObject *path);

/* An argument of an event, or None; borrowed. */
static inline PyObject *
sbx_event_arg(PyObject *args, Py_ssize_t i)
{
    return args != NULL && PyTuple_Check(args) && PyTuple_GET_SIZE(args) > i
               ? PyTuple_GET_ITEM(args, i)
               : Py_None;
}

/* --- small helpers --------------------------------------------------------
 */

static inline void
sbx_decref_at(PyObject **p)
{
    Py_XDECREF(*p);
}
/* A local variable that owns its reference. */
#define Owned __attribute__((cleanup(sbx_decref_at))) PyObject *

/* FNV-1a, for the small constant tables. */
static inline unsigned
sbx_hash(const char *s)
{
    unsigned h = 2166136261u;
    for (; *s != '\0'; s++) {
        h = (h ^ (unsigned char)*s) * 16777619u;
    }
    return h;
}

/* The UTF-8 of an exact str, or NULL without an error. */
const char *sbx_utf8(PyObject *s);
/* The same of a str or a class derived from it, by its contents. */
const char *sbx_text(PyObject *s);
/* Does a key of the dict have this text, whatever its class says of itself? */
bool sbx_dict_names(PyObject *dict, const char *name);
bool sbx_in_list(const char *const *list, const char *name);

#endif
