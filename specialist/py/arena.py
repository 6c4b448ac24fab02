# Memory that a worker shares with Zixir, for what is too large for the socket.
#
# 1. A segment is a file without a name, sealed at its size: the system takes it back when both sides
#    have gone, however they went, and neither can cut it short under the other.
# 2. Zixir writes into a segment `there` only after this side said that nothing here refers to it.
# 3. What Zixir wrote cannot be written here; so arguments are as read-only as they are in process.
# 4. This side writes into the segment `back` only in answer to a frame, and Zixir has copied what an
#    answer brought before it sends another.

SHARED_MIN = 131072
SEGMENT_MIN = 1 << 20
SEGMENT_MAX = 1 << 27
THERE_MAX = 2
ADD_SEALS, SEALS = 1033, 1 | 2 | 4  # no more seals, no shrinking, no growing
APART = 64


def apart(sizes):
    """Where buffers of these sizes lie in a segment, and how much of it they take."""
    places = []
    end = 0
    for size in sizes:
        places.append(end)
        end += -(-size // APART) * APART
    return places, end


class Segment:
    def __init__(self, number, size):
        import fcntl

        self.number = number
        self.size = size
        self.fd = os.memfd_create("zixir", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            os.ftruncate(self.fd, size)
            fcntl.fcntl(self.fd, ADD_SEALS, SEALS)
        except BaseException:
            os.close(self.fd)
            raise
        self.mapping = None
        self.lent = False

    def map(self, protection):
        import mmap

        self.mapping = mmap.mmap(self.fd, self.size, mmap.MAP_SHARED, protection)
        self.unused = self.references()

    def references(self):
        """Every view of the mapping, wherever it went, leads to one reference more."""
        return sys.getrefcount(self.mapping)

    def is_free(self):
        return not self.lent or self.references() == self.unused

    def close(self):
        self.mapping = None
        os.close(self.fd)

    def told(self, back):
        return ("+", self.number, self.fd, os.fstat(self.fd).st_ino, self.size, back)


class Arena:
    """The segments of one connection. Zixir learns what changed from `news`."""

    def __init__(self):
        self.there = {}
        self.back = None
        self.changes = []
        self.next = 1
        self.allowed = False
        self.able = hasattr(os, "memfd_create")
        if self.able:
            os.register_at_fork(after_in_parent=self.forked)

    def allow(self, allowed):
        """Says whether Zixir can map segments."""
        self.allowed = allowed and self.able
        if not allowed and (self.there or self.back):
            self.rest(True)

    def got(self, number, sizes):
        """The buffers that Zixir wrote into a segment."""
        segment = self.there[number]
        segment.lent = True
        view = memoryview(segment.mapping)
        return [view[place : place + size] for place, size in zip(apart(sizes)[0], sizes)]

    def missed(self, sizes):
        """Buffers came through the socket: makes a segment for such as come later."""
        end = apart(sizes)[1]
        if not self.wanted(end):
            return
        if len(self.there) >= THERE_MAX:
            small = [segment for segment in self.there.values() if segment.size < end]
            if not small:
                return
            self.drop(small[0])
        segment = self.make(end, 1)  # PROT_READ
        if segment is not None:
            self.there[segment.number] = segment
            self.changes.append(segment.told(False))

    def put(self, buffers, sizes):
        """Copies buffers into the segment back and empties their list; its number, or 0."""
        places, end = apart(sizes)
        if not self.wanted(end):
            return 0
        if self.back is None or self.back.size < end:
            if self.back is not None:
                self.changes.append(("-", self.back.number))
                self.back.close()
            self.back = self.make(end, 3)  # PROT_READ | PROT_WRITE
            if self.back is not None:
                self.changes.append(self.back.told(True))
            return 0  # Zixir can use it from its next frame on
        for place, size in zip(places, sizes):
            self.back.mapping[place : place + size] = buffers.pop(0)
        return self.back.number

    def wanted(self, end):
        return self.allowed and SHARED_MIN <= end <= SEGMENT_MAX

    def make(self, end, protection):
        try:
            segment = Segment(self.next, max(SEGMENT_MIN, 1 << (end - 1).bit_length()))
            segment.map(protection)
        except (OSError, ImportError):
            self.able = self.allowed = False
            return None
        self.next += 1
        return segment

    def drop(self, segment):
        """Gives a segment up; what still refers to it keeps its memory, which nobody writes again."""
        del self.there[segment.number]
        self.changes.append(("-", segment.number))
        segment.close()

    def forked(self):
        # The child may look at its arguments for longer than this process does.
        for segment in list(self.there.values()):
            if segment.lent:
                self.drop(segment)

    def rest(self, whole=False):
        """Gives back what is not in use."""
        for segment in list(self.there.values()):
            if whole or segment.is_free():
                self.drop(segment)
        if self.back is not None:
            self.changes.append(("-", self.back.number))
            self.back.close()
            self.back = None

    def news(self):
        """What Zixir has to know before the next frame."""
        for segment in self.there.values():
            if segment.lent and segment.is_free():
                segment.lent = False
                self.changes.append(("0", segment.number))
        changes = self.changes
        if changes:
            self.changes = []
        return changes
