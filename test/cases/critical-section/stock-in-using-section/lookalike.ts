import { critical } from "faultline/critical-section";

const stock = { left: 3, sold: 0 };

/** @thread x2 */
export function sell(): void {
  // Only a guess, so as to open no section in vain: the section looks again.
  if (stock.left < 2) return;
  {
    using _ = critical();
    if (stock.left < 2) return;
    stock.left -= 2;
    stock.sold += 2;
  }
}

/** @invariant */
export const nothingIsSoldTwice = (): boolean => stock.left + stock.sold === 3;
