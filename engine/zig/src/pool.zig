//! Memory for large results and for the working space of operations, used again and again.
//!
//! Fresh pages are the real price of a large result: the system clears each one when it is touched. So
//! blocks that come back are kept, up to `kept_max` bytes, and handed out again as they are.
//!
//! Invariants:
//! 1. A block belongs either to who took it or to the pool; `lock` guards the lists, for blocks come
//!    back from the collector's threads.
//! 2. A free block's first word links to the next free block of its class.
//! 3. `kept` is the sum of the sizes of the free blocks, and at most `kept_max` when `give` returns:
//!    what is over goes back to the system, beginning with sizes that were not asked for lately.
//! 4. Blocks are aligned to 64 bytes at least, and their contents are arbitrary.

const std = @import("std");
const builtin = @import("builtin");

const is_wasm = builtin.cpu.arch.isWasm();
const smallest = 1 << 16;
/// Four sizes to each power of two, up to 2^47.
const classes = 4 * 32;
const kept_max: usize = 256 << 20;
/// From this size on, blocks are aligned for and given huge pages where the system has them.
const huge = 2 << 20;

const Free = struct { next: ?*Free };

var lock: std.atomic.Value(u32) = .init(0);
var free_lists: [classes]?*Free = @splat(null);
/// When a class was last asked for, by a clock that ticks with each request.
var asked: [classes]u64 = @splat(0);
var clock: u64 = 0;
var kept: usize = 0;
var taken: usize = 0;

/// A block of at least `size` bytes, aligned to 64; null when the system has none.
pub fn take(size: usize) ?[*]align(64) u8 {
    if (is_wasm) {
        const room = std.heap.wasm_allocator.alignedAlloc(u8, .@"64", @max(size, 1)) catch return null;
        return room.ptr;
    }
    if (takeKept(size)) |block| return block;
    const class = classOf(size) orelse return null;
    const bytes = sizeOf(class);
    const block = fromSystem(bytes) orelse return null;
    acquire();
    defer release();
    taken += bytes;
    return block;
}

/// As `take`, but only a block that was used before.
pub fn takeKept(size: usize) ?[*]align(64) u8 {
    const class = classOf(size) orelse return null;
    acquire();
    defer release();
    clock += 1;
    asked[class] = clock;
    const block = unlink(class) orelse return null;
    taken += sizeOf(class);
    return block;
}

/// Gives back a block taken with the same size.
pub fn give(block: [*]align(64) u8, size: usize) void {
    if (is_wasm) return std.heap.wasm_allocator.free(block[0..@max(size, 1)]);
    const class = classOf(size).?;
    const bytes = sizeOf(class);
    acquire();
    taken -= bytes;
    const link: *Free = @ptrCast(@alignCast(block));
    link.next = free_lists[class];
    free_lists[class] = link;
    kept += bytes;
    release();
    while (surplus()) |room| toSystem(room.ptr, room.len);
}

/// A free block to part with when too many are kept, taken off its list.
fn surplus() ?[]align(64) u8 {
    acquire();
    defer release();
    if (kept <= kept_max) return null;
    var stalest: usize = 0;
    var oldest: u64 = std.math.maxInt(u64);
    for (free_lists, asked, 0..) |list, when, class| {
        if (list != null and when < oldest) {
            stalest = class;
            oldest = when;
        }
    }
    return unlink(stalest).?[0..sizeOf(stalest)];
}

/// Takes a free block off its list; `lock` is held.
fn unlink(class: usize) ?[*]align(64) u8 {
    const block = free_lists[class] orelse return null;
    free_lists[class] = block.next;
    kept -= sizeOf(class);
    return @ptrCast(@alignCast(block));
}

/// Returns all free blocks to the system.
pub fn trim() void {
    if (is_wasm) return;
    for (0..classes) |class| {
        while (true) {
            acquire();
            const block = unlink(class);
            release();
            toSystem(block orelse break, sizeOf(class));
        }
    }
}

/// Bytes of blocks in use, and of free blocks kept.
pub fn usage() [2]usize {
    acquire();
    defer release();
    return .{ taken, kept };
}

