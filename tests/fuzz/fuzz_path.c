// SPDX-License-Identifier: MIT
// sbx_path_normal against a second, slower writing of the same rule.

#include "path.h"
#include "policy.h"
#include "require.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MAX 4096

/* Push the components of path on a stack, pop at `..`. */
static size_t
push(char *path, char **stack, size_t n)
{
    char *save = NULL;

    for (char *part = strtok_r(path, "/", &save); part != NULL;
         part = strtok_r(NULL, "/", &save)) {
        if (strcmp(part, "..") == 0) {
            n -= n > 0;
        }
        else if (strcmp(part, ".") != 0) {
            stack[n++] = part;
        }
    }
    return n;
}

/* The expected text, or false where there is none. */
static bool
expected(const char *cwd, const char *path, char *out)
{
    static char *stack[2 * MAX];
    char a[MAX], b[MAX];
    size_t n = 0;

    if (path[0] == '\0' || (path[0] != '/' && cwd[0] != '/')) {
        return false;
    }
    strcpy(a, cwd);
    strcpy(b, path);
    if (path[0] != '/') {
        n = push(a, stack, n);
    }
    n = push(b, stack, n);
    strcpy(out, n == 0 ? "/" : "");
    for (size_t i = 0; i < n; i++) {
        strcat(strcat(out, "/"), stack[i]);
    }
    return true;
}

/* Two strings and a size from the input. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char cwd[MAX] = "", path[MAX] = "", want[2 * MAX + 2], out[2 * MAX + 2];

    if (size < 2 || size >= MAX) {
        return 0;
    }
    size_t room = data[0] | (size_t)data[1] << 8;
    data += 2;
    size -= 2;
    const uint8_t *zero = memchr(data, 0, size);
    size_t n = zero != NULL ? (size_t)(zero - data) : 0;
    memcpy(cwd, data, n);
    if (zero != NULL) {
        n++;
    }
    memcpy(path, data + n, size - n); /* may hold a NUL: ends there */

    bool possible = expected(cwd, path, want);
    errno = 0;
    int rc = sbx_path_normal(cwd, path, out, sizeof out);
    REQUIRE((rc == 0) == possible);
    if (rc != 0) {
        REQUIRE(errno == ENOENT);
        return 0;
    }
    REQUIRE(strcmp(out, want) == 0 && sbx_path_is_normal(out));
    REQUIRE(sbx_path_is_normal(path) == (strcmp(path, out) == 0));

    /* Too little room is an error, never half a path nor a byte too many. */
    char *tight = malloc(room != 0 ? room : 1);
    REQUIRE(tight != NULL);
    rc = sbx_path_normal(cwd, path, tight, room);
    if (rc == 0) {
        REQUIRE(strcmp(tight, want) == 0);
    }
    else {
        REQUIRE(errno == ENAMETOOLONG);
        /* `..` may shrink what did not fit on the way. */
        REQUIRE(strlen(cwd) + strlen(path) + 3 > room);
    }
    free(tight);
    return 0;
}
