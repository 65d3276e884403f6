/** Finds what somebody who mistyped a name may have meant. */

const SUGGESTIONS_MAX = 3;
/** One edit for each so many letters still looks like a slip. */
const LETTERS_PER_EDIT = 4;

/** The known names closest to `name`, best first, at most three; else those that contain it as a word; else none. Both without their common prefix. */
export function suggest(name: string, known: readonly string[]): string[] {
  const editsMax = Math.max(1, Math.floor(name.length / LETTERS_PER_EDIT));
  const close = known
    .map((candidate) => ({ candidate, edits: editsBetween(name.toUpperCase(), candidate) }))
    .filter(({ edits }) => edits <= editsMax)
    .sort((one, two) => one.edits - two.edits)
    .map(({ candidate }) => candidate);
  const containing = known.filter((candidate) => name !== '' && `_${candidate}_`.includes(`_${name.toUpperCase()}_`));
  return (close.length > 0 ? close : containing).slice(0, SUGGESTIONS_MAX);
}

/** Levenshtein's distance: the fewest letters inserted, removed or replaced to get from one to the other. */
export function editsBetween(one: string, two: string): number {
  let previous = Array.from({ length: two.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= two.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (one[row - 1] === two[column - 1] ? 0 : 1);
      const inserted = (current[column - 1] ?? 0) + 1;
      const removed = (previous[column] ?? 0) + 1;
      current.push(Math.min(replaced, inserted, removed));
    }
    previous = current;
  }
  return previous[two.length] ?? 0;
}
