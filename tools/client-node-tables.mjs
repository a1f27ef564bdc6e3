// Makes the tables of `@kubernetes/client-node` that its stand-in in the machine needs, from the packages themselves:
// `node tools/client-node-tables.mjs FOLDER_0X FOLDER_1X`, each a folder with the package of that generation in its node_modules.
// The tables are committed: `simulators/controller/client-node/tables`.
import { readdirSync, readFileSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "simulators/controller/client-node/tables");

const generations = {
  0: {
    api: "gen/api",
    method: /method: '(\w+)'/,
    query: /localVarQueryParameters\['([^']+)'\] = models_1\.ObjectSerializer\.serialize\((\w+),/g,
  },
  1: {
    api: "gen/apis",
    method: /HttpMethod\.(\w+)/,
    query: /requestContext\.setQueryParam\("([^"]+)", ObjectSerializer\.serialize\((\w+),/g,
  },
};

/** Every method of every class: class → method → what it sends. */
export function readMethods(folder, generation) {
  const dist = join(folder, "node_modules/@kubernetes/client-node/dist");
  const { api, method, query } = generations[generation];
  const classes = new Map();
  for (const file of readdirSync(join(dist, api)).filter((name) => name.endsWith("Api.js"))) {
    const text = readFileSync(join(dist, api, file), "utf8");
    const name = file[0].toUpperCase() + file.slice(1, -3);
    const methods = new Map();
    for (const [whole, called, list] of text.matchAll(/\n {4}async (\w+)\(([^)]*)\) \{\n[\s\S]*?\n {4}\}\n/g)) {
      if (called.endsWith("WithHttpInfo")) continue;
      // What follows a "#" is not sent.
      const path = /localVarPath = (?:this\.basePath \+ )?'([^'#]*)/.exec(whole)?.[1];
      const verb = method.exec(whole)?.[1];
      if (path === undefined || verb === undefined) throw new Error(`${name}.${called} cannot be read`);
      const required = new Set([...whole.matchAll(/if \((\w+) === null \|\|/g)].map(([, param]) => param));
      const params = list
        .replace(/, (?:_options|options = \{ headers: \{\} \})$/, "")
        .replace(/^(?:_options|options = \{ headers: \{\} \})$/, "")
        .split(", ")
        .filter((param) => param !== "");
      const queries = new Map([...whole.matchAll(query)].map(([, base, param]) => [param, base]));
      const body = /(?:body: models_1\.|stringify\()ObjectSerializer\.serialize\(body, "([^"]+)"/.exec(whole)?.[1];
      const types = /getPreferredMediaType\(\[([\s\S]*?)\]\)/.exec(whole)?.[1];
      const result =
        generation === 0
          ? /body = models_1\.ObjectSerializer\.deserialize\(body, "([^"]+)"\)/.exec(whole)?.[1]
          : new RegExp(`async ${called}WithHttpInfo\\(response\\) \\{[\\s\\S]*?"([^"]+)", "[^"]*"\\);`).exec(text)?.[1];
      for (const param of params) {
        const isPath = path.includes(`{${param}}`);
        if (!isPath && param !== "body" && !queries.has(param)) throw new Error(`${name}.${called}: ${param}?`);
        if (queries.has(param) && queries.get(param) !== queryName(param))
          throw new Error(`${name}.${called}: ${param} is ${queries.get(param)}`);
      }
      const isPatch = types?.includes("json-patch") ?? false;
      methods.set(called, {
        verb,
        path,
        params: params.map((param) => (required.has(param) ? `${param}!` : param)),
        body,
        result,
        isPatch,
      });
    }
    classes.set(name, methods);
  }
  return classes;
}

const queryName = (param) => param.replace(/^_/, "").replace(/^(\w+)2$/, "$1");

/** Fields of every model: model → [name, name on the wire, type] */
async function readModels(folder, generation) {
  const dist = join(folder, "node_modules/@kubernetes/client-node/dist");
  const load = createRequire(join(folder, "package.json"));
  const all = generation === 0 ? load("@kubernetes/client-node") : await import(pathToFileURL(join(dist, "index.js")).href);
  const models = new Map();
  for (const [name, value] of Object.entries(all)) {
    if (typeof value !== "function" || typeof value.getAttributeTypeMap !== "function") continue;
    models.set(name, { fields: value.getAttributeTypeMap().map(({ name: field, baseName, type }) => [field, baseName, type]) });
  }
  return { models, names: Object.keys(all) };
}

