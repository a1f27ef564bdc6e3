/** @thread x2 */
export function check(): boolean {
  const rule = (n: number): boolean => n > 1;
  return Boolean(rule(2));
}
