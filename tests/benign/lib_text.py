# technique: textwrap, string, difflib, html, pprint, reprlib
import difflib
import html
import pprint
import reprlib
import string
import textwrap
text = 'The quick brown fox jumped over the lazy dog. ' * 2
print(textwrap.fill(text, 30, initial_indent='* ', subsequent_indent='  '))
print(textwrap.shorten(text, 20), textwrap.wrap('longword' * 3, 10), textwrap.dedent('  a\n    b\n'), textwrap.indent('a\n\nb', '> '))
print(textwrap.TextWrapper(width=15, break_long_words=False).wrap('some extraordinarily long words'))
print(string.ascii_letters[:5], string.punctuation[:5], string.capwords('hello world'), string.Template('$a ${b} $$').substitute(a=1, b=2))
print(string.Template('$x $y').safe_substitute(x=1), string.Formatter().format('{0} {a:>4}', 1, a=2), list(string.Formatter().parse('a{b!r:c}')))


class Pounds(string.Template):
    delimiter = '#'
    idpattern = '[a-z]+'


print(Pounds('#x costs $5').substitute(x='it'))
try:
    string.Template('$missing').substitute()
except KeyError as error:
    print('missing', error)


class Upper(string.Formatter):
    def convert_field(self, value, conversion):
        return value.upper() if conversion == 'u' else super().convert_field(value, conversion)


print(Upper().format('{0!u} {0}', 'abc'))
print('\n'.join(difflib.unified_diff(['a', 'b'], ['a', 'c'], 'old', 'new', lineterm='')), difflib.get_close_matches('appel', ['ape', 'apple']))
print(difflib.SequenceMatcher(None, 'abcd', 'bcde').ratio(), list(difflib.ndiff(['x'], ['y'])), difflib.SequenceMatcher(a='ab', b='ac').get_opcodes())
print(html.escape('<a href="x">'), html.unescape('&lt;&eacute;&#65;'))
pprint.pprint({'key%d' % n: list(range(n * 5)) for n in range(4)}, width=40)
print(pprint.pformat([['nested', {'b': 1, 'a': 2}]], depth=1), pprint.isreadable([1]), pprint.saferepr({2: 1}))
print(reprlib.repr(list(range(100))), reprlib.repr('x' * 100), reprlib.Repr().maxlist)


class Recursive(list):
    @reprlib.recursive_repr()
    def __repr__(self):
        return '<' + ', '.join(map(repr, self)) + '>'


r = Recursive([1])
r.append(r)
print(r)
