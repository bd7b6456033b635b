package dev.catchment.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.catchment.broker.BrokerConnection;
import dev.catchment.broker.BrokerSettings;
import dev.catchment.broker.HubSpec;
import dev.catchment.broker.NatsProcess;
import dev.catchment.broker.PlanPublisher;
import dev.catchment.broker.Provisioner;
import dev.catchment.catalog.Catalog;
import dev.catchment.contract.ContractJson;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Kind;
import dev.catchment.contract.Position;
import dev.catchment.contract.Subjects;
import dev.catchment.contract.frame.FrameBuilder;
import dev.catchment.contract.frame.FrameEvent;
import dev.catchment.contract.plan.DeliverySettings;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.PlanDocument;
import dev.catchment.contract.plan.Sealer;
import dev.catchment.contract.plan.Selection;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.contract.undelivered.DeadLetter;
import dev.catchment.contract.undelivered.RetryTier;
import dev.catchment.delivery.mark.Counts;
import dev.catchment.delivery.mark.Mark;
import dev.catchment.delivery.mark.StoredShard;
import dev.catchment.delivery.mark.StoredSink;
import dev.catchment.testkit.TestNats;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.KeyValueEntry;
import io.nats.client.api.MessageInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A hub on a real nats-server, with a log that tests write frames into. */
@SuppressWarnings("try") // a test may be interrupted
final class TestHub implements AutoCloseable {
    static final HubId ID = new HubId("team", "acme");
    static final Subjects NAMES = new Subjects(ID);
    static final byte[] KEY = new byte[Sealer.KEY_BYTES];
    private static final byte[] NO_ENVELOPE = {};

    final NatsProcess nats;
    final Connection connection;
    private final int partitions;
    private final List<DeliveryPlane> planes = new ArrayList<>();
    private final Map<String, PlanDocument> plan = new TreeMap<>();
    DeliverySettings.Archive archive = new DeliverySettings.Archive(3600, 1 << 26, 1 << 20, 300);
    long logKeepSeconds;
    Function<RetryTier, Duration> retryDelays = RetryTier::delay;

    TestHub(Path folder) throws Exception {
        this(folder, 1);
    }

    TestHub(Path folder, int partitions) throws Exception {
        this.partitions = partitions;
        nats = TestNats.start(folder);
        connection = BrokerConnection.open(BrokerSettings.of(nats.url()), "test");
        new Provisioner(connection, new HubSpec(ID, partitions, 1, 1L << 28, 1L << 26, 1L << 24)).ensure();
        JsonNode type = new YAMLMapper().readTree(Catalog.type("webhook"));
        put(new TypeDocument("webhook", "1", List.of("Webhook"), type.get("spec")));
        settings();
    }

    void settings() {
        put(new DeliverySettings(
                partitions,
                3600,
                1L << 28,
                logKeepSeconds,
                archive,
                new DeliverySettings.Egress(List.of("127.0.0.0/8"), List.of())));
    }

    /** Changes the plan; {@link #publish()} puts it in force. */
    TestHub put(PlanDocument document) {
        plan.put(document.key(), document);
        return this;
    }

    TestHub remove(String key) {
        plan.remove(key);
        return this;
    }

    void publish() throws Exception {
        new PlanPublisher(connection, NAMES).publish(plan.values());
    }

    static DestinationDocument webhook(String name, String url) {
        ObjectNode config = ContractJson.DOCUMENTS.createObjectNode().put("url", url);
        return new DestinationDocument(
                name,
                "uid-" + name,
                "webhook",
                "1",
                Map.of(),
                true,
                false,
                null,
                Selection.everything(),
                config,
                null,
                List.of(),
                List.of(),
                new DestinationDocument.Delivery(86_400, 5_000, 8, null, DestinationDocument.Ordering.NONE, 1, 1 << 19),
                null);
    }

    static DestinationDocument with(DestinationDocument d, DestinationDocument.Delivery delivery) {
        return with(d, d.enabled(), d.suspend(), delivery);
    }

    static DestinationDocument suspended(DestinationDocument d, boolean suspend) {
        return with(d, d.enabled(), suspend, d.delivery());
    }

    static DestinationDocument enabled(DestinationDocument d, boolean enabled) {
        return with(d, enabled, d.suspend(), d.delivery());
    }

