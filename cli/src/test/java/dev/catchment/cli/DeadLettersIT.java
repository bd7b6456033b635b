package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.NatsProcess;
import dev.catchment.broker.Provisioner;
import dev.catchment.broker.archive.ArchiveEntry;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Position;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.undelivered.DeadLetter;
import dev.catchment.contract.undelivered.LetterReason;
import dev.catchment.contract.undelivered.RetryRecord;
import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.testkit.TestNats;
import io.nats.client.Connection;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dead-letters ls|cat|redrive} on a real broker, no plane running. */
class DeadLettersIT {
    private static final Subjects NAMES = new Subjects(new HubId("default", "acme"));
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder;

    private NatsProcess nats;
    private Connection connection;

    @BeforeEach
    void start() throws Exception {
        nats = TestNats.start(folder.resolve("nats"));
        connection = BrokerConnection.open(nats.settings(), "test");
        new Provisioner(connection, new HubSpec(NAMES.hub(), 2, 1, 64 * MIB, 64 * MIB, 16 * MIB)).ensure();
        ConnectionFile.of(NAMES.hub(), nats.settings()).write(folder);
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        nats.close();
    }

    @Test
    void lsCountsEventsByDestinationAndReasonWithTheFirstAndLastTime() throws Exception {
        // Given
        put(letter("crm", "web", "MESSAGE_REJECTED", "m1", 1));
        put(letter("ads", "web", "INVALID_SETTINGS", "m2", 2));
        put(letter("crm", "web", "MESSAGE_REJECTED", "m3", 3));
        put(expired("crm", List.of(0, 1, 5), 4));
        damagedFrame();

        // When
        Cli text = run("ls");
        Cli json = run("ls", "-o", "json");

        // Then
        assertThat(text.out().lines()).hasSize(5);
        assertThat(json.out().strip())
                .startsWith("[{\"destination\":\"_log\",\"reason\":\"DAMAGED_FRAME\",\"count\":1,")
                .endsWith(
                        "{\"destination\":\"ads\",\"reason\":\"INVALID_SETTINGS\",\"count\":1,\"first\":\"t-2\",\"last\":\"t-2\"},"
                                + "{\"destination\":\"crm\",\"reason\":\"LANE_EXPIRED\",\"count\":3,\"first\":\"t-4\",\"last\":\"t-4\"},"
                                + "{\"destination\":\"crm\",\"reason\":\"MESSAGE_REJECTED\",\"count\":2,\"first\":\"t-1\",\"last\":\"t-3\"}]");
    }

    @Test
    void filtersNarrowDownWhatIsShown() throws Exception {
        // Given
        put(letter("crm", "web", "MESSAGE_REJECTED", "m1", 1));
        put(letter("my.ads", "web", "BAD_REQUEST", "m2", 2));
        put(letter("crm", "app", "BAD_REQUEST", "m3", 3));
        put(letter("push", "app", "BAD_REQUEST", "m4", 4));
        damagedFrame();

        // Then
        assertThat(shown("--destination", "crm")).containsExactly("m1", "m3");
        assertThat(shown("--destination", "crm", "--destination", "my.ads")).containsExactly("m1", "m2", "m3");
        assertThat(shown("--source", "app")).containsExactly("m3", "m4");
        assertThat(shown("--reason", "BAD_REQUEST", "--source", "web")).containsExactly("m2");
        assertThat(shown("--message-id", "m4")).containsExactly("m4");
        assertThat(shown("--since", "1h", "--partition", "0", "--limit", "2")).containsExactly("m3", "m4");
        assertThat(shown("--until", "1h")).isEmpty();
        assertThat(shown("--since", "2999-01-01T00:00:00Z")).isEmpty();
        assertThat(shown("--partition", "1")).isEmpty();
        assertThat(shown("--destination", "none")).isEmpty();
        assertThat(run("cat", "--since", "yesterday").err()).contains("'yesterday' is no time: write 2026-");
    }

    @Test
    void aDamagedFrameIsShownAndCannotBeRedriven() throws Exception {
        // Given
        damagedFrame();

        // When
        Cli cat = run("cat");
        Cli redrive = run("redrive", "--all");

        // Then
        JsonNode shown = ContractJson.EVENTS.readTree(cat.out());
        assertThat(shown.path("detail").asText()).isEqualTo("checksum");
        assertThat(shown.path("partition").asInt()).isEqualTo(1);
        assertThat(shown.path("bytes").binaryValue()).isEqualTo("no frame".getBytes(StandardCharsets.UTF_8));
        assertThat(redrive.status()).isEqualTo(1);
        assertThat(redrive.err()).contains("kept: 1 of _log: these are damaged frames");
        assertThat(letters()).hasSize(1);
    }

    @Test
    void redriveWantsToKnowWhich() {
        assertThat(run("redrive").status()).isEqualTo(2);
        assertThat(run("redrive").err()).contains("which dead letters? Say --destination, another filter, or --all");
        assertThat(run("redrive", "--all", "--source", "web").status()).isEqualTo(2);
    }

