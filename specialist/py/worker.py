# A worker process, and the zygote it is forked from.
#
# Frames, both ways: kind, flags, length of the message, number of raw buffers (four 32-bit
# integers), memory limit in bytes (64 bits; at once: milliseconds the call may take), number of the segment in which the raw buffers lie or 0
# (32 bits), lengths of the raw buffers (64 bits each), message, raw buffers unless they lie in a
# segment; all little-endian. The same layout is in frames.ts.

import os
import signal
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
    """Serves calls, one after another or one within another, until Zixir goes."""

    def __init__(self, channel, home):
        import threading

        self.channel = channel
        self.home = home
        self.last = self.before = None
        self.running = False
        self.serving = False
        self.lock = threading.RLock()
        self.pid = os.getpid()

    def is_here(self):
        """Whether functions that the current thread calls are this one's to ask for."""
        return True

    def serve(self):
        self.channel.send(HELLO, dumps((os.getpid(), self.home), 5))
        while True:
            frame = self.channel.receive()
            if frame is None:
                leave(self.channel.address if self.home else "", ())
            self.obey(*frame)
            frame = None  # what waits for the next call keeps no memory of the last

    def obey(self, kind, flags, limit, message, buffers):
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

    def call(self, flags, limit, message, buffers):
        self.last = self.before = None
        outer = self.running, self.serving
        self.serving = True
        try:
            try:
                self.bound(limit, message)
                self.running = True
                self.last = perform(message, flags & SPECIAL, buffers)
            finally:
                self.running = False
                message = None
                if buffers:
                    buffers.clear()
                self.unbound(limit)
        except BaseException as error:
            with self.lock:
                self.unbound(limit)
                self.running, self.serving = outer
                self.fail(error)
        else:
            with self.lock:  # a function that another thread called meanwhile is answered first
                self.running, self.serving = outer
                self.reply(encode)

    def bound(self, limit, message):
        if limit:
            # What importing takes is not the call's: import first, limit afterwards.
            owner = message_owner(message)
            if owner:
                import_module(owner)
            limit_memory(limit)

    def unbound(self, limit):
        if limit:
            limit_memory(0)

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
            self.send(RESULT, data, buffers)

    def fail(self, error):
        self.send(FAILED, describe(error))

    def send(self, kind, data, buffers=()):
        flush()
        if os.getpid() != self.pid:
            # A child that the call forked came back from it: the answer is the parent's to give.
            os._exit(1 if kind == FAILED else 0)
        if dropped and self.home:
            numbers, dropped[:] = dropped[:], ()
            self.channel.send(FORGET, dumps(numbers, 5))
        self.channel.send(kind, data, buffers)

    def function(self, number, arguments):
        """Calls a function of Zixir and waits for what it gives. Calls that it makes in its turn are
        carried out meanwhile."""
        arguments = (number,) + arguments
        with self.lock:
            if not self.serving:
                raise RuntimeError("a function of Zixir can be called only while Zixir waits for a call")
            buffers = []
            data = encode(arguments, buffers)
            self.send(FUNCTION, data, buffers)
            mine = True
            while True:
                frame = self.channel.receive()
                if frame is None:
                    os._exit(0)
                kind, _, _, message, buffers = frame
                if kind == RESULT_OF_FUNCTION:
                    return Decoder(BytesIO(message), buffers).load()
                if kind == ERROR_OF_FUNCTION:
                    raise ZixirError(*loads(message))
                if kind == AGAIN and mine:
                    buffers = []
                    data = encode_again(arguments, data, buffers)
                    self.send(FUNCTION, data, buffers)
                else:
                    mine = False
                    self.obey(*frame)


class ZixirError(Exception):
    """An error raised by a Zixir function that Python called."""

    def __init__(self, message, zixir_token):
        super().__init__(message)
        self.zixir_token = zixir_token


dropped = []  # numbers of functions that nothing here refers to any more


