import {
  contractVersion,
  isoTimeSchema,
  operations,
  passwordPolicySchema,
  problemSchema,
  recordingInfoSchema,
  useReportSchema,
} from "@crewdock/contract";
import * as z from "zod/mini";
import {
  acceptanceSchema,
  invitationSchema,
  loginSchema,
  sessionEndSchema,
  sessionSchema,
  tokenRequestSchema,
} from "../auth/host-routes.ts";
import type { AnyOperation } from "@crewdock/contract/serve";
import { isConditional } from "./conditional.ts";

type Json = Readonly<Record<string, unknown>>;

const CONTENT_TYPES = {
  json: "application/json",
  ndjson: "application/x-ndjson",
  binary: "audio/*",
  sse: "text/event-stream",
} as const;

const PROBLEM: Json = {
  description: "A problem (RFC 9457)",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

interface HostRoute {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly input: z.ZodMiniType;
  readonly output: z.ZodMiniType;
}

/** What only the host's backend calls; the widgets' operations are in the contract. */
const HOST_ROUTES: readonly HostRoute[] = [
  {
    path: "/tokens",
    operationId: "host.mintToken",
    summary: "Mints a token for the widgets of a person whom the host has signed in.",
    input: tokenRequestSchema,
    output: z.object({ token: z.string(), expiresAt: isoTimeSchema }),
  },
  {
    path: "/logins",
    operationId: "host.logIn",
    summary: "Checks a login name or e-mail address and a password.",
    input: loginSchema,
    output: z.object({ userId: z.string(), name: z.string(), sessionId: z.string() }),
  },
  {
    path: "/sessions",
    operationId: "host.beginSession",
    summary: "Begins a session of somebody whom the host has signed in by itself.",
    input: sessionSchema,
    output: z.object({ userId: z.string(), name: z.string(), sessionId: z.string() }),
  },
  {
    path: "/sessions/end",
    operationId: "host.endSession",
    summary: "Ends a session when the person logs out: its tokens are refused from now on.",
    input: sessionEndSchema,
    output: z.object({ ended: z.boolean() }),
  },
  {
    path: "/invitations/read",
    operationId: "host.readInvitation",
    summary: "Tells whom a link is for and what the password has to be like.",
    input: invitationSchema,
    output: z.object({
      userId: z.string(),
      name: z.string(),
      login: z.string(),
      expiresAt: isoTimeSchema,
      passwordPolicy: passwordPolicySchema,
      personalWords: z.array(z.string()),
    }),
  },
  {
    path: "/invitations/accept",
    operationId: "host.acceptInvitation",
    summary: "Sets the password that an invited person has chosen; the link works once.",
    input: acceptanceSchema,
    output: z.object({ userId: z.string(), login: z.string() }),
  },
  {
    path: "/uses",
    operationId: "host.reportUses",
    summary: "Tells of the use of rights in the host's own pages; at most 1,000 uses at once.",
    input: useReportSchema,
    output: z.void(),
  },
];

/** The one host's route whose body is no JSON. */
const RECORDING_ROUTE: Json = {
  operationId: "host.attachRecording",
  tags: ["host"],
  summary: "Stores what was recorded of a call, in place of a recording that is there: 1 byte to 64 MiB.",
  security: [{ hostKey: [] }],
  parameters: [
    { name: "id", in: "path", required: true, schema: { type: "string" } },
    {
      name: "seconds",
      in: "query",
      required: true,
      description: "How long it is.",
      schema: { type: "integer", minimum: 0, maximum: 999_999_999 },
    },
  ],
  requestBody: { required: true, content: { "audio/*": { schema: {} } } },
  responses: {
    200: {
      description: "Answer",
      content: { "application/json": { schema: schemaOf(recordingInfoSchema, "output") } },
    },
    default: PROBLEM,
  },
};

/**
 * The OpenAPI 3.1 description of the API, made from the contract's operations. Rules that JSON Schema cannot say
 * (an e-mail address, a known time zone) are not in it; the server checks them all the same.
 */
export function openApiDocument(basePath: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [port, verbs] of Object.entries(operations)) {
    for (const [verb, operation] of Object.entries(verbs as Readonly<Record<string, AnyOperation>>)) {
      const path = (paths[operation.path] ??= {});
      path[operation.method.toLowerCase()] = describe(`${port}.${verb}`, port, operation);
    }
  }
  for (const { path, ...route } of HOST_ROUTES) paths[path] = { ...paths[path], post: describeHostRoute(route) };
  paths["/calls/{id}/recording"] = { ...paths["/calls/{id}/recording"], put: RECORDING_ROUTE };
  return {
    openapi: "3.1.0",
    info: { title: "Crewdock", version: contractVersion },
    servers: [{ url: `${basePath}/v1` }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "A widget's short-lived token." },
        hostKey: { type: "http", scheme: "bearer", description: "The key of the host's backend; never in a page." },
      },
      schemas: { Problem: schemaOf(problemSchema, "output") },
    },
  };
}

