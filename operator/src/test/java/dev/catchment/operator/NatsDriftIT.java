package dev.catchment.operator;

import static dev.catchment.operator.Manifests.FILTER;
import static dev.catchment.operator.Manifests.SOURCE;
import static dev.catchment.operator.Manifests.WORKSPACE;
import static dev.catchment.operator.Manifests.destination;
import static dev.catchment.operator.TeamTest.eventually;
import static dev.catchment.operator.TestTeam.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.plan.FilterAction;
import dev.catchment.contract.plan.FilterDocument;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody changes or removes in NATS behind the operator's back. */
class NatsDriftIT {
    private static final String WEBHOOK = "type.webhook.1";

    @TempDir
    private Path folder;

    private TestTeam team;
    private Subjects names;
    private Connection connection;
    private JetStreamManagement streams;

    @BeforeEach
    void start() throws Exception {
        team = new TestTeam(
                folder,
                Duration.ofMinutes(5),
                CounterRules.STANDARD,
                new Upkeep(Duration.ofSeconds(1), Optional.empty(), Duration.ofSeconds(15)),
                8 << 20);
        names = team.names("acme");
        connection = BrokerConnection.open(BrokerSettings.of(team.nats.url()), "somebody");
        streams = connection.jetStreamManagement();
        team.apply(WORKSPACE, SOURCE, FILTER, destination("crm", true));
        team.runPlanes("acme");
        eventually().untilAsserted(() -> assertThat(condition(team.destination("crm"), "Ready"))
                .isEqualTo("True/Ready"));
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        team.close();
    }

