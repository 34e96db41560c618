/** How an operation is asked; members of its path by name. */
export interface Asked {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly version?: string;
  readonly body?: unknown;
}

/** The line of a request such as `PATCH /v1/users/u-1`, from an operation of the contract or of the OpenAPI document. */
export function requestLine(
  { method, path }: { readonly method: string; readonly path: string },
  { path: members = {}, query = {} }: Asked,
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(members[name] ?? ""));
  const search = new URLSearchParams(query).toString();
  return `${method} /v1${filled}${search === "" ? "" : `?${search}`}`;
}

/** The version that is to be changed, as `If-Match` has it. */
export function versionHeader({ version }: Asked): Readonly<Record<string, string>> {
  return version === undefined ? {} : { "If-Match": `"${version}"` };
}
