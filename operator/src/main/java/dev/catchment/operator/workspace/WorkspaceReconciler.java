package dev.catchment.operator.workspace;

import dev.catchment.api.v1alpha1.Workspace;
import dev.catchment.contract.HubId;
import dev.catchment.contract.Plane;
import dev.catchment.operator.Labels;
import dev.catchment.operator.Names;
import dev.catchment.operator.OperatorSettings;
import dev.catchment.operator.hub.BrokerAccess;
import dev.catchment.operator.hub.BrokerUnavailableException;
import dev.catchment.operator.hub.Gate;
import dev.catchment.operator.hub.Hub;
import dev.catchment.operator.hub.HubEventSource;
import dev.catchment.operator.hub.Hubs;
import dev.catchment.operator.hub.Provision;
import dev.catchment.operator.hub.References;
import dev.catchment.operator.hub.ResourceIndex;
import dev.catchment.operator.hub.ResourceKind;
import dev.catchment.operator.secret.SecretContent;
import dev.catchment.operator.secret.SecretReader;
import dev.catchment.operator.secret.SecretWatch;
import dev.catchment.operator.status.Transitions;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a hub be what its resources say: the planes in Kubernetes, then streams and plan in NATS, then the status. It
 * runs for the Workspace, for everything that belongs to it and for every report of its planes, so each step does
 * nothing when nothing changed.
 */
@ControllerConfiguration(name = "workspace", fieldManager = "catchment-workspace", triggerReconcilerOnAllEvents = true)
@GradualRetry(maxAttempts = -1, initialInterval = 2000, intervalMultiplier = 2, maxInterval = 300_000)
public final class WorkspaceReconciler implements Reconciler<Workspace> {
    private static final Duration LOOK_FOR_KINDS = Duration.ofSeconds(10);

    private final OperatorSettings settings;
    private final Gate gate;
    private final ResourceIndex index;
    private final References references;
    private final Hubs hubs;
    private final SecretReader secrets;
    private final SecretWatch secretWatch;
    private final WorkspaceKey keys;
    private final Children children;
    private final WorkspaceRemoval removal;
    private final WorkspaceReport report;
    private final Clock clock;

