import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A shop that sends through the gateway, with the JDK alone. See README.md beside this file. */
class Shop {
    static final String GATEWAY = System.getenv().getOrDefault("GATEWAY", "http://127.0.0.1:8080").replaceAll("/$", "");

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "send" -> System.out.println(send(args[1], args[2]));
            case "campaign" -> System.out.println(campaign(Path.of(args[1])));
            default -> System.exit(verify(env("SECRET"), env("WEBHOOK_ID"), env("WEBHOOK_TIMESTAMP"),
                env("WEBHOOK_SIGNATURE"), System.in.readAllBytes()) ? 0 : 1);
        }
    }

    static String send(String number, String text) throws Exception {
        var json = """
            { "channel": "sms", "from": "15777985", "to": "%s", "text": "%s" }"""
            .formatted(number, text.replace("\\", "\\\\").replace("\"", "\\\""));
        var once = UUID.randomUUID().toString();
        var answer = call("/v1/messages", json.getBytes(StandardCharsets.UTF_8), "application/json", once);
        return find(answer, "\"messages\":\\[\\{\"id\":\"([^\"]+)\""); // A library reads JSON better.
    }

    static String campaign(Path file) throws Exception {
        var table = Files.readAllBytes(file);
        // A repeated upload of the same file sends nothing twice.
        var once = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(table));
        var batch = call("/v1/batches?channel=sms&from=15777985&priority=bulk", table, "text/csv", once);
        return find(batch, "\"id\":\"([^\"]+)\"") + " " + find(batch, "\"accepted\":(\\d+)") + " "
            + find(batch, "\"rejected\":(\\d+)");
    }

    /** Standard Webhooks, over the body's bytes as they came. */
    static boolean verify(String secret, String id, String timestamp, String signatures, byte[] body) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        var expected = ("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body))).getBytes(StandardCharsets.UTF_8);
        return Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(timestamp)) <= 300
            && Arrays.stream(signatures.split(" ")).anyMatch(
                one -> MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), expected));
    }

    /** Repeat it with the same key when the connection breaks: it is carried out once. */
    static String call(String path, byte[] body, String contentType, String once) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(GATEWAY + path))
            .header("Authorization", "Bearer " + env("KEY")).header("Content-Type", contentType)
            .header("Idempotency-Key", once).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.body()); // A problem: code, title, detail, errors.
        }
        return answer.body();
    }

    static String env(String name) {
        return System.getenv(name);
    }

    static String find(String json, String pattern) {
        var found = Pattern.compile(pattern).matcher(json);
        return found.find() ? found.group(1) : "";
    }
}
