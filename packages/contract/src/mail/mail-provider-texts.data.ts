/** What a provider asks for, in each language that the widgets speak. */
export type ProviderText = Readonly<Record<"en" | "pl" | "pt" | "ru", string>>;

export const imapOff: ProviderText = {
  en: "IMAP is off at first: switch it on in the mailbox settings.",
  ru: "Сначала IMAP выключен: включите его в настройках ящика.",
  pl: "IMAP jest na początku wyłączony: włącz go w ustawieniach skrzynki.",
  pt: "O IMAP vem desativado: ative-o nas configurações da caixa de e-mail.",
};

export const appPassword: ProviderText = {
  en: "Your usual password will not work: create an app password.",
  ru: "Обычный пароль не подойдёт: создайте пароль приложения.",
  pl: "Zwykłe hasło nie zadziała: utwórz hasło aplikacji.",
  pt: "Sua senha normal não funciona: crie uma senha de app.",
};

export const microsoft: ProviderText = {
  en: "Microsoft no longer takes a password from mail programs: sign in with Microsoft is needed.",
  ru: "Microsoft больше не принимает пароль от почтовых программ: нужен вход через Microsoft.",
  pl: "Microsoft nie przyjmuje już haseł od programów pocztowych: potrzebne jest logowanie przez Microsoft.",
  pt: "A Microsoft não aceita mais senhas de programas de e-mail: é preciso entrar com a Microsoft.",
};
