//! Large results as ArrayBuffers whose memory is the pool's, over Node-API.
//!
//! FFI alone cannot do this: a buffer it makes over foreign memory is never told to be gone. A
//! buffer made by Node-API has a finalizer, which the engine of the host calls when the last owner of
//! the memory is gone (also after a transfer to another thread), on any thread; and the host counts its
//! size, so that it collects in time.
//!
//! The host's functions are weak symbols: where they are missing, nothing else of the library is
//! affected, and `napi_register_module_v1` is not called.

const std = @import("std");
const pool = @import("pool.zig");

const Environment = ?*anyopaque;
const Value = ?*anyopaque;
const Info = ?*anyopaque;
const Callback = *const fn (Environment, Info) callconv(.c) Value;
const Finalizer = *const fn (Environment, ?*anyopaque, ?*anyopaque) callconv(.c) void;

const createFunction = @extern(?*const fn (
    Environment,
    ?[*]const u8,
    usize,
    Callback,
    ?*anyopaque,
    *Value,
) callconv(.c) c_int, .{ .name = "napi_create_function", .linkage = .weak });
const getArguments = @extern(?*const fn (
    Environment,
    Info,
    *usize,
    [*]Value,
    ?*Value,
    ?*?*anyopaque,
) callconv(.c) c_int, .{ .name = "napi_get_cb_info", .linkage = .weak });
const getDouble = @extern(?*const fn (
    Environment,
    Value,
    *f64,
) callconv(.c) c_int, .{ .name = "napi_get_value_double", .linkage = .weak });
const createBuffer = @extern(?*const fn (
    Environment,
    *anyopaque,
    usize,
    Finalizer,
    ?*anyopaque,
    *Value,
) callconv(.c) c_int, .{ .name = "napi_create_external_arraybuffer", .linkage = .weak });

const setProperty = @extern(?*const fn (
    Environment,
    Value,
    [*:0]const u8,
    Value,
) callconv(.c) c_int, .{ .name = "napi_set_named_property", .linkage = .weak });

/// With this much in use, ordinary buffers are the better choice: the host frees them with less delay.
const taken_max: usize = 1 << 30;

/// Bytes of slabs in use, and how many may be: a slab lives as long as any list in it, so this bounds
/// the memory of lists that are gone.
var slabs: std.atomic.Value(usize) = .init(0);
const slabs_max: usize = 96 << 20;

/// What the host asks for when it loads the library as a module: the functions
///   allocate(bytes, wait, slab)  an ArrayBuffer, or undefined when there is no memory or enough is
///                                in use (`slab` is 1 for one that lists are carved from); waits up to
///                                so many milliseconds for a block that is on its way back, before it
///                                takes a fresh one
///   weigh(bytes)                 an ArrayBuffer that counts as so many bytes and costs none, or
///                                undefined
export fn napi_register_module_v1(environment: Environment, exports: Value) Value {
    define(environment, exports, "allocate", allocate);
    define(environment, exports, "weigh", weigh);
    return exports;
}

fn define(environment: Environment, exports: Value, name: [:0]const u8, callback: Callback) void {
    const create = createFunction orelse return;
    var function: Value = null;
    if (create(environment, name.ptr, name.len, callback, null, &function) != 0) return;
    _ = setProperty.?(environment, exports, name.ptr, function);
}

fn allocate(environment: Environment, info: Info) callconv(.c) Value {
    const wanted, const wait_ms, const slab = numbers(environment, info) orelse return null;
    if (!(wanted > 0 and wanted < 1 << 47 and wait_ms >= 0 and wait_ms < 1000)) return null;
    const size: usize = @intFromFloat(wanted);
    const is_slab = slab == 1;
    if (is_slab and slabs.load(.monotonic) >= slabs_max) return null;
    const block = kept(size, wait_ms) orelse fresh(size) orelse return null;
    if (is_slab) _ = slabs.fetchAdd(size, .monotonic);
    var buffer: Value = null;
    // The size travels as the finalizer's hint.
    const finalizer: Finalizer = if (is_slab) releaseSlab else release;
    if (createBuffer.?(environment, block, size, finalizer, @ptrFromInt(size), &buffer) != 0) {
        finalizer(environment, block, @ptrFromInt(size));
        return null;
    }
    return buffer;
}

/// Addresses that nothing is ever read from or written to, shared by all buffers that only weigh.
var weightless: ?[*]u8 = null;
const weight_max = 64 << 20;

/// Two threads may each reserve the addresses, which costs nothing.
fn weigh(environment: Environment, info: Info) callconv(.c) Value {
    const linux = std.os.linux;
    const bytes, _, _ = numbers(environment, info) orelse return null;
    if (!(bytes > 0 and bytes <= weight_max)) return null;
    if (weightless == null) {
        const flags: linux.MAP = .{ .TYPE = .PRIVATE, .ANONYMOUS = true, .NORESERVE = true };
        const address = linux.mmap(null, weight_max, .{}, flags, -1, 0);
        if (linux.errno(address) != .SUCCESS) return null;
        weightless = @ptrFromInt(address);
    }
    var buffer: Value = null;
    const size: usize = @intFromFloat(bytes);
    if (createBuffer.?(environment, weightless.?, size, forget, null, &buffer) != 0) return null;
    return buffer;
}

fn forget(_: Environment, _: ?*anyopaque, _: ?*anyopaque) callconv(.c) void {}

/// The first three arguments of a call; 0 for those that are missing.
fn numbers(environment: Environment, info: Info) ?[3]f64 {
    var count: usize = 3;
    var arguments: [3]Value = @splat(null);
    if (getArguments.?(environment, info, &count, &arguments, null, null) != 0) return null;
    var result: [3]f64 = @splat(0);
    for (0..@min(count, 3)) |i| {
        if (getDouble.?(environment, arguments[i], &result[i]) != 0) return null;
    }
    return result;
}

/// A block that was used before.
fn kept(size: usize, wait_ms: f64) ?[*]align(64) u8 {
    const steps: usize = @intFromFloat(wait_ms * 20);
    for (0..steps + 1) |step| {
        if (step > 0) sleep();
        if (pool.takeKept(size)) |block| return block;
        if (pool.usage()[0] == 0) return null;
    }
    return null;
}

/// A twentieth of a millisecond.
fn sleep() void {
    const linux = std.os.linux;
    var time: linux.timespec = .{ .sec = 0, .nsec = 50_000 };
    _ = linux.nanosleep(&time, null);
}

fn fresh(size: usize) ?[*]align(64) u8 {
    return if (pool.usage()[0] + size > taken_max) null else pool.take(size);
}

fn release(_: Environment, block: ?*anyopaque, hint: ?*anyopaque) callconv(.c) void {
    pool.give(@ptrCast(@alignCast(block.?)), @intFromPtr(hint));
}

fn releaseSlab(environment: Environment, block: ?*anyopaque, hint: ?*anyopaque) callconv(.c) void {
    _ = slabs.fetchSub(@intFromPtr(hint), .monotonic);
    release(environment, block, hint);
}
