import { fold } from "@crewdock/contract";
import type { Option } from "../../kit/index.ts";
import { wordFinder } from "../../kit/word-finder.ts";

const shown = 40;

const part = (zone: string, language: string, style: "longGeneric" | "shortOffset", at: Date): string =>
  new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: style })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value ?? "";

/** Zone ids are ASCII; these cities are not. */
const spelled: Readonly<Record<string, string>> = {
  Araguaina: "Araguaína",
  Asuncion: "Asunción",
  Belem: "Belém",
  Bogota: "Bogotá",
  Cancun: "Cancún",
  Cordoba: "Córdoba",
  Cuiaba: "Cuiabá",
  Curacao: "Curaçao",
  Maceio: "Maceió",
  Mazatlan: "Mazatlán",
  Merida: "Mérida",
  Reunion: "Réunion",
  Sao_Paulo: "São Paulo",
  Tucuman: "Tucumán",
};

const city = (zone: string): string => {
  const name = zone.split("/").at(-1) ?? zone;
  return spelled[name] ?? name.replaceAll("_", " ");
};

/** The name of a zone in `cities`, which is `zone=name|zone=name`. */
const nameIn = (cities: string, zone: string): string | undefined =>
  cities
    .split("|")
    .find((entry) => entry.startsWith(`${zone}=`))
    ?.slice(zone.length + 1);

/** One zone as an option: its city, by `cities` where it is there, with offset and name in the language below. */
export function timeZoneOption(zone: string, language: string, at: Date, cities = ""): Option {
  const offset = part(zone, "en", "shortOffset", at).replace("GMT", "UTC");
  return {
    value: zone,
    label: nameIn(cities, zone) ?? city(zone),
    detail: `${offset} · ${part(zone, language, "longGeneric", at)}`,
  };
}

const cache = new Map<string, readonly Option[]>();

/** Every zone of this runtime. Takes about a tenth of a second once a language, so it waits until somebody searches. */
function allZones(language: string, at: Date, cities: string): readonly Option[] {
  const key = language + cities;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC"])].map((zone) =>
    timeZoneOption(zone, language, at, cities),
  );
  cache.set(key, made);
  return made;
}

/**
 * Zones that match all words of `query` in city, region, offset or name, those whose city is meant first. An empty query lists those with the present
 * offset of `near` first.
 */
export function findTimeZones(query: string, language: string, near: string, at: Date, cities = ""): readonly Option[] {
  const zones = allZones(language, at, cities);
  const [first] = fold(query).split(/\s+/u).filter(Boolean);
  if (first !== undefined) {
    const found = wordFinder(query);
    const rank = ({ label, value }: Option): number =>
      found(`${label} ${value}`) ? (fold(label).startsWith(first) ? 0 : 1) : 2;
    return zones
      .filter(({ label, value, detail = "" }) => found(`${label} ${value} ${detail}`))
      .map((zone) => ({ zone, rank: rank(zone) }))
      .sort((one, other) => one.rank - other.rank)
      .slice(0, shown)
      .map(({ zone }) => zone);
  }
  const offset = part(near, "en", "shortOffset", at).replace("GMT", "UTC");
  const own = zones.filter(({ value }) => value === near);
  const neighbours = zones.filter(({ value, detail }) => value !== near && detail?.startsWith(`${offset} `) === true);
  return [...own, ...neighbours].slice(0, shown);
}
