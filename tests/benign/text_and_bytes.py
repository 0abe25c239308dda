# technique: encodings, escapes, translate, string methods
text = 'Grüße, мир, 世界'
for encoding in 'utf-8', 'utf-16', 'latin-1', 'ascii', 'cp1252', 'utf-7', 'punycode':
    try:
        data = text.encode(encoding)
        print(encoding, len(data), data.decode(encoding) == text)
    except UnicodeEncodeError as error:
        print(encoding, error.reason, error.start)
print(text.encode('ascii', 'xmlcharrefreplace'), b'\xff'.decode('utf-8', 'replace'))
print('bücher.example'.encode('idna'), 'abc'.encode('utf-32-le')[:4], '\N{EURO SIGN}')
print('hello'.translate(str.maketrans('el', 'ip')), 'A,B'.partition(','), 'x=1'.rpartition('='))
print('title case'.title(), 'CamelCase'.swapcase(), 'tab\tx'.expandtabs(4), '7'.zfill(3), 'a\nb'.splitlines())
print('abc'.center(9, '*'), 'x'.ljust(3) + '|', 'banana'.count('an'), 'banana'.find('n'), 'banana'.replace('a', 'o', 2))
print('x'.isidentifier(), '١'.isdigit(), 'é'.isascii(), 'prefix-x'.removeprefix('prefix-'), 'ab' * 2)
print('{} {1}'.replace('{1}', '{}').format(1, 2), '{0[a]} {1.real}'.format({'a': 5}, 3j), '{:>{w}}'.format('x', w=4))
print('{x!r:>6}'.format_map({'x': 'y'}), bytes.fromhex('00ff').hex(':'), b'a,b'.split(b','))
