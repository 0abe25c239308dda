// SPDX-License-Identifier: MIT
// The row type of policy_keys.c, and the setters that live elsewhere.

#ifndef SBX_POLICY_KEYS_H
#define SBX_POLICY_KEYS_H

#include "policy_build.h"

struct sbx_key;

/* Read value into the policy.  0, or -1 with b->err. */
typedef int sbx_setter(struct sbx_policy_build *b, const struct sbx_key *k,
                       const char *value, const struct sbx_origin *at);

struct sbx_key {
    const char *section;
    const char *name;
    sbx_setter *set;
    size_t field;         /* of struct sbx_policy */
    unsigned rights;      /* of a path */
    bool trusted;         /* of a path */
    const char *words[2]; /* of a switch: what means on, and off */
    const char *(*limit)(const char *, uint64_t *);
};

/* policy_lists.c */
sbx_setter sbx_set_ports, sbx_set_env_pass, sbx_set_env, sbx_set_preload;
sbx_setter sbx_set_execute; /* policy_program.c */
int sbx_set_import(struct sbx_policy_build *b, const char *module,
                   const char *value, const struct sbx_origin *at);

/* In one file a key must not have two values: an error if old, which value
 * contradicts, is of the same file.  A later profile, and a file that
 * includes, override instead. */
int sbx_policy_contradicts(struct sbx_policy_build *b, const char *key,
                           const char *value, const struct sbx_origin *old,
                           const struct sbx_origin *at);

#endif