    @Test
    void redriveStoresOneRecordForEachEventAndRemovesTheLetter() throws Exception {
        // Given
        destination("crm", true);
        put(letter("crm", "web", "BAD_REQUEST", "m1", 1));
        put(letter("crm", "web", "MESSAGE_REJECTED", "m2", 2));

        // When
        Cli dry = run("redrive", "--reason", "BAD_REQUEST", "--dry-run");
        Cli real = run("redrive", "--reason", "BAD_REQUEST", "-o", "json");
        Cli again = run("redrive", "--reason", "BAD_REQUEST");

        // Then
        assertThat(dry.out()).contains("would be re-driven: 1 events of 1 dead letters");
        assertThat(real.status()).isZero();
        assertThat(real.out().strip())
                .isEqualTo("{\"dryRun\":false,\"letters\":1,\"redriven\":1,\"underWay\":0,\"kept\":[]}");
        assertThat(again.out()).contains("re-driven: 0 events of 0 dead letters");
        assertThat(letters()).containsExactly("m2");
        MessageInfo record = records().getFirst();
        assertThat(record.getSubject()).isEqualTo(NAMES.redriveSubject(0, 1, 0));
        assertThat(record.getHeaders().getFirst(RetryRecord.ORIGIN)).isEqualTo("letter:1");
        assertThat(record.getHeaders().getFirst(RetryRecord.DESTINATION)).isEqualTo("crm");
        RetryRecord content = RetryRecord.parse(record.getData());
        assertThat(content.event().path("messageId").asText()).isEqualTo("m1");
        assertThat(content.mappings()).containsExactly("send");
        assertThat(content.position()).isEqualTo("7:1");
        assertThat(content.epoch()).isZero();
    }

    @Test
    void whatIsUnderWayIsNotStoredTwice() throws Exception {
        // Given
        destination("crm", true);
        put(letter("crm", "web", "BAD_REQUEST", "m1", 1));
        connection
                .jetStream()
                .publish(NAMES.redriveSubject(0, 1, 0), "a run that was cut off".getBytes(StandardCharsets.UTF_8));

        // When
        Cli redrive = run("redrive", "--destination", "crm");

        // Then
        assertThat(redrive.status()).isZero();
        assertThat(redrive.out()).contains("re-driven: 0 events of 1 dead letters; under way already: 1");
        assertThat(records()).hasSize(1);
        assertThat(letters()).isEmpty();
    }

    @Test
    void whatCannotBeRedrivenIsKeptAndSaid() throws Exception {
        // Given
        destination("off", false);
        destination("crm", true);
        put(letter("gone", "web", "BAD_REQUEST", "m1", 1));
        put(letter("off", "web", "BAD_REQUEST", "m2", 2));
        put(unreadable("crm"));
        put(expired("crm", List.of(0), 4));

        // When
        Cli redrive = run("redrive", "--all");

        // Then
        assertThat(redrive.status()).isEqualTo(1);
        assertThat(redrive.out()).contains("re-driven: 0 events of 4 dead letters");
        assertThat(redrive.err())
                .contains("kept: 1 of gone: there is no Destination of that name any more: create it again first")
                .contains("kept: 1 of off: the Destination is disabled")
                .contains("kept: 1 of crm: their events are no JSON objects")
                .contains("kept: 1 of crm: the archive does not hold all of their events any more");
        assertThat(records()).isEmpty();
        assertThat(letters()).hasSize(4);
    }

    @Test
    void eventsThatLieInTheArchiveAreRedrivenFromThere() throws Exception {
        // Given
        destination("crm", true);
        put(expired("crm", List.of(0, 2), 1));
        archive("7:0", "7:1", "7:2");

        // When
        Cli redrive = run("redrive", "--all");

        // Then
        assertThat(redrive.err()).isEmpty();
        assertThat(redrive.out()).contains("re-driven: 2 events of 1 dead letters");
        assertThat(letters()).isEmpty();
        List<RetryRecord> contents = new ArrayList<>();
        for (MessageInfo record : records()) {
            contents.add(RetryRecord.parse(record.getData()));
        }
        assertThat(contents).extracting(RetryRecord::position).containsExactly("7:0", "7:2");
        assertThat(contents)
                .extracting(content -> content.event().path("messageId").asText())
                .containsExactly("at 7:0", "at 7:2");
        assertThat(records())
                .extracting(MessageInfo::getSubject)
                .containsExactly(NAMES.redriveSubject(0, 1, 0), NAMES.redriveSubject(0, 1, 1));
    }

    @Test
    void aRedriveLeavesHalfOfTheRetryStreamToOthers() throws Exception {
        // Given
        destination("crm", true);
        put(letter("crm", "web", "BAD_REQUEST", "m1", 1));
        var management = connection.jetStreamManagement();
        var retries = management.getStreamInfo(NAMES.retryStream()).getConfiguration();
        management.updateStream(
                StreamConfiguration.builder(retries).maxBytes(20_000).build());
        connection.jetStream().publish(NAMES.retrySubject(0, RetryTier.FIRST), new byte[12_000]);

        // When
        CompletableFuture<Cli> redrive = CompletableFuture.supplyAsync(() -> run("redrive", "--all"));
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        boolean waited = !redrive.isDone();
        management.purgeStream(NAMES.retryStream());

        // Then
        assertThat(waited).isTrue();
        assertThat(redrive.get(30, TimeUnit.SECONDS).out()).contains("re-driven: 1 events of 1 dead letters");
        assertThat(letters()).isEmpty();
    }

