// SPDX-License-Identifier: MIT
// The policy as the supervisor reads it: the same text, by the same parser, as
// libpysbx.so will read it in the sandboxed process.

#ifndef SBX_PROFILE_H
#define SBX_PROFILE_H

#include "overlay.h"
#include "place.h"
#include "policy.h"

/* What the options of a sub-command say about the policy. */
struct sbx_profile_options {
    const char *policy; /* --policy; NULL: the environment's, or default */
    const char *python; /* --python */
    struct sbx_overlay overlay;
    const char *names; /* all profiles; once sbx_profile_names was called */
    /* The rows before those for one path or module were merged; once
     * sbx_profile_load was called. */
    SBX_ARRAY(struct sbx_path_rule) paths;
    SBX_ARRAY(struct sbx_import_rule) imports;
};

/* Take one of SBX_POLICY_OPTIONS but --help; false if it is none. */
bool sbx_profile_option(struct sbx_profile_options *o, int option,
                        const char *value);

/* How many processes a program may be, all in all; 0: any number. */
uint64_t sbx_profile_processes(const struct sbx_policy *p);

/* All profiles, with commas, the options' own last.  Writes the overlay. */
const char *sbx_profile_names(struct sbx_profile_options *o);

/* Parse, and print the remarks; dies.  script: NULL, or the program's file;
 * python: its places or NULL.  Not compiled yet. */
struct sbx_policy *sbx_profile_parse(const struct sbx_profile_options *o,
                                     const char *names,
                                     const struct sbx_place *place,
                                     const char *script,
                                     const char *const *python);

/* The interpreter of the options, and what it says of itself; dies. */
void sbx_profile_interp(const struct sbx_profile_options *o,
                        const struct sbx_place *place, struct sbx_interp *ret);

/* The same as sbx_profile_parse, compiled, with the interpreter's own places:
 * for questions. */
struct sbx_policy *sbx_profile_load(struct sbx_profile_options *o,
                                    const struct sbx_place *place,
                                    const char *script,
                                    struct sbx_interp *interp);

/* Which line it was that granted this right of a merged rule, or this name of
 * a module ("*"; NULL: any). */
const struct sbx_origin *
sbx_profile_path_origin(const struct sbx_profile_options *o,
                        const struct sbx_path_rule *r, unsigned rights);
const struct sbx_origin *
sbx_profile_import_origin(const struct sbx_profile_options *o,
                          const struct sbx_import_rule *r, const char *name);

/* "default.conf:12", "--wall 10s"; a new string. */
char *sbx_profile_origin(const struct sbx_profile_options *o,
                         const struct sbx_origin *origin);

/* Does it grant modules that are not in the standard library? */
bool sbx_profile_needs_site(const struct sbx_policy *p);

/* Does a PYTHON* variable reach the interpreter? */
bool sbx_profile_python_env(const struct sbx_policy *p);

#endif
