package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.ReferencesIT.secret;
import static dev.catchment.operator.TestTeam.condition;
import static dev.catchment.operator.TestTeam.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.contract.plan.DestinationDocument;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every reference, wrong in every way: what is said, that nothing else stops, and that it mends by itself. */
class WrongReferencesIT extends TeamTest {
    private static final String TYPE = """
            apiVersion: catchment.dev/v1alpha1
            kind: DestinationType
            metadata: {name: %s}
            spec:
              version: "%s"
              config: {properties: {url: {type: string}}}
              actions: {send: {requests: [{url: "%s"}]}}
              presets: [{name: all, when: {cel: "true"}, action: send}]
            """;

    /** @param says what the message must hold: what is wrong, where, what to do */
    private record Wrong(String kind, String name, String condition, String expected, List<String> says) {
        static Wrong of(String kind, String name, String condition, String expected, String... says) {
            return new Wrong(kind, name, condition, expected, List.of(says));
        }

        String reason() {
            return expected.substring(expected.indexOf('/') + 1);
        }
    }

    private static final List<Wrong> MISSING = List.of(
            Wrong.of(
                    "Source",
                    "no-secret",
                    "ResolvedRefs",
                    "False/RefNotFound",
                    "spec.writeKeys[0].secretKeyRef: there is no Secret key-1: create it"),
            Wrong.of(
                    "Source",
                    "no-key",
                    "ResolvedRefs",
                    "False/RefNotFound",
                    "has no value under the key k; it has other"),
            Wrong.of("Source", "unsendable", "ResolvedRefs", "False/InvalidSecret", "key-3", "Basic authorization"),
            Wrong.of(
                    "Source",
                    "lost",
                    "ResolvedRefs",
                    "False/RefNotFound",
                    "spec.workspaceRef.name: there is no Workspace \"later\"",
                    "create it, or correct the name"),
            Wrong.of(
                    "Destination",
                    "no-type",
                    "ResolvedRefs",
                    "False/UnknownType",
                    "spec.type: there is no DestinationType telegraph; known:"),
            Wrong.of(
                    "Destination",
                    "no-version",
                    "ResolvedRefs",
                    "False/UnknownType",
                    "spec.typeVersion: type telegram is not there in version 9; there is 1"),
            Wrong.of(
                    "Destination",
                    "bad-type",
                    "ResolvedRefs",
                    "False/TypeNotAccepted",
                    "telex",
                    "its own status says why"),
            Wrong.of(
                    "Destination",
                    "no-source",
                    "ResolvedRefs",
                    "False/RefNotFound",
                    "spec.sourceRefs[1]: there is no source late in this workspace"),
            Wrong.of(
                    "Destination",
                    "no-secret",
                    "ResolvedRefs",
                    "False/RefNotFound",
                    "spec.secretRef.name: there is no Secret token-1"),
            Wrong.of(
                    "Destination",
                    "no-token",
                    "ResolvedRefs",
                    "False/RefNotFound",
                    "spec.secretRef.keys.sharedSecret",
                    "has no key token for the setting sharedSecret; it has other"),
            Wrong.of(
                    "Destination",
                    "bad-token",
                    "ResolvedRefs",
                    "False/InvalidSecret",
                    "token-3",
                    "ends in a line break"),
            Wrong.of(
                    "Destination",
                    "no-filter",
                    "ResolvedRefs",
                    "False/RefNotFound",
                    "spec.requiredFilterRefs[0]: events wait: there is no filter late-filter"),
            Wrong.of("Destination", "off-filter", "Programmed", "False/HeldByFilter", "off", "enable it"),
            Wrong.of(
                    "Filter",
                    "no-sources",
                    "ResolvedRefs",
                    "False/RefNotFound",
                    "spec.sourceRefs[0]",
                    "no source late"),
            Wrong.of(
                    "Filter",
                    "no-destinations",
                    "ResolvedRefs",
                    "False/RefNotFound",
                    "spec.destinationRefs[0]",
                    "no destination late"));

