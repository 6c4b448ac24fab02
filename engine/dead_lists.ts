/**
 * Lists of which the compiler knows that nothing refers to them any more, for the next results.
 *
 * The collector finds a dead list late, when its memory has long left the caches; the compiler finds
 * many at the very place where they die (`lang/compile/dead_lists.ts`). The next result of that
 * length is written into the same list: there is no buffer to make, nor a view of one.
 *
 * Invariants:
 * 1. A list in here is used by nothing else: whoever gives it promises that, and whoever takes it is
 *    the only one.
 * 2. `heldBytes` is the sum of the sizes of the lists in here, at most `heldMax`; at most `places`
 *    lists are in here. The oldest makes room.
 * 3. A list that has to make room gives its memory back at once where the memory is its own, not when
 *    the collector finds it: by then it has grown old, and old things are looked at rarely.
 * 4. The memory stays that of the list's buffer, which frees it as any other does (`arena.ts`): being
 *    in here is being reachable, no more.
 *
 * @module
 */

/** Lists held at most, and the bytes of them. */
const places = 16;
const heldMax = 96 << 20;

const lists = new Array<Float64Array | undefined>(places).fill(undefined);
/** Their lengths; 0 where there is none. */
const lengths = new Float64Array(places);
/** The place filled last. */
let newest = 0;
let heldBytes = 0;

/** What tests may change. */
export const deadListSettings: {
  /** Overwrite what a dead list holds, so that whoever still reads it is found out. */
  poison: boolean;
} = { poison: false };

/**
 * Takes a list that nothing refers to any more. Its elements are lost, and reading it afterwards gives
 * those of another list.
 *
 * @param list a result of the engine; anything but a list of Floats is left alone
 */
export function giveDeadList(list: unknown): void {
  if (!(list instanceof Float64Array)) return;
  const n = list.length;
  if (deadListSettings.poison) list.fill(NaN);
  const bytes = 8 * n;
  if (n === 0 || bytes > heldMax) return;
  newest = (newest + 1) % places;
  part(newest);
  for (let i = newest + 1; heldBytes + bytes > heldMax; i++) part(i % places);
  lists[newest] = list;
  lengths[newest] = n;
  heldBytes += bytes;
}

/** A dead list of `n` floats with arbitrary contents, the one that died last; undefined without one. */
export function takeDeadList(n: number): Float64Array | undefined {
  if (heldBytes === 0) return undefined;
  for (let i = newest; i >= 0; i--) {
    if (lengths[i] === n) return taken(i, n);
  }
  for (let i = places - 1; i > newest; i--) {
    if (lengths[i] === n) return taken(i, n);
  }
  return undefined;
}

/** Gives back the memory of all dead lists. */
export function dropDeadLists(): void {
  for (let i = 0; i < places; i++) part(i);
}

function taken(i: number, n: number): Float64Array | undefined {
  const list = lists[i];
  lists[i] = undefined;
  lengths[i] = 0;
  heldBytes -= 8 * n;
  return list;
}

/** Parts with the list in a place, if there is one. */
function part(i: number): void {
  const n = lengths[i];
  const list = n === 0 ? undefined : taken(i, n);
  if (list === undefined) return;
  const { buffer } = list;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === list.byteLength) buffer.transfer(0);
}
