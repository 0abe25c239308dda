// SPDX-License-Identifier: MIT
// The log's memory.  Atomic operations only; all are lock-free on the machines
// that pysbx runs on, so they are safe in signal handlers.

#include "log_table.h"

#include <string.h>
#include <sys/auxv.h>

#define SLOTS 2048 /* a power of two, at most half full */

static uint64_t seen[SLOTS];
static unsigned distinct;
static uint64_t key[2];

void
sbx_log_seed(void)
{
    const void *random = (const void *)getauxval(AT_RANDOM);

    if (random != NULL) {
        memcpy(key, random, sizeof key);
    }
}

/* SipHash-1-3, Aumasson and Bernstein 2012. */
struct sip {
    uint64_t v[4];
    uint64_t word; /* of bytes not mixed in yet */
    size_t n;      /* bytes so far */
};

static uint64_t
rotate(uint64_t x, unsigned by)
{
    return x << by | x >> (64 - by);
}

static void
sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[2] += v[3];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] = rotate(v[0], 32);
    v[2] += v[1];
    v[0] += v[3];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] = rotate(v[2], 32);
}

static void
sip_byte(struct sip *s, unsigned char c)
{
    s->word |= (uint64_t)c << (s->n % 8 * 8);
    if (++s->n % 8 == 0) {
        s->v[3] ^= s->word;
        sip_round(s->v);
        s->v[0] ^= s->word;
        s->word = 0;
    }
}

uint64_t
sbx_log_hash(const char *const *strings, size_t n, long line)
{
    struct sip s = {{key[0] ^ UINT64_C(0x736f6d6570736575),
                     key[1] ^ UINT64_C(0x646f72616e646f6d),
                     key[0] ^ UINT64_C(0x6c7967656e657261),
                     key[1] ^ UINT64_C(0x7465646279746573)},
                    0,
                    0};

    for (size_t i = 0; i < n; i++) {
        for (const char *p = strings[i]; p != NULL && *p != '\0'; p++) {
            sip_byte(&s, (unsigned char)*p);
        }
        sip_byte(&s, 0); /* strings have none inside */
    }
    for (size_t i = 0; i < sizeof line; i++) {
        sip_byte(&s, (unsigned char)((unsigned long)line >> (8 * i)));
    }
    s.word |= (uint64_t)s.n << 56;
    s.v[3] ^= s.word;
    sip_round(s.v);
    s.v[0] ^= s.word;
    s.v[2] ^= 0xFF;
    sip_round(s.v);
    sip_round(s.v);
    sip_round(s.v);
    uint64_t hash = s.v[0] ^ s.v[1] ^ s.v[2] ^ s.v[3];
    return hash != 0 ? hash : 1;
}

bool
sbx_log_first(uint64_t hash)
{
    for (size_t i = hash % SLOTS;; i = (i + 1) % SLOTS) {
        uint64_t old = __atomic_load_n(&seen[i], __ATOMIC_RELAXED);
        if (old == hash) {
            return false;
        }
        if (old != 0) {
            continue;
        }
        /* Count first: more than SLOTS would search for ever. */
        if (__atomic_fetch_add(&distinct, 1, __ATOMIC_RELAXED)
            >= SBX_LOG_DISTINCT) {
            __atomic_store_n(&distinct, SBX_LOG_DISTINCT, __ATOMIC_RELAXED);
            return false;
        }
        if (__atomic_compare_exchange_n(&seen[i], &old, hash, false,
                                        __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
            return true;
        }
        /* Another thread took the slot: look at it again. */
        __atomic_fetch_sub(&distinct, 1, __ATOMIC_RELAXED);
        i = (i + SLOTS - 1) % SLOTS;
    }
}

struct sbx_tally *
sbx_log_tally(struct sbx_tally *at, size_t n, uint64_t hash, bool *fresh)
{
    *fresh = false;
    for (; n > 0; at++, n--) {
        uint64_t old = 0;
        *fresh = __atomic_compare_exchange_n(
            &at->hash, &old, hash, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
        if (*fresh || old == hash) {
            return at;
        }
    }
    return NULL;
}

void
sbx_log_forget(void)
{
    memset(seen, 0, sizeof seen);
    distinct = 0;
}
