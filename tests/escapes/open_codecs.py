# technique: codecs.open
# goal: read-secret
# source: pysandbox, codecs feature
import codecs
print(codecs.open('@SECRET@', encoding='utf-8').read())
