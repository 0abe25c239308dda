// SPDX-License-Identifier: MIT
// Buffered streams over raw streams written in Python.  CPython hands such a
// stream a view of its own buffer and trusts that the view is gone when the
// buffer is freed.  So a buffered stream gets a stand-in for its raw stream:
// it passes bytes of their own to the real one and copies what comes back.
// Only an exact FileIO, which cannot be given other methods, goes without.

#include "care.h"
#include "freeze.h"
#include "hooks.h"

static PyTypeObject *FileIO, *BytesIO;

bool
sbx_is_fileio(PyObject *o)
{
    return Py_IS_TYPE(o, FileIO);
}

struct raw {
    PyObject_HEAD PyObject *real;
    const void *owner; /* the buffered stream, only to be compared */
    unsigned busy;     /* calls that fill or empty the buffer just now */
    struct raw *next;  /* of those that are busy */
};

/* Whoever initializes a buffered stream anew during such a call frees the
 * buffer that is at work. */
static struct raw *busy;

static void
begin(struct raw *r)
{
    if (r->busy++ == 0) {
        r->next = busy;
        busy = r;
    }
}

static void
end(struct raw *r)
{
    struct raw **at = &busy;

    if (--r->busy > 0) {
        return;
    }
    while (*at != r) {
        at = &(*at)->next;
    }
    *at = r->next;
}

static bool
is_at_work(const void *owner)
{
    const struct raw *r = busy;
    while (r != NULL && r->owner != owner) {
        r = r->next;
    }
    return r != NULL;
}

static int
raw_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((struct raw *)self)->real);
    return 0;
}

static int
raw_clear(PyObject *self)
{
    Py_CLEAR(((struct raw *)self)->real);
    return 0;
}

static void
raw_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    raw_clear(self);
    PyObject_GC_Del(self);
}

static PyObject *
real_stream(PyObject *self)
{
    PyObject *real = ((struct raw *)self)->real;
    if (real == NULL) {
        PyErr_SetString(PyExc_ValueError, "raw stream has been detached");
    }
    return Py_XNewRef(real);
}

/* How much it says it has read is judged by whoever asked. */
static PyObject *
raw_readinto(PyObject *self, PyObject *into)
{
    Owned real = real_stream(self);
    Py_buffer view;
    if (real == NULL || PyObject_GetBuffer(into, &view, PyBUF_WRITABLE) < 0) {
        return NULL;
    }
    Owned own = PyByteArray_FromStringAndSize(NULL, view.len);
    if (own != NULL) {
        memset(PyByteArray_AS_STRING(own), 0, (size_t)view.len);
    }
    begin((struct raw *)self);
    PyObject *r =
        own == NULL ? NULL : PyObject_CallMethod(real, "readinto", "O", own);
    if (r != NULL && r != Py_None) {
        Py_ssize_t n = PyNumber_AsSsize_t(r, NULL);
        if (n > 0 && n <= view.len && n <= PyByteArray_GET_SIZE(own)) {
            memcpy(view.buf, PyByteArray_AS_STRING(own), (size_t)n);
        }
        Py_SETREF(r,
                  n == -1 && PyErr_Occurred() ? NULL : PyLong_FromSsize_t(n));
    }
    end((struct raw *)self);
    PyBuffer_Release(&view);
    return r;
}

static PyObject *
raw_write(PyObject *self, PyObject *from)
{
    Owned real = real_stream(self);
    Owned own = real == NULL ? NULL : PyBytes_FromObject(from);
    begin((struct raw *)self);
    PyObject *r =
        own == NULL ? NULL : PyObject_CallMethod(real, "write", "O", own);
    end((struct raw *)self);
    return r;
}

/* All else is asked of the real one. */
static PyObject *
raw_getattr(PyObject *self, PyObject *name)
{
    const char *text = sbx_utf8(name);
    if (text != NULL
        && (strcmp(text, "readinto") == 0 || strcmp(text, "write") == 0)) {
        return PyObject_GenericGetAttr(self, name);
    }
    Owned real = real_stream(self);
    return real == NULL ? NULL : PyObject_GetAttr(real, name);
}

