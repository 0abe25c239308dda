// SPDX-License-Identifier: MIT
// The policy: text to struct to tables, and every complaint word by word.

#include "check.h"
#include "path.h"
#include "policy_build.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[] = "/tmp/sbx-policy-XXXXXX";
static struct sbx_error err;
static char warned[1024];
static const char *const python[] = {"/usr/lib", "/nowhere/at/all", NULL};
static struct sbx_vars vars = {.cwd = "/usr/share",
                               .script = "/usr/share/run.py",
                               .tmp = NULL,
                               .python = python};

static void
on_warning(const char *text)
{
    size_t n = strlen(warned);

    snprintf(warned + n, sizeof warned - n, "%s\n", text);
}

/* Parse and compile text[0..len) as the file `p.conf`; NULL with err. */
static struct sbx_policy *
parse(const char *text, size_t len)
{
    struct sbx_policy_build *b = sbx_policy_new(dir, &vars, on_warning, &err);

    warned[0] = '\0';
    err.text[0] = '\0';
    if (sbx_policy_text(b, "p.conf", text, len) != 0
        || sbx_policy_compile(&b->policy, &err) != 0) {
        sbx_policy_free(&b->policy);
        return NULL;
    }
    return &b->policy;
}

static struct sbx_policy *
parse_text(const char *text)
{
    struct sbx_policy *p = parse(text, strlen(text));

    if (p == NULL) {
        fprintf(stderr, "%s\n", err.text);
        abort();
    }
    return p;
}

/* The error that text gives, or "" if none. */
static const char *
complaint(const char *text)
{
    sbx_policy_free(parse(text, strlen(text)));
    return err.text;
}

static void
write_file(const char *name, const char *text, size_t len)
{
    char path[300];

    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    if (f != NULL) {
        fwrite(text, 1, len, f);
        fclose(f);
    }
}

/* err.text with the scratch directory's name replaced by DIR. */
static const char *
error_in_dir(void)
{
    static char text[600];
    char *p = text;

    for (const char *s = err.text; *s != '\0';) {
        if (strncmp(s, dir, strlen(dir)) == 0) {
            memcpy(p, "DIR", 3);
            p += 3;
            s += strlen(dir);
        }
        else {
            *p++ = *s++;
        }
    }
    *p = '\0';
    return text;
}

static void
test_grammar(void)
{
    static const char text[] =
        "# a comment\n"
        "\n"
        "[files]\n"
        "read = ${python}\n"
        "read=/etc   # as narrow as can be\n"
        "  write = ${cwd}/x/../doc/\n"
        "trusted = /dev/null\n"
        "[imports]\n"
        "math = *\n"
        "sys = version, maxsize\n"
        "logging = _srcfile\n"
        "logging = *\n"
        "sys = argv , version\n"
        "local = yes\n"
        "[process]\n"
        "exit = no\nthreads = yes\nsubprocess = no\nkernel = best-effort\n"
        "execute = /bin/sh\n"
        "[network]\n"
        "connect = tcp/443, tcp/80\nconnect = tcp/443\nbind = none\n"
        "[stdio]\n"
        "stdin = no\nstdout = yes\nstderr = yes\n"
        "[env]\n"
        "pass = LANG, LC_*\npass = TZ, P*\nset = A=b = c, ${cwd}\n"
        "[limits]\n"
        "wall = 10s\ncpu = 1500ms\nmemory = 1G\noutput = none\n"
        "open-files = 64\nfile-size = 16M\nrecursion = 1000\nstack = 8192K\n"
        "processes = 7";
    struct sbx_policy *p = parse_text(text);

    CHECK_TEXT(warned, "");
    CHECK(p->local.on && p->local.origin.line == 14);
    CHECK(!p->exit.on && p->exit.origin.line == 16);
    CHECK(p->threads.on && !p->subprocess.on && p->best_effort.on);
    CHECK(p->connect.n == 2 && p->connect.at[0].port == 80
          && p->connect.at[1].port == 443);
    CHECK(p->bind.n == 0);
    CHECK(!p->in.on && p->out.on && p->err.on);
    CHECK(p->env_set.n == 1);
    CHECK_TEXT(p->env_set.at[0].name, "A");
    CHECK_TEXT(p->env_set.at[0].value, "b = c, /usr/share");
    CHECK(p->wall.value == 10000000000 && p->cpu.value == 1500000000);
    CHECK(p->memory.value == 1 << 30 && p->output.value == 0);
    CHECK(p->output.origin.line != 0);
    CHECK(p->open_files.value == 64 && p->file_size.value == 16 << 20);
    CHECK(p->recursion.value == 1000 && p->stack.value == 8 << 20);
    CHECK(p->processes.value == 7);
    CHECK(sbx_policy_program(p, "/bin/sh") != NULL
          && sbx_policy_program(p, "/bin") == NULL
          && sbx_policy_program(p, "/bin/cat") == NULL
          && sbx_policy_program(p, "sh") == NULL);
    CHECK(sbx_policy_program_named(p, "sh")
          && !sbx_policy_program_named(p, "s")
          && !sbx_policy_program_named(p, ""));
    CHECK(sbx_policy_path(p, "/bin/sh", SBX_READ, false) == NULL);

    const struct sbx_import_rule *r = sbx_policy_import(p, "sys");
    CHECK(r != NULL && !r->star && r->n_attrs == 3);
    CHECK(r != NULL && sbx_import_names(r, "argv")
          && sbx_import_names(r, "version") && sbx_import_names(r, "maxsize")
          && !sbx_import_names(r, "path") && !sbx_import_names(r, "")
          && !sbx_import_names(r, "ver"));
    r = sbx_policy_import(p, "logging");
    CHECK(r != NULL && r->star && r->n_attrs == 1);
    CHECK(sbx_policy_import(p, "mat") == NULL
          && sbx_policy_import(p, "maths") == NULL
          && sbx_policy_import(p, "") == NULL);

    CHECK(sbx_policy_env(p, "LANG") && sbx_policy_env(p, "LC_ALL")
          && sbx_policy_env(p, "LC_") && sbx_policy_env(p, "TZ"));
    CHECK(sbx_policy_env(p, "PATH") && !sbx_policy_env(p, "PYSBX_LOG"));
    CHECK(!sbx_policy_env(p, "LANGUAGE") && !sbx_policy_env(p, "LC")
          && !sbx_policy_env(p, "") && !sbx_policy_env(p, "A"));
    sbx_policy_free(p);
}

