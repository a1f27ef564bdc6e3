/** Forms of "creates Secret web": how a call is told depends on where its words stand. */

/** "creating Secret web". */
export const gerund = (words: string): string => withVerb(words, ({ gerund: form }) => form);

/** "the request to create Secret web", "the call of broker.remove". */
export function requestTo(words: string): string {
  const { verb, rest } = parted(words);
  return verb === "calls" ? `the call of ${rest}` : `the request to ${infinitive(words)}`;
}

/** "create Secret web". */
export const infinitive = (words: string): string => withVerb(words, ({ infinitive: form }) => form);

/** "creates Secret web" in its verb and the rest. */
export function parted(words: string): { readonly verb: string; readonly rest: string } {
  const space = words.indexOf(" ");
  return space === -1 ? { verb: words, rest: "" } : { verb: words.slice(0, space), rest: words.slice(space + 1) };
}

interface Forms {
  readonly infinitive: string;
  readonly gerund: string;
}

function withVerb(words: string, form: (forms: Forms) => string): string {
  const { verb, rest } = parted(words);
  const forms = verbs[verb];
  return forms ? `${form(forms)} ${rest}`.trim() : words;
}

const verbs: Readonly<Record<string, Forms>> = {
  reads: { infinitive: "read", gerund: "reading" },
  lists: { infinitive: "list", gerund: "listing" },
  creates: { infinitive: "create", gerund: "creating" },
  replaces: { infinitive: "replace", gerund: "replacing" },
  patches: { infinitive: "patch", gerund: "patching" },
  applies: { infinitive: "apply", gerund: "applying" },
  deletes: { infinitive: "delete", gerund: "deleting" },
  calls: { infinitive: "call", gerund: "calling" },
  waits: { infinitive: "wait", gerund: "waiting" },
  asks: { infinitive: "ask", gerund: "asking" },
};
