/**
 * The binding to the native library, over `Deno.dlopen`.
 *
 * @module
 */
import { abi, type Kernels, type ParameterKind, symbols } from "./symbols.ts";

/** Where the library of a checkout is, for `Deno.build.target`-like names of this process. */
export function libraryPath(target: string = hostTarget()): URL {
  return new URL(`../.cache/engine/${target}/${libraryFile(target)}`, import.meta.url);
}

/** Where the library of a published package was unpacked to (`embedded.ts`), if it was. */
export const unpacked: { path?: string } = {};

/** The name of this machine's build, such as `x86_64-linux`. */
export function hostTarget(): string {
  return `${Deno.build.arch}-${Deno.build.os === "darwin" ? "macos" : Deno.build.os}`;
}

/** The library's file name on a target. */
export function libraryFile(target: string): string {
  if (target.endsWith("windows")) return "zixir_engine.dll";
  return target.endsWith("macos") ? "libzixir_engine.dylib" : "libzixir_engine.so";
}

/** A library that was opened. */
export interface NativeLibrary {
  readonly kernels: Kernels;
  /** Vector level in use: 2 to 4 on x86-64 (x86-64-v2 to v4), 1 elsewhere. */
  readonly level: number;
}

/**
 * Opens the library at `path`.
 *
 * @throws {Error} when it is not there, was built from other sources, or needs another processor.
 */
export function openNative(path: string | URL): NativeLibrary {
  // The table lists only kinds that Deno.dlopen knows, but the mapped type is beyond its inference.
  const { symbols: functions } = Deno.dlopen(path, definitions());
  const kernels = functions as unknown as Kernels;
  if (kernels.zx_abi() !== abi) {
    throw new Error("it was built from other sources: build it again with `deno task build`");
  }
  const level = kernels.zx_level();
  if (level === 0) throw new Error("the processor is older than x86-64-v2");
  return { kernels, level };
}

function definitions(): Deno.ForeignLibraryInterface {
  const result: Record<string, Deno.ForeignFunction> = {};
  for (const [name, parameters] of Object.entries(symbols)) {
    result[name] = { parameters: parameters.map(nativeType), result: "u32" };
  }
  return result;
}

function nativeType(kind: ParameterKind): Deno.NativeType {
  return kind === "u32" || kind === "f64" ? kind : "buffer";
}
