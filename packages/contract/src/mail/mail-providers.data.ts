import { appPassword, imapOff, microsoft, type ProviderText } from "./mail-provider-texts.data.ts";
import type { MailProvider, ProviderServer } from "./mail-provider.ts";

export { type MxSuffix, mxSuffixes, sentFolderNames } from "./mail-provider-traces.data.ts";

const ssl = (host: string, port: number): ProviderServer => ({ host, port, security: "ssl" });
const starttls = (host: string, port: number): ProviderServer => ({ host, port, security: "starttls" });
/** IMAP over TLS, then with STARTTLS; the ports of RFC 8314. */
const imapBoth = (host: string): readonly ProviderServer[] => [ssl(host, 993), starttls(host, 143)];
const smtpBoth = (host: string): readonly ProviderServer[] => [ssl(host, 465), starttls(host, 587)];

interface Facts extends Pick<MailProvider, "id" | "name" | "imap" | "smtp"> {
  /** Separated by spaces. */
  readonly domains: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly featured?: true;
  /** @default email */
  readonly username?: "localpart" | MailProvider["username"];
  /** @default account */
  readonly password?: "app" | "none";
  readonly createUrl?: string;
  readonly helpUrl?: string;
  readonly steps?: ProviderText;
  readonly hint?: ProviderText;
}

function provider(facts: Facts): MailProvider {
  const { id, name, names = {}, domains, featured = false, imap, smtp, username = "email" } = facts;
  return {
    id,
    name,
    names,
    domains: domains.split(" "),
    featured,
    imap,
    smtp,
    username: typeof username === "string" ? { imap: username, smtp: username } : username,
    password: facts.password ?? "account",
    help: {
      createUrl: facts.createUrl ?? null,
      helpUrl: facts.helpUrl ?? null,
      steps: facts.steps ?? {},
      hint: facts.hint ?? {},
    },
  };
}

const zohoRegions: readonly string[] = ["com", "eu", "in", "jp"];

function zoho(region: string): MailProvider {
  return provider({
    id: `zoho-${region}`,
    name: region === "com" ? "Zoho Mail" : `Zoho Mail (${region.toUpperCase()})`,
    domains: `zoho.${region} zohomail.${region}`,
    imap: [ssl(`imap.zoho.${region}`, 993), ssl(`imappro.zoho.${region}`, 993)],
    smtp: [...smtpBoth(`smtp.zoho.${region}`), ssl(`smtppro.zoho.${region}`, 465)],
    helpUrl: "https://www.zoho.com/mail/help/imap-access.html",
    steps: {
      en: "Settings → Mail Accounts → the address → IMAP Access",
      ru: "Settings → Mail Accounts → адрес → IMAP Access",
      pl: "Settings → Mail Accounts → adres → IMAP Access",
      pt: "Settings → Mail Accounts → o endereço → IMAP Access",
    },
    hint: {
      en: "Switch IMAP access on; with two-factor sign-in an app password is needed.",
      ru: "Включите доступ по IMAP; при двухфакторном входе нужен пароль приложения.",
      pl: "Włącz dostęp IMAP; przy logowaniu dwuskładnikowym potrzebne jest hasło aplikacji.",
      pt: "Ative o acesso IMAP; com o login em duas etapas, é preciso uma senha de app.",
    },
  });
}

/**
 * The mail services that Crewdock knows, those shown as tiles first. The facts come from the providers' help pages,
 * Thunderbird's ISPDB and the provider database of Delta Chat. An empty server list means that no server of the
 * provider can be reached with IMAP; `hint` says why.
 */
