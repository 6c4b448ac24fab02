# How a worker starts: of its own, or forked by a zygote.

import signal


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
