/** Errors of 0.x and of 1.x, under their names. */

export class HttpError extends Error {
  response: unknown;
  body: unknown;
  statusCode: number | undefined;

  constructor(response: unknown, body: unknown, statusCode?: number) {
    super("HTTP request failed");
    this.response = response;
    this.body = body;
    this.statusCode = statusCode;
    this.name = "HttpError";
  }
}

export class ApiException extends Error {
  code: number;
  body: unknown;
  headers: Record<string, string>;

  constructor(code: number, message: string, body: unknown, headers: Record<string, string>) {
    super(`HTTP-Code: ${code}\nMessage: ${message}\nBody: ${JSON.stringify(body)}\nHeaders: ${JSON.stringify(headers)}`);
    this.code = code;
    this.body = body;
    this.headers = headers;
  }
}

export class RequiredError extends Error {
  api: string;
  method: string;
  field: string;

  constructor(api: string, method: string, field: string) {
    super(`Required parameter ${field} was null or undefined when calling ${api}.${method}.`);
    this.api = api;
    this.method = method;
    this.field = field;
    this.name = "RequiredError";
  }
}

export class HttpException extends Error {}

/** Of `node-fetch`: no answer came. */
export class FetchError extends Error {
  type: string;
  code: string | undefined;
  errno: string | undefined;

  constructor(message: string, type: string, systemError?: { readonly code: string }) {
    super(message);
    this.message = message;
    this.type = type;
    this.code = systemError?.code;
    this.errno = systemError?.code;
  }

  override get name(): string {
    return "FetchError";
  }
}

export class AbortError extends Error {
  type = "aborted";

  constructor(message: string) {
    super(message);
    this.message = message;
    this.name = "AbortError";
  }
}
