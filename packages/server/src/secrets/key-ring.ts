/**
 * Refuses key ids whose order an object does not keep: bare numbers are always put in front, smallest first, so that a
 * new key `2` before an old key `1` would silently not be the one in use.
 *
 * @throws RangeError when there are several keys and one has a bare number as its id
 */
export function assertOrderedIds(name: string, keys: Readonly<Record<string, unknown>>): void {
  const ids = Object.keys(keys);
  if (ids.length > 1 && ids.some((id) => /^\d+$/.test(id)))
    throw new RangeError(`ids in ${name} must not be bare numbers once there are several: write k1, k2`);
}
