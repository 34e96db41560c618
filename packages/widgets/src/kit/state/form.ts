import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";

/** What a form knows about one field before anybody has typed. */
export interface FieldOptions<Value> {
  readonly initial: Value;
  /** Name of the field in the summary. Called at the time it is shown, so that it follows the language. */
  readonly label?: (() => string) | undefined;
  /** JSON pointer by which the server speaks of the field. @default "/" + the field's name */
  readonly pointer?: string | undefined;
  /** What is wrong with a value, in the user's language, or undefined. May read other fields. */
  readonly validate?: (value: Value) => string | undefined;
  /** Passwords and the like: never part of a snapshot. @default false */
  readonly secret?: boolean | undefined;
  /** Whether two values are the same. @default Object.is, arrays by element */
  readonly equals?: ((one: Value, other: Value) => boolean) | undefined;
}

/** One field of a form. Give it to a control as `field`. */
export interface FormField<Value> {
  readonly name: string;
  readonly label: string;
  readonly value: ReadonlySignal<Value>;
  readonly dirty: ReadonlySignal<boolean>;
  readonly touched: ReadonlySignal<boolean>;
  /** What to show: nothing until a filled field was left or the form was saved once. */
  readonly error: ReadonlySignal<string | undefined>;
  readonly set: (value: Value) => void;
  /** From now on the error shows. */
  readonly touch: () => void;
  /** The person left the field. One that stands empty and was never filled stays quiet until the form is saved. */
  readonly leave: () => void;
  /** A control tells the element that takes the focus. */
  readonly attach: (element: HTMLElement | null) => void;
  readonly focus: () => void;
}

/** A complaint of the server about a field, or about the whole when the pointer is "". */
export interface FieldError {
  readonly pointer: string;
  readonly message: string;
}

type Values = Readonly<Record<string, unknown>>;

/** A form's state and verbs. */
export interface Form<V extends Values> {
  readonly fields: { readonly [Name in keyof V]: FormField<V[Name]> };
  readonly values: ReadonlySignal<V>;
  readonly dirty: ReadonlySignal<boolean>;
  /** Names of the fields that differ from what was saved. */
  readonly changes: ReadonlySignal<readonly (keyof V & string)[]>;
  /** Errors to show now, in the order of the fields. */
  readonly errors: ReadonlySignal<readonly { readonly field: FormField<unknown>; readonly message: string }[]>;
  /** Server errors that belong to no field. */
  readonly general: Signal<readonly string[]>;
  /** Counts the failed validations, so that the summary is read out anew each time. */
  readonly attempts: ReadonlySignal<number>;
  /** Shows every error and puts the focus on the first wrong field. True when there is none. */
  readonly validate: () => boolean;
  readonly setErrors: (errors: readonly FieldError[]) => void;
  /** All that is known of the fields, for what `form-record.ts` does with them. */
  readonly states: readonly FieldState[];
}

/** @see createForm */
export interface FormOptions<V extends Values> {
  readonly fields: { readonly [Name in keyof V]: FieldOptions<V[Name]> };
}

const same = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) && Array.isArray(other)
    ? one.length === other.length && one.every((value, index) => Object.is(value, other[index]))
    : Object.is(one, other);

const isEmpty = (value: unknown): boolean => (value ?? "") === "" || (Array.isArray(value) && value.length === 0);

/** A field with what it stands on. */
export interface FieldState extends FormField<unknown> {
  readonly options: FieldOptions<unknown>;
  readonly current: Signal<unknown>;
  readonly initial: Signal<unknown>;
  readonly visited: Signal<boolean>;
  /** Whether it was given another value since it was loaded or saved. */
  edited: boolean;
  readonly refused: Signal<string | undefined>;
  readonly problem: () => string | undefined;
}

function createField(name: string, options: FieldOptions<unknown>): FieldState {
  const current = signal(options.initial);
  const initial = signal(options.initial);
  const visited = signal(false);
  const refused = signal<string | undefined>(undefined);
  const equals = options.equals ?? same;
  const problem = (): string | undefined => refused.value ?? options.validate?.(current.value);
  let element: HTMLElement | null = null;
  const state: FieldState = {
    name,
    options,
    current,
    initial,
    visited,
    edited: false,
    refused,
    problem,
    get label() {
      return options.label?.() ?? name;
    },
    value: current,
    touched: visited,
    dirty: computed(() => !equals(current.value, initial.value)),
    error: computed(() => (visited.value ? problem() : undefined)),
    set: (value) =>
      batch(() => {
        if (!equals(current.peek(), value)) state.edited = true;
        current.value = value;
        refused.value = undefined;
      }),
    touch: () => {
      visited.value = true;
    },
    leave: () => {
      if (state.edited || !isEmpty(current.peek())) visited.value = true;
    },
    attach: (next) => {
      element = next;
    },
    focus: () => element?.focus(),
  };
  return state;
}

/**
 * Makes a form. Fields validate when they are left after somebody filled them and when the form is saved, never while
 * somebody types for the first time; after that a correction shows at once.
 */
export function createForm<V extends Values>({ fields: options }: FormOptions<V>): Form<V> {
  const states = Object.entries(options).map(([name, each]) => createField(name, each as FieldOptions<unknown>));
  const general = signal<readonly string[]>([]);
  const attempts = signal(0);
  const changed = computed(() => states.filter((state) => state.dirty.value));
  const touchAll = (): void => {
    for (const state of states) state.visited.value = true;
  };
  const complain = (): boolean => {
    const first = states.find((state) => state.problem() !== undefined);
    if (first === undefined) return true;
    attempts.value++;
    first.focus();
    return false;
  };
  const collect = (chosen: readonly FieldState[]): Values =>
    Object.fromEntries(chosen.map((state) => [state.name, state.current.value]));

  return {
    fields: Object.fromEntries(states.map((state) => [state.name, state])) as unknown as Form<V>["fields"],
    values: computed(() => collect(states) as V),
    dirty: computed(() => changed.value.length > 0),
    changes: computed(() => changed.value.map((state) => state.name)),
    errors: computed(() =>
      states.flatMap((field) => (field.error.value === undefined ? [] : [{ field, message: field.error.value }])),
    ),
    general,
    attempts,
    validate: () => {
      batch(() => {
        touchAll();
        general.value = [];
      });
      return complain();
    },
    setErrors: (errors) => {
      batch(() => {
        const pointerOf = (state: FieldState): string => state.options.pointer ?? `/${state.name}`;
        const rest: string[] = [];
        for (const { pointer, message } of errors) {
          const state = states.find((each) => pointer === pointerOf(each) || pointer.startsWith(`${pointerOf(each)}/`));
          if (state === undefined) rest.push(message);
          else {
            state.visited.value = true;
            state.refused.value ??= message;
          }
        }
        general.value = rest;
      });
      if (complain() && errors.length > 0) attempts.value++;
    },
    states,
  };
}
