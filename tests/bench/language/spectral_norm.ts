/** Nested loops over arrays of doubles. */
function a(i: number, j: number): number {
  return 1 / (Math.floor((i + j) * (i + j + 1) / 2) + i + 1);
}

function times(v: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let s = 0;
    for (let j = 0; j < n; j++) s += a(i, j) * v[j];
    out[i] = s;
  }
  return out;
}

function timesTransposed(v: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let s = 0;
    for (let j = 0; j < n; j++) s += a(j, i) * v[j];
    out[i] = s;
  }
  return out;
}

/** The norm of the matrix of size `n`. */
export function run(n: number): number {
  let u: Float64Array = new Float64Array(n).fill(1);
  let v = u;
  for (let i = 0; i < 10; i++) {
    v = timesTransposed(times(u, n), n);
    u = timesTransposed(times(v, n), n);
  }
  let uv = 0;
  let vv = 0;
  for (let i = 0; i < n; i++) {
    uv += u[i] * v[i];
    vv += v[i] * v[i];
  }
  return Math.sqrt(uv / vv);
}
