import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./programs.ts";

/** Paths of a certificate and its key. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/** An authority of the lab's own and what it issued, made by openssl. */
export interface LabCertificates {
  readonly ca: string;
  readonly good: CertificateFiles;
  readonly wrongHost: CertificateFiles;
  readonly selfSigned: CertificateFiles;
  readonly expired: CertificateFiles;
}

export async function makeCertificates(openssl: string, dir: string, host: string): Promise<LabCertificates> {
  const at = (name: string): string => join(dir, name);
  const files = (name: string): CertificateFiles => ({ cert: at(`${name}.pem`), key: at(`${name}.key`) });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const signItself = (name: string, subject: string, extensions: readonly string[]): Promise<unknown> => {
    const out = ["-keyout", at(`${name}.key`), "-out", at(`${name}.pem`), "-days", "30", "-subj", `/CN=${subject}`];
    const added = extensions.flatMap((extension) => ["-addext", extension]);
    return run(openssl, ["req", "-x509", ...key, ...out, ...added]);
  };
  await signItself("ca", "Mail lab", ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"]);
  const issue = async (name: string, names: string, when: readonly string[]): Promise<void> => {
    const { cert, key: keyFile } = files(name);
    await run(openssl, ["req", ...key, "-keyout", keyFile, "-out", at(`${name}.csr`), "-subj", `/CN=${names}`]);
    await writeFile(at(`${name}.cnf`), issuerConfig(dir, name, names));
    await writeFile(at(`${name}.index`), "");
    await run(openssl, ["rand", "-hex", "-out", at(`${name}.serial`), "8"]);
    const request = ["-batch", "-notext", "-config", at(`${name}.cnf`), "-in", at(`${name}.csr`), "-out", cert];
    await run(openssl, ["ca", ...request, "-extensions", "server", ...when]);
  };
  await Promise.all([
    issue("good", host, ["-days", "30"]),
    issue("wrong-host", "other.example", ["-days", "30"]),
    // `openssl x509` of version 3.0 cannot date a certificate back, `openssl ca` can.
    issue("expired", host, ["-startdate", "20230101000000Z", "-enddate", "20240101000000Z"]),
    signItself("self-signed", host, [`subjectAltName=DNS:${host}`]),
  ]);
  return {
    ca: await readFile(at("ca.pem"), "utf8"),
    good: files("good"),
    wrongHost: files("wrong-host"),
    selfSigned: files("self-signed"),
    expired: files("expired"),
  };
}

function issuerConfig(dir: string, name: string, names: string): string {
  return `[ca]
default_ca = lab
[lab]
new_certs_dir = ${dir}
database = ${dir}/${name}.index
serial = ${dir}/${name}.serial
certificate = ${dir}/ca.pem
private_key = ${dir}/ca.key
default_md = sha256
policy = any
[any]
commonName = supplied
[server]
subjectAltName = DNS:${names}
extendedKeyUsage = serverAuth
`;
}