/* Which rule grants: its path, or "". */
static const char *
who(const struct sbx_policy *p, const char *path, unsigned rights,
    bool trusted)
{
    const struct sbx_path_rule *r = sbx_policy_path(p, path, rights, trusted);

    return r != NULL ? r->path : "";
}

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

static const struct {
    const char *text, *error;
} bad[] = {
#include "policy_errors.def"
};

static void
test_errors(void)
{
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CHECK_TEXT(complaint(bad[i].text), bad[i].error);
    }
}

static void
test_bytes(void)
{
    static const struct {
        const char *text;
        size_t len;
        const char *error;
    } rows[] = {
#define ROW(text, error) {text, sizeof text - 1, error}
        ROW("", ""),
        ROW("\n\n", ""),
        ROW("[files]", ""),
        ROW("[stdio]\nstdin = yes\0no\n",
            "p.conf:2: the line has a NUL byte; is this a text file?"),
        ROW("\0", "p.conf:1: the line has a NUL byte; is this a text file?"),
        ROW("[stdio]\r\nstdin = yes\r\n",
            "p.conf:1: the line ends in CR LF; save the file with Unix line "
            "ends"),
        ROW("[stdio]\rstdin = yes\n",
            "p.conf:1: the line has a control character"),
        ROW("\xEF\xBB\xBF[stdio]\n",
            "p.conf:1: the line starts with a byte order mark; save the file "
            "as UTF-8 without one"),
        ROW("\xFF\xFE[\0s\0", "p.conf:1: the line is not UTF-8"),
        ROW("[env]\nset = A=\xC0\xAF\n", "p.conf:2: the line is not UTF-8"),
        ROW("[env]\nset = A=\xED\xA0\x80\n",
            "p.conf:2: the line is not UTF-8"),
        ROW("[env]\nset = A=\xC3\xA9\n", ""),
        ROW("[env]\nset = A=\x1B[2J\n",
            "p.conf:2: the line has a control character"),
#undef ROW
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sbx_policy_free(parse(rows[i].text, rows[i].len));
        CHECK_TEXT(err.text, rows[i].error);
    }
}

