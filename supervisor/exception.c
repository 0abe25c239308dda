// SPDX-License-Identifier: MIT
// The exception that ended a program, put together from the pieces that the
// interpreter layer told.  A claim like all others.

#include "claims.h"

#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
is_frame(const struct sbx_raised_claim *r)
{
    return strcmp(r->kind, "frame") == 0 || strcmp(r->kind, "omitted") == 0;
}

/* How many pieces belong to the exception at i. */
static size_t
length(const struct sbx_claims *c, size_t i)
{
    size_t n = 1;

    while (i + n < c->n_raised && is_frame(&c->raised[i + n])) {
        n++;
    }
    return n;
}

static const char *
or_unknown(const char *s)
{
    return s != NULL ? s : "?";
}

static void
put_frame(FILE *file, const struct sbx_raised_claim *r)
{
    if (strcmp(r->kind, "omitted") == 0) {
        fprintf(file, "  [%ld more]\n", r->line);
        return;
    }
    fprintf(file, "  File \"%s\", line %ld", or_unknown(r->name), r->line);
    if (r->function != NULL) {
        fprintf(file, ", in %s", r->function);
    }
    fputc('\n', file);
    if (r->text != NULL) {
        fprintf(file, "    %s\n", r->text);
    }
}

/* One exception as CPython prints it, without the marks below the lines. */
static void
put_exception(FILE *file, const struct sbx_raised_claim *r, size_t n)
{
    /* A SyntaxError of the program itself has come about nowhere. */
    if (n > 1 && r[1].function != NULL) {
        fputs("Traceback (most recent call last):\n", file);
    }
    for (size_t i = 1; i < n; i++) {
        put_frame(file, &r[i]);
    }
    bool empty = r->text != NULL && r->text[0] == '\0';
    fprintf(file, "%s%s%s\n", or_unknown(r->name), empty ? "" : ": ",
            r->text != NULL ? r->text : "<exception str() failed>");
}

/* The one that came first is the last that was told. */
static void
put_chain(FILE *file, const struct sbx_claims *c, size_t i)
{
    size_t n = length(c, i), next = i + n;

    if (next < c->n_raised) {
        put_chain(file, c, next);
        fputs(strcmp(c->raised[next].kind, "cause") == 0
                  ? "\nThe above exception was the direct cause of the "
                    "following exception:\n\n"
                  : "\nDuring handling of the above exception, another "
                    "exception occurred:\n\n",
              file);
    }
    put_exception(file, &c->raised[i], n);
}

static const char *
text_of(const struct sbx_claims *c)
{
    char *text = NULL;
    size_t size;
    FILE *file = sbx_need(open_memstream(&text, &size));

    put_chain(file, c, 0);
    if (fclose(file) != 0) {
        sbx_die("out of memory");
    }
    text[size - 1] = '\0'; /* the last line's end */
    return text;
}

void
sbx_exception_read(const struct sbx_claims *c, struct sbx_exception *ret)
{
    *ret = (struct sbx_exception){0};
    if (c->n_raised == 0) {
        return;
    }
    size_t n = length(c, 0);
    ret->type = or_unknown(c->raised[0].name);
    ret->message = c->raised[0].text != NULL ? c->raised[0].text : "";
    ret->traceback = text_of(c);
    ret->frames = sbx_need(calloc(n, sizeof *ret->frames));
    for (size_t i = 0; i < c->n_raised; i++) {
        ret->cut |=
            c->raised[i].cut || strcmp(c->raised[i].kind, "omitted") == 0;
    }
    for (size_t i = 1; i < n; i++) {
        const struct sbx_raised_claim *r = &c->raised[i];
        if (strcmp(r->kind, "frame") == 0) {
            ret->frames[ret->n++] = (struct sbx_frame_claim){
                r->name, r->function, r->text, r->line};
        }
    }
}

void
sbx_exception_free(struct sbx_exception *e)
{
    free((void *)(uintptr_t)e->traceback);
    free(e->frames);
    *e = (struct sbx_exception){0};
}
