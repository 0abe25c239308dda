# Files that libraries in C open by themselves, past the interpreter layer: the
# libc layer and the kernel layer refuse them.  In plain Python every text
# ends as "done".
import sqlite3
import sys

from lxml import etree
from PIL import ImageFont

HERE = sys.argv[1]
ENTITY = "<!DOCTYPE a [<!ENTITY e SYSTEM 'secret.xml'>]><a>&e;</a>"
SHEET = """<x:stylesheet version='1.0' xmlns:x='http://www.w3.org/1999/XSL/Transform'>
<x:template match='/'><x:copy-of select='document("secret.xml")'/></x:template></x:stylesheet>"""
parser = etree.XMLParser(load_dtd=True, resolve_entities=True)
ATTEMPTS = """
etree.parse("secret.xml")
etree.fromstring(ENTITY, parser, base_url=HERE + "/x.xml")[0].tag
etree.XSLT(etree.XML(SHEET, base_url=HERE + "/x.xsl"))(etree.XML("<a/>")).getroot().tag
etree.ElementTree(etree.XML("<a/>")).write("made.xml")
ImageFont.truetype(HERE + "/secret.ttf", 10)
sqlite3.connect(":memory:").execute("attach 'made.db' as m").execute("create table m.t (a)")
"""


def ends(text):
    try:
        exec(text, dict(globals()))
    except Exception as error:
        return type(error).__name__
    return "done"


for text in ATTEMPTS.strip().splitlines():
    print(text, "->", ends(text))
