package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.DeletionPolicy;
import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.api.v1alpha1.WorkspaceSpec;
import dev.catchment.broker.ClaimedElsewhereException;
import dev.catchment.contract.HubId;
import dev.catchment.operator.hub.BrokerAccess;
import dev.catchment.operator.hub.BrokerUnavailableException;
import dev.catchment.operator.hub.Hubs;
import dev.catchment.operator.status.Reason;
import dev.catchment.operator.status.Transitions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Removes what a Workspace has outside Kubernetes, if it says so. Only then it carries a finalizer, and only for a
 * while: a NATS that is away never keeps a namespace from being deleted.
 */
final class WorkspaceRemoval {
    static final String FINALIZER = "catchment.dev/data";

    private final KubernetesClient client;
    private final Hubs hubs;
    private final WorkspaceKey key;
    private final Transitions transitions;
    private final Duration patience;
    private final Clock clock;

    WorkspaceRemoval(
            KubernetesClient client,
            Hubs hubs,
            WorkspaceKey key,
            Transitions transitions,
            Duration patience,
            Clock clock) {
        this.client = client;
        this.hubs = hubs;
        this.key = key;
        this.transitions = transitions;
        this.patience = patience;
        this.clock = clock;
    }

    /** Makes the finalizer be there exactly when the data are to go with the Workspace. */
    static void ensureFinalizer(Workspace workspace, Context<Workspace> context) {
        boolean wanted = Optional.ofNullable(workspace.getSpec())
                        .map(WorkspaceSpec::deletionPolicy)
                        .orElse(DeletionPolicy.RETAIN)
                == DeletionPolicy.DELETE;
        if (wanted && !workspace.hasFinalizer(FINALIZER)) {
            PrimaryUpdateAndCacheUtils.addFinalizer(context, FINALIZER);
        } else if (!wanted && workspace.hasFinalizer(FINALIZER)) {
            PrimaryUpdateAndCacheUtils.removeFinalizer(context, FINALIZER);
        }
    }

    /** Lets a Workspace go that nobody may act for: it must not keep its namespace from being deleted. */
    void release(Workspace workspace, Context<Workspace> context) {
        if (workspace.hasFinalizer(FINALIZER)) {
            transitions.announce(
                    workspace,
                    "Warning",
                    Reason.DATA_LEFT_BEHIND.wireName(),
                    "The streams and buckets of the workspace are still in NATS, remove them there: when it was deleted it"
                            + " was paused, or its spec could not be read.");
            PrimaryUpdateAndCacheUtils.removeFinalizer(context, FINALIZER);
        }
    }

    /**
     * Ends the planes, removes the data, lets the Workspace go.
     *
     * @throws BrokerUnavailableException if NATS cannot do it now and there is patience left
     */
    void remove(HubId hub, Workspace workspace, BrokerAccess access, WorkspaceModel model, Context<Workspace> context)
            throws BrokerUnavailableException, InterruptedException {
        if (!workspace.hasFinalizer(FINALIZER)) {
            return;
        }
        for (PlaneModel plane : List.of(model.ingest(), model.delivery())) {
            client.apps()
                    .deployments()
                    .inNamespace(hub.namespace())
                    .withName(plane.name())
                    .delete();
        }
        try {
            hubs.open(hub).deleteData(access, model.spec());
            key.delete(hub);
        } catch (BrokerUnavailableException e) {
            Instant since = Instant.parse(workspace.getMetadata().getDeletionTimestamp());
            if (clock.instant().isBefore(since.plus(patience))) {
                throw e;
            }
            leftBehind(
                    workspace,
                    "The streams and buckets of the workspace are still in NATS, remove them there: " + e.getMessage());
        } catch (ClaimedElsewhereException e) {
            leftBehind(workspace, "Nothing was removed from NATS. " + e.getMessage());
        }
        PrimaryUpdateAndCacheUtils.removeFinalizer(context, FINALIZER);
    }

    private void leftBehind(Workspace workspace, String message) {
        transitions.announce(workspace, "Warning", Reason.DATA_LEFT_BEHIND.wireName(), message);
    }
}
