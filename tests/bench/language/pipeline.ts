/** A chain of filter, map and reduce with closures. */
export function run(n: number): number {
  const xs: number[] = [];
  for (let i = 0; i < n; i++) xs.push(i);
  return xs
    .filter((x) => x % 3 !== 0)
    .map((x) => x * 2 + 1)
    .reduce((total, x) => (total + x) % 1000003, 0);
}
