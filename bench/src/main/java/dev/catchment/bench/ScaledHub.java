package dev.catchment.bench;

import dev.catchment.contract.HubId;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.delivery.DeliveryMain;
import dev.catchment.ingest.IngestMain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** A hub of some size with its operator and planes, through everything that is measured. */
final class ScaledHub {
    private static final Duration LONG = Duration.ofMinutes(20);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration BETWEEN_EVENTS = Duration.ofMillis(20);
    private static final int GROUPS = Tally.GROUPS - 1;

    private final BenchCluster cluster;
    private final OperatorOptions options;
    private final int destinations;
    private final Path folder;
    private final String namespace;
    private final HttpClient http = HttpClient.newHttpClient();
    private int starts;

    ScaledHub(BenchCluster cluster, OperatorOptions options, int destinations) throws IOException {
        this.cluster = cluster;
        this.options = options;
        this.destinations = destinations;
        this.namespace = "hub-" + destinations;
        this.folder = Files.createDirectories(options.folder().resolve(namespace));
    }

    /**
     * A series of changes, one after the other.
     *
     * @param inForce from the request that changes the object until delivery reports that it applied it
     * @param ready until the status says Ready for it too
     * @param requests of the operator to kube-apiserver, each change
     * @param documents written, each change
     * @param cpu seconds of the operator, each change
     */
    record Series(Percentiles inForce, Percentiles ready, double requests, double documents, double cpu) {}

    /**
     * Many changes at once.
     *
     * @param seconds until all were in force
     */
    record Burst(int changes, double seconds, long compilations) {}

    /**
     * @param seconds from its start until it knows of everything that it is ready, and has compared the plan
     * @param patches of statuses
     */
    record Restart(double seconds, long documents, long patches, long requests, long memory) {}

    /**
     * @param created seconds for creating all through the API
     * @param reconciled seconds from the operator's start until all were Ready
     * @param delivered seconds from an event until every Destination got it
     * @param seen from a change to the first event in its new form at the receiver
     * @param peak the most that the operator ever held
     * @param after what it held after the changes
     */
    record Result(
            Estate estate,
            double created,
            double reconciled,
            Series destination,
            Series filter,
            Series secret,
            Burst burst,
            Restart restart,
            double delivered,
            Percentiles seen,
            long peak,
            long after) {}

    Result run() throws Exception {
        cluster.namespace(namespace);
        try (Broker broker = Broker.single(folder.resolve("nats"));
                ReceiverServer receiver = ReceiverServer.start(folder, false)) {
            Estate estate = new Estate(cluster.admin(), namespace, destinations, receiver);
            long start = System.nanoTime();
            estate.create();
            double created = since(start);
            progress("%,d resources and %,d Secrets created in %.1f s", estate.resources(), estate.secrets(), created);
            return reconciled(broker, estate, created);
        }
    }

    private Result reconciled(Broker broker, Estate estate, double created) throws Exception {
        OperatorServer operator = start(broker);
        try (PlanePod ingest = plane("ingest", IngestMain.class, "256m");
                PlanePod delivery = plane("delivery", DeliveryMain.class, "1200m")) {
            awaitReady(operator, estate);
            double reconciled = since(operator.began());
            progress(
                    "all Ready %.1f s after the operator's start, of which it took %.1f s of CPU; it held %,d MB",
                    reconciled, Usage.cpuSeconds(operator.pid()), peak(operator));
            try (PlanProbe probe = new PlanProbe(broker, new HubId(namespace, Estate.WORKSPACE), delivery.name())) {
                Series destination = destinations(operator, estate, probe);
                Series filter = filters(operator, estate, probe);
                Series secret = secrets(operator, estate, probe);
                Burst burst = burst(operator, estate, probe);
                long peak = Usage.peakMemory(operator.pid());
                long after = Usage.memory(operator.pid());
                operator.close();
                operator = start(broker);
                Restart restart = restarted(operator, estate);
                double delivered = deliver(estate, ingest);
                Percentiles seen = seen(estate, ingest);
                return new Result(
                        estate,
                        created,
                        reconciled,
                        destination,
                        filter,
                        secret,
                        burst,
                        restart,
                        delivered,
                        seen,
                        Math.max(peak, Usage.peakMemory(operator.pid())),
                        after);
            }
        } finally {
            operator.close();
            http.close();
        }
    }

