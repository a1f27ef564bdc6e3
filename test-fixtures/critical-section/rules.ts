/** @thread x2 */
export function check(): boolean {
  const rule = new Function("n", "return n > 1");
  return Boolean(rule(2));
}
