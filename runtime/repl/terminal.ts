/**
 * The terminal itself: what is typed, what is written, how large it is.
 *
 * Invariants:
 * 1. It is raw exactly between {@linkcode Terminal.enter} and {@linkcode Terminal.leave}; entries run
 *    outside of that, so their output, their input and Ctrl-C are as in any program.
 * 2. A read begins only while it is raw, and none is under way outside: what is typed while an
 *    entry runs is left to it.
 *
 * @module
 */
import { writeOut } from "../command/output.ts";
import { type Key, KeyDecoder } from "./keys.ts";

/** How long after an ESC nothing may come for it to be the key of that name, milliseconds. */
const ESCAPE_MS = 50;

const PASTE_ON = "\x1b[?2004h";
const PASTE_OFF = "\x1b[?2004l";

/** Something that happened at the terminal. */
export type TerminalEvent =
  | { readonly kind: "keys"; readonly keys: readonly Key[] }
  | { readonly kind: "resized" }
  /** There is nobody any more. */
  | { readonly kind: "end" };

/** Standard input and output as a terminal. */
export class Terminal {
  readonly #decoder = new KeyDecoder();
  readonly #text = new TextDecoder();
  readonly #bytes = new Uint8Array(4096);
  /** Keys that came with the one that ended the last entry. */
  #early: Key[] = [];
  #reading: Promise<number | null> | null = null;
  #wake: (() => void) | null = null;
  #isResized = false;

  /** Begins to listen to changes of its size. */
  constructor() {
    if (Deno.build.os !== "windows") {
      Deno.addSignalListener("SIGWINCH", () => {
        this.#isResized = true;
        this.#wake?.();
      });
    }
  }

  /** Columns and rows; a common size where it does not tell. */
  get size(): { readonly columns: number; readonly rows: number } {
    try {
      const { columns, rows } = Deno.consoleSize();
      return columns > 0 && rows > 0 ? { columns, rows } : COMMON_SIZE;
    } catch {
      return COMMON_SIZE;
    }
  }

  /** Takes every key as it is typed. */
  enter(): void {
    Deno.stdin.setRaw(true);
    this.write(PASTE_ON);
  }

  /** Gives the terminal back as it was. */
  leave(): void {
    this.write(PASTE_OFF);
    Deno.stdin.setRaw(false);
  }

  /** Writes a text as it is. */
  write(text: string): void {
    writeOut(text);
  }

  /** Keeps keys for the next reader. */
  putBack(keys: readonly Key[]): void {
    this.#early = [...keys, ...this.#early];
  }

  /** Waits until something happens. */
  async next(): Promise<TerminalEvent> {
    if (this.#early.length > 0) {
      const keys = this.#early;
      this.#early = [];
      return { kind: "keys", keys };
    }
    for (;;) {
      const event = await this.#raced();
      if (event === "resized") return { kind: "resized" };
      if (event === "silent") return { kind: "keys", keys: this.#decoder.flush() };
      this.#reading = null;
      if (event === null) return { kind: "end" };
      const text = this.#text.decode(this.#bytes.subarray(0, event), { stream: true });
      const keys = this.#decoder.push(text);
      if (keys.length > 0) return { kind: "keys", keys };
    }
  }

  /** Stops the process as Ctrl-Z does in other programs; returns when it goes on. */
  suspend(): void {
    this.leave();
    Deno.kill(Deno.pid, "SIGTSTP");
    this.enter();
  }

  /** The next input, unless something else comes first. */
  async #raced(): Promise<number | null | "resized" | "silent"> {
    if (this.#isResized) {
      this.#isResized = false;
      return "resized";
    }
    const reading = this.#reading ??= Deno.stdin.read(this.#bytes);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const woken = new Promise<"resized" | "silent">((resolve) => {
      this.#wake = () => {
        this.#isResized = false;
        resolve("resized");
      };
      if (this.#decoder.isPending) timer = setTimeout(() => resolve("silent"), ESCAPE_MS);
    });
    try {
      return await Promise.race([reading, woken]);
    } finally {
      clearTimeout(timer);
      this.#wake = null;
    }
  }
}

const COMMON_SIZE = { columns: 80, rows: 24 };
