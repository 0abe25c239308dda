// SPDX-License-Identifier: MIT
// Which interpreter is run, and whether it loads the library.  LD_PRELOAD
// fails open: a static interpreter, one of another libc, a set-user-ID one, or
// a library on a file system without exec would run programs bare.  So the
// arguments are such that only the library can make sense of them; see
// SBX_INTERP_MARK.

#include "place.h"

#include "cli.h"
#include "job.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ASK_LIMIT UINT64_C(20000000000) /* ns: a shim on a busy machine */

static bool
is_program(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode)
           && access(path, X_OK) == 0;
}

const char *
sbx_interp_in_path(const char *name)
{
    const char *path = getenv("PATH");

    if (path == NULL || *path == '\0') {
        path = "/usr/local/bin:/usr/bin:/bin";
    }
    for (;; path++) {
        size_t n = strcspn(path, ":");
        char *file =
            sbx_format("%.*s%s%s", (int)n, path, n == 0 ? "./" : "/", name);
        if (is_program(file)) {
            return file;
        }
        free(file);
        path += n;
        if (*path == '\0') {
            return NULL;
        }
    }
}

/* The answer: "version", "exe", "hooks" (or empty), then the places, each
 * with a NUL behind it. */
static bool
read_answer(const char *text, size_t n, struct sbx_interp *ret)
{
    size_t fields = 0, i = 0;

    for (size_t k = 0; k < n; k++) {
        fields += text[k] == '\0';
    }
    if (fields < 3 || text[n - 1] != '\0') {
        return false;
    }
    ret->python = sbx_need(calloc(fields - 2, sizeof *ret->python));
    for (const char *p = text; p < text + n; p += strlen(p) + 1, i++) {
        char *copy = sbx_need(strdup(p));
        if (i == 0) {
            ret->version = copy;
        }
        else if (i == 1) {
            ret->path = copy;
        }
        else if (i == 2) {
            ret->hooks = copy[0] != '\0';
        }
        else {
            ret->python[i - 3] = copy;
        }
    }
    return ret->path[0] == '/';
}

const char *
sbx_interp_ask(const struct sbx_place *place, struct sbx_interp *ret)
{
    char *const argv[] = {(char *)ret->path, "-IS" SBX_INTERP_MARK, "-c",
                          "pass", NULL};
    struct sbx_job job = {.path = ret->path,
                          .argv = argv,
                          .place = place,
                          .policy = "default",
                          .tell = true,
                          .claims = true,
                          .capture = true,
                          .discard = true,
                          .wall = ASK_LIMIT};
    struct sbx_outcome o;

    sbx_job_run(&job, &o);
    if (o.claims.n > 0 && !o.claims.cut
        && read_answer(o.claims.at, o.claims.n, ret)) {
        return NULL;
    }
    /* Its own words, if it has any. */
    char *text = sbx_shown(sbx_buffer_line(&o.error));
    return strncmp(text, "pysbx: ", 7) == 0
               ? text + 7
               : sbx_format("it does not load %s (static, or of another "
                            "architecture or libc?): it would run without a "
                            "sandbox",
                            place->library);
}

void
sbx_interp_find(const char *wanted, struct sbx_interp *ret)
{
    const char *source = "--python";

    *ret = (struct sbx_interp){0};
    if (wanted == NULL) {
        wanted = getenv("PYSBX_PYTHON");
        source = "PYSBX_PYTHON";
    }
    if (wanted == NULL || wanted[0] == '\0') {
        wanted = "python3";
        source = "the interpreter";
    }
    ret->path =
        strchr(wanted, '/') != NULL ? wanted : sbx_interp_in_path(wanted);
    if (ret->path == NULL) {
        sbx_die("no %s in PATH: install Python, or name one by --python",
                wanted);
    }
    if (access(ret->path, F_OK) != 0) {
        sbx_die("%s: %s: %s", source, wanted, strerror(errno));
    }
    if (!is_program(ret->path)) {
        sbx_die("%s: %s is no program that can be run", source, wanted);
    }
}
