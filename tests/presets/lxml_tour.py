# lxml as programs use it.
import io

from lxml import etree, html, objectify
from lxml.builder import E

root = etree.fromstring("<r a='1'><i n='x'>one</i><i n='y'>two<b/>tail</i><!-- c --></r>")
print(root.tag, root.get("a"), [e.text for e in root.iter("i")], len(root))
print(root.xpath("//i[@n='y']/text()"), root.find("i").attrib, root.findtext("i"), root.xpath("count(//i)"))
print(etree.tostring(root, pretty_print=True).decode())
new = etree.SubElement(root, "{urn:x}new", nsmap={"x": "urn:x"})
new.text = "\xe4"
print(etree.tostring(root, encoding="unicode"), root.xpath("//x:new", namespaces={"x": "urn:x"})[0].tag)
print([(event, e.tag) for event, e in etree.iterparse(io.BytesIO(b"<a><b/></a>"), events=("start", "end"))])
style = etree.XSLT(etree.XML("""<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:template match="/"><o><xsl:value-of select="//i[1]"/></o></xsl:template></xsl:stylesheet>"""))
print(str(style(root)).strip())
schema = etree.RelaxNG(etree.XML('<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>'))
print(schema.validate(etree.XML("<a/>")), schema.validate(etree.XML("<b/>")))
try:
    etree.fromstring("<a><b></a>")
except etree.XMLSyntaxError as error:
    print("XMLSyntaxError", error.lineno)
doc = html.fromstring("<div><p class='k'>Hello <b>you</b></p><a href='/x'>l</a></div>")
print(doc.xpath("//p")[0].text_content(), [l[2] for l in doc.iterlinks()], html.tostring(doc)[:20])
doc.make_links_absolute("http://example.org/")
print(doc.find(".//a").get("href"), [e.tag for e in doc.iterdescendants()])
print(etree.tostring(E.a(E.b("t"), k="v")), objectify.fromstring("<a><n>3</n></a>").n + 1)


class Target:
    """A parser target of the program's own."""

    def __init__(self):
        self.seen = []

    def start(self, tag, attrib):
        self.seen.append(tag)

    def close(self):
        return self.seen


print(etree.fromstring("<a><b/><c/></a>", etree.XMLParser(target=Target())))
f = etree.FunctionNamespace("urn:f")
f["twice"] = lambda context, s: s * 2
print(root.xpath("f:twice('ab')", namespaces={"f": "urn:f"}))
etree.ElementTree(root).write("out/a.xml", xml_declaration=True, encoding="UTF-8")
print(etree.parse("out/a.xml").getroot().tag, open("out/a.xml").readline().strip())
print(etree.tostring(etree.parse(io.StringIO("<a>x</a>"))), etree.QName("u", "v").text)
from lxml.html.diff import htmldiff

print(htmldiff("<p>a</p>", "<p>b</p>"))
functions = etree.FunctionNamespace("urn:f")
functions["up"] = lambda context, value: value[0].text.upper()
print(root.xpath("f:up(//i)", namespaces={"f": "urn:f"}), root.xpath("re:test('ab', 'a.')", namespaces={"re": "http://exslt.org/regular-expressions"}))
etree.ElementTree(root).write("out/a.xml", encoding="utf-8", xml_declaration=True)
print(etree.parse("out/a.xml").docinfo.encoding, [e.tag for _, e in etree.iterparse("out/a.xml", tag="i")])
with etree.xmlfile("out/b.xml") as file:
    file.write(etree.Element("q"))
print(html.parse("out/b.xml").getroot() is not None, etree.canonicalize("<b  z='1' a='2'/>"))
