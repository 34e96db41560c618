import { signal } from "@preact/signals";
import type { ComponentType, VNode } from "preact";
import { useEffect } from "preact/hooks";
import { ErrorState, SkeletonRows } from "../../kit/index.ts";

/** A part of the view in a chunk of its own. */
export interface LazyPart<Props extends object> {
  readonly View: (props: Props) => VNode;
  /** Fetches it ahead of its first use. What fails is told when it is used. */
  readonly preload: () => void;
}

/** Draws a part that is loaded on first use or before; grey rows meanwhile, a retry when it cannot be had. */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>): LazyPart<Props> {
  const part = signal<{ readonly View: ComponentType<Props> } | null>(null);
  const error = signal<unknown>(undefined);
  let running = false;
  const fetch = async (): Promise<void> => {
    if (running || part.value !== null) return;
    running = true;
    error.value = undefined;
    try {
      part.value = { View: await load() };
    } catch (thrown) {
      error.value = thrown;
    } finally {
      running = false;
    }
  };
  return {
    preload: () => void fetch(),
    View: (props) => {
      useEffect(() => {
        void fetch();
      }, []);
      const Loaded = part.value?.View;
      if (Loaded !== undefined) return <Loaded {...props} />;
      if (error.value !== undefined) return <ErrorState compact error={error.value} onRetry={() => void fetch()} />;
      return (
        <div aria-busy="true">
          <SkeletonRows count={3} />
        </div>
      );
    },
  };
}
