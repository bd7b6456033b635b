package dev.catchment.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.segment.analytics.kotlin.core.Configuration;
import com.segment.analytics.kotlin.core.compat.ConfigurationBuilder;
import com.segment.analytics.kotlin.core.compat.JavaAnalytics;
import com.segment.analytics.kotlin.core.utilities.InMemoryStorageProvider;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import kotlinx.serialization.json.Json;
import kotlinx.serialization.json.JsonElementKt;
import kotlinx.serialization.json.JsonObject;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Makes calls with Segment's SDK for Kotlin, the core of that for Android, as an app would. It speaks TLS only and first
 * asks the hub for its settings. It runs in a process of its own, which trusts the test's certificate.
 */
final class KotlinSdk {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** How long it may take until the SDK sends anything. */
    private static final Duration START = Duration.ofSeconds(20);

    private static final int STARTS = 3;

    private KotlinSdk() {}

    /**
     * Makes the calls and returns when each is answered; the SDK does not tell by itself. If it is slow to put itself
     * together it drops every call and never sends one: then the app is opened once more, and makes them again.
     */
    static void send(SdkRun run, String writeKey) throws IOException, InterruptedException {
        Path file = Files.createTempFile("calls", ".ndjson");
        Path log = Files.createTempFile("kotlin-sdk", ".log");
        try {
            SdkSender.write(run.calls(), run.calls().size(), file);
            for (int start = 1; !run.everythingIsAnswered(); start++) {
                Process app = open(run, writeKey, file, log);
                try {
                    within(START, () -> run.proxy().wasAsked() || !app.isAlive());
                    if (run.proxy().wasAsked()) {
                        within(PATIENCE, () -> run.everythingIsAnswered() || !app.isAlive());
                    }
                } finally {
                    app.destroyForcibly().waitFor();
                }
                if (!run.everythingIsAnswered()) {
                    if (run.proxy().wasAsked() || start == STARTS) {
                        throw new AssertionError("not every call was answered: " + Files.readString(log));
                    }
                    System.out.println("[test] Kotlin's SDK has sent nothing, the app is opened again");
                }
            }
        } finally {
            Files.delete(file);
            Files.delete(log);
        }
    }

    private static void within(Duration time, Callable<Boolean> condition) {
        try {
            await().atMost(time).until(condition);
        } catch (ConditionTimeoutException e) {
            // Whoever waited looks at what came of it.
        }
    }

    private static Process open(SdkRun run, String writeKey, Path calls, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djavax.net.ssl.trustStore=" + run.tls().store(),
                        "-Djavax.net.ssl.trustStorePassword=" + TestTls.PASSWORD,
                        "-Djavax.net.ssl.trustStoreType=PKCS12",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KotlinSdk.class.getName(),
                        run.host(),
                        writeKey,
                        calls.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** The app: HOST WRITE_KEY FILE. Runs until it is ended. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String api = arguments[0] + "/v1";
        Configuration configuration = new ConfigurationBuilder(arguments[1])
                .setApplication("catchment-e2e")
                .setApiHost(api)
                .setCdnHost(api)
                .setFlushInterval(1)
                .build();
        // The default writes into one folder per machine and write key.
        configuration.setStorageProvider(new InMemoryStorageProvider());
        JavaAnalytics analytics = new JavaAnalytics(configuration);
        for (String line : Files.readAllLines(Path.of(arguments[2]))) {
            call(analytics, ContractJson.EVENTS.readTree(line));
        }
        analytics.flush();
        Thread.currentThread().join();
    }

    private static void call(JavaAnalytics analytics, JsonNode call) {
        switch (call.get("type").asText()) {
            case "identify" -> analytics.identify(call.get("userId").asText(), json(call.get("traits")));
            case "track" -> analytics.track(call.get("event").asText(), json(call.get("properties")));
            case "screen" -> analytics.screen(call.get("name").asText(), json(call.get("properties")));
            case "group" -> analytics.group(call.get("groupId").asText(), json(call.get("traits")));
            default -> analytics.alias(call.get("userId").asText());
        }
    }

    private static JsonObject json(JsonNode object) {
        return JsonElementKt.getJsonObject(Json.Default.parseToJsonElement(object.toString()));
    }
}
