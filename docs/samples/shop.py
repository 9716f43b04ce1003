"""A shop that sends through the gateway, with Python's standard library. See README.md beside this file."""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid

GATEWAY = os.environ.get("GATEWAY", "http://127.0.0.1:8080").rstrip("/")


def call(path, body, content_type, once):
    """The answer as JSON. Repeat it with the same key when the connection breaks: it is carried out once."""
    headers = {
        "Authorization": "Bearer " + os.environ["KEY"],
        "Content-Type": content_type,
        "Idempotency-Key": once,
    }
    try:
        with urllib.request.urlopen(urllib.request.Request(GATEWAY + path, body, headers), timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        problem = json.load(refused)
        sys.exit(f"{problem['code']}: {problem['title']} {problem.get('errors', problem.get('detail'))}")


def send(number, text):
    message = {"channel": "sms", "from": "15777985", "to": number, "text": text}
    answer = call("/v1/messages", json.dumps(message).encode(), "application/json", str(uuid.uuid4()))
    return answer["messages"][0]["id"]


def campaign(path):
    with open(path, "rb") as file:
        table = file.read()
    once = hashlib.sha256(table).hexdigest()  # A repeated upload of the same file sends nothing twice.
    batch = call("/v1/batches?channel=sms&from=15777985&priority=bulk", table, "text/csv", once)
    return f"{batch['id']} {batch['accepted']} {batch['rejected']}"


def verify(secret, webhook_id, timestamp, signatures, body):
    """Standard Webhooks, over the body's bytes as they came."""
    if abs(time.time() - int(timestamp)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(expected, one) for one in signatures.split(" "))


if __name__ == "__main__":
    if sys.argv[1] == "send":
        print(send(sys.argv[2], sys.argv[3]))
    elif sys.argv[1] == "campaign":
        print(campaign(sys.argv[2]))
    else:
        given = [os.environ[n] for n in ("SECRET", "WEBHOOK_ID", "WEBHOOK_TIMESTAMP", "WEBHOOK_SIGNATURE")]
        sys.exit(0 if verify(*given, sys.stdin.buffer.read()) else 1)