/// `count` elements of working space.
pub fn takeMany(comptime T: type, count: usize) ?[]align(64) T {
    const bytes = std.math.mul(usize, count, @sizeOf(T)) catch return null;
    const room = take(bytes) orelse return null;
    return @as([*]align(64) T, @ptrCast(room))[0..count];
}

/// Gives back what `takeMany` gave.
pub fn giveMany(comptime T: type, room: []align(64) T) void {
    give(@ptrCast(room.ptr), room.len * @sizeOf(T));
}

/// The smallest class whose blocks have `size` bytes.
fn classOf(size: usize) ?usize {
    if (size <= smallest) return 0;
    // With size - 1 in [2^e, 2^(e+1)): its next two bits tell the quarter.
    const e: usize = std.math.log2_int(usize, size - 1);
    const quarter = (size - 1) >> @intCast(e - 2) & 3;
    const class = (e - 16) * 4 + quarter + 1;
    return if (class < classes) class else null;
}

fn sizeOf(class: usize) usize {
    const e: u6 = @intCast(16 + class / 4);
    return (@as(usize, 4) + class % 4) << (e - 2);
}

fn fromSystem(bytes: usize) ?[*]align(64) u8 {
    if (bytes < huge) {
        const room = std.heap.page_allocator.alignedAlloc(u8, .@"64", bytes) catch return null;
        return room.ptr;
    }
    const alignment = comptime std.mem.Alignment.fromByteUnits(huge);
    const room = std.heap.page_allocator.alignedAlloc(u8, alignment, bytes) catch return null;
    if (builtin.os.tag == .linux) {
        // Only advice: without huge pages everything works, just slower.
        _ = std.os.linux.madvise(room.ptr, bytes, std.os.linux.MADV.HUGEPAGE);
    }
    return room.ptr;
}

fn toSystem(block: [*]align(64) u8, bytes: usize) void {
    const alignment: std.mem.Alignment = if (bytes < huge) .@"64" else .fromByteUnits(huge);
    std.heap.page_allocator.rawFree(block[0..bytes], alignment, @returnAddress());
}

fn acquire() void {
    while (lock.swap(1, .acquire) != 0) std.atomic.spinLoopHint();
}

fn release() void {
    lock.store(0, .release);
}

test "classes hold what they are taken for, with little waste" {
    var size: usize = 1;
    while (size < 1 << 40) : (size += 1 + size / 7) {
        const class = classOf(size).?;
        try std.testing.expect(sizeOf(class) >= size);
        if (class > 0) try std.testing.expect(sizeOf(class - 1) < size);
        if (size > smallest) try std.testing.expect(sizeOf(class) <= size + size / 4 + 1);
    }
    try std.testing.expectEqual(null, classOf(std.math.maxInt(usize)));
}

test "a block given back is handed out again, and trim returns it" {
    const before = usage();
    const first = take(5 << 20).?;
    @memset(first[0 .. 5 << 20], 1);
    try std.testing.expectEqual(before[0] + (5 << 20), usage()[0]);
    give(first, 5 << 20);
    const second = take((5 << 20) - 100).?;
    try std.testing.expectEqual(@intFromPtr(first), @intFromPtr(second));
    give(second, (5 << 20) - 100);
    try std.testing.expectEqual(before[0], usage()[0]);
    trim();
    try std.testing.expectEqual(0, usage()[1]);
}

test "blocks of a size no longer asked for make room for those that are" {
    trim();
    const small = 8 << 20;
    var old: [kept_max / small][*]align(64) u8 = undefined;
    for (&old) |*block| block.* = take(small).?;
    for (old) |block| give(block, small);
    try std.testing.expectEqual(kept_max, usage()[1]);
    const big = 64 << 20;
    const first = take(big).?;
    give(first, big);
    try std.testing.expectEqual(kept_max, usage()[1]);
    const again = take(big).?;
    try std.testing.expectEqual(@intFromPtr(first), @intFromPtr(again));
    give(again, big);
    trim();
}
