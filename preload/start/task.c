// SPDX-License-Identifier: MIT
// What the Python package asks for: a request that it has written into a
// nameless file, and a pipe for the result.  Both were opened by whoever
// starts the sandbox; the program can reach neither by Python code.

#include "log_target.h"
#include "start.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct sbx_task
sbx_task_open(const char *spec)
{
    struct sbx_task task = {.result = -1};
    struct sbx_log_target target;
    struct stat st;
    int in, out, end = 0;

    if (spec == NULL) {
        return task;
    }
    if (sscanf(spec, "%6d,%6d%n", &in, &out, &end) != 2 || spec[end] != '\0'
        || in < 3 || out < 3) {
        sbx_die("PYSBX_TASK: '%s' is not two descriptors", spec);
    }
    if (fstat(in, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size == 0) {
        sbx_die("PYSBX_TASK: descriptor %d holds no request", in);
    }
    task.size = (size_t)st.st_size;
    task.at = mmap(NULL, task.size, PROT_READ, MAP_PRIVATE, in, 0);
    if (task.at == MAP_FAILED) {
        sbx_die("PYSBX_TASK: cannot read the request: %s", strerror(errno));
    }
    if (sbx_log_adopt(&target, out) != 0) {
        sbx_die("PYSBX_TASK: descriptor %d: %s", out, strerror(errno));
    }
    task.result = target.fd;
    close(in);
    close(out);
    return task;
}