    private OperatorServer start(Broker broker) throws IOException {
        starts++;
        return OperatorServer.start(cluster, broker, namespace, options, folder.resolve("operator-" + starts + ".log"));
    }

    private PlanePod plane(String plane, Class<?> main, String heap) throws Exception {
        return PlanePod.run(cluster.admin(), namespace, Estate.WORKSPACE + "-" + plane + "-", main, heap, folder);
    }

    private static void awaitReady(OperatorServer operator, Estate estate) throws Exception {
        long[] looked = {System.nanoTime()};
        Awaited.await(
                () -> {
                    if (operator.ended()) {
                        throw new IOException(
                                "the operator ended; see " + operator.process().log());
                    }
                    if (!operator.admin().ready()) {
                        return false;
                    }
                    long ready = operator.resources("True");
                    long not = operator.resources("False") + operator.resources("Unknown");
                    if (since(looked[0]) > 10) {
                        looked[0] = System.nanoTime();
                        progress("%,d are Ready, %,d are not", ready, not);
                    }
                    Thread.sleep(Duration.ofMillis(200));
                    return not == 0 && ready > estate.resources();
                },
                LONG,
                "not all were Ready");
    }

    private Series destinations(OperatorServer operator, Estate estate, PlanProbe probe) throws Exception {
        return series(
                "Destination",
                operator,
                probe,
                new Change(
                        i -> 1 + i % (estate.destinations() - 1),
                        i -> estate.moveDestination(1 + i % (estate.destinations() - 1), url(estate, 0, i)),
                        DestinationDocument.KIND + ".dst-",
                        estate::destinationReady));
    }

    private Series filters(OperatorServer operator, Estate estate, PlanProbe probe) throws Exception {
        return series(
                "Filter",
                operator,
                probe,
                new Change(
                        i -> i % estate.filters(),
                        i -> estate.changeFilter(i % estate.filters(), i),
                        FilterDocument.KIND + ".flt-",
                        estate::filterReady));
    }

    private Series secrets(OperatorServer operator, Estate estate, PlanProbe probe) throws Exception {
        return series(
                "Secret",
                operator,
                probe,
                new Change(
                        estate::withSecret,
                        i -> estate.rotate(estate.withSecret(i), i),
                        DestinationDocument.KIND + ".dst-",
                        estate::destinationReady));
    }

    /**
     * @param target number of the resource that the nth change is about
     * @param make makes the nth change
     * @param key of the resource's document, without its number
     * @param ready whether the resource with this number is Ready
     */
    private record Change(IntUnaryOperator target, IntConsumer make, String key, IntPredicate ready) {}

    private Series series(String what, OperatorServer operator, PlanProbe probe, Change change) throws Exception {
        settle(operator);
        long requests = operator.requests("");
        long documents = operator.documentsWritten();
        double cpu = Usage.cpuSeconds(operator.pid());
        List<Long> inForce = new ArrayList<>();
        List<Long> ready = new ArrayList<>();
        for (int i = 0; i < options.changes(); i++) {
            int target = change.target().applyAsInt(i);
            String key = change.key() + target;
            long before = probe.revision(key);
            long start = System.nanoTime();
            change.make().accept(i);
            probe.awaitInForce(key, before);
            inForce.add(millis(start));
            Awaited.await(() -> change.ready().test(target), key + " did not become Ready");
            ready.add(millis(start));
        }
        cpu = Usage.cpuSeconds(operator.pid()) - cpu;
        settle(operator);
        Series series = new Series(
                Percentiles.of(inForce),
                Percentiles.of(ready),
                (operator.requests("") - requests) / (double) options.changes(),
                (operator.documentsWritten() - documents) / (double) options.changes(),
                cpu / options.changes());
        progress(
                "%d changes of a %s: in force 50 %% in %d ms, 99 %% in %d ms; %.2f requests each",
                options.changes(),
                what,
                series.inForce().half(),
                series.inForce().most(),
                series.requests());
        return series;
    }

