# technique: tables of json.encoder
# goal: bend
# source: pysandbox hands out proxies for this
# debatable: a mutable container of plain data
import json.encoder
json.encoder.ESCAPE_DCT['"'] = 'bent'
if json.encoder.py_encode_basestring('"') == '"bent"':
    print('ESCAPED table written')
