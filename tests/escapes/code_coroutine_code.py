# technique: cr_code and ag_code
# goal: code
# source: CTF folklore
async def f():
    pass


me = f()
if me.cr_code.co_name == 'f':
    print('ESCAPED code of f')
me.close()
