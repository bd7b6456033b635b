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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kubernetes events: one each time that a resource becomes Ready, stops being so, or is unready for another reason, and
 * when something beside that goes wrong or is well again (Delivering, DataLoss). Never one for a run that found the same.
 */
public final class Transitions {
    private static final Logger LOG = LoggerFactory.getLogger(Transitions.class);
    /** As events.k8s.io has it. */
    private static final int MOST_CHARACTERS = 1024;

    private static final String CONTROLLER = "catchment-operator";
    /** What comes and goes by itself, or is as somebody wanted it. */
    private static final Set<String> EXPECTED = Stream.of(
                    Reason.PENDING, Reason.PODS_NOT_READY, Reason.NO_PLANES, Reason.SUSPENDED)
            .map(Reason::wireName)
            .collect(Collectors.toUnmodifiableSet());

    private final KubernetesClient client;
    private final Clock clock;

    public Transitions(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    public void announce(HasMetadata about, List<StatusCondition> before, List<StatusCondition> now) {
        for (ConditionType type : List.of(ConditionType.READY, ConditionType.DATA_LOSS, ConditionType.DELIVERING)) {
            Optional<StatusCondition> was = Conditions.find(before, type);
            Conditions.find(now, type)
                    .filter(is -> was.isEmpty() || !same(was.get(), is))
                    .filter(is -> isNews(type, was, is))
                    .ifPresent(is -> announce(about, type, is));
        }
    }

    private void announce(HasMetadata about, ConditionType type, StatusCondition is) {
        boolean good = type.good().wireName().equals(is.status());
        announce(
                about,
                good || EXPECTED.contains(is.reason()) ? "Normal" : "Warning",
                is.reason(),
                is.message().isEmpty() ? type.wireName() + " is " + is.status() + "." : is.message());
    }

    /** Of what stands beside Ready, only what is wrong, or no longer is; and that a tool takes events at all. */
    private static boolean isNews(ConditionType type, Optional<StatusCondition> was, StatusCondition is) {
        return type == ConditionType.READY
                || isBad(type, is)
                || (type.good().wireName().equals(is.status())
                        && (type == ConditionType.DELIVERING
                                || was.filter(w -> isBad(type, w)).isPresent()));
    }

    private static boolean isBad(ConditionType type, StatusCondition condition) {
        return Truth.of(condition.status()) != Truth.UNKNOWN && Truth.of(condition.status()) != type.good();
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
