/** Text put together piece by piece. */
export function run(n: number): number {
  let text = "";
  const names = ["ada", "grace", "alan"];
  for (let i = 0; i < n; i++) {
    const name = names[i % 3];
    text += `${i}:${name};`;
    if (i % 1000 === 999) text += "\n";
  }
  return text.length;
}
