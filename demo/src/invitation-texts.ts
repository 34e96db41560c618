import type { PasswordPolicy, PasswordRule } from "@crewdock/contract";
import type { Language } from "./texts.ts";

/** Why a link or a password was refused. */
export type Refusal = "not_found" | "gone" | "token_expired" | "forbidden" | "weak" | "unavailable";

interface InvitationTexts {
  readonly title: string;
  readonly welcome: (name: string) => string;
  readonly login: string;
  readonly password: string;
  readonly again: string;
  readonly show: string;
  readonly submit: string;
  readonly submitting: string;
  readonly required: string;
  readonly mismatch: string;
  readonly rules: Readonly<Record<PasswordRule, (policy: PasswordPolicy) => string>>;
  readonly kept: string;
  readonly refusedTitle: string;
  readonly refused: Readonly<Record<Refusal, string>>;
  readonly toSignIn: string;
  readonly retry: string;
}

export const invitationTexts: Readonly<Record<Language, InvitationTexts>> = {
  en: {
    title: "Choose your password",
    welcome: (name) => `Welcome to Lantern, ${name}.`,
    login: "Your login",
    password: "Password",
    again: "Repeat the password",
    show: "Show the password",
    submit: "Set password and sign in",
    submitting: "Signing in …",
    required: "Enter a password.",
    mismatch: "The two passwords differ.",
    rules: {
      length: ({ minLength }) => `${minLength} characters or more`,
      upper: () => "A capital letter",
      lower: () => "A small letter",
      digit: () => "A digit",
      special: ({ special }) => `One of ${special ?? ""}`,
      notGuessable: () => "Hard to guess: no common word, not your name or login",
    },
    kept: "met",
    refusedTitle: "This link does not work",
    refused: {
      not_found: "The link is not complete, or a newer letter has replaced it. Open the link in the latest letter.",
      gone: "This link was used already. Sign in with the password that was chosen.",
      token_expired: "This link is more than 7 days old. Ask your administrator for a password.",
      forbidden: "This account cannot sign in now. Ask your administrator.",
      weak: "This password is too easy to guess. The list shows what is missing.",
      unavailable: "The server does not answer. Try again in a moment.",
    },
    toSignIn: "Go to sign-in",
    retry: "Try again",
  },
  ru: {
    title: "Придумайте пароль",
    welcome: (name) => `${name}, добро пожаловать в Lantern.`,
    login: "Ваш логин",
    password: "Пароль",
    again: "Повторите пароль",
    show: "Показать пароль",
    submit: "Сохранить пароль и войти",
    submitting: "Входим…",
    required: "Введите пароль.",
    mismatch: "Пароли не совпадают.",
    rules: {
      length: ({ minLength }) => `Не короче ${minLength} знаков`,
      upper: () => "Есть заглавная буква",
      lower: () => "Есть строчная буква",
      digit: () => "Есть цифра",
      special: ({ special }) => `Есть один из знаков ${special ?? ""}`,
      notGuessable: () => "Трудно угадать: не расхожее слово, не ваше имя и не логин",
    },
    kept: "выполнено",
    refusedTitle: "Ссылка не работает",
    refused: {
      not_found: "Ссылка неполная, или её заменило более новое письмо. Откройте ссылку из последнего письма.",
      gone: "Эту ссылку уже использовали. Войдите с паролем, который тогда придумали.",
      token_expired: "Ссылке больше 7 дней. Попросите пароль у администратора.",
      forbidden: "С этой учётной записью сейчас войти нельзя. Обратитесь к администратору.",
      weak: "Такой пароль легко угадать. В списке видно, чего не хватает.",
      unavailable: "Сервер не отвечает. Попробуйте чуть позже.",
    },
    toSignIn: "Перейти ко входу",
    retry: "Повторить",
  },
};
