/** Plural category of `Intl.PluralRules`. */
export type PluralCategory = "zero" | "one" | "two" | "few" | "many" | "other";

/** One text per plural category, chosen by the parameter `count`. `other` is used where a category is missing. */
export type PluralForms = Readonly<Partial<Record<PluralCategory, string>>> & { readonly other: string };

/** A text with `{named}` parameters, plural forms, or a function for what neither can say. */
export type Message = string | PluralForms | ((params: never) => string);

/** A flat table of messages. English is the one that defines keys and parameters. */
export type MessageSource = Readonly<Record<string, Message>>;

type ParamNames<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

/** What may stand in a `{named}` place; numbers are written by `Intl.NumberFormat`. */
export type ParamValue = string | number;

type TextsOf<Forms> = Extract<Forms[keyof Forms], string>;

/** Parameters that a message asks for. `never` where it asks for none. */
export type MessageParams<M> = M extends string
  ? [ParamNames<M>] extends [never]
    ? never
    : { readonly [Name in ParamNames<M>]: ParamValue }
  : M extends (params: infer Params) => string
    ? Params
    : { readonly count: number } & { readonly [Name in Exclude<ParamNames<TextsOf<M>>, "count">]: ParamValue };

type Translated<M> = M extends string
  ? string
  : M extends (params: infer Params) => string
    ? (params: Params) => string
    : PluralForms;

/** The shape every other language has to fill: same keys, same kind of message. A missing key does not compile. */
export type Messages<Source> = { readonly [Key in keyof Source]: Translated<Source[Key]> };

/** Texts that the host page puts in place of the widget's own. */
export type MessageOverrides = Readonly<Record<string, string | PluralForms>>;

/** Looks a message up by key and fills in its parameters, which are checked against the English text. */
export type Translate<Source> = <Key extends keyof Source & string>(
  key: Key,
  ...params: [MessageParams<Source[Key]>] extends [never] ? [] : [MessageParams<Source[Key]>]
) => string;
