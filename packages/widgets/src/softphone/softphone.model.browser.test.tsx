import { createMemoryAdapter, type MemoryAdapter } from "@crewdock/adapters/memory";
import { type CallRecord, CrewError } from "@crewdock/contract";
import { expect } from "chai";
import { signal } from "../kit/index.ts";
import { until } from "../kit/testing/index.ts";
import { normalizeNumber } from "./phone-number.ts";
import {
  type CallSummary,
  SoftphoneModel,
  type SoftphoneModelOptions,
  type SoftphoneState,
} from "./softphone.model.ts";
import { fakeEngines } from "./testing/fake-engine.ts";

describe("phone numbers", () => {
  for (const [typed, number] of [
    ["1042", "1042"],
    ["+48 22 123-45-67", "+48221234567"],
    ["8 (495) 123 45 67", "84951234567"],
    ["0048 22 123 45 67", "+48221234567"],
    ["tel:+7-495-123-45-67;ext=12", "+74951234567"],
    ["tel:%2B48221234567", "+48221234567"],
    ["sip:1042@crewdock.test", "1042"],
    ["*98#", "*98#"],
    ["\u202a+48\u00a022\u2009123\u201345\u201367\u202c", "+48221234567"],
    ["٠٤٢", "042"],
    ["１０４２", "1042"],
  ] as const) {
    it(`dials ${JSON.stringify(typed)} as ${number}`, () => {
      expect(normalizeNumber(typed)).to.deep.equal({ ok: true, number });
    });
  }
  for (const [typed, problem] of [
    ["", "empty"],
    ["   ", "empty"],
    ["Anna", "letters"],
    ["1042a", "letters"],
    ["<img onerror=alert(1)>", "letters"],
    ["😀", "letters"],
    ["48+22", "misplaced_plus"],
    ["+", "misplaced_plus"],
    ["1".repeat(33), "too_long"],
  ] as const) {
    it(`refuses ${JSON.stringify(typed)} as ${problem}`, () => {
      expect(normalizeNumber(typed)).to.deep.equal({ ok: false, problem });
    });
  }
});

