"""What a hostile module may try from inside a sealed worker, each as the body of a function, and how it must end.

`raw(number, ...)` makes a system call by its number (x86-64), past everything that Python wraps around it.
"""

PRELUDE = """
import ctypes, fcntl, mmap, os, resource, select, signal, socket, subprocess, sys, threading, time
import numpy as np

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
libc.mmap.restype = ctypes.c_void_p

def raw(number, *arguments):
    arguments = [ctypes.c_char_p(a) if isinstance(a, bytes) else ctypes.c_long(a) for a in arguments]
    ctypes.set_errno(0)
    result = libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

def machine_code(code):
    place = libc.mmap(None, ctypes.c_size_t(4096), 7, 0x22, -1, ctypes.c_long(0))
    ctypes.memmove(place, code, len(code))
    return ctypes.CFUNCTYPE(ctypes.c_long)(place)()
"""

# Refused with PermissionError. {kit}, {written}, {server} and {other} are filled in by the test.
REFUSED = {
    "read a file": "open('/etc/passwd').read()",
    "read the solutions": "open('{kit}/solutions/step1_activations.py').read()",
    "list the solutions": "os.listdir('{kit}/solutions')",
    "look whether a file is there": "os.stat('{kit}/solutions')",
    "follow a link": "os.readlink('/proc/self/exe')",
    "write a file": "open('{written}', 'w').write('x')",
    "write by numpy": "np.save('{written}', np.ones(3))",
    "make a folder": "os.mkdir('{written}')",
    "rename": "os.rename('{kit}/pyproject.toml', '{written}')",
    "remove": "os.unlink('{kit}/pyproject.toml')",
    "change a mode": "os.chmod('{kit}/pyproject.toml', 0o777)",
    "make a link": "os.symlink('/', '{written}')",
    "make a named pipe": "os.mkfifo('{written}')",
    "change the folder": "os.chdir('{kit}')",
    "read its own memory's map": "open('/proc/self/maps').read()",
    "write its own memory": "open('/proc/self/mem', 'r+b')",
    "open a pipe once more": "open('/proc/self/fd/63', 'wb')",
    "read the server's memory": "open('/proc/{server}/mem', 'rb')",
    "read another worker's memory": "open('/proc/{other}/mem', 'rb')",
    "read the environment of the server": "open('/proc/{server}/environ', 'rb')",
    "the terminal": "open('/dev/tty', 'r+b', buffering=0)",
    "type on the terminal": "fcntl.ioctl(1, 0x5412, b'x')",
    "be told of input by a signal": "fcntl.ioctl(62, 0x5452, b'\\x01\\0\\0\\0')",
    "fork": "os.fork()",
    "a program": "subprocess.run(['/bin/true'])",
    "spawn": "os.posix_spawn('/bin/true', ['true'], {{}})",
    "become a program": "os.execv('/bin/true', ['true'])",
    "TCP": "socket.socket(socket.AF_INET)",
    "UDP": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "a Unix socket": "socket.socketpair()",
    "kill the server": "os.kill({server}, signal.SIGKILL)",
    "kill another worker": "os.kill({other}, signal.SIGKILL)",
    "kill the group": "os.killpg(0, signal.SIGKILL)",
    "kill everything": "os.kill(-1, signal.SIGKILL)",
    "signal itself": "os.kill(os.getpid(), signal.SIGSTOP)",
    "have signals sent to the server": "fcntl.fcntl(62, fcntl.F_SETOWN, {server})",
    "choose the signal": "fcntl.fcntl(62, fcntl.F_SETSIG, signal.SIGKILL)",
    "signals on input": "fcntl.fcntl(62, fcntl.F_SETFL, os.O_ASYNC)",
    "a lease": "fcntl.fcntl(62, fcntl.F_SETLEASE, fcntl.F_WRLCK)",
    "copy a descriptor": "fcntl.fcntl(62, fcntl.F_DUPFD, 100)",
    "dup": "os.dup(62)",
    "dup2": "os.dup2(62, 5)",
    "a pipe": "os.pipe()",
    "limits up again": "raw(302, 0, 9, b'\\xff' * 16, 0)",
    "limits of the server": "resource.prlimit({server}, resource.RLIMIT_CPU, (1, 1))",
    "a new session": "os.setsid()",
    "become root": "os.setuid(0)",
    "become another": "os.setresuid(1, 1, 1)",
    "be nice to nobody": "os.setpriority(os.PRIO_PROCESS, {server}, 19)",
    "move the server": "os.sched_setaffinity({server}, [0])",
    "outlive the server": "raw(157, 1, 0)",
    "be dumpable again": "raw(157, 4, 1)",
    "prctl that reads": "raw(157, 3)",
    "another filter": "raw(317, 1, 0, 0)",
    "be traced": "raw(101, 0, 0, 0, 0)",
    "trace the server": "raw(101, 16, {server}, 0, 0)",
    "trace another worker": "raw(101, 16, {other}, 0, 0)",
    "process_vm_readv": "raw(310, {other}, 0, 0, 0, 0, 0)",
    "process_vm_writev": "raw(311, {server}, 0, 0, 0, 0, 0)",
    "kcmp": "raw(312, {server}, {other}, 0, 0, 0)",
    "open": "raw(2, b'/etc/passwd', 0)",
    "openat": "raw(257, -100, b'/etc/passwd', 0)",
    "openat2": "raw(437, -100, b'/etc/passwd', b'\\0' * 24, 24)",
    "open_by_handle_at": "raw(304, 0, b'\\0' * 64, 0)",
    "name_to_handle_at": "raw(303, -100, b'/', b'\\0' * 64, b'\\0' * 8, 0)",
    "newfstatat": "raw(262, -100, b'/etc/passwd', b'\\0' * 256, 0)",
    "statx": "raw(332, -100, b'/etc/passwd', 0, 0, b'\\0' * 256)",
    "io_uring": "raw(425, 8, b'\\0' * 128)",
    "memfd_create": "raw(319, b'x', 0)",
    "execveat": "raw(322, 62, b'', 0, 0, 0x1000)",
    "clone": "raw(56, 17, 0, 0, 0, 0)",
    "clone3": "raw(435, b'\\0' * 88, 88)",
    "vfork": "raw(58)",
    "unshare": "raw(272, 0x10000000)",
    "setns": "raw(308, 62, 0)",
    "mount": "raw(165, b'x', b'/tmp', b'tmpfs', 0, 0)",
    "chroot": "raw(161, b'/')",
    "bpf": "raw(321, 0, b'\\0' * 64, 64)",
    "perf_event_open": "raw(298, b'\\0' * 128, 0, -1, -1, 0)",
    "userfaultfd": "raw(323, 0)",
    "keyctl": "raw(250, 0, -1, 0)",
    "pidfd_open": "raw(434, {server}, 0)",
    "pidfd_getfd": "raw(438, 62, 0, 0)",
    "pidfd_send_signal": "raw(424, 62, 9, 0, 0)",
    "process_madvise": "raw(440, 62, 0, 0, 0, 0)",
    "tgkill": "raw(234, {server}, {server}, 9)",
    "tkill": "raw(200, {server}, 9)",
    "rt_sigqueueinfo": "raw(129, {server}, 9, b'\\0' * 128)",
    "shared memory": "raw(29, 1, 4096, 0o1777)",
    "a message queue": "raw(68, 1, 0o1777)",
    "semaphores": "raw(64, 1, 1, 0o1777)",
    "inotify": "raw(253)",
    "eventfd": "raw(290, 0, 0)",
    "timerfd": "raw(283, 0, 0)",
    "signalfd": "raw(289, -1, b'\\0' * 8, 8, 0)",
    "splice": "raw(275, 62, 0, 63, 0, 16, 0)",
    "sendfile": "raw(40, 63, 62, 0, 16)",
    "personality": "raw(135, 0x0400000)",
    "syslog": "raw(103, 3, 0, 0)",
    "set the time": "raw(227, 0, b'\\0' * 16)",
    "a module for the kernel": "raw(313, 62, b'', 0)",
    "reboot": "raw(169, 0, 0, 0, 0)",
    "mlock": "raw(151, 3)",
}

