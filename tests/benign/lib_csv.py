# technique: csv on text in memory
import csv
import io
rows = list(csv.reader(io.StringIO('name,age\n"Smith, J",42\n"say ""hi""",7\n')))
print(rows)
page = io.StringIO()
writer = csv.DictWriter(page, ['a', 'b'], extrasaction='ignore')
writer.writeheader()
writer.writerow({'a': 1, 'b': 'x,y', 'c': 0})
print(repr(page.getvalue()))
for row in csv.DictReader(io.StringIO('k;v\n1;2\n'), delimiter=';'):
    print(row)


class Semi(csv.excel):
    delimiter = ';'


csv.register_dialect('semi', Semi)
print(list(csv.reader(['1;2'], 'semi')), csv.QUOTE_ALL, 'excel' in csv.list_dialects())
print(csv.Sniffer().sniff('a;b\nc;d\n').delimiter)