function methodTable(old, now) {
  const lists = new Map();
  const listOf = (params) => {
    if (params === undefined) return "-";
    const text = params.join(" ");
    if (!lists.has(text)) lists.set(text, lists.size);
    return String(lists.get(text));
  };
  const classes = {};
  for (const name of [...new Set([...old.keys(), ...now.keys()])].sort(byText)) {
    const methods = [...new Set([...(old.get(name)?.keys() ?? []), ...(now.get(name)?.keys() ?? [])])].sort(byText);
    classes[name] = methods
      .map((method) => {
        const [before, after] = [old.get(name)?.get(method), now.get(name)?.get(method)];
        const any = after ?? before;
        const path = before?.path ?? after.path;
        // A slash at the end is cut off by 1.x anyway.
        if (before && after && (path.replace(/\/$/, "") !== after.path.replace(/\/$/, "") || before.verb !== after.verb))
          throw new Error(`${name}.${method} has moved`);
        const type = (entry) => entry?.body ?? "-";
        const bodies = before && after && type(before) !== type(after) ? `${type(after)}/${type(before)}` : type(any);
        return [
          method,
          any.verb,
          path,
          listOf(before?.params),
          listOf(after?.params),
          bodies,
          any.result ?? "-",
          any.isPatch || method.startsWith("patch") ? "p" : "-",
        ].join(" ");
      })
      .join("\n");
  }
  return { classes, lists: [...lists.keys()] };
}

const short = (fields) => fields.map(([name, base, type]) => `${name}${base === name ? "" : `=${base}`}:${shortType(type)}`).join(";");
/** `Array<X>` is `[X`, a map of X is `{X`. */
const shortType = (type) =>
  type
    .replaceAll("{ [key: string]: ", "{")
    .replaceAll("; }", "")
    .replaceAll("Array<", "[")
    .replaceAll(">", "")
    .replace(/^(\W*)Date$/, "$1t")
    .replace(/^(\W*)string$/, "$1s")
    .replace(/^(\W*)number$/, "$1n")
    .replace(/^(\W*)boolean$/, "$1b");

const header = "// Made by tools/client-node-tables.mjs from @kubernetes/client-node 0.22.3 and 1.4.0 (Apache License 2.0).\n";

async function main(first, second) {
  const { classes, lists } = methodTable(readMethods(first, 0), readMethods(second, 1));
  const [old, now] = [await readModels(first, 0), await readModels(second, 1)];
  mkdirSync(out, { recursive: true });
  const text = (value) => JSON.stringify(value, undefined, 2).replaceAll("\\n", "\\n");
  writeFileSync(
    join(out, "methods.ts"),
    `${header}/** Each line: name, HTTP method, path, parameters of 0.x and of 1.x (numbers of \`parameterLists\`), types of body and result, "p" for a patch. */
export const methods: Readonly<Record<string, string>> = ${text(classes)};

/** Required ones end with "!". */
export const parameterLists: readonly string[] = ${text(lists)};
`,
  );
  const fieldsNow = Object.fromEntries(
    [...now.models].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { fields }]) => [name, short(fields)]),
  );
  const fieldsOld = Object.fromEntries(
    [...old.models]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { fields }]) => [name, short(fields)])
      .filter(([name, fields]) => fieldsNow[name] === undefined || fieldsNow[name] !== fields),
  );
  const lines = (models) =>
    JSON.stringify(
      Object.entries(models)
        .map(([name, fields]) => `${name} ${fields}`)
        .join("\n"),
    );
  writeFileSync(
    join(out, "models.ts"),
    `${header}/** Each line: a model of 1.x and its fields, \`name=nameOnTheWire:type\`; \`[T\` is a list of T, \`{T\` a map. */
export const models: string =
  ${lines(fieldsNow)};

/** Those that are others in 0.x. */
export const olderModels: string =
  ${lines(fieldsOld)};
`,
  );
  // What values of the package can be imported, beside API classes and models.
  const known = new Set([...Object.keys(classes), ...now.models.keys(), ...old.models.keys()]);
  const names = [...new Set([...old.names, ...now.names])].filter((name) => !known.has(name) && name !== "default").sort(byText);
  writeFileSync(
    join(out, "names.ts"),
    `${header}/** All other values that the package exports, in any of the two generations. */\nexport const otherNames: string =\n  ${JSON.stringify(names.join(" "))};\n`,
  );
  console.log(
    `${Object.keys(classes).length} classes, ${Object.values(classes).join("\n").split("\n").length} methods, ${Object.keys(fieldsNow).length} models (${Object.keys(fieldsOld).length} others in 0.x), ${lists.length} lists`,
  );
}

function byText(a, b) {
  return a < b ? -1 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(...process.argv.slice(2));
