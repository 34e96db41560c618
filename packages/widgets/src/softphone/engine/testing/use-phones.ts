import { expect } from "chai";
import { FakeSipServer } from "./fake-sip-server.ts";
import { makePhone, type Phone } from "./phones.ts";

/** A fresh SIP server for each test, and phones that are put away after it. */
export interface PhoneBench {
  readonly server: FakeSipServer;
  readonly phone: (user: string, options?: Parameters<typeof makePhone>[2]) => Phone;
}

/** Sets up phones for the tests of the suite in which it is called. */
export function usePhones(): PhoneBench {
  let server: FakeSipServer;
  const phones: Phone[] = [];
  beforeEach(() => (server = new FakeSipServer()));
  afterEach(() => {
    const used = phones.splice(0);
    for (const { engine } of used) engine.dispose();
    for (const { microphone } of used) expect(microphone.liveTracks, "live microphone tracks").to.equal(0);
  });
  return {
    get server() {
      return server;
    },
    phone: (user, options) => {
      const made = makePhone(server, user, options);
      phones.push(made);
      return made;
    },
  };
}
