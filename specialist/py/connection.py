# The connection of a Python process to Zixir.
#
# Frames, both ways: kind, flags, length of the message, number of raw buffers (four 32-bit
# integers), memory limit in bytes (64 bits; at once: milliseconds the call may take), number of the
# segment in which the raw buffers lie or 0 (32 bits), lengths of the raw buffers (64 bits each),
# message, raw buffers unless they lie in a segment; all little-endian. The same layout is in
# frames.ts.

import os
import socket
import struct

HEAD = struct.Struct("<IIIIQI")
CALL, AGAIN, RESULT_OF_FUNCTION, ERROR_OF_FUNCTION, FORK, SETTINGS, PING, REST = range(1, 9)
HELLO, RESULT, FAILED, FUNCTION, FORKED, ENDED, PONG, MEMORY, FORGET = range(1, 10)
SPECIAL, SHARES = 1, 2  # flags
LARGE = 65536


class Channel:
    """One connection to Zixir."""

    def __init__(self, address):
        self.address = address
        self.arena = Arena()
        family, place = address.split(":", 1)
        if family == "unix":
            self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.socket.connect(place)
        else:
            self.socket = socket.create_connection(("127.0.0.1", int(place)))
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
            self.socket.setsockopt(socket.SOL_SOCKET, option, 4 << 20)

    def send(self, kind, message=b"", buffers=()):
        """Ends this process when Zixir has gone."""
        try:
            self.write(kind, message, buffers)
        except OSError:
            self.gone()

    def gone(self):
        os._exit(0)

    def write(self, kind, message, buffers):
        sizes = [buffer.nbytes for buffer in buffers]
        segment = self.arena.put(buffers, sizes) if sizes else 0
        changes = self.arena.news()
        if changes:
            told = dumps((os.getpid(), changes), 5)
            self.socket.sendall(HEAD.pack(MEMORY, 0, len(told), 0, 0, 0) + told)
        head = HEAD.pack(kind, 0, len(message), len(sizes), 0, segment)
        if sizes:
            head += struct.pack("<%dQ" % len(sizes), *sizes)
        if len(message) < LARGE:
            self.socket.sendall(head + message)
        else:
            self.socket.sendall(head)
            self.socket.sendall(message)
        for buffer in buffers:
            self.socket.sendall(buffer)

    def receive(self):
        """(kind, flags, memory limit, message, raw buffers); None when Zixir has gone."""
        try:
            head = self.exactly(HEAD.size)
        except OSError:
            return None
        if head is None:
            return None
        kind, flags, length, count, limit, segment = HEAD.unpack(head)
        self.arena.allow(flags & SHARES != 0)
        sizes = struct.unpack("<%dQ" % count, self.exactly(8 * count)) if count else ()
        message = self.exactly(length)
        if segment:
            buffers = self.arena.got(segment, sizes)
        else:
            buffers = [self.exactly(size) for size in sizes]
            if sizes:
                self.arena.missed(sizes)
        return kind, flags, limit, message, buffers

    def exactly(self, count):
        if count == 0:
            return b""
        if count < LARGE:
            data = self.socket.recv(count)
            if len(data) == count:
                return data
            if not data:
                return None
            into = bytearray(count)
            into[: len(data)] = data
            done = len(data)
        else:
            into = room(count)
            done = 0
        view = memoryview(into)
        while done < count:
            got = self.socket.recv_into(view[done:])
            if got == 0:
                return None
            done += got
        return view


def room(count):
    """Memory to be filled. numpy's is not cleared first and lies in large pages where the system has
    them, which for eight megabytes is the half of the time they take to arrive."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not hasattr(numpy, "empty"):
        return bytearray(count)
    return numpy.empty(count, "u1")
