// SPDX-License-Identifier: MIT
// The part of compat.h that needs CPython's opcode tables, which its headers
// define anew in every file that includes them.

#define NEED_OPCODE_TABLES 1   /* 3.11, 3.12: _PyOpcode_Deopt */
#define NEED_OPCODE_METADATA 1 /* 3.13: the same */
#include "compat.h"

#include "opcode.h"
#if PY_VERSION_HEX < 0x030d0000
#include "internal/pycore_opcode.h"
#else
#include "internal/pycore_opcode_metadata.h"
#endif

bool
compat_importing_from(sbx_frame *f)
{
#if PY_VERSION_HEX < 0x030c0000
    return _PyOpcode_Deopt[_Py_OPCODE(*f->prev_instr)] == IMPORT_FROM;
#elif PY_VERSION_HEX < 0x030d0000
    return _PyOpcode_Deopt[f->prev_instr->op.code] == IMPORT_FROM;
#else
    return _PyOpcode_Deopt[f->instr_ptr->op.code] == IMPORT_FROM;
#endif
}
