// SPDX-License-Identifier: MIT
// Where residents listen: a directory that nobody else can write to, name or
// enter.  In a directory that anybody can write to, what is there already may
// be somebody else's: looked at through one descriptor, without links.

#include "resident.h"

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static bool
is_ours(int fd)
{
    struct stat st;

    return fstat(fd, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid()
           && (st.st_mode & 077) == 0;
}

int
sbx_resident_directory(const char **why)
{
    static char path[4096];
    const char *base = getenv("XDG_RUNTIME_DIR");
    struct stat st;
    int n;

    if (base != NULL && base[0] == '/' && stat(base, &st) == 0
        && S_ISDIR(st.st_mode) && st.st_uid == geteuid()) {
        n = snprintf(path, sizeof path, "%s/pysbx", base);
    }
    else {
        n = snprintf(path, sizeof path, "/tmp/pysbx-%d", (int)geteuid());
    }
    if (n < 0 || (size_t)n >= sizeof path
        || (mkdir(path, 0700) != 0 && errno != EEXIST)) {
        *why = "its directory cannot be made";
        return -1;
    }
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 || !is_ours(fd)) {
        *why = sbx_format("%s is not a directory that only we may use", path);
        if (fd >= 0) {
            close(fd);
        }
        return -1;
    }
    return fd;
}

/* By the descriptor: the path might mean something else by now. */
void
sbx_resident_address(int dir, const char *name, struct sockaddr_un *ret)
{
    *ret = (struct sockaddr_un){.sun_family = AF_UNIX};
    snprintf(ret->sun_path, sizeof ret->sun_path, "/proc/self/fd/%d/%s", dir,
             name);
}
