// Intrinsics of the process, for modules of ours that run inside the machine: see ../process/intrinsics.ts.
declare function $request(
  json: string,
  resolve: (answer: { readonly code: number; readonly body: unknown } | undefined) => void,
  here?: number,
): void;
declare function $here(): number;
/** Asked for by code that stands still until the answer is there. */
declare function $look(path: string, query: string): unknown;
declare function $informer(path: string): void;
declare function $operate(
  system: string,
  operation: string,
  json: string,
  resolve: (answer: { readonly code: number; readonly body: unknown } | undefined) => void,
): void;
declare function $register(name: string, value: unknown): void;
declare function $resource(apiVersion: string, kind: string): { readonly plural: string; readonly namespaced: boolean } | undefined;
declare function $client(): -1 | 0 | 1 | 2;
/** Name, name on the wire and type of each field of a model, one after the other. */
declare function $fields(model: string, generation: 0 | 1): readonly string[] | undefined;
/** The class of a model, which has no fields of its own. */
declare function $model(model: string): new () => Record<string, unknown>;
/** What the client sends and shows of a value, or undefined where code of the user's would be called on the way. */
declare function $sentBody(value: unknown, model: string, generation: 0 | 1): unknown;
declare function $shownBody(value: unknown, model: string, generation: 0 | 1): unknown;
declare function $apiPrototype(apiClass: string, proto: object): object;
declare function $apiMethod(apiClass: string, name: string): ApiMethod | undefined;
declare function $dateOf(value: unknown): unknown;
declare function $isDate(value: unknown): boolean;
/** What YAML says: one document, or all. @throws as js-yaml does. */
declare function $loadYaml(text: string, isAll: boolean, options: unknown, client: -1 | 0 | 1 | 2): unknown;
declare function $dumpYaml(value: unknown, options: unknown): string;
declare function $objects(world: number, apiVersion: string, kind: string): readonly object[];
declare function $external(world: number, system: string): unknown;
declare function $notModelled(message: string): never;

/** A method of an API class: see client-node/tables. */
interface ApiMethod {
  readonly name: string;
  readonly verb: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS";
  readonly path: string;
  /** In the order of 0.x; not there: that generation has no such method. */
  readonly old?: readonly ApiParameter[];
  readonly now?: readonly ApiParameter[];
  /** Types of the body in 0.x and 1.x, and of the result. */
  readonly oldBody?: string;
  readonly nowBody?: string;
  readonly result?: string;
  readonly isPatch: boolean;
}

interface ApiParameter {
  readonly name: string;
  readonly isRequired: boolean;
  /** Name in the query; not there: part of the path, or the body. */
  readonly query?: string;
}