    /** Waits until the operator asks for nothing more. */
    private static void settle(OperatorServer operator) throws Exception {
        long[] before = {-1};
        Awaited.await(
                () -> {
                    long now = operator.requests("");
                    boolean same = now == before[0];
                    before[0] = now;
                    if (!same) {
                        Thread.sleep(QUIET);
                    }
                    return same;
                },
                "the operator does not come to rest");
    }

    private Burst burst(OperatorServer operator, Estate estate, PlanProbe probe) throws Exception {
        int many = Math.min(estate.destinations() - 1, 10 * options.changes());
        long compilations = operator.compilations();
        List<Long> before = IntStream.rangeClosed(1, many)
                .mapToObj(i -> probe.revision(DestinationDocument.key("dst-" + i)))
                .toList();
        long start = System.nanoTime();
        Estate.atOnce(IntStream.rangeClosed(1, many)
                .<Runnable>mapToObj(
                        i -> () -> estate.moveDestination(i, estate.receiver().url(0, "burst-" + i)))
                .toList());
        for (int i = 1; i <= many; i++) {
            probe.awaitInForce(DestinationDocument.key("dst-" + i), before.get(i - 1));
        }
        Burst burst = new Burst(many, since(start), operator.compilations() - compilations);
        awaitReady(operator, estate);
        settle(operator);
        progress(
                "%,d changes at once: in force in %.1f s, %d compilations",
                many, burst.seconds(), burst.compilations());
        return burst;
    }

    private Restart restarted(OperatorServer operator, Estate estate) throws Exception {
        Awaited.await(
                () -> operator.admin().ready() && operator.compilations() > 0, "the operator did not compile again");
        awaitReady(operator, estate);
        double seconds = since(operator.began());
        settle(operator);
        Restart restart = new Restart(
                seconds,
                operator.documentsWritten(),
                operator.requests("/status\",verb=\"patch\""),
                operator.requests(""),
                Usage.peakMemory(operator.pid()));
        progress(
                "in step %.1f s after a restart; %d documents and %d statuses written, %d requests",
                seconds, restart.documents(), restart.patches(), restart.requests());
        return restart;
    }

    /** One event to every Destination. */
    private double deliver(Estate estate, PlanePod ingest) throws Exception {
        Tally tally = estate.receiver().tally();
        long before = tally.events(0);
        String key = estate.writeKey(0);
        long start = System.nanoTime();
        send(ingest, key);
        Awaited.await(() -> tally.events(0) - before >= estate.destinations(), "not every Destination got the event");
        double seconds = since(start);
        progress("one event reached %,d Destinations in %.1f s", estate.destinations(), seconds);
        return seconds;
    }

    /** Events of the Source that few Destinations take, until one of them comes where it is to go now. */
    private Percentiles seen(Estate estate, PlanePod ingest) throws Exception {
        Tally tally = estate.receiver().tally();
        List<Long> seen = new ArrayList<>();
        for (int i = 0; i < options.changes(); i++) {
            int destination = 1 + i % (estate.sources() - 1);
            int group = 1 + i % GROUPS;
            String key = estate.writeKey(estate.sourceOf(destination));
            long before = tally.events(group);
            long start = System.nanoTime();
            estate.moveDestination(destination, url(estate, group, i));
            while (tally.events(group) == before) {
                send(ingest, key);
                Thread.sleep(BETWEEN_EVENTS);
            }
            seen.add(millis(start));
        }
        Percentiles percentiles = Percentiles.of(seen);
        progress("%d changes seen by the receiver: %s", options.changes(), percentiles);
        return percentiles;
    }

    private static String url(Estate estate, int group, int change) {
        return estate.receiver().url(group, "change-" + change);
    }

    private void send(PlanePod ingest, String key) throws IOException, InterruptedException {
        String authorization = Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingest.httpPort() + "/v1/track"))
                .header("Authorization", "Basic " + authorization)
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"userId":"u","event":"Order Completed","context":{"traits":{"email":"u@example.org"}}}"""))
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IOException("ingest answered " + status);
        }
    }

    private static long peak(OperatorServer operator) {
        return Usage.peakMemory(operator.pid()) >> 20;
    }

    private static long millis(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / (double) Duration.ofSeconds(1).toNanos();
    }

    private static void progress(String text, Object... values) {
        System.err.printf("[bench] " + text + "%n", values);
    }
}
