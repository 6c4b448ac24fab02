/**
 * A process that calls through the circuit "feed" of a store: `circuit_process.ts PATH OUTCOME...`
 * prints what each call came to. It opens after four failures in a row.
 *
 * @module
 */
import { circuit, Scope, systemClock } from "../../runtime/resilience/mod.ts";
import { openStore } from "../../runtime/store/mod.ts";
import { ZixirError } from "../../runtime/values/mod.ts";

const [path, ...outcomes] = Deno.args;
const store = openStore(path);
const root = new Scope(null, { world: { clock: systemClock, random: Math.random, store } });
const seen: string[] = [];
await root.run(async () => {
  for (const outcome of outcomes) {
    try {
      await circuit("feed", { failures: 4 }, () => {
        if (outcome === "down") throw new ZixirError("http", "down");
      });
      seen.push("ok");
    } catch (error) {
      seen.push((error as ZixirError).kind === "circuit_open" ? "refused" : "failed");
    }
  }
});
console.log(seen.join(" "));
await store.close();
