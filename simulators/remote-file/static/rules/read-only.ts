import type { Complaint } from "../../../core/source/complaint.ts";
import { quote } from "../../../core/source/words.ts";
import { setAccess } from "../fixes/configure.ts";
import { openedFor } from "../fixes/flags.ts";
import type { Sighting } from "../sightings.ts";
import { calleeOf, type Context, mountOf, textOf } from "./context.ts";

/** FL4005: a write, truncate or atomic on a handle for reading, under a mount for reading, or without the right for atomics. */
export function writesToReadOnly(context: Context): readonly Complaint[] {
  return context.sightings.calls.flatMap((sightings): readonly Complaint[] => {
    const wrong = sightings.flatMap((sighting) => {
      const why = reasonFor(context, sighting);
      return why ? [{ sighting, why }] : [];
    });
    const [first] = wrong;
    if (!first) return [];
    const isAlways = wrong.length === sightings.length;
    return [
      {
        code: "FL4005",
        severity: isAlways ? "error" : "warning",
        message: isAlways ? first.why.message : `on some path ${first.why.message}`,
        ...calleeOf(context, first.sighting.call),
        related:
          first.why.isOpen && first.sighting.handle
            ? [{ ...calleeOf(context, first.sighting.handle.open), message: "it is opened here" }]
            : [],
        fixes:
          first.why.isOpen && first.sighting.handle
            ? openedFor(context, first.sighting.handle)
            : first.why.access
              ? setAccess(context, first.sighting, first.why.access)
              : [],
      },
    ];
  });
}

interface Why {
  readonly message: string;
  /** The flags of the open are to blame. */
  readonly isOpen?: boolean;
  /** What the mount would have to say. */
  readonly access?: "rw" | "rw+atomic";
}

function reasonFor(context: Context, sighting: Sighting): Why | undefined {
  const { action, handle } = sighting;
  const mount = mountOf(context, sighting);
  const isWhole = action.kind === "writeWhole" || action.kind === "appendWhole" || (action.kind === "truncate" && !handle);
  const changes = isWhole || action.kind === "write" || action.kind === "truncate" || action.kind === "atomic";
  if (!changes || !mount) return undefined;
  const name = handle ? quote(textOf(context, action.target)) : quote(sighting.path ?? textOf(context, action.target));
  if (mount.access === "ro") {
    const message = `the mount ${quote(mount.prefix)} is read-only: \`${action.name}\` on ${name} ends with EACCES`;
    return { message, access: action.kind === "atomic" ? "rw+atomic" : "rw" };
  }
  const errno = action.kind === "truncate" ? "EINVAL" : action.kind === "atomic" ? "EACCES" : "EBADF";
  if (handle?.flags && !handle.flags.write)
    return { message: `${name} is opened for reading only: \`${action.name}\` ends with ${errno}`, isOpen: true };
  if (action.kind === "atomic" && mount.access !== "rw+atomic") {
    const message = `the mount ${quote(mount.prefix)} has no \`rw+atomic\` access: \`${action.name}\` on ${name} ends with EACCES`;
    return { message, access: "rw+atomic" };
  }
  return undefined;
}
