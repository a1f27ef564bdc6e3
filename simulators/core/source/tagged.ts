import { docCommentsOf } from "./comments.ts";
import { type Owner, ownersOf } from "./owners.ts";
import type { Parsed } from "./parse.ts";
import { type Tag, type TagLanguage, tagsOf } from "./tags.ts";

/** The tags of a file, ours or not, and what each stands before. */
export interface Tagged {
  readonly tags: readonly Tag[];
  readonly ownerOf: (tag: Tag) => Owner | undefined;
}

export function taggedIn(parsed: Parsed, language: TagLanguage): Tagged {
  const tags = docCommentsOf(parsed).flatMap((comment) => tagsOf(parsed.text, comment, language));
  const owners = ownersOf(
    parsed,
    tags.map(({ comment }) => comment),
  );
  return { tags, ownerOf: ({ comment }) => owners.get(comment) };
}
