import { matching } from "../controls/option.ts";
import type { OptionSource } from "../controls/use-options.ts";
import { createForm, type Env, type Form, signal, type Signal } from "../index.ts";

/** Choices of every list in the gallery. */
export const options = [
  { value: "sales", label: "Sales manager", detail: "Sales, Warsaw" },
  { value: "lead", label: "Head of sales", detail: "Sales, Warsaw" },
  { value: "support", label: "Support engineer", detail: "Service" },
  { value: "chief", label: "Chief executive" },
] as const;

/** Rows of the table. */
export const people = [
  ["1", "Anna Kowalska", "anna.kowalska@example.com", "Head of sales", "success", "Active"],
  ["2", "Пётр Иванов", "petr.ivanov@example.com", "Sales manager", "warning", "Invited"],
  ["3", "João Silva Pereira", "joao@example.com", "Support engineer", "danger", "Blocked"],
  ["4", "Mary O’Neill", "mary.oneill@example.com", "Chief executive", "neutral", "Deactivated"],
] as const;

/** What the gallery's form holds. */
type GalleryValues = {
  readonly email: string;
  readonly password: string;
  readonly position: string | null;
  readonly groups: readonly string[];
  readonly phone: boolean;
};

/** Form of the gallery. */
export function galleryForm(): Form<GalleryValues> {
  return createForm({
    fields: {
      email: {
        initial: "",
        label: () => "E-mail",
        validate: (value: string) => (value.includes("@") ? undefined : "Enter an address such as anna@example.com"),
      },
      password: { initial: "", label: () => "Password", secret: true },
      position: {
        initial: null as string | null,
        label: () => "Position",
        validate: (value: string | null) => (value === null ? "Choose a position" : undefined),
      },
      groups: { initial: ["support"] as readonly string[], label: () => "Groups" },
      phone: { initial: true, label: () => "Phone" },
    },
  });
}

/** State of the gallery; tests and screenshots set it. */
export class GalleryModel implements Disposable {
  readonly form: Form<GalleryValues> = galleryForm();
  readonly sheet: Signal<boolean> = signal(false);
  readonly confirm: Signal<boolean> = signal(false);
  readonly selected: Signal<readonly string[]> = signal(["2"]);
  readonly tab: Signal<"people" | "states"> = signal("people");
  readonly filter: Signal<readonly string[]> = signal(["sales"]);
  readonly scope: Signal<string> = signal("own");
  readonly search: Signal<string> = signal("");
  readonly chosen: Signal<string> = signal("");
  readonly successor: Signal<string | null> = signal(null);
  /** What finds a successor; a test may answer late. */
  findSuccessor: NonNullable<OptionSource["load"]> = (query) => Promise.resolve(matching(options, query));
  disposed = false;
  [Symbol.dispose](): void {
    this.disposed = true;
  }
}

/** What every part of the gallery gets. */
export interface GalleryProps {
  readonly model: GalleryModel;
  readonly env: Env<{ readonly title: "Users" }>;
}
