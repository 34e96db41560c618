import { afterEach } from "node:test";
import type { DevRegistrarOptions } from "../index.ts";
import { RegistrarFixture } from "./registrar-fixture.ts";

/** For the tests of a file: starts a registrar for one of them, which is stopped after it. */
export function useRegistrar(): (options?: Partial<DevRegistrarOptions>) => Promise<RegistrarFixture> {
  let fixture: RegistrarFixture | undefined;
  afterEach(async () => {
    await fixture?.stop();
    fixture = undefined;
  });
  return async (options) => {
    fixture = await RegistrarFixture.start(options);
    return fixture;
  };
}
