package dev.catchment.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.NatsProcess;
import dev.catchment.broker.PlanPublisher;
import dev.catchment.broker.Provisioner;
import dev.catchment.contract.NatsKey;
import dev.catchment.contract.PlaneEnvironment;
import dev.catchment.contract.plan.IngestSettings;
import dev.catchment.testkit.TestAuthority;
import dev.catchment.testkit.TestNats;
import io.nats.client.Connection;
import io.nats.client.NKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The credentials that a Secret may hold for NATS, as files of a plane; each may change while the plane runs. */
class CredentialsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Path secret;
    private NatsProcess nats;
    private IngestPlane plane;

    @BeforeEach
    void makeTheMount() throws IOException {
        secret = Files.createDirectories(folder.resolve("secret"));
    }

    @AfterEach
    void stop() {
        if (plane != null) {
            plane.close();
        }
        if (nats != null) {
            nats.close();
        }
        http.close();
    }

    @Test
    void aTokenThatIsRotatedTooLateIsTakenUpWithoutARestart() throws Exception {
        // Given
        nats = TestNats.start(folder.resolve("nats"), "authorization { token: \"first\" }");
        put(NatsKey.TOKEN, "first\n");
        startPlane();
        assertThat(send()).isEqualTo(200);

        // When the server knows only the next one
        nats.restart("authorization { token: \"second\" }");
        await().atMost(PATIENCE).until(() -> !plane.ready());
        // Then it is refused twice, which is where jnats would close the connection
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(refusals()).isGreaterThan(1));

        // When
        put(NatsKey.TOKEN, "second");

        // Then
        await().atMost(PATIENCE).until(plane::ready);
        assertThat(send()).isEqualTo(200);
    }

    @Test
    void aUserAndAPasswordMayHaveAnyCharactersAndMayBecomeAToken() throws Exception {
        // Given
        String login = "authorization { user: \"in gest@team\", password: \"p:a/s%s+ö{}\" }";
        nats = TestNats.start(folder.resolve("nats"), login);
        put(NatsKey.USER, "in gest@team");
        put(NatsKey.PASSWORD, "p:a/s%s+ö{}");
        startPlane();
        assertThat(send()).isEqualTo(200);

        // When
        Files.delete(secret.resolve(NatsKey.USER.key()));
        Files.delete(secret.resolve(NatsKey.PASSWORD.key()));
        put(NatsKey.TOKEN, "now a token");
        nats.restart("authorization { token: \"now a token\" }");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(send()).isEqualTo(200));
        await().atMost(PATIENCE).until(plane::ready);
    }

    @Test
    void aCredentialsFileIsReadAtEachConnect() throws Exception {
        // Given
        NKey first = NKey.createUser(null);
        NKey second = NKey.createUser(null);
        nats = TestNats.start(folder.resolve("nats"), users(first));
        put(NatsKey.CREDENTIALS, credentials(first));
        startPlane();
        assertThat(send()).isEqualTo(200);

        // When
        put(NatsKey.CREDENTIALS, credentials(second));
        nats.restart(users(second));

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(send()).isEqualTo(200));
    }

    @Test
    void bothSidesShowCertificatesAndBothMayChange() throws Exception {
        // Given
        TestAuthority authority = new TestAuthority();
        nats = TestNats.start(folder.resolve("nats"), tls(authority, "127.0.0.1"));
        show(authority);
        startPlane();
        assertThat(send()).isEqualTo(200);

        // When everything is signed by another one
        TestAuthority other = new TestAuthority();
        nats.restart(tls(other, "127.0.0.1"));
        await().atMost(PATIENCE).until(() -> !plane.ready());
        show(other);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(send()).isEqualTo(200));
        await().atMost(PATIENCE).until(plane::ready);
    }

    @Test
    void aServerThatIsNotTheOneItSaysIsNotTalkedTo() throws Exception {
        // Given a certificate that the right authority made out to somebody else
        TestAuthority authority = new TestAuthority();
        nats = TestNats.start(folder.resolve("nats"), tls(authority, "other.example"));
        show(authority);

        // Then
        assertThatThrownBy(() -> BrokerConnection.open(settings(), "test"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(nats.url())
                .hasMessageContaining("127.0.0.1 found");

        // When the authority is another one
        show(new TestAuthority());

        // Then
        assertThatThrownBy(() -> BrokerConnection.open(settings(), "test"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Signature does not match");

        // When what the Secret holds is no certificate
        put(NatsKey.CA, "nonsense");

        // Then
        assertThatThrownBy(() -> BrokerConnection.open(settings(), "test"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("\"ca.crt\" holds no certificate");
    }

    @Test
    void noMessageShowsThePassword() throws Exception {
        // Given
        nats = TestNats.start(folder.resolve("nats"), "authorization { user: ingest, password: right }");
        put(NatsKey.USER, "ingest");
        put(NatsKey.PASSWORD, "wr0ng-one");

        // Then
        assertThatThrownBy(() -> BrokerConnection.open(settings(), "test"))
                .hasMessageContaining("credentials were refused")
                .satisfies(e -> assertThat(shown(e)).doesNotContain("wr0ng-one"));

        // When
        nats.close();

        // Then
        assertThatThrownBy(() -> BrokerConnection.open(settings(), "test"))
                .hasMessageContaining("Connection refused")
                .satisfies(e -> assertThat(shown(e)).doesNotContain("wr0ng-one"));
    }

    private void startPlane() throws Exception {
        try (Connection connection = BrokerConnection.open(settings(), "test")) {
            new Provisioner(connection, new HubSpec(IngestFixture.HUB, 1, 1, 1 << 26, 1 << 26, 1 << 24)).ensure();
            new PlanPublisher(connection, IngestFixture.NAMES)
                    .publish(List.of(new IngestSettings(1), IngestFixture.source("web", "web-key")));
        }
        plane = IngestPlane.start(
                new IngestConfig(
                        IngestFixture.HUB,
                        "ingest-0",
                        "127.0.0.1",
                        0,
                        0,
                        IngestConfig.DEFAULT_WAITING_BYTES,
                        settings()),
                Clock.systemUTC());
        await().atMost(PATIENCE).until(plane::ready);
    }

    /** As the operator tells a plane. */
    private BrokerSettings settings() {
        return BrokerSettings.fromEnvironment(
                Map.of(PlaneEnvironment.NATS_SERVERS, nats.url(), PlaneEnvironment.NATS_CREDENTIALS_DIR, secret + "/"));
    }

    private int send() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + plane.httpPort() + "/v1/track"))
                .header("Authorization", IngestFixture.basic("web-key:"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"userId\":\"u\",\"event\":\"e\"}"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private long refusals() throws IOException {
        try (var lines = Files.lines(folder.resolve("nats").resolve("nats.log"))) {
            return lines.filter(line -> line.contains("authentication error")).count();
        }
    }

    private void put(NatsKey key, String content) throws IOException {
        put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    private void put(NatsKey key, byte[] content) throws IOException {
        Files.write(secret.resolve(key.key()), content);
    }

    private void show(TestAuthority authority) throws Exception {
        TestAuthority.Identity own = authority.client("ingest");
        put(NatsKey.CA, authority.certificate());
        put(NatsKey.CERTIFICATE, own.certificate());
        put(NatsKey.PRIVATE_KEY, own.key());
    }

    private String tls(TestAuthority authority, String address) throws Exception {
        Path files = Files.createDirectories(folder.resolve("server"));
        TestAuthority.Identity server = authority.serverOf(address);
        return "tls { cert_file: \"%s\", key_file: \"%s\", ca_file: \"%s\", verify: true }"
                .formatted(
                        Files.write(files.resolve("crt"), server.certificate()),
                        Files.write(files.resolve("key"), server.key()),
                        Files.write(files.resolve("ca"), authority.certificate()));
    }

    private static String users(NKey user) throws Exception {
        return "authorization { users: [ { nkey: %s } ] }".formatted(new String(user.getPublicKey()));
    }

    private static String credentials(NKey user) throws Exception {
        return """
                -----BEGIN NATS USER JWT-----
                of.no.matter
                ------END NATS USER JWT------

                -----BEGIN USER NKEY SEED-----
                %s
                ------END USER NKEY SEED------
                """.formatted(new String(user.getSeed()));
    }

    private static String shown(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            all.append(each);
        }
        return all.toString();
    }
}
