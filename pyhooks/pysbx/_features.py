# SPDX-License-Identifier: MIT
"""The features of SandboxConfig, as lines of policy by section."""

from __future__ import annotations

from typing import Any


def _imports(*lines: str) -> dict[str, list[str]]:
    return {"imports": list(lines)}


# Not open and EncodedFile: they lead to files.
_CODECS = """codecs = BOM, BOM_BE, BOM_LE, BOM_UTF8, BOM_UTF16, BOM_UTF16_BE
codecs = BOM_UTF16_LE, BOM_UTF32, BOM_UTF32_BE, BOM_UTF32_LE
codecs = encode, decode, lookup, lookup_error, getencoder, getdecoder
codecs = getincrementalencoder, getincrementaldecoder, getreader, getwriter
codecs = iterencode, iterdecode, CodecInfo, Codec, IncrementalEncoder
codecs = IncrementalDecoder, StreamReader, StreamWriter, StreamReaderWriter
codecs = strict_errors, ignore_errors, replace_errors
codecs = xmlcharrefreplace_errors, backslashreplace_errors""".splitlines()

FEATURES: dict[str, dict[str, Any]] = {
    "codecs": _imports(*_CODECS),
    "datetime": _imports("datetime = *"),
    "encodings": _imports("encodings = normalize_encoding, "
                          "CodecRegistryError",
                          "encodings.aliases = aliases",
                          "encodings.ascii = *", "encodings.latin_1 = *",
                          "encodings.utf_8 = *", "encodings.utf_16 = *",
                          "encodings.utf_32 = *"),
    "exit": {"process": ["exit = yes"], "imports": ["sys = exit"]},
    "future": _imports("__future__ = *"),
    "hashlib": {
        "imports": ["hashlib = *"],
        # OpenSSL reads its configuration when hashlib is imported.
        "files": ["trusted = /etc/ssl/openssl.cnf",
                  "trusted = /etc/pki/tls/openssl.cnf",
                  "trusted = /usr/lib/ssl/openssl.cnf"],
    },
    "help": {},  # help(), by a function of ours (_prelude.py)
    "itertools": _imports("itertools = *"),
    "json": _imports("json = *", "json.decoder = *", "json.encoder = *"),
    "math": _imports("math = *"),
    "random": _imports("random = *"),
    "regex": _imports("re = *"),
    "site": {},  # copyright(), credits(), license() (_prelude.py)
    "stdin": {"stdio": ["stdin = yes"], "imports": ["sys = stdin"]},
    "stdout": {"stdio": ["stdout = yes"], "imports": ["sys = stdout"]},
    "stderr": {"stdio": ["stderr = yes"], "imports": ["sys = stderr"]},
    "time": {"imports": ["time = *"], "env": ["pass = TZ"]},
    "traceback": _imports("traceback = format_exc, print_exc, "
                          "format_exception, format_exception_only, "
                          "print_exception, format_tb, print_tb"),
    "unicodedata": _imports("unicodedata = *"),
}
