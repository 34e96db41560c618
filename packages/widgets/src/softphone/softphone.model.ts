import {
  type Caller,
  type CallRecord,
  type Client,
  connect,
  type PlaceCalls,
  type Session,
  supports,
  withoutTurning,
} from "@crewdock/contract";
import { batch, computed, createModel, effect, resource, signal, untracked } from "../kit/index.ts";
import { CallOutbox } from "./call-outbox.ts";
import { callRecordOf, summaryOf } from "./call-record.ts";
import { createCallerIds } from "./caller-ids.ts";
import { codeOf } from "./engine/error-code.ts";
import { stableInstanceId } from "./engine/instance-id.ts";
import { loadSipEngine } from "./engine/load-engine.ts";
import type { CallQuality, CallSnapshot, ConnectionState, SipCall, SipEngine } from "./engine/sip-engine.ts";
import { followEvents } from "../kit/state/follow-events.ts";
import { editableNumber, normalizeNumber } from "./phone-number.ts";
import type {
  DialProblem,
  PhoneCall,
  PhoneConnection,
  SoftphoneModelOptions,
  SoftphoneState,
} from "./softphone.state.ts";

export type * from "./softphone.state.ts";

const PLACE: Readonly<Record<string, PlaceCalls>> = { own: "contacts", department: "contacts", any: "anyone" };
const RECENT = 20;
/** Milliseconds after which a call that is still told to run has lost its end: a browser died, a computer was switched off. */
const LONGEST_CALL = 4 * 3_600_000;

/**
 * The softphone without a page: connection, one call, rights, recent calls, call records. Works headless; the element
 * draws it and turns the hooks into events.
 */
