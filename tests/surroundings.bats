#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What programs find around them, and packages look for: time zones, locales,
# certificates, memory for all of them.  Each as in plain Python where it is
# granted, and out of reach where it is not.
# shellcheck disable=SC2015,SC2016,SC2030,SC2031,SC2154 # ${cwd}; subshells; status

load helpers

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export PYSBX_SUMMARY=0 PYSBX_WHITELIST_DIR=$SBX_ROOT/whitelist.d
    unset SSL_CERT_FILE SSL_CERT_DIR TZ PYTHONTZPATH
}

# as_plain PYTHON PROGRAM: it prints the same with the interpreter layer alone
# and with all layers.
as_plain() {
    local layers wanted
    run -0 --separate-stderr "$@"
    wanted=$output
    for layers in interpreter interpreter,libc,kernel; do
        run --separate-stderr env PYSBX_LAYERS=$layers LD_PRELOAD="$SBX_LIB" "$@"
        [ "$status" -eq 0 ] && [ "$output" = "$wanted" ] ||
            explain "differs under $layers from"$'\n'"$wanted"
    done
}

@test "time zones: those of the system as in plain Python, and no other file" {
    requires /usr/share/zoneinfo/Europe/Berlin
    program zones.py <<'END'
import datetime
import time
import zoneinfo

for name in ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC", "Australia/Lord_Howe"):
    zone = zoneinfo.ZoneInfo(name)
    for month in (1, 7):
        at = datetime.datetime(2024, month, 1, 12, tzinfo=zone)
        print(name, at.utcoffset(), at.tzname(), at.astimezone(datetime.timezone.utc))
for name in ("No/Where", "../../etc/passwd", "/etc/passwd", "../zoneinfo/UTC"):
    try:
        print(zoneinfo.ZoneInfo(name))
    except (ValueError, KeyError) as error:
        print(name, type(error).__name__)
print(len(zoneinfo.available_timezones()) > 300, time.tzname, time.localtime(1e9).tm_hour)
END
    as_plain "$PYTHON" zones.py
    TZ=Asia/Tokyo as_plain "$PYTHON" zones.py
    shows "10"
}

