// SPDX-License-Identifier: MIT
// Who is asking (trust.c), and what named trusted code may do (grants.c).  The
// trust rule (docs/INTERPRETER.md): a frame is trusted if its builtins are the
// interpreter's own dictionary, by identity.

#ifndef SBX_TRUST_H
#define SBX_TRUST_H

#include "hooks.h"

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
/* dict["A"].__dict__["b"] for "A.b", unwrapped to the function; borrowed, NULL
 * without an error. */
PyObject *sbx_resolve(PyObject *dict, const char *qualname);
/* early.c: is it outside of the standard library? */
bool sbx_is_package_module(const char *module);

#endif
