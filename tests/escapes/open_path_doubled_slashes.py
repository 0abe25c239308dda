# technique: // and /./ in a path that a table holds in another spelling
# goal: read-secret
# source: path aliases
print(open('/' + '@SECRET@'.replace('/', '//').replace('vault', './vault')).read())
