package dev.catchment.operator.destinationtype;

import dev.catchment.api.v1alpha1.DestinationType;
import dev.catchment.operator.Labels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The catalogue that ships with the operator, as objects in the cluster. */
public final class BuiltInTypes {
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("catchment-catalog")
            .withForce(true)
            .build();

    private static final Logger LOG = LoggerFactory.getLogger(BuiltInTypes.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final FormerTypes former;
    private final Map<String, DestinationType> types = new LinkedHashMap<>();
    /** Those that were not applied because somebody paused them. */
    private final Set<String> paused = ConcurrentHashMap.newKeySet();

    /** Those that were applied since the start. */
    private final Set<String> applied = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;

    public BuiltInTypes(KubernetesClient client, List<DestinationType> types) {
        this.client = client;
        this.former = new FormerTypes(client, APPLY);
        types.forEach(type -> this.types.put(type.getMetadata().getName(), type));
    }

    /**
     * Makes every built-in type be as it ships; what others added to it stays. Tries again until it is done or the
     * thread is interrupted. Those that were applied before are left as they are now.
     */
    public void applyAll() {
        applyOnce();
        List<String> left =
                types.keySet().stream().filter(name -> !applied.contains(name)).toList();
        if (!left.isEmpty()) {
            apply(left);
        }
    }

    public Set<String> names() {
        return Set.copyOf(types.keySet());
    }

    /** Tries once to apply those that can be. */
    public void applyOnce() {
        applied.addAll(types.keySet().stream()
                .filter(name -> !applied.contains(name) && !stopping && tryToApply(name))
                .toList());
    }

    /** After a pause, and again until it is done or the thread is interrupted. */
    private void apply(List<String> names) {
        Duration pause = FIRST_PAUSE;
        List<String> left = names;
        while (!left.isEmpty()) {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            left = withoutApplied(left);
        }
    }

    /** Nothing more is applied: the client is closed next. */
    public void stop() {
        stopping = true;
    }

    private List<String> withoutApplied(Collection<String> names) {
        return names.stream().filter(name -> !stopping && !tryToApply(name)).toList();
    }

    private boolean tryToApply(String name) {
        try {
            apply(name);
            return true;
        } catch (KubernetesClientException e) {
            LOG.atWarn()
                    .addKeyValue("kind", "DestinationType")
                    .addKeyValue("name", name)
                    .log("built-in type could not be applied, it is tried again: {}", e.getMessage());
            return false;
        } catch (IllegalStateException | RejectedExecutionException e) {
            if (!stopping) {
                throw e;
            }
            // The client was closed under it.
            return false;
        }
    }

    /**
     * Puts one back if it is built in, a moment later: the framework forgets what happens to an object while it still
     * handles its deletion, so that one re-created at once would never get a status.
     */
    void putBackSoon(String name) {
        if (types.containsKey(name)) {
            Thread.ofVirtual().name("built-in-type-" + name).start(() -> apply(List.of(name)));
        }
    }

    /** Applies one that was passed over, once it is no longer paused. */
    void catchUp(String name) {
        if (paused.remove(name)) {
            putBackSoon(name);
        }
    }

    private boolean isPaused(String name) {
        DestinationType current =
                client.resources(DestinationType.class).withName(name).get();
        boolean leftAlone = current != null && Labels.paused(current);
        if (leftAlone) {
            paused.add(name);
        }
        return leftAlone;
    }

    private void apply(String name) {
        DestinationType shipped = types.get(name);
        if (shipped != null && !isPaused(name)) {
            former.keep(shipped);
            DestinationType type = new DestinationType();
            type.setMetadata(new ObjectMetaBuilder()
                    .withName(name)
                    .withLabels(Map.of(Labels.BUILT_IN, "true", Labels.MANAGED_BY_KEY, Labels.MANAGED_BY))
                    .build());
            type.setSpec(shipped.getSpec());
            client.resource(type).patch(APPLY);
        }
    }
}
