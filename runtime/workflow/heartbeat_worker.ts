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
  if (order.do === "open") heartbeat = timerHeartbeat(openStore(order.location));
  else if (order.do === "keep") heartbeat!.keep(order.lease, order.flag);
  else heartbeat!.drop(order.runId);
};