static PyMethodDef raw_methods[] = {
    {"readinto", raw_readinto, METH_O, NULL},
    {"write", raw_write, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject Raw_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "pysbx.raw",
    .tp_basicsize = sizeof(struct raw),
    .tp_dealloc = raw_dealloc,
    .tp_traverse = raw_traverse,
    .tp_clear = raw_clear,
    .tp_getattro = raw_getattr,
    .tp_methods = raw_methods,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC
                | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

static PyObject *
stand_in(PyObject *real, PyObject *owner)
{
    struct raw *r = PyObject_GC_New(struct raw, &Raw_Type);
    if (r != NULL) {
        r->real = Py_NewRef(real);
        r->owner = owner;
        r->busy = 0;
        PyObject_GC_Track((PyObject *)r);
    }
    return (PyObject *)r;
}

/* What the program sees in its place: the stream that it gave; steals o. */
static PyObject *
revealed(PyObject *o)
{
    if (o != NULL && Py_IS_TYPE(o, &Raw_Type)
        && ((struct raw *)o)->real != NULL) {
        Py_SETREF(o, Py_NewRef(((struct raw *)o)->real));
    }
    return o;
}

/* --- the three classes ----------------------------------------------------
 */

static struct buffered {
    const char *name;
    initproc init;
    PyTypeObject *type;
    initproc real_init;
    PyObject *raw, *detach; /* the descriptors that were there */
    PyGetSetDef raw_def;
} classes[3];

static struct buffered *
class_of(PyObject *self)
{
    for (struct buffered *b = classes; b < classes + 3; b++) {
        if (PyObject_TypeCheck(self, b->type)) {
            return b;
        }
    }
    PyErr_SetString(PyExc_TypeError, "a buffered stream is needed");
    return NULL;
}

static PyObject *
get_raw(PyObject *self, void *closure)
{
    struct buffered *b = closure;
    return revealed(Py_TYPE(b->raw)->tp_descr_get(b->raw, self,
                                                  (PyObject *)Py_TYPE(self)));
}

bool
sbx_is_plain_stream(PyObject *o)
{
    struct buffered *b = classes;
    while (b < classes + 3 && !Py_IS_TYPE(o, b->type)) {
        b++;
    }
    if (b == classes + 3) {
        return Py_IS_TYPE(o, BytesIO);
    }
    Owned raw = Py_TYPE(b->raw)->tp_descr_get(b->raw, o, (PyObject *)b->type);
    PyErr_Clear();
    return raw != NULL && sbx_is_fileio(raw);
}

/* Its raw stream may have it detached in the middle of a read, which then
 * goes on with it: it stays, and nobody sees it. */
static PyObject *
detach(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    struct buffered *b = class_of(self);
    PyObject *raw = b == NULL ? NULL : PyObject_CallOneArg(b->detach, self);
    if (raw != NULL && !sbx_is_fileio(raw)) {
        sbx_put_back(b->raw, self, raw);
    }
    return revealed(raw);
}

static PyMethodDef detach_def = {"detach", detach, METH_NOARGS, NULL};

static int
init(struct buffered *b, PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (!sbx.running) {
        return b->real_init(self, args, kwargs);
    }
    static char *names[] = {"raw", "buffer_size", NULL};
    PyObject *raw, *size = NULL;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|O", names, &raw,
                                     &size)) {
        return -1;
    }
    if (is_at_work(self)) {
        PyErr_SetString(PyExc_RuntimeError,
                        "a buffered stream is initialized by its own raw "
                        "stream");
        return -1;
    }
    Owned inner = sbx_is_fileio(raw) ? Py_NewRef(raw) : stand_in(raw, self);
    Owned call = inner == NULL  ? NULL
                 : size == NULL ? PyTuple_Pack(1, inner)
                                : PyTuple_Pack(2, inner, size);
    return call == NULL ? -1 : b->real_init(self, call, NULL);
}

#define BUFFERED(which, row)                                       \
    static int which(PyObject *self, PyObject *args, PyObject *kw) \
    {                                                              \
        return init(&classes[row], self, args, kw);                \
    }
BUFFERED(init_reader, 0)
BUFFERED(init_writer, 1)
BUFFERED(init_random, 2)