export const SoftphoneModel: ReturnType<typeof createModel<SoftphoneState, [SoftphoneModelOptions]>> =
  /* @__PURE__ */ createModel((options: SoftphoneModelOptions): SoftphoneState => {
    const client = computed(() =>
      options.adapter.value === null ? null : connect(options.adapter.value, options.language),
    );
    const session = resource<Session, Client>(
      (abort, from) => from.session.me({}, { signal: abort }),
      () => client.value,
    );
    const place = computed<PlaceCalls>(() => PLACE[session.data.value?.grants["call.place"] ?? "none"] ?? "none");
    const engine = signal<SipEngine | undefined>(undefined);
    const engineState = signal<ConnectionState>({ kind: "offline" });
    const broken = signal(false);
    const call = signal<PhoneCall | undefined>(undefined);
    const quality = signal<CallQuality | undefined>(undefined);
    const now = signal(Date.now());
    const entry = signal("");
    const problem = signal<DialProblem | undefined>(undefined);
    const dialling = signal(false);
    const soundBlocked = signal(false);
    const tones = signal("");
    const keypadOpen = signal(false);
    const callerIds = createCallerIds();
    const offers = (method: string): boolean => {
      const me = session.data.value;
      return me !== undefined && supports(me.capabilities, method);
    };
    const canListCalls = computed(
      () => offers("calls.list") && (session.data.value?.grants["call.view"] ?? "none") !== "none",
    );
    const hasEvents = computed(() => offers("events.subscribe") || offers("events.changesSince"));
    const userId = computed(() => session.data.value?.user.id);
    const recent = resource<readonly CallRecord[], readonly [Client, string]>(
      async (abort, [from, id]) => {
        const page = await from.calls.list({ limit: RECENT, userId: id }, { signal: abort });
        return page.items.filter(
          ({ result, startedAt }) => result !== "ongoing" || Date.now() - Date.parse(startedAt) > LONGEST_CALL,
        );
      },
      () =>
        client.value !== null &&
        canListCalls.value &&
        userId.value !== undefined &&
        ([client.value, userId.value] as const),
    );

    const usable = computed(() => {
      const me = session.data.value;
      return me?.user.hasSipAccount === true && offers("telephony.credentials");
    });
    const connection = computed<PhoneConnection>(() => {
      const me = session.data.value;
      if (me === undefined) return { kind: "loading" };
      if (!offers("telephony.credentials")) {
        return { kind: "not_configured", reason: "no_telephony" };
      }
      if (!me.user.hasSipAccount) return { kind: "not_configured", reason: "no_sip_account" };
      return broken.value ? { kind: "broken" } : engineState.value;
    });

    let live: SipCall | undefined;
    let hideEnd: ReturnType<typeof setTimeout> | undefined;
    const outbox = new CallOutbox({
      save: (id, record) => client.peek()?.calls.save({ id, call: record }) ?? Promise.reject(new Error("no adapter")),
      retryable: (error) =>
        !["forbidden", "unsupported", "validation", "not_found", "gone"].includes(codeOf(error) ?? ""),
      onSaved: () => void recent.reload(),
    });

    const record = (each: PhoneCall): void => {
      if (offers("calls.save")) outbox.put(each.id, callRecordOf(each.direction, each, each.name, each.caller));
    };
    const ring = (each: PhoneCall | undefined): void => {
      const own = each?.phase === "ringing" && !each.earlyMedia;
      options.sounds?.play(each?.phase === "incoming" ? "ringing" : own ? "ringback" : "none");
    };

    const identify = async (id: string, number: string): Promise<void> => {
      if (!offers("directory.lookup")) return;
      let caller: Caller | null | undefined;
      try {
        caller = (await client.peek()?.directory.lookup({ number }))?.caller;
      } catch {
        // A call goes on without a name; the directory's trouble is not the caller's.
        return;
      }
      const current = call.peek();
      if (!caller || current?.id !== id) return;
      const known: PhoneCall = { ...current, caller, name: withoutTurning(caller.name) };
      call.value = known;
      record(known);
    };
    const untold = new Set<string>();
    const tellIncoming = (id: string): void => {
      const current = call.peek();
      if (current?.id === id && untold.delete(id)) options.hooks?.onIncoming?.(summaryOf(current));
    };

    const follow = (sip: SipCall, name: string, caller: Caller | undefined): void => {
      clearTimeout(hideEnd);
      live = sip;
      const { id, direction } = sip;
      const update = (snapshot: CallSnapshot): void => {
        const before = call.peek();
        const known = before?.id === id ? before : undefined;
        const current: PhoneCall = {
          ...snapshot,
          id,
          direction,
          name: known?.name ?? withoutTurning(name === "" ? snapshot.remote.displayName : name),
          caller: known?.caller ?? caller,
        };
        batch(() => {
          call.value = current;
          now.value = Date.now();
        });
        if (current.phase !== known?.phase) onPhase(current);
        else if (current.earlyMedia !== known.earlyMedia) ring(current);
      };
      const unsubscribe = sip.subscribe(update);
      update(sip.snapshot);
      ends.set(id, unsubscribe);
      if (caller !== undefined) return;
      const identified = identify(id, sip.snapshot.remote.number);
      if (direction === "outgoing") return;
      const patience = new Promise((resolve) => setTimeout(resolve, options.callerWithin ?? 600));
      void Promise.race([identified, patience]).then(() => tellIncoming(id));
    };
    const ends = new Map<string, () => void>();

    const onPhase = (current: PhoneCall): void => {
      ring(current);
      if (current.phase === "incoming") untold.add(current.id);
      else tellIncoming(current.id);
      if (current.phase === "incoming" || current.phase === "dialling" || current.phase === "active") record(current);
      if (current.phase === "active") options.hooks?.onStarted?.(summaryOf(current));
      if (current.phase !== "ended" || current.end === undefined) return;
      ends.get(current.id)?.();
      ends.delete(current.id);
      live = undefined;
      batch(() => {
        keypadOpen.value = false;
        quality.value = undefined;
        tones.value = "";
      });
      record(current);
      const seconds = Math.floor(((current.endedAt ?? 0) - (current.answeredAt ?? current.endedAt ?? 0)) / 1000);
      options.hooks?.onEnded?.({ ...summaryOf(current), end: current.end, seconds });
      // What went wrong stays until it was read; an ordinary end goes by itself.
      const ordinary = ["hung_up", "remote_hung_up", "cancelled", "declined", "answered_elsewhere"].includes(
        current.end.cause,
      );
      if (ordinary) hideEnd = setTimeout(() => dismissEnd(), options.endShownFor ?? 4_000);
    };
    const dismissEnd = (): void => {
      clearTimeout(hideEnd);
      if (call.peek()?.phase === "ended") call.value = undefined;
    };

    const dial = async (text: string, about: { readonly name?: string } = {}): Promise<boolean> => {
      const refuse = (reason: DialProblem): false => {
        problem.value = reason;
        return false;
      };
      problem.value = undefined;
      const normalized = normalizeNumber(text);
      if (place.peek() === "none") return refuse("no_right");
      if (!normalized.ok) return refuse(normalized.problem);
      if (live !== undefined || dialling.peek()) return refuse("line_busy");
      const line = engine.peek();
      const state = engineState.peek();
      if (line === undefined || state.kind !== "registered") return refuse("not_connected");
      const own = normalizeNumber(state.aor);
      if (own.ok && own.number === normalized.number) return refuse("own_number");
      let caller: Caller | undefined;
      if (place.peek() === "contacts") {
        dialling.value = true;
        try {
          const found = await client.peek()?.directory.lookup({ number: normalized.number });
          if (!found?.caller) return refuse("contacts_only");
          caller = found.caller;
        } catch {
          return refuse("lookup_failed");
        } finally {
          dialling.value = false;
        }
        if (live !== undefined) return refuse("line_busy");
      }
      entry.value = "";
      const name = caller?.name ?? about.name ?? "";
      follow(line.dial(normalized.number, { displayName: name, callerId: callerIds.shown.peek()?.id }), name, caller);
      return true;
    };

    const startEngine = async (from: Client, abort: AbortSignal): Promise<void> => {
      let made: SipEngine;
      try {
        made = await (options.loadEngine ?? loadSipEngine)({
          ...options.engine,
          instanceId: stableInstanceId(options.storage),
          credentials: ({ use, signal: stop }) =>
            from.telephony.credentials({ use }, { signal: stop }).then(callerIds.learn),
          ...(options.acquireMicrophone === undefined ? {} : { acquireMicrophone: options.acquireMicrophone }),
        });
      } catch (error) {
        if (abort.aborted) return;
        broken.value = true;
        reportError(error);
        return;
      }
      if (abort.aborted) return made.dispose();
      abort.addEventListener("abort", () => made.dispose());
      made.subscribe((event) => {
        if (event.type === "state") batch(() => void ((engineState.value = event.state), (now.value = Date.now())));
        // an incoming call is told of with each change; it is followed from the first on
        if (event.type === "call" && event.call.snapshot.phase === "incoming" && !ends.has(event.call.id))
          follow(event.call, "", undefined);
      });
      engine.value = made;
      made.start();
    };

    // The phone connects as soon as it is known that there is an account, and leaves when the account is taken away.
    const attempt = signal(0);
    effect(() => {
      const from = client.value;
      void attempt.value;
      if (from === null || !usable.value) return undefined;
      const abort = new AbortController();
      untracked(() => {
        broken.value = false;
        void startEngine(from, abort.signal);
      });
      return () => {
        abort.abort();
        batch(() => {
          engine.value = undefined;
          engineState.value = { kind: "offline" };
        });
      };
    });

    effect(() => {
      const from = client.value;
      if (from === null || !hasEvents.value) return undefined;
      const abort = new AbortController();
      void followEvents(
        from,
        ({ type, id }) => {
          if (type === "rights.changed" || (type === "user.changed" && (id === null || id === userId.peek()))) {
            engine.peek()?.dropCredentials("call");
            void session.reload();
          }
          if (type === "call.changed") void recent.reload();
        },
        abort.signal,
      );
      return () => abort.abort();
    });

    // One clock for the call's timer and the countdown to the next attempt.
    const ticking = computed(() => {
      const state = connection.value;
      return call.value?.phase === "active" || (state.kind === "reconnecting" && state.nextAttemptAt !== undefined);
    });
    const measure = async (): Promise<void> => {
      const measured = await live?.quality();
      if (live !== undefined) quality.value = measured;
    };
    effect(() => {
      if (!ticking.value) return undefined;
      const timer = setInterval(() => {
        now.value = Date.now();
        void measure();
      }, 1_000);
      return () => clearInterval(timer);
    });

    if (options.sounds !== undefined) options.sounds.onBlocked = (blocked) => (soundBlocked.value = blocked);
    const page = new AbortController();
    options.page?.addEventListener("online", () => outbox.flush(), { signal: page.signal });
    options.page?.addEventListener(
      "pagehide",
      (event) => {
        // A page kept for going back lives on; one that goes for good takes the call with it.
        if (!(event as PageTransitionEvent).persisted) live?.hangUp();
        outbox.flush();
      },
      { signal: page.signal },
    );
    effect(() => () => {
      live?.hangUp();
      page.abort();
      clearTimeout(hideEnd);
      outbox.close();
      options.sounds?.dispose();
    });

    return {
      connection,
      session,
      placeCalls: place,
      call,
      elapsed: computed(() => {
        const answered = call.value?.answeredAt;
        return answered === undefined ? 0 : Math.max(0, ((call.value?.endedAt ?? now.value) - answered) / 1000);
      }),
      quality,
      now,
      entry,
      problem,
      dialling,
      callerIds,
      recent,
      canListCalls,
      soundBlocked: computed(() => soundBlocked.value || call.value?.audioBlocked === true),
      tones,
      keypadOpen,
      collapsed: signal(false),
      dial,
      dialEntry: () => dial(entry.peek()),
      setEntry: (text) => {
        batch(() => {
          entry.value = editableNumber(text);
          problem.value = undefined;
        });
      },
      answer: () => live?.answer(),
      hangUp: () => live?.hangUp(),
      toggleMute: () => live?.setMuted(!live.snapshot.muted),
      toggleHold: () => live?.setHeld(!live.snapshot.heldByUs),
      sendTones: async (digits) => {
        if (live === undefined) return;
        tones.value += digits;
        await live.sendDtmf(digits);
      },
      dismissEnd,
      redial: () => {
        const last = call.peek();
        dismissEnd();
        return last === undefined ? Promise.resolve(false) : dial(last.remote.number, { name: last.name });
      },
      unlockSound: async () => {
        await Promise.all([options.sounds?.unlock(), live?.playAudio()]);
      },
      retryConnection: () => {
        if (broken.peek()) attempt.value++;
        else engine.peek()?.retryNow();
      },
    };
  });
