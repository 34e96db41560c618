import { casesOf, type ConformanceCase, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureSame } from "../kit/expect.ts";
import { createUser, sipInput } from "../samples/inputs.ts";

export const directoryCases: readonly ConformanceCase[] = casesOf("directory", {
  "knows a colleague by the extension": [
    ["directory.lookup", "users.create", "telephony.freeSipAccounts"],
    async (context) => {
      const extension = `9${context.unique().replaceAll(/\D/g, "")}${String(context.random.below(1e9))}`;
      const { id } = await createUser(context, { sipAccount: sipInput(context, extension) });
      const { caller } = await context.as("admin").directory.lookup({ number: extension });
      ensureSame([caller?.kind, caller?.id], ["user", id], "who is behind the extension");
    },
  ],
  "knows a contact however the number is written": [
    ["directory.lookup", "directory.contacts"],
    async ({ as }) => {
      const { directory } = as("admin");
      const { items } = await directory.contacts({ limit: 200 });
      const contact = items.find(({ phones: [phone = ""] }) => /^\+\d{9,}$/.test(phone));
      const phone = contact?.phones[0] ?? "";
      onlyIf(contact !== undefined, "no contact has an international number");
      const spread = `${phone.slice(0, 3)} (${phone.slice(3, 5)}) ${phone.slice(5, 8)}-${phone.slice(8)}`;
      for (const number of [phone, spread]) {
        const { caller } = await directory.lookup({ number });
        ensure(caller?.kind === "contact", `not known as ${number}`);
      }
    },
  ],
  "knows nobody by a number that nobody has": [
    ["directory.lookup"],
    async ({ as }) => {
      const { caller } = await as("admin").directory.lookup({ number: "+99900000000000000001" });
      ensure(caller === null, "somebody is found");
    },
  ],
  "shows contacts no further than the scope reaches": [
    ["directory.contacts"],
    async ({ as, world, people }) => {
      onlyIf(world.session("nobody").grants["contact.view"] === "own", "the nobody does not see own contacts only");
      const { items } = await as("nobody").directory.contacts({ limit: 200 });
      ensure(
        items.every(({ ownerId }) => ownerId === people.nobody),
        "another person's contact",
      );
    },
  ],
  "finds contacts by name and number": [
    ["directory.contacts"],
    async ({ as }) => {
      const { directory } = as("admin");
      const [contact] = (await directory.contacts({ limit: 1 })).items;
      onlyIf(contact !== undefined, "there is no contact");
      for (const q of [contact.name, contact.name.slice(1), ...(contact.company === null ? [] : [contact.company])])
        ensure(
          (await directory.contacts({ q, limit: 200 })).items.some(({ id }) => id === contact.id),
          `not found by ${q}`,
        );
    },
  ],
  "has a phone book of active colleagues for everybody": [
    ["directory.colleagues", "users.create", "users.setState", "telephony.freeSipAccounts"],
    async (context) => {
      const mark = context.unique();
      const name = { last: `Nowak${mark}`, first: "Katarzyna", patronymic: null };
      const { id, version } = await createUser(context, { name, sipAccount: sipInput(context, mark) });
      const { directory } = context.as("nobody");
      for (const q of [mark, `Katarzyna Nowak${mark}`, `Nowak${mark} Katarzyna`]) {
        const { items } = await directory.colleagues({ q });
        ensureSame(
          items.map((one) => [one.id, one.extension]),
          [[id, mark]],
          `found by ${q}`,
        );
      }
      await context.as("admin").users.setState({ id, version, state: "blocked" });
      ensure((await directory.colleagues({ q: mark })).total.value === 0, "a blocked person is in the book");
    },
  ],
});
