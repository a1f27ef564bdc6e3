import type { Problem } from "../../../protocol/problem.ts";
import type { Fabric } from "../model.ts";
import type { ConfigDocument } from "../../core/config/edits.ts";
import { lineStarts } from "./lines.ts";
import type { ConfigNode, Format } from "../../core/config/node.ts";
import { normalise } from "./normalise.ts";
import { multicastRules } from "./schema.ts";
import { makeSpans, type Spans } from "../../core/config/spans.ts";
import { validate } from "../../core/config/validate.ts";

/** A configuration that can be run, and where everything in it stands. */
export interface Configuration {
  readonly fabric: Fabric;
  readonly spans: Spans;
  readonly path: string;
}

/** What a tree says; without a `configuration` the problems say why there is nothing to run. */
export interface Understood {
  readonly problems: readonly Problem[];
  readonly configuration?: Configuration;
}

/** Understands the tree of a text. The same tree, as `readTree` gives it for the same text, is understood once. */
export function understand(path: string, text: string, root: ConfigNode, format: Format, lines = lineStarts(text)): Understood {
  const known = recent.get(root);
  if (known?.path === path) return known.understood;
  const understood = understandAnew(path, text, root, format, lines);
  recent.set(root, { path, understood });
  return understood;
}

const recent = new WeakMap<ConfigNode, { readonly path: string; readonly understood: Understood }>();

function understandAnew(path: string, text: string, root: ConfigNode, format: Format, lines: Int32Array): Understood {
  const spans = makeSpans(root, format, lines);
  const document: ConfigDocument = { path, text, spans };
  const broken = validate(document, root, multicastRules);
  if (broken.length > 0) return { problems: broken };
  const { fabric, problems } = normalise(document, root);
  return fabric ? { problems, configuration: { fabric, spans, path } } : { problems };
}
