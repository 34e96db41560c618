export interface PersonName {
  readonly last: string;
  readonly first: string;
  readonly patronymic: string | null;
}

/** Letters and digits of any script, and `. _ - @`: a login can be a name or an e-mail address. At most 64 characters. */
export const LOGIN: RegExp = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@-]*$/u;

/** Number under which a person is reached inside the company. At most 20 characters. */
export const SERVICE_NUMBER: RegExp = /^[0-9A-Za-z*#+-]+$/;

/**
 * Name as people read it. Names in Cyrillic keep the order of the sorted list, "Журавлёва Мария Олеговна"; all others
 * read as they are said, "Katarzyna Nowak". For sorting take `fullName`.
 */
export function displayName(name: PersonName): string {
  return /\p{Script=Cyrillic}/u.test(name.last)
    ? fullName(name)
    : [name.first, name.patronymic, name.last].filter(Boolean).join(" ");
}

/** Full name in the order in which lists are sorted: last, first, patronymic. What people read is `displayName`. */
export function fullName(name: PersonName): string {
  return [name.last, name.first, name.patronymic].filter(Boolean).join(" ");
}
