// SPDX-License-Identifier: MIT
// The policy: what its rules about paths grant, and paths as text.

#include "path.h"
#include "policy_scratch.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_paths(void)
{
    char text[1000], path[400];

    snprintf(text, sizeof text,
             "[files]\nread = %s/ok\nwrite = %s/ok/rw\nread = %s/one\n"
             "read = %s/link\nread = %s/gone\nwrite = %s/new\n"
             "trusted = %s/lib\nread = %s/lib/doc\n",
             dir, dir, dir, dir, dir, dir, dir, dir);
    snprintf(path, sizeof path,
             "cd %s && mkdir -p ok/rw ok.evil lib/doc real && touch one one2 "
             "&& ln -s real link",
             dir);
    CHECK(system(path) == 0);
    struct sbx_policy *p = parse_text(text);
#define AT(name) (snprintf(path, sizeof path, "%s/%s", dir, name), path)
#define GRANTS(name, rights, trusted) \
    (sbx_policy_path(p, AT(name), rights, trusted) != NULL)
    CHECK(GRANTS("ok", SBX_READ, false));
    CHECK(GRANTS("ok/a/b", SBX_READ, false));
    CHECK(!GRANTS("ok", SBX_WRITE, false));
    CHECK(!GRANTS("ok.evil", SBX_READ, false));
    CHECK(!GRANTS("ok.evil/x", SBX_READ, false));
    CHECK(!GRANTS("o", SBX_READ, false));
    CHECK(!GRANTS("okay", SBX_READ, false));
    CHECK(!GRANTS("", SBX_READ, false));
    CHECK(!GRANTS("ok/../one2", SBX_READ, false)); /* not normal */
    CHECK(!GRANTS("ok//x", SBX_READ, false));
    CHECK(!GRANTS("ok/.", SBX_READ, false));
    CHECK(!GRANTS("ok/", SBX_READ, false));
    /* Rights of two rules add up. */
    CHECK(GRANTS("ok/rw/x", SBX_READ | SBX_WRITE, false));
    CHECK(!GRANTS("ok/x", SBX_READ | SBX_WRITE, false));
    CHECK(!GRANTS("ok/rw/x", 0, false)); /* asking for nothing is a bug */
    CHECK(GRANTS("one", SBX_READ, false));
    CHECK(!GRANTS("one/x", SBX_READ, false)); /* a file, not a directory */
    CHECK(!GRANTS("one2", SBX_READ, false));
    /* A link counts by both of its names. */
    CHECK(GRANTS("link/x", SBX_READ, false));
    CHECK(GRANTS("real/x", SBX_READ, false));
    /* What is not there can be asked for, and never made. */
    CHECK(GRANTS("gone", SBX_READ, false));
    CHECK(!GRANTS("gone/x", SBX_READ, false));
    CHECK(!GRANTS("new", SBX_WRITE, false));
    CHECK(strstr(warned, "p.conf:6: ") != NULL
          && strstr(warned, "gone: No such file or directory: the rule has no "
                            "effect")
                 != NULL
          && strstr(warned, "p.conf:7: ") != NULL);
    /* Trusted rules are for those who ask for them. */
    CHECK(GRANTS("lib/x", SBX_READ, true));
    CHECK(!GRANTS("lib/x", SBX_READ, false));
    CHECK(GRANTS("lib/doc/x", SBX_READ, false));
    CHECK_TEXT(who(p, "relative", SBX_READ, true), "");
    CHECK_TEXT(who(p, "/", SBX_READ, true), "");
    sbx_policy_free(p);

    p = parse_text("[files]\nread = /\n");
    CHECK_TEXT(who(p, "/", SBX_READ, false), "/");
    CHECK_TEXT(who(p, "/a", SBX_READ, false), "/");
    CHECK_TEXT(who(p, "/a/b", SBX_READ, false), "/");
    sbx_policy_free(p);
}

static void
test_same_path_trusted_and_not(void)
{
    struct sbx_policy *p =
        parse_text("[files]\nread = /usr/lib\ntrusted = /usr/lib\n");

    CHECK(p->paths.n == 2 && p->paths.at[1].trusted);
    CHECK(sbx_policy_path(p, "/usr/lib/x", SBX_READ, false) != NULL);
    CHECK(sbx_policy_path(p, "/usr/lib/x", SBX_READ, true) != NULL);
    sbx_policy_free(p);
}

static void
test_same_path_twice(void)
{
    struct sbx_policy *p =
        parse_text("[files]\nread = /usr\nwrite = /usr//\nread = /usr\n");

    CHECK(p->paths.n == 1);
    CHECK_TEXT(who(p, "/usr/x", SBX_READ | SBX_WRITE, false), "/usr");
    sbx_policy_free(p);
}

static void
test_added_paths(void)
{
    struct sbx_policy_build *b = sbx_policy_new(dir, &vars, on_warning, &err);
    struct sbx_policy *p = &b->policy;

    CHECK(sbx_policy_text(b, "p", "[files]\nwrite = /usr", 20) == 0);
    CHECK(sbx_policy_add_path(p, "/usr/share/", SBX_READ, true, &err) == 0);
    CHECK(sbx_policy_add_path(p, "x", SBX_READ, true, &err) == -1);
    CHECK_TEXT(err.text, "x: not an absolute path");
    CHECK(sbx_policy_compile(p, &err) == 0); /* the program may be writable */
    CHECK_TEXT(who(p, "/usr/share/x", SBX_READ, true), "/usr/share");
    CHECK_TEXT(who(p, "/usr/share/x", SBX_READ, false), "");
    CHECK(sbx_policy_add_path(p, "/tmp", SBX_READ, true, &err) == -1);
    sbx_policy_free(p);
}

