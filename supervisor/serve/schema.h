// SPDX-License-Identifier: MIT
// Reading values out of JSON that somebody sent.  The first mistake is told by
// its path ("files[2].path"), and nothing is read any more after it.

#ifndef SBX_SCHEMA_H
#define SBX_SCHEMA_H

#include "order.h"

/* Only these keys (NULL-terminated; NULL: any), in an object at where. */
bool sbx_schema_keys(const json_t *j, const char *where,
                     const char *const *keys, struct sbx_refusal *err);

/* The member if it is there and of this kind; else NULL, and err is filled in
 * if it is there. */
const json_t *sbx_schema_get(const json_t *j, const char *key, json_type type,
                             struct sbx_refusal *err);
const char *sbx_schema_string(const json_t *j, const char *key,
                              struct sbx_refusal *err);
bool sbx_schema_bool(const json_t *j, const char *key,
                     struct sbx_refusal *err);

/* An array of strings as a new, NULL-terminated one; NULL: not there. */
const char **sbx_schema_strings(const json_t *j, const char *key, size_t *n,
                                struct sbx_refusal *err);

/* Lower *limit (0: none) to the member, which must not be more than it.
 * unit: what one of it is (1 byte, or SBX_SECOND). */
void sbx_schema_limit(const json_t *j, const char *where, const char *key,
                      uint64_t unit, uint64_t *limit, struct sbx_refusal *err);

/* `files`, with contents in base64. */
struct sbx_file *sbx_schema_files(const json_t *j, size_t *n, bool eval,
                                  struct sbx_refusal *err);

/* Make path normal; false: it is empty, absolute, too long or climbs out. */
bool sbx_schema_path(const char *path, char *ret, size_t size);

#endif