describe("the phone model", () => {
  let phone: SoftphoneState & Disposable;
  let engines: ReturnType<typeof fakeEngines>;
  let adapter: MemoryAdapter;
  const told: string[] = [];

  const userWith = (source: MemoryAdapter, place: string): string => {
    const { company } = source;
    return place === "admin" ? company.demoPeople.admin : company.demoPeople.manager;
  };
  const start = (options: Partial<SoftphoneModelOptions> = {}): void => {
    engines = fakeEngines();
    phone = new SoftphoneModel({
      adapter: signal(adapter),
      language: () => "en",
      loadEngine: engines.load,
      endShownFor: 1,
      hooks: {
        onIncoming: (call: CallSummary) => told.push(`incoming ${call.number} ${call.caller?.name ?? "unknown"}`),
        onStarted: (call) => told.push(`started ${call.number}`),
        onEnded: (call) => told.push(`ended ${call.end.cause}`),
      },
      ...options,
    }) as SoftphoneState & Disposable;
  };
  const registered = (): Promise<unknown> => until(() => phone.connection.value.kind === "registered", "registered");
  const saved = (id: string): CallRecord | undefined => adapter.snapshot().calls.find((call) => call.id === id);

  beforeEach(() => {
    adapter = createMemoryAdapter();
    told.length = 0;
  });
  afterEach(() => phone[Symbol.dispose]());

  it("registers as soon as the session says there is an account", async () => {
    start();
    expect(phone.connection.value.kind).to.equal("loading");
    await registered();
    const credentials = await engines.engine.options.credentials({
      use: "receive",
      reason: "start",
      signal: new AbortController().signal,
    });
    expect(credentials.aor).to.match(/^sip:/);
  });

  it("says that there is no account, and connects when one is given", async () => {
    const without = { ...adapter, ports: { ...adapter.ports } };
    let has = false;
    without.ports.session = {
      me: async (input, context) => {
        const me = await adapter.ports.session.me(input, context);
        return { ...me, user: { ...me.user, hasSipAccount: has } };
      },
    };
    start({ adapter: signal(without) });
    await until(() => phone.connection.value.kind === "not_configured");
    expect(phone.connection.value).to.include({ reason: "no_sip_account" });
    expect(engines.all).to.deep.equal([]);
    has = true;
    adapter.emit("rights.changed");
    await registered();
  });

  it("asks only for what the backend offers", async () => {
    const asked: string[] = [];
    const { ports } = adapter;
    const unasked = (verb: string): never => {
      asked.push(verb);
      throw new CrewError("unsupported");
    };
    const partial = {
      ...adapter,
      ports: {
        ...ports,
        session: {
          me: async (...call: Parameters<typeof ports.session.me>) => {
            const me = await ports.session.me(...call);
            const { "session.me": own, "telephony.credentials": credentials } = me.capabilities.methods;
            return {
              ...me,
              capabilities: {
                ...me.capabilities,
                methods: { "session.me": own!, "telephony.credentials": credentials! },
              },
            };
          },
        },
        events: { subscribe: () => unasked("subscribe"), changesSince: () => unasked("changesSince") },
        calls: { ...ports.calls, list: () => unasked("list"), save: () => unasked("save") },
        directory: { ...ports.directory, lookup: () => unasked("lookup") },
      },
    };
    start({ adapter: signal(partial), callerWithin: 1 });
    await registered();
    expect(phone.canListCalls.value).to.equal(false);
    engines.engine.receive("+15550107788", "Ewa").connect();
    await until(() => told.length === 2);
    phone.hangUp();
    expect(told).to.deep.equal(["incoming +15550107788 unknown", "started +15550107788", "ended hung_up"]);
    expect(asked).to.deep.equal([]);
  });

  it("dials, rings, talks and ends, and the record follows", async () => {
    start();
    await registered();
    phone.setEntry("+1 555 010 77 88");
    expect(await phone.dialEntry()).to.equal(true);
    const call = engines.engine.lastCall;
    expect(call.snapshot.remote.number).to.equal("+15550107788");
    expect(phone.entry.value).to.equal("");
    await until(() => saved(call.id));
    expect(saved(call.id)).to.include({ result: "ongoing", direction: "outgoing", number: "+15550107788" });
    call.become({ phase: "ringing" });
    expect(phone.call.value?.phase).to.equal("ringing");
    call.connect();
    await until(() => typeof saved(call.id)?.answeredAt === "string");
    phone.hangUp();
    await until(() => typeof saved(call.id)?.endedAt === "string");
    expect(saved(call.id)?.result).to.equal("answered");
    expect(told).to.deep.equal(["started +15550107788", "ended hung_up"]);
    await until(() => phone.call.value === undefined);
  });

  it("names who calls from the directory and tells the host", async () => {
    start();
    await registered();
    const { contacts } = adapter.company;
    const contact = contacts.find(({ phones }) => phones.some((number) => number.startsWith("+")))!;
    const call = engines.engine.receive(contact.phones[0]!, "anonymous");
    await until(() => phone.call.value?.caller);
    expect(phone.call.value?.name).to.equal(contact.name);
    await until(() => told.length > 0);
    expect(told).to.deep.equal([`incoming ${contact.phones[0]} ${contact.name}`]);
    call.finish({ cause: "cancelled", by: "them" });
    await until(() => typeof saved(call.id)?.endedAt === "string" && saved(call.id)?.contactId === contact.id);
    expect(saved(call.id)?.result).to.equal("missed");
  });

  it("takes what turns text round off the name that the far end sends", async () => {
    start();
    await registered();
    const call = engines.engine.receive("+15550107788", "Test\u202enohta \u2067(1042)");
    expect(phone.call.value?.name).to.equal("Testnohta (1042)");
    await until(() => saved(call.id));
    expect(saved(call.id)?.name).to.equal("Testnohta (1042)");
  });

  it("tells the host of a call in time although the directory is slow", async () => {
    start({ callerWithin: 20 });
    await registered();
    const release = adapter.hold("directory.lookup");
    engines.engine.receive("+15550107788");
    await until(() => told.length > 0);
    expect(told).to.deep.equal(["incoming +15550107788 unknown"]);
    release();
  });

  it("refuses numbers of nobody where only contacts may be called, and says why", async () => {
    adapter.actAs(userWith(adapter, "manager"));
    const own = { ...adapter, ports: { ...adapter.ports } };
    own.ports.session = {
      me: async (input, context) => {
        const me = await adapter.ports.session.me(input, context);
        return { ...me, grants: { ...me.grants, "call.place": "own" } };
      },
    };
    start({ adapter: signal(own) });
    await registered();
    expect(phone.placeCalls.value).to.equal("contacts");
    expect(await phone.dial("+19005550100")).to.equal(false);
    expect(phone.problem.value).to.equal("contacts_only");
    expect(engines.engine.made).to.deep.equal([]);
    const contact = adapter.company.contacts.find(({ phones }) => phones.some((number) => number.startsWith("+")))!;
    expect(await phone.dial(contact.phones[0]!)).to.equal(true);
    expect(phone.call.value?.name).to.equal(contact.name);
  });

  it("takes the keypad away within a second when the right to call is withdrawn", async () => {
    let scope: "any" | "none" = "any";
    const changing = { ...adapter, ports: { ...adapter.ports } };
    changing.ports.session = {
      me: async (input, context) => {
        const me = await adapter.ports.session.me(input, context);
        return { ...me, grants: { ...me.grants, "call.place": scope } };
      },
    };
    start({ adapter: signal(changing) });
    await registered();
    expect(phone.placeCalls.value).to.equal("anyone");
    scope = "none";
    const from = performance.now();
    adapter.emit("rights.changed");
    await until(() => phone.placeCalls.value === "none");
    expect(performance.now() - from).to.be.lessThan(1_000);
    expect(engines.engine.dropped).to.include("call");
    expect(await phone.dial("1042")).to.equal(false);
    expect(phone.problem.value).to.equal("no_right");
    expect(phone.connection.value.kind, "still reachable").to.equal("registered");
  });

  it("refuses a second call while one runs, and dialling while offline", async () => {
    start();
    await registered();
    await phone.dial("1042");
    expect(await phone.dial("1043")).to.equal(false);
    expect(phone.problem.value).to.equal("line_busy");
    phone.hangUp();
    engines.engine.become({ kind: "reconnecting", since: Date.now(), nextAttemptAt: undefined, problem: "network" });
    expect(await phone.dial("1043")).to.equal(false);
    expect(phone.problem.value).to.equal("not_connected");
  });

  it("saves the record again until it is stored, once", async () => {
    start();
    await registered();
    adapter.fail("calls.save", new CrewError("unavailable"), 1);
    await phone.dial("1042");
    const { id } = engines.engine.lastCall;
    await until(() => saved(id));
    expect(adapter.snapshot().calls.filter((call) => call.id === id)).to.have.length(1);
  });

  it("leaves an ended record behind when the page goes in the middle of a call", async () => {
    const page = new EventTarget();
    start({ page });
    await registered();
    await phone.dial("1042");
    const call = engines.engine.lastCall;
    call.connect();
    page.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: false }));
    await until(() => typeof saved(call.id)?.endedAt === "string");
    expect(saved(call.id)?.result).to.equal("answered");
  });

  it("keeps a failed end on show until it is dismissed, and calls again", async () => {
    start();
    await registered();
    await phone.dial("1042");
    engines.engine.lastCall.finish({ cause: "busy", by: "them", sipCode: 486 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(phone.call.value?.end?.cause).to.equal("busy");
    expect(await phone.redial()).to.equal(true);
    expect(engines.engine.lastCall.snapshot.remote.number).to.equal("1042");
  });

  it("hangs up and leaves the server when it is disposed", async () => {
    start();
    await registered();
    await phone.dial("1042");
    const { engine } = engines;
    phone[Symbol.dispose]();
    expect(engine.disposed).to.equal(true);
    expect(told).to.deep.equal(["ended cancelled"]);
  });

  it("rings, plays the ring-back tone, and is silent over the far end's own", async () => {
    const played: string[] = [];
    start({
      sounds: {
        play: (pattern) => played.push(pattern),
        onBlocked: undefined,
        unlock: () => Promise.resolve(),
        dispose: () => undefined,
      },
    });
    await registered();
    await phone.dial("1042");
    const out = engines.engine.lastCall;
    out.become({ phase: "ringing" });
    expect(played.at(-1)).to.equal("ringback");
    out.become({ earlyMedia: true });
    expect(played.at(-1)).to.equal("none");
    out.connect();
    expect(played.at(-1)).to.equal("none");
    phone.hangUp();
    engines.engine.receive("1043");
    expect(played.at(-1)).to.equal("ringing");
  });
});
