"""What a program writes to a terminal of so many columns."""
import fcntl, os, pty, struct, subprocess, termios, threading

END = b"\0end of the program\0"


def shown(columns, call, stdout=True, stderr=subprocess.DEVNULL, **how):
    """The bytes shown, and the exit status.  Either stream may be the terminal:
    stdout=False gives it stderr alone, and stdout to nothing.

    The terminal is kept open, and a word written behind the program tells the
    end: a reader that goes by the hang-up may meet it before the last bytes."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 25, columns, 0, 0))
    out, err = (slave, stderr) if stdout else (subprocess.DEVNULL, slave)
    p = subprocess.Popen(call, stdin=slave, stdout=out, stderr=err, **how)

    def close():
        p.wait()
        os.write(slave, END)

    threading.Thread(target=close, daemon=True).start()
    text = b""
    while not text.endswith(END):
        text += os.read(master, 65536)
    os.close(master)
    os.close(slave)
    return text[:-len(END)], p.returncode
