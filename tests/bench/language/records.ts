/** Objects copied with changes in a loop. */
interface State {
  readonly name: string;
  readonly count: number;
  readonly low: number;
  readonly high: number;
}

/** A number made of the last state's fields. */
export function run(n: number): number {
  let state: State = { name: "counter", count: 0, low: 0, high: 0 };
  for (let i = 0; i < n; i++) {
    state = i % 2 === 0
      ? { ...state, count: state.count + 1, low: i }
      : { ...state, high: state.high + i % 7 };
  }
  return state.count + state.low + state.high;
}
