package dev.catchment.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policy that ships, with the kubectl that users have. No operator runs here. */
class AdmissionIT {
    private static final String NAMESPACE = "admission";
    private static final String TYPE = """
            apiVersion: catchment.dev/v1alpha1
            kind: DestinationType
            metadata: {name: %s}
            spec:
              version: "%s"
              config:
                properties:
                  url: {type: string, required: true, pattern: "https://.*"}
                  size: {type: string, pattern: "S|M|L"}
                  tags: {type: string, multiple: true, pattern: "[a-z]+"}
                  extra: {type: object}
                  loud: {type: boolean}
                  spaced: {type: string, pattern: "\\\\S+"}
                  odd: {type: string, pattern: "(?!x)a"}
                  token: {type: string, secret: true, required: true}
              bases: {common: {fields: {id: {type: string}}, requests: [{url: "${config.url}"}]}}
              actions:
                send: {bases: [common], fields: {text: {type: string}}}
                stop: {requests: [{url: "${config.url}"}]}
              presets: [{name: all, when: {cel: "true"}, action: send}]
            """;
    private static final String DESTINATION = """
            apiVersion: catchment.dev/v1alpha1
            kind: Destination
            metadata: {name: crm}
            spec:
              workspaceRef: {name: acme}
              type: policed
              sourceSelector: {}
              secretRef: {name: crm}
              config: {url: "https://crm.example"}
            """;
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("admission-test")
            .withForce(true)
            .build();

    private static KubernetesClient admin;
    private static Kubectl kubectl;

    @BeforeAll
    static void prepare() {
        admin = CatchmentOperator.client(TestTeam.cluster().adminConfig());
        kubectl = Kubectl.of(TestTeam.cluster(), NAMESPACE);
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        admin.resource(TYPE.formatted("policed", "2")).patch(APPLY);
        admin.resource(TYPE.formatted("policed-v1", "1").replace("size:", "length:"))
                .patch(APPLY);
        awaitRefusal(DESTINATION.replace("config: {", "config: {unheard: 1, "));
        awaitRefusal(DESTINATION
                .replace("type: policed", "type: policed\n  typeVersion: \"1\"")
                .replace("config: {", "config: {size: S, "));
    }

