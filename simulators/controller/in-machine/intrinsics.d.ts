// Intrinsics of the process, for modules of ours that run inside the machine: see ../process/intrinsics.ts.
declare function $request(json: string, resolve: (answer: { readonly code: number; readonly body: unknown } | undefined) => void): void;
declare function $operate(
  system: string,
  operation: string,
  json: string,
  resolve: (answer: { readonly code: number; readonly body: unknown } | undefined) => void,
): void;
declare function $register(name: string, value: unknown): void;
declare function $resource(apiVersion: string, kind: string): { readonly plural: string; readonly namespaced: boolean } | undefined;
declare function $client(): -1 | 0 | 1;
/** Name, name on the wire, type and format of each field, one after the other. */
declare function $fields(model: string): readonly string[] | undefined;
declare function $date(text: unknown): number;
declare function $objects(world: number, apiVersion: string, kind: string): readonly object[];
declare function $external(world: number, system: string): unknown;
declare function $notModelled(message: string): never;
