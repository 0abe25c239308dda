# technique: a file: URL
# goal: read-secret
# source: standard library
import urllib.request
print(urllib.request.urlopen('file://@SECRET@').read())
