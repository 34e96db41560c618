import type { Invitation, UserState } from "../users/user.ts";
import type { PositionKey } from "./organisation.data.ts";

export type Office = "moscow" | "warsaw" | "saoPaulo" | "london";

/** One person of the sample company; all of them are invented. */
export interface SamplePerson {
  readonly last: string;
  readonly first: string;
  readonly patronymic: string | null;
  /** Local part of the e-mail address, and the login. */
  readonly login: string;
  readonly office: Office;
  readonly position: PositionKey;
  readonly state: UserState;
  readonly invitation: Invitation["state"];
}

type Row = readonly [string, string, string | null, string, Office, PositionKey, UserState?, Invitation["state"]?];

/** The first three are the ones the demo lets you view as. */
const rows: readonly Row[] = [
  ["Соколова", "Анна", "Викторовна", "a.sokolova", "moscow", "p-sysadmin"],
  ["Nowak", "Katarzyna", null, "k.nowak", "warsaw", "p-head-sales"],
  ["Almeida", "Rafael", null, "r.almeida", "saoPaulo", "p-sales-manager"],
  // management
  ["Whitfield", "Margaret", null, "m.whitfield", "london", "p-ceo"],
  ["Орлов", "Дмитрий", "Сергеевич", "d.orlov", "moscow", "p-finance-director"],
  ["Kamińska", "Joanna", null, "j.kaminska", "warsaw", "p-people"],
  ["Teixeira", "Beatriz", null, "b.teixeira", "saoPaulo", "p-assistant"],
  ["Harding", "Oliver", null, "o.harding", "london", "p-assistant", "active", "sent"],
  // sales
  ["Лебедев", "Илья", "Андреевич", "i.lebedev", "moscow", "p-sales-manager"],
  ["Zielińska", "Magdalena", null, "m.zielinska", "warsaw", "p-sales-manager"],
  ["Barnes", "Charlotte", null, "c.barnes", "london", "p-sales-manager"],
  ["Ferreira", "Lucas", null, "l.ferreira", "saoPaulo", "p-sales-analyst"],
  ["Новикова", "Екатерина", "Павловна", "e.novikova", "moscow", "p-sales-analyst"],
  // new business
  ["Морозов", "Алексей", "Николаевич", "a.morozov", "moscow", "p-new-business-lead"],
  ["Волкова", "Мария", "Олеговна", "m.volkova", "moscow", "p-sales-representative"],
  ["Егоров", "Павел", "Ильич", "p.egorov", "moscow", "p-sales-representative"],
  ["Фёдорова", "Полина", "Артёмовна", "p.fedorova", "moscow", "p-sales-representative", "blocked"],
  ["Wójcik", "Paweł", null, "p.wojcik", "warsaw", "p-sales-representative"],
  ["Lewandowska", "Agnieszka", null, "a.lewandowska", "warsaw", "p-sales-representative"],
  ["Dąbrowski", "Łukasz", null, "l.dabrowski", "warsaw", "p-sales-representative", "suspended"],
  ["Souza", "Mariana", null, "m.souza", "saoPaulo", "p-sales-representative"],
  ["Conceição", "João", null, "j.conceicao", "saoPaulo", "p-sales-representative"],
  ["Gonçalves", "Thaís", null, "t.goncalves", "saoPaulo", "p-sales-representative", "active", "sent"],
  ["Fletcher", "Daniel", null, "d.fletcher", "london", "p-sales-representative"],
  ["Okafor", "Grace", null, "g.okafor", "london", "p-sales-representative"],
  ["Sutton", "James", null, "j.sutton", "london", "p-sales-representative", "deactivated"],
  ["Rowland", "Emily", null, "e.rowland", "london", "p-sales-representative", "active", "failed"],
  // key accounts
  ["Szymański", "Tomasz", null, "t.szymanski", "warsaw", "p-key-accounts-lead"],
  ["Кузнецова", "Ольга", "Игоревна", "o.kuznetsova", "moscow", "p-account-manager"],
  ["Васильев", "Роман", "Денисович", "r.vasilyev", "moscow", "p-account-manager"],
  ["Павлова", "Юлия", "Константиновна", "yu.pavlova", "moscow", "p-account-manager"],
  ["Woźniak", "Ewa", null, "e.wozniak", "warsaw", "p-account-manager"],
  ["Kozłowski", "Marek", null, "m.kozlowski", "warsaw", "p-account-manager"],
  ["Carvalho", "Felipe", null, "f.carvalho", "saoPaulo", "p-account-manager"],
  ["Araújo", "Camila", null, "c.araujo", "saoPaulo", "p-account-manager"],
  ["Bennett", "Sophie", null, "s.bennett", "london", "p-account-manager"],
  ["Griffiths", "Owen", null, "o.griffiths", "london", "p-account-manager"],
  // support
  ["Ribeiro", "Patrícia", null, "p.ribeiro", "saoPaulo", "p-support-lead"],
  ["Смирнов", "Никита", "Евгеньевич", "n.smirnov", "moscow", "p-support-engineer"],
  ["Попова", "Дарья", "Алексеевна", "d.popova", "moscow", "p-support-engineer"],
  ["Соловьёв", "Артём", "Михайлович", "a.solovyev", "moscow", "p-support-engineer"],
  ["Михайлова", "Алина", "Романовна", "a.mikhailova", "moscow", "p-support-engineer", "active", "sent"],
  ["Jankowska", "Zofia", null, "z.jankowska", "warsaw", "p-support-engineer"],
  ["Mazur", "Krzysztof", null, "k.mazur", "warsaw", "p-support-engineer"],
  ["Krawczyk", "Natalia", null, "n.krawczyk", "warsaw", "p-support-engineer"],
  ["Lima", "Gabriel", null, "g.lima", "saoPaulo", "p-support-engineer"],
  ["Rocha", "Juliana", null, "j.rocha", "saoPaulo", "p-support-engineer"],
  ["Martins", "Bruno", null, "b.martins", "saoPaulo", "p-support-engineer", "blocked"],
  ["Clarke", "Hannah", null, "h.clarke", "london", "p-support-engineer"],
  ["Hughes", "Rhys", null, "r.hughes", "london", "p-support-engineer"],
  // operations
  ["Белова", "Татьяна", "Владимировна", "t.belova", "moscow", "p-operations-lead"],
  ["Григорьев", "Максим", "Юрьевич", "m.grigoryev", "moscow", "p-sysadmin"],
  ["Никитина", "Ирина", "Борисовна", "i.nikitina", "moscow", "p-accountant"],
  ["Pawlak", "Barbara", null, "b.pawlak", "warsaw", "p-accountant"],
  ["Nascimento", "Carolina", null, "c.nascimento", "saoPaulo", "p-accountant", "deactivated"],
  ["Sikora", "Michał", null, "m.sikora", "warsaw", "p-marketer"],
  ["Barbosa", "Larissa", null, "l.barbosa", "saoPaulo", "p-marketer"],
  ["Parsons", "Lucy", null, "l.parsons", "london", "p-marketer", "active", "sent"],
  ["Захаров", "Кирилл", "Антонович", "k.zakharov", "moscow", "p-logistician"],
  ["Doyle", "Patrick", null, "p.doyle", "london", "p-logistician"],
];

export const people: readonly SamplePerson[] = rows.map(
  ([last, first, patronymic, login, office, position, state = "active", invitation = "accepted"]) => ({
    last,
    first,
    patronymic,
    login,
    office,
    position,
    state,
    invitation,
  }),
);

export const officeTimeZones: Readonly<Record<Office, string>> = {
  moscow: "Europe/Moscow",
  warsaw: "Europe/Warsaw",
  saoPaulo: "America/Sao_Paulo",
  london: "Europe/London",
};