    private static final List<Wrong> INVALID = List.of(
            Wrong.of(
                    "Destination",
                    "odd-field",
                    "Accepted",
                    "False/InvalidConfig",
                    "spec.secretRef.keys.colour: type webhook has no secret setting colour; it has sharedSecret"),
            Wrong.of(
                    "Destination",
                    "told",
                    "Accepted",
                    "False/SecretInConfig",
                    "spec.config.sharedSecret",
                    "spec.secretRef"),
            Wrong.of("Filter", "broken", "Accepted", "False/InvalidExpression", "spec.when.cel"),
            Wrong.of("DestinationType", "telex", "Accepted", "False/InvalidSpec", "spec."));

    @AfterEach
    void removeTypes() {
        for (String type : List.of("telegraph", "telegram", "telegram-v9", "telex")) {
            team.admin.resources(DestinationType.class).withName(type).delete();
        }
    }

    @Test
    void eachIsSaidStopsNothingElseAndMendsByItself() {
        // Given
        team.apply(WORKSPACE, SOURCE, destination("plain", true));
        team.runPlanes("acme");
        eventually().untilAsserted(() -> assertThat(condition(team.destination("plain"), "Ready"))
                .isEqualTo("True/Ready"));

        // When
        wrong();

        // Then each says what is wrong, and nothing else stops
        eventually()
                .untilAsserted(() -> SoftAssertions.assertSoftly(softly -> {
                    MISSING.forEach(each -> check(softly, each, "Reconciling", "Stalled"));
                    INVALID.forEach(each -> check(softly, each, "Stalled", "Reconciling"));
                    softly.assertThat(condition(team.destination("nobody"), "Accepted"))
                            .isEqualTo("True/SelectsNothing");
                    softly.assertThat(condition(team.destination("nobody"), "Ready"))
                            .isEqualTo("True/Ready");
                    softly.assertThat(condition(team.filter("nothing"), "Accepted"))
                            .isEqualTo("True/SelectsNothing");
                    softly.assertThat(condition(team.source("ended"), "Accepted"))
                            .isEqualTo("True/WriteKeysExpired");
                    softly.assertThat(condition(team.destination("plain"), "Accepted"))
                            .isEqualTo("True/Accepted");
                }));
        eventually()
                .untilAsserted(() -> SoftAssertions.assertSoftly(softly -> {
                    MISSING.forEach(each -> told(softly, each));
                    INVALID.stream()
                            .filter(each -> !each.kind().equals("DestinationType"))
                            .forEach(each -> told(softly, each));
                }));
        assertThat(team.plan("acme")).containsKeys("destination.plain", "source.web");
        assertThat(hold("no-secret")).contains("there is no Secret token-1");
        assertThat(hold("no-source")).isNull();

        // When what was missing appears
        mend();

        // Then
        eventually()
                .untilAsserted(() -> SoftAssertions.assertSoftly(softly -> MISSING.stream()
                        .filter(each -> !each.name().equals("lost"))
                        .forEach(each -> softly.assertThat(condition(resource(each.kind(), each.name()), "Ready"))
                                .as(each.toString())
                                .isEqualTo("True/Ready"))));
        eventually().untilAsserted(() -> assertThat(condition(team.source("lost"), "ResolvedRefs"))
                .isEqualTo("True/Resolved"));
        assertThat(hold("no-secret")).isNull();
    }

