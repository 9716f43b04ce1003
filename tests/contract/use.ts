// Uses a running gateway as a customer's program does, through types made from openapi.yaml alone: strict, without a
// cast. It prints one line for each thing that worked; the test reads them.
import createClient from "openapi-fetch";
import type { components, paths } from "./gateway.js";

type GatewayEvent = components["schemas"]["GatewayEvent"];
type Message = components["schemas"]["Message"];

const baseUrl = process.argv[2] ?? "http://127.0.0.1:8080";
const key = process.env["GATEWAY_KEY"] ?? "";
const api = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` } });

function told(problem: components["schemas"]["Problem"]): string {
    return [problem.code, ...(problem.errors ?? []).map((fault) => `${fault.pointer} ${fault.code}`)].join(" ");
}

/** What can be null must be asked for: the compiler sees to it. */
function ending(message: Message): string {
    const code = message.result === null ? "none" : message.result.name;
    const fallback = message.fallback === null ? "none" : message.fallback.state;
    return `${message.status} result=${code} fallback=${fallback}`;
}

/** Each event has the data of its type. */
function about(event: GatewayEvent): string {
    switch (event.type) {
        case "message.delivered":
        case "message.failed":
            return `${event.type} ${event.data.to.phone ?? "?"}`;
        case "batch.completed":
            return `${event.type} ${event.data.accepted}`;
        case "webhook.test":
            return event.type;
        default:
            return event.type;
    }
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (let tries = 0; tries < 300; tries++) {
        const seen = await look();
        if (seen !== undefined) {
            return seen;
        }

        await new Promise((resolve) => setTimeout(resolve, 100));
    }

    throw new Error("It did not come within 30 s.");
}

const sent = await api.POST("/v1/messages", {
    body: { channel: "sms", from: "15777985", to: "010-1234-1234", text: "안녕하세요", priority: "high" },
    params: { header: { "Idempotency-Key": `typescript-${Date.now()}` } },
});
if (sent.error !== undefined || !("batchId" in sent.data)) { // A dry run would answer with something else.
    throw new Error("Not sent.");
}

const id = sent.data.messages[0]?.id ?? "";
console.log(`sent ${sent.response.status} ${sent.data.messages.length}`);

const first = await api.GET("/v1/messages/{id}", { params: { path: { id } } });
console.log(`read ${first.data === undefined ? "nothing" : first.data.kakao === null}`);

const delivered = await until(async () => {
    const read = await api.GET("/v1/messages/{id}", { params: { path: { id } } });
    return read.data?.status === "delivered" ? read.data : undefined;
});
console.log(ending(delivered));

const refused = await api.POST("/v1/messages", { body: { channel: "sms", from: "15777985", to: "010-1", text: "x" } });
if (refused.error === undefined || !("code" in refused.error)) { // What a dry run answers has no code.
    throw new Error("Not refused.");
}

console.log(`refused ${refused.response.status} ${told(refused.error)}`);

const listed = await api.GET("/v1/messages", { params: { query: { status: ["delivered"], limit: 1 } } });
if (listed.data === undefined || typeof listed.data === "string") {
    throw new Error("With Accept: text/csv it would be a file.");
}

console.log(`listed ${listed.data.items.length} ${typeof listed.data.nextCursor}`);

const hook = await api.POST("/v1/webhooks", {
    body: { url: "https://example.com/hook", events: ["message.*", "batch.completed"], description: "TypeScript" },
});
console.log(`webhook ${hook.response.status} ${hook.data?.secret?.startsWith("whsec_")}`);

const form = new FormData();
form.set("file", new Blob([new Uint8Array(Buffer.from("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"))]), "주문.pdf");
const file = await api.POST("/v1/files", { body: form as never, bodySerializer: () => form });
console.log(`file ${file.response.status} ${file.data?.usableFor.join(",")} ${file.data?.width === null}`);

const batch = await api.POST("/v1/batches", {
    body: { name: "봄", defaults: { channel: "sms", from: "15777985" }, messages: [{ to: "01012341235", text: "하나" }] },
});
const csv = await api.POST("/v1/batches", {
    params: { query: { channel: "sms", from: "15777985" } },
    headers: { "Content-Type": "text/csv" },
    body: "to,text\n01012341236,둘\n010,셋\n",
    bodySerializer: (body) => body as string,
});
if (csv.data === undefined || !("accepted" in csv.data) || batch.data === undefined || !("accepted" in batch.data)) {
    throw new Error("No batch.");
}

console.log(`batch ${batch.data.accepted} csv ${csv.data.accepted} ${csv.data.rejected}`);

const seen = await until(async () => {
    const page = await api.GET("/v1/events", { params: { query: { types: ["batch.completed"], limit: 200 } } });
    return page.data?.items.find((event) => event.type === "batch.completed");
});
console.log(about(seen));

const vendors = await api.GET("/v1/vendors");
console.log(`vendors ${vendors.data?.items.map((vendor) => vendor.heartbeat === null).length}`);
