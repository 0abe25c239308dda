# technique: contextvars
import contextvars
user = contextvars.ContextVar('user', default='nobody')
print(user.get(), user.name)
token = user.set('me')
print(user.get(), token.old_value is contextvars.Token.MISSING)
user.reset(token)
print(user.get())


def inside():
    user.set('inside')
    return user.get()


context = contextvars.copy_context()
print(context.run(inside), user.get(), context[user], user in context, list(context.values()))
print(contextvars.Context().run(user.get), contextvars.Context().run(max, 1, 2))