static void
test_many(void)
{
    size_t size = 12 << 20, n = 0;
    char *text = malloc(size), name[64];

    if (text == NULL) {
        return;
    }
    n += (size_t)sprintf(text, "[files]\n");
    for (int i = 0; i < 100000; i++) {
        n += (size_t)sprintf(text + n, "trusted = /nowhere/%d/file\n", i);
    }
    n += (size_t)sprintf(text + n, "[imports]\n");
    for (int i = 0; i < 10000; i++) {
        n += (size_t)sprintf(text + n, "m%d = b, a, *\n", i * 7 % 10000);
    }
    struct sbx_policy *p = parse_text(text);
    CHECK(p->paths.n == 100000 && p->imports.n == 10000);
    for (int i = 0; i < 100000; i += 997) {
        snprintf(name, sizeof name, "/nowhere/%d/file", i);
        CHECK_TEXT(who(p, name, SBX_READ, true), name);
        snprintf(name, sizeof name, "m%d", i / 10);
        CHECK(sbx_policy_import(p, name) != NULL);
    }
    sbx_policy_free(p);
    free(text);
}

/* Many paths of one directory, which is kept open meanwhile: what they are is
 * seen as if each had been looked at alone. */
static void
test_one_directory(void)
{
    char text[2000], path[300], other[300];
    size_t n;

    snprintf(text, sizeof text,
             "cd %s && mkdir many && ln -s many alias && touch one many/0 "
             "many/1 many/2 many/3 many/4",
             dir);
    CHECK(system(text) == 0);
    n = (size_t)snprintf(text, sizeof text, "[files]\n");
    for (int i = 0; i < 8; i++) {
        n += (size_t)snprintf(text + n, sizeof text - n, "read = %s/many/%d\n",
                              dir, i);
    }
    snprintf(path, sizeof path, "%s/many/5", dir);
    snprintf(other, sizeof other, "%s/many/4", dir);
    CHECK(symlink("../one", path) == 0);
    snprintf(path, sizeof path, "%s/many/6", dir);
    CHECK(mkdir(path, 0700) == 0);
    struct sbx_policy *p = parse_text(text);
    CHECK(p->paths.n == 9); /* the link's target has a rule of its own */
    for (size_t i = 0; i < p->paths.n; i++) {
        const struct sbx_path_rule *r = &p->paths.at[i];
        char last = r->path[strlen(r->path) - 1];
        CHECK(r->is_dir == (last == '6') && r->missing == (last == '7'));
    }
    snprintf(path, sizeof path, "%s/one", dir);
    CHECK_TEXT(who(p, path, SBX_READ, false), path);
    CHECK(strstr(warned, "many/7: No such file") != NULL);
    sbx_policy_free(p);

    /* The same by another name of the directory: both names are granted. */
    n = (size_t)snprintf(text, sizeof text, "[files]\n");
    for (int i = 0; i < 5; i++) {
        n += (size_t)snprintf(text + n, sizeof text - n,
                              "read = %s/alias/%d\n", dir, i);
    }
    p = parse_text(text);
    CHECK(p->paths.n == 10);
    CHECK_TEXT(who(p, other, SBX_READ, false), other);
    sbx_policy_free(p);
}

static void
test_path_normal(void)
{
    static const struct {
        const char *cwd, *path, *want;
    } rows[] = {
        {NULL, "/", "/"},
        {NULL, "//", "/"},
        {NULL, "/a/b", "/a/b"},
        {NULL, "//a///b//", "/a/b"},
        {NULL, "/./a/./b/.", "/a/b"},
        {NULL, "/a/../b", "/b"},
        {NULL, "/../../a", "/a"},
        {NULL, "/a/..", "/"},
        {NULL, "/a/b/../..", "/"},
        {NULL, "/...", "/..."},
        {NULL, "/..a/.b", "/..a/.b"},
        {"/w", "a", "/w/a"},
        {"/w/x", "../a", "/w/a"},
        {"/w", "../../../a", "/a"},
        {"/", "a", "/a"},
        {"/w/../v//", ".", "/v"},
        {"/w", "/a", "/a"},
    };
    char out[4096], tight[5];

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK(sbx_path_normal(rows[i].cwd, rows[i].path, out, sizeof out)
              == 0);
        CHECK_TEXT(out, rows[i].want);
        CHECK(sbx_path_is_normal(out));
    }
    CHECK(sbx_path_normal("/", "", out, sizeof out) == -1 && errno == ENOENT);
    CHECK(sbx_path_normal(NULL, "a", out, sizeof out) == -1
          && errno == ENOENT);
    CHECK(sbx_path_normal("w", "a", out, sizeof out) == -1 && errno == ENOENT);
    CHECK(sbx_path_normal(NULL, NULL, out, sizeof out) == -1
          && errno == ENOENT);
    CHECK(sbx_path_normal(NULL, "/abc", tight, sizeof tight) == 0);
    CHECK_TEXT(tight, "/abc");
    CHECK(sbx_path_normal(NULL, "/abcd", tight, sizeof tight) == -1
          && errno == ENAMETOOLONG);
    CHECK(sbx_path_normal(NULL, "/", tight, 1) == -1 && errno == ENAMETOOLONG);
    CHECK(!sbx_path_is_normal("") && !sbx_path_is_normal("a")
          && !sbx_path_is_normal("/a/") && !sbx_path_is_normal("//")
          && !sbx_path_is_normal("/.") && !sbx_path_is_normal("/a/..")
          && !sbx_path_is_normal(NULL));
}

int
main(void)
{
    if (scratch_make() != 0) {
        return 1;
    }
    test_paths();
    test_same_path_trusted_and_not();
    test_same_path_twice();
    test_added_paths();
    test_many();
    test_one_directory();
    test_path_normal();
    return scratch_done("policy paths");
}
