package dev.catchment.e2e;

import static dev.catchment.e2e.Manifests.filter;
import static dev.catchment.e2e.Manifests.signedWith;
import static dev.catchment.e2e.Manifests.source;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.catchment.api.v1alpha1.DeliveryCounters;
import dev.catchment.api.v1alpha1.Destination;
import dev.catchment.api.v1alpha1.Filter;
import dev.catchment.api.v1alpha1.Source;
import dev.catchment.contract.Plane;
import dev.catchment.e2e.SignedTool.Call;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is changed in the cluster takes effect in running planes, with real events; and whatever it is, no process is
 * started anew.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorPlanesIT {
    private static final Duration SECRET_LIMIT = Duration.ofSeconds(5);
    /** Well below what a tool that is left alone for an hour, or the longest pause, would take. */
    private static final Duration SECONDS = Duration.ofSeconds(30);

    private static final int ROTATIONS = 5;
    private static final String KEY = "the-key-of-web";
    private static final String STAFF = "Staff";
    private static final String ORDER = "Order";

    @TempDir
    private static Path folder;

    private ClusterHub hub;
    private SignedTool tool;
    private App app;
    private Map<String, PodProcess> pods;
    private Map<String, Long> generations;

    @BeforeAll
    void start() throws Exception {
        tool = new SignedTool(Set.of("k0", "k1", "k2", "k3", "k4", "k5", "moved", "wrong", "busy", "right"));
        hub = ClusterHub.start(folder);
        hub.secret("web-key", Map.of("writeKey", KEY));
        hub.apply(Manifests.WORKSPACE);
        hub.apply(source("web", Manifests.WEB_KEY));
        pods = hub.runPods("acme");
        generations = generations();
        app = new App(ingest().url());
        awaitAnswer(KEY, 200);
    }

    /** Not one of the changes of any test reaches the Pods, but through the plan. */
    @AfterEach
    void noProcessWasStartedAnew() {
        assertThat(pods.values()).allMatch(PodProcess::alive);
        assertThat(Stream.of(Plane.values()).flatMap(plane -> hub.pods("acme", plane).stream()))
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactlyInAnyOrderElementsOf(pods.keySet());
        assertThat(generations()).isEqualTo(generations);
    }

    @AfterAll
    void end() throws Exception {
        app.close();
        hub.close();
        tool.close();
    }

    @Test
    void aRotatedSecretSignsWhatIsSentNextAndNewSettingsNeverMeetOldCredentials() throws Exception {
        // Given one that sends at once, and one whose events wait in the process for their turn
        hub.secret("crm", Map.of("token", "k0"));
        hub.apply(destination("crm", signedWith("crm")));
        hub.apply(destination("paced", signedWith("crm") + "\n  delivery: {rateLimit: {perSecond: 2}}"));
        awaitProgrammed("crm", "paced");
        List<Duration> crm = new ArrayList<>();
        List<Duration> paced = new ArrayList<>();
        List<Long> stored;
        try (App.Stream stream = app.stream(KEY, ORDER, Duration.ofMillis(10))) {
            eventually().until(() -> tool.calls("paced").size() >= 3);

            // When
            for (int i = 1; i <= ROTATIONS; i++) {
                String key = "k" + i;
                hub.secret("crm", Map.of("token", key));
                long rotated = System.nanoTime();
                eventually().until(() -> tool.first("crm", key).isPresent());
                eventually().until(() -> tool.first("paced", key).isPresent());
                crm.add(Duration.ofNanos(tool.first("crm", key).orElseThrow().nanos() - rotated));
                paced.add(
                        Duration.ofNanos(tool.first("paced", key).orElseThrow().nanos() - rotated));
            }
            hub.secret("crm-moved", Map.of("token", "moved"));
            hub.apply(Manifests.destination("crm", tool.url("elsewhere"), signedWith("crm-moved")));
            eventually().until(() -> !tool.calls("elsewhere").isEmpty());
            stored = stream.end();
        }
        hub.delete(Destination.class, "paced");

        // Then
        System.out.printf(
                "[planes] a changed Secret was used after %s (median %d ms); with 2 requests a second after %s (median"
                        + " %d ms)%n",
                millis(crm), median(crm), millis(paced), median(paced));
        assertThat(crm).allMatch(took -> took.compareTo(SECRET_LIMIT) <= 0);
        assertThat(paced).allMatch(took -> took.compareTo(SECRET_LIMIT) <= 0);
        eventually().untilAsserted(() -> assertThat(
                        Stream.concat(numbers(tool.taken("crm")).stream(), numbers(tool.taken("elsewhere")).stream()))
                .containsExactlyInAnyOrderElementsOf(stored));
        assertThat(tool.calls("crm")).noneMatch(call -> call.key().equals("moved"));
        assertThat(tool.calls("elsewhere")).allMatch(call -> call.key().equals("moved"));
        hub.delete(Destination.class, "crm");
    }

    @Test
    void eventsWaitForASecretThatComesLaterAndAMistakeInItLeavesTheLastGoodOneInForce() throws Exception {
        // Given
        hub.apply(destination("late", signedWith("late")));
        awaitCondition("late", "ResolvedRefs", "False/RefNotFound");
        awaitCondition("late", "Programmed", "False/Held");
        List<Long> sent = new ArrayList<>(List.of(app.send(KEY, ORDER), app.send(KEY, ORDER)));

        // When
        hub.secret("late", Map.of("token", "k1"));

        // Then
        eventually()
                .untilAsserted(() -> assertThat(numbers(tool.taken("late"))).containsExactlyInAnyOrderElementsOf(sent));

        // When its key is misspelt
        hub.secret("late", Map.of("tokn", "k2"));
        awaitCondition("late", "ResolvedRefs", "False/RefNotFound");
        assertThat(hub.condition(Destination.class, "late", "ResolvedRefs")).contains("Secret late has no key token");
        sent.add(app.send(KEY, ORDER));

        // Then
        eventually()
                .untilAsserted(() -> assertThat(numbers(tool.taken("late"))).containsExactlyInAnyOrderElementsOf(sent));
        assertThat(tool.calls("late")).allMatch(call -> call.key().equals("k1"));

        // When
        hub.secret("late", Map.of("token", "k2"));
        awaitCondition("late", "ResolvedRefs", "True/");
        awaitProgrammed("late");
        sent.add(app.send(KEY, ORDER));

        // Then
        eventually().until(() -> tool.first("late", "k2").isPresent());
        assertThat(numbers(tool.calls("late"))).containsExactlyInAnyOrderElementsOf(sent);
        hub.delete(Destination.class, "late");
    }

    @Test
    void aWrongKeyOpensTheCircuitAndTheMendedSecretIsTriedAtOnce() throws Exception {
        // Given one that refuses the key, and one that asks to be left alone for an hour
        hub.secret("bank", Map.of("token", "wrong"));
        hub.secret("mail", Map.of("token", "busy"));
        hub.apply(destination("bank", signedWith("bank")));
        hub.apply(destination("mail", signedWith("mail")));
        awaitProgrammed("bank", "mail");

        // When
        List<Long> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add(app.send(KEY, ORDER));
        }
        eventually().until(() -> !tool.calls("bank").isEmpty());
        long refused = System.nanoTime();

        // Then
        eventually().untilAsserted(() -> {
            assertThat(counters("bank").map(DeliveryCounters::circuit))
                    .isPresent()
                    .isNotEqualTo(Optional.of("closed"));
            assertThat(counters("bank").map(DeliveryCounters::lastError))
                    .contains("HTTP 401: the credentials are refused");
            assertThat(counters("mail").map(DeliveryCounters::circuit)).contains("open");
        });
        Duration shown = Duration.ofNanos(System.nanoTime() - refused);
        awaitCondition("bank", "Delivering", "False/CredentialsRejected");
        awaitCondition("mail", "Delivering", "False/CircuitOpen");
        assertThat(tool.taken("bank")).isEmpty();
        assertThat(counters("bank").orElseThrow().deadLettered()).isZero();

        // When
        hub.secret("bank", Map.of("token", "right"));
        hub.secret("mail", Map.of("token", "right"));
        long mended = System.nanoTime();

        // Then
        for (String destination : List.of("bank", "mail")) {
            await().atMost(SECONDS).untilAsserted(() -> assertThat(numbers(tool.taken(destination)))
                    .containsExactlyInAnyOrderElementsOf(sent));
            long first = tool.first(destination, "right").orElseThrow().nanos();
            System.out.printf(
                    "[planes] %s: the mended Secret was tried after %d ms%n",
                    destination, Duration.ofNanos(first - mended).toMillis());
        }
        System.out.printf("[planes] the open circuit was in the status after %d ms%n", shown.toMillis());
        eventually().untilAsserted(() -> assertThat(counters("bank").map(DeliveryCounters::circuit))
                .contains("closed"));
        awaitCondition("bank", "Delivering", "True/Delivering");
        hub.delete(Destination.class, "bank");
        hub.delete(Destination.class, "mail");
    }

    @Test
    void writeKeysRotateWithAnOverlapEndByThemselvesAndAreRevoked() throws Exception {
        // Given
        hub.secret("app-keys", Map.of("old", "app-old", "new", "app-new", "stolen", "app-stolen"));
        Instant end = Instant.now().plusSeconds(8).truncatedTo(ChronoUnit.SECONDS);
        String old = "{secretKeyRef: {name: app-keys, key: old}, notAfter: \"" + end + "\"}";
        String fresh = "{secretKeyRef: {name: app-keys, key: new}}";
        String stolen = "{secretKeyRef: {name: app-keys, key: stolen}}";

        // When
        hub.apply(source("app", "writeKeys: [" + old + ", " + fresh + ", " + stolen + "]"));

        // Then
        awaitAnswer("app-new", 200);
        assertThat(app.status("app-stolen", ORDER)).isEqualTo(200);
        assertThat(app.status("app-old", ORDER)).as("before " + end).isEqualTo(200);

        // When
        hub.apply(source("app", "writeKeys: [" + old + ", " + fresh + "]"));
        long revoked = System.nanoTime();

        // Then
        awaitAnswer("app-stolen", 401);
        System.out.printf(
                "[planes] a revoked write key was refused after %d ms%n",
                Duration.ofNanos(System.nanoTime() - revoked).toMillis());
        assertThat(app.status("app-new", ORDER)).isEqualTo(200);

        // When nothing but time passes
        Source before = hub.get(Source.class, "app");
        awaitAnswer("app-old", 401);

        // Then
        assertThat(Instant.now()).isAfterOrEqualTo(end);
        assertThat(app.status("app-new", ORDER)).isEqualTo(200);
        assertThat(hub.get(Source.class, "app").getMetadata().getGeneration())
                .isEqualTo(before.getMetadata().getGeneration());
    }

    @Test
    void appsKeepWorkingWhenTheirSourceIsDeletedAndMadeAgain() throws Exception {
        // Given
        hub.apply(source("generated", ""));
        eventually().ignoreExceptions().until(() -> hub.secret("generated-write-key") != null);
        String encoded = hub.secret("generated-write-key").getData().get("writeKey");
        String key = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        awaitAnswer(key, 200);

        // When
        hub.delete(Source.class, "generated");
        awaitAnswer(key, 401);
        hub.apply(source("generated", ""));

        // Then
        awaitAnswer(key, 200);
    }

    @Test
    void aFilterThatBreaksStaysInForceAlsoWhileTheOperatorIsAway() throws Exception {
        // Given
        hub.apply(filter("no-staff", "guarded", "event.event == 'Staff'"));
        hub.apply(destination("guarded", ""));
        awaitProgrammed("guarded");
        assertOnlyOrdersArrive("guarded");

        // When it breaks
        hub.apply(filter("no-staff", "guarded", "event.event =="));
        eventually().untilAsserted(() -> assertThat(hub.condition(Filter.class, "no-staff", "Accepted"))
                .startsWith("False/"));

        // Then
        assertOnlyOrdersArrive("guarded");

        // When the operator goes, and comes back to a filter that is broken
        hub.stopOperator();
        assertOnlyOrdersArrive("guarded");
        hub.startOperator();
        hub.apply(source("after-the-restart", ""));
        eventually().untilAsserted(() -> assertThat(hub.condition(Source.class, "after-the-restart", "Ready"))
                .startsWith("True/"));

        // Then
        assertOnlyOrdersArrive("guarded");

        // When it is deleted
        hub.delete(Filter.class, "no-staff");

        // Then
        eventually().until(() -> {
            app.send(KEY, STAFF);
            return tool.calls("guarded").stream().anyMatch(call -> call.event().equals(STAFF));
        });
        hub.delete(Destination.class, "guarded");
    }

    @Test
    void aFilterThatNeverWasGoodHoldsWhatItCoversAndWhatWasHeldPassesTheMendedOne() throws Exception {
        // Given one under a filter that is broken from the start, one that requires a filter which is not there
        hub.apply(filter("pii", "held", "event.nosuch("));
        hub.apply(destination("held", ""));
        hub.apply(destination("strict", "requiredFilterRefs: [{name: must}]"));
        hub.apply(destination("witness", ""));
        awaitProgrammed("held", "witness");
        awaitCondition("strict", "Programmed", "False/Held");
        eventually().untilAsserted(() -> assertThat(hub.condition(Filter.class, "pii", "Programmed"))
                .startsWith("False/Held"));

        // When
        long staff = app.send(KEY, STAFF);
        long order = app.send(KEY, ORDER);

        // Then
        eventually()
                .untilAsserted(() -> assertThat(numbers(tool.taken("witness"))).contains(staff, order));
        assertThat(tool.calls("held")).isEmpty();
        assertThat(tool.calls("strict")).isEmpty();

        // When
        hub.apply(filter("pii", "held", "event.event == 'Staff'"));
        hub.apply(filter("must", "strict", "event.event == 'Staff'"));

        // Then
        for (String destination : List.of("held", "strict")) {
            eventually().until(() -> numbers(tool.taken(destination)).contains(order));
            assertOnlyOrdersArrive(destination);
        }

        // When the required one is deleted
        hub.delete(Filter.class, "must");
        awaitCondition("strict", "ResolvedRefs", "False/RefNotFound");
        awaitCondition("strict", "Programmed", "False/Held");
        long late = app.send(KEY, ORDER);
        eventually().until(() -> numbers(tool.taken("witness")).contains(late));

        // Then
        assertThat(numbers(tool.calls("strict"))).doesNotContain(late);

        // When
        hub.apply(filter("must", "strict", "event.event == 'Staff'"));

        // Then
        eventually().until(() -> numbers(tool.taken("strict")).contains(late));
        assertOnlyOrdersArrive("strict");
        List.of("held", "strict", "witness").forEach(name -> hub.delete(Destination.class, name));
    }

    private void assertOnlyOrdersArrive(String destination) throws Exception {
        app.send(KEY, STAFF);
        long order = app.send(KEY, ORDER);
        eventually().until(() -> numbers(tool.taken(destination)).contains(order));
        assertThat(tool.calls(destination)).allMatch(call -> call.event().equals(ORDER));
    }

    private void awaitAnswer(String key, int status) {
        eventually().until(() -> app.status(key, ORDER) == status);
    }

    private void awaitProgrammed(String... destinations) {
        for (String destination : destinations) {
            awaitCondition(destination, "Programmed", "True/");
        }
    }

    private void awaitCondition(String destination, String type, String beginning) {
        eventually().untilAsserted(() -> assertThat(hub.condition(Destination.class, destination, type))
                .startsWith(beginning));
    }

    private Optional<DeliveryCounters> counters(String destination) {
        return Optional.ofNullable(hub.get(Destination.class, destination).getStatus())
                .map(status -> status.counters());
    }

    private PodProcess ingest() {
        return pods.get(hub.pods("acme", Plane.INGEST).getFirst().getMetadata().getName());
    }

    private Map<String, Long> generations() {
        return hub.admin.apps().deployments().inNamespace(hub.namespace).list().getItems().stream()
                .map(Deployment::getMetadata)
                .collect(toMap(each -> each.getName(), each -> each.getGeneration()));
    }

    private String destination(String name, String more) {
        return Manifests.destination(name, tool.url(name), more);
    }

    private static List<Long> numbers(List<Call> calls) {
        return calls.stream().map(Call::number).toList();
    }

    private static String millis(List<Duration> durations) {
        return durations.stream().map(d -> d.toMillis() + " ms").toList().toString();
    }

    private static long median(List<Duration> durations) {
        return durations.stream().sorted().toList().get(durations.size() / 2).toMillis();
    }

    private static ConditionFactory eventually() {
        return await().atMost(ClusterHub.PATIENCE).pollInterval(Duration.ofMillis(50));
    }
}
