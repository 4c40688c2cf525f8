"""The system calls that a submission may not make: a filter of the Linux kernel (seccomp) that nothing can take back.

Refused are calls that reach the network, other processes, mounts, memory that no limit counts, and large parts of the
kernel that no exercise needs. Everything else stays: Python, NumPy and matplotlib run as ever. Source: seccomp(2).
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

from bpcourse.classroom.sandbox.kernel import checked, libc

# Each with its number on x86-64 and on arm64; from 424 on they are the same everywhere. "-" is not there.
REFUSED = """
    socket 41 198; socketpair 53 199; connect 42 203; bind 49 200; listen 50 201; accept 43 202; accept4 288 242
    sendmsg 46 211; sendmmsg 307 269; recvmsg 47 212; recvmmsg 299 243
    fork 57 -; vfork 58 -; execve 59 221; execveat 322 281; kill 62 129; tkill 200 130; tgkill 234 131
    rt_sigqueueinfo 129 138; rt_tgsigqueueinfo 297 240; pidfd_open 434 434; pidfd_send_signal 424 424
    pidfd_getfd 438 438; ptrace 101 117; process_vm_readv 310 270; process_vm_writev 311 271; kcmp 312 272
    process_madvise 440 440; process_mrelease 448 448
    memfd_create 319 279; memfd_secret 447 447; shmget 29 194; shmat 30 196; semget 64 190; msgget 68 186
    mq_open 240 180; add_key 248 217; request_key 249 218; keyctl 250 219
    mount 165 40; umount2 166 39; pivot_root 155 41; chroot 161 51; unshare 272 97; setns 308 268; open_tree 428 428
    move_mount 429 429; fsopen 430 430; fsconfig 431 431; fsmount 432 432; fspick 433 433; mount_setattr 442 442
    mknod 133 -; mknodat 259 33; name_to_handle_at 303 264; open_by_handle_at 304 265; fanotify_init 300 262
    quotactl 179 60; quotactl_fd 443 443; acct 163 89; swapon 167 224; swapoff 168 225; lookup_dcookie 212 18
    io_uring_setup 425 425; io_uring_enter 426 426; io_uring_register 427 427; bpf 321 280; perf_event_open 298 241
    userfaultfd 323 282; personality 135 92; modify_ldt 154 -; iopl 172 -; ioperm 173 -; init_module 175 105
    finit_module 313 273; delete_module 176 106; kexec_load 246 104; kexec_file_load 320 294; reboot 169 142
    syslog 103 116; sethostname 170 161; setdomainname 171 162; settimeofday 164 170; clock_settime 227 112
    adjtimex 159 171; clock_adjtime 305 266; vhangup 153 58
"""
# Changes of a file's owner, mode, times and attributes, which Landlock does not see: they seem to succeed, and do
# nothing. Honest programs that copy a file make them.
PRETENDED = """
    chmod 90 -; fchmod 91 52; fchmodat 268 53; chown 92 -; fchown 93 55; lchown 94 -; fchownat 260 54
    utime 132 -; utimes 235 -; futimesat 261 -; utimensat 280 88; setxattr 188 5; lsetxattr 189 6; fsetxattr 190 7
    removexattr 197 14; lremovexattr 198 15; fremovexattr 199 16
"""
CLONE, PRCTL = (56, 220), (157, 167)
NEWEST = 450  # a program takes a call that the kernel does not know yet as a reason to use an older one
CLONE3 = 435  # its flags lie where no filter can read them; without it, clone is used
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
CLONE_THREAD, SET_DEATH_SIGNAL, SET_NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 0x10000, 1, 38, 22, 2
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # where they lie in the data that a filter reads


def refuse_system_calls() -> None:
    """Put the filter on this process and everything that it starts; OSError where that cannot be."""
    code = b"".join(_program(*_architecture()))
    text = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(text))
    checked(libc.prctl(SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0), "prctl")
    checked(libc.prctl(SET_SECCOMP, FILTER, ctypes.c_char_p(program), 0, 0), "seccomp")


def _architecture() -> tuple[int, int]:
    """The column of the tables, and the kernel's own name for the architecture."""
    if platform.machine() not in ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"seccomp: no numbers for {platform.machine()}")
    return ARCHITECTURES[platform.machine()]


def _program(column: int, architecture: int) -> list[bytes]:
    """The filter, one step after another: whatever none of them answers is allowed."""
    refused = ERROR | errno.EPERM
    steps = [_step(LOAD, ARCHITECTURE), _step(EQUAL, architecture, 1, 0), _step(RETURN, KILL), _step(LOAD, NUMBER)]
    steps += [_step(AT_LEAST, NEWEST + 1, 0, 1), _step(RETURN, ERROR | errno.ENOSYS)]
    steps += [_step(EQUAL, CLONE3, 0, 1), _step(RETURN, ERROR | errno.ENOSYS)]
    for table, answer in ((REFUSED, refused), (PRETENDED, ERROR)):
        for number in _numbers(table, column):
            steps += [_step(EQUAL, number, 0, 1), _step(RETURN, answer)]
    # A new thread is allowed, a new process is not. Its parent's death ends this process: that stays as it is.
    steps += [_step(EQUAL, CLONE[column], 0, 4), _step(LOAD, FIRST_ARGUMENT)]
    steps += [_step(ANY_BIT, CLONE_THREAD, 0, 1), _step(RETURN, ALLOW), _step(RETURN, refused)]
    steps += [_step(EQUAL, PRCTL[column], 0, 3), _step(LOAD, FIRST_ARGUMENT)]
    steps += [_step(EQUAL, SET_DEATH_SIGNAL, 0, 1), _step(RETURN, refused), _step(RETURN, ALLOW)]
    return steps


def _numbers(table: str, column: int) -> list[int]:
    rows = [row.split() for line in table.split("\n") for row in line.split(";") if row.strip()]
    return [int(row[1 + column]) for row in rows if row[1 + column] != "-"]


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
