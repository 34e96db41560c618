import type { Contact } from "../directory/directory.ts";
import type { User } from "../users/user.ts";
import { customerPools } from "./contacts.data.ts";
import type { Deal, DealStage } from "./deal.ts";
import { idByLogin, sampleDomain } from "./users.ts";
import { pick, seededRandom } from "./random.ts";

const perCountry = 30;
const day = 86_400_000;

/** 120 customers, and the company's own help desk, which any extension can call. */
export function sampleContacts(users: readonly User[]): readonly Contact[] {
  const random = seededRandom(11);
  const owners = users.filter(
    ({ departmentId, state }) =>
      state === "active" && ["d-sales", "d-new-business", "d-key-accounts"].includes(departmentId),
  );
  const helpDesk: Contact = {
    id: "c-000",
    name: "Help desk",
    company: "Ostlane Trading",
    phones: ["1001"],
    email: `helpdesk@${sampleDomain}`,
    ownerId: idByLogin("k.nowak"),
  };
  const customers = customerPools.flatMap((pool, country) =>
    Array.from({ length: perCountry }, (_, n): Contact => {
      // 6 first names and 5 surnames have no common divisor, so no name comes twice
      const names = n % 2 === 0 ? pool.female : pool.male;
      const k = Math.floor(n / 2);
      const [company, domain] = pool.companies[n % pool.companies.length] ?? ["", "customer.example"];
      const number = country * perCountry + n + 1;
      const phone = (line: number): string => pool.phonePrefix + String(line).padStart(3, "0");
      return {
        id: `c-${String(number).padStart(3, "0")}`,
        name: `${names.first[k % names.first.length] ?? ""} ${names.last[k % names.last.length] ?? ""}`,
        company,
        phones: n % 4 === 0 ? [phone(100 + n), phone(500 + n)] : [phone(100 + n)],
        email: n % 6 === 5 ? null : `contact${String(n + 1)}@${domain}`,
        ownerId: n % 10 === 9 ? null : pick(random, owners).id,
      };
    }),
  );
  return [helpDesk, ...customers];
}

const subjects = [
  "Annual supply",
  "Office refit",
  "Pilot order",
  "Spring restock",
  "Framework agreement",
  "Second branch",
  "Packaging",
  "Archive shelving",
] as const;

const stages: readonly DealStage[] = ["new", "qualified", "proposal", "negotiation", "won", "won", "lost"];

/** 40 deals of the customers who have an owner. */
export function sampleDeals(contacts: readonly Contact[], now: Date): readonly Deal[] {
  const random = seededRandom(23);
  return contacts
    .flatMap((contact) =>
      contact.ownerId === null || contact.id === "c-000" ? [] : [{ ...contact, ownerId: contact.ownerId }],
    )
    .filter((_, n) => n % 5 < 2)
    .slice(0, 40)
    .map((contact, n): Deal => {
      const stage = stages[n % stages.length] ?? "new";
      const closed = stage === "won" || stage === "lost";
      const created = now.getTime() - Math.floor(20 + random() * 70) * day;
      const closes = closed
        ? now.getTime() - Math.floor(random() * 18) * day
        : now.getTime() + Math.floor(3 + random() * 60) * day;
      const country = Math.floor((Number(contact.id.slice(2)) - 1) / perCountry);
      const currency = customerPools[country]?.currency ?? "EUR";
      const size = currency === "RUB" ? 50 : 1;
      return {
        id: `deal-${String(n + 1).padStart(3, "0")}`,
        title: `${subjects[n % subjects.length] ?? ""}: ${contact.company ?? contact.name}`,
        stage,
        amount: `${String(Math.floor(8 + random() * 360) * 50 * size)}.${n % 3 === 0 ? "50" : "00"}`,
        currency,
        ownerId: contact.ownerId,
        contactId: contact.id,
        createdAt: new Date(created).toISOString(),
        closesOn: new Date(closes).toISOString().slice(0, 10),
      };
    });
}
