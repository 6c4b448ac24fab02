# Calls inside the Zixir process: on its main thread, and on threads of Python's own.
#
# Invariants:
# 1. The main thread of Zixir never waits for the GIL on behalf of an awaited call: it writes the
#    request into memory it shares with an idle Python thread and releases that thread's lock.
# 2. A thread reads a request only between acquiring its lock and its reply; Zixir writes one only
#    while the thread is idle.
# 3. `running` of a box names the call in which user code runs; only then the control thread may
#    raise Interrupted there, and both sides look at it with the GIL held.
# 4. Threads call no code of Zixir. They write on the wire (wire.ts), which is closed once the isolate
#    of Zixir has gone; only the main thread calls back, within a call that Zixir made on it.

import ctypes
import threading
import os

# The memory that both sides share, in doubles; the same layout is in box.ts. Python owns it and
# never frees it: finalisers write into it even after the isolate of Zixir has gone.
FORKED, HEAD, TAIL, RING, RING_SIZE = 0, 1, 2, 3, 4096
TABLE, BOXES, CELLS = RING + RING_SIZE + 1, 33, 24
INBOX, INBOX_SIZE = TABLE + BOXES * CELLS, 65536
TOTAL = INBOX + 2 * BOXES * INBOX_SIZE // 8  # replies, then requests

# Places in the box of one thread.
REQUEST, LENGTH, SPECIAL, CALL, REPLY, REPLY_LENGTH, STATUS, STOP, DEADLINE = range(9)
LOCK, THREADS, CAPACITY, ORDER, HELD, ANSWERED, TAKEN, WATCHED, TOOK, EAGER = range(9, 19)
DONE, FAILED, STOPPED = range(3)
FORGET, AGAIN = 1, 2
stopped = (STOPPED, b"", None)

state = threading.local()
boxes = []
shared = (ctypes.c_double * TOTAL)()


class Box:
    """What one thread shares with Zixir."""

    def __init__(self, number):
        base = ctypes.addressof(shared)
        cells = memory_at(base + (TABLE + number * CELLS) * 8, CELLS * 8, 0x200)
        self.cells = cells.cast("d")
        inbox = base + INBOX * 8 + number * INBOX_SIZE
        self.inbox = memory_at(inbox, INBOX_SIZE, 0x200)
        self.lock = int(self.cells[LOCK])
        self.place = (0, 0)
        self.memory = None
        self.running = 0
        self.ident = 0
        self.eager = False

    def request(self):
        cells = self.cells
        place = (cells[REQUEST], cells[CAPACITY])
        if place != self.place:
            self.place = place
            self.memory = memory_at(int(place[0]), int(place[1]), 0x100)
        return perform(self.memory[: int(cells[LENGTH])], cells[SPECIAL])

    def answer(self, status, data):
        """Puts a reply where Zixir finds it. The caller keeps `data` alive until it was read."""
        cells = self.cells
        length = len(data)
        if length <= INBOX_SIZE:
            self.inbox[:length] = data
            cells[REPLY] = 0
        else:
            cells[REPLY] = address_of(data)
        cells[REPLY_LENGTH] = length
        cells[STATUS] = status

    def settle(self):
        """Ends the time in which this thread may be interrupted."""
        while True:
            try:
                self.running = 0
                if self.cells[STOP] or self.cells[DEADLINE]:
                    set_async_exception(self.ident, None)
                return
            except Interrupted:
                continue

    def execute(self):
        """Carries out the request in the box: (status, data, result), whatever happens."""
        outcome = stopped
        try:
            try:
                self.running = self.cells[CALL]
                if self.cells[STOP] == self.running:
                    raise Interrupted
                result = self.request()
                outcome = (DONE, encode(result), result)
            except Interrupted:
                pass
            except BaseException as error:
                outcome = (FAILED, describe(error), None)
            self.settle()
        except Interrupted:
            self.settle()
        if forked[0]:
            leave_fork()
        flush()
        return outcome

    def serve(self):
        """The life of a Python thread."""
        self.ident = threading.get_ident()
        state.box = self
        cells = self.cells
        data = result = None
        while True:
            self.wait()
            order = cells[ORDER]
            cells[ORDER] = 0
            if order == FORGET:
                data = result = None
                continue
            start = perf_counter()
            if order == AGAIN:
                status, data = answer_again(result, data)
            else:
                data = result = None
                status, data, result = self.execute()
            self.answer(status, data)
            cells[HELD] = type(result) not in LIGHT or len(data) > INBOX_SIZE
            cells[TOOK] = (perf_counter() - start) * 1e6
            if not self.tell(cells[CALL]):
                return

    def tell(self, call):
        """Says that the reply is there: in memory to who watches, else by the wire. Gives whether
        anybody is left to hear it."""
        cells = self.cells
        cells[ANSWERED] = call
        if cells[WATCHED]:
            for _ in WATCH_TAKEN:
                if cells[TAKEN] == call:
                    return True
        return send(call)

    def wait(self):
        """Waits for the lock, for a moment without sleeping while calls follow one another."""
        lock = self.lock
        if self.eager and not watching:
            watching.append(self)
            try:
                self.cells[EAGER] = 1
                for _ in WATCH_LOCK:
                    if acquire(lock, 0):
                        return
            finally:
                self.cells[EAGER] = 0
                watching.clear()
        start = perf_counter()
        acquire(lock, 1)
        self.eager = perf_counter() - start < EAGER_SECONDS


