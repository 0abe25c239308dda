# technique: a SyntaxWarning prints the line of the file that the text claims to come from
# goal: read-secret
# source: source lines in warnings
compile('1 is 1', '@SECRET@', 'exec')
