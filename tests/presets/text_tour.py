# Text with the standard library.
import argparse
import ast
import codecs
import difflib
import email
import fnmatch
import html
import re
import shlex
import string
import textwrap
import tokenize
import unicodedata
import io
from email.message import EmailMessage
from email.utils import parseaddr
from html.parser import HTMLParser
from urllib.parse import parse_qs, quote, urljoin, urlsplit, unquote_plus

print(re.sub(r"(?P<a>\w+) (\w+)", r"\2 \g<a>", "one two"), re.findall(r"\d+", "a1b22"), textwrap.fill("word " * 12, 20))
print(unicodedata.normalize("NFD", "\xe9").encode(), unicodedata.name("\u20ac"), "stra\xdfe".casefold(), "i".upper())
print("\n".join(difflib.unified_diff(["a", "b"], ["a", "c"], lineterm="")), difflib.get_close_matches("aple", ["apple", "pear"]))
print(string.Template("$a and ${b}").substitute(a=1, b=2), "{:>8.2f}|{!r:^6}".format(3.14159, "x"), f"{1234567:,}")
print(shlex.split("a 'b c' d\\ e"), shlex.quote("it's"), fnmatch.filter(["a.py", "b.txt"], "*.py"))
print(codecs.encode("abc", "rot13"), codecs.decode(b"616263", "hex"), "\xe4".encode("latin-1"), b"\xff".decode("cp437"))
print("\xe4\u20ac".encode("ascii", "xmlcharrefreplace"), codecs.lookup("utf8").name, "p\xf6k".encode("punycode"), "b\xfccher.de".encode("idna"))


class Links(HTMLParser):
    def handle_starttag(self, tag, attrs):
        print(tag, attrs, end="; ")


Links().feed("<a href='x?a=1&amp;b=2'>t</a><br>")
print(html.unescape("&lt;&eacute;"), urlsplit("http://u@h:8/p?q=1#f").port, parse_qs("a=1&a=2"), urljoin("http://h/a/b", "../c"))
print(quote("a b/\xe4"), unquote_plus("a+b%20c"))
m = EmailMessage()
m["Subject"] = "Gr\xfc\xdfe"
m["To"] = "Ann <ann@example.org>"
m.set_content("Hello\n")
print(m.as_string(), parseaddr(m["To"]), email.message_from_string("A: b\n\nc").get_payload())
parser = argparse.ArgumentParser(prog="t", description="A test.")
parser.add_argument("--n", type=int, default=1, help="a number")
parser.add_argument("rest", nargs="*")
print(parser.parse_args(["--n", "3", "x", "y"]), parser.format_usage())
print(ast.literal_eval("{'a': [1, (2,)]}"), ast.dump(ast.parse("a + 1", mode="eval")), ast.unparse(ast.parse("x=1")))
print([t.string for t in tokenize.generate_tokens(io.StringIO("a = 1\n").readline)][:3])
