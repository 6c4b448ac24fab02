//! Builds the engine: one self-contained shared library per target, a WASM module from the same
//! source, and the tests.
//!
//!   zig build              the shared library for -Dtarget (default: this machine)
//!   zig build wasm         the wasm32 module with SIMD128
//!   zig build test         the tests, on this machine's own instruction set and on the baseline
//!
//! On x86-64 the kernels are compiled three times, for x86-64-v2, v3 and v4, and the library picks
//! one when it is first used; everything else in it is compiled for plain x86-64.

const std = @import("std");

const library_name = "zixir_engine";

const Level = struct { symbol: []const u8, cpu_model: *const std.Target.Cpu.Model };
const x86_levels = [_]Level{
    .{ .symbol = "zx_kernels_v2", .cpu_model = &std.Target.x86.cpu.x86_64_v2 },
    .{ .symbol = "zx_kernels_v3", .cpu_model = &std.Target.x86.cpu.x86_64_v3 },
    .{ .symbol = "zx_kernels_v4", .cpu_model = &std.Target.x86.cpu.x86_64_v4 },
};

pub fn build(b: *std.Build) void {
    // The portable baseline unless asked otherwise: a library built on one machine runs on another.
    const target = b.standardTargetOptions(.{ .default_target = .{ .cpu_model = .baseline } });
    const optimize = b.option(
        std.builtin.OptimizeMode,
        "optimize",
        "Debug, ReleaseSafe, ReleaseFast (the default) or ReleaseSmall",
    ) orelse .ReleaseFast;

    const library = b.addLibrary(.{
        .name = library_name,
        .linkage = .dynamic,
        .root_module = root(b, target, optimize),
    });
    // The functions of Node-API are the host's.
    library.linker_allow_shlib_undefined = true;
    b.installArtifact(library);

    const wasm = b.addExecutable(.{
        .name = library_name,
        .root_module = root(b, b.resolveTargetQuery(.{
            .cpu_arch = .wasm32,
            .os_tag = .freestanding,
            .cpu_features_add = std.Target.wasm.featureSet(&.{
                .bulk_memory,
                .sign_ext,
                .nontrapping_fptoint,
                .simd128,
            }),
        }), .ReleaseFast),
    });
    wasm.entry = .disabled;
    wasm.rdynamic = true;
    wasm.stack_size = 256 * 1024;
    const wasm_step = b.step("wasm", "Build the wasm32 module");
    wasm_step.dependOn(&b.addInstallArtifact(wasm, .{
        .dest_dir = .{ .override = .{ .custom = "wasm" } },
    }).step);

    const test_step = b.step("test", "Run the tests");
    const native = b.resolveTargetQuery(.{});
    for ([_]std.Build.ResolvedTarget{ native, b.resolveTargetQuery(.{ .cpu_model = .baseline }) }) |t| {
        const tests = b.addTest(.{
            .root_module = b.createModule(.{
                .root_source_file = b.path("src/tests.zig"),
                .target = t,
                .optimize = .ReleaseSafe,
            }),
        });
        test_step.dependOn(&b.addRunArtifact(tests).step);
    }
}

/// The root module for one target, with the kernels it links.
fn root(
    b: *std.Build,
    target: std.Build.ResolvedTarget,
    optimize: std.builtin.OptimizeMode,
) *std.Build.Module {
    const module = b.createModule(.{
        .root_source_file = b.path("src/root.zig"),
        .target = target,
        .optimize = optimize,
        .strip = true,
        .pic = if (target.result.cpu.arch.isWasm()) null else true,
        // No libc: the library must load into any process, glibc or musl.
        .link_libc = false,
    });
    if (target.result.cpu.arch == .x86_64) {
        for (x86_levels) |level| {
            var query = target.query;
            query.cpu_model = .{ .explicit = level.cpu_model };
            const kernels = b.createModule(.{
                .root_source_file = b.path("src/kernels_object.zig"),
                .target = b.resolveTargetQuery(query),
                .optimize = optimize,
                .strip = true,
                .pic = true,
                .link_libc = false,
            });
            const options = b.addOptions();
            options.addOption([]const u8, "symbol", level.symbol);
            kernels.addOptions("options", options);
            module.addObject(b.addObject(.{ .name = level.symbol, .root_module = kernels }));
        }
    }
    return module;
}
