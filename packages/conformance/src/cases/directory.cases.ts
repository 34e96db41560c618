import { casesOf, type ConformanceCase } from "../conformance-case.ts";
import { ensure, ensureFails } from "../expect.ts";

export const directoryCases: readonly ConformanceCase[] = casesOf("directory", {
  "knows a colleague by the extension": [
    ["directory.lookup"],
    async ({ as, people }) => {
      const { caller } = await as("manager").directory.lookup({ number: "1002" });
      ensure(caller?.kind === "user" && caller.id === people.head, "the head's extension");
    },
  ],
  "knows a customer however the number is written, and nobody by an unknown one": [
    ["directory.lookup"],
    async ({ as }) => {
      const { directory } = as("admin");
      for (const number of ["+442079460100", "+44 20 7946 0100", "+44 (20) 7946-0100"]) {
        const { caller } = await directory.lookup({ number });
        ensure(caller?.kind === "contact" && caller.name === "Alice Ashworth", `not known as ${number}`);
      }
      ensure((await directory.lookup({ number: "+442079460999" })).caller === null, "somebody is found");
    },
  ],
  "shows contacts as far as the scope reaches": [
    ["directory.contacts"],
    async ({ as }) => {
      const all = await as("admin").directory.contacts({ limit: 1 });
      const some = await as("manager").directory.contacts({ limit: 1 });
      ensure(all.total.value > 100 && some.total.value < all.total.value, "the manager sees as many");
      const found = await as("admin").directory.contacts({ q: "три карандаша" });
      ensure(found.items.length > 0, "not found by company");
    },
  ],
  "has a phone book of active colleagues for everybody": [
    ["directory.colleagues"],
    async ({ as }) => {
      const { items } = await as("manager").directory.colleagues({ q: "1002" });
      ensure(items.length === 1 && items[0]?.extension === "1002", "not found by extension");
      for (const q of ["Katarzyna Nowak", "Nowak Katarzyna"]) {
        const named = await as("manager").directory.colleagues({ q });
        ensure(named.total.value === 1, `not found as ${q}`);
      }
      const blocked = await as("manager").directory.colleagues({ q: "Фёдорова Полина" });
      ensure(blocked.total.value === 0, "a blocked person is in the book");
    },
  ],
  "refuses a number that is too long": [
    ["directory.lookup"],
    async ({ as }) => {
      await ensureFails(as("admin").directory.lookup({ number: "1".repeat(129) }), "validation");
    },
  ],
});
