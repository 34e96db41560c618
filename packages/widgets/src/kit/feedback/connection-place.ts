import { signal } from "@preact/signals";
import { type ComponentType, h, type VNode } from "preact";
import { useEffect } from "preact/hooks";

const Note = /* @__PURE__ */ signal<ComponentType | null>(null);

async function load(): Promise<void> {
  try {
    Note.value = (await import("../later.ts")).ConnectionNote;
  } catch {
    // The root loads the same, and reports what keeps it away.
  }
}

/** The place of the note on the connection, in the head of a widget; the note comes behind the first paint. */
export function ConnectionPlace(): VNode | null {
  useEffect(() => void load(), []);
  return Note.value && h(Note.value, null);
}
