export * from "./address.ts";
export * from "./digest.ts";
export * from "./message.ts";
