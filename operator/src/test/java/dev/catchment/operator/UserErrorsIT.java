package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TestTeam.condition;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Who wrote a resource wrongly reads it in its status; the operator's log is for who runs the operator. */
class UserErrorsIT extends TeamTest {
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        root().detachAppender(log);
    }

    @Test
    void mistakesInResourcesAreNoErrorsOfTheOperator() {
        // When
        team.apply(WORKSPACE, SOURCE);
        team.apply(
                SOURCE.replace("{name: web}", "{name: lost}").replace("{name: acme}", "{name: nowhere}"),
                FILTER.replace("event.userId == 'staff'", "event.userId =="),
                destination("odd", true).replace("type: webhook", "type: telegraph"),
                destination("bare", true).replace("url:", "uri:"),
                destination("keyless", true)
                        .replace("  sourceSelector: {}", "  sourceSelector: {}\n  secretRef: {name: absent}"));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.source("lost"), "Ready")).isEqualTo("False/RefNotFound");
            assertThat(condition(team.filter("no-staff"), "Ready")).isEqualTo("False/InvalidExpression");
            assertThat(condition(team.destination("odd"), "Ready")).isEqualTo("False/UnknownType");
            assertThat(condition(team.destination("bare"), "Ready")).isEqualTo("False/InvalidConfig");
            assertThat(condition(team.destination("keyless"), "Ready")).isEqualTo("False/RefNotFound");
        });
        assertThat(saidOf("lost", "no-staff", "odd", "bare", "keyless")).isEmpty();
    }

    @Test
    void whatIsMissingInAWorkspaceIsNoneEitherAndIsSaidOfWhatBelongsToIt() {
        // When
        team.apply(WORKSPACE.replace(
                "spec: {}",
                "spec: {nats: {servers: [\"" + team.nats.url() + "\"], credentialsSecretRef: {name: absent}}}"));
        team.apply(SOURCE, FILTER, destination("crm", true));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Ready")).isEqualTo("False/RefNotFound");
            assertThat(condition(team.source("web"), "Ready")).isEqualTo("Unknown/WorkspaceNotReady");
            assertThat(condition(team.filter("no-staff"), "Ready")).isEqualTo("Unknown/WorkspaceNotReady");
            assertThat(condition(team.destination("crm"), "Ready")).isEqualTo("Unknown/WorkspaceNotReady");
        });
        assertThat(TestTeam.message(team.destination("crm"), "Ready"))
                .contains("Workspace \"acme\" is not in order", "no Secret \"absent\"");
        assertThat(saidOf("acme", "web", "no-staff", "crm")).isEmpty();
    }

    /** Every error, and the warnings that name one of these; a slow machine may be a reason for others. */
    private List<String> saidOf(String... names) {
        List<ILoggingEvent> events = List.copyOf(log.list);
        return events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(event -> event.getLevel() + " " + event.getLoggerName() + ": " + event.getFormattedMessage() + " "
                        + event.getKeyValuePairs())
                .filter(line -> line.startsWith("ERROR")
                        || Stream.of(names)
                                .anyMatch(name -> line.contains("'" + name + "'") || line.contains("\"" + name + "\"")))
                .toList();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
