/**
 * A process that asks for a cached value that takes a while: `cache_process.ts PATH NAME` prints the
 * value, and "computed" before it if this process computed it.
 *
 * @module
 */
import { cacheOf } from "../../runtime/cache/mod.ts";
import { openStore } from "../../runtime/store/mod.ts";

const [path, name] = Deno.args;
const store = openStore(path);
const value = await cacheOf(store).cached("shared", { ttlMs: 60_000 }, async () => {
  console.log("computed");
  await new Promise((resolve) => setTimeout(resolve, 300));
  return `by ${name}`;
});
console.log(value);
await store.close();
