// SPDX-License-Identifier: MIT
// What the program sees of modules (views.c, moduletype.c, stars.c,
// liveview.c, facade.c).

#ifndef SBX_VIEWS_H
#define SBX_VIEWS_H

#include "hooks.h"

int sbx_views_init(void);
/* The view of a granted module; borrowed.  NULL with or without error: not
 * granted, or not there. */
PyObject *sbx_view(PyObject *name);
PyObject *sbx_known_view(PyObject *name); /* made already; borrowed */
bool sbx_is_view(PyObject *module);
/* For a package of which only sub-modules are granted; borrowed. */
PyObject *sbx_empty_view(PyObject *name);
PyObject *sbx_make_view(const char *name, PyObject *type);
PyObject *sbx_refuse_attribute(const char *module, const char *name);

/* The name under which a view was made, or NULL. */
const char *sbx_view_name(PyObject *view);
int sbx_module_type_install(void); /* moduletype.c */
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

#endif
