// SPDX-License-Identifier: MIT
// The policy: profiles by name, what they include, where they lie.

#include "policy_scratch.h"

#include <sys/stat.h>

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

int
main(void)
{
    if (scratch_make() != 0) {
        return 1;
    }
    test_profiles();
    test_whitelist_directory();
    test_nested_profiles();
    test_writable_policy();
    return scratch_done("policy profiles");
}
