/**
 * Chooses between the native library and the WASM build, when the first operation needs either.
 *
 * Invariants:
 * 1. Nothing is loaded before the first call of `kernels()`.
 * 2. The choice is made once and then kept for the life of the process.
 * 3. Without `ZIXIR_ENGINE`, a missing native library is no error: the WASM build answers, and
 *    `engineInfo()` tells why. Permissions are looked up, never prompted for.
 *
 * @module
 */
import { EngineError } from "./error.ts";
import { hostTarget, libraryPath, openNative, unpacked } from "./native.ts";
import type { Kernels } from "./symbols.ts";
import { openWasm } from "./wasm.ts";

/** What the engine runs on. */
export interface EngineInfo {
  /** `native`: the shared library; `wasm`: its WebAssembly build. */
  readonly kind: "native" | "wasm";
  /** Vector level of the native library: 2, 3 or 4 for x86-64-v2 to v4, else 1. */
  readonly level: number;
  /** The library in use; undefined for `wasm`. */
  readonly path: string | undefined;
  /** Each native library tried and why it was not taken. */
  readonly tried: readonly string[];
}

let bound: Kernels | undefined;
let info: EngineInfo | undefined;

/** The loaded functions; loads them at the first call. */
export function kernels(): Kernels {
  return bound ??= load();
}

/** Uses these functions from now on, for tests of one build against another. */
export function useKernels(functions: Kernels): void {
  bound = functions;
}

/**
 * What the engine runs on; loads it if nothing did before.
 *
 * @throws {EngineError} E0409 when `ZIXIR_ENGINE` asks for what cannot be loaded.
 * @example
 * ```ts
 * import { engineInfo } from "./mod.ts";
 *
 * const { kind } = engineInfo(); // "native" or "wasm"
 * ```
 */
export function engineInfo(): EngineInfo {
  kernels();
  return info!;
}

/** Where the native library in use is; undefined on WASM. */
export function nativePath(): string | undefined {
  kernels();
  return info?.path;
}

function load(): Kernels {
  const wanted = setting("ZIXIR_ENGINE");
  if (wanted !== undefined && wanted !== "" && wanted !== "native" && wanted !== "wasm") {
    throw new EngineError(
      "E0409",
      `ZIXIR_ENGINE is "${wanted}"; it can be "native" or "wasm"`,
    );
  }
  const tried: string[] = [];
  if (wanted !== "wasm") {
    for (const path of candidates()) {
      try {
        if (!mayLoad(path)) throw new Error("--allow-ffi was not given");
        const { kernels, level } = openNative(path);
        info = { kind: "native", level, path, tried };
        return kernels;
      } catch (error) {
        tried.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    if (wanted === "native") {
      throw new EngineError(
        "E0409",
        `no native engine for ${hostTarget()}: ${tried.join("; ")}`,
        "build it with `deno task build`, name one with ZIXIR_ENGINE_LIBRARY, or unset ZIXIR_ENGINE",
      );
    }
  }
  const functions = openWasm();
  info = { kind: "wasm", level: functions.zx_level(), path: undefined, tried };
  return functions;
}

/** Libraries to try, best first. */
function candidates(): string[] {
  const named = setting("ZIXIR_ENGINE_LIBRARY");
  if (named) return [named];
  const url = libraryPath();
  const built = url.protocol === "file:" ? filePath(url) : undefined;
  return [built, unpacked.path].filter((path) => path !== undefined);
}

function filePath(url: URL): string {
  const path = decodeURIComponent(url.pathname);
  return Deno.build.os === "windows" ? path.slice(1).replaceAll("/", "\\") : path;
}

function mayLoad(path: string): boolean {
  return Deno.permissions.querySync({ name: "ffi", path }).state === "granted";
}

function setting(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}
