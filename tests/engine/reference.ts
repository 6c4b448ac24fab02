/**
 * What each operation of the engine must answer, computed the slow and obvious way.
 *
 * @module
 */

/** A flat list. */
export type List = Float64Array;

/** The sum of exact terms, rounded about once: Neumaier's compensated sum. */
export function sum(terms: Iterable<number>): number {
  let high = 0;
  let low = 0;
  let plain = 0;
  for (const x of terms) {
    plain += x;
    const s = high + x;
    low += Math.abs(high) >= Math.abs(x) ? (high - s) + x : (x - s) + high;
    high = s;
  }
  return Number.isFinite(plain) ? high + low : plain;
}

export function mean(xs: List): number {
  return sum(xs) / xs.length;
}

export function variance(xs: List): number {
  const m = mean(xs);
  return sum(xs.map((x) => (x - m) * (x - m))) / xs.length;
}

export function norm(xs: List): number {
  // hypot knows no NaN beside an infinity.
  return xs.some(Number.isNaN) ? NaN : Math.hypot(...xs);
}

export function dot(xs: List, ys: List): number {
  return sum(xs.map((x, i) => x * ys[i]));
}

export function cosine(xs: List, ys: List): number {
  const lengths = norm(xs) * norm(ys);
  return lengths === 0 ? 0 : dot(xs, ys) / lengths;
}

export function cov(xs: List, ys: List): number {
  const mx = mean(xs);
  const my = mean(ys);
  return sum(xs.map((x, i) => (x - mx) * (ys[i] - my))) / xs.length;
}

/** Smaller first, -0.0 before 0.0, NaN last. */
export function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  if (a !== b) return a < b ? -1 : 1;
  return Number(Object.is(b, -0)) - Number(Object.is(a, -0));
}

/** Larger first, 0.0 before -0.0, NaN last. */
export function compareDown(a: number, b: number): number {
  return Number.isNaN(a) || Number.isNaN(b) ? compare(a, b) : compare(b, a);
}

export function argsort(xs: List): number[] {
  return Array.from(xs.keys()).sort((i, j) => compare(xs[i], xs[j]) || i - j);
}

export function argbest(xs: List, best: number): number {
  const nan = xs.findIndex(Number.isNaN);
  return nan >= 0 ? nan : xs.indexOf(best);
}

export function quantile(xs: List, q: number): number {
  if (xs.some(Number.isNaN)) return NaN;
  const sorted = xs.toSorted();
  const place = q * (xs.length - 1);
  const low = Math.floor(place);
  const t = place - low;
  const [a, b] = [sorted[low], sorted[Math.min(low + 1, xs.length - 1)]];
  return t === 0 || a === b ? a : a * (1 - t) + b * t;
}

export function cumsum(xs: List): List {
  const result = new Float64Array(xs.length);
  for (let i = 0; i < xs.length; i++) result[i] = sum(xs.subarray(0, i + 1));
  return result;
}

export function rollingMean(xs: List, window: number): List {
  return Float64Array.from(
    { length: xs.length - window + 1 },
    (_, i) => mean(xs.subarray(i, i + window)),
  );
}

export function ewma(xs: List, alpha: number): List {
  let y = xs[0];
  return xs.map((x, i) => y = i === 0 ? x : alpha * x + (1 - alpha) * y);
}

export function softmax(xs: List): List {
  const most = Math.max(...xs);
  const powers = xs.map((x) => Math.exp(x - most));
  const total = sum(powers);
  return powers.map((p) => p / total);
}

export function topK(xs: List, k: number): number[] {
  const order = Array.from(xs.keys()).sort((i, j) =>
    (xs[i] === xs[j] ? 0 : compareDown(xs[i], xs[j])) || i - j
  );
  return order.slice(0, k);
}

export function uniqueCounts(xs: List): { values: List; counts: number[] } {
  const counts = new Map<number, number>();
  for (const x of xs.toSorted()) counts.set(x + 0, (counts.get(x + 0) ?? 0) + 1);
  return { values: Float64Array.from(counts.keys()), counts: [...counts.values()] };
}

export function histogram(xs: List, bins: number): { counts: number[]; edges: List } {
  let low = Math.min(...xs);
  let high = Math.max(...xs);
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => low + i * ((high - low) / bins));
  edges[bins] = high;
  const counts = new Array<number>(bins).fill(0);
  for (const x of xs) counts[Math.min(edges.findLastIndex((edge) => edge <= x), bins - 1)]++;
  return { counts, edges };
}

export function matMul(a: List, b: List, rows: number, inner: number, columns: number): List {
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const i = Math.floor(at / columns);
    const j = at % columns;
    let total = 0;
    for (let p = 0; p < inner; p++) total += a[i * inner + p] * b[p * columns + j];
    return total;
  });
}

export function transpose(m: List, rows: number, columns: number): List {
  return m.map((_, at) => m[(at % rows) * columns + Math.floor(at / rows)]);
}

export function distances(points: List, dim: number): List {
  const count = points.length / dim;
  return Float64Array.from({ length: count * count }, (_, at) => {
    let squares = 0;
    for (let d = 0; d < dim; d++) {
      const difference = points[Math.floor(at / count) * dim + d] - points[(at % count) * dim + d];
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  });
}