# Of all threads one at most watches; the others sleep.
watching = []
WATCH_LOCK, WATCH_TAKEN = range(250), range(30)
EAGER_SECONDS = 0.0003 if (os.cpu_count() or 1) > 1 else -1
LIGHT = SIMPLE - {str}


def answer_again(result, before):
    try:
        return DONE, encode_again(result, before)
    except BaseException as error:
        return FAILED, describe(error)


def send(number):
    """Writes a number on the wire. Gives whether Zixir's isolate may still read it."""
    while True:
        try:
            wire[0].send(to_wire(number))
            return True
        except BlockingIOError:
            sleep(0.001)
        except OSError:
            return False


def gone():
    """Whether the isolate of Zixir has gone: its end of the wire is closed then."""
    try:
        return wire[0].recv(1, PEEK) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


wire = [None]


def flush():
    """Python's output comes before whatever Zixir writes next. stderr is unbuffered."""
    try:
        sys.stdout.flush()
    except Exception:
        pass


def prepare_output():
    """Makes stdout flush at every line and stderr at every write. Without a usable descriptor, as
    under a service manager, Python has None there and print does nothing."""
    import io

    if sys.stdout is not None:
        sys.stdout.reconfigure(line_buffering=True)
    if sys.stderr is not None:
        raw = io.FileIO(sys.stderr.fileno(), "w", closefd=False)
        sys.stderr = io.TextIOWrapper(raw, "utf-8", "backslashreplace", write_through=True)
        sys.__stderr__ = sys.stderr


# A child of os.fork() inside a call owns a copy of this process that must never run on.
forked = [0]


def after_fork():
    forked[0] = 1
    shared[FORKED] = 1.0


def leave_fork():
    flush()
    os._exit(0)


def start_threads():
    """Brings the Python threads to the number that Zixir asks for in the main box."""
    wanted = boxes[0].cells[THREADS]
    while len(boxes) <= wanted:
        box = Box(len(boxes))
        boxes.append(box)
        threading.Thread(target=box.serve, daemon=True, name="zixir-%d" % len(boxes)).start()


def call_main():
    """A synchronous call on Zixir's main thread. The result goes back for another try."""
    box = boxes[0]
    outer = (box.running, box.cells[CALL])
    status, data, result = box.execute()
    box.running = outer[0]
    main_reply[0] = data
    box.answer(status, data)
    return result


def encode_main(value):
    """The reply for a result of the quick path."""
    box = boxes[0]
    try:
        route[0] = 1
        status, data = DONE, encode(value)
    except BaseException as error:
        status, data = FAILED, describe(error)
    finally:
        route[0] = 0
    main_reply[0] = data
    box.answer(status, data)


def encode_main_again(value):
    box = boxes[0]
    data = main_reply[0] = encode_again(value, main_reply[0])
    box.answer(DONE, data)


def describe_main(error):
    box = boxes[0]
    data = main_reply[0] = describe(error)
    box.answer(FAILED, data)


main_reply = [None]
NONE = None

NOT_QUIET_MODULES = {"os", "posix", "nt", "sys", "pty", "faulthandler", "_thread", "signal"}
NOT_QUIET_NAMES = {"print", "input", "__import__", "breakpoint", "help", "open"}


def quick_target(module, name):
    """What the quick way of quick.ts calls for a function: itself, if it is written in C and can
    neither print nor fork, else a guard that does around it what execute would do."""
    target = getattr(sys.modules.get(module), name, None)
    if not callable(target) or target is exec or target is eval:
        return None
    if (
        type(target) is BuiltinFunctionType
        and module not in NOT_QUIET_MODULES
        and not (module == "builtins" and name in NOT_QUIET_NAMES)
    ):
        return target

    def guard(*arguments):
        try:
            result = target(*arguments)
            return finish_coroutine(result) if type(result) is CoroutineType else result
        finally:
            if forked[0]:
                leave_fork()
            flush()

    return guard


def control(lock):
    """Starts threads, interrupts calls whose box says so and the synchronous call whose deadline
    has passed. Woken by Zixir through the lock."""
    from time import time

    wait = -1
    while True:
        acquire_timed(lock, wait, 0)
        start_threads()
        wait = -1
        now = time() * 1000
        for box in boxes:
            running = box.running
            due = box.cells[DEADLINE]
            if due and now < due:
                left = int((due - now) * 1000) + 1
            elif due or (running and box.cells[STOP] == running):
                # Again a little later: code may have swallowed it, or not have begun.
                left = 20000
                if running:
                    set_async_exception(box.ident, Interrupted)
            else:
                continue
            wait = left if wait < 0 else min(wait, left)
