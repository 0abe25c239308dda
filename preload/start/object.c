// SPDX-License-Identifier: MIT
// Loaded objects by address; see object.h.

#include "object.h"

#include <link.h>
#include <stddef.h>

struct search {
    uintptr_t address;
    struct sbx_object *ret;
    unsigned seen;
};

static int
look(struct dl_phdr_info *info, size_t size, void *data)
{
    struct search *s = data;
    (void)size;
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *h = &info->dlpi_phdr[i];
        uintptr_t start = info->dlpi_addr + h->p_vaddr;
        if (h->p_type == PT_LOAD && s->address - start < h->p_memsz) {
            *s->ret = (struct sbx_object){
                .name = info->dlpi_name == NULL ? "" : info->dlpi_name,
                .base = info->dlpi_addr,
                .is_exe = s->seen == 0, /* dl_iterate_phdr(3) */
            };
            return 1;
        }
    }
    s->seen++;
    return 0;
}

bool
sbx_object_of(const void *address, struct sbx_object *ret)
{
    struct search s = {(uintptr_t)address, ret, 0};
    return dl_iterate_phdr(look, &s) != 0;
}
