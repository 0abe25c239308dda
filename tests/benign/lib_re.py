# technique: re
import re
text = 'John: 25, Mary: 31; born 1999-12-31'
print(re.findall(r'(\w+): (\d+)', text), re.search(r'(?P<y>\d{4})-(\d\d)', text).groupdict())
print(re.sub(r'\d+', lambda m: str(int(m[0]) + 1), text), re.subn('[aeiou]', '*', 'banana'))
print(re.split(r'[,;:]\s*', text), re.match('x', text), re.fullmatch(r'\w+', 'abc').span())
pattern = re.compile(r'''
    (\d+)   # number
    \s*
    (?:px|em)
''', re.VERBOSE | re.IGNORECASE)
print(pattern.sub(r'<\1>', '12 PX and 3em'), pattern.groups, pattern.flags & re.I, pattern.pattern.strip()[:5])
print([m.start() for m in re.finditer('a', 'banana')], re.escape('a.b*c'), re.compile('a') == re.compile('a'))
print(re.match(r'(a)(b)?', 'a').groups(), re.match(r'(?:(a)|b)*', 'ab')[1], re.search(r'(?<=x)\d(?!\d)', 'x1')[0])
print(re.sub(r'(?m)^', '> ', 'a\nb'), re.findall(r'\bw\w*', 'we want x'), re.sub(r'(\w)\1', r'\g<1>', 'aabbc'))
try:
    re.compile('(')
except re.error as error:
    print(error, error.pos)
match = re.match(r'(?P<a>x)(?P<b>y)?', 'x')
print(match.lastgroup, match.expand(r'\1!'), match.regs, match.string, repr(match))
print(re.findall(r'[^\W\d_]+', 'naïve_1 été'), re.ASCII, re.RegexFlag.I, re.purge())
