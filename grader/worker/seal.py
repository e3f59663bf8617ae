"""Seals a process: from here on it computes, talks over two pipes, and reaches nothing else. Linux only.

Called in a fresh child before any of a learner's code is compiled. Each layer is enough against most of what a hostile
program may try, and none relies on another: no descriptors but the pipes and the null device, limits on what may be
used up, no rights to lose, a Landlock ruleset that allows no file, and a seccomp filter that allows no system call but
those by which a program computes, waits and reads and writes what is open already.
"""

import contextlib
import ctypes
import os
import resource
import signal
import struct

SEALED_WITH_LANDLOCK, SEALED = "sealed+landlock", "sealed"
MEMORY = 1_536 << 20
CPU_SECONDS = 300  # a bound for what nobody waits for; the other end has deadlines of its own
NOBODY = 65534
DESCRIPTORS = 64  # the process that forks the children never has more
READING, WRITING = 62, 63  # where the pipes end up

LIMITS = {
    "RLIMIT_AS": MEMORY,
    "RLIMIT_DATA": MEMORY,
    "RLIMIT_CPU": CPU_SECONDS,
    "RLIMIT_FSIZE": 0,
    "RLIMIT_CORE": 0,
    "RLIMIT_NOFILE": 0,
    "RLIMIT_NPROC": 0,
    "RLIMIT_MEMLOCK": 0,
    "RLIMIT_MSGQUEUE": 0,
    "RLIMIT_SIGPENDING": 0,
}

# Whatever is not here is refused with EPERM. Not here on purpose: whatever takes a path, makes a descriptor, a process
# or a thread, sends a signal, or changes what another process sees; fcntl, ioctl and prctl in all their forms. What an
# architecture does not have is left out.
COMPUTE = "brk mmap munmap mremap mprotect madvise futex rseq set_robust_list getrandom"
TALK = "read readv write writev lseek close poll ppoll select pselect6"
WAIT = "nanosleep clock_nanosleep sched_yield restart_syscall"
TIME = "clock_gettime clock_getres gettimeofday time times getrusage clock_gettime64 clock_getres_time64"
SIGNALS = "rt_sigaction rt_sigprocmask rt_sigreturn sigreturn sigaltstack"
ABOUT_ITSELF = "getpid getppid gettid getpgrp getuid geteuid getgid getegid getcwd uname sched_getaffinity getrlimit"
END = "exit exit_group"
ALLOWED = " ".join((COMPUTE, TALK, WAIT, TIME, SIGNALS, ABOUT_ITSELF, END)).split()

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
SECCOMP_MODE_FILTER = 2
LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF = 444, 446  # the same on every architecture
LANDLOCK_CREATE_RULESET_VERSION = 1
ACCESSES = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # by version: how many kinds of access to files there are

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


class CannotSeal(Exception):
    """This machine does not let a process seal itself; the text says why."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def _check(result: int, what: str) -> int:
    if result < 0:
        raise CannotSeal(f"{what}: {os.strerror(ctypes.get_errno())}")
    return result


def _prctl(option: int, value: int, more: object = None) -> None:
    arguments = ctypes.c_ulong(value), more or ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0)
    _check(_libc.prctl(ctypes.c_int(option), *arguments), f"prctl {option}")


def build_filter() -> bytes:
    """The seccomp filter as the kernel takes it, for this architecture. Needs pyseccomp and libseccomp."""
    try:
        import pyseccomp
    except ImportError:
        raise CannotSeal("pyseccomp is not installed") from None
    except (RuntimeError, OSError) as error:  # it is there, libseccomp is not
        raise CannotSeal(f"pyseccomp cannot be used ({error})") from None
    refuse = pyseccomp.ERRNO(1)  # EPERM, a PermissionError in Python
    try:
        rules = pyseccomp.SyscallFilter(refuse)
        rules.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.KILL_PROCESS)
        for name in ALLOWED:
            if pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name) >= 0:
                rules.add_rule(pyseccomp.ALLOW, name)
        own, unchanged = pyseccomp.Arg(0, pyseccomp.EQ, 0), pyseccomp.Arg(2, pyseccomp.EQ, 0)
        rules.add_rule(pyseccomp.ALLOW, "prlimit64", own, unchanged)  # limits may be read
        reading, writing = os.pipe()
        with open(reading, "rb") as program:
            with open(writing, "wb") as into:
                rules.export_bpf(into)
            return program.read()
    except OSError as error:
        raise CannotSeal(f"the seccomp filter cannot be built ({error})") from None


def keep_only(reading: int, writing: int) -> None:
    """Close every descriptor but the two pipes and, in the standard places, the null device.

    The pipes are READING and WRITING afterwards.
    """
    os.dup2(reading, READING, inheritable=False)
    os.dup2(writing, WRITING, inheritable=False)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.closerange(3, READING)


def _be_the_first_to_go() -> None:
    """Where the machine has no memory left, this process is to be ended, and not the grader."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:
        score.write("1000")


def _limit() -> None:
    for name, most in LIMITS.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            _, hard = resource.getrlimit(kind)
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (most, most))


def _drop_rights(parent: int) -> None:
    """Become nobody if started as root; die with the parent; never gain a right; be closed to debuggers."""
    if 0 in (*os.getresuid(), *os.getresgid()):
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    _prctl(PR_SET_DUMPABLE, 0)
    if os.getppid() != parent:
        raise CannotSeal("the parent is gone")


def _landlock() -> bool:
    """Give up all access to files, to TCP and to other processes' signals; False where the kernel cannot."""
    version = _libc.syscall(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(1))
    if version < 1:
        return False
    files = (1 << ACCESSES.get(version, 16)) - 1
    tcp, scopes = 0b11 if version >= 4 else 0, 0b11 if version >= 6 else 0
    attributes = struct.pack("QQQ", files, tcp, scopes)[: 8 if version < 4 else 16 if version < 6 else 24]
    rules = _libc.syscall(LANDLOCK_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint(0))
    _check(rules, "Landlock ruleset")
    _check(_libc.syscall(LANDLOCK_RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint(0)), "Landlock")
    os.close(rules)
    try:
        os.listdir("/")
    except PermissionError:
        return True
    raise CannotSeal("Landlock is on, and files can be read all the same")


def _filter_calls(program: bytes) -> None:
    filters = _Program(len(program) // 8, program)
    _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(filters))
    with contextlib.suppress(PermissionError):
        os.stat("/")
        raise CannotSeal("the seccomp filter is on, and files can be seen all the same")


def seal(level: str, program: bytes, parent: int) -> str:
    """Seal this process, for good; `keep_only` comes before.

    level: "sealed+landlock" for all there is, "sealed" to leave Landlock out. program: from `build_filter`.
    parent: the process that this one must not outlive. Returns the level reached; raises CannotSeal or OSError where
    not even "sealed" is possible, and the process must end then.
    """
    os.setsid()
    _be_the_first_to_go()
    _drop_rights(parent)
    locked = level == SEALED_WITH_LANDLOCK and _landlock()
    _limit()
    _filter_calls(program)
    return SEALED_WITH_LANDLOCK if locked else SEALED
