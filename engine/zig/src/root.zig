//! The library: operations (`exports.zig`) and what the binding needs besides them.

const std = @import("std");
const builtin = @import("builtin");
const dispatch = @import("dispatch.zig");
const pool = @import("pool.zig");

/// Changes whenever an export is added, removed or changed; `engine/symbols.ts` expects this value.
const abi: u32 = 3;

comptime {
    _ = @import("exports.zig");
    if (builtin.os.tag == .linux) _ = @import("napi.zig");
    if (builtin.cpu.arch.isWasm()) {
        @export(&allocate, .{ .name = "zx_allocate" });
        @export(&free, .{ .name = "zx_free" });
    }
}

export fn zx_abi() u32 {
    return abi;
}

/// The instruction set in use: 2, 3 or 4 for x86-64-v2 to v4 (0: none of them), 1 elsewhere.
export fn zx_level() u32 {
    return dispatch.level();
}

/// Uses no instruction set above `highest` from now on, for tests.
export fn zx_limit_level(highest: u32) u32 {
    dispatch.limit(highest);
    return dispatch.level();
}

/// out = bytes of the pool in use and bytes kept for use again.
export fn zx_pool_usage(out: *[2]f64) u32 {
    const bytes = pool.usage();
    out.* = .{ @floatFromInt(bytes[0]), @floatFromInt(bytes[1]) };
    return 0;
}

/// Returns what the pool keeps to the system.
export fn zx_pool_trim() u32 {
    pool.trim();
    return 0;
}

// The WASM build works on copies in its own memory; these two make room for them.

/// Room for `size` bytes, aligned to 64, or null.
fn allocate(size: u32) callconv(.c) ?[*]align(64) u8 {
    return pool.take(size);
}

fn free(room: [*]align(64) u8, size: u32) callconv(.c) void {
    pool.give(room, size);
}
