# policy: imports cmd = *
# stdin: say hi\nnonsense\nhelp say\nEOF\n
import cmd


class Shell(cmd.Cmd):
    prompt = '$ '

    def do_say(self, text):
        'say TEXT: prints it'
        print('said', text)

    def do_EOF(self, text):
        return True

    def default(self, line):
        print('unknown:', line)


Shell().cmdloop('welcome')
Shell().onecmd('help')
print(Shell().completenames('sa'))
