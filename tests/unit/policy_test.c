// SPDX-License-Identifier: MIT
// The policy: text to struct, and every complaint word by word.

#include "policy_scratch.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* The error that text gives, or "" if none. */
static const char *
complaint(const char *text)
{
    sbx_policy_free(parse(text, strlen(text)));
    return err.text;
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

/* Neighbours in the sorted table that are not one below the other. */
static void
test_writable_code(void)
{
    static const struct {
        const char *write, *code;
        bool refused;
    } rows[] = {
        {"/usr/lib", "/usr/lib", true},
        {"/usr", "/usr/lib/gcc", true},
        {"/usr/lib/gcc", "/usr", true},
        {"/", "/usr/lib", true},
        {"/usr/lib", "/", true},
        {"/usr/lib", "/usr/lib-x/y", false},
        {"/usr/lib-x", "/usr/lib", false},
        {"/usr/lib", "/usr/share", false},
        {"/usr/gone", "/usr/gone/x", false}, /* no directory, if anything */
        {"/usr/gone", "/usr/gone", false},
    };
    char text[600];

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        /* With a name between them in the table, and without. */
        for (int between = 0; between < 2; between++) {
            size_t n = (size_t)snprintf(
                text, sizeof text, "[files]\n%swrite = %s\ntrusted = %s\n",
                between ? "read = /usr/lib-a\nread = /usr/lib\n"
                          "trusted = /usr/share/doc\n"
                        : "",
                rows[i].write, rows[i].code);
            struct sbx_policy *p = parse(text, n);
            bool all = between && strcmp(rows[i].write, "/") == 0;
            CHECK((p == NULL) == (rows[i].refused || all));
            CHECK(p != NULL
                  || strstr(err.text, "would let the program change") != NULL);
            sbx_policy_free(p);
        }
    }
}

int
main(void)
{
    if (scratch_make() != 0) {
        return 1;
    }
    test_grammar();
    test_errors();
    test_bytes();
    test_long_lines();
    test_unsupported();
    test_seal();
    test_writable_code();
    return scratch_done("policy");
}
