"""Runs in duban's place under duban's unit and tries what the sandbox is to forbid, and what duban needs.

Prints a line for each attempt; ends with 1 if one went otherwise than it should.
"""

import ctypes
import errno
import mmap
import os
import resource
import socket
import subprocess
import sys

libc = ctypes.CDLL(None, use_errno=True)
wrong = 0


def attempt(what, wanted, act):
    """`wanted` is "works", or the names of the errors with which it must fail."""
    global wrong
    try:
        came = act()
        came = "works" if came is None else str(came)
    except OSError as failure:
        came = errno.errorcode.get(failure.errno, str(failure))
    well = came in wanted.split()
    wrong += not well
    print(f"{'ok  ' if well else 'FAIL'} {what}: {came}" + ("" if well else f", wanted {wanted}"))


def call(number_or_name, *arguments):
    function = getattr(libc, number_or_name)
    if function(*arguments) == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def write(path):
    with open(path, "w") as file:
        file.write("x")
    os.unlink(path)


def listen(port):
    with socket.socket() as server:
        server.bind(("127.0.0.1", port))


def run_own_file(folder):
    path = f"{folder}/probe.sh"
    with open(path, "w") as file:
        file.write("#!/bin/sh\n")
    os.chmod(path, 0o700)
    try:
        subprocess.run([path], check=True)
    finally:
        os.unlink(path)


def mode_of_new_file():
    path = f"{os.environ['STATE_DIRECTORY']}/probe"
    open(path, "w").close()
    mode = oct(os.stat(path).st_mode & 0o777)
    os.unlink(path)
    return mode


def setuid_file():
    path = f"{os.environ['STATE_DIRECTORY']}/probe"
    open(path, "w").close()
    try:
        os.chmod(path, 0o4700)
    finally:
        os.unlink(path)


def status(name):
    lines = open("/proc/self/status").read().splitlines()
    return next(line.split(":")[1].strip() for line in lines if line.startswith(name + ":"))


def socket_of(family, kind=socket.SOCK_STREAM):
    socket.socket(family, kind).close()


# What duban needs.
attempt("write in the state folder", "works", lambda: write(f"{os.environ['STATE_DIRECTORY']}/probe"))
attempt("read the configuration", "works", lambda: open("/etc/duban/duban.toml").close())
attempt("read the certificate authorities", "works", lambda: open("/etc/ssl/certs/ca-certificates.crt").close())
attempt("an IPv4 socket", "works", lambda: socket_of(socket.AF_INET))
attempt("an IPv6 socket", "works", lambda: socket_of(socket.AF_INET6))
attempt("a Unix socket", "works", lambda: socket_of(socket.AF_UNIX))
attempt("look up a name", "works", lambda: socket.getaddrinfo("relay.test", 25) and None)
attempt("listen on a port for [http]", "works", lambda: listen(9470))

# What nobody in its place may do.
attempt("new files are private", "0o600", mode_of_new_file)
for path in ["/etc/duban/probe", "/usr/probe", "/var/probe", "/run/probe", "/boot/probe"]:
    attempt(f"write {path}", "EROFS EACCES", lambda: write(path))
attempt("look into /root", "EACCES ENOENT", lambda: os.listdir("/root") and None)
attempt("look into /home", "works EACCES", lambda: "seen" if os.listdir("/home") else None)
attempt("see files of others in /tmp", "works", lambda: "seen" if os.listdir("/tmp") else None)
for folder in [os.environ["STATE_DIRECTORY"], "/tmp", "/var/tmp", "/dev/shm"]:
    attempt(f"run a file it wrote in {folder}", "EACCES", lambda: run_own_file(folder))
attempt("memory that is written and run", "EPERM EACCES", lambda: mmap.mmap(-1, 4096, prot=7).close())
attempt("a setuid file", "EPERM", setuid_file)
attempt("no capabilities in the bounding set", "0" * 16, lambda: status("CapBnd"))
attempt("no new privileges", "1", lambda: status("NoNewPrivs"))
attempt("filtered system calls", "2", lambda: status("Seccomp"))
attempt("no core dumps", "(0,0)", lambda: str(resource.getrlimit(resource.RLIMIT_CORE)).replace(" ", ""))
attempt("a netlink socket", "EAFNOSUPPORT", lambda: socket_of(socket.AF_NETLINK, socket.SOCK_RAW))
attempt("a packet socket", "EAFNOSUPPORT", lambda: socket_of(socket.AF_PACKET, socket.SOCK_RAW))
attempt("listen on a port below 1024", "EACCES", lambda: listen(80))
attempt("a new namespace", "EPERM", lambda: call("unshare", 0x10000000))
attempt("mount", "EPERM", lambda: call("mount", b"x", b"/mnt", b"tmpfs", 0, None))
attempt("change root", "EPERM", lambda: os.chroot("/tmp"))
attempt("trace a process", "EPERM", lambda: call("ptrace", 16, 1, None, None))
attempt("load a kernel module", "EPERM", lambda: call("syscall", 175, None, 0, b""))
attempt("set the clock", "EPERM", lambda: call("clock_settime", 0, (ctypes.c_long * 2)(0, 0)))
attempt("set the host's name", "EPERM", lambda: socket.sethostname("probe"))
attempt("be real-time", "EPERM", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)))
attempt("be another user", "EPERM EINVAL", lambda: os.setuid(0))
attempt("another personality", "EPERM", lambda: call("personality", 0x0008))
attempt("read the kernel's log", "EPERM", lambda: call("klogctl", 3, ctypes.create_string_buffer(99), 99))
attempt("write a kernel setting", "EACCES EROFS ENOENT", lambda: write("/proc/sys/kernel/domainname"))
attempt("change a control group", "EACCES EROFS", lambda: write("/sys/fs/cgroup/probe"))
attempt("see other processes", "none", lambda: "none" if all(int(p) == os.getpid() for p in os.listdir("/proc") if p.isdigit()) else "seen")
attempt("only harmless devices", "works", lambda: ", ".join(set(os.listdir("/dev")) - {
    "null", "zero", "full", "random", "urandom", "tty", "pts", "ptmx", "shm", "mqueue", "hugepages", "log", "fd",
    "stdin", "stdout", "stderr", "core", "char", "block"}) or None)
sys.exit(1 if wrong else 0)