static void
test_long_lines(void)
{
    size_t size = 10 << 20;
    char *text = malloc(size + 1);

    if (text == NULL) {
        return;
    }
    memset(text, 'a', size);
    memcpy(text, "[files]\nread = /", 16);
    text[size] = '\0';
    CHECK_TEXT(complaint(text),
               "p.conf:2: the line is longer than 8191 bytes");
    text[8 + SBX_LINE_MAX + 1] = '\0';
    CHECK_TEXT(complaint(text),
               "p.conf:2: the line is longer than 8191 bytes");
    text[8 + SBX_LINE_MAX] = '\0';
    CHECK_TEXT(complaint(text),
               "p.conf:2: the value is longer than 4095 bytes");
    /* Exactly as long as libinih's buffer allows. */
    memcpy(text, "[env]\nset = A=aa", 16);
    text[6 + SBX_LINE_MAX] = '\0';
    struct sbx_policy *p = parse_text(text);
    CHECK(strlen(p->env_set.at[0].value) == SBX_LINE_MAX - 8);
    sbx_policy_free(p);
    free(text);
}

static struct sbx_policy *
profiles(const char *names)
{
    struct sbx_policy *p;

    warned[0] = err.text[0] = '\0';
    p = sbx_policy_parse(names, dir, &vars, on_warning, &err);
    if (p != NULL && sbx_policy_compile(p, &err) != 0) {
        sbx_policy_free(p);
        return NULL;
    }
    return p;
}

/* What stands in the way of these profiles. */
static const char *
refusal(const char *names)
{
    sbx_policy_free(profiles(names));
    return error_in_dir();
}

static void
test_writable_policy(void)
{
    char text[400], path[300];

    snprintf(text, sizeof text, "[files]\nread = ${python}\nwrite = %s\n",
             dir);
    write_file("own.conf", text, strlen(text));
    struct sbx_policy *p = profiles("own");
    CHECK(p != NULL && strstr(warned, "own.conf:3: `write = ") != NULL
          && strstr(warned, "lets the program change its own policy, ")
                 != NULL);
    sbx_policy_free(p);

    snprintf(path, sizeof path, "%s/own", dir);
    CHECK(mkdir(path, 0700) == 0);
    snprintf(text, sizeof text, "[files]\nread = ${python}\nwrite = %s\n",
             path);
    write_file("own.conf", text, strlen(text));
    p = profiles("own");
    CHECK(p != NULL);
    CHECK_TEXT(warned, "");
    sbx_policy_free(p);
}

#define FILE_OF(name, text) write_file(name, text, sizeof text - 1)

static void
test_profiles(void)
{
    char names[400];

    FILE_OF("base.conf", "[files]\nread = ${python}\n[process]\nexit = no\n"
                         "threads = no\n[network]\nconnect = tcp/80\n"
                         "[limits]\nwall = 10s\n");
    FILE_OF("more.conf", "include = base\n[process]\nthreads = yes\n"
                         "[network]\nconnect = tcp/443\n");
    FILE_OF("none.conf", "[network]\nconnect = none\n[limits]\n"
                         "wall = none\n");
    FILE_OF("loop.conf", "include = loop2\n");
    FILE_OF("loop2.conf", "include = ./loop.conf\n");
    FILE_OF("late.conf", "[process]\nexit = no\ninclude = base\n");
    FILE_OF("crash.conf", "[process]\nexit = perhaps\n");
    FILE_OF("outer.conf", "include = crash\n");

    struct sbx_policy *p = profiles("more");
    CHECK_TEXT(err.text, "");
    CHECK(p != NULL && p->threads.on && p->connect.n == 2);
    sbx_policy_free(p);
    /* Once is enough, in any order; what is named later overrides. */
    p = profiles("base, more,base,none");
    CHECK(p != NULL && p->threads.on && p->connect.n == 0
          && p->wall.value == 0);
    sbx_policy_free(p);
    p = profiles("none,more");
    CHECK(p != NULL && p->connect.n == 2 && p->wall.value == 10000000000);
    CHECK_TEXT(warned, "");
    sbx_policy_free(p);
    p = profiles("none");
    CHECK_TEXT(warned, "no line of none grants ${python}: Python cannot "
                       "start; add `include = default`\n");
    sbx_policy_free(p);
    snprintf(names, sizeof names, "%s/more.conf", dir);
    p = profiles(names);
    CHECK(p != NULL);
    sbx_policy_free(p);

    CHECK_TEXT(refusal("loop"), "DIR/loop2.conf:1: DIR/loop.conf includes "
                                "itself");
    CHECK_TEXT(refusal("late"), "DIR/late.conf:3: `include` stands before the "
                                "first section");
    CHECK_TEXT(refusal("outer"), "DIR/crash.conf:2: `exit` is `yes` or `no`, "
                                 "not `perhaps`");
    CHECK_TEXT(refusal("mroe"),
               "profile `mroe`: DIR/mroe.conf: No such file or directory; "
               "profiles there: base, crash, late, loop, loop2, more, none, "
               "outer; did you mean `more`?");
    CHECK_TEXT(refusal("./gone.conf"), "policy file ./gone.conf: No such file "
                                       "or directory");
    CHECK_TEXT(refusal(""), "the list of profiles `` has an empty name");
    CHECK_TEXT(refusal("base,,more"), "the list of profiles `base,,more` has "
                                      "an empty name");
    CHECK_TEXT(refusal("ba se"),
               "`ba se` is no name of a profile (letters, digits, `_`, `-` "
               "and `.`) and no file (with a `/` or ending in .conf)");
    CHECK_TEXT(refusal("/"), "/: is a directory, not a policy");
    CHECK_TEXT(refusal("/dev/zero"), "/dev/zero: is no regular file");
    CHECK_TEXT(refusal("..") + 0, "`..` is no name of a profile (letters, "
                                  "digits, `_`, `-` and `.`) and no file "
                                  "(with a `/` or ending in .conf)");
    snprintf(names, sizeof names, "%s/fifo", dir);
    CHECK(mkfifo(names, 0600) == 0);
    CHECK_TEXT(refusal(names), "DIR/fifo: is no regular file");
}

