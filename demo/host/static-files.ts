import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/**
 * What the page may do: its own scripts and styles and nothing inline, its own server and WebSockets, media of its own.
 * Every string that would run as script is refused (Trusted Types).
 */
export const contentSecurityPolicy: string =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws:; img-src 'self' data:; media-src 'self' blob:; require-trusted-types-for 'script'";

const headers = {
  "content-security-policy": `${contentSecurityPolicy}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  "permissions-policy": "microphone=(self), camera=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

const pages: Readonly<Record<string, string>> = { "/": "index.html", "/invitation": "invitation.html" };

const folders = ["../public/", "../dist/web/"].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));

/** Answers with a file of the page or of the built bundle; null where there is none. */
export async function staticFile(path: string): Promise<Response | null> {
  const name = pages[path] ?? (path.startsWith("/assets/") ? normalize(path.slice("/assets/".length)) : "");
  const type = types[extname(name)];
  if (type === undefined || name.startsWith("..")) return null;
  for (const folder of folders) {
    try {
      const hashed = /-[\w-]{8}\.js$/.test(name);
      return new Response(await readFile(join(folder, name)), {
        headers: {
          ...headers,
          "content-type": type,
          "cache-control": hashed ? "public, max-age=31536000, immutable" : "no-cache",
        },
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  return null;
}
