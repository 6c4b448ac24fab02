/**
 * numpy, asked for times.
 *
 * @module
 */

/** A numpy process that answers one request at a time. */
export class Peer {
  readonly #process: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncIterator<string>;

  /** Starts one; `python` is an interpreter that has numpy. */
  constructor(python: string, env: Record<string, string> = {}) {
    this.#process = new Deno.Command(python, {
      args: [new URL("./peer.py", import.meta.url).pathname],
      env: { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", ...env },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#writer = this.#process.stdin.getWriter();
    this.#lines = lines(this.#process.stdout);
  }

  /**
   * Microseconds of the best of many calls.
   *
   * @param op an operation of the script, or an expression in Python after `=`, over lists `x` and `y`
   * @param n elements of the lists
   * @param seconds how long to measure
   */
  async time(op: string, n: number, seconds: number): Promise<number> {
    const request = JSON.stringify({ op, n, seconds });
    await this.#writer.write(new TextEncoder().encode(request + "\n"));
    const { value } = await this.#lines.next();
    if (value === undefined) throw new Error(`numpy gave no answer for ${op}`);
    return (JSON.parse(value) as { us: number }).us;
  }

  /** Ends it. */
  async close(): Promise<void> {
    await this.#writer.close();
    await this.#process.status;
  }
}

async function* lines(stream: ReadableStream<Uint8Array>): AsyncIterator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    yield* parts;
  }
}
