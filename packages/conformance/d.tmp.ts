import { methods } from "./src/kit/operations.ts";
import { defectsOf } from "./src/samples/schema-defects.ts";
import { sampleOf } from "./src/samples/schema-samples.ts";
let n=0;
for (const m of methods) { const d=defectsOf(m); n+=d.length; const r=m.operation.input.safeParse(sampleOf(m.operation.input)); console.log(m.name, d.length, r.success ? "" : JSON.stringify(r.error!.issues.map((i:any)=>[i.path,i.message])), m.operation.right, m.versioned?"v":"", m.operation.idempotent?"i":"", m.pathMembers.join()); }
console.log(n); console.log(defectsOf(methods.find(m=>m.name==="users.create")!).map(d=>d.name+" "+JSON.stringify(d.errors)).slice(0,30).join("\n"));
