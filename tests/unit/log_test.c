// SPDX-License-Identifier: MIT
// The violation log: what it says, as JSON and at the end.

#include "log_json.h"
#include "log_scratch.h"
#include "log_table.h"

#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

/* The log without its only part that differs from run to run. */
static const char *
without_pid(void)
{
    static char text[8192];
    char *p = text;

    for (const char *s = log_text; *s != '\0' && p < text + 8000;) {
        if (strncmp(s, ",\"pid\":", 7) == 0) {
            s += 7;
            s += strspn(s, "0123456789");
            continue;
        }
        *p++ = *s++;
    }
    *p = '\0';
    return text;
}

static int
two_kinds(void)
{
    if (sbx_log_open(log_path, true) != 0 || sbx_log_count() != 0) {
        return 1;
    }
    errno = 77;
    refuse("import", "os", "[imports] os = system");
    refuse("open", "/etc/passwd", "[files] read = /etc/passwd");
    refuse("open", "/etc/passwd", "[files] read = /etc/passwd");
    sbx_log_mute(true);
    refuse("open", "/muted", NULL);
    sbx_log_mute(false);
    if (errno != 77 || sbx_log_count() != 3) {
        return 2;
    }
    sbx_log_summary();
    sbx_log_summary();
    return 0;
}

static void
test_two_kinds(void)
{
    CHECK(run(two_kinds) == 0);
    CHECK_TEXT(
        without_pid(),
        "{\"layer\":\"interpreter\",\"rule\":\"import\",\"object\":\"os\","
        "\"reason\":\"not in the policy\",\"allow\":\"[imports] os = system\","
        "\"file\":\"/home/me/program.py\",\"line\":3}\n"
        "{\"layer\":\"interpreter\",\"rule\":\"open\","
        "\"object\":\"/etc/passwd\",\"reason\":\"not in the policy\","
        "\"allow\":\"[files] read = /etc/passwd\","
        "\"file\":\"/home/me/program.py\",\"line\":3}\n"
        "{\"suppressed\":1}\n");
    CHECK_TEXT(
        err_text,
        "pysbx: 3 refused (import 1, open 2)\n"
        "  import os (program.py:3): add to the policy: [imports] os = "
        "system\n"
        "  open /etc/passwd (program.py:3): add to the policy: [files] read = "
        "/etc/passwd [2 times]\n");
}

static int
nothing(void)
{
    int rc = sbx_log_open(log_path, true);

    sbx_log_summary();
    return rc;
}

static int
no_summary(void)
{
    int rc = sbx_log_open(log_path, false);

    refuse("import", "os", NULL);
    sbx_log_summary();
    return rc;
}

static void
test_quiet(void)
{
    struct stat st;

    CHECK(run(nothing) == 0);
    CHECK_TEXT(log_text, "");
    CHECK_TEXT(err_text, "");
    CHECK(stat(log_path, &st) == 0 && (st.st_mode & 0777) == 0600);
    CHECK(run(no_summary) == 0);
    CHECK(log_text[0] == '{');
    CHECK_TEXT(err_text, "");
}

static int
sparse(void)
{
    struct sbx_violation v = {.layer = "kernel"};
    int rc = sbx_log_open(log_path, true);

    sbx_log_violation(&v);
    sbx_log_summary();
    return rc;
}

static void
test_unknown_parts_are_left_out(void)
{
    CHECK(run(sparse) == 0);
    CHECK_TEXT(without_pid(), "{\"layer\":\"kernel\"}\n");
    CHECK(strstr(log_text, "\"pid\":") != NULL);
    CHECK_TEXT(err_text, "pysbx: 1 refused (act 1)\n  act\n");
}

static int
many(void)
{
    char object[64];
    int rc = sbx_log_open(log_path, true);

    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < SBX_LOG_DISTINCT + 500; i++) {
            snprintf(object, sizeof object, "/file/%d", i);
            refuse("open", object, NULL);
        }
    }
    sbx_log_summary();
    return rc;
}

static void
test_flood(void)
{
    size_t lines = 0;

    CHECK(run(many) == 0);
    for (const char *p = log_text; *p != '\0'; p++) {
        lines += *p == '\n';
    }
    CHECK(lines == SBX_LOG_DISTINCT + 1);
    CHECK(strstr(log_text, "{\"suppressed\":2000}\n") != NULL);
    lines = 0;
    for (const char *p = err_text; *p != '\0'; p++) {
        lines += *p == '\n';
    }
    CHECK(lines == 10);
    CHECK(strstr(err_text, "  and 2984 more\n") != NULL);
}

