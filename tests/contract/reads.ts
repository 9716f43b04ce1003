// What a typed client may rely on. It is only compiled: a change of the document that breaks it breaks users too.
import type { components, operations, webhooks } from "./gateway";

type Schemas = components["schemas"];
type Sent = operations["SendMessage"]["responses"][202]["content"]["application/json"];

/** What may be null is looked at; what may not needs no look. */
export function told(message: Schemas["Message"]): string {
  const code: number | undefined = message.result?.code;
  const first: Schemas["TimelineEntry"] | undefined = message.timeline[0];
  return `${message.status} ${code ?? "no result"} ${message.to.phone?.length ?? 0} ${first?.at ?? ""}`;
}

/** An event is known by its type. */
export function happened(event: Schemas["GatewayEvent"]): string {
  switch (event.type) {
    case "message.delivered":
    case "message.failed":
      return told(event.data);
    case "vendor.down":
      return event.data.reason ?? event.data.name;
    case "batch.completed":
      return `${event.data.counts?.delivered ?? 0}`;
    case "quota.reached":
      return `${event.data.quota} ${event.data.percent}`;
    default:
      return event.timestamp;
  }
}

export const request: Schemas["SendMessageRequest"] = {
  channel: "sms",
  from: "15777985",
  to: ["01012341234", { phone: "01012341234", variables: { name: "홍길동" } }],
  text: "#{name}",
};

// @ts-expect-error a message without recipients
export const nobody: Schemas["SendMessageRequest"] = { channel: "sms", text: "a" };

// @ts-expect-error a status that there is not
export const status: Schemas["MessageStatus"] = "done";

export const first = (sent: Sent): string | undefined => sent.messages[0]?.id;

export type Delivered = webhooks["message.delivered"]["post"]["requestBody"]["content"]["application/json"]["data"];
export const text = (message: Delivered): string | null => message.text;
