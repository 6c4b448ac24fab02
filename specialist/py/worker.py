# A worker process: carries out the calls that Zixir sends.


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