    @Test
    void whatBecomesWrongLaterStaysInForceAsItWas() {
        // Given
        team.apply(
                WORKSPACE,
                SOURCE,
                secret("token-1", "token", "first"),
                webhook("crm", "sourceSelector: {}", "secretRef: {name: token-1, keys: {sharedSecret: token}}"),
                webhook("of-web", "sourceRefs: [{name: web}]", ""));
        team.runPlanes("acme");
        eventually().untilAsserted(() -> assertThat(condition(team.destination("crm"), "Ready"))
                .isEqualTo("True/Ready"));
        DestinationDocument good = document("crm");

        // When the Secret goes, and then the Source
        team.admin.secrets().inNamespace(team.namespace).withName("token-1").delete();
        eventually().untilAsserted(() -> assertThat(condition(team.destination("crm"), "ResolvedRefs"))
                .isEqualTo("False/RefNotFound"));
        team.admin.resource(team.source("web")).delete();

        // Then it says that it goes on with what it had
        assertThat(condition(team.destination("crm"), "Programmed")).isEqualTo("False/LastGood");
        assertThat(message(team.destination("crm"), "Programmed")).contains("last good version of it stays in force");
        assertThat(document("crm")).isEqualTo(good);
        eventually().untilAsserted(() -> assertThat(condition(team.destination("of-web"), "ResolvedRefs"))
                .isEqualTo("False/RefNotFound"));

        // When the Source is back, and the Secret with another value
        team.apply(SOURCE, secret("token-1", "token", "second"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.destination("crm"), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.destination("of-web"), "Ready")).isEqualTo("True/Ready");
        });
        assertThat(document("crm").sealed()).isNotEqualTo(good.sealed());
    }

    @Test
    void aWriteKeyEndsWithoutAnythingHappening() {
        // Given
        team.apply(
                WORKSPACE, secret("keys", "k", "abc"), source("web", "keys", ", notAfter: \"2100-01-01T00:00:00Z\""));
        eventually()
                .untilAsserted(() -> assertThat(team.source("web").getStatus().acceptedKeys())
                        .isEqualTo(1));

        // When
        Instant end = Instant.now().plusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
        team.apply(source("web", "keys", ", notAfter: \"" + end + "\""));

        // Then, later
        eventually().untilAsserted(() -> {
            assertThat(condition(team.source("web"), "Accepted")).isEqualTo("True/WriteKeysExpired");
            assertThat(team.source("web").getStatus().acceptedKeys()).isZero();
        });
        assertThat(Instant.now()).isAfterOrEqualTo(end);
    }

    @Test
    void aCertificateThatIsNotThereYetHoldsUpNothing() {
        // When
        team.apply(
                WORKSPACE.replace(
                        "spec: {}",
                        "spec: {ingest: {exposure: {ingress: {hosts: [in.example], tlsSecretName: certificate}}}}"),
                SOURCE);

        // Then what is to issue it finds the Ingress
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "ResolvedRefs"))
                .isEqualTo("False/RefNotFound"));
        assertThat(message(team.workspace("acme"), "ResolvedRefs"))
                .contains("spec.ingest.exposure.ingress.tlsSecretName", "no Secret \"certificate\"");
        assertThat(condition(team.workspace("acme"), "Reconciling")).startsWith("True/");
        assertThat(team.admin
                        .network()
                        .v1()
                        .ingresses()
                        .inNamespace(team.namespace)
                        .list()
                        .getItems())
                .hasSize(1);
        eventually().until(() -> team.plan("acme").containsKey("source.web"));

        // When
        team.apply(secret("certificate", "tls.crt", "of-some-authority"));

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "ResolvedRefs"))
                .isEqualTo("True/Resolved"));
    }

    private void wrong() {
        team.apply(
                source("no-secret", "key-1", ""),
                secret("key-2", "other", "abc"),
                source("no-key", "key-2", ""),
                secret("key-3", "k", "\"two words\""),
                source("unsendable", "key-3", ""),
                source("lost", "key-4", "").replace("{name: acme}", "{name: later}"),
                secret("key-4", "k", "of-lost"),
                secret("key-5", "k", "ended"),
                source("ended", "key-5", ", notAfter: \"2020-01-01T00:00:00Z\""));
        team.apply(
                TYPE.formatted("telegram", "1", "https://telegram.example"),
                TYPE.formatted("telex", "1", "https://telex.example/${config.}"));
        team.apply(
                webhook("no-type", "sourceSelector: {}", "").replace("type: webhook", "type: telegraph"),
                webhook("no-version", "sourceSelector: {}", "typeVersion: \"9\"")
                        .replace("type: webhook", "type: telegram"),
                webhook("bad-type", "sourceSelector: {}", "").replace("type: webhook", "type: telex"),
                webhook("no-source", "sourceRefs: [{name: web}, {name: late}]", ""),
                webhook("nobody", "sourceSelector: {matchLabels: {team: none}}", ""),
                webhook("no-secret", "sourceSelector: {}", "secretRef: {name: token-1, keys: {sharedSecret: token}}"),
                secret("token-2", "other", "abc"),
                webhook("no-token", "sourceSelector: {}", "secretRef: {name: token-2, keys: {sharedSecret: token}}"),
                secret("token-3", "token", "\"abc\\n\""),
                webhook("bad-token", "sourceSelector: {}", "secretRef: {name: token-3, keys: {sharedSecret: token}}"),
                webhook("odd-field", "sourceSelector: {}", "secretRef: {name: token-3, keys: {colour: token}}"),
                webhook("told", "sourceSelector: {}", "").replace("config: {", "config: {sharedSecret: hush, "),
                webhook("no-filter", "sourceSelector: {}", "requiredFilterRefs: [{name: late-filter}]"),
                webhook("off-filter", "sourceSelector: {}", "requiredFilterRefs: [{name: off}]"));
        team.apply(
                filter("off", "sourceSelector: {}", "destinationSelector: {}")
                        .replace("drop: {}", "drop: {}\n  enabled: false"),
                filter("no-sources", "sourceRefs: [{name: late}]", "destinationSelector: {}"),
                filter("no-destinations", "sourceSelector: {}", "destinationRefs: [{name: late}]"),
                filter("nothing", "sourceSelector: {}", "destinationSelector: {matchLabels: {tier: none}}"),
                filter("broken", "sourceSelector: {}", "destinationRefs: [{name: nobody-at-all}, {name: told}]")
                        .replace("== 'staff'", "=="));
    }

    private void mend() {
        team.apply(
                secret("key-1", "k", "one"),
                secret("key-2", "k", "two"),
                secret("key-3", "k", "three"),
                secret("token-1", "token", "one"),
                secret("token-2", "token", "two"),
                secret("token-3", "token", "three"),
                WORKSPACE.replace("name: acme", "name: later"),
                TYPE.formatted("telegraph", "1", "https://telegraph.example"),
                TYPE.formatted("telegram-v9", "9", "https://telegram.example"),
                TYPE.formatted("telex", "1", "https://telex.example"),
                SOURCE.replace("name: web}", "name: late}"),
                webhook("late", "sourceSelector: {}", ""),
                filter("late-filter", "sourceSelector: {}", "destinationSelector: {}"),
                filter("off", "sourceSelector: {}", "destinationSelector: {}")
                        .replace("drop: {}", "drop: {}\n  enabled: true"));
    }

    private void check(SoftAssertions softly, Wrong wrong, String is, String isNot) {
        HasMetadata resource = resource(wrong.kind(), wrong.name());
        softly.assertThat(condition(resource, wrong.condition()))
                .as(wrong.toString())
                .isEqualTo(wrong.expected());
        softly.assertThat(message(resource, wrong.condition()))
                .as(wrong.toString())
                .contains(wrong.says());
        softly.assertThat(message(resource, wrong.condition())).doesNotContain("hush", "two words");
        softly.assertThat(condition(resource, "Ready")).as(wrong.toString()).isEqualTo("False/" + wrong.reason());
        softly.assertThat(condition(resource, is)).as(wrong.toString()).isEqualTo("True/" + wrong.reason());
        softly.assertThat(condition(resource, isNot)).as(wrong.toString()).startsWith("False/");
    }

    private void told(SoftAssertions softly, Wrong wrong) {
        softly.assertThat(team.events(wrong.kind(), wrong.name()))
                .as(wrong.toString())
                .contains("Warning " + wrong.reason());
    }

    private HasMetadata resource(String kind, String name) {
        return switch (kind) {
            case "Source" -> team.source(name);
            case "Destination" -> team.destination(name);
            case "Filter" -> team.filter(name);
            default ->
                team.admin.resources(DestinationType.class).withName(name).get();
        };
    }

    private DestinationDocument document(String destination) {
        Map<String, ?> plan = team.plan("acme");
        return (DestinationDocument) plan.get("destination." + destination);
    }

    private String hold(String destination) {
        return document(destination).hold();
    }

    private static String source(String name, String secret, String more) {
        return """
                apiVersion: catchment.dev/v1alpha1
                kind: Source
                metadata: {name: %s}
                spec:
                  workspaceRef: {name: acme}
                  type: server
                  writeKeys: [{secretKeyRef: {name: %s, key: k}%s}]
                """.formatted(name, secret, more);
    }

    private static String webhook(String name, String sources, String more) {
        return destination(name, true).replace("sourceSelector: {}", sources)
                + (more.isEmpty() ? "" : "  " + more + "\n");
    }

    private static String filter(String name, String sources, String destinations) {
        return FILTER.replace("no-staff", name)
                .replace("sourceSelector: {}", sources)
                .replace("destinationSelector: {}", destinations);
    }
}
