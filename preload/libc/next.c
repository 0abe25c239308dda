// SPDX-License-Identifier: MIT
// dlsym(RTLD_NEXT) for many names at once, in a fifth of its time: the same
// walk over the objects behind ours, by their GNU hash tables.  What it does
// not find here, or finds in a form that needs the loader, is left to dlsym.

#include "next.h"

#include <elf.h>
#include <link.h>
#include <stdint.h>
#include <string.h>
#include <sys/auxv.h>

/* One object's tables (System V gABI; the hash section of binutils). */
struct tables {
    uintptr_t base;
    const ElfW(Sym) * symbols;
    const char *strings;
    const ElfW(Half) * versions; /* or NULL */
    uint32_t n_buckets, first, n_bloom, shift;
    const ElfW(Addr) * bloom;
    const uint32_t *buckets, *chains;
};

/* And go on to the next name. */
static uint32_t
hash_of(const char **s)
{
    uint32_t h = 5381;
    const char *p = *s;
    for (; *p != '\0'; p++) {
        h = h * 33 + (unsigned char)*p;
    }
    *s = p + 1;
    return h;
}

/* False: no such tables here. */
static bool
read_tables(const struct dl_phdr_info *info, struct tables *t)
{
    const ElfW(Dyn) *d = NULL;
    const uint32_t *hash = NULL;

    *t = (struct tables){.base = info->dlpi_addr};
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type == PT_DYNAMIC) {
            d = (const void *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
        }
    }
    /* glibc has made these absolute. */
    for (; d != NULL && d->d_tag != DT_NULL; d++) {
        const void *at = (const void *)d->d_un.d_ptr;
        switch (d->d_tag) {
        case DT_GNU_HASH:
            hash = at;
            break;
        case DT_SYMTAB:
            t->symbols = at;
            break;
        case DT_STRTAB:
            t->strings = at;
            break;
        case DT_VERSYM:
            t->versions = at;
            break;
        default:
            break;
        }
    }
    if (hash == NULL || t->symbols == NULL || t->strings == NULL) {
        return false;
    }
    t->n_buckets = hash[0];
    t->first = hash[1];
    t->n_bloom = hash[2];
    t->shift = hash[3];
    t->bloom = (const void *)(hash + 4);
    t->buckets = (const void *)(t->bloom + t->n_bloom);
    t->chains = t->buckets + t->n_buckets;
    return t->n_buckets != 0 && t->n_bloom != 0
           && (t->n_bloom & (t->n_bloom - 1)) == 0;
}

/* The default version of name (what an unversioned dlsym finds), or NULL. */
static const ElfW(Sym)
    * find(const struct tables *t, const char *name, uint32_t hash)
{
    const unsigned bits = sizeof(ElfW(Addr)) * 8;
    /* n_bloom is a power of two. */
    ElfW(Addr) word = t->bloom[hash / bits & (t->n_bloom - 1)];
    if ((word >> hash % bits & word >> (hash >> t->shift) % bits & 1) == 0) {
        return NULL;
    }
    uint32_t i = t->buckets[hash % t->n_buckets];
    for (; i >= t->first && i != 0; i++) {
        const ElfW(Sym) *s = &t->symbols[i];
        uint32_t h = t->chains[i - t->first];
        if ((h | 1) == (hash | 1) && s->st_shndx != SHN_UNDEF
            && (t->versions == NULL || (t->versions[i] & 0x8000) == 0)
            && strcmp(t->strings + s->st_name, name) == 0) {
            return s;
        }
        if ((h & 1) != 0) {
            break;
        }
    }
    return NULL;
}

/* Found, but its address is for the loader to tell (STT_GNU_IFUNC). */
#define LOADER ((void *)1)

#define MAX_NAMES 256

struct walk {
    const char *names[MAX_NAMES];
    uint32_t hashes[MAX_NAMES];
    size_t n;
    void **slots;
    bool behind; /* us, in the order of the search */
};

static bool
is_us(const struct dl_phdr_info *info)
{
    static const char here;
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *h = &info->dlpi_phdr[i];
        uintptr_t start = info->dlpi_addr + h->p_vaddr;
        if (h->p_type == PT_LOAD && (uintptr_t)&here - start < h->p_memsz) {
            return true;
        }
    }
    return false;
}

static int
look(struct dl_phdr_info *info, size_t size, void *data)
{
    struct walk *w = data;
    struct tables t;
    (void)size;

    if (!w->behind) {
        w->behind = is_us(info);
        return 0;
    }
    /* The kernel's own object is in the list, but not in the search. */
    if (info->dlpi_addr == getauxval(AT_SYSINFO_EHDR)) {
        return 0;
    }
    if (!read_tables(info, &t)) {
        return 1; /* it may have any of them */
    }
    for (size_t i = 0; i < w->n; i++) {
        const ElfW(Sym) *s =
            w->slots[i] == NULL ? find(&t, w->names[i], w->hashes[i]) : NULL;
        if (s != NULL) {
            w->slots[i] = ELF64_ST_TYPE(s->st_info) == STT_FUNC
                              ? (void *)(t.base + s->st_value)
                              : LOADER;
        }
    }
    return 0;
}

void
sbx_next_symbols(const char *names, void **slots)
{
    struct walk w;
    w.n = 0;
    w.slots = slots;
    w.behind = false;
    while (*names != '\0' && w.n < MAX_NAMES) {
        w.names[w.n] = names;
        w.hashes[w.n++] = hash_of(&names);
    }
    dl_iterate_phdr(look, &w);
    for (size_t i = 0; i < w.n; i++) {
        if (slots[i] == LOADER) {
            slots[i] = NULL;
        }
    }
}