    @AfterAll
    static void tidy() {
        admin.namespaces().withName(NAMESPACE).delete();
        admin.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "config: { ~ config: {token: t, ~ spec.config.token: is a secret setting of type policed: put it into a Secret, name that in spec.secretRef",
                "config: { ~ config: {urll: x, ~ spec.config.urll: type policed has no such setting; it has",
                "https://crm ~ ftp://crm ~ spec.config.url: does not fit https://.*",
                "config: {url: \"https://crm.example\"} ~ config: {} ~ spec.config.url: is required by type policed",
                "secretRef: {name: crm} ~ suspend: false ~ spec.secretRef: is required: name a Secret that has token",
                "config: { ~ config: {size: XL, ~ spec.config.size: does not fit S|M|L",
                "config: { ~ config: {size: [S], ~ spec.config.size: must be of type string",
                "config: { ~ config: {tags: [a, 'B'], ~ spec.config.tags: does not fit [a-z]+",
                "config: { ~ config: {extra: 1, ~ spec.config.extra: must be of type object",
                "config: { ~ config: {loud: 'yes', ~ spec.config.loud: must be of type boolean",
                "{name: crm}\\n  c ~ {name: crm, keys: {tokn: a}}\\n  c ~ spec.secretRef.keys.tokn: type policed has no such secret setting; it has token",
                "type: policed ~ type: policed\\n  connectionMode: device ~ spec.connectionMode: type policed offers only cloud",
                "type: policed ~ type: policed\\n  presets: {disable: [al]} ~ spec.presets.disable: type policed has no preset al; it has all",
                "type: policed ~ type: policed\\n  mappings: [{name: m, action: snd, when: {cel: 'true'}}] ~ spec.mappings[m].action: type policed has no action snd; it has",
                "type: policed ~ type: policed\\n  mappings: [{name: m, action: send, when: {cel: 'true'}, fields: {id: 1, txt: a}}] ~ spec.mappings[m].fields.txt: action send has no such field",
                "config: { ~ config: {length: S, ~ spec.config.length: type policed has no such setting",
                "type: policed ~ type: policed\\n  typeVersion: '2'\\n  connectionMode: device ~ spec.connectionMode: type policed offers only cloud"
            })
    void whatTheTypeDoesNotTakeIsRefused(String from, String to, String message) {
        // When
        Kubectl.Result result = apply(DESTINATION.replace(
                from.strip().replace("\\n", "\n"), to.strip().replace("\\n", "\n")));

        // Then
        assertThat(result.output()).contains(message);
        assertThat(result.status()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "config: { ~ config: {size: M, tags: a, extra: {a: 1}, loud: 'true', ",
                "config: { ~ config: {tags: [], spaced: 'a b', odd: b, size: null, ",
                "type: policed ~ type: policed\\n  typeVersion: '1'",
                "type: policed ~ type: policed\\n  typeVersion: '3'\\n  connectionMode: device",
                "type: policed ~ type: not-there-yet\\n  connectionMode: device",
                "{name: crm}\\n  c ~ {name: crm, keys: {token: a}}\\n  c",
                "type: policed ~ type: policed\\n  presets: {disable: [all, '*']}\\n  connectionMode: cloud",
                "type: policed ~ type: policed\\n  mappings: [{name: m, action: send, when: {cel: 'true'}, fields: {id: 1, text: a}}, {name: other, action: stop, when: {cel: 'true'}}]"
            })
    void whatIsRightOrCannotBeJudgedPasses(String from, String to) {
        // When
        Kubectl.Result result = apply(DESTINATION.replace(
                from.strip().replace("\\n", "\n"), to.strip().replace("\\n", "\n")));

        // Then
        assertThat(result.output()).contains("crm created (server dry run)");
    }

    @Test
    void whatWasWrongBeforeMayStay() {
        // Given a Destination that its type no longer takes
        admin.resource(TYPE.formatted("shrinking", "1")).patch(APPLY);
        String full = DESTINATION
                .replace(
                        "type: policed",
                        "type: shrinking\n  connectionMode: cloud\n  mappings: [{name: m, action: stop, when: {cel: 'true'}}]")
                .replace("{name: crm}\nspec", "{name: shrunk}\nspec")
                .replace("config: {", "config: {size: M, ");
        admin.resource(full).inNamespace(NAMESPACE).create();
        admin.resource(TYPE.formatted("shrinking", "1")
                        .replaceFirst("(?m)^ *size: .*\\n", "")
                        .replaceFirst("(?m)^ *stop: .*\\n", "")
                        .replace("version:", "modes: [device]\n  version:"))
                .patch(APPLY);
        awaitRefusal(full.replace("{name: shrunk}", "{name: another}"));

        // When // Then everything else about it can be changed
        assertThat(kubectl.run("", "label", "destination", "shrunk", "a=b").output())
                .contains("labeled");
        assertThat(patch("{\"spec\":{\"suspend\":true}}")).contains("patched");
        assertThat(patch("{\"spec\":{\"config\":{\"url\":\"https://new.example\"}}}"))
                .contains("patched");
        assertThat(patch("{\"spec\":{\"secretRef\":{\"keys\":{\"token\":\"t\"}}}}"))
                .contains("patched");
        assertThat(kubectl.run(
                                "",
                                "patch",
                                "destination",
                                "shrunk",
                                "--subresource=status",
                                "--type=merge",
                                "-p",
                                "{\"status\":{\"observedGeneration\":1}}")
                        .output())
                .contains("patched");

        // And what is wrong can be mended, not made worse
        assertThat(patch("{\"spec\":{\"config\":{\"size\":\"L\"}}}"))
                .contains("spec.config.size: type shrinking has no such setting");
        assertThat(patch("{\"spec\":{\"config\":{\"unheard\":1}}}")).contains("spec.config.unheard");
        assertThat(patch(
                        "{\"spec\":{\"mappings\":[{\"name\":\"n\",\"action\":\"stop\",\"when\":{\"cel\":\"true\"}}]}}"))
                .contains("spec.mappings[n].action");
        assertThat(patch("{\"spec\":{\"config\":{\"size\":null}}}")).contains("patched");
        assertThat(kubectl.run("", "delete", "destination", "shrunk").output()).contains("deleted");
    }

    @Test
    void aNamespaceCanBeLeftOut() {
        // Given
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("admission-off")
                        .withLabels(Map.of("catchment.dev/admission", "off"))
                        .endMetadata()
                        .build())
                .create();

        // When
        Kubectl.Result result = Kubectl.of(TestTeam.cluster(), "admission-off")
                .run(DESTINATION.replace("config: {", "config: {unheard: 1, "), "apply", "--dry-run=server", "-f", "-");

        // Then
        assertThat(result.output()).contains("crm created (server dry run)");
    }

    private static Kubectl.Result apply(String yaml) {
        return kubectl.run(yaml, "apply", "--dry-run=server", "-f", "-");
    }

    private static String patch(String json) {
        return kubectl.run("", "patch", "destination", "shrunk", "--type=merge", "-p", json)
                .output();
    }

    /** kube-apiserver follows types and policies by watches of its own. */
    private static void awaitRefusal(String yaml) {
        await().atMost(TestTeam.PATIENCE).until(() -> apply(yaml).output().contains("denied request"));
    }
}
