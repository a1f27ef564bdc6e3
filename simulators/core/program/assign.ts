import type { Journal } from "../vm/journal.ts";

/** Sets a field so that it can be taken back. */
export function assign<Target extends object, Field extends keyof Target & string>(
  journal: Journal,
  target: Target,
  field: Field,
  value: Target[Field],
): void {
  if (target[field] === value) return;
  journal.save(target, field);
  target[field] = value;
}
