/**
 * The thread behind `heartbeat.ts`: opens the store for itself and does what it is told.
 *
 * @module
 */
import { openStore, type Store } from "../store/mod.ts";
import {
  type Heartbeat,
  type HeartbeatOrder,
  type ThreadReport,
  timerHeartbeat,
} from "./heartbeat.ts";

interface ThreadScope {
  onmessage: ((event: MessageEvent<HeartbeatOrder>) => void) | null;
  postMessage(report: ThreadReport): void;
  close(): void;
}

const thread = globalThis as unknown as ThreadScope;

let heartbeat: Heartbeat | undefined;
let store: Store | undefined;

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
      store = openStore(order.location);
      heartbeat = timerHeartbeat(store);
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
      break;
    case "close":
      close().catch(fail);
  }
}

/** Ends what is under way, then says so. */
async function close(): Promise<void> {
  await heartbeat?.close();
  await store?.close();
  thread.postMessage({ closed: true });
}

/** Says why this thread ends, so that nothing but its supervisor hears of it. */
function fail(error: unknown): void {
  thread.postMessage({ failure: error instanceof Error ? error.message : String(error) });
  thread.close();
}

function onInterrupt(): void {
  heartbeat!.interrupt();
  Deno.removeSignalListener("SIGINT", onInterrupt);
}
