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
  pl: {
    title: "Ustaw hasło",
    welcome: (name) => `${name}, witamy w Lantern.`,
    login: "Twój login",
    password: "Hasło",
    again: "Powtórz hasło",
    show: "Pokaż hasło",
    submit: "Ustaw hasło i zaloguj się",
    submitting: "Logowanie…",
    required: "Wpisz hasło.",
    mismatch: "Hasła się różnią.",
    rules: {
      length: ({ minLength }) => `Minimalna liczba znaków: ${minLength}`,
      upper: () => "Wielka litera",
      lower: () => "Mała litera",
      digit: () => "Cyfra",
      special: ({ special }) => `Jeden ze znaków ${special ?? ""}`,
      notGuessable: () => "Trudne do odgadnięcia: bez popularnych słów, Twojego imienia i loginu",
    },
    kept: "spełnione",
    refusedTitle: "Ten link nie działa",
    refused: {
      not_found: "Link jest niepełny albo zastąpiła go nowsza wiadomość. Otwórz link z ostatniej wiadomości.",
      gone: "Ten link został już użyty. Zaloguj się hasłem, które wtedy ustawiono.",
      token_expired: "Ten link ma ponad 7 dni. Poproś administratora o hasło.",
      forbidden: "Na to konto nie można się teraz zalogować. Zwróć się do administratora.",
      weak: "To hasło zbyt łatwo odgadnąć. Lista pokazuje, czego brakuje.",
      unavailable: "Serwer nie odpowiada. Spróbuj ponownie za chwilę.",
    },
    toSignIn: "Przejdź do logowania",
    retry: "Spróbuj ponownie",
  },
  "pt-BR": {
    title: "Escolha sua senha",
    welcome: (name) => `Boas-vindas ao Lantern, ${name}.`,
    login: "Seu login",
    password: "Senha",
    again: "Repita a senha",
    show: "Mostrar a senha",
    submit: "Definir senha e entrar",
    submitting: "Entrando…",
    required: "Digite uma senha.",
    mismatch: "As duas senhas são diferentes.",
    rules: {
      length: ({ minLength }) => `${minLength} caracteres ou mais`,
      upper: () => "Uma letra maiúscula",
      lower: () => "Uma letra minúscula",
      digit: () => "Um dígito",
      special: ({ special }) => `Um destes: ${special ?? ""}`,
      notGuessable: () => "Difícil de adivinhar: sem palavras comuns, seu nome ou seu login",
    },
    kept: "atendido",
    refusedTitle: "Este link não funciona",
    refused: {
      not_found: "O link está incompleto ou foi substituído por outro mais recente. Abra o link do último e-mail.",
      gone: "Este link já foi usado. Entre com a senha que foi escolhida.",
      token_expired: "Este link tem mais de 7 dias. Peça uma senha ao seu administrador.",
      forbidden: "Não é possível entrar com esta conta agora. Fale com seu administrador.",
      weak: "Esta senha é fácil demais de adivinhar. A lista mostra o que falta.",
      unavailable: "O servidor não responde. Tente novamente em instantes.",
    },
    toSignIn: "Ir para o login",
    retry: "Tentar novamente",
  },
};
