/** Float arithmetic over an array of objects, each step making a new array. */
interface Body {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly vx: number;
  readonly vy: number;
  readonly vz: number;
  readonly mass: number;
}

function body(
  x: number,
  y: number,
  z: number,
  vx: number,
  vy: number,
  vz: number,
  mass: number,
): Body {
  return { x, y, z, vx, vy, vz, mass };
}

function bodies(): Body[] {
  return [
    body(0, 0, 0, 0, 0, 0, 39.47841760435743),
    body(
      4.84143144246472082945,
      -1.16032004402742839362,
      -0.103622044471123109494,
      0.606326392995832,
      2.81198684491626,
      -0.02521836165988763,
      0.03769367487038949,
    ),
    body(
      8.34336671824457987790,
      4.12479856412430479268,
      -0.403523417114321381293,
      -1.0107743461787924,
      1.8256623712304119,
      0.008415761376584154,
      0.011286326131968767,
    ),
    body(
      12.8943695621391310164,
      -15.1111514016986312525,
      -0.223307578892655734398,
      1.0827910064415354,
      0.8687130181696082,
      -0.010832637401363636,
      0.0017237240570597112,
    ),
    body(
      15.3796971148509165498,
      -25.9193146099879641146,
      0.179258772950371181757,
      0.979090732243898,
      0.5946989986476762,
      -0.034755955504078104,
      0.0020336868699246304,
    ),
  ];
}

function pulled(b: Body, all: readonly Body[], dt: number): Body {
  let ax = 0;
  let ay = 0;
  let az = 0;
  for (const other of all) {
    const dx = other.x - b.x;
    const dy = other.y - b.y;
    const dz = other.z - b.z;
    const d2 = dx * dx + dy * dy + dz * dz + 0.01;
    const mag = other.mass / (d2 * Math.sqrt(d2));
    ax += dx * mag;
    ay += dy * mag;
    az += dz * mag;
  }
  const vx = b.vx + dt * ax;
  const vy = b.vy + dt * ay;
  const vz = b.vz + dt * az;
  return { x: b.x + dt * vx, y: b.y + dt * vy, z: b.z + dt * vz, vx, vy, vz, mass: b.mass };
}

function energy(all: readonly Body[]): number {
  let e = 0;
  for (const b of all) e += 0.5 * b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz);
  return e;
}

/** Kinetic energy after `n` steps. */
export function run(n: number): number {
  let all = bodies();
  for (let step = 0; step < n; step++) {
    const now = all;
    all = now.map((b) => pulled(b, now, 0.001));
  }
  return energy(all);
}
