package dev.catchment.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.segment.analytics.kotlin.core.Configuration;
import com.segment.analytics.kotlin.core.compat.ConfigurationBuilder;
import com.segment.analytics.kotlin.core.compat.JavaAnalytics;
import com.segment.analytics.kotlin.core.utilities.InMemoryStorageProvider;
import dev.catchment.contract.ContractJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import kotlinx.serialization.json.Json;
import kotlinx.serialization.json.JsonElementKt;
import kotlinx.serialization.json.JsonObject;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Makes calls with Segment's SDK for Kotlin, the core of that for Android, as an app would. It speaks TLS only and first
 * asks the hub for its settings. It runs in a process of its own, which trusts the test's certificate.
 */
final class KotlinSdk {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private KotlinSdk() {}

    /** @param host such as {@code 127.0.0.1:8443}
     * @param sent whether the SDK has an answer for everything: it does not tell by itself */
    static void send(String host, TestTls tls, String writeKey, List<ObjectNode> calls, BooleanSupplier sent)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("calls", ".ndjson");
        Path log = Files.createTempFile("kotlin-sdk", ".log");
        Process process = null;
        try {
            SdkSender.write(calls, calls.size(), file);
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djavax.net.ssl.trustStore=" + tls.store(),
                            "-Djavax.net.ssl.trustStorePassword=" + TestTls.PASSWORD,
                            "-Djavax.net.ssl.trustStoreType=PKCS12",
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KotlinSdk.class.getName(),
                            host,
                            writeKey,
                            file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Process running = process;
            try {
                await().atMost(PATIENCE).until(() -> sent.getAsBoolean() || !running.isAlive());
            } catch (ConditionTimeoutException e) {
                throw new AssertionError("the SDK still waits for answers: " + Files.readString(log), e);
            }
            if (!sent.getAsBoolean()) {
                throw new AssertionError("the SDK ended: " + Files.readString(log));
            }
        } finally {
            if (process != null) {
                process.destroyForcibly().waitFor();
            }
            Files.delete(file);
            Files.delete(log);
        }
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
