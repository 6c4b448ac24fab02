import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Fingerprint, fingerprint } from "./fingerprint.ts";

Deno.test("a fingerprint does not depend on how content is cut, or where it lies in memory", () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  fc.assert(fc.property(bytes, fc.array(fc.nat(200)), fc.nat(7), (bytes, cuts, shift) => {
    const moved = new Uint8Array(bytes.length + shift).subarray(shift);
    moved.set(bytes);
    const taken = new Fingerprint();
    let at = 0;
    for (
      const cut of [...cuts.filter((c) => c < bytes.length).sort((a, b) => a - b), bytes.length]
    ) {
      taken.update(moved.subarray(at, cut));
      at = cut;
    }
    assertEquals(taken.digest(), fingerprint([bytes]));
  }));
  const large = new Uint8Array(200_001).map((_, i) => i * 7);
  assertEquals(fingerprint([large.subarray(1)]), fingerprint([large.slice(1)]));
});

Deno.test("every bit of content moves about half of the fingerprint's bits", () => {
  for (const size of [1, 15, 16, 17, 64, 1000]) {
    const bytes = new Uint8Array(size);
    const before = bitsOf(fingerprint([bytes]));
    for (let bit = 0; bit < size * 8; bit += Math.max(1, size >> 3)) {
      bytes[bit >> 3] ^= 1 << (bit & 7);
      const moved = bitsOf(fingerprint([bytes])).filter((b, i) => b !== before[i]).length;
      bytes[bit >> 3] ^= 1 << (bit & 7);
      assert(moved > 35 && moved < 93, `bit ${bit} of ${size} bytes moves ${moved} of 128`);
    }
  }
});

Deno.test("similar lists have different fingerprints, in every quarter of them", () => {
  const quarters = [0, 1, 2, 3].map(() => new Set<string>());
  const count = 20_000;
  for (let i = 0; i < count; i++) {
    // Whole numbers as doubles: half of their words are zero, and two elements change at once.
    const floats = new Float64Array(16);
    floats[i % 16] = i;
    floats[(i * 7 + 3) % 16] += i % 100;
    floats[15] += i;
    const text = fingerprint([new Uint8Array(floats.buffer)]);
    quarters.forEach((seen, q) => seen.add(text.slice(8 * q, 8 * q + 8)));
  }
  // By chance, count^2 / 2^33 = 0.05 of 20,000 would meet in a quarter.
  for (const seen of quarters) assert(seen.size >= count - 3, `${seen.size} of ${count}`);
});

Deno.test("length and salt count, zeros included", () => {
  const zeros = [0, 1, 15, 16, 17, 32].map((n) => fingerprint([new Uint8Array(n)]));
  const salted = [1, 2, 3].map((salt) => fingerprint([new Uint8Array(16)], salt));
  assertEquals(new Set([...zeros, ...salted]).size, 9);
});

function bitsOf(hex: string): string[] {
  return [...hex].flatMap((digit) => [...parseInt(digit, 16).toString(2).padStart(4, "0")]);
}
