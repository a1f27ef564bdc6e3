import { external } from "faultline/critical-section";

const issuer = { refreshes: 0 };
const refresh = (): Promise<string> => external(() => `token-${++issuer.refreshes}`);

let token: string | undefined;

/** @thread x2 */
export async function call(): Promise<void> {
  token ??= await refresh();
}

/** @finally */
export const oneRefresh = (): boolean => issuer.refreshes === 1;
