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

/// With this much in use, ordinary buffers are the better choice: the host frees them with less delay.
const taken_max: usize = 1 << 30;

/// What the host asks for when it loads the library as a module: a function (bytes, wait) ->
/// ArrayBuffer, or undefined when there is no memory or enough is in use. It waits up to so many
/// milliseconds for a block that is on its way back, before it takes a fresh one.
export fn napi_register_module_v1(environment: Environment, exports: Value) Value {
    const create = createFunction orelse return exports;
    var function: Value = null;
    if (create(environment, "allocate", 8, allocate, null, &function) != 0) return exports;
    return function;
}

fn allocate(environment: Environment, info: Info) callconv(.c) Value {
    var count: usize = 2;
    var arguments: [2]Value = .{ null, null };
    if (getArguments.?(environment, info, &count, &arguments, null, null) != 0) return null;
    var wanted: f64 = 0;
    if (getDouble.?(environment, arguments[0], &wanted) != 0) return null;
    var wait_ms: f64 = 0;
    if (getDouble.?(environment, arguments[1], &wait_ms) != 0) return null;
    if (!(wanted > 0 and wanted < 1 << 47 and wait_ms >= 0 and wait_ms < 1000)) return null;
    const size: usize = @intFromFloat(wanted);
    const block = kept(size, wait_ms) orelse fresh(size) orelse return null;
    var buffer: Value = null;
    // The size travels as the finalizer's hint.
    if (createBuffer.?(environment, block, size, release, @ptrFromInt(size), &buffer) != 0) {
        pool.give(block, size);
        return null;
    }
    return buffer;
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
