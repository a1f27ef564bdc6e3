import type { Tls } from "./connection.ts";
import { type Located, textOf } from "./located.ts";
import type { Surroundings } from "./surroundings.ts";
import { tokenFromFile } from "./token-file.ts";

/** A user of a kubeconfig. */
export interface User {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly "client-certificate"?: string;
  readonly "client-certificate-data"?: string;
  readonly "client-key"?: string;
  readonly "client-key-data"?: string;
  readonly as?: string;
  readonly "as-uid"?: string;
  readonly "as-groups"?: readonly string[];
  readonly exec?: unknown;
  readonly "auth-provider"?: unknown;
}

export interface Credentials {
  readonly tls: Tls;
  headers(): Promise<Readonly<Record<string, string>>>;
}

/** How a user shows who it is. @param refuse Throws. */
export function credentialsOf({ entry: user, folder }: Located<User>, around: Surroundings, refuse: (what: string) => never): Credentials {
  if (user["auth-provider"]) refuse("an auth-provider is not supported, here and in Kubernetes since 1.26; use a token or a certificate");
  if (user.exec)
    refuse(
      "credentials from a program (exec) are not supported; use a token (kubectl create token NAME), a certificate, or a service account",
    );
  if ((user["as-groups"]?.length ?? 0) > 1) refuse("more than one of as-groups is not supported");
  const cert = textOf(user["client-certificate-data"], user["client-certificate"], folder, around);
  const key = textOf(user["client-key-data"], user["client-key"], folder, around);
  const authorization = authorizationOf(user, folder, around);
  const impersonation = {
    ...(user.as ? { "impersonate-user": user.as } : {}),
    ...(user["as-uid"] ? { "impersonate-uid": user["as-uid"] } : {}),
    ...(user["as-groups"]?.[0] ? { "impersonate-group": user["as-groups"][0] } : {}),
  };
  return {
    tls: { ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }) },
    headers() {
      const value = authorization?.();
      return Promise.resolve({ ...impersonation, ...(value === undefined ? {} : { authorization: value }) });
    },
  };
}

/** A token counts before a password, one in a file before all. */
function authorizationOf(user: User, folder: string, around: Surroundings): (() => string) | undefined {
  const { token, tokenFile, username, password = "" } = user;
  if (tokenFile) {
    const read = tokenFromFile(around.resolve(folder, tokenFile), around);
    return () => `Bearer ${read()}`;
  }
  if (token) return () => `Bearer ${token}`;
  if (username) return () => `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
  return undefined;
}
