# technique: a program that does not parse
# status: 1
print('never')
x = = 1
