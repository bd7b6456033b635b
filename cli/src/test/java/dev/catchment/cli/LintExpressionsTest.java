package dev.catchment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Expressions that do not compile are marked at the character, wherever they stand and however they are written. */
class LintExpressionsTest {
    private static final String TYPE = """
            apiVersion: catchment.dev/v1alpha1
            kind: DestinationType
            metadata: {name: tool}
            spec:
              version: "1"
              config: {properties: {region: {type: string, default: eu}, token: {type: string, secret: true}}}
              actions:
                track:
                  fields: {name: {type: string, default: "${event.event}"}}
                  requests:
                    - url: https://tool.example/
                      body: {json: {n: "${fields.name}"}}
              presets: [{name: all, when: {cel: "true"}, action: track}]
            """;
    private static final String DESTINATION = """
            apiVersion: catchment.dev/v1alpha1
            kind: Destination
            metadata: {name: crm}
            spec:
              workspaceRef: {name: acme}
              type: tool
              sourceSelector: {}
              mappings:
                - name: orders
                  action: track
                  when: {cel: "true"}
                  fields:
                    name: plain
            """;

    @TempDir
    private Path folder;

    /** In each replacement, § stands before the character that is to be marked. */
    static Stream<Arguments> mistakes() {
        String filter = TestFolder.FILTER;
        String when = "{cel: \"event.type == 'track' && event.event == 'Heartbeat'\"}";
        return Stream.of(
                mistake("a plain scalar", filter, when, "{cel: event.type == §evnt.type}"),
                mistake("a quoted scalar", filter, when, "{cel: 'event.a == ''b'' && §evnt.c'}"),
                mistake("escapes", filter, when, "{cel: \"event.a == \\\"\\u00e4\\\" && §evnt.c\"}"),
                mistake(
                        "a literal block",
                        filter,
                        when,
                        "\n    cel: |\n      event.a == 'b'\n        && §evnt.c == 'd'"),
                mistake("a folded block", filter, when, "\n    cel: >-\n      event.a == 'b'\n      && §evnt.c == 'd'"),
                mistake("a folded plain scalar", filter, when, "\n    cel: event.a == 'b'\n      && §evnt.c == 'd'"),
                mistake("FQL", filter, when, "{fql: 'type = \"track\" and §lenth(event) > 3'}"),
                mistake("FQL in a block", filter, when, "\n    fql: |\n      type = \"track\"\n      and event §== 3"),
                mistake("syntax", filter, when, "{cel: \"event.a == §&& true\"}"),
                mistake("a field's default", TYPE, "${event.event}", "to ${event.a} and ${§evnt.b}"),
                mistake("a preset's condition", TYPE, "{cel: \"true\"}", "{cel: event.a == §evnt.b}"),
                mistake("a request's URL", TYPE, "https://tool.example/", "https://tool.example/${§feilds.name}"),
                mistake("a body", TYPE, "\"${fields.name}\"", "\"${uuid}-${§filds.name}\""),
                mistake(
                        "a setting that there is not",
                        TYPE,
                        "\"${fields.name}\"",
                        "\"${uuid}-${lower(§config.regoin)}\""),
                mistake("a field that there is not", TYPE, "\"${fields.name}\"", "\"${'a' + §fields.nmae}\""),
                mistake("a mapping's field", DESTINATION, "plain", "'${''a'' + §evnt.b}'"),
                mistake("a mapping's setting", DESTINATION, "plain", "a ${§config.regoin}"),
                mistake("a mapping's condition", DESTINATION, "{cel: \"true\"}", "{cel: \"has(event.a) && §evnt.b\"}"));
    }

    private static Arguments mistake(String name, String resource, String good, String bad) {
        assertThat(resource).contains(good);
        return Arguments.of(name, resource.replace(good, bad));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void theCharacterIsMarked(String name, String marked) throws Exception {
        // Given
        int at = marked.indexOf('§');
        String before = marked.substring(0, at);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = at - before.lastIndexOf('\n');
        String broken = before + marked.substring(at + 1);
        TestFolder.write(
                folder,
                TestFolder.WORKSPACE,
                marked.contains("kind: DestinationType") ? broken : TYPE,
                marked.contains("kind: DestinationType") ? DESTINATION : broken);
        String file = folder.resolve(marked.contains("kind: DestinationType") ? "1.yaml" : "2.yaml")
                .toString();

        // When
        Cli lint = Cli.run("lint", folder);

        // Then
        assertThat(lint.status()).isEqualTo(1);
        assertThat(lint.out()).contains(file + ":" + line + ":" + column + ": error: ");
    }

    @Test
    void whatIsKnownThereIsSaid() throws Exception {
        // Given
        TestFolder.write(
                folder,
                TYPE.replace("${fields.name}", "${config.regoin}"),
                DESTINATION.replace("action: track", "action: trak"),
                DESTINATION.replace("name: crm", "name: two").replace("name: plain", "nme: x"));

        // When
        List<String> lines = Cli.run("lint", folder).out().lines().toList();
        TestFolder.write(folder, TYPE);
        List<String> more = Cli.run("lint", folder).out().lines().toList();

        // Then
        assertThat(lines).anySatisfy(line -> assertThat(line)
                .contains("there is no config.regoin; known: region; did you mean 'region'?"));
        assertThat(more)
                .anySatisfy(line -> assertThat(line)
                        .contains(":10:7: ")
                        .contains("type tool has no action trak; it has track; did you mean 'track'?"))
                .anySatisfy(line -> assertThat(line)
                        .contains(":13:9: ")
                        .contains("action track has no such field; it has name; did you mean 'name'?"));
    }

    /** A repository of types alone is linted too. */
    @Test
    void aTypeIsLintedWithoutAnythingThatUsesIt() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("tool.yaml"), TYPE.replace("fields.name", "fields.nme"));

        // When
        Cli bad = Cli.run("lint", file);
        Files.writeString(file, TYPE);
        Cli good = Cli.run("lint", file);

        // Then
        assertThat(bad.status()).isEqualTo(1);
        assertThat(bad.out())
                .contains(file + ":12:")
                .contains("DestinationType tool")
                .contains("fields.nme");
        assertThat(good.status()).as(good.out()).isZero();
    }
}
