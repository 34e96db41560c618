/** Names of the sample company's customers, by country; all of them are invented. */
export interface CustomerPool {
  /** Female and male names apart, because Russian and Polish surnames follow the person. */
  readonly female: { readonly first: readonly string[]; readonly last: readonly string[] };
  readonly male: { readonly first: readonly string[]; readonly last: readonly string[] };
  /** Name and domain; `.example` is reserved (RFC 2606). */
  readonly companies: readonly (readonly [name: string, domain: string])[];
  /**
   * The number before its last three digits. London has a range for fiction (020 7946 0xxx); elsewhere the
   * subscriber number begins with 0, which is given to nobody.
   */
  readonly phonePrefix: string;
  readonly currency: string;
}

export const customerPools: readonly CustomerPool[] = [
  {
    female: {
      first: ["Вера", "Людмила", "Светлана", "Надежда", "Ксения", "Валерия"],
      last: ["Абрамова", "Горшкова", "Жданова", "Крылова", "Ершова"],
    },
    male: {
      first: ["Борис", "Степан", "Георгий", "Тимур", "Фёдор", "Олег"],
      last: ["Беляков", "Громов", "Карпов", "Рябов", "Тарасов"],
    },
    companies: [
      ["ООО «Северный ветер»", "severny-veter.example"],
      ["«Берёзка и сыновья»", "berezka.example"],
      ["ТД «Полярный круг»", "polyarny-krug.example"],
      ["АО «Заречье»", "zarechye.example"],
      ["Студия «Три карандаша»", "tri-karandasha.example"],
      ["ООО «Тихая гавань»", "tikhaya-gavan.example"],
      ["Клиника «Рябинка»", "ryabinka.example"],
      ["ООО «Дом у реки»", "dom-u-reki.example"],
      ["Мастерская «Янтарь и медь»", "yantar-med.example"],
      ["ООО «Пятый маршрут»", "pyaty-marshrut.example"],
    ],
    phonePrefix: "+74950000",
    currency: "RUB",
  },
  {
    female: {
      first: ["Halina", "Iwona", "Dorota", "Alicja", "Weronika", "Jadwiga"],
      last: ["Bąk", "Górska", "Kubiak", "Ostrowska", "Wróbel"],
    },
    male: {
      first: ["Andrzej", "Stanisław", "Rafał", "Wojciech", "Grzegorz", "Jakub"],
      last: ["Adamczyk", "Cieślak", "Głowacki", "Sadowski", "Żak"],
    },
    companies: [
      ["Zielony Most sp. z o.o.", "zielony-most.example"],
      ["Piekarnia Złoty Kłos", "zloty-klos.example"],
      ["Biuro Podróży Siódma Fala", "siodma-fala.example"],
      ["Młyn Pod Lipami", "mlyn-pod-lipami.example"],
      ["Drukarnia Czarny Kot", "czarny-kot.example"],
      ["Studio Łąka", "studio-laka.example"],
      ["Warsztat Bursztyn", "warsztat-bursztyn.example"],
      ["Przychodnia Na Skarpie", "na-skarpie.example"],
      ["Księgarnia Szósty Tom", "szosty-tom.example"],
      ["Ogrody Wiślane", "ogrody-wislane.example"],
    ],
    phonePrefix: "+48220000",
    currency: "PLN",
  },
  {
    female: {
      first: ["Luciana", "Renata", "Débora", "Inês", "Simone", "Vitória"],
      last: ["Andrade", "Brandão", "Falcão", "Magalhães", "Queiroz"],
    },
    male: {
      first: ["André", "Caio", "Murilo", "Otávio", "Sérgio", "Vinícius"],
      last: ["Assunção", "Batista", "Fonseca", "Leitão", "Siqueira"],
    },
    companies: [
      ["Padaria Serra Azul Ltda.", "serra-azul.example"],
      ["Café Três Morros", "tres-morros.example"],
      ["Gráfica Beija-flor", "beija-flor.example"],
      ["Móveis Jatobá", "moveis-jatoba.example"],
      ["Clínica Boa Manhã", "boa-manha.example"],
      ["Transportes Rio Manso", "rio-manso.example"],
      ["Livraria Pé de Página", "pe-de-pagina.example"],
      ["Ateliê Céu de Barro", "ceu-de-barro.example"],
      ["Escola Girassol", "girassol.example"],
      ["Pousada Vento Leste", "vento-leste.example"],
    ],
    phonePrefix: "+551100000",
    currency: "BRL",
  },
  {
    female: {
      first: ["Alice", "Bridget", "Eleanor", "Fiona", "Priya", "Zara"],
      last: ["Ashworth", "Caldwell", "Hargreaves", "Mistry", "Penrose"],
    },
    male: {
      first: ["Adam", "Callum", "Graham", "Hugh", "Nathan", "Samir"],
      last: ["Bexley", "Dunmore", "Eastwood", "Lockhart", "Thackeray"],
    },
    companies: [
      ["Brackenfold Bakery Ltd", "brackenfold.example"],
      ["The Lantern Press", "lantern-press.example"],
      ["Merrowdale Dental", "merrowdale.example"],
      ["Copperquill Architects", "copperquill.example"],
      ["Foxley Wharf Storage", "foxley-wharf.example"],
      ["Thistle & Tar Boatyard", "thistle-tar.example"],
      ["Greyfinch Travel", "greyfinch.example"],
      ["Larkhollow Schools Trust", "larkhollow.example"],
      ["Pennyroyal Interiors", "pennyroyal.example"],
      ["Windle Street Theatre", "windle-street.example"],
    ],
    phonePrefix: "+442079460",
    currency: "GBP",
  },
];