static struct buffered classes[3] = {
    {.name = "BufferedReader", .init = init_reader},
    {.name = "BufferedWriter", .init = init_writer},
    {.name = "BufferedRandom", .init = init_random},
};

static int
install_class(struct buffered *b, PyObject *io)
{
    b->type = (PyTypeObject *)PyObject_GetAttrString(io, b->name);
    PyObject *dict = b->type == NULL ? NULL : compat_type_dict(b->type);
    PyObject *raw = dict == NULL ? NULL : PyDict_GetItemString(dict, "raw");
    if (raw == NULL || Py_TYPE(raw)->tp_descr_get == NULL) {
        return -1;
    }
    b->raw = Py_NewRef(raw);
    b->detach = PyObject_GetAttrString((PyObject *)b->type, "detach");
    b->raw_def = (PyGetSetDef){"raw", get_raw, NULL, NULL, b};
    Owned ours = PyDescr_NewGetSet(b->type, &b->raw_def);
    Owned method = PyDescr_NewMethod(b->type, &detach_def);
    if (b->detach == NULL || ours == NULL || method == NULL
        || PyDict_SetItemString(dict, "raw", ours) < 0
        || PyDict_SetItemString(dict, "detach", method) < 0) {
        return -1;
    }
    b->real_init = b->type->tp_init;
    b->type->tp_init = b->init;
    sbx_patch_wrapper(b->type, "__init__", (void *)b->init);
    PyType_Modified(b->type);
    return 0;
}

/* --- FileIO ---------------------------------------------------------------
 */

static setattrofunc real_setattr;

/* The two methods that get a view of the buffer are those of the class. */
static int
fileio_setattr(PyObject *self, PyObject *name, PyObject *value)
{
    if (sbx.running && sbx_is_fileio(self)) {
        /* A name of another class could be equal to what it is not. */
        const char *text = sbx_utf8(name);
        if (text == NULL || strcmp(text, "readinto") == 0
            || strcmp(text, "write") == 0) {
            PyErr_Format(PyExc_AttributeError,
                         "'_io.FileIO' object attribute '%.100s' is read-only",
                         text != NULL ? text : "?");
            return -1;
        }
    }
    return real_setattr(self, name, value);
}

static PyObject *fileio_dict; /* the descriptor of the base class */

static PyObject *
get_dict(PyObject *self, void *Py_UNUSED(closure))
{
    Owned real =
        Py_TYPE(fileio_dict)
            ->tp_descr_get(fileio_dict, self, (PyObject *)Py_TYPE(self));
    return real == NULL                         ? NULL
           : sbx.running && sbx_is_fileio(self) ? PyDictProxy_New(real)
                                                : Py_NewRef(real);
}

static PyGetSetDef dict_def = {"__dict__", get_dict, NULL, NULL, NULL};

static int
install_fileio(PyObject *io)
{
    FileIO = (PyTypeObject *)PyObject_GetAttrString(io, "FileIO");
    BytesIO = (PyTypeObject *)PyObject_GetAttrString(io, "BytesIO");
    if (FileIO == NULL || BytesIO == NULL) {
        return -1;
    }
    PyTypeObject *base = FileIO;
    while (base != NULL && fileio_dict == NULL) {
        fileio_dict = Py_XNewRef(
            PyDict_GetItemString(compat_type_dict(base), "__dict__"));
        base = fileio_dict != NULL ? base : base->tp_base;
    }
    Owned ours = base == NULL ? NULL : PyDescr_NewGetSet(base, &dict_def);
    if (ours == NULL || !Py_IS_TYPE(fileio_dict, &PyGetSetDescr_Type)
        || PyDict_SetItemString(compat_type_dict(base), "__dict__", ours)
               < 0) {
        return -1;
    }
    PyType_Modified(base);
    return sbx_guard_setattr(FileIO, fileio_setattr, &real_setattr);
}

int
sbx_rawstream_install(void)
{
    Owned io = PyImport_ImportModule("_io");
    if (io == NULL || PyType_Ready(&Raw_Type) < 0 || install_fileio(io) < 0) {
        return -1;
    }
    for (int i = 0; i < 3; i++) {
        if (install_class(&classes[i], io) < 0) {
            return -1;
        }
    }
    return 0;
}
