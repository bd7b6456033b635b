package dev.catchment.operator.status;

import dev.catchment.api.v1alpha1.StatusCondition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kubernetes events: one each time that a resource becomes Ready, stops being so, or is unready for another reason. */
public final class Transitions {
    private static final Logger LOG = LoggerFactory.getLogger(Transitions.class);
    /** As events.k8s.io has it. */
    private static final int MOST_CHARACTERS = 1024;

    private static final String CONTROLLER = "catchment-operator";

    private final KubernetesClient client;
    private final Clock clock;

    public Transitions(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    public void announce(HasMetadata about, List<StatusCondition> before, List<StatusCondition> now) {
        Optional<StatusCondition> was = Conditions.find(before, ConditionType.READY);
        Optional<StatusCondition> is = Conditions.find(now, ConditionType.READY);
        if (is.isEmpty() || was.map(w -> same(w, is.get())).orElse(false)) {
            return;
        }
        boolean ready = Truth.TRUE.wireName().equals(is.get().status());
        announce(
                about,
                ready ? "Normal" : "Warning",
                is.get().reason(),
                ready ? "It is ready." : is.get().message());
    }

    /** An event of its own; that it cannot be written is no reason to stop. */
    public void announce(HasMetadata about, String type, String reason, String message) {
        String time = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        String namespace = Objects.requireNonNullElse(about.getMetadata().getNamespace(), "default");
        Event event = new EventBuilder()
                .withNewMetadata()
                .withGenerateName(about.getMetadata().getName() + "-")
                .withNamespace(namespace)
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withNamespace(about.getMetadata().getNamespace())
                .withName(about.getMetadata().getName())
                .withUid(about.getMetadata().getUid())
                .endInvolvedObject()
                .withType(type)
                .withReason(reason)
                .withMessage(message.length() <= MOST_CHARACTERS ? message : message.substring(0, MOST_CHARACTERS))
                .withFirstTimestamp(time)
                .withLastTimestamp(time)
                .withCount(1)
                .withReportingComponent(CONTROLLER)
                .withNewSource()
                .withComponent(CONTROLLER)
                .endSource()
                .build();
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            LOG.atWarn()
                    .addKeyValue("kind", about.getKind())
                    .addKeyValue("namespace", namespace)
                    .addKeyValue("name", about.getMetadata().getName())
                    .log("event {} could not be written: {}", reason, e.getMessage());
        }
    }

    private static boolean same(StatusCondition one, StatusCondition other) {
        return one.status().equals(other.status()) && one.reason().equals(other.reason());
    }
}