    private Cli run(String command, String... options) {
        List<Object> arguments = new ArrayList<>(List.of("dead-letters", command, "--data", folder));
        arguments.addAll(List.of(options));
        return Cli.run(arguments.toArray());
    }

    /** messageIds of what cat shows. */
    private List<String> shown(String... options) throws Exception {
        Cli cat = run("cat", options);
        assertThat(cat.err()).isEmpty();
        List<String> ids = new ArrayList<>();
        for (String line : cat.out().lines().toList()) {
            JsonNode event = ContractJson.EVENTS.readTree(line).path("event");
            if (event.has("messageId")) {
                ids.add(event.path("messageId").asText());
            }
        }
        return ids;
    }

    private void put(DeadLetter letter) throws Exception {
        connection.jetStream().publish(NAMES.deadLetterSubject(letter.destination()), letter.toStoredJson());
    }

    private static DeadLetter letter(String destination, String source, String reason, String messageId, int number) {
        JsonNode event = ContractJson.EVENTS
                .createObjectNode()
                .put("messageId", messageId)
                .put("receivedAt", "2026-01-02T03:04:05.000Z");
        return letter(destination, source, reason, "7:" + number, null, number, event);
    }

    private static DeadLetter unreadable(String destination) {
        return letter(destination, "web", "UNREADABLE_EVENT", "7:0", null, 3, TextNode.valueOf("no JSON"));
    }

    private static DeadLetter expired(String destination, List<Integer> indexes, int number) {
        return letter(
                destination, "web", LetterReason.LANE_EXPIRED.name(), "7:" + indexes.getFirst(), indexes, number, null);
    }

    private static DeadLetter letter(
            String destination,
            String source,
            String reason,
            String position,
            @Nullable List<Integer> indexes,
            int number,
            @Nullable JsonNode event) {
        return new DeadLetter(
                DeadLetter.VERSION,
                destination,
                0,
                position,
                indexes,
                source,
                reason,
                "refused",
                1,
                null,
                "t-" + number,
                indexes == null ? List.of("send") : null,
                null,
                400,
                "",
                event);
    }

    private void damagedFrame() throws Exception {
        connection
                .jetStream()
                .publish(
                        NAMES.deadLetterSubject("_log"),
                        new Headers().add("Catchment-Reason", "checksum").add("Catchment-Position", "1/12"),
                        "no frame".getBytes(StandardCharsets.UTF_8));
    }

    private void destination(String name, boolean enabled) throws Exception {
        byte[] document =
                "{\"name\":\"%s\",\"enabled\":%s}".formatted(name, enabled).getBytes(StandardCharsets.UTF_8);
        connection.keyValue(NAMES.planBucket(Plane.DELIVERY)).put(DestinationDocument.key(name), document);
    }

    /** One object with events at these places of partition 0. */
    private void archive(String... places) throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            for (String place : places) {
                String line =
                        "{\"position\":\"%s\",\"source\":\"web\",\"event\":{\"messageId\":\"at %s\",\"receivedAt\":\"2026-01-02T03:04:05.000Z\"}}\n"
                                .formatted(place, place);
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        connection.objectStore(NAMES.archiveBucket()).put("object", new ByteArrayInputStream(compressed.toByteArray()));
        Instant at = Instant.parse("2026-01-02T03:04:05Z");
        ArchiveEntry entry = new ArchiveEntry(
                0, "object", "7:0", "8:0", places.length, 100, compressed.size(), List.of("web"), at, at);
        connection
                .keyValue(NAMES.archiveIndexBucket())
                .put(Subjects.archiveIndexKey(0, new Position(7, 0)), ContractJson.DOCUMENTS.writeValueAsBytes(entry));
    }

    private List<MessageInfo> records() throws Exception {
        return all(NAMES.retryStream());
    }

    /** messageIds, or what stands instead of one. */
    private List<String> letters() throws Exception {
        List<String> ids = new ArrayList<>();
        for (MessageInfo message : all(NAMES.deadLetterStream())) {
            String text = new String(message.getData(), StandardCharsets.UTF_8);
            ids.add(
                    text.startsWith("{")
                            ? ContractJson.EVENTS
                                    .readTree(text)
                                    .at("/event/messageId")
                                    .asText()
                            : text);
        }
        return ids;
    }

    private List<MessageInfo> all(String stream) throws Exception {
        var management = connection.jetStreamManagement();
        var state = management.getStreamInfo(stream).getStreamState();
        List<MessageInfo> all = new ArrayList<>();
        if (state.getMsgCount() == 0) {
            return all;
        }
        for (long sequence = state.getFirstSequence(); all.size() < state.getMsgCount(); ) {
            MessageInfo message = management.getNextMessage(stream, sequence, ">");
            all.add(message);
            sequence = message.getSeq() + 1;
        }
        return all;
    }
}
