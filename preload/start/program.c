// SPDX-License-Identifier: MIT
// The program file, before CPython sees it: it must be source text that can be
// read.  Byte code and archives run by other ways than the one that the
// interpreter layer watches, so they are refused here, in words.

#include "core.h"
#include "start.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* How far from the end zipimport (3.13, the one that looks furthest) searches
 * for the end of the central directory: comment, end record, and the two
 * ZIP64 records before it. */
#define ZIP_TAIL (65535 + 22 + 56 + 20)

static bool
is_suffix(const char *path, const char *suffix)
{
    size_t n = strlen(path), m = strlen(suffix);
    return n >= m && strcmp(path + n - m, suffix) == 0;
}

/* CPython looks at two bytes, then insists on all four before it runs byte
 * code.  Each minor version numbers its magic from a range of fifty:
 * 3450 for 3.11, 3500 for 3.12 (Include/internal/pycore_magic_number.h). */
static bool
is_pyc(const unsigned char *head, ssize_t n, int minor)
{
    if (n < 4 || head[2] != '\r' || head[3] != '\n') {
        return false;
    }
    int magic = head[0] | head[1] << 8;
    int first = 3450 + 50 * (minor - 11);
    return magic >= first && magic < first + 50;
}

/* As zipimport does it: the last "PK\5\6" near the end, wherever it stands.
 * What else may be wrong with the archive does not matter. */
static bool
is_zip(int fd, off_t size)
{
    bool found = false;
    size_t want = size < ZIP_TAIL ? (size_t)size : ZIP_TAIL;
    char *tail = malloc(want + 1);
    if (tail == NULL) {
        sbx_die("out of memory");
    }
    ssize_t n = pread(fd, tail, want, size - (off_t)want);
    if (n > 0) {
        found = memmem(tail, (size_t)n, "PK\5\6", 4) != NULL;
    }
    free(tail);
    return found;
}

void
sbx_program_check(const char *typed, const char *path, int minor)
{
    /* O_NONBLOCK: opening a FIFO must not wait for its writer. */
    int fd = open(typed, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        sbx_die("cannot read the program %s: %s", typed, strerror(errno));
    }
    struct stat st, named;
    if (fstat(fd, &st) < 0) {
        sbx_die("cannot look at the program %s: %s", typed, strerror(errno));
    }
    if (S_ISDIR(st.st_mode)) {
        sbx_die("the program %s is a directory: running one (its __main__.py) "
                "is not supported, name the file",
                typed);
    }
    if (!S_ISREG(st.st_mode)) {
        sbx_die("the program %s is no regular file: give it as a file, or on "
                "standard input with `-`",
                typed);
    }
    /* The rule for the file is found by its name as text; after `..` behind a
     * symbolic link that name means another file. */
    if (stat(path, &named) < 0 || named.st_dev != st.st_dev
        || named.st_ino != st.st_ino) {
        sbx_die("the program %s is another file than %s: write its path "
                "without `..`",
                typed, path);
    }
    unsigned char head[4];
    ssize_t n = pread(fd, head, sizeof(head), 0);
    if (n < 0) {
        sbx_die("cannot read the program %s: %s", typed, strerror(errno));
    }
    if (is_suffix(typed, ".pyc") || is_pyc(head, n, minor)) {
        sbx_die("the program %s is byte code (.pyc): not supported, run its "
                "source",
                typed);
    }
    if (is_zip(fd, st.st_size)) {
        sbx_die("the program %s is (or ends in) a zip archive: not supported, "
                "unpack it and run a source file",
                typed);
    }
    close(fd);
}
