/**
 * Stores for tests, on every database there is.
 *
 * @module
 */
import { openStore, type Store, type StoreOptions } from "../../runtime/store/mod.ts";

/** The databases a store can be on. */
export const DATABASES = ["memory", "builtin", "package"] as const;

/** One of {@linkcode DATABASES}. */
export type DatabaseName = typeof DATABASES[number];

/**
 * Runs a body with a path for a store file in a new folder, which is deleted afterwards.
 *
 * @param body what to run
 */
export async function withStorePath(body: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "zixir_store_" });
  try {
    await body(`${folder}/data/store.db`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Runs a body with an open store.
 *
 * @param database where the store is
 * @param body what to run
 * @param options how to open it
 */
export async function withStore(
  database: DatabaseName,
  body: (store: Store) => Promise<void>,
  options: StoreOptions = {},
): Promise<void> {
  await withStorePath(async (path) => {
    const store = database === "memory"
      ? openStore(":memory:", options)
      : openStore(path, { ...options, kv: database });
    try {
      await body(store);
    } finally {
      await store.close();
    }
  });
}
