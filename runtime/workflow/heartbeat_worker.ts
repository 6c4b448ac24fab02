/**
 * The thread behind `heartbeat.ts`: opens the store for itself and does what it is told.
 *
 * @module
 */
import { openStore } from "../store/mod.ts";
import { type Heartbeat, type HeartbeatOrder, timerHeartbeat } from "./heartbeat.ts";

interface ThreadScope {
  onmessage: ((event: MessageEvent<HeartbeatOrder>) => void) | null;
}

let heartbeat: Heartbeat | undefined;

(globalThis as unknown as ThreadScope).onmessage = ({ data: order }) => {
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
};

function onInterrupt(): void {
  heartbeat!.interrupt();
  Deno.removeSignalListener("SIGINT", onInterrupt);
}
