/**
 * The thread behind `interrupts.ts`: hears Ctrl-C also while the other one computes.
 *
 * @module
 */
import { StopCode } from "../resilience/reasons.ts";
import { SHARED } from "./interrupts.ts";

interface ThreadScope {
  onmessage: ((event: MessageEvent<Int32Array>) => void) | null;
  postMessage(message: null): void;
}

const thread = globalThis as unknown as ThreadScope;

thread.onmessage = ({ data: shared }) => {
  Deno.addSignalListener("SIGINT", () => {
    if (Atomics.load(shared, SHARED.isRunning) === 0) return;
    Atomics.store(shared, SHARED.flag, StopCode.interrupted);
    const before = Atomics.add(shared, SHARED.interrupts, 1);
    // The terminal shows `^C` where the cursor was.
    if (before === 0) say("\n");
    if (before === 1) {
      say("\nstill in a call that cannot be stopped; Ctrl-C once more ends zixir\n");
    }
    if (before >= 2) Deno.kill(Deno.pid, "SIGKILL");
  });
  thread.postMessage(null);
};

function say(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}
