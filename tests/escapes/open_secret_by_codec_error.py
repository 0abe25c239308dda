# technique: decoding errors carry the bytes that were read
# goal: read-secret
# source: exceptions carry objects
try:
    open('@SECRET@', encoding='utf-32').read(80)
except UnicodeError as error:
    print(error.object)
