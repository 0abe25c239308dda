# technique: names in letters that Python's parser folds to ASCII
# goal: import
# source: CTF folklore (NFKC)
print('ESCAPED pid=%d' % __𝒊𝒎𝒑𝒐𝒓𝒕__('posix').𝗀𝖾𝗍𝗉𝗂𝖽())
