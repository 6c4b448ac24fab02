/**
 * The binding to the WASM build, for where native code is not permitted or no library fits.
 *
 * Invariants:
 * 1. Arguments are copied in before a call and results copied out after it: the module never sees
 *    memory of the program (the copies are `stage` and `unstage`).
 * 2. Everything a call staged is given back before it returns, also when it fails (`finally`).
 * 3. A module whose memory has grown beyond `keptBytesMax` is dropped after the call, because WASM
 *    memory cannot shrink; the next call makes a new one.
 *
 * @module
 */
import { abi, type Kernels, type Memory, type ParameterKind, symbols } from "./symbols.ts";
import { wasmModule } from "./wasm.gen.ts";

/** Largest memory kept between calls, in bytes. */
const keptBytesMax = 256 * 1024 * 1024;

/** Makes the functions of the WASM build. */
export function openWasm(): Kernels {
  const machine = new Machine();
  const result: Record<string, (...args: (number | Memory)[]) => number> = {};
  for (const [name, parameters] of Object.entries(symbols)) {
    result[name] = (...args) => machine.call(name, parameters, args);
  }
  const kernels = result as unknown as Kernels;
  if (kernels.zx_abi() !== abi) {
    throw new Error("wasm.gen.ts was built from other sources: deno run -A engine/build.ts --wasm");
  }
  return kernels;
}

/** The WASM build that `wasm.gen.ts` carries. */
export function wasmBytes(): Uint8Array<ArrayBuffer> {
  return inflate(wasmModule);
}

type Exports = Record<string, (...args: number[]) => number> & { memory: WebAssembly.Memory };

class Machine {
  readonly #module = new WebAssembly.Module(wasmBytes());
  #exports: Exports | undefined;

  call(name: string, parameters: readonly ParameterKind[], args: (number | Memory)[]): number {
    const exports = this.#exports ??= this.#instantiate();
    const staged: { address: number; bytes: number }[] = [];
    try {
      const numbers = args.map((arg, i) => {
        if (typeof arg === "number") return arg;
        const address = stage(exports, arg, parameters[i]);
        staged.push({ address, bytes: arg.byteLength });
        return address;
      });
      const status = exports[name](...numbers) >>> 0;
      let next = 0;
      args.forEach((arg, i) => {
        if (typeof arg === "number") return;
        const { address } = staged[next++];
        if (parameters[i] !== "in") unstage(exports, address, arg);
      });
      return status;
    } finally {
      for (const { address, bytes } of staged) exports.zx_free(address, bytes);
      if (exports.memory.buffer.byteLength > keptBytesMax) this.#exports = undefined;
    }
  }

  #instantiate(): Exports {
    return new WebAssembly.Instance(this.#module).exports as unknown as Exports;
  }
}

function stage(exports: Exports, memory: Memory, kind: ParameterKind): number {
  const address = exports.zx_allocate(memory.byteLength) >>> 0;
  if (address === 0) throw new RangeError("the WASM engine's 4 GiB of memory are used up");
  if (kind !== "out") bytesAt(exports, address, memory.byteLength).set(bytesOf(memory));
  return address;
}

function unstage(exports: Exports, address: number, memory: Memory): void {
  bytesOf(memory).set(bytesAt(exports, address, memory.byteLength));
}

function bytesAt(exports: Exports, address: number, length: number): Uint8Array {
  return new Uint8Array(exports.memory.buffer, address, length);
}

function bytesOf(memory: Memory): Uint8Array {
  return new Uint8Array(memory.buffer, memory.byteOffset, memory.byteLength);
}

/** The bytes behind a module kept as base64 of raw deflate. */
function inflate(packed: string): Uint8Array<ArrayBuffer> {
  const zlib = zlibModule();
  return new Uint8Array(zlib.inflateRawSync(Uint8Array.fromBase64(packed)));
}

interface Zlib {
  inflateRawSync(data: Uint8Array): Uint8Array;
}

/** `node:zlib`, looked up here so that importing the engine does not load it. */
function zlibModule(): Zlib {
  const { process } = globalThis as unknown as {
    process: { getBuiltinModule(name: string): Zlib };
  };
  return process.getBuiltinModule("node:zlib");
}
