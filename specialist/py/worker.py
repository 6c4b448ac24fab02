# A worker process, and the zygote it is forked from.
#
# Frames, both ways: kind, flags, length of the message, number of raw buffers (four 32-bit
# integers), memory limit in bytes (64 bits), number of the segment in which the raw buffers lie or 0
# (32 bits), lengths of the raw buffers (64 bits each), message, raw buffers unless they lie in a
# segment; all little-endian. The same layout is in frames.ts.

import os
import signal
import socket
import struct

HEAD = struct.Struct("<IIIIQI")
CALL, AGAIN, RESULT_OF_FUNCTION, ERROR_OF_FUNCTION, FORK, SETTINGS, PING, REST = range(1, 9)
HELLO, RESULT, FAILED, FUNCTION, FORKED, ENDED, PONG, MEMORY = range(1, 9)
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


def limit_memory(limit):
    """Allows this process so many bytes beyond what it uses now; 0 lifts the limit. Gives whether
    the system can do that."""
    try:
        import resource
    except ImportError:
        return False
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = hard
    if limit:
        with open("/proc/self/statm") as file:
            used = int(file.read().split()[0]) * resource.getpagesize()
        soft = used + limit
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    return True


class Worker:
    """Serves calls, one after another, until Zixir goes."""

    def __init__(self, channel, home):
        import threading

        self.channel = channel
        self.home = home
        self.last = self.before = None
        self.running = False
        self.lock = threading.RLock()
        callables[0] = lambda number, name: WorkerFunction(self, number, name)

    def serve(self):
        self.channel.send(HELLO, dumps((os.getpid(), self.home), 5))
        while True:
            frame = self.channel.receive()
            if frame is None:
                leave(self.channel.address if self.home else "", ())
            kind, flags, limit, message, buffers = frame
            if kind == AGAIN:
                self.reply(lambda value, buffers: encode_again(value, self.before, buffers))
            elif kind == PING:
                self.channel.send(PONG)
            elif kind == REST:
                self.last = None
                self.channel.arena.rest()
                self.channel.send(PONG)
            elif kind == SETTINGS:
                sys.path[:0] = [path for path in loads(message) if path not in sys.path]
            elif kind == CALL:
                self.call(flags, limit, message, buffers)
            # What waits for the next call keeps no memory of the last.
            frame = message = buffers = None

    def call(self, flags, limit, message, buffers):
        self.last = self.before = None
        try:
            try:
                if limit:
                    # What importing takes is not the call's: import first, limit afterwards.
                    owner = message_owner(message)
                    if owner:
                        import_module(owner)
                    limit_memory(limit)
                self.running = True
                self.last = perform(message, flags & SPECIAL, buffers)
            finally:
                self.running = False
                message = None
                buffers.clear()
                if limit:
                    limit_memory(0)
        except BaseException as error:
            self.fail(error)
        else:
            self.reply(encode)

    def interrupt(self, *_):
        if self.running:
            raise Interrupted

    def reply(self, write):
        try:
            buffers = []
            data = write(self.last, buffers)
            self.before = data[:1]
            if is_floats(self.last):
                self.last = None  # nobody asks for it AGAIN
        except BaseException as error:
            self.fail(error)
        else:
            flush()
            self.channel.send(RESULT, data, buffers)

    def fail(self, error):
        data = describe(error)
        flush()
        self.channel.send(FAILED, data)

    def function(self, number, arguments):
        """Calls a function of Zixir and waits for what it gives."""
        arguments = (number,) + arguments
        with self.lock:
            flush()
            buffers = []
            data = encode(arguments, buffers)
            self.channel.send(FUNCTION, data, buffers)
            frame = self.channel.receive()
            while frame is not None and frame[0] == AGAIN:
                buffers = []
                data = encode_again(arguments, data, buffers)
                self.channel.send(FUNCTION, data, buffers)
                frame = self.channel.receive()
            if frame is None:
                os._exit(0)
            kind, flags, _, message, buffers = frame
            if kind == RESULT_OF_FUNCTION:
                return Decoder(BytesIO(message), buffers).load()
            raise ZixirError(*loads(message))


