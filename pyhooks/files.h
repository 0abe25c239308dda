// SPDX-License-Identifier: MIT
// Paths: what the program may open, list and change.

#ifndef SBX_FILES_H
#define SBX_FILES_H

#include "hooks.h"

int sbx_files_install(void);
PyObject *sbx_open_function(void); /* new */
/* May the program open this path?  Sets the refusal.  0 or -1. */
int sbx_check_open(PyObject *path, unsigned rights);
int sbx_check_open_quietly(PyObject *path); /* reading; not logged */
bool sbx_open_passed(PyObject *path, unsigned rights); /* asked already */
/* sqlite.c: may the program open this database?  Sets the refusal. */
int sbx_check_database(PyObject *database);
/* Is the path granted, lexically and with its links resolved? */
bool sbx_path_granted(const char *path, unsigned rights, bool trusted);
/* knownpaths.c: path[0..n) leads through no link, and has these rights. */
bool sbx_path_known(const char *path, size_t n, unsigned rights);
void sbx_path_remember(const char *path, size_t n, unsigned rights);
/* Trusted code that reads source lines for a traceback is on top. */
bool sbx_reading_source(void);

/* opening.c */
int sbx_check_path(PyObject *path, unsigned rights);
/* A path of pathlib's own as what it stands for, all else as it is; new. */
PyObject *sbx_exact_path(PyObject *path);

/* filecalls.c */
bool sbx_may_know_cwd(void);
bool sbx_is_own_fd(PyObject *fd); /* given by os.open() or os.pipe() */
void sbx_remember_fd(PyObject *fd);

/* data.c: does the code of a package on top of the stack read its own data? */
bool sbx_is_package_data(PyObject *path);

#endif
