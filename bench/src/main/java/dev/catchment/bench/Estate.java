package dev.catchment.bench;

import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.StatusCondition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * A hub of some size, as a team would write it: a Source and a Secret for ten Destinations, two Filters for ten. Every
 * Destination takes the events of {@code src-0} and of one other Source; one in ten has a mapping of its own and a
 * Secret; a Filter looks at the events of a tenth of the Sources to five Destinations, and keeps none of the benchmark's
 * events back.
 *
 * @param receiver where requests go
 */
record Estate(KubernetesClient client, String namespace, int destinations, ReceiverServer receiver) {
    static final String WORKSPACE = "acme";
    private static final int AT_ONCE = 32;
    private static final int TEAMS = 10;
    private static final int SHARE = 10;
    private static final int FILTERED = 5;
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    int sources() {
        return destinations / SHARE;
    }

    int secrets() {
        return destinations / SHARE;
    }

    int filters() {
        return destinations / FILTERED;
    }

    /** All kinds together, without the types. */
    int resources() {
        return 1 + sources() + filters() + destinations;
    }

    /** Creates everything through the API, the Workspace first. */
    void create() throws Exception {
        create(List.of(workspace()));
        create(IntStream.range(0, sources()).mapToObj(this::source).toList());
        create(IntStream.range(0, secrets()).mapToObj(this::secret).toList());
        create(IntStream.range(0, filters()).mapToObj(this::filter).toList());
        create(IntStream.range(0, destinations).mapToObj(this::destination).toList());
    }

    private void create(List<String> documents) throws Exception {
        atOnce(documents.stream()
                .<Runnable>map(document ->
                        () -> client.resource(document).inNamespace(namespace).create())
                .toList());
    }

    /** Runs them all, so many at a time. */
    static void atOnce(List<Runnable> tasks) throws Exception {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<?>> running = new ArrayList<>();
            tasks.forEach(task -> running.add(threads.submit(task)));
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    private static String workspace() {
        return """
                {"apiVersion":"catchment.dev/v1alpha1","kind":"Workspace","metadata":{"name":"acme"},
                 "spec":{"ingest":{"replicas":1},"delivery":{"replicas":1},"egress":{"allowCIDRs":["127.0.0.0/8"]}}}""";
    }

    private String source(int i) {
        return """
                {"apiVersion":"catchment.dev/v1alpha1","kind":"Source",
                 "metadata":{"name":"src-%d","labels":{"team":"t%d"}},
                 "spec":{"workspaceRef":{"name":"acme"},"type":"server"}}""".formatted(i, i % TEAMS);
    }

    private String secret(int i) {
        return """
                {"apiVersion":"v1","kind":"Secret","metadata":{"name":"dst-%d"},
                 "stringData":{"sharedSecret":"a-shared-secret-of-%d"}}""".formatted(i * SHARE, i);
    }

    private String filter(int i) {
        String covered = IntStream.range(0, FILTERED)
                .mapToObj(d -> "{\"name\":\"dst-" + (i * FILTERED + d) + "\"}")
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
        return """
                {"apiVersion":"catchment.dev/v1alpha1","kind":"Filter","metadata":{"name":"flt-%d"},
                 "spec":{"workspaceRef":{"name":"acme"},"sourceSelector":{"matchLabels":{"team":"t%d"}},
                  "destinationRefs":[%s],"when":{"cel":"%s"},"drop":{}}}""".formatted(i, i % TEAMS, covered, when("Nothing " + i));
    }

    private static String when(String event) {
        return "event.type == 'track' && event.event == '" + event
                + "' && event.context.traits.email.endsWith('@example.com')";
    }

    private String destination(int i) {
        int own = i % sources();
        boolean special = i % SHARE == 0;
        return """
                {"apiVersion":"catchment.dev/v1alpha1","kind":"Destination","metadata":{"name":"dst-%d"},
                 "spec":{"workspaceRef":{"name":"acme"},"type":"webhook","sourceRefs":[{"name":"src-0"}%s],
                  "config":{"url":"%s"}%s}}""".formatted(
                        i,
                        own == 0 ? "" : ",{\"name\":\"src-" + own + "\"}",
                        receiver.url(0, Integer.toString(i)),
                        special ? special(i) : "");
    }

    private static String special(int i) {
        return """
                ,"secretRef":{"name":"dst-%d"},"mappings":[{"name":"orders","action":"send",
                 "when":{"cel":"event.event == 'Order %d'"},
                 "fields":{"data":{"order":"${event.properties.order_id}","total":"${event.properties.total}"}}}]""".formatted(i, i);
    }

    /** The Source that only one Destination in so many takes. */
    int sourceOf(int destination) {
        return destination % sources();
    }

    void moveDestination(int i, String url) {
        client.resources(Destination.class)
                .inNamespace(namespace)
                .withName("dst-" + i)
                .patch(MERGE, "{\"spec\":{\"config\":{\"url\":\"" + url + "\"}}}");
    }

    void changeFilter(int i, int change) {
        client.resources(Filter.class)
                .inNamespace(namespace)
                .withName("flt-" + i)
                .patch(MERGE, "{\"spec\":{\"when\":{\"cel\":\"" + when("Change " + change) + "\"}}}");
    }

    /** Changes the Secret of a Destination that has one. */
    void rotate(int destination, int change) {
        client.secrets()
                .inNamespace(namespace)
                .withName("dst-" + destination)
                .patch(MERGE, "{\"stringData\":{\"sharedSecret\":\"rotated-" + change + "\"}}");
    }

    /** A Destination with a Secret. */
    int withSecret(int i) {
        return i % secrets() * SHARE;
    }

    boolean destinationReady(int i) {
        Destination destination = client.resources(Destination.class)
                .inNamespace(namespace)
                .withName("dst-" + i)
                .require();
        return destination.getStatus() != null
                && ready(destination, destination.getStatus().conditions());
    }

    boolean filterReady(int i) {
        Filter filter = client.resources(Filter.class)
                .inNamespace(namespace)
                .withName("flt-" + i)
                .require();
        return filter.getStatus() != null && ready(filter, filter.getStatus().conditions());
    }

    private static boolean ready(HasMetadata resource, List<StatusCondition> conditions) {
        return conditions.stream()
                .anyMatch(c -> "Ready".equals(c.type())
                        && "True".equals(c.status())
                        && Objects.equals(
                                c.observedGeneration(), resource.getMetadata().getGeneration()));
    }

    /** The write key that was made for a Source. */
    String writeKey(int source) {
        String encoded = client.secrets()
                .inNamespace(namespace)
                .withName("src-" + source + "-write-key")
                .require()
                .getData()
                .get("writeKey");
        return new String(Base64.getDecoder().decode(encoded), java.nio.charset.StandardCharsets.UTF_8);
    }
}
