// SPDX-License-Identifier: MIT
// pysbx.lock().

#include "guard.h"

PyMethodDef sbx_lock_methods[] = {{NULL, NULL, 0, NULL}};
