// SPDX-License-Identifier: MIT
// The environment of a zygote's child that has a policy of its own, and so an
// [env] of its own.  Nothing of the request has run yet.

#include "hooks.h"
#include "zygote.h"

#include <string.h>
#include <unistd.h>

extern char **environ;

/* The child has a policy of its own, and an environment by that: os.environ is
 * a copy which was made when the zygote began. */
void
sbx_zygote_environment(void)
{
    Owned posix = PyImport_ImportModule("posix");
    Owned map =
        posix == NULL ? NULL : PyObject_GetAttrString(posix, "environ");

    if (map == NULL || !PyDict_Check(map)) {
        sbx.host->die("zygote: cannot renew its environment");
    }
    PyDict_Clear(map); /* os.environ keeps this very dictionary */
    for (char **e = environ; *e != NULL; e++) {
        const char *equals = strchr(*e, '=');
        Owned name =
            equals == NULL
                ? NULL
                : PyBytes_FromStringAndSize(*e, (Py_ssize_t)(equals - *e));
        Owned value = equals == NULL ? NULL : PyBytes_FromString(equals + 1);
        if (name == NULL || value == NULL
            || PyDict_SetItem(map, name, value) < 0) {
            sbx.host->die("zygote: cannot renew its environment");
        }
    }
}
