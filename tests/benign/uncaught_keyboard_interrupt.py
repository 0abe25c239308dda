# technique: a KeyboardInterrupt that nobody catches
# status: -2
print('before', flush=True)
raise KeyboardInterrupt
