//! Root of one level's object file on x86-64: exports its table under the name the build gives.

const kernels = @import("kernels.zig");

comptime {
    @export(&kernels.table, .{
        .name = @import("options").symbol,
        .visibility = .hidden,
    });
}
