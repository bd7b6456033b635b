package dev.catchment.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.Sealer;
import dev.catchment.contract.undelivered.DeadLetter;
import dev.catchment.contract.undelivered.LetterReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dead letter shows, and what it must not. */
class DeadLetterIT {
    private static final String SECRET = "hush/hush+\"1\"";

    @TempDir
    private Path folder;

    private TestHub hub;
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
        hub = new TestHub(folder);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        receiver.close();
    }

    @Test
    void whatTheToolGivesBackOfASecretIsNotStored() throws Exception {
        // Given
        String basic = Base64.getEncoder().encodeToString(("user:" + SECRET).getBytes(StandardCharsets.UTF_8));
        receiver.answer("crm", body -> 400);
        receiver.reply(
                "crm", body -> "bad key " + SECRET + "; you sent Basic " + basic + " and hush%2Fhush%2B%221%22; sorry");
        hub.put(secret(TestHub.webhook("crm", receiver.url("crm")))).publish();
        hub.plane("a");

        // When
        hub.write("web", "m1 user1");
        await().untilAsserted(() -> assertThat(hub.counts("crm").deadLettered()).isEqualTo(1));

        // Then
        byte[] stored = hub.connection
                .jetStreamManagement()
                .getLastMessage(TestHub.NAMES.deadLetterStream(), TestHub.NAMES.deadLetterSubject("crm"))
                .getData();
        DeadLetter letter = DeadLetter.parse(stored);
        assertThat(letter.reason()).isEqualTo(LetterReason.BAD_REQUEST.name());
        assertThat(letter.status()).isEqualTo(400);
        assertThat(letter.attempts()).isEqualTo(1);
        assertThat(letter.answer())
                .startsWith("bad key ***; you sent Basic ")
                .endsWith("*** and ***; sorry")
                .doesNotContain(basic);
        assertThat(new String(stored, StandardCharsets.UTF_8)).doesNotContain("hush");
    }

    private static DestinationDocument secret(DestinationDocument d) {
        byte[] settings = "{\"sharedSecret\":\"hush/hush+\\\"1\\\"\"}".getBytes(StandardCharsets.UTF_8);
        String sealed = Base64.getEncoder().encodeToString(new Sealer(TestHub.KEY.clone()).seal(settings, d.key()));
        return new DestinationDocument(
                d.name(),
                d.uid(),
                d.type(),
                d.typeVersion(),
                d.needs(),
                d.enabled(),
                d.suspend(),
                d.hold(),
                d.sources(),
                d.config(),
                sealed,
                d.disabledPresets(),
                d.mappings(),
                d.delivery(),
                d.mode());
    }
}
