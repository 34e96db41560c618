import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { describe, it } from "node:test";
import { makeCertificate } from "./certificate.ts";

describe("throw-away certificates", () => {
  const authority = makeCertificate({ commonName: "Test authority" });
  const server = makeCertificate({ commonName: "localhost", names: ["localhost", "127.0.0.1"], issuer: authority });
  const root = new X509Certificate(authority.cert);
  const leaf = new X509Certificate(server.cert);

  it("chain from an authority to a server", () => {
    assert.ok(root.ca);
    assert.ok(!leaf.ca);
    assert.ok(root.verify(root.publicKey));
    assert.ok(leaf.verify(root.publicKey));
    assert.ok(leaf.checkIssued(root));
    assert.ok(!leaf.verify(leaf.publicKey));
  });

  it("are good for their names and no others", () => {
    assert.equal(leaf.checkHost("localhost"), "localhost");
    assert.equal(leaf.checkIP("127.0.0.1"), "127.0.0.1");
    assert.equal(leaf.checkHost("example.com"), undefined);
    assert.deepEqual(leaf.keyUsage, ["1.3.6.1.5.5.7.3.1"]);
  });

  it("are valid in the time that was asked for, also beyond 2049", () => {
    const [notBefore, notAfter] = [new Date("2020-02-03T04:05:06Z"), new Date("2055-01-02T03:04:05Z")];
    const made = new X509Certificate(makeCertificate({ commonName: "x", names: ["x"], notBefore, notAfter }).cert);
    assert.equal(made.validFromDate.getTime(), notBefore.getTime());
    assert.equal(made.validToDate.getTime(), notAfter.getTime());
  });
});
