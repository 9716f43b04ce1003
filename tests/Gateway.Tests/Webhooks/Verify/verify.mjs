// Reads [{ secret, headers, body }] from standard input and verifies each with two public libraries and with the code that the README shows (its path is the
// argument). Prints one line for each: what they say.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";

const { verify } = await import(pathToFileURL(process.argv[2]));
const check = (name, run) => {
  try {
    run();
    return `${name}: ok`;
  } catch (fault) {
    return `${name}: ${fault.message}`;
  }
};

for (const { secret, headers, body } of JSON.parse(readFileSync(0, "utf8"))) {
  console.log([
    check("standardwebhooks", () => new StandardWebhook(secret).verify(body, headers)),
    check("svix", () => new SvixWebhook(secret).verify(body, headers)),
    check("readme", () => verify(secret, headers, body)),
  ].join(", "));
}
