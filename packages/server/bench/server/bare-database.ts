// What an answer costs with nothing but node:http and pg: runs the statements that the server runs for the path, as they
// are, and writes their rows as JSON. `bare-database.ts <connection string> <statements by path as JSON>`.
import { createServer } from "node:http";
import pg from "pg";
import { listen } from "./listen.ts";
import type { Statement } from "./statements.ts";

const pool = new pg.Pool({ connectionString: process.argv[2], max: 10, options: "-c jit=off" });
const statements = JSON.parse(process.argv[3] ?? "") as Record<string, readonly Statement[]>;

await listen(
  createServer((request, response) => {
    void (async () => {
      const [counted, page] = statements[request.url ?? ""] ?? [];
      if (!counted || !page) throw new RangeError(`no statements for ${request.url}`);
      const total = (await pool.query<object>(counted.sql, [...counted.values])).rows[0];
      const items = (await pool.query<object>(page.sql, [...page.values])).rows;
      const body = JSON.stringify({ items, total });
      response
        .writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) })
        .end(body);
    })();
  }),
);