@test "time zones: those of the package tzdata, and nothing beside them" {
    "$PYTHON" -c 'import venv' 2>/dev/null || skip "venv is absent"
    "$PYTHON" -m venv --without-pip env
    local data
    data=$(echo env/lib/python3*/site-packages)/tzdata
    mkdir -p "$data/zoneinfo/Mars" "$data/secret"
    touch "$data/__init__.py" "$data/zoneinfo/__init__.py" "$data/zoneinfo/Mars/__init__.py"
    # UTC+2:30, "MST"
    printf 'TZif\0%015d\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\4\0\0\43\50\0\0MST\0' 0 |
        tr 0 '\0' >"$data/zoneinfo/Mars/Base"
    cp "$data/zoneinfo/Mars/Base" "$data/secret/Base"
    # What the program's own directory has is not the package.
    mkdir -p tzdata/zoneinfo/Venus
    cp "$data/zoneinfo/Mars/Base" tzdata/zoneinfo/Venus/Base
    program mars.py <<'END'
import zoneinfo


class Name(str):
    pass


for name in ("Mars/Base", "Mars/None", "Mars", Name("Mars/Base"), "secret/Base"):
    try:
        print(name, zoneinfo.ZoneInfo(name).utcoffset(None), zoneinfo.ZoneInfo(name).key)
    except (ValueError, KeyError, OSError) as error:
        print(name, "is not there")
END
    as_plain env/bin/python3 mars.py
    [[ ${lines[0]} = "Mars/Base "* ]] || explain "the zone is not there"
    program venus.py <<'END'
import zoneinfo

for name in ("Venus/Base", "Mars/../../secret/Base"):
    try:
        print(zoneinfo.ZoneInfo(name))
    except (ValueError, KeyError) as error:
        print(type(error).__name__)
END
    for layers in interpreter interpreter,libc,kernel; do
        PYSBX_LAYERS=$layers LD_PRELOAD=$SBX_LIB run -0 --separate-stderr \
            env/bin/python3 venus.py
        [ "$output" = "ZoneInfoNotFoundError
ValueError" ] || explain "differs"
    done
}

@test "locale: as in plain Python where it is granted, refused where not" {
    program where.py <<'END'
import locale

print(locale.setlocale(locale.LC_ALL, ""), locale.getlocale(), locale.getpreferredencoding())
for name in ("C.UTF-8", "C", "xx_XX", "de_DE.UTF-8"):
    try:
        print(locale.setlocale(locale.LC_ALL, name), locale.localeconv()["decimal_point"])
    except locale.Error as error:
        print(name, error)
    print(locale.format_string("%.2f", 1234567.5, grouping=True), locale.strcoll("a", "b"), locale.str(1.5))
END
    printf 'include = default\n[imports]\nlocale = *\n' >locale.conf
    PYSBX_POLICY=./locale.conf LANG=C.UTF-8 as_plain "$PYTHON" where.py
    run -1 sandboxed where.py
    shows "import of 'locale' is not allowed"
}

@test "tls: the system's certificates, and nothing else of its files" {
    requires /etc/ssl/certs/ca-certificates.crt
    program certificates.py <<'END'
import ssl

context = ssl.create_default_context()
print(len(context.get_ca_certs()) > 20, context.verify_mode, context.check_hostname)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.load_verify_locations(ssl.get_default_verify_paths().cafile)
print(len(context.get_ca_certs()) > 20, ssl.get_default_verify_paths())
client = context.wrap_bio(ssl.MemoryBIO(), out := ssl.MemoryBIO(), server_hostname="example.org")
try:
    client.do_handshake()
except ssl.SSLWantReadError:
    print("hello of", out.pending > 100)
END
    PYSBX_POLICY=tls as_plain "$PYTHON" certificates.py
    # Without the preset: no certificates, no error, and no word of select.
    program import.py <<'END'
import ssl

print(ssl.create_default_context().get_ca_certs())
for act in ("load_verify_locations('/etc/ssl/certs/ca-certificates.crt')", "load_cert_chain('/etc/hostname')"):
    try:
        exec("ssl.create_default_context()." + act)
        print("done")
    except OSError as error:
        print("OSError")
END
    printf 'include = default\n[imports]\nssl = *\n' >ssl.conf
    PYSBX_SUMMARY=1 PYSBX_POLICY=./ssl.conf run -0 --separate-stderr sandboxed import.py
    [ "$output" = "[]
OSError
OSError" ] || explain "differs"
    hides select.poll
    run -1 sandboxed import.py
    shows "import of 'ssl' is not allowed"
    PYSBX_POLICY=tls run -1 --separate-stderr sandboxed -c 'print(open("/etc/ssl/certs/ca-certificates.crt").read(3))'
    PYSBX_POLICY=tls run -1 --separate-stderr sandboxed -c 'import socket'
}

@test "tls: two ends that talk in memory, as in plain Python" {
    requires openssl
    openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem \
        -subj /CN=localhost -addext subjectAltName=DNS:localhost -days 2 2>/dev/null
    program talk.py <<'END'
import ssl

server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server.load_cert_chain("cert.pem", "key.pem")
client = ssl.create_default_context(cafile="cert.pem")
a, b = ssl.MemoryBIO(), ssl.MemoryBIO()
ends = [client.wrap_bio(a, b, server_hostname="localhost"), server.wrap_bio(b, a, server_side=True)]
todo = list(ends)
while todo:
    for end in list(todo):
        try:
            end.do_handshake()
            todo.remove(end)
        except ssl.SSLWantReadError:
            pass
ends[0].write(b"over TLS")
print(ends[1].read(99), ends[0].version(), ends[0].getpeercert()["subject"])
END
    printf 'include = tls\n[files]\nread = ${cwd}/cert.pem\nread = ${cwd}/key.pem\n' >talk.conf
    PYSBX_POLICY=./talk.conf as_plain "$PYTHON" talk.py
}

@test "memory: every package of the presets can be imported in 512M" {
    local all
    all=$(sed -n '/^\[imports\]/,$s/^\([A-Za-z_][A-Za-z0-9_.]*\) = .*/\1/p' \
        "$SBX_ROOT"/whitelist.d/{numpy,pandas,scipy,matplotlib,sklearn,sympy,pillow,lxml}.conf |
        grep -vxE 'set|include|read|write|memory|trusted' | sort -u)
    "$PYTHON" -c 'import numpy, pandas, scipy, matplotlib, sklearn, sympy, PIL, lxml' \
        2>/dev/null || skip "a package is absent"
    {
        printf 'for name in """%s""".split():\n' "$all"
        cat <<'END'
    try:
        __import__(name)
    except ImportError:
        print(name)
print(__import__("numpy").linalg.svd([[1.0, 2], [3, 4]])[1].round(3))
END
    } >all.py
    MPLCONFIGDIR=$PWD run -0 --separate-stderr "$PYTHON" all.py
    local wanted=$output
    printf 'include = agent\n[limits]\nmemory = 512M\n' >small.conf
    PYSBX_POLICY=./small.conf run -0 --separate-stderr sandboxed all.py
    # Some can be named here that plain Python knows as attributes only.
    ! grep -vxF "$wanted" <<<"$output" || explain "these cannot"
    shows "[5.465 0.366]"
}
