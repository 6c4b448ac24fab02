/**
 * exp and log to some sixty digits, in whole numbers: slow, and sure enough to measure the engine's.
 *
 * @module
 */

/** Fixed point: a number is its value times 2^200, rounded down. */
const digits = 200n;
const one = 1n << digits;

/** ln 2 by 2 artanh(1/3). */
const ln2 = (() => {
  let sum = 0n;
  let power = (2n * one) / 3n;
  for (let i = 1n; power > 0n; i += 2n) {
    sum += power / i;
    power /= 9n;
  }
  return sum;
})();

/** A float as `mantissa` times 2^`exponent`, exactly. */
export function parts(x: number): { readonly mantissa: bigint; readonly exponent: number } {
  const bits = new BigInt64Array(Float64Array.of(x).buffer)[0];
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 1n << 52n;
  return { mantissa: bits < 0n ? -mantissa : mantissa, exponent: Math.max(biased, 1) - 1075 };
}

/** A float times 2^`shift`, rounded down. */
function scaled(x: number, shift: bigint): bigint {
  const { mantissa, exponent } = parts(x);
  const by = BigInt(exponent) + shift;
  return by >= 0n ? mantissa << by : mantissa >> -by;
}

/** e^x as `value` times 2^(`power` - 200). */
function exp(x: number): { readonly value: bigint; readonly power: bigint } {
  const whole = scaled(x, digits);
  const power = (whole + ln2 / 2n) / ln2 - (whole + ln2 / 2n < 0n ? 1n : 0n);
  const r = whole - power * ln2;
  let value = one;
  let term = one;
  for (let i = 1n; term !== 0n && term !== -1n; i++) {
    term = (term * r >> digits) / i;
    value += term;
  }
  return { value, power };
}

/** How many units in the last place of `y` it is away from e^x; both finite, `y` above zero. */
export function expError(x: number, y: number): number {
  const { value, power } = exp(x);
  const { exponent } = parts(y);
  const unit = BigInt(exponent) + digits - power;
  // Beyond the digits there are only zeros to compare with.
  const shift = unit < 64n ? 64n - unit : 0n;
  const difference = (scaled(y, digits - power + shift)) - (value << shift);
  return Math.abs(Number(difference * 4096n >> (unit + shift))) / 4096;
}

/** How many units in the last place of `y` it is away from ln(x); `x` above zero. */
export function logError(x: number, y: number): number {
  // ln(x) - y = ln(1 + d) with 1 + d = x e^-y, where d is tiny.
  const { value, power } = exp(-y);
  const { mantissa, exponent } = parts(x);
  const by = BigInt(exponent) + power;
  const product = mantissa * value;
  const d = (by >= 0n ? product << by : product >> -by) - one;
  const difference = d - (d * d >> digits + 1n);
  const unit = BigInt(parts(y).exponent) + digits;
  return Math.abs(Number(difference * 4096n >> unit)) / 4096;
}
