# Requests to the home worker for which Zixir's main thread waits, by two named pipes. The other side
# is at_once.ts, with the invariants.


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
