# The start inside the Zixir process.


def add_path(path):
    if path not in sys.path:
        sys.path.insert(0, path)


def set_sole_references(number, count):
    sole_references[number] = count


def connect(address):
    """Zixir's end of the wire listens already."""
    import _socket

    family, _, place = address.partition(":")
    if family == "unix":
        end = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        end.connect(place)
    else:
        end = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        end.connect(("127.0.0.1", int(place)))
        end.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
    end.setblocking(False)
    return end, _socket.MSG_PEEK


def setup(libpython, wire_address, invoke_address, main_lock, control_lock):
    """Connects this interpreter with an isolate of Zixir, on that one's main thread. Gives the
    address of the shared memory."""
    global acquire, acquire_timed, allocate_lock, set_async_exception, address_of, memory_at
    global dropped, weakref, to_wire, perf_counter, sleep, PEEK
    import weakref
    from collections import deque
    from time import perf_counter, sleep

    library = ctypes.CDLL(libpython)
    acquire = library.PyThread_acquire_lock
    acquire.argtypes = [ctypes.c_void_p, ctypes.c_int]
    acquire_timed = library.PyThread_acquire_lock_timed
    acquire_timed.argtypes = [ctypes.c_void_p, ctypes.c_longlong, ctypes.c_int]
    allocate_lock = library.PyThread_allocate_lock
    allocate_lock.restype = ctypes.c_void_p
    held = ctypes.PyDLL(libpython)
    raw_set = held.PyThreadState_SetAsyncExc
    raw_set.argtypes = [ctypes.c_ulong, ctypes.py_object]
    clear = ctypes.PyDLL(libpython).PyThreadState_SetAsyncExc
    clear.argtypes = [ctypes.c_ulong, ctypes.c_void_p]
    set_async_exception = lambda ident, kind: raw_set(ident, kind) if kind else clear(ident, None)
    memory_at = held.PyMemoryView_FromMemory
    memory_at.argtypes = [ctypes.c_void_p, ctypes.c_ssize_t, ctypes.c_int]
    memory_at.restype = ctypes.py_object
    address_of = held.PyBytes_AsString
    address_of.argtypes = [ctypes.py_object]
    address_of.restype = ctypes.c_void_p

    dropped = deque()
    os.register_at_fork(after_in_child=after_fork)
    to_wire = Struct("<d").pack
    wire[0], PEEK = connect(wire_address)
    invoke[0] = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_double)(invoke_address)
    callables[0] = Function
    pinned[0] = pin
    main_ident[0] = threading.get_ident()
    shared[TABLE + LOCK] = main_lock
    box = Box(0)
    box.ident = main_ident[0]
    state.box = box
    boxes.append(box)
    sys.setswitchinterval(0.001)
    if __name__ == "_zixir":
        prepare_output()
        show_crashes()
    threading.Thread(target=control, args=(control_lock,), daemon=True, name="zixir-control").start()
    return ctypes.addressof(shared)
