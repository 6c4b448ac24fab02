# What Zixir lends: its memory, without a copy, and its functions.


def pin(address, count, number):
    """An exporter of Zixir's memory; when the last view of it is gone the number is dropped."""
    kind = array_kinds.get(count)
    if kind is None:
        if len(array_kinds) > 64:
            array_kinds.clear()
        kind = array_kinds[count] = ctypes.c_double * count
    exporter = kind.from_address(address)
    weakrefs[number] = weakref.ref(exporter, lambda _: drop(number))
    return exporter


def drop(number):
    """Tells Zixir that Python no longer holds what it lent under this number."""
    weakrefs.pop(number, None)
    dropped.append(number)
    hand_over()


def hand_over():
    while dropped:
        head = int(shared[HEAD])
        if head - shared[TAIL] >= RING_SIZE:
            return
        shared[RING + head % RING_SIZE] = dropped.popleft()
        shared[HEAD] = head + 1


array_kinds = {}
weakrefs = {}


class Function:
    """A Zixir function as a Python callable."""

    def __init__(self, number, name):
        self.number = number
        self.__name__ = self.__qualname__ = name or "zixir_function"
        weakref.finalize(self, drop, number).atexit = False

    def __repr__(self):
        return "<zixir function %s>" % self.__name__

    def __call__(self, *arguments, **keywords):
        return call_zixir(self.number, arguments, keywords)


class ZixirError(Exception):
    """An error raised by a Zixir function that Python called."""

    def __init__(self, message, zixir_token):
        super().__init__(message)
        self.zixir_token = zixir_token


# Places in an outbox; the same table is in functions.ts.
OUT_STATUS, OUT_LENGTH, OUT_MEMORY, OUT_SIZE, OUT_LOCK, OUT_LARGE = range(6)
OUT_FUNCTION, OUT_ARGUMENTS, OUT_ARGUMENTS_LENGTH, OUT_CELLS = 6, 7, 8, 9
OUT_DONE, OUT_FAILED, OUT_PENDING, OUT_AGAIN = range(4)


class Outbox:
    """Per Python thread: where it leaves a call of a Zixir function and finds the result."""

    SIZE = 16384

    def __init__(self):
        self.cells = (ctypes.c_double * OUT_CELLS)()
        self.memory = (ctypes.c_ubyte * self.SIZE)()
        self.view = memoryview(self.memory).cast("B")
        self.lock = allocate_lock()
        acquire(self.lock, 0)
        self.cells[OUT_MEMORY] = ctypes.addressof(self.memory)
        self.cells[OUT_SIZE] = self.SIZE
        self.cells[OUT_LOCK] = self.lock
        self.address = ctypes.addressof(self.cells)

    def call(self, number, data):
        """Has Zixir call a function; gives how that went."""
        cells = self.cells
        cells[OUT_FUNCTION] = number
        cells[OUT_ARGUMENTS] = address_of(data)
        cells[OUT_ARGUMENTS_LENGTH] = len(data)
        if gone():
            raise ZixirError("the Zixir program of this function has ended", None)
        if threading.get_ident() == main_ident[0]:
            return invoke[0](self.address)
        unanswered[self] = data  # should this thread be interrupted, Zixir answers all the same
        send(-self.address)
        while acquire_timed(self.lock, 50000, 0) != 1:
            if gone():
                raise ZixirError("the Zixir program of this function has ended", None)
        del unanswered[self]
        return cells[OUT_STATUS]

    def result(self):
        length = int(self.cells[OUT_LENGTH])
        place = int(self.cells[OUT_LARGE])
        return memory_at(place, length, 0x100) if place else self.view[:length]


spare_outboxes = []
unanswered = {}


class OutboxStack:
    """The outboxes of one thread: nested calls need one each. They are used again by others."""

    def __init__(self):
        self.free = []

    def take(self):
        if self.free:
            return self.free.pop()
        try:
            return spare_outboxes.pop()
        except IndexError:
            return Outbox()

    def __del__(self):
        spare_outboxes.extend(self.free)


def call_zixir(number, arguments, keywords):
    stack = getattr(state, "outboxes", None)
    if stack is None:
        stack = state.outboxes = OutboxStack()
    box = stack.take()
    try:
        if keywords:
            arguments += (keywords,)
        data = encode(arguments)
        status = box.call(number, data)
        while status == OUT_AGAIN:
            data = encode_again(arguments, data)
            status = box.call(number, data)
        reply = box.result()
        if status == OUT_DONE:
            return Decoder(BytesIO(reply)).load()
        message, token = loads(reply)
        raise ZixirError(message, token)
    finally:
        if box not in unanswered:
            stack.free.append(box)


invoke = [None]
main_ident = [0]
