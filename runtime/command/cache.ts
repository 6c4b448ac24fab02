/**
 * `zixir cache stats` and `zixir cache clear`.
 *
 * @module
 */
import { cacheOf } from "../cache/mod.ts";
import { type Invocation, UsageError } from "./command.ts";
import { writeOut } from "./output.ts";
import { bytesText, withStore } from "./run_store.ts";

/** Shows what is cached, or deletes it all. */
export async function execute(invocation: Invocation): Promise<number> {
  const [task] = invocation.words;
  const json = invocation.flags.has("json");
  if (task === "stats") return await stats(invocation, json);
  if (task === "clear") return await clear(invocation, json);
  throw new UsageError(`zixir cache has no ${task}`, "there are zixir cache stats and clear");
}

function stats(invocation: Invocation, json: boolean): Promise<number> {
  return withStore(invocation, async (store) => {
    const { memoryHits, storeHits, misses, storeEntries, storeBytes } = await cacheOf(store)
      .stats();
    const hits = memoryHits + storeHits;
    if (json) {
      writeOut(JSON.stringify({ hits, misses, entries: storeEntries, bytes: storeBytes }) + "\n");
      return 0;
    }
    const share = hits + misses === 0 ? "" : ` (${(100 * hits / (hits + misses)).toFixed(0)} %)`;
    writeOut(`entries  ${storeEntries}\nsize     ${bytesText(storeBytes)}\n`);
    writeOut(`hits     ${hits}${share}\nmisses   ${misses}\n`);
    return 0;
  });
}

function clear(invocation: Invocation, json: boolean): Promise<number> {
  return withStore(invocation, async (store) => {
    const deleted = await cacheOf(store).clear();
    writeOut(json ? JSON.stringify({ deleted }) + "\n" : `deleted ${deleted} cached values\n`);
    return 0;
  });
}
