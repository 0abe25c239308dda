# technique: json
import json
data = {'b': [1, 2.5, None, True], 'a': {'x': 'é"\n'}, 'n': -0.0, 'big': 10 ** 20}
text = json.dumps(data)
print(text, json.loads(text) == data)
print(json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False))
print(json.dumps({1: 'a', None: 2}), json.dumps([1, 2], separators=(',', ':')), json.dumps('\u2028'))


class Encoder(json.JSONEncoder):
    def default(self, thing):
        if isinstance(thing, set):
            return sorted(thing)
        if isinstance(thing, complex):
            return {'re': thing.real, 'im': thing.imag}
        return super().default(thing)


print(json.dumps({'s': {2, 1}, 'c': 1j}, cls=Encoder), json.dumps({1, 2}, default=list))
try:
    json.dumps(object())
except TypeError as error:
    print(error)
for bad in '', '{"a": }', '[1,]', 'nul', '"\\x"', '{1: 2}':
    try:
        json.loads(bad)
    except json.JSONDecodeError as error:
        print(error.msg, error.lineno, error.colno, error.pos)
print(json.loads('{"a": 1.5, "b": [NaN, Infinity]}', parse_float=str), json.loads(b'[1]'), json.loads('1e3'))
print(json.loads('{"x": 1, "x": 2}', object_pairs_hook=list), json.loads('{"k": {}}', object_hook=lambda d: sorted(d)))
circular = []
circular.append(circular)
try:
    json.dumps(circular)
except ValueError as error:
    print(error)
print(''.join(json.JSONEncoder(indent=1).iterencode({'a': [1]})), json.JSONDecoder().raw_decode('[1] rest'))
import io
page = io.StringIO()
json.dump([1, 2], page)
page.seek(0)
print(json.load(page))
