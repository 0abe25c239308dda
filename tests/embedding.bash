# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# C programs that embed a shared libpython: the sandbox takes them for an
# interpreter, so they can call libc directly.

# embedder PYTHON SOURCE PROGRAM [FLAG...]: compile against PYTHON's shared
# libpython; skip where there is none.
embedder() {
    local dir library python=$1 source=$2 program=$3
    shift 3
    requires cc
    IFS=$'\t' read -r dir library < <("$python" -I -c '
import sysconfig
get = sysconfig.get_config_var
print(get("LIBDIR"), get("LDLIBRARY"), sep="\t")')
    # Debian: the interpreter itself is static, the library a package of its own.
    if [[ $library != *.so ]]; then
        library=lib$(basename "$("$python" -I -c '
import sys
print("python%d.%d" % sys.version_info[:2])')").so
    fi
    local found
    for found in "$dir/$library" "$dir/$(cc -print-multiarch)/$library"; do
        if [ -e "$found" ]; then
            cc -O1 -g -D_GNU_SOURCE -Wall -Wextra -Werror -o "$program" "$@" "$source" \
                -Wl,--no-as-needed "$found" -Wl,-rpath,"${found%/*}"
            return
        fi
    done
    skip "a shared libpython for $python is absent"
}