static int
ugly(void)
{
    static char huge[20000];
    int rc = sbx_log_open(log_path, true);

    refuse("open", "a\"\\\n\r\t\b\f\x01\x7F\x1B[2J\xC3\xA9\xFF\xED\xA0\x80z",
           "[files] read = a\n[process]\nexit = yes");
    refuse("open", "\xE2\x80\xAE gpj.exe", "[files] read = /a # b");
    refuse("open", "fake", "import os\n");
    memset(huge, '\x01', sizeof huge - 1);
    struct sbx_violation v = {huge, huge, huge,     huge,
                              huge, huge, LONG_MAX, huge};
    sbx_log_violation(&v);
    sbx_log_summary();
    return rc;
}

static void
test_any_bytes(void)
{
    CHECK(run(ugly) == 0);
    const char *text = log_text;
    const char *want =
        "{\"layer\":\"interpreter\",\"rule\":\"open\",\"object\":"
        "\"a\\\"\\\\\\n\\r\\t\\b\\f\\u0001\\u007f\\u001b[2J\xC3\xA9\\ufffd"
        "\\ufffd\\ufffd\\ufffdz\",\"reason\":\"not in the policy\",\"file\":";
    CHECK(strncmp(text, want, strlen(want)) == 0);
    /* No suggestion that is more than a line. */
    CHECK(strstr(text, "\"allow\"") == NULL);
    /* Four lines, the last cut, each less than a pipe takes at once. */
    for (int i = 0; i < 4; i++) {
        const char *end = strchr(text, '\n');
        CHECK(text[0] == '{' && end != NULL && end[-1] == '}'
              && end - text < PIPE_BUF);
        CHECK(i < 3 || strncmp(end - 11, "\"cut\":true}", 11) == 0);
        text = end + 1;
    }
    CHECK_TEXT(text, "");
    /* A terminal gets printable characters only. */
    for (const char *p = err_text; *p != '\0'; p++) {
        CHECK(((unsigned char)*p >= ' ' && *p != 0x7F) || *p == '\n');
    }
    CHECK(strstr(err_text, "\xE2\x80\xAE") == NULL);
    CHECK(strstr(err_text, "open a\"\\????????[2J\xC3\xA9????z (") != NULL);
}

static void
test_text(void)
{
    char room[8];
    struct sbx_text t = {room, 0, sizeof room, false};

    CHECK(!sbx_text_json(&t, "abcdefghij", 100) && t.cut);
    CHECK(t.n == 8 && memcmp(room, "\"abcdef\"", 8) == 0);
    t = (struct sbx_text){room, 0, sizeof room, false};
    CHECK(!sbx_text_json(&t, "abcd\n\n", 6));
    CHECK(t.n == 8 && memcmp(room, "\"abcd\\n\"", 8) == 0);
    t = (struct sbx_text){room, 0, sizeof room, false};
    CHECK(!sbx_text_json(&t, "abcde\xC3\xA9\xC3\xA9", 100));
    CHECK(t.n == 7 && memcmp(room, "\"abcde\"", 7) == 0);
    t = (struct sbx_text){room, 0, sizeof room, false};
    sbx_text_number(&t, 0);
    sbx_text_number(&t, 1234567);
    CHECK(t.n == 8 && memcmp(room, "01234567", 8) == 0 && !t.cut);
    sbx_text_number(&t, 1);
    CHECK(t.n == 8 && t.cut);

    const char *a[] = {"x", NULL}, *b[] = {NULL, "x"}, *c[] = {"x", ""};
    CHECK(sbx_log_hash(a, 2, 0) != sbx_log_hash(b, 2, 0));
    CHECK(sbx_log_hash(a, 2, 0) == sbx_log_hash(c, 2, 0));
    CHECK(sbx_log_hash(a, 2, 0) != sbx_log_hash(a, 2, 1));
}

int
main(void)
{
    if (log_scratch_make() != 0) {
        return 1;
    }
    test_two_kinds();
    test_quiet();
    test_unknown_parts_are_left_out();
    test_flood();
    test_any_bytes();
    test_text();
    return scratch_done("log");
}