    public WorkspaceReconciler(
            KubernetesClient client,
            OperatorSettings settings,
            Gate gate,
            ResourceIndex index,
            References references,
            Hubs hubs,
            SecretReader secrets,
            SecretWatch secretWatch,
            Transitions transitions,
            Clock clock) {
        this.settings = settings;
        this.gate = gate;
        this.index = index;
        this.references = references;
        this.hubs = hubs;
        this.secrets = secrets;
        this.secretWatch = secretWatch;
        this.keys = new WorkspaceKey(client, secrets);
        this.children = new Children(client);
        this.removal = new WorkspaceRemoval(client, hubs, keys, transitions, settings.deletionPatience(), clock);
        this.report = new WorkspaceReport(children, hubs, transitions, clock);
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, Workspace>> prepareEventSources(EventSourceContext<Workspace> context) {
        index.add(ResourceKind.WORKSPACE, context.getPrimaryCache());
        HubEventSource<Workspace> hub = new HubEventSource<>(
                workspace -> references.workspaceOf(workspace).ifPresent(hubs::tellMembers));
        hubs.add(ResourceKind.WORKSPACE, hub);
        List<EventSource<?, Workspace>> sources = new ArrayList<>(children.eventSources(context));
        sources.add(hub);
        sources.addAll(PlanePods.eventSources(context, settings.watchNamespaces()));
        sources.addAll(secretWatch.eventSources(
                context,
                settings.watchNamespaces(),
                secret -> index.referringTo(
                        secret.getMetadata().getNamespace(),
                        secret.getMetadata().getName())));
        return sources;
    }

    @Override
    public UpdateControl<Workspace> reconcile(Workspace workspace, Context<Workspace> context)
            throws BrokerUnavailableException, InterruptedException {
        Optional<HubId> hub = references.workspaceOf(workspace);
        if (hub.isEmpty()) {
            // the schema refuses such a name; nothing can be called after it
            return UpdateControl.noUpdate();
        }
        if (context.isPrimaryResourceDeleted()) {
            forget(hub.get());
        } else if (gate.enter()) {
            try {
                return attend(hub.get(), workspace, context);
            } finally {
                gate.leave();
            }
        }
        return UpdateControl.noUpdate();
    }

    private UpdateControl<Workspace> attend(HubId id, Workspace workspace, Context<Workspace> context)
            throws BrokerUnavailableException, InterruptedException {
        UpdateControl<Workspace> done = UpdateControl.noUpdate();
        if (workspace.getSpec() == null || Labels.paused(workspace)) {
            leaveAlone(id, workspace, context);
            return done;
        }
        List<Duration> looks = new ArrayList<>();
        if (!run(id, workspace, context).isEmpty()) {
            looks.add(LOOK_FOR_KINDS);
        }
        hubs.find(id).map(Hub::untilLook).ifPresent(looks::add);
        return looks.isEmpty() ? done : done.rescheduleAfter(Collections.min(looks));
    }

    /** Nothing is done to what is paused, nor after a spec that cannot be read; but a deletion is held up by neither. */
    private void leaveAlone(HubId id, Workspace workspace, Context<Workspace> context) {
        if (workspace.isMarkedForDeletion()) {
            removal.release(workspace, context);
        } else if (!Labels.paused(workspace)) {
            Findings findings = new Findings(id);
            findings.unreadable();
            report.write(id, workspace, findings, null, context);
        }
    }

    /** @return kinds that it needs and the cluster lacks */
    private Set<OptionalKind> run(HubId id, Workspace workspace, Context<Workspace> context)
            throws BrokerUnavailableException, InterruptedException {
        secrets.retain(
                id.namespace(), name -> !index.referringTo(id.namespace(), name).isEmpty());
        Map<String, SecretContent> contents = secrets.read(id.namespace(), index.secretsOf(id));
        Map<Plane, String> credentials = references.credentialsOf(workspace);
        Optional<String> unusable = credentials.values().stream()
                .filter(secret -> NatsSecret.isUnusable(contents.get(secret)))
                .findFirst();
        Optional<WorkspaceKey.Key> key = workspace.isMarkedForDeletion() ? Optional.empty() : keys.ensure(id);
        WorkspaceModel model = WorkspaceModel.of(
                workspace,
                id,
                settings,
                credentials,
                key.map(WorkspaceKey.Key::hash).orElse(""));
        BrokerAccess access = new BrokerAccess(
                model.nats(), references.operatorCredentialsOf(workspace).map(contents::get));
        if (workspace.isMarkedForDeletion()) {
            removal.remove(id, workspace, access, model, context);
            return Set.of();
        }
        WorkspaceRemoval.ensureFinalizer(workspace, context);
        Findings findings = new Findings(id);
        Set<OptionalKind> missing = Set.of();
        Optional<String> badServers = model.nats().problem();
        if (badServers.isPresent()) {
            findings.serversInvalid(badServers.get());
            block(id, findings);
        } else if (key.isEmpty()) {
            findings.workspaceKeyInvalid();
            block(id, findings);
        } else if (unusable.isPresent()) {
            findings.credentialsMissing(unusable.get(), NatsSecret.problem(contents.get(unusable.get())));
            block(id, findings);
        } else {
            boolean elsewhere = hubs.open(id).isElsewhere(access, model.spec(), workspace);
            missing = children.apply(workspace, elsewhere ? model.objectsWithoutPods() : model.objects(), context);
            findings.remarks(WorkspaceRemarks.of(workspace, model, missing));
            references
                    .tlsSecretOf(workspace)
                    .filter(name -> !secrets.exists(id.namespace(), name))
                    .ifPresent(findings::certificateMissing);
            program(id, workspace, context, model, access, contents, key.get(), findings);
        }
        report.write(id, workspace, findings, model.effective(), context);
        return missing;
    }

    private void program(
            HubId id,
            Workspace workspace,
            Context<Workspace> context,
            WorkspaceModel model,
            BrokerAccess access,
            Map<String, SecretContent> contents,
            WorkspaceKey.Key key,
            Findings findings)
            throws BrokerUnavailableException, InterruptedException {
        Hub hub = hubs.open(id);
        Set<Pod> pods = context.getSecondaryResources(Pod.class);
        hub.ready(PlanePods.ready(pods));
        try {
            Provision provision =
                    hub.program(access, model.spec(), index.gather(workspace, id, contents), key.secret(), key.bytes());
            findings.provisioned(provision.faults());
            hub.outage().ifPresent(findings::unknown);
            report.repaired(workspace, provision.repaired());
            Set<String> names = new HashSet<>();
            pods.forEach(pod -> names.add(pod.getMetadata().getName()));
            hub.removeGone(names, clock.instant());
            findings.verdict(hub.verdict(ResourceKind.WORKSPACE, workspace));
        } catch (BrokerUnavailableException e) {
            findings.unknown(e.fault());
            report.write(id, workspace, findings, model.effective(), context);
            throw e;
        }
    }

    /** Nothing is published, so what belongs to the Workspace has to be told why. */
    private void block(HubId id, Findings findings) {
        hubs.open(id).blocked("Workspace \"" + id.workspace() + "\" is not in order: " + findings.blockage());
    }

    private void forget(HubId id) {
        hubs.close(id);
        hubs.tellMembers(id);
        children.forget(id.namespace(), Set.of(Names.plane(id, Plane.INGEST), Names.plane(id, Plane.DELIVERY)));
    }
}