static void
test_whitelist_directory(void)
{
    char file[300];

    snprintf(file, sizeof file, "%s/base.conf", dir);
    CHECK(sbx_policy_parse("base", file, &vars, NULL, &err) == NULL);
    CHECK_TEXT(error_in_dir(), "profile `base`: the whitelist directory "
                               "DIR/base.conf: Not a directory");
    CHECK(sbx_policy_parse(NULL, "/nowhere", &vars, NULL, &err) == NULL);
    CHECK_TEXT(err.text, "profile `default`: the whitelist directory "
                         "/nowhere: No such file or directory");
    CHECK(sbx_policy_parse("x", NULL, &vars, NULL, &err) == NULL);
    CHECK_TEXT(err.text, "profile `x`: no whitelist directory");
}

static void
test_nested_profiles(void)
{
    char name[40], text[40];

    for (int i = 0; i < 10; i++) {
        snprintf(name, sizeof name, "n%d.conf", i);
        snprintf(text, sizeof text, "include = n%d\n", i + 1);
        write_file(name, text, i < 9 ? strlen(text) : 0);
    }
    CHECK_TEXT(refusal("n2"), "");
    CHECK_TEXT(refusal("n1"), "DIR/n8.conf:1: more than 8 profiles include "
                              "one another");
}

static void
test_unsupported(void)
{
    static const struct {
        const char *text, *error;
    } rows[] = {
        {"[limits]\noutput = none\n[process]\nsubprocess = no\n", ""},
        {"[limits]\noutput = 1M\n",
         "p.conf:2: `output` can only be kept by a supervisor, which this "
         "start has not; write `output = none`"},
        {"[process]\nsubprocess = yes\n",
         "p.conf:2: `subprocess = yes` can only be kept by a supervisor, "
         "which "
         "this start has not; use `pysbx run`"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sbx_policy *p = parse_text(rows[i].text);
        int rc = sbx_policy_unsupported(p, &err);
        CHECK(rc == (rows[i].error[0] != '\0' ? -1 : 0));
        CHECK_TEXT(err.text, rows[i].error);
        sbx_policy_free(p);
    }
}

static void
test_seal(void)
{
    struct sbx_policy *p = parse_text("[files]\nread = /usr\n");
    int status = 0;

    CHECK(sbx_policy_seal(p) == 0);
    CHECK_TEXT(who(p, "/usr/x", SBX_READ, false), "/usr");
    pid_t child = fork();
    if (child == 0) {
        signal(SIGSEGV, SIG_DFL); /* sanitizers have their own */
        p->exit.on = true;
        _exit(0);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
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
    char command[300];

    if (mkdtemp(dir) == NULL) {
        perror(dir);
        return 1;
    }
    test_grammar();
    test_paths();
    test_same_path_trusted_and_not();
    test_same_path_twice();
    test_added_paths();
    test_errors();
    test_bytes();
    test_long_lines();
    test_profiles();
    test_whitelist_directory();
    test_nested_profiles();
    test_writable_policy();
    test_unsupported();
    test_seal();
    test_many();
    test_path_normal();
    snprintf(command, sizeof command, "rm -rf %s", dir);
    CHECK(system(command) == 0);
    return check_done("policy");
}
