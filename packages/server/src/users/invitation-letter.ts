import type { User } from "@crewdock/contract";

/** The sentences of the letter in one language. */
interface Wording {
  readonly subject: string;
  readonly greeting: (name: string) => string;
  readonly made: string;
  readonly login: string;
  readonly choose: string;
  readonly enter: string;
  readonly askForPassword: string;
}

const ENGLISH: Wording = {
  subject: "Your login",
  greeting: (name) => `Hello ${name},`,
  made: "An account was made for you.",
  login: "Login",
  choose: "Choose your password within 7 days",
  enter: "Log in here",
  askForPassword: "Your administrator tells you the password.",
};

const WORDINGS: Readonly<Record<string, Wording>> = {
  en: ENGLISH,
  ru: {
    subject: "Ваш логин",
    greeting: (name) => `Здравствуйте, ${name}!`,
    made: "Для вас создана учётная запись.",
    login: "Логин",
    choose: "Выберите пароль в течение 7 дней",
    enter: "Вход",
    askForPassword: "Пароль сообщит ваш администратор.",
  },
};

/** The letter to a new user in the language of whoever made the account. No password is ever in it. */
export function letterFor(
  language: string,
  user: User,
  loginUrl: string,
  passwordUrl: string | null,
): { readonly subject: string; readonly text: string } {
  const words = WORDINGS[language.slice(0, 2).toLowerCase()] ?? ENGLISH;
  const first = passwordUrl === null ? words.askForPassword : `${words.choose}: ${passwordUrl}`;
  const lines = [words.greeting(user.name.first), "", words.made, `${words.login}: ${user.login}`, first];
  return { subject: words.subject, text: [...lines, `${words.enter}: ${loginUrl}`, ""].join("\n") };
}