    @Test
    void streamsAreAsTheyShouldBeAgain() throws Exception {
        // Given
        String log = names.logStream(0);
        long bytes = streams.getStreamInfo(log).getConfiguration().getMaxBytes();

        // When
        streams.updateStream(
                StreamConfiguration.builder(streams.getStreamInfo(log).getConfiguration())
                        .maxBytes(1 << 20)
                        .build());
        for (String removed : List.of(names.retryStream(), stateStream(), countsStream())) {
            streams.deleteStream(removed);
        }

        // Then
        eventually().untilAsserted(() -> {
            assertThat(streams.getStreamInfo(log).getConfiguration().getMaxBytes())
                    .isEqualTo(bytes);
            assertThat(team.streams()).contains(names.retryStream(), stateStream(), countsStream());
            assertThat(team.events("Workspace", "acme")).contains("Warning DriftRepaired");
        });
        assertThat(condition(team.workspace("acme"), "Provisioned")).isEqualTo("True/Provisioned");

        // When the log itself is gone
        streams.deleteStream(log);

        // Then
        eventually().until(() -> team.streams().contains(log));
        eventually().untilAsserted(() -> assertThat(team.eventMessages("Workspace", "acme"))
                .anyMatch(m -> m.contains(log) && m.contains("was gone and was made anew")));

        // When the reports are gone
        KeyValue applied = connection.keyValue(names.appliedBucket());
        streams.deleteStream("KV_" + names.appliedBucket());

        // Then the planes give them again
        eventually()
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(applied.keys()).hasSize(5).contains(Subjects.CLAIM));
        team.apply(destination("crm", false));
        eventually().untilAsserted(() -> assertThat(condition(team.destination("crm"), "Programmed"))
                .isEqualTo("True/Programmed"));
    }

    @Test
    void whatCannotBeRepairedIsSaid() throws Exception {
        // When somebody makes a stream that cannot become the right one
        StreamConfiguration retries = streams.getStreamInfo(names.retryStream()).getConfiguration();
        streams.deleteStream(names.retryStream());
        streams.addStream(StreamConfiguration.builder(retries)
                .storageType(StorageType.Memory)
                .build());

        // Then
        eventually().untilAsserted(() -> {
            assertThat(condition(team.workspace("acme"), "Provisioned")).isEqualTo("False/StreamsRefused");
            assertThat(TestTeam.message(team.workspace("acme"), "Ready")).contains(names.retryStream());
            assertThat(team.events("Workspace", "acme")).contains("Warning StreamsRefused");
        });

        // When
        streams.deleteStream(names.retryStream());

        // Then
        eventually().untilAsserted(() -> assertThat(condition(team.workspace("acme"), "Ready"))
                .isEqualTo("True/Ready"));
    }

    @Test
    void thePlanIsAsItShouldBeAgain() throws Exception {
        // Given
        KeyValue plan = connection.keyValue(names.planBucket(Plane.DELIVERY));
        TestPlanes delivery = team.planes(Plane.DELIVERY).getFirst();
        byte[] crm = plan.get("destination.crm").getValue();
        byte[] filter = plan.get("filter.no-staff").getValue();

        // When
        plan.put(
                "destination.crm", new String(crm, StandardCharsets.UTF_8).replace("crm.example", "elsewhere.example"));
        plan.delete("filter.no-staff");
        plan.put("destination.strange", crm);
        plan.delete(Subjects.PLAN_COMPLETE);

        // Then
        eventually().untilAsserted(() -> {
            assertThat(plan.get("destination.crm").getValue()).isEqualTo(crm);
            assertThat(plan.get("filter.no-staff").getValue()).isEqualTo(filter);
            assertThat(plan.get("destination.strange")).isNull();
            assertThat(plan.get(Subjects.PLAN_COMPLETE)).isNotNull();
            assertThat(delivery.inForce()).containsOnlyKeys("delivery", "destination.crm", "filter.no-staff", WEBHOOK);
            assertThat(team.events("Workspace", "acme")).contains("Warning DriftRepaired");
            assertThat(condition(team.destination("crm"), "Ready")).isEqualTo("True/Ready");
        });

        // When its messages go without a trace among the keys
        streams.purgeStream("KV_" + names.planBucket(Plane.DELIVERY));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(plan.get("destination.crm").getValue()).isEqualTo(crm);
            assertThat(plan.get("filter.no-staff").getValue()).isEqualTo(filter);
            assertThat(condition(team.destination("crm"), "Ready")).isEqualTo("True/Ready");
        });
    }

    @Test
    void aPlanBucketThatIsGoneComesBackWithAllThatWasInForce() throws Exception {
        // Given a filter whose present form is broken, so that only its last good one is in force
        team.apply(FILTER.replace("event.userId == 'staff'", "event.userId =="));
        eventually().untilAsserted(() -> assertThat(condition(team.filter("no-staff"), "Accepted"))
                .isEqualTo("False/InvalidExpression"));
        team.apply(destination("other", true));
        TestPlanes delivery = team.planes(Plane.DELIVERY).getFirst();
        eventually().until(() -> delivery.inForce().containsKey("destination.other"));
        long revision = team.revision("acme", Plane.DELIVERY);

        // When
        streams.deleteStream("KV_" + names.planBucket(Plane.DELIVERY));
        streams.deleteStream("KV_" + names.planBucket(Plane.INGEST));
        team.admin.resource(team.destination("other")).delete();

        // Then what is gone from the resources leaves the planes, everything else stays there all the time
        eventually().until(() -> !delivery.inForce().containsKey("destination.other"));
        assertThat(delivery.removed()).containsExactly("destination.other");
        assertThat(team.planes(Plane.INGEST).getFirst().removed()).isEmpty();
        assertThat(((FilterDocument) team.plan("acme").get("filter.no-staff")).action())
                .isEqualTo(new FilterAction.Drop());
        assertThat(team.revision("acme", Plane.DELIVERY)).isGreaterThan(revision);
        eventually().untilAsserted(() -> {
            assertThat(condition(team.source("web"), "Ready")).isEqualTo("True/Ready");
            assertThat(condition(team.destination("crm"), "Ready")).isEqualTo("True/Ready");
        });

        // When something changes afterwards
        team.apply(destination("crm", false), destination("late", true));

        // Then the planes still follow
        eventually().untilAsserted(() -> {
            assertThat(delivery.inForce()).containsKey("destination.late");
            assertThat(condition(team.destination("late"), "Programmed")).isEqualTo("True/Programmed");
        });
    }

    @Test
    void aPollWithoutADifferenceOnlyLooks() throws Exception {
        // Given
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        Dispatcher all = connection.createDispatcher(message -> asked.add(message.getSubject()));
        all.subscribe("$JS.API.>");
        all.subscribe("$KV.>");
        connection.flush(Duration.ofSeconds(5));
        eventually().until(() -> claims(asked) >= 1);
        int kubernetes = team.operatorWrites().size();
        asked.clear();

        // When
        eventually().until(() -> claims(asked) >= 4);

        // Then per poll it asks once after each stream, and renews the claim; the planes look at their own bucket
        List<String> seen = List.copyOf(asked);
        long polls = claims(asked);
        long others = seen.stream().filter(s -> !s.contains("_plan-")).count();
        int expected = team.streams().size() - 2 + 2;
        System.out.printf(
                "A poll without a difference: %d requests, 1 of them a write (the claim); %d writes to Kubernetes%n",
                others / polls + 2, team.operatorWrites().size() - kubernetes);
        assertThat(seen).allMatch(s -> s.startsWith("$JS.API.STREAM.INFO.") || s.equals(claimSubject()));
        assertThat(others).isLessThanOrEqualTo(polls * expected + expected);
        assertThat(team.operatorWrites()).hasSize(kubernetes);
        assertThat(team.events("Workspace", "acme")).doesNotContain("Warning DriftRepaired");
    }

    private long claims(Queue<String> subjects) {
        return subjects.stream().filter(claimSubject()::equals).count();
    }

    private String claimSubject() {
        return "$KV." + names.appliedBucket() + "." + Subjects.CLAIM;
    }

    private String stateStream() {
        return "KV_" + names.stateBucket();
    }

    private String countsStream() {
        return "KV_" + names.countsBucket();
    }
}
