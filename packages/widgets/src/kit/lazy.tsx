import type { ComponentType, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ErrorState } from "./feedback/empty-state.tsx";
import { SkeletonRows } from "./feedback/skeleton.tsx";

/** A part of a view in a chunk of its own. */
export interface Lazy<Props extends object> {
  readonly View: (props: Props) => VNode;
  /** Fetches it ahead of its first use. What fails is told when it is used. */
  readonly preload: () => void;
}

/** What stands in place of a part that is on its way, or could not be had (`error` is set). */
export type Waiting<Props extends object> = (state: {
  readonly props: Props;
  readonly error: unknown;
  readonly retry: () => void;
}) => VNode | null;

/**
 * Makes a component of a dynamic import. It is loaded once, on first use or by `preload`; a load that failed is tried
 * again by the next use or by `retry`.
 *
 * @param Placeholder drawn meanwhile. @default grey rows, and the error with a retry
 */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Placeholder: Waiting<Props> = GreyRows,
): Lazy<Props> {
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
  const start = (): Promise<void> => (loading ??= run());
  return {
    preload: () => void start().catch(() => undefined),
    View: (props) => {
      const [state, setState] = useState<{ readonly turn: number; readonly error: unknown }>({
        turn: 0,
        error: undefined,
      });
      const Part = loaded;
      useEffect(() => {
        // what was drawn counts: a part that arrives between drawing and this effect still has to be drawn
        if (Part !== undefined) return;
        const told = (error?: unknown): void => setState({ ...state, error });
        start().then(() => told(), told);
      }, [state.turn]);
      if (Part !== undefined) return <Part {...props} />;
      const retry = (): void => setState({ turn: state.turn + 1, error: undefined });
      return <Placeholder props={props} error={state.error} retry={retry} />;
    },
  };
}

/** Stands for nothing meanwhile; the error with a retry. */
export const Blank: Waiting<object> = ({ error, retry }) =>
  error === undefined ? <div aria-busy="true" /> : <ErrorState compact error={error} onRetry={retry} />;

const GreyRows: Waiting<object> = (state) =>
  state.error === undefined ? (
    <div aria-busy="true">
      <SkeletonRows count={3} />
    </div>
  ) : (
    Blank(state)
  );
