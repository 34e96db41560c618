import type { User } from "@crewdock/contract";

/** What a letter to a new user says. */
export interface LetterFacts {
  readonly user: Pick<User, "name" | "login">;
  /** Name of the CRM, as its people know it; null leaves it out. */
  readonly product: string | null;
  readonly loginUrl: string;
  /** Where the person chooses a password; null when one was given. */
  readonly passwordUrl: string | null;
}

/** The sentences of the letter in one language. */
interface Wording {
  readonly subject: (product: string | null) => string;
  readonly greeting: (name: string) => string;
  readonly made: (product: string | null) => string;
  readonly login: string;
  readonly choose: string;
  /** How long and how often the link works. */
  readonly limits: string;
  readonly enter: string;
  readonly askForPassword: string;
  readonly unexpected: string;
}

const ENGLISH: Wording = {
  subject: (product) => (product === null ? "Your new account" : `Your account in ${product}`),
  greeting: (name) => `Hello ${name},`,
  made: (product) => `An account was made for you${product === null ? "" : ` in ${product}`}.`,
  login: "Your login",
  choose: "Choose your password",
  limits: "The link works once, within 7 days.",
  enter: "Log in",
  askForPassword: "Your administrator tells you the password.",
  unexpected: "If you did not expect this letter, ignore it.",
};

const WORDINGS: Readonly<Record<string, Wording>> = {
  en: ENGLISH,
  ru: {
    subject: (product) => (product === null ? "Ваша новая учётная запись" : `Ваша учётная запись в ${product}`),
    greeting: (name) => `Здравствуйте, ${name}!`,
    made: (product) => `Для вас создана учётная запись${product === null ? "" : ` в ${product}`}.`,
    login: "Ваш логин",
    choose: "Придумайте пароль",
    limits: "Ссылка сработает один раз в течение 7 дней.",
    enter: "Вход",
    askForPassword: "Пароль вам сообщит администратор.",
    unexpected: "Если вы не ждали этого письма, ничего делать не нужно.",
  },
  pl: {
    subject: (product) => (product === null ? "Twoje nowe konto" : `Twoje konto w ${product}`),
    greeting: (name) => `Dzień dobry, ${name}!`,
    made: (product) => `Utworzono dla Ciebie konto${product === null ? "" : ` w ${product}`}.`,
    login: "Twój login",
    choose: "Ustaw hasło",
    limits: "Link działa jeden raz, przez 7 dni.",
    enter: "Logowanie",
    askForPassword: "Hasło przekaże Ci administrator.",
    unexpected: "Jeśli ten list Cię zaskoczył, po prostu go zignoruj.",
  },
  pt: {
    subject: (product) => (product === null ? "Sua nova conta" : `Sua conta no ${product}`),
    greeting: (name) => `Olá, ${name}!`,
    made: (product) => `Uma conta foi criada para você${product === null ? "" : ` no ${product}`}.`,
    login: "Seu login",
    choose: "Escolha sua senha",
    limits: "O link funciona uma única vez, por 7 dias.",
    enter: "Entrar",
    askForPassword: "Seu administrador vai informar a senha.",
    unexpected: "Se você não esperava esta mensagem, pode ignorá-la.",
  },
};

/**
 * The letter to a new user. Its language is that of whoever made the account: a new person has chosen none yet, and
 * colleagues share one more often than not. No password is ever in it.
 */
export function letterFor(
  language: string,
  { user, product, loginUrl, passwordUrl }: LetterFacts,
): { readonly subject: string; readonly text: string } {
  const words = WORDINGS[language.slice(0, 2).toLowerCase()] ?? ENGLISH;
  const password = passwordUrl === null ? [words.askForPassword] : [`${words.choose}: ${passwordUrl}`, words.limits];
  const paragraphs = [
    [words.greeting(user.name.first)],
    [words.made(product), `${words.login}: ${user.login}`],
    password,
    [`${words.enter}: ${loginUrl}`],
    [words.unexpected],
  ];
  const text = paragraphs.map((lines) => lines.join("\n")).join("\n\n");
  return { subject: words.subject(product), text: `${text}\n` };
}
