import { type ComponentType, h, type VNode } from "preact";
import { useEffect, useState } from "preact/hooks";

/** What stands in place of a view while its chunk is on its way, or could not be loaded. */
export type Placeholder = (state: { readonly error: unknown; readonly retry: () => void }) => VNode | null;

/** A view in a chunk of its own. */
export interface LazyView<Props> {
  /** Loads ahead of need; failing is told when it is needed. */
  readonly preload: () => void;
  readonly View: (props: Props & { readonly placeholder: Placeholder }) => VNode | null;
}

/** Makes a component of a dynamic import. It is loaded once; a failed load is tried again by `retry`. */
export function lazyView<Props extends object>(load: () => Promise<ComponentType<Props>>): LazyView<Props> {
  let loaded: ComponentType<Props> | undefined;
  let loading: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    try {
      loaded = await load();
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
  const start = (): Promise<void> => {
    loading ??= run();
    return loading;
  };
  function View({ placeholder, ...props }: Props & { readonly placeholder: Placeholder }): VNode | null {
    const [, redraw] = useState({});
    const [error, setError] = useState<unknown>(undefined);
    const [turn, setTurn] = useState(0);
    useEffect(() => {
      if (loaded !== undefined) return;
      setError(undefined);
      start().then(() => redraw({}), setError);
    }, [turn]);
    if (loaded !== undefined) return h(loaded as ComponentType<object>, props);
    return placeholder({ error, retry: () => setTurn(turn + 1) });
  }
  return { preload: () => void start().catch(() => undefined), View };
}
