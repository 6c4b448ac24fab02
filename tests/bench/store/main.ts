/**
 * What the store costs over the database underneath, and over plain files for large values.
 *
 * Goals: a durable set at most 1.5 times a raw set; 100 at once at most 15 times one raw set; a list
 * of 10 million Floats in at most twice the time of a plain synced file.
 *
 * Not measured: a store on a URL; disks other than this one, where syncing may cost far more.
 */
import { measure } from "./measure.ts";

for (const kv of ["builtin", "package"] as const) {
  console.log(`-- Deno KV: ${kv}`);
  for (
    const { what, storeUs, peer, peerUs, goal } of await measure(kv, {
      operations: 150,
      elements: 10_000_000,
      rounds: 5,
    })
  ) {
    const ratio = storeUs / peerUs;
    const verdict = goal === null ? "" : `  goal ${goal}: ${ratio <= goal ? "met" : "missed"}`;
    console.log(
      `${what.padEnd(30)} ${us(storeUs)}  ${peer.padEnd(18)} ${us(peerUs)}  ratio ${
        ratio.toFixed(2)
      }${verdict}`,
    );
  }
}

function us(value: number): string {
  return `${value.toFixed(0).padStart(8)} us`;
}