function describe(operationId: string, tag: string, operation: AnyOperation): Json {
  const input = schemaOf(operation.input, "input");
  const members = (input["properties"] ?? {}) as Readonly<Record<string, Json>>;
  const required = (input["required"] ?? []) as readonly string[];
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const rest = Object.keys(members).filter((name) => !inPath.includes(name) && name !== "version");
  return {
    operationId,
    tags: [tag],
    ...(operation.right === null ? {} : { "x-crewdock-right": operation.right }),
    parameters: [
      ...inPath.map((name) => ({ name, in: "path", required: true, schema: members[name] ?? { type: "string" } })),
      ...(operation.body === undefined ? rest : []).map((name) => queryParameter(name, members[name] ?? {}, required)),
      ...("version" in members ? [header("If-Match", 'The version in quotes, such as `"7"`.')] : []),
      ...(operation.idempotent
        ? [header("Idempotency-Key", "1 to 128 visible ASCII characters; kept for 24 hours.")]
        : []),
      ...(isConditional(operation) ? [{ ...header("If-None-Match", "The ETag of an answer."), required: false }] : []),
    ],
    ...(operation.body === undefined ? {} : { requestBody: body(operation, members, required, rest) }),
    responses: {
      ...answer(operation),
      default: PROBLEM,
    },
  };
}

function describeHostRoute({ operationId, summary, input, output }: Omit<HostRoute, "path">): Json {
  const content = (schema: Json): Json => ({ "application/json": { schema } });
  return {
    operationId,
    tags: ["host"],
    summary,
    security: [{ hostKey: [] }],
    requestBody: { required: true, content: content(schemaOf(input, "input")) },
    responses: {
      ...(isVoid(output)
        ? { 204: { description: "Done" } }
        : { 200: { description: "Answer", content: content(schemaOf(output, "output")) } }),
      default: PROBLEM,
    },
  };
}

function queryParameter(name: string, schema: Json, required: readonly string[]): Json {
  const structured = schema["type"] === "object" || schema["type"] === "array";
  const place = { name, in: "query", required: required.includes(name) };
  return structured ? { ...place, content: { "application/json": { schema } } } : { ...place, schema };
}

function header(name: string, description: string): Json {
  return { name, in: "header", required: true, description, schema: { type: "string" } };
}

function body(
  operation: AnyOperation,
  members: Readonly<Record<string, Json>>,
  required: readonly string[],
  rest: readonly string[],
): Json {
  const schema =
    operation.body === "*"
      ? {
          type: "object",
          properties: Object.fromEntries(rest.map((name) => [name, members[name]])),
          required: required.filter((name) => rest.includes(name)),
        }
      : members[String(operation.body)];
  return { required: true, content: { "application/json": { schema } } };
}

function answer(operation: AnyOperation): Json {
  if (isVoid(operation.output)) return { 204: { description: "Done" } };
  const schema = operation.answer === "binary" ? {} : schemaOf(operation.output, "output"); // bytes have none
  const content = { [CONTENT_TYPES[operation.answer]]: { schema } };
  if (!isConditional(operation)) return { 200: { description: "Answer", content } };
  const ETag = { description: "For If-None-Match; not the version.", schema: { type: "string" } };
  return { 200: { description: "Answer", headers: { ETag }, content }, 304: { description: "As you have it" } };
}

function isVoid(schema: z.ZodMiniType): boolean {
  return schema._zod.def.type === "void";
}

function schemaOf(schema: z.ZodMiniType, io: "input" | "output"): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return json;
}
