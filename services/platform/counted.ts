/** A count with what is counted: `1 file`, `1,204 files`. */
export function counted(n: number, one: string, several = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : several}`;
}