export const mailProviders: readonly MailProvider[] = [
  provider({
    id: "mailru",
    name: "Mail.ru",
    featured: true,
    domains: "mail.ru bk.ru inbox.ru list.ru internet.ru xmail.ru mail.ua vk.com corp.mail.ru",
    imap: imapBoth("imap.mail.ru"),
    smtp: smtpBoth("smtp.mail.ru"),
    password: "app",
    createUrl: "https://account.mail.ru/user/2-step-auth/passwords/",
    helpUrl: "https://help.mail.ru/mail/security/protection/external",
    steps: {
      en: "Password and security → External services: allow access by IMAP, POP and SMTP; then Passwords for external apps → Create",
      ru: "Пароль и безопасность → Внешние сервисы: включить «Доступ к Почте по IMAP, POP и SMTP»; затем «Пароли для внешних приложений» → Создать",
      pl: "Hasło i bezpieczeństwo → Usługi zewnętrzne: zezwól na dostęp przez IMAP, POP i SMTP; potem Hasła do aplikacji zewnętrznych → Utwórz",
      pt: "Senha e segurança → Serviços externos: permita o acesso por IMAP, POP e SMTP; depois Senhas para apps externos → Criar",
    },
    hint: {
      en: "Your usual password will not work: create a password for external apps.",
      ru: "Обычный пароль от почты не подойдёт: нужен пароль для внешнего приложения.",
      pl: "Zwykłe hasło nie zadziała: utwórz hasło do aplikacji zewnętrznych.",
      pt: "Sua senha normal não funciona: crie uma senha para apps externos.",
    },
  }),
  provider({
    id: "yandex",
    name: "Yandex",
    names: { ru: "Яндекс" },
    featured: true,
    domains: "yandex.ru ya.ru yandex.com yandex.by yandex.kz yandex.ua yandex.com.tr yandex.net narod.ru",
    imap: [ssl("imap.yandex.ru", 993), ssl("imap.yandex.com", 993)],
    smtp: [ssl("smtp.yandex.ru", 465), ssl("smtp.yandex.com", 465)],
    password: "app",
    createUrl: "https://id.yandex.ru/security/app-passwords",
    helpUrl: "https://yandex.ru/support/id/authorization/app-passwords.html",
    steps: {
      en: "Mail → All settings → Email clients: allow IMAP and app passwords; then Yandex ID → Security → App passwords → Mail → create",
      ru: "Почта → Все настройки → Почтовые программы: включить IMAP и «Пароли приложений и OAuth-токены»; затем Яндекс ID → Безопасность → Пароли приложений → Почта → создать",
      pl: "Poczta → Wszystkie ustawienia → Programy pocztowe: włącz IMAP i hasła aplikacji; potem Yandex ID → Bezpieczeństwo → Hasła aplikacji → Poczta → utwórz",
      pt: "E-mail → Todas as configurações → Programas de e-mail: ative o IMAP e as senhas de app; depois Yandex ID → Segurança → Senhas de app → E-mail → criar",
    },
    hint: {
      en: "Turn IMAP on in Yandex Mail settings and create an app password.",
      ru: "Включите IMAP в настройках Яндекс Почты и создайте пароль приложения.",
      pl: "Włącz IMAP w ustawieniach poczty Yandex i utwórz hasło aplikacji.",
      pt: "Ative o IMAP nas configurações do Yandex Mail e crie uma senha de app.",
    },
  }),
  provider({
    id: "gmail",
    name: "Gmail",
    featured: true,
    domains: "gmail.com googlemail.com",
    imap: [ssl("imap.gmail.com", 993)],
    smtp: smtpBoth("smtp.gmail.com"),
    password: "app",
    createUrl: "https://myaccount.google.com/apppasswords",
    helpUrl: "https://support.google.com/accounts/answer/185833",
    steps: {
      en: "Google Account → Security → 2-Step Verification on; then App passwords → create: 16 letters",
      ru: "Аккаунт Google → Безопасность → включить двухэтапную аутентификацию; затем «Пароли приложений» → создать: 16 букв",
      pl: "Konto Google → Bezpieczeństwo → włącz weryfikację dwuetapową; potem Hasła do aplikacji → utwórz: 16 liter",
      pt: "Conta do Google → Segurança → ative a verificação em duas etapas; depois Senhas de app → criar: 16 letras",
    },
    hint: {
      en: "Create an app password: your usual password will not work (2-Step Verification must be on).",
      ru: "Создайте пароль приложения: обычный не подойдёт (нужна двухэтапная аутентификация).",
      pl: "Utwórz hasło do aplikacji: zwykłe nie zadziała (weryfikacja dwuetapowa musi być włączona).",
      pt: "Crie uma senha de app: a senha normal não funciona (a verificação em duas etapas precisa estar ativada).",
    },
  }),
  provider({
    id: "rambler",
    name: "Rambler",
    names: { ru: "Рамблер" },
    domains: "rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru r0.ru rambler.ua",
    imap: imapBoth("imap.rambler.ru"),
    smtp: [ssl("smtp.rambler.ru", 465)],
    helpUrl: "https://help.rambler.ru/mail/mail-nastrojki-pochtovogo-yashika/2129/",
    steps: {
      en: "Mail settings → Mail programs: allow access",
      ru: "Настройки почты → «Почтовые программы»: разрешить доступ с помощью почтовых клиентов",
      pl: "Ustawienia poczty → Programy pocztowe: zezwól na dostęp",
      pt: "Configurações do e-mail → Programas de e-mail: permita o acesso",
    },
    hint: {
      en: "First allow access for mail programs in Rambler's mail settings.",
      ru: "Сначала разрешите доступ почтовых программ в настройках Рамблер/почты.",
      pl: "Najpierw zezwól na dostęp programów pocztowych w ustawieniach poczty Rambler.",
      pt: "Primeiro permita o acesso de programas de e-mail nas configurações do Rambler.",
    },
  }),
  provider({
    id: "outlook",
    name: "Outlook.com",
    domains: "outlook.com hotmail.com live.com msn.com live.ru windowslive.com",
    imap: [ssl("outlook.office365.com", 993)],
    smtp: [starttls("smtp-mail.outlook.com", 587)],
    password: "none",
    hint: microsoft,
  }),
  provider({
    id: "microsoft365",
    name: "Microsoft 365",
    domains: "onmicrosoft.com office365.com",
    imap: [ssl("outlook.office365.com", 993)],
    smtp: [starttls("smtp.office365.com", 587)],
    password: "none",
    hint: microsoft,
  }),
  provider({
    id: "icloud",
    name: "iCloud",
    domains: "icloud.com me.com mac.com",
    imap: [ssl("imap.mail.me.com", 993)],
    smtp: [starttls("smtp.mail.me.com", 587)],
    username: { imap: "localpart", smtp: "email" },
    password: "app",
    createUrl: "https://account.apple.com",
    helpUrl: "https://support.apple.com/en-us/HT204397",
    steps: {
      en: "account.apple.com → Sign-In and Security → App-Specific Passwords → add",
      ru: "account.apple.com → Вход и безопасность → Пароли для приложений → добавить",
      pl: "account.apple.com → Logowanie i bezpieczeństwo → Hasła aplikacji → dodaj",
      pt: "account.apple.com → Início de Sessão e Segurança → Senhas de App → adicionar",
    },
    hint: {
      en: "Create an app-specific password; with an own domain log in as your @icloud.com address.",
      ru: "Создайте пароль для приложения; при своём домене входите под адресом @icloud.com.",
      pl: "Utwórz hasło aplikacji; przy własnej domenie loguj się adresem @icloud.com.",
      pt: "Crie uma senha de app; com domínio próprio, entre com seu endereço @icloud.com.",
    },
  }),
  provider({
    id: "yahoo",
    name: "Yahoo",
    domains: "yahoo.com ymail.com rocketmail.com myyahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.com.br",
    imap: [ssl("imap.mail.yahoo.com", 993)],
    smtp: [ssl("smtp.mail.yahoo.com", 465)],
    password: "app",
    createUrl: "https://login.yahoo.com/account/security",
    helpUrl: "https://help.yahoo.com/kb/SLN15241.html",
    hint: appPassword,
  }),
  provider({
    id: "aol",
    name: "AOL",
    domains: "aol.com aim.com",
    imap: [ssl("imap.aol.com", 993)],
    smtp: [ssl("smtp.aol.com", 465)],
    password: "app",
    createUrl: "https://login.aol.com/account/security",
    helpUrl: "https://help.aol.com/articles/Create-and-manage-app-password",
    hint: appPassword,
  }),
  provider({
    id: "gmx-net",
    name: "GMX (DE, AT, CH)",
    domains: "gmx.net gmx.de gmx.at gmx.ch gmx.eu gmx.org gmx.info gmx.biz",
    imap: imapBoth("imap.gmx.net"),
    smtp: smtpBoth("mail.gmx.net"),
    helpUrl: "https://hilfe.gmx.net/pop-imap/einschalten.html",
    hint: imapOff,
  }),
  provider({
    id: "gmx-com",
    name: "GMX",
    domains: "gmx.com gmx.us gmx.co.uk gmx.fr gmx.es gmx.ru gmx.pt gmx.com.br",
    imap: imapBoth("imap.gmx.com"),
    smtp: smtpBoth("mail.gmx.com"),
    helpUrl: "https://support.gmx.com/pop-imap/toggle.html",
    hint: imapOff,
  }),
  provider({
    id: "webde",
    name: "WEB.DE",
    domains: "web.de email.de",
    imap: imapBoth("imap.web.de"),
    smtp: smtpBoth("smtp.web.de"),
    username: "localpart",
    helpUrl: "https://hilfe.web.de/pop-imap/einschalten.html",
    hint: imapOff,
  }),
  ...zohoRegions.map(zoho),
  provider({
    id: "wp",
    name: "Poczta WP",
    domains: "wp.pl",
    imap: [ssl("imap.wp.pl", 993)],
    smtp: [ssl("smtp.wp.pl", 465)],
    username: "localpart",
    hint: imapOff,
  }),
  provider({
    id: "o2pl",
    name: "o2 Poczta",
    domains: "o2.pl go2.pl tlen.pl prokonto.pl",
    imap: [ssl("poczta.o2.pl", 993)],
    smtp: smtpBoth("poczta.o2.pl"),
    username: "localpart",
    helpUrl: "https://pomoc.o2.pl/aktywacja-dostepu-dla-programow-pocztowych",
    hint: imapOff,
  }),
  provider({
    id: "onet",
    name: "Onet Poczta",
    domains: "onet.pl onet.eu poczta.onet.pl poczta.onet.eu op.pl vp.pl autograf.pl onet.com.pl spoko.pl vip.onet.pl",
    imap: [ssl("imap.poczta.onet.pl", 993)],
    smtp: smtpBoth("smtp.poczta.onet.pl"),
    helpUrl: "https://pomoc.poczta.onet.pl/baza-wiedzy/konfiguracja-poczty-w-programie-mozilla-thunderbird/",
  }),
  provider({
    id: "interia",
    name: "Poczta Interia",
    domains: "interia.pl interia.eu poczta.fm",
    imap: [ssl("poczta.interia.pl", 993), ssl("imap.poczta.interia.pl", 993)],
    smtp: [ssl("poczta.interia.pl", 465), ssl("smtp.poczta.interia.pl", 465)],
  }),
  provider({
    id: "uol",
    name: "UOL",
    domains: "uol.com.br",
    imap: [ssl("imap.uol.com.br", 993)],
    smtp: [starttls("smtps.uol.com.br", 587)],
    username: "localpart",
    helpUrl: "http://bmail.uol.com.br/configuration/imap_access_config",
    steps: {
      en: "Configurações → Ativar IMAP",
      ru: "Configurações → Ativar IMAP",
      pl: "Configurações → Ativar IMAP",
      pt: "Configurações → Ativar IMAP",
    },
    hint: imapOff,
  }),
  provider({
    id: "bol",
    name: "BOL",
    domains: "bol.com.br",
    imap: [ssl("imap.bol.com.br", 993)],
    smtp: smtpBoth("smtps.bol.com.br"),
    username: "localpart",
  }),
  provider({
    id: "terra-br",
    name: "Terra Mail",
    domains: "terra.com.br",
    imap: [ssl("imap.terra.com.br", 993)],
    smtp: [starttls("smtp.terra.com.br", 587)],
  }),
  provider({
    id: "seznam",
    name: "Seznam",
    domains: "seznam.cz email.cz post.cz spoluzaci.cz",
    imap: [ssl("imap.seznam.cz", 993)],
    smtp: [ssl("smtp.seznam.cz", 465)],
  }),
  provider({
    id: "ukrnet",
    name: "UKR.NET",
    domains: "ukr.net",
    imap: [ssl("imap.ukr.net", 993)],
    smtp: [ssl("smtp.ukr.net", 465)],
    password: "app",
    helpUrl: "https://wiki.ukr.net/ManageIMAPAccess",
    hint: {
      en: "Switch IMAP access on in the mailbox settings and use the app password shown there.",
      ru: "Включите доступ по IMAP в настройках ящика и используйте пароль приложения, который там покажут.",
      pl: "Włącz dostęp IMAP w ustawieniach skrzynki i użyj pokazanego tam hasła aplikacji.",
      pt: "Ative o acesso IMAP nas configurações da caixa e use a senha de app mostrada ali.",
    },
  }),
  provider({
    id: "proton",
    name: "Proton Mail",
    domains: "proton.me protonmail.com pm.me protonmail.ch",
    imap: [],
    smtp: [],
    password: "none",
    hint: {
      en: "Proton opens IMAP only through Bridge on your own computer, where this CRM cannot reach it.",
      ru: "Proton даёт IMAP только через Bridge на вашем компьютере, а туда CRM не достаёт.",
      pl: "Proton udostępnia IMAP tylko przez Bridge na Twoim komputerze, a tam CRM nie sięga.",
      pt: "O Proton só oferece IMAP pelo Bridge, no seu computador, onde este CRM não chega.",
    },
  }),
  provider({
    id: "iua",
    name: "I.UA",
    domains: "i.ua",
    imap: [],
    smtp: [],
    password: "none",
    hint: {
      en: "I.UA does not offer IMAP.",
      ru: "I.UA не предоставляет доступ по IMAP.",
      pl: "I.UA nie udostępnia IMAP.",
      pt: "O I.UA não oferece IMAP.",
    },
  }),
];

/** The provider whose table holds the domain (case and a closing dot do not matter; IDN in Punycode), or null. */
export function providerForDomain(
  domain: string,
  providers: readonly MailProvider[] = mailProviders,
): MailProvider | null {
  const wanted = domain.toLowerCase().replace(/\.$/, "");
  return providers.find((each) => each.domains.includes(wanted)) ?? null;
}
