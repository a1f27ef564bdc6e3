import { critical } from "faultline/critical-section";

const stock = { left: 3, sold: 0 };

/** @thread x2 */
export function sell(): void {
  const left = stock.left;
  if (left < 2) return;
  using _ = critical();
  stock.left = left - 2;
  stock.sold += 2;
}

/** @invariant */
export const nothingIsSoldTwice = (): boolean => stock.left + stock.sold === 3;
