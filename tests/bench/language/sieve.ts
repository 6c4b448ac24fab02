/** A sieve by repeated filtering of an array. */
export function run(n: number): number {
  let rest: number[] = [];
  for (let i = 2; i < n; i++) rest.push(i);
  let found = 0;
  let total = 0;
  while (rest.length > 0 && rest[0] * rest[0] < n) {
    const p = rest[0];
    found++;
    total += p;
    rest = rest.filter((x) => x % p !== 0);
  }
  for (const p of rest) {
    found++;
    total += p;
  }
  return total * 1000 + found % 1000;
}
