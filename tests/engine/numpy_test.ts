/**
 * The engine against numpy, on all lengths from 0 to 300 and some large ones.
 *
 * numpy comes from an environment of the tests' own; where none can be made (no Python, no registry),
 * the comparison with the plain reference in `differential_test.ts` is what remains.
 *
 * @module
 */
import { assert } from "@std/assert";
import { buildEngine } from "../../engine/build.ts";
import { type EngineValue, runEngine } from "../../engine/mod.ts";
import { type Kind, numbers } from "./inputs.ts";
import { pythonWithNumpy } from "./numpy.ts";

await buildEngine();

/** Further arguments of operations, after the one list or two that they take. */
const constants: Record<string, EngineValue[]> = {
  clip: [-2, 3],
  filter_gt: [0.5],
  where_gt: [0.5],
  quantile: [0.3],
  histogram: [7],
};

const ofTwo = new Set(["vec_add", "vec_sub", "vec_mul", "vec_div", "dot_product", "cov"]);

/** Units of roundoff allowed, relative to the largest term there is; the others agree to the bit. */
const tolerance: Record<string, number> = {
  list_sum: 16,
  list_mean: 16,
  list_variance: 64,
  list_std: 64,
  norm: 32,
  dot_product: 32,
  cov: 64,
  median: 4,
  quantile: 4,
  cumsum: 400,
  rolling_mean: 32,
  exp: 8,
  log: 8,
  mat_mul: 64,
};

function ours(name: string, xs: Float64Array, ys: Float64Array): number[] {
  const size = Math.floor(Math.sqrt(xs.length));
  const square = [xs.slice(0, size * size), ys.slice(0, size * size)];
  const args: EngineValue[] = name === "mat_mul"
    ? [...square, size, size, size]
    : name === "mat_transpose"
    ? [square[0], size, size]
    : name === "rolling_mean"
    ? [xs, Math.min(5, xs.length)]
    // numpy's product of large lists leaves the range of floats; that of the signs does not.
    : name === "list_product"
    ? [xs.map(Math.sign)]
    : ofTwo.has(name)
    ? [xs, ys]
    : [xs, ...(constants[name] ?? [])];
  const result = runEngine(name, args);
  if (typeof result === "number") return [result];
  if (result instanceof Float64Array || Array.isArray(result)) return [...result as number[]];
  return Object.values(result as Record<string, number[]>).flatMap((part) => [...part]);
}

/** The largest sum of magnitudes that an element of the result is made of. */
function magnitude(name: string, xs: Float64Array, ys: Float64Array, expected: number): number {
  const total = (f: (x: number, i: number) => number) => {
    let sum = 0;
    for (let i = 0; i < xs.length; i++) {
      const term = Math.abs(f(xs[i], i));
      if (Number.isFinite(term)) sum += term;
    }
    return sum;
  };
  switch (name) {
    case "list_sum":
    case "list_mean":
    case "cumsum":
    case "rolling_mean":
      return total((x) => x);
    case "dot_product":
      return total((x, i) => x * ys[i]);
    case "cov":
    case "mat_mul":
      return Math.sqrt(total((x) => x * x)) * Math.sqrt(total((_, i) => ys[i] * ys[i]));
    case "median":
    case "quantile":
      return Math.max(...xs.filter(Number.isFinite).map(Math.abs));
    default:
      return Math.abs(expected);
  }
}

function compare(name: string, xs: Float64Array, ys: Float64Array, expected: Float64Array): void {
  const found = ours(name, xs, ys);
  const where = `${name} of ${xs.length} numbers`;
  assert(found.length === expected.length, `${where}: ${found.length} elements`);
  const allowed = tolerance[name];
  let scale: number | undefined;
  for (let i = 0; i < found.length; i++) {
    const [x, y] = [found[i], expected[i]];
    // To numpy both zeros are equal, so it may name or take either where the engine has an order.
    if (x === y || (Number.isNaN(x) && Number.isNaN(y))) continue;
    if (name === "argsort" && xs[x] === 0 && xs[y] === 0) continue;
    if (allowed === undefined) throw new Error(`${where}: element ${i} is ${x}, numpy has ${y}`);
    scale ??= magnitude(name, xs, ys, y);
    const bound = allowed * 2 ** -53 *
      (allowed <= 8 || name.startsWith("list_") ? Math.max(scale, Math.abs(y)) : scale);
    // exp and log are judged element by element.
    const limit = name === "exp" || name === "log" ? allowed * 2 ** -53 * Math.abs(y) : bound;
    assert(
      Math.abs(x - y) <= Math.max(limit, 5e-324),
      `${where}: element ${i} is ${x}, numpy has ${y}`,
    );
  }
}

async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    yield* parts;
  }
}

function bytes(xs: Float64Array): string {
  return new Uint8Array(xs.buffer, xs.byteOffset, xs.byteLength).toBase64();
}

function floats(text: string): Float64Array {
  return new Float64Array(Uint8Array.fromBase64(text).buffer);
}

Deno.test("the engine answers what numpy answers", async () => {
  const environment = await pythonWithNumpy();
  if ("reason" in environment) {
    console.log(`no numpy to compare with: ${environment.reason}`);
    assert(environment.reason.length > 0);
    return;
  }
  const python = new Deno.Command(environment.python, {
    args: [new URL("./peer.py", import.meta.url).pathname],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const writer = python.stdin.getWriter();
  const answers = lines(python.stdout);
  const inputs: [Kind, number][] = [["mixed", 100_003], ["whole", 100_000]];
  for (let n = 0; n <= 300; n++) inputs.push(["mixed", n], ["special", n]);
  for (const [kind, n] of inputs) {
    const xs = numbers(kind, n, n + 1);
    const ys = numbers(kind, n, n + 1000);
    const request = JSON.stringify({ xs: bytes(xs), ys: bytes(ys) });
    await writer.write(new TextEncoder().encode(request + "\n"));
    const { value } = await answers.next();
    assert(value !== undefined, "numpy gave no answer");
    for (const [name, packed] of Object.entries(JSON.parse(value) as Record<string, string>)) {
      compare(name, xs, ys, floats(packed));
    }
  }
  await writer.close();
  await answers.return(undefined);
  await python.status;
});
