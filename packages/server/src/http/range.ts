/** Part of something, both ends counting in. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** RFC 9110, section 14.1.1, knows no spaces in it; numbers of so many digits are exact. */
const ONE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/i;

/**
 * The part that a request asks for (RFC 9110, section 14.2). Undefined for all of it: where nothing was asked that can be
 * understood, where several parts were, and where `If-Range` names something else than there is now (section 13.1.5).
 * @param size in bytes, at least 1
 * @param tag the strong ETag of what there is
 * @returns `"unsatisfiable"` for a part that lies behind the end
 */
export function requestedRange(
  { method, headers }: Pick<Request, "method" | "headers">,
  size: number,
  tag: string,
): ByteRange | "unsatisfiable" | undefined {
  const [, from, to] = ONE_RANGE.exec(headers.get("range")?.trim() ?? "") ?? [];
  if (method !== "GET" || from === undefined || to === undefined || from + to === "") return undefined;
  const ifRange = headers.get("if-range");
  if (ifRange !== null && ifRange.trim() !== tag) return undefined;
  if (from === "") {
    const length = Math.min(Number(to), size);
    return length === 0 ? "unsatisfiable" : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  const last = to === "" ? size - 1 : Number(to);
  if (last < first && to !== "") return undefined; // is no range at all
  return first >= size ? "unsatisfiable" : { first, last: Math.min(last, size - 1) };
}
