//! What the library exports. Each function is thin: it checks its arguments, calls, and answers
//! with a status; results go to out parameters. Lengths are `u32` because that is the fastest number
//! to hand over; a list longer than that is refused by the caller. A pointer to an empty list may
//! be anything, and is not followed.

const std = @import("std");
const builtin = @import("builtin");
const dispatch = @import("dispatch.zig");
const Status = @import("status.zig").Status;

/// Changes whenever an export is added, removed or changed; `engine/symbols.ts` expects this value.
const abi: u32 = 1;

const List = ?[*]const f64;

export fn zx_abi() u32 {
    return abi;
}

export fn zx_level() u32 {
    return dispatch.level();
}

export fn zx_limit_level(highest: u32) void {
    dispatch.limit(highest);
}

/// out[0] = the sum, 0.0 for an empty list.
export fn zx_sum(xs: List, n: u32, out: [*]f64) Status {
    out[0] = if (xs) |p| dispatch.kernels().sum(p, n) else 0;
    return .ok;
}

// The WASM build works on copies in its own memory; these two make room for them.

comptime {
    if (builtin.cpu.arch.isWasm()) {
        @export(&allocate, .{ .name = "zx_allocate" });
        @export(&free, .{ .name = "zx_free" });
    }
}

/// At least 8-aligned room for `size` bytes, or null.
fn allocate(size: u32) callconv(.c) ?[*]align(8) u8 {
    const room = std.heap.wasm_allocator.alignedAlloc(u8, .@"8", @max(size, 8)) catch return null;
    return room.ptr;
}

fn free(room: [*]align(8) u8, size: u32) callconv(.c) void {
    std.heap.wasm_allocator.free(room[0..@max(size, 8)]);
}
