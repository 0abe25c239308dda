// SPDX-License-Identifier: MIT
// Not C: scripts/exports-map preprocesses this file into the linker's version
// script, so that libpysbx.so exports the rows of interpose.def and nothing
// else.  (Whatever else it exported would replace a symbol of every program.)

#ifdef SBX_EXPORTS_MAP
#define WRAP(ret, fail, name, params, args, gate) name;
#define WRAPV(ret, fail, name, params, args, flags, gate) name;
#define OWN(name) name;
#define EMBED(name) name;
{
global:
#include "interpose.def"
local:
    *;
};
#endif
