package dev.catchment.operator.status;

import static dev.catchment.operator.status.ConditionTree.DESTINATION;
import static dev.catchment.operator.status.ConditionTree.EVERY;
import static dev.catchment.operator.status.ConditionTree.FILTER;
import static dev.catchment.operator.status.ConditionTree.MEMBERS;
import static dev.catchment.operator.status.ConditionTree.SOURCE;
import static dev.catchment.operator.status.ConditionTree.WORKSPACE;
import static dev.catchment.operator.status.ConditionType.PLANES_READY;
import static dev.catchment.operator.status.ConditionType.PROGRAMMED;
import static dev.catchment.operator.status.Truth.FALSE;
import static dev.catchment.operator.status.Truth.TRUE;
import static dev.catchment.operator.status.Truth.UNKNOWN;

import dev.catchment.compile.DiagnosticReason;
import java.util.List;
import java.util.Set;

/** What is to be said of what runs: PlanesReady, Programmed. */
final class RunMeanings {
    private static final Set<ConditionTree> OF_WORKSPACES = Set.of(WORKSPACE);

    static final List<Meaning> ALL = List.of(
            Meaning.of(
                    OF_WORKSPACES,
                    PLANES_READY,
                    TRUE,
                    Reason.PLANES_READY,
                    "Every pod of ingest and delivery is ready, and of the version that is wanted.",
                    ""),
            Meaning.of(
                    OF_WORKSPACES,
                    PLANES_READY,
                    TRUE,
                    Reason.SCALED_TO_ZERO,
                    "A plane is wanted without pods, and so it is; the other one is ready.",
                    "Raise its `replicas` when it is to work again."),
            Meaning.of(
                    OF_WORKSPACES,
                    PLANES_READY,
                    UNKNOWN,
                    Reason.PODS_NOT_READY,
                    "Pods start, or were replaced, and are not ready yet.",
                    "Wait. If it lasts, the pod's log and `kubectl describe pod` say why."),
            Meaning.of(
                    OF_WORKSPACES,
                    PLANES_READY,
                    FALSE,
                    Reason.PODS_REFUSED,
                    "Kubernetes does not let a pod be made: a quota, pod security, an admission webhook, a LimitRange.",
                    "Change the policy that the message names, or `spec.*.resources` and `spec.*.podTemplate`."),
            Meaning.of(
                    OF_WORKSPACES,
                    PLANES_READY,
                    FALSE,
                    Reason.UNSCHEDULABLE,
                    "No node takes the pod.",
                    "Add nodes, or change `spec.*.resources` and `spec.*.podTemplate` (nodeSelector, tolerations, affinity)."),
            Meaning.of(
                    OF_WORKSPACES,
                    PLANES_READY,
                    FALSE,
                    Reason.IMAGE_PULL_FAILED,
                    "A node cannot pull the image. Pods that run already go on.",
                    "Correct `spec.*.image` or the installation's image, or give the nodes access to the registry."),
            Meaning.of(
                    OF_WORKSPACES,
                    PLANES_READY,
                    FALSE,
                    Reason.CONTAINER_NOT_CREATED,
                    "The container cannot be made of what the pod says, such as a key that a Secret lacks.",
                    "Correct what the message names: `spec.*.podTemplate.env`, or the Secret with the NATS credentials."),
            Meaning.of(
                    OF_WORKSPACES,
                    PLANES_READY,
                    FALSE,
                    Reason.CRASH_LOOP,
                    "A container ends again and again; the message has its last exit code and why, such as OOMKilled.",
                    "For OOMKilled raise `spec.*.resources.limits.memory`; else see `kubectl logs --previous`."),
            Meaning.of(
                    OF_WORKSPACES,
                    PLANES_READY,
                    FALSE,
                    Reason.PROGRESS_DEADLINE_EXCEEDED,
                    "The pods have had ten minutes and are not ready, for no other reason that the pods tell.",
                    "The pod's log and `kubectl describe pod` say why; a plane is not ready while it does not reach NATS."),
            Meaning.of(EVERY, PROGRAMMED, TRUE, Reason.PROGRAMMED, "Every ready pod of its plane has applied it.", ""),
            Meaning.of(EVERY, PROGRAMMED, TRUE, Reason.NOT_USED, "Nothing uses it, so there is nothing to apply.", ""),
            Meaning.of(
                    EVERY,
                    PROGRAMMED,
                    FALSE,
                    Reason.PENDING,
                    "A ready pod of its plane has not applied it yet. That takes well under a second.",
                    "If it lasts, the log of the pod in the message says why."),
            Meaning.of(
                    EVERY,
                    PROGRAMMED,
                    FALSE,
                    Reason.REFUSED,
                    "A pod cannot use it, and its former version stays in force there.",
                    "Often the pod is older than the operator: finish the upgrade. Else do what the message says."),
            Meaning.of(
                    EVERY,
                    PROGRAMMED,
                    FALSE,
                    Reason.NOT_IN_PLAN,
                    "This version of it is not in force, because it is not accepted. A former one may still be.",
                    "See Accepted and ResolvedRefs."),
            Meaning.of(
                    Set.of(DESTINATION),
                    PROGRAMMED,
                    FALSE,
                    DiagnosticReason.HELD_BY_FILTER,
                    "Its events wait, and none is lost: a Filter in `requiredFilterRefs` is not in force.",
                    "See the conditions of the Filter that the message names."),
            Meaning.of(
                    EVERY,
                    PROGRAMMED,
                    UNKNOWN,
                    Reason.NO_PLANES,
                    "No pod of its plane is ready, so nothing applies it.",
                    "See PlanesReady of the Workspace."),
            Meaning.of(
                    MEMBERS,
                    PROGRAMMED,
                    UNKNOWN,
                    Reason.REF_NOT_FOUND,
                    "It is in no plan, because its Workspace is not there.",
                    "See ResolvedRefs."),
            Meaning.of(
                    MEMBERS,
                    PROGRAMMED,
                    UNKNOWN,
                    Reason.WORKSPACE_NOT_READY,
                    "Nothing is published while its Workspace is not in order. What was in force stays in force.",
                    "See the conditions of the Workspace."),
            Meaning.of(
                    Set.of(WORKSPACE, SOURCE, DESTINATION, FILTER),
                    PROGRAMMED,
                    FALSE,
                    Reason.LAST_GOOD,
                    "This version of it is not good; the last one that was stays in force.",
                    "See the conditions before this one."),
            Meaning.of(
                    Set.of(DESTINATION, FILTER),
                    PROGRAMMED,
                    FALSE,
                    Reason.HELD,
                    "It never was good: the events of the Destination, or those that the Filter may have to keep back,"
                            + " wait, and none is lost.",
                    "See the conditions before this one."),
            Meaning.of(
                    MEMBERS,
                    PROGRAMMED,
                    UNKNOWN,
                    DiagnosticReason.INVALID_SPEC,
                    "The spec cannot be read. What was in force stays in force.",
                    "See Accepted."),
            Meaning.of(
                    MEMBERS,
                    PROGRAMMED,
                    UNKNOWN,
                    Reason.WORKSPACE_PAUSED,
                    "Its Workspace is paused. What was in force stays in force.",
                    "Take the annotation `catchment.dev/paused` off the Workspace."),
            Meaning.of(
                    OF_WORKSPACES,
                    PROGRAMMED,
                    UNKNOWN,
                    Reason.PENDING,
                    "It was not looked at yet.",
                    "See the other conditions for what comes first."));

    private RunMeanings() {}
}
