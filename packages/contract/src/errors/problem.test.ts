import assert from "node:assert/strict";
import { test } from "node:test";
import { CrewError, isCrewError, toCrewError } from "./crew-error.ts";
import { type ErrorCode, errorCodes } from "./error-codes.ts";
import { fromProblem, problemSchema, toProblem } from "./problem.ts";

const codes = Object.keys(errorCodes) as ErrorCode[];

test("every error survives the wire, with fields, figures and the present record", () => {
  for (const code of codes) {
    const error = new CrewError(code, {
      fields: [{ pointer: "/name/last", code: "too_long", params: { max: 100 } }],
      retryAfter: 30,
      current: { id: "u-1", version: "2" },
      requestId: "q-1",
    });
    const wire: unknown = JSON.parse(JSON.stringify(toProblem(error, error.requestId)));
    const back = fromProblem(problemSchema.parse(wire));
    assert.ok(isCrewError(back));
    const view = ({ code, fields, retryAfter, current, requestId, retryable }: CrewError) => ({
      code,
      fields,
      retryAfter,
      current,
      requestId,
      retryable,
    });
    assert.deepEqual(view(back), view(error));
  }
});

test("neither cause nor detail travels", () => {
  const error = new CrewError("internal", { cause: new Error("db password"), detail: "row 7 of users" });
  assert.deepEqual(toProblem(error), {
    type: "urn:crewdock:error:internal",
    title: "internal",
    status: 500,
    code: "internal",
    retryable: true,
  });
});

test("a code that is not in the table is no problem document", () => {
  assert.ok(!problemSchema.safeParse({ ...toProblem(new CrewError("gone")), code: "constructor" }).success);
});

test("an error of another copy of the package is recognised, a look-alike is not", () => {
  class Other extends Error {
    override readonly name = "CrewError";
    readonly code = "forbidden";
  }
  assert.ok(isCrewError(new Other()));
  assert.ok(!isCrewError({ name: "CrewError", code: "forbidden" }));
  assert.ok(!isCrewError(Object.assign(new Error("x"), { name: "CrewError", code: "nonsense" })));
  assert.ok(!isCrewError(Object.assign(new Error("x"), { name: "CrewError", code: "toString" })));
});

test("anything thrown becomes a code", () => {
  assert.equal(toCrewError(new DOMException("", "AbortError")).code, "cancelled");
  assert.equal(toCrewError(new DOMException("", "TimeoutError")).code, "timeout");
  assert.equal(toCrewError("text").code, "internal");
  assert.equal(toCrewError(undefined).code, "internal");
  const known = new CrewError("gone");
  assert.equal(toCrewError(known), known);
});
