package dev.catchment.e2e;

import static dev.catchment.e2e.Refused.IMPATIENT;
import static dev.catchment.e2e.Refused.IMPATIENT_BUCKET;
import static dev.catchment.e2e.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.NatsProcess;
import dev.catchment.broker.Provisioner;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.contract.Subjects;
import dev.catchment.testkit.TestNats;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the chart's NATS keeps from its users also where no Workspaces are named in the values. */
class ChartUsersIT {
    private static final HubId HUB = new HubId("shop", "acme");
    private static final Subjects NAMES = new Subjects(HUB);

    @TempDir
    private Path folder;

    @Test
    void whatIsTheOperatorsAloneIsRefusedInEveryHub() throws Exception {
        try (NatsProcess nats = TestNats.start(folder.resolve("nats"), ChartNats.accounts("nats.replicas=1"))) {
            try (Connection operator = BrokerConnection.open(login(nats, "operator"), "test")) {
                assertThat(new Provisioner(operator, new HubSpec(HUB, 1, 1, 64 << 20, 64 << 20, 8 << 20))
                                .ensure()
                                .refused())
                        .isEmpty();
            }
            try (Connection ingest = BrokerConnection.open(login(nats, "ingest"), "ingest test")) {
                ingest.jetStream().publish(NAMES.logSubject(0), bytes());
                ingest.keyValue(NAMES.appliedBucket()).put(Subjects.appliedKey(Plane.INGEST, "one"), bytes());
                onlyTheOperators(ingest);
                JetStreamManagement management = ingest.jetStreamManagement(IMPATIENT);
                refused(ingest, () -> management.getMessage(NAMES.logStream(0), 1));
                refused(ingest, () -> management.purgeStream(NAMES.logStream(0)));
                for (String stream : new String[] {NAMES.logStream(0), "OBJ_" + NAMES.archiveBucket()}) {
                    refused(
                            ingest,
                            () -> management.createConsumer(
                                    stream,
                                    ConsumerConfiguration.builder().name("spy").build()));
                    for (String filter : List.of(
                            "", ",\"filter_subject\":\"catchment.>\"", ",\"filter_subjects\":[\"catchment.>\"]")) {
                        assertThat(createWithAnotherFilterThanItSays(ingest, stream, filter))
                                .contains("\"error\":{\"code\":400");
                    }
                }
                refused(ingest, () -> ingest.jetStream(IMPATIENT).publish(NAMES.deadLetterSubject("crm"), bytes()));
            }
            try (Connection delivery = BrokerConnection.open(login(nats, "delivery"), "delivery test")) {
                assertThat(delivery.jetStreamManagement()
                                .getMessage(NAMES.logStream(0), 1)
                                .getSeq())
                        .isEqualTo(1);
                delivery.keyValue(NAMES.stateBucket()).put(Subjects.leaseKey(0), bytes());
                delivery.keyValue(NAMES.archiveIndexBucket()).put("0.0000000000000000001", bytes());
                onlyTheOperators(delivery);
                refused(delivery, () -> delivery.jetStream(IMPATIENT).publish(NAMES.logSubject(0), bytes()));
            }
        }
    }

    /** A user may name a bucket's subject and ask for others: the server must compare. */
    private static String createWithAnotherFilterThanItSays(Connection connection, String stream, String filter)
            throws InterruptedException {
        Message answer = connection.request(
                "$JS.API.CONSUMER.CREATE." + stream + ".spy.$KV.x.y",
                ("{\"stream_name\":\"" + stream + "\",\"config\":{\"name\":\"spy\",\"ack_policy\":\"none\"" + filter
                                + "}}")
                        .getBytes(StandardCharsets.UTF_8),
                ClusterHub.PATIENCE);
        return new String(answer.getData(), StandardCharsets.UTF_8);
    }

    private static void onlyTheOperators(Connection connection) throws Exception {
        JetStreamManagement management = connection.jetStreamManagement(IMPATIENT);
        refused(
                connection,
                () -> management.addStream(StreamConfiguration.builder()
                        .name("own")
                        .subjects("own")
                        .build()));
        refused(connection, () -> management.deleteStream(NAMES.logStream(0)));
        for (Plane plane : Plane.values()) {
            for (String key :
                    new String[] {"destination.crm", "source.web", "filter.staff", "type.webhook", "complete"}) {
                refused(connection, () -> connection
                        .keyValue(NAMES.planBucket(plane), IMPATIENT_BUCKET)
                        .put(key, bytes()));
            }
        }
        refused(connection, () -> connection
                .keyValue(NAMES.appliedBucket(), IMPATIENT_BUCKET)
                .put(Subjects.CLAIM, bytes()));
    }

    private BrokerSettings login(NatsProcess nats, String user) throws Exception {
        return ChartNats.login(nats.url(), user, folder);
    }

    private static byte[] bytes() {
        return "{}".getBytes(StandardCharsets.UTF_8);
    }
}
