// The floor: node:http with an answer that is ready, `bare-bytes.ts <file of the answer>`.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { listen } from "./listen.ts";

const body = await readFile(process.argv[2] ?? "");
await listen(
  createServer((_request, response) => {
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length }).end(body);
  }),
);
