/**
 * Keeps leases alive from a thread of its own, so that a program that computes for long keeps its
 * run, and hears at once when it lost it or was asked to cancel it.
 *
 * Invariants
 * 1. The thread writes nothing but lease entries, and only while the fence is as it was taken.
 * 2. What it finds out it tells through the run's flag (see `resilience/scope.ts`), which running
 *    code reads at its next check.
 * 3. A thread that fails is started again by the supervisor of the process and told of every lease
 *    kept. When that gives up, all runs kept are interrupted: they could not hold their leases.
 *
 * @module
 */
import { StopCode } from "../resilience/scope.ts";
import type { Store } from "../store/mod.ts";
import { type PartSpec, processSupervisor, publishTree } from "../supervision/mod.ts";
import { type Lease, renewLease } from "./lease.ts";

/** What the thread is told. */
export type HeartbeatOrder =
  | { readonly do: "open"; readonly location: string }
  | {
    readonly do: "keep";
    readonly lease: Lease;
    readonly flag: Int32Array;
  }
  | { readonly do: "drop"; readonly runId: string }
  | { readonly do: "interrupt" }
  | { readonly do: "close" };

/** What the thread says. */
export type ThreadReport = { readonly failure: string } | { readonly closed: true };

/** Keeps the leases of one process. */
export interface Heartbeat {
  /** Tells every run kept that the process was asked to stop. */
  interrupt(): void;
  /** Begins to keep a lease; the flag tells when it is lost or the run is to be cancelled. */
  keep(lease: Lease, flag: Int32Array): void;
  /** Lets go of a lease. */
  drop(runId: string): void;
  /** Ends it, once what is under way has ended. */
  close(): Promise<void>;
}

/**
 * Starts keeping leases: in a thread of its own for a store that other threads can open, else by
 * timers of this one.
 *
 * @param store where the leases are
 */
export function startHeartbeat(store: Store): Heartbeat {
  if (store.kind === "memory") return timerHeartbeat(store);
  const heartbeat = threadHeartbeat(store.location);
  const supervisor = processSupervisor();
  // What cannot be shown stops nothing, so it is not restarted.
  const status: PartSpec = {
    name: "status for zixir doctor",
    restarts: "never",
    start: () => publishTree(store, () => supervisor.tree()),
  };
  supervisor.add(status).catch(() => {});
  return {
    ...heartbeat,
    async close() {
      await supervisor.remove(status);
      await heartbeat.close();
    },
  };
}

/**
 * Renews each lease three times in its duration, by timers of the calling thread.
 *
 * @param store where the leases are
 */
export function timerHeartbeat(store: Store): Heartbeat {
  const timers = new Map<string, ReturnType<typeof setInterval>>();
  const flags = new Map<string, Int32Array>();
  const beats = new Set<Promise<void>>();
  const drop = (runId: string) => {
    clearInterval(timers.get(runId));
    timers.delete(runId);
    flags.delete(runId);
  };
  return {
    interrupt() {
      for (const flag of flags.values()) raise(flag, StopCode.interrupted);
    },
    keep(lease, flag) {
      const beat = async () => {
        const state = await renewLease(store, lease).catch(() => "held" as const);
        if (state === "held" || !timers.has(lease.runId)) return;
        raise(flag, state === "lost" ? StopCode.leaseLost : StopCode.cancelled);
        drop(lease.runId);
      };
      flags.set(lease.runId, flag);
      const begin = () => {
        const done = beat().finally(() => beats.delete(done));
        beats.add(done);
      };
      timers.set(lease.runId, setInterval(begin, Math.min(lease.leaseMs / 3, BEAT_MS_MAX)));
    },
    drop,
    async close() {
      for (const runId of [...timers.keys()]) drop(runId);
      await Promise.all(beats);
    },
  };
}

/** A request to cancel is heard at the next beat, so beats must not be far apart. */
const BEAT_MS_MAX = 1000;

/** A lease that is kept, with the flag of its run. */
interface Kept {
  readonly lease: Lease;
  readonly flag: Int32Array;
}

/**
 * Keeps leases from a thread of its own, under the supervisor of the process.
 *
 * @param location of the store
 * @param script what runs in the thread
 */
export function threadHeartbeat(
  location: string,
  script: URL = new URL("./heartbeat_worker.ts", import.meta.url),
): Heartbeat {
  const kept = new Map<string, Kept>();
  let thread: Worker | undefined;
  const tell = (order: HeartbeatOrder) => thread?.postMessage(order);
  const part: PartSpec = {
    name: `leases in ${location}`,
    start() {
      const started = thread = new Worker(script, { type: "module", name: "zixir heartbeat" });
      tell({ do: "open", location });
      for (const { lease, flag } of kept.values()) tell({ do: "keep", lease, flag });
      let closed = () => {};
      const hasClosed = new Promise<void>((resolve) => closed = resolve);
      const done = new Promise<void>((_, reject) => {
        started.onmessage = ({ data }: MessageEvent<ThreadReport>) => {
          if ("failure" in data) reject(new Error(data.failure));
          else closed();
        };
        started.onerror = (event) => {
          event.preventDefault();
          reject(new Error(event.message));
        };
      });
      done.catch(() => closed());
      return {
        done,
        // The thread closes its store itself: to end it in a call of the database would end the
        // process.
        async stop() {
          started.postMessage({ do: "close" } satisfies HeartbeatOrder);
          await hasClosed;
          started.terminate();
        },
      };
    },
  };
  const supervisor = processSupervisor();
  const interruptAll = () => {
    for (const { flag } of kept.values()) raise(flag, StopCode.interrupted);
  };
  // The thread hears Ctrl-C while this one computes; this one, before the thread has begun to listen.
  const onInterrupt = () => {
    interruptAll();
    Deno.removeSignalListener("SIGINT", onInterrupt);
  };
  Deno.addSignalListener("SIGINT", onInterrupt);
  supervisor.add(part).catch(interruptAll);
  supervisor.done.catch(interruptAll);
  return {
    keep(lease, flag) {
      kept.set(lease.runId, { lease, flag });
      tell({ do: "keep", lease, flag });
    },
    drop(runId) {
      kept.delete(runId);
      tell({ do: "drop", runId });
    },
    interrupt: () => tell({ do: "interrupt" }),
    async close() {
      kept.clear();
      Deno.removeSignalListener("SIGINT", onInterrupt);
      await supervisor.remove(part);
    },
  };
}

/** Sets a run's flag and wakes what waits for it. */
function raise(flag: Int32Array, code: number): void {
  Atomics.store(flag, 0, code);
  Atomics.notify(flag, 0);
}
