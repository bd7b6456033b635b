package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.NatsProcess;
import dev.catchment.broker.Provisioner;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Kind;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.frame.FrameBuilder;
import dev.catchment.contract.frame.FrameEvent;
import dev.catchment.testkit.ConfiguredNats;
import dev.catchment.testkit.TestNats;
import io.nats.client.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look at a store, on a real broker that they find through connection.json. */
class StoredCommandsIT {
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
    void theLogShowsEveryEventAndNamesWhatItCannotRead() throws Exception {
        // Given
        connection.jetStream().publish(NAMES.logSubject(0), frame("m-1", "m-2"));
        connection.jetStream().publish(NAMES.logSubject(1), frame("m-3"));
        connection.jetStream().publish(NAMES.logSubject(1), "no frame".getBytes(StandardCharsets.UTF_8));

        // When
        Cli cat = Cli.run("log", "cat", "--data", folder);

        // Then
        assertThat(cat.status()).isEqualTo(1);
        assertThat(cat.err()).contains("partition 1, sequence 2: ");
        assertThat(cat.out().lines().map(StoredCommandsIT::place))
                .containsExactly("0 1:0 m-1", "0 1:1 m-2", "1 1:0 m-3");
    }

    @Test
    void anEmptyStoreIsNoError() {
        assertThat(Cli.run("log", "cat", "--data", folder)).isEqualTo(new Cli(0, "", ""));
        assertThat(Cli.run("dead-letters", "cat", "--data", folder)).isEqualTo(new Cli(0, "", ""));
        assertThat(Cli.run("archive", "cat", "--data", folder)).isEqualTo(new Cli(0, "", ""));
        assertThat(Cli.run("archive", "ls", "--data", folder, "-o", "json")
                        .out()
                        .strip())
                .isEqualTo("[]");
    }

    @Test
    void aHubThatIsGoneIsNamed() {
        // Given
        nats.close();

        // When
        Cli cat = Cli.run("archive", "cat", "--data", folder);

        // Then
        assertThat(cat.status()).isEqualTo(1);
        assertThat(cat.err())
                .contains("cannot connect to NATS")
                .contains("is the hub on " + folder + " still running?");
    }

    @Test
    void aStoreIsOpenedWithCredentialsAsASecretHoldsThem() throws Exception {
        // Given
        Path credentials = Files.createDirectory(folder.resolve("credentials"));
        try (ConfiguredNats guarded = ConfiguredNats.start(folder.resolve("guarded"), """
                jetstream: {store_dir: "%s"}
                authorization: {user: operator, password: secret}
                """)) {
            Object[] cat = {
                "log", "cat", "--nats", guarded.url(), "--workspace", "acme", "--nats-credentials", credentials
            };

            // When
            Cli without = Cli.run(cat);
            Files.writeString(credentials.resolve("username"), "operator");
            Files.writeString(credentials.resolve("password"), "wrong");
            Cli refused = Cli.run(cat);
            Files.writeString(credentials.resolve("password"), "secret");
            BrokerSettings settings = BrokerSettings.inFolder(List.of(guarded.url()), credentials);
            try (Connection operator = BrokerConnection.open(settings, "test")) {
                new Provisioner(operator, new HubSpec(NAMES.hub(), 2, 1, 64 * MIB, 64 * MIB, 16 * MIB)).ensure();
                operator.jetStream().publish(NAMES.logSubject(0), frame("m-1"));
            }
            Cli with = Cli.run(cat);

            // Then
            assertThat(without.status()).isEqualTo(1);
            assertThat(without.err()).contains(credentials + " holds no NATS credentials", "username and password");
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("credentials").doesNotContain("wrong");
            assertThat(with.out().lines().map(StoredCommandsIT::place)).containsExactly("0 1:0 m-1");
        }
    }

    private static byte[] frame(String... messageIds) {
        FrameBuilder builder = new FrameBuilder(MIB / 2);
        for (String id : messageIds) {
            byte[] body = "{\"type\":\"track\",\"event\":\"e\",\"userId\":\"u\",\"messageId\":\"%s\"}"
                    .formatted(id)
                    .getBytes(StandardCharsets.UTF_8);
            Hash128.Hasher hasher = new Hash128.Hasher("web");
            assertThat(builder.add(new FrameEvent(
                            "web",
                            Kind.TRACK,
                            new byte[0],
                            body,
                            0,
                            body.length,
                            false,
                            hasher.hash(id),
                            hasher.hash("u"))))
                    .isTrue();
        }
        return builder.build(new UUID(1, 2), Instant.parse("2026-01-02T03:04:05Z"));
    }

    private static String place(String line) {
        try {
            JsonNode json = ContractJson.EVENTS.readTree(line);
            return json.get("partition").asText() + " " + json.get("position").asText() + " "
                    + json.at("/event/messageId").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
