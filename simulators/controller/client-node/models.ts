import { models, olderModels } from "./tables/models.ts";

/**
 * Fields of a model of `@kubernetes/client-node`: name, name on the wire and type of each, one after the other; `[T` is a list of T, `{T` a map.
 * @param generation 0: of 0.x. Undefined: there is no such model.
 */
export function modelFields(model: string, generation: number): readonly string[] | undefined {
  older ??= readModels(olderModels);
  latest ??= readModels(models);
  const text = (generation === 0 ? older.get(model) : undefined) ?? latest.get(model) ?? older.get(model);
  return text === undefined ? undefined : fieldsOf(text);
}

let older: ReadonlyMap<string, string> | undefined;
let latest: ReadonlyMap<string, string> | undefined;

function readModels(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split("\n").map((line) => {
      const end = line.indexOf(" ");
      return [line.slice(0, end), line.slice(end + 1)];
    }),
  );
}

function fieldsOf(text: string): readonly string[] {
  if (text === "") return [];
  return text.split(";").flatMap((field) => {
    const [names = "", type = ""] = field.split(":");
    const [name = "", wire = name] = names.split("=");
    return [name, wire, type];
  });
}
