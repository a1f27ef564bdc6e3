import { external } from "faultline/critical-section";

const issuer = { refreshes: 0 };
const refresh = (): Promise<string> => external(() => `token-${++issuer.refreshes}`);

let token: Promise<string> | undefined;

/** @thread x2 */
export async function call(): Promise<void> {
  token ??= refresh();
  await token;
}

/** @finally */
export const oneRefresh = (): boolean => issuer.refreshes === 1;
