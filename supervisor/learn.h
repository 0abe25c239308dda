// SPDX-License-Identifier: MIT
// The parts of `pysbx learn`: a policy that grows until a program passes.

#ifndef SBX_LEARN_H
#define SBX_LEARN_H

#include "claims.h"
#include "job.h"
#include "profile.h"
#include "program.h"
#include "verdict.h"

/* One line that the program needs. */
struct sbx_need {
    const char *section, *key, *value;
    const char *where; /* "program.py:3", or NULL */
};

struct sbx_learn {
    struct sbx_profile_options base; /* what is granted from the start */
    bool from_nothing;               /* no --policy: not even default */
    struct sbx_program program;
    struct sbx_place place;
    struct sbx_interp interp;
    uint64_t wall; /* for each round; nanoseconds */
    int in;        /* what every round reads; 0: our own */
    struct sbx_need *at;
    size_t n;
    unsigned rounds;
    bool proof; /* nothing more is learned: as it will be in use */
};

/* What a round showed. */
struct sbx_round {
    struct sbx_outcome outcome;
    struct sbx_claims claims;
    struct sbx_exception exception;
    struct sbx_verdict verdict;
};

struct sbx_learn_command {
    struct sbx_learn learn;
    const char *file;
    bool deny, quiet;
};

/* learn_tell.c.  progress: a line on terminals.  passes: nothing was refused,
 * and it ended by itself: whatever its status is, it is not our doing.  tell:
 * how it went, in a line or two; the exit status. */
void sbx_learn_announce(const struct sbx_learn_command *c);
void sbx_learn_progress(const struct sbx_learn_command *c, bool last);
bool sbx_learn_passes(const struct sbx_round *r);
void sbx_learn_write(const struct sbx_learn_command *c);
int sbx_learn_tell(const struct sbx_learn_command *c,
                   const struct sbx_round *r);

/* Run the program under the base and the needs.  show: its output is shown. */
void sbx_learn_round(struct sbx_learn *l, bool show, struct sbx_round *ret);

/* Run it bare and take what it uses; before any round. */
void sbx_learn_record(struct sbx_learn *l, struct sbx_round *ret);

/* What is granted before anything was learned. */
void sbx_learn_begin(struct sbx_learn *l);

/* Put what the round was refused into the needs; how many are new. */
size_t sbx_learn_take(struct sbx_learn *l, const struct sbx_round *r);

/* `from m import *` asks for no name: grant all names of the modules of which
 * none was asked for.  How many there are. */
size_t sbx_learn_stars(struct sbx_learn *l);

/* A refusal that no line allows, or NULL. */
const struct sbx_claim *sbx_learn_dead_end(const struct sbx_round *r);

/* Fold files into directories, put variables back, sort. */
void sbx_learn_tidy(struct sbx_learn *l);

/* Limits with head-room, from what the round used. */
void sbx_learn_limits(struct sbx_learn *l, const struct sbx_round *r);
/* Twice the memory; false: there is no limit. */
bool sbx_learn_more_memory(struct sbx_learn *l);

/* Set the value of the only line with this key. */
void sbx_learn_set(struct sbx_learn *l, const char *section, const char *key,
                   const char *value);

/* The policy as text; a new string. */
char *sbx_learn_text(const struct sbx_learn *l);

#endif