    private static DestinationDocument with(
            DestinationDocument d, boolean enabled, boolean suspend, DestinationDocument.Delivery delivery) {
        return new DestinationDocument(
                d.name(),
                d.uid(),
                d.type(),
                d.typeVersion(),
                d.needs(),
                enabled,
                suspend,
                d.hold(),
                d.sources(),
                d.config(),
                d.sealed(),
                d.disabledPresets(),
                d.mappings(),
                delivery,
                d.mode());
    }

    DeliveryPlane plane(String instance) throws Exception {
        DeliveryPlane plane = DeliveryPlane.start(
                new DeliveryConfig(ID, instance, 0, BrokerSettings.of(nats.url()), KEY.clone()), retryDelays);
        planes.add(plane);
        return plane;
    }

    /** Writes one frame of track events, a line each: {@code messageId user}; returns its sequence. */
    long write(String source, String... events) throws Exception {
        return write(source, event -> event, events);
    }

    long write(String source, UnaryOperator<ObjectNode> change, String... events) throws Exception {
        return connection
                .jetStream()
                .publish(NAMES.logSubject(0), frame(source, change, events))
                .getSeqno();
    }

    static byte[] frame(String source, UnaryOperator<ObjectNode> change, String... events) throws Exception {
        FrameBuilder builder = new FrameBuilder(900 * 1024);
        Hash128.Hasher hasher = new Hash128.Hasher(source);
        for (String event : events) {
            int space = event.indexOf(' ');
            String id = event.substring(0, space);
            String user = event.substring(space + 1);
            ObjectNode json = ContractJson.EVENTS
                    .createObjectNode()
                    .put("messageId", id)
                    .put("userId", user)
                    .put("event", "Tested");
            byte[] body = change.apply(json).toString().getBytes(StandardCharsets.UTF_8);
            builder.add(new FrameEvent(
                    source, Kind.TRACK, NO_ENVELOPE, body, 0, body.length, false, hasher.hash(id), hasher.hash(user)));
        }
        return builder.build(UUID.randomUUID(), Instant.now());
    }

    /** Events named {@code prefix0 …}, of ten users. */
    static String[] events(String prefix, int from, int to) {
        List<String> events = new ArrayList<>();
        for (int i = from; i < to; i++) {
            events.add(prefix + i + " user" + i % 10);
        }
        return events.toArray(String[]::new);
    }

    StoredSink stored(String sink) throws Exception {
        for (int shard = 0; shard < 16; shard++) {
            KeyValueEntry entry = connection.keyValue(NAMES.stateBucket()).get(Subjects.marksKey(0, shard));
            if (entry != null) {
                StoredShard value = StoredShard.parse(entry.getValue());
                if (value.sinks().containsKey(sink)) {
                    return value.sinks().get(sink);
                }
            }
        }
        return StoredSink.of(Mark.at(Position.START), Counts.NONE, "absent", null);
    }

    /** Records that lie in the retry stream. */
    long retryRecords() throws Exception {
        return connection
                .jetStreamManagement()
                .getStreamInfo(NAMES.retryStream())
                .getStreamState()
                .getMsgCount();
    }

    /** Dead letters of a destination, the oldest first. */
    List<DeadLetter> deadLetters(String destination) throws Exception {
        List<DeadLetter> letters = new ArrayList<>();
        JetStreamManagement management = connection.jetStreamManagement();
        long next = 1;
        while (true) {
            try {
                MessageInfo message =
                        management.getNextMessage(NAMES.deadLetterStream(), next, NAMES.deadLetterSubject(destination));
                letters.add(DeadLetter.parse(message.getData()));
                next = message.getSeq() + 1;
            } catch (JetStreamApiException e) {
                if (e.getErrorCode() != 404) {
                    throw e;
                }
                return letters;
            }
        }
    }

    Counts counts(String sink) throws Exception {
        return stored(sink).counts();
    }

    JsonNode lease() throws Exception {
        KeyValueEntry entry = connection.keyValue(NAMES.stateBucket()).get(Subjects.leaseKey(0));
        return entry == null ? MissingNode.getInstance() : ContractJson.DOCUMENTS.readTree(entry.getValue());
    }

    @Override
    public void close() throws Exception {
        planes.forEach(DeliveryPlane::close);
        connection.close();
        nats.close();
    }
}
