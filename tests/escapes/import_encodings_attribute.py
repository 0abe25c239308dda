# technique: "import encodings.x" while loading a codec named by the program
# goal: import
# source: codec search
import encodings.utf_8
print('ESCAPED pid=%d' % encodings.sys.modules['posix'].getpid())
