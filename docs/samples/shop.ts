// A shop that sends through the gateway, with Node alone. See README.md beside this file.
import { createHash, createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";

const gateway = (process.env["GATEWAY"] ?? "http://127.0.0.1:8080").replace(/\/$/, "");

/** The answer as JSON. Repeat it with the same key when the connection breaks: it is carried out once. */
async function call<T>(path: string, body: BodyInit, contentType: string, once: string): Promise<T> {
  const answer = await fetch(gateway + path, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${process.env["KEY"] ?? ""}`,
      "Content-Type": contentType,
      "Idempotency-Key": once,
    },
    body,
  });
  if (!answer.ok) {
    throw new Error(await answer.text()); // A problem: code, title, detail, errors.
  }
  return (await answer.json()) as T;
}

export async function send(number: string, text: string): Promise<string> {
  const message = { channel: "sms", from: "15777985", to: number, text };
  const answer = await call<{ messages: [{ id: string }] }>(
    "/v1/messages", JSON.stringify(message), "application/json", randomUUID());
  return answer.messages[0].id;
}

export async function campaign(path: string): Promise<string> {
  const table = readFileSync(path, "utf8");
  const once = createHash("sha256").update(table).digest("hex"); // The same file again sends nothing twice.
  const batch = await call<{ id: string; accepted: number; rejected: number }>(
    "/v1/batches?channel=sms&from=15777985&priority=bulk", table, "text/csv", once);
  return `${batch.id} ${batch.accepted} ${batch.rejected}`;
}

/** Standard Webhooks, over the body as it came, before anything has parsed it. */
export function verify(secret: string, id: string, timestamp: string, signatures: string, body: string): boolean {
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) {
    return false;
  }
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const expected = Buffer.from("v1," + createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64"));
  return signatures.split(" ").map((one) => Buffer.from(one))
    .some((one) => one.length === expected.length && timingSafeEqual(one, expected));
}

const [command, ...rest] = process.argv.slice(2);
if (command === "send") {
  console.log(await send(rest[0] ?? "", rest[1] ?? ""));
} else if (command === "campaign") {
  console.log(await campaign(rest[0] ?? ""));
} else if (command === "verify") {
  const [secret, id, time, signatures] = ["SECRET", "WEBHOOK_ID", "WEBHOOK_TIMESTAMP", "WEBHOOK_SIGNATURE"]
    .map((name) => process.env[name] ?? "") as [string, string, string, string];
  process.exitCode = verify(secret, id, time, signatures, readFileSync(0, "utf8")) ? 0 : 1;
}
