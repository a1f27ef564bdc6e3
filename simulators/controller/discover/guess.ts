import { builtinResources } from "../cluster/kinds/index.ts";
import { apiVersionOf, type Resource } from "../cluster/resources.ts";
import type { Look } from "../static/look.ts";
import { type Evidence, pathIn, type Served } from "./evidence.ts";
import type { Recognised } from "./recognised.ts";

/** What is known of the kind that a function reconciles; what is not is left out. */
export interface Guess {
  readonly apiVersion?: string;
  readonly kind?: string;
}

/** Which kind a function reconciles: by the type of its parameter, the path of its informer or watch, the calls and objects of its file. */
export function guessKind(look: Look, one: Recognised, evidence: Evidence): Guess {
  const path = one.subject && pathIn(look, one.subject);
  return byType(look, one, evidence) ?? (path && byPath(path, evidence)) ?? byFile(one, evidence);
}

/** The type that is written for the object, or the class that Pepr is given. */
export function typeOf(look: Look, { fn, takes, subject }: Recognised): string | undefined {
  const type = fn.parameters[takes === "object" ? 0 : 1]?.type;
  if (type) return look.text(type);
  return subject && /^[A-Za-z_$][\w$.]*$/.test(look.text(subject)) && !pathIn(look, subject) ? look.text(subject) : undefined;
}

const general = /^(?:any|object|unknown|Record|Partial|Required|Readonly|Kubernetes(?:List)?Object|Generic(?:Kind)?|[A-Z])$/;

function byType(look: Look, one: Recognised, evidence: Evidence): Guess | undefined {
  const name = typeOf(look, one)
    ?.replace(/<.*$/s, "")
    .match(/^(?:[\w$]+\.)*([A-Za-z_$][\w$]*)$/)?.[1];
  if (name === undefined || general.test(name)) return undefined;
  const declared = evidence.types.get(name);
  const kind = declared?.kind ?? name.replace(/(?<=.)(?:CustomResource|Resource|Object|CR)$/, "");
  if (!/^[A-Z][A-Za-z0-9]*$/.test(kind)) return undefined;
  const apiVersion = declared?.apiVersion ?? evidence.kinds.get(kind) ?? builtinVersion(name) ?? versionFor(kind, evidence.served);
  if (apiVersion !== undefined) return { apiVersion, kind: builtinOf(name)?.kind ?? kind };
  return { kind };
}

/** `V1Deployment` of the client; Pepr has the same classes as `a.Deployment`. */
const builtinOf = (name: string): Resource | undefined => {
  const [, version, kind = name] = /^V(\d(?:alpha\d|beta\d)?)([A-Z].*)$/.exec(name) ?? [];
  return builtinResources.find((one) => one.kind === kind && (version === undefined || one.version === `v${version}`));
};

const builtinVersion = (name: string): string | undefined => {
  const known = builtinOf(name);
  return known && apiVersionOf(known);
};

const versionOf = ({ group, version }: Served): string => apiVersionOf({ group, version });

/** The path whose plural fits; the only custom one, if there is but one. */
function versionFor(kind: string, served: readonly Served[]): string | undefined {
  const fitting = served.find(({ plural }) => isPluralOf(plural, kind)) ?? onlyOne(customOnly(served));
  return fitting && versionOf(fitting);
}

/** `policies` of `Policy`: the last letter may be another one. */
const isPluralOf = (plural: string, kind: string): boolean =>
  plural.startsWith(kind.toLowerCase().slice(0, Math.max(2, kind.length - 1))) && Math.abs(plural.length - kind.length) <= 3;

function byPath(path: Served, { kinds }: Evidence): Guess {
  const builtin = builtinResources.find((one) => one.group === path.group && one.version === path.version && one.plural === path.plural);
  const named = [...kinds.keys()].find((kind) => isPluralOf(path.plural, kind));
  return { apiVersion: versionOf(path), kind: builtin?.kind ?? named ?? singularOf(path.plural) };
}

/** A guess, as everything here: `memcacheds` → `Memcached`. */
function singularOf(plural: string): string {
  const singular = plural
    .replace(/ies$/, "y")
    .replace(/(?<=ss|x|ch|sh)es$/, "")
    .replace(/(?<!s)s$/, "");
  return singular.charAt(0).toUpperCase() + singular.slice(1);
}

/** The only custom kind that the file speaks of, by name or by its calls. */
function byFile({ fn }: Recognised, { kinds, served }: Evidence): Guess {
  const custom = [...kinds].filter(([kind]) => builtinOf(kind) === undefined);
  const [named] = custom;
  if (named && custom.length === 1) return { kind: named[0], apiVersion: named[1] };
  const path = onlyOne(customOnly(served));
  const written = fn.name?.getText();
  const fromName = written?.match(/^reconcile([A-Z][A-Za-z0-9]*)$/)?.[1];
  const fits = path !== undefined && fromName !== undefined && isPluralOf(path.plural, fromName);
  if (path)
    return { apiVersion: versionOf(path), kind: fits ? fromName : (byPath(path, { kinds, served, types: new Map() }).kind ?? "Kind") };
  const builtin = fromName === undefined ? undefined : builtinVersion(fromName);
  return builtin !== undefined && fromName !== undefined ? { apiVersion: builtin, kind: fromName } : {};
}

const customOnly = (served: readonly Served[]): readonly Served[] =>
  served.filter(({ group }) => group.includes(".") && !group.endsWith(".k8s.io"));

function onlyOne(served: readonly Served[]): Served | undefined {
  const [first] = served;
  return first && served.every((one) => one.plural === first.plural && one.group === first.group && one.version === first.version)
    ? first
    : undefined;
}
