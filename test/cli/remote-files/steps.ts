/** Steps of a random program on files. Paths are relative to its folder; `file` is one of its few variables for open files. */
export type Step =
  | { readonly kind: "open"; readonly form: Form; readonly file: number; readonly path: string; readonly flags: string }
  | { readonly kind: "close"; readonly form: Form; readonly file: number }
  | { readonly kind: "read"; readonly form: Form; readonly file: number; readonly size: number; readonly args: readonly Argument[] }
  | {
      readonly kind: "write";
      readonly form: Form;
      readonly file: number;
      readonly text: string;
      readonly isText: boolean;
      readonly args: readonly Argument[];
    }
  | { readonly kind: "readv"; readonly form: Form; readonly file: number; readonly sizes: readonly number[]; readonly position: Argument }
  | { readonly kind: "writev"; readonly form: Form; readonly file: number; readonly texts: readonly string[]; readonly position: Argument }
  | { readonly kind: "fstat" | "fsync" | "fdatasync"; readonly form: Form; readonly file: number }
  | { readonly kind: "ftruncate"; readonly form: Form; readonly file: number; readonly size: Argument }
  | { readonly kind: "readRest"; readonly form: Form; readonly file: number; readonly encoding: string | null }
  | { readonly kind: "writeRest" | "appendRest"; readonly form: Form; readonly file: number; readonly text: string }
  | { readonly kind: "readFile"; readonly form: Form; readonly path: string; readonly encoding: string | null }
  | { readonly kind: "writeFile" | "appendFile"; readonly form: Form; readonly path: string; readonly text: string; readonly flag?: string }
  | {
      readonly kind: "stat" | "lstat" | "exists" | "unlink" | "rmdir" | "realpath" | "readdir" | "list" | "opendir";
      readonly form: Form;
      readonly path: string;
    }
  | { readonly kind: "access"; readonly form: Form; readonly path: string; readonly mode: number }
  | { readonly kind: "mkdir"; readonly form: Form; readonly path: string; readonly recursive: boolean }
  | { readonly kind: "rm"; readonly form: Form; readonly path: string; readonly recursive: boolean; readonly force: boolean }
  | { readonly kind: "truncate"; readonly form: Form; readonly path: string; readonly size: number }
  | { readonly kind: "rename" | "copyFile"; readonly form: Form; readonly path: string; readonly to: string }
  | { readonly kind: "readStream"; readonly path: string; readonly start: number; readonly end: number; readonly chunk: number }
  | {
      readonly kind: "writeStream";
      readonly path: string;
      readonly texts: readonly string[];
      readonly flags: string;
      readonly start: number | undefined;
    };

export type Form = "sync" | "callback" | "promise";

/** Numbers, and what a careless program hands over in their place. */
export type Argument = number | null | string | boolean | { readonly big: string } | { readonly missing: true };