class WorkerFunction:
    """A Zixir function as a Python callable: for as long as the call that brought it runs, in the home
    worker for as long as Python keeps it and a call runs."""

    def __init__(self, workers, number, name):
        self.workers = workers
        self.number = number
        self.__name__ = self.__qualname__ = name or "zixir_function"

    def __repr__(self):
        return "<zixir function %s>" % self.__name__

    def __call__(self, *arguments, **keywords):
        if keywords:
            arguments += (keywords,)
        for worker in self.workers:
            if worker.is_here():
                return worker.function(self.number, arguments)

    def __del__(self):
        dropped.append(self.number)


class Pipes(Channel):
    """The two named pipes of requests for which Zixir's main thread waits."""

    def __init__(self, directory):
        self.arena = Arena()
        self.ends = []
        for name in ("asks", "answers"):
            path = os.path.join(directory, name)
            os.mkfifo(path, 0o600)
            # For both directions: so opening waits for nobody.
            self.ends.append(os.open(path, os.O_RDWR | os.O_CLOEXEC))
        self.socket = self
        os.register_at_fork(after_in_child=self.close)

    def close(self):
        # A child that outlives this process must not keep Zixir waiting for it.
        for end in self.ends:
            os.close(end)

    def sendall(self, data):
        view = memoryview(data).cast("B")
        while view:
            view = view[os.write(self.ends[1], view) :]

    def recv(self, count):
        return os.read(self.ends[0], count)

    def recv_into(self, view):
        return os.readv(self.ends[0], [view])


class AtOnce(Worker):
    """Serves requests for which Zixir's main thread waits, on a thread of its own: the call that the
    main thread here is in may wait for Zixir."""

    def __init__(self, directory):
        super().__init__(Pipes(directory), True)
        self.ident = 0
        self.timer = None

    def is_here(self):
        import threading

        return threading.get_ident() == self.ident

    def start(self):
        import threading

        sys.setswitchinterval(0.001)
        threading.Thread(target=self.serve, daemon=True, name="zixir-at-once").start()

    def serve(self):
        import threading

        self.ident = threading.get_ident()
        while True:
            frame = self.channel.receive()
            self.obey(*frame)
            frame = None

    def bound(self, limit, message):
        """Nobody can interrupt or kill this process meanwhile but itself."""
        if not limit:
            return
        import faulthandler
        import threading

        self.running = True
        self.timer = threading.Timer(limit / 1000, self.interrupt)
        self.timer.daemon = True
        self.timer.start()
        # No Python thread can do anything while code in C keeps the interpreter.
        faulthandler.dump_traceback_later(limit / 1000 + GRACE, file=nowhere(), exit=True)

    def unbound(self, limit):
        if not limit:
            return
        import faulthandler

        while True:
            try:
                faulthandler.cancel_dump_traceback_later()
                with self.lock:
                    self.running = False
                    self.timer.cancel()
                    raise_in(self.ident, None)
                return
            except Interrupted:
                pass

    def interrupt(self, *_):
        with self.lock:
            if self.running:
                raise_in(self.ident, Interrupted)


GRACE = 1.0  # seconds from an interruption to the end of the process
opened = []


def nowhere():
    if not opened:
        opened.append(open(os.devnull, "w"))
    return opened[0]


def raise_in(ident, kind):
    """Raises an exception in a thread, or takes back one that it has not noticed yet."""
    try:
        import ctypes
    except ImportError:
        return
    what = ctypes.py_object(kind) if kind else None
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(ident), what)


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
    workers = [worker]
    callables[0] = lambda number, name: WorkerFunction(workers, number, name)
    if home and hasattr(signal, "SIGUSR1"):
        signal.signal(signal.SIGUSR1, worker.interrupt)
    if home and hasattr(os, "mkfifo"):
        at_once = AtOnce(os.path.dirname(address.partition(":")[2]))
        workers.insert(0, at_once)
        at_once.start()
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
    directory = os.path.dirname(address.partition(":")[2])
    try:
        for name in os.listdir(directory) if directory else ():
            os.unlink(os.path.join(directory, name))
        os.rmdir(directory)
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
