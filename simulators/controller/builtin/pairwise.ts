/** A comparison of objects that never change, which remembers its answers. */
export function pairwise<A extends object, B extends object>(isSame: (a: A, b: B) => boolean): (a: A, b: B) => boolean {
  const known = new WeakMap<A, WeakMap<B, boolean>>();
  return (a, b) => {
    const answers = known.get(a) ?? new WeakMap<B, boolean>();
    known.set(a, answers);
    const answer = answers.get(b) ?? isSame(a, b);
    answers.set(b, answer);
    return answer;
  };
}
