# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# For the tests of sealed children, after helpers.bash.

# sealing IMPORT...: a policy under which no file is left but Python's own, all
# of it preloaded; with these lines of
# [imports], or of sections that they begin.
sealing() {
    # shellcheck disable=SC2016 # the policy's
    printf '[files]\nread = ${python}\n'
    printf '[process]\npreload = *\n[stdio]\nstdout = yes\nstderr = yes\n'
    printf '[imports]\nsys = stdout\n'
    printf '%s\n' "$@"
}
