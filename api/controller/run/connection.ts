/** Where an API server is, and as whom to speak to it. */
export interface Connection {
  /** With a path, where the server stands below one. */
  readonly server: URL;
  readonly tls: Tls;
  /** Headers of each request, such as the token: they may be others the next time. @throws {Error} */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** Of the context or of the service account. */
  readonly namespace?: string;
}

/** As `node:tls` wants it; certificates and keys are PEM. */
export interface Tls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}
