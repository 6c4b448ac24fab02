/**
 * The thread behind `heartbeat.ts`: opens the store for itself and does what it is told.
 *
 * @module
 */
import { openStore } from "../store/mod.ts";
import { type Heartbeat, type HeartbeatOrder, timerHeartbeat } from "./heartbeat.ts";

interface ThreadScope {
  onmessage: ((event: MessageEvent<HeartbeatOrder>) => void) | null;
  postMessage(failure: string): void;
  close(): void;
}

const thread = globalThis as unknown as ThreadScope;

let heartbeat: Heartbeat | undefined;

thread.onmessage = ({ data: order }) => {
  try {
    obey(order);
  } catch (error) {
    fail(error);
  }
};

globalThis.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  fail(event.reason);
});

function obey(order: HeartbeatOrder): void {
  switch (order.do) {
    case "open":
      heartbeat = timerHeartbeat(openStore(order.location));
      // This thread hears Ctrl-C also while the program computes. The second one ends the process.
      Deno.addSignalListener("SIGINT", onInterrupt);
      break;
    case "keep":
      heartbeat!.keep(order.lease, order.flag);
      break;
    case "drop":
      heartbeat!.drop(order.runId);
      break;
    case "interrupt":
      heartbeat!.interrupt();
  }
}

/** Says why this thread ends, so that nothing but its supervisor hears of it. */
function fail(error: unknown): void {
  thread.postMessage(error instanceof Error ? error.message : String(error));
  thread.close();
}

function onInterrupt(): void {
  heartbeat!.interrupt();
  Deno.removeSignalListener("SIGINT", onInterrupt);
}
