import type { ImapAttribute } from "imapflow";
import { inSequenceSet, readDate, textOf } from "./imap-syntax.ts";
import type { StoredMessage } from "./mail-store.ts";
import { decodeWords, field, parsePart } from "./message-parts.ts";

/** A letter in its place: sequence numbers count from 1. */
export interface Numbered {
  readonly sequence: number;
  readonly message: StoredMessage;
}

type Test = (letter: Numbered) => boolean;

const flags: Readonly<Record<string, readonly [string, boolean]>> = {
  ANSWERED: ["\\Answered", true],
  DELETED: ["\\Deleted", true],
  DRAFT: ["\\Draft", true],
  FLAGGED: ["\\Flagged", true],
  SEEN: ["\\Seen", true],
  UNANSWERED: ["\\Answered", false],
  UNDELETED: ["\\Deleted", false],
  UNDRAFT: ["\\Draft", false],
  UNFLAGGED: ["\\Flagged", false],
  UNSEEN: ["\\Seen", false],
};

/** Compiles the keys of SEARCH (RFC 3501, section 6.4.4) against a folder's letters; null for a key that is not known. */
export function compileSearch(keys: readonly ImapAttribute[], letters: readonly Numbered[]): Test | null {
  const rest = [...keys];
  const tests: Test[] = [];
  while (rest.length > 0) {
    const test = next(rest, letters);
    if (!test) return null;
    tests.push(test);
  }
  return (letter) => tests.every((test) => test(letter));
}

function next(rest: ImapAttribute[], letters: readonly Numbered[]): Test | null {
  const first = rest.shift();
  if (Array.isArray(first)) return compileSearch(first, letters);
  const key = textOf(first).toUpperCase();
  const argument = (): string => textOf(rest.shift());
  const flag = flags[key];
  if (flag) return ({ message }) => message.flags.has(flag[0]) === flag[1];
  switch (key) {
    case "ALL":
    case "OLD":
      return () => true;
    case "CHARSET":
      argument();
      return () => true;
    case "NEW":
    case "RECENT":
      return () => false;
    case "NOT": {
      const test = next(rest, letters);
      return test && ((letter) => !test(letter));
    }
    case "OR": {
      const [one, other] = [next(rest, letters), next(rest, letters)];
      return one && other && ((letter) => one(letter) || other(letter));
    }
    case "UID": {
      const includes = inSequenceSet(argument(), letters.at(-1)?.message.uid ?? 0);
      return includes && (({ message }) => includes(message.uid));
    }
    case "KEYWORD":
    case "UNKEYWORD": {
      const keyword = argument();
      return ({ message }) => message.flags.has(keyword) === (key === "KEYWORD");
    }
    case "SINCE":
    case "BEFORE":
    case "ON":
      return byDay(key, argument());
    case "LARGER":
    case "SMALLER": {
      const size = Number(argument());
      return ({ message }) => (key === "LARGER" ? message.raw.length > size : message.raw.length < size);
    }
    case "FROM":
    case "TO":
    case "CC":
    case "SUBJECT":
      return byField(key, argument());
    case "HEADER": {
      const name = argument();
      return byField(name, argument());
    }
    case "TEXT":
    case "BODY": {
      const wanted = argument().toLowerCase();
      return ({ message }) => {
        const bytes = key === "TEXT" ? message.raw : parsePart(message.raw).body;
        return bytes.toString("utf8").toLowerCase().includes(wanted);
      };
    }
    default: {
      const includes = inSequenceSet(key, letters.length);
      return includes && (({ sequence }) => includes(sequence));
    }
  }
}

function byField(name: string, wanted: string): Test {
  const part = wanted.toLowerCase();
  return ({ message }) => {
    const value = field(parsePart(message.raw).header, name);
    return value !== null && decodeWords(value).toLowerCase().includes(part);
  };
}

function byDay(key: "SINCE" | "BEFORE" | "ON", text: string): Test | null {
  const date = readDate(text);
  if (!date) return null;
  const wanted = dayOf(date);
  return ({ message }) => {
    const day = dayOf(message.receivedAt);
    if (key === "SINCE") return day >= wanted;
    return key === "BEFORE" ? day < wanted : day === wanted;
  };
}

function dayOf(date: Date): number {
  return Math.floor(date.getTime() / 86_400_000);
}
