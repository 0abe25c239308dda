# technique: unicodedata, colorsys, keyword, binascii names
import colorsys
import keyword
import unicodedata
print(unicodedata.name('é'), unicodedata.lookup('GREEK SMALL LETTER ALPHA'), unicodedata.category('A'), unicodedata.numeric('½'))
print(unicodedata.normalize('NFD', 'é').encode(), unicodedata.east_asian_width('世'), unicodedata.combining('\u0301'), '\N{SNOWMAN}')
print(len(unicodedata.normalize('NFC', 'e\u0301')), unicodedata.decimal('٣'), unicodedata.bidirectional('א'))
print(colorsys.rgb_to_hsv(1, 0.5, 0), colorsys.hls_to_rgb(0.5, 0.5, 0.5))
print(keyword.iskeyword('def'), keyword.issoftkeyword('match'), len(keyword.kwlist))
