# What a request can ask for.


def call(target, arguments, keywords):
    if (target is exec or target is eval) and len(arguments) == 1 and not keywords:
        # Without globals they would see and change the names of this module.
        arguments = (arguments[0], vars(import_module("__main__")))
    result = target(*arguments, **keywords)
    if type(result) is CoroutineType:
        return finish_coroutine(result)
    return result


loops = []


def finish_coroutine(coroutine):
    """Waits for a coroutine on one event loop shared by all calls, so that they overlap."""
    import asyncio
    import threading

    if not loops:
        loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, daemon=True, name="zixir-asyncio").start()
        loops.append(loop)
    future = asyncio.run_coroutine_threadsafe(coroutine, loops[0])
    try:
        return future.result()
    except BaseException:
        future.cancel()
        raise


class OneByOne:
    """An iterator that must not be read ahead of use, because others may go on with it."""

    def __init__(self, iterator):
        self.iterator = iterator


def page(iterator, size):
    """The next items, as many as come within two milliseconds, at least one."""
    if type(iterator) is OneByOne:
        iterator, size = iterator.iterator, 1
    items = []
    until = monotonic() + 0.002
    for item in iterator:
        items.append(item)
        if len(items) >= size or monotonic() > until:
            return {"items": items, "done": False}
    return {"items": items, "done": True}


def run(request):
    """Carries out one request: (operation, target, arguments, keywords)."""
    operation, target, arguments, keywords = request
    if operation == "R":
        return release(arguments)
    if type(target) is tuple:
        target = resolve(target[0], target[1])
    if operation == "c":
        return call(target, arguments, keywords)
    if operation == "g":
        return target
    if operation == "i":
        return target[arguments[0]]
    if operation == "s":
        target[arguments[0]] = arguments[1]
        return None
    if operation == "a":
        setattr(target, arguments[0], arguments[1])
        return None
    if operation == "l":
        return len(target)
    if operation == "r":
        return repr(target)
    if operation == "p":
        return str(target)
    if operation == "b":
        return bool(target)
    if operation == "t":
        iterator = iter(target)
        return AsHandle(OneByOne(iterator) if iterator is target else iterator)
    if operation == "x":
        return page(target, arguments[0])
    if operation == "o":
        return AsHandle(target)
    if operation == "k":
        return carried(target)
    if operation == "u":
        return AsHandle(loads(arguments[0]))
    raise RuntimeError("unknown operation " + repr(operation))


def perform(data, special, buffers=()):
    """Reads a request and carries it out."""
    if special:
        return run(Decoder(BytesIO(data), buffers).load())
    return run(loads(data) if data[0] == PROTO else marshal_loads(data))
