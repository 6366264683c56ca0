"""A name server that knows every name as 127.0.0.1, and a relay that speaks TLS, wants a login and keeps what it gets.

    relay.py CERTIFICATE KEY FOLDER     (in the network namespace of the tree; on loopback only)

Each letter is a file in FOLDER, the login the file `login`. Ends by itself after half an hour.
"""

import base64
import pathlib
import socket
import ssl
import sys
import threading
import time

certificate, key, folder = sys.argv[1:]
folder = pathlib.Path(folder)


def names():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.53", 53))
    while True:
        query, client = server.recvfrom(512)
        end = query.index(0, 12) + 5
        is_a = query[end - 4 : end - 2] == b"\0\1"
        answer = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\x7f\0\0\1" if is_a else b""
        count = b"\0\1" if is_a else b"\0\0"
        server.sendto(query[:2] + b"\x81\x80\0\1" + count + b"\0\0\0\0" + query[12:end] + answer, client)


def converse(connection, context):
    with context.wrap_socket(connection, server_side=True) as secured, secured.makefile("rwb") as stream:

        def say(text):
            stream.write(text + b"\r\n")
            stream.flush()

        say(b"220 relay.test")
        for line in stream:
            word, _, rest = line.strip().partition(b" ")
            if word.upper() == b"EHLO":
                say(b"250-relay.test\r\n250 AUTH PLAIN")
            elif word.upper() == b"AUTH":
                (folder / "login").write_bytes(base64.b64decode(rest.split()[1]).replace(b"\0", b" "))
                say(b"235 welcome")
            elif word.upper() == b"DATA":
                say(b"354 go on")
                lines = []
                while (part := stream.readline()) not in (b".\r\n", b""):
                    lines.append(part)
                (folder / f"{time.time_ns()}.eml").write_bytes(b"".join(lines))
                say(b"250 kept")
            elif word.upper() == b"QUIT":
                say(b"221 goodbye")
                return
            else:
                say(b"250 fine")


def relay():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = socket.create_server(("127.0.0.1", 465))
    while True:
        connection, _ = server.accept()
        threading.Thread(target=converse, args=(connection, context), daemon=True).start()


for work in (names, relay):
    threading.Thread(target=work, daemon=True).start()
time.sleep(1800)