class ZixirError(Exception):
    """An error raised by a Zixir function that Python called."""

    def __init__(self, message, zixir_token):
        super().__init__(message)
        self.zixir_token = zixir_token


class WorkerFunction:
    """A Zixir function as a Python callable, for as long as the call that brought it runs."""

    def __init__(self, worker, number, name):
        self.worker = worker
        self.number = number
        self.__name__ = self.__qualname__ = name or "zixir_function"

    def __repr__(self):
        return "<zixir function %s>" % self.__name__

    def __call__(self, *arguments, **keywords):
        if keywords:
            arguments += (keywords,)
        return self.worker.function(self.number, arguments)


def is_floats(value):
    numpy = sys.modules.get("numpy")
    return numpy is not None and type(value) is numpy.ndarray and value.dtype.kind == "f"


def message_owner(message):
    """The module a request aims at: its second item in all forms that writeRequest writes."""
    try:
        if message[0] != PROTO:
            owner = marshal_loads(memoryview(message)[OWNER_AT:])
            return owner if type(owner) is str else None
        return Owner(BytesIO(message)).load()
    except Found as found:
        return found.args[0]
    except Exception:
        return None


OWNER_AT = 7  # behind a tuple's head, a text of one character, and another tuple's head


class Found(Exception):
    pass


class Owner(Unpickler):
    """Stops at the target of a request."""

    def persistent_load(self, token):
        raise Found(token[1] if type(token) is tuple and type(token[1]) is str else None)

    def load(self):
        target = super().load()[1]
        return target[0] if type(target[0]) is str else None


def flush():
    try:
        sys.stdout.flush()
    except Exception:
        pass
    try:
        sys.stderr.flush()
    except Exception:
        pass


def start_worker(address, home):
    """A worker. `home` is the one that stands for the interpreter in process where that cannot be:
    its objects stay there as handles, and it is interrupted before it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is Zixir's to handle
    carry[0] = not home
    show_crashes()
    worker = Worker(Channel(address), home)
    if home and hasattr(signal, "SIGUSR1"):
        signal.signal(signal.SIGUSR1, worker.interrupt)
    worker.serve()


def zygote(address):
    """Forks workers when told to, says how they ended, and goes when Zixir goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = Channel(address)
    channel.send(HELLO, dumps((os.getpid(), None), 5))
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    children = set()
    channel.gone = lambda: leave(address, children)
    import select

    while True:
        ready = select.select([channel.socket, read], [], [])[0]
        if read in ready:
            os.read(read, 4096)
            reap(channel, children)
        if channel.socket in ready:
            frame = channel.receive()
            if frame is None:
                break
            if frame[0] == SETTINGS:
                for name in loads(frame[3]):
                    try:
                        import_module(name)
                    except Exception:
                        pass
            elif frame[0] == FORK:
                child = os.fork()
                if child == 0:
                    signal.set_wakeup_fd(-1)
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    channel.socket.close()
                    os.close(read)
                    os.close(write)
                    if "numpy.random" in sys.modules:
                        sys.modules["numpy.random"].seed()
                    try:
                        start_worker(address, False)
                    finally:
                        os._exit(1)
                children.add(child)
                channel.send(FORKED, dumps(child, 5))
    leave(address, children)


def leave(address, children):
    for child in children:
        try:
            os.kill(child, signal.SIGKILL)
        except OSError:
            pass
    place = address.partition(":")[2]
    for remove, path in ((os.unlink, place), (os.rmdir, os.path.dirname(place))):
        try:
            remove(path)
        except OSError:
            pass  # Zixir was quicker
    os._exit(0)


def reap(channel, children):
    while True:
        try:
            child, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if child == 0:
            return
        children.discard(child)
        ended = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        channel.send(ENDED, dumps((child, ended), 5))
