import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { dayName } from "./day-name.ts";
import { normalizeNumber, readableNumber } from "./phone-number.ts";

const written: Readonly<Record<string, string>> = {
  "+74950000100": "+7 495 000-01-00",
  "+48221234567": "+48 22 123 45 67",
  "+5511987654321": "+55 11 98765-4321",
  "+551133334444": "+55 11 3333-4444",
  "+442079460958": "+44 20 7946 0958",
  "+441632960001": "+44 1632 960001",
  "+12125550123": "+1 212 555 0123",
  "+33142685300": "+33 1 42 68 53 00",
  "+420222333444": "+420 222 333 444",
  "+3725551234": "+372 555 1234",
};
for (const [plain, readable] of Object.entries(written)) {
  test(`writes ${plain} as ${readable}, which dials the same`, () => {
    equal(readableNumber(plain), readable);
    deepEqual(normalizeNumber(readable), { ok: true, number: plain });
  });
}

for (const number of ["1042", "84951234567", "*98#", "+7", "+4822", "anonymous", "", "+123456789012345678"]) {
  test(`leaves ${JSON.stringify(number)} as it is`, () => equal(readableNumber(number), number));
}

test("names today and yesterday by the calendar, not by hours", () => {
  const now = new Date(2026, 10, 21, 0, 10);
  equal(dayName(new Date(2026, 10, 21, 0, 5), now, "en-GB"), "Today");
  equal(dayName(new Date(2026, 10, 20, 23, 59), now, "en-GB"), "Yesterday");
  equal(dayName(new Date(2026, 10, 20, 0, 1), now, "ru"), "Вчера");
  equal(dayName(new Date(2026, 10, 19, 23, 59), now, "en-GB"), "19 Nov");
});

test("adds the year to a day of another one", () => {
  const now = new Date(2026, 0, 2);
  equal(dayName(new Date(2025, 10, 12), now, "en-GB"), "12 Nov 2025");
});
