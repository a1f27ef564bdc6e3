import type { Name, Stat } from "../nodes/calls.ts";
import { isDirectory, namesIn } from "../nodes/directory.ts";
import { rootsOf } from "../nodes/manager.ts";
import { contentOf } from "../nodes/observe.ts";
import type { Site } from "../nodes/site.ts";
import type { World } from "../nodes/world.ts";

/** What a path is, as the managers and the memory have it now: without time, events or errors. Of a directory also what is in it. */
export function lookAt(site: Site, world: World, path: string): (Stat & { readonly names?: readonly Name[] }) | undefined {
  const { directory } = world;
  const content = contentOf(world, path);
  if (content) return { isDirectory: false, size: content.length, file: directory.names.get(path) ?? -1 };
  if (!isDirectory(directory, path, rootsOf(site))) return undefined;
  return { isDirectory: true, size: 0, file: -1, names: namesIn(directory, path) };
}
