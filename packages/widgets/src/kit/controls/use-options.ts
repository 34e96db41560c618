import { useLayoutEffect, useState } from "preact/hooks";
import { matching, type Option } from "./option.ts";

/** Where a combobox has its entries from. */
export interface OptionSource {
  /** All entries; searched here. */
  readonly options?: readonly Option[] | undefined;
  /**
   * Asks the backend: when the list opens, and once typing pauses. An earlier question is cancelled through the signal.
   * Another function is no reason to ask again; it is the one that the next text is asked of.
   */
  readonly load?: ((query: string, signal: AbortSignal) => Promise<readonly Option[]>) | undefined;
}

/** Entries for a query. */
export interface FoundOptions {
  readonly found: readonly Option[];
  /** What was found is for an earlier query. */
  readonly loading: boolean;
  readonly error: unknown;
  readonly retry: () => void;
}

const pause = 180;

/** Entries that match, local or asked for while `active`. */
export function useOptions({ options, load }: OptionSource, query: string, active: boolean): FoundOptions {
  const [answer, setAnswer] = useState<Omit<FoundOptions, "retry">>({ found: [], loading: false, error: undefined });
  const [turn, setTurn] = useState(0);
  // Before the next key is pressed: what is still shown answers an earlier query.
  useLayoutEffect(() => {
    if (load === undefined || !active) return undefined;
    const control = new AbortController();
    setAnswer((before) => ({ ...before, loading: true, error: undefined }));
    const ask = async (): Promise<void> => {
      try {
        const found = await load(query, control.signal);
        if (!control.signal.aborted) setAnswer({ found, loading: false, error: undefined });
      } catch (error) {
        if (!control.signal.aborted) setAnswer({ found: [], loading: false, error });
      }
    };
    const timer = setTimeout(() => void ask(), query === "" ? 0 : pause);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [load === undefined, query, active, turn]); // a function made anew at each drawing is no new question
  const retry = (): void => setTurn((before) => before + 1);
  if (load === undefined) return { found: matching(options ?? [], query), loading: false, error: undefined, retry };
  return { ...answer, retry };
}
