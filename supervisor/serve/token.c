// SPDX-License-Identifier: MIT
// The token.  It is compared in a time that tells nothing about it.

#include "token.h"

#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define LEAST 16 /* characters: shorter ones can be guessed */
#define MOST 255

static char token[MOST + 1];

static void
check(const char *from)
{
    size_t n = strlen(token);

    while (n > 0 && strchr(" \t\r\n", token[n - 1]) != NULL) {
        token[--n] = '\0';
    }
    if (n < LEAST) {
        sbx_die("serve: the token in %s is shorter than %d characters", from,
                LEAST);
    }
    for (size_t i = 0; i < n; i++) {
        if (token[i] <= ' ' || token[i] > '~') {
            sbx_die("serve: the token in %s has characters that HTTP headers "
                    "cannot express",
                    from);
        }
    }
}

void
sbx_token_read(const char *file)
{
    char *value = getenv("PYSBX_TOKEN");
    struct stat st;

    if (file != NULL) {
        int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
        ssize_t n =
            fd < 0 || fstat(fd, &st) != 0 ? -1 : read(fd, token, sizeof token);
        if (n < 0 || (size_t)n == sizeof token) {
            sbx_die("serve: --token-file %s: %s", file,
                    n < 0 ? strerror(errno) : "is too long");
        }
        token[n] = '\0';
        close(fd);
        if ((st.st_mode & 007) != 0) {
            sbx_die("serve: --token-file %s: everybody may read or write it",
                    file);
        }
        check(file);
    }
    else if (value != NULL && value[0] != '\0') {
        if (strlen(value) > MOST) {
            sbx_die("serve: PYSBX_TOKEN is too long");
        }
        strcpy(token, value);
        check("PYSBX_TOKEN");
    }
    if (value != NULL) {
        explicit_bzero(value, strlen(value));
        unsetenv("PYSBX_TOKEN");
    }
}

bool
sbx_token_is_set(void)
{
    return token[0] != '\0';
}

/* All MOST characters are looked at, whatever is given. */
static bool
is_same(const char *given)
{
    char padded[sizeof token] = {0};
    volatile unsigned char differs = 0;
    size_t n = strnlen(given, sizeof padded);

    memcpy(padded, given, n < sizeof padded ? n : 0);
    for (size_t i = 0; i < sizeof padded; i++) {
        differs |= (unsigned char)(padded[i] ^ token[i]);
    }
    return differs == 0 && token[0] != '\0';
}

bool
sbx_token_is_good(const char *header)
{
    static const char scheme[] = "Bearer ";

    if (header == NULL || strncasecmp(header, scheme, strlen(scheme)) != 0) {
        return false;
    }
    header += strlen(scheme);
    return is_same(header + strspn(header, " "));
}