# These end in another exception.
FAILS = {
    "limits up again by Python": ("resource.setrlimit(resource.RLIMIT_AS, (-1, -1))", "ValueError"),
    "a thread": ("threading.Thread(target=print).start()", "RuntimeError"),
    "ten gigabytes": ("np.ones(1_250_000_000)", "MemoryError"),
    "map ten gigabytes": ("mmap.mmap(-1, 10 << 30)", "OSError"),
    "a list without an end": ("x = [0]\n    while True: x += x", "MemoryError"),
    "ask for input": ("input()", "EOFError"),
    "import the kit": ("import solutions.step1_activations", "ModuleNotFoundError"),
    "import the grader": ("import grader.steps", "ModuleNotFoundError"),
    "import torch": ("import torch; torch.zeros(3)", "ModuleNotFoundError"),
}

# These end the worker: the call is made in another architecture's table, or the process is ended.
DIES = {
    "a call of the x32 table": "raw(0x40000000 + 2, b'/etc/passwd', 0)",
    "a call of the 32-bit table": "machine_code(bytes.fromhex('b814000000cd80c3'))",
    "end": "os._exit(0)",
    "abort": "os.abort()",
    "close the pipe": "os.close(63)",
    "write to the pipe": "os.write(63, b'x' * 4096)",
    "answer at once, twice": "import serving; f = sys._getframe()\n"
    "    while f.f_code.co_name != 'serve': f = f.f_back\n"
    "    [f.f_locals['self'].send(dict(answer=1)) for _ in range(2)]\n"
    "    os.close(63)",
    "jump": "ctypes.CFUNCTYPE(None)(1)()",
}
