package dev.catchment.operator.status;

import static dev.catchment.operator.status.ConditionTree.DESTINATION;
import static dev.catchment.operator.status.ConditionTree.DESTINATION_TYPE;
import static dev.catchment.operator.status.ConditionTree.EVERY;
import static dev.catchment.operator.status.ConditionTree.FILTER;
import static dev.catchment.operator.status.ConditionTree.MEMBERS;
import static dev.catchment.operator.status.ConditionTree.SOURCE;
import static dev.catchment.operator.status.ConditionTree.WORKSPACE;
import static dev.catchment.operator.status.ConditionType.ACCEPTED;
import static dev.catchment.operator.status.ConditionType.RESOLVED_REFS;
import static dev.catchment.operator.status.ConditionType.TESTS_PASSED;
import static dev.catchment.operator.status.Truth.FALSE;
import static dev.catchment.operator.status.Truth.TRUE;
import static dev.catchment.operator.status.Truth.UNKNOWN;

import dev.catchment.compile.DiagnosticReason;
import java.util.List;
import java.util.Set;

/** What is to be said of what somebody wrote: Accepted, ResolvedRefs, TestsPassed. */
final class SpecMeanings {
    static final List<Meaning> ALL = List.of(
            Meaning.of(EVERY, ACCEPTED, TRUE, Reason.ACCEPTED, "The spec is valid.", ""),
            Meaning.of(
                    Set.of(WORKSPACE),
                    ACCEPTED,
                    TRUE,
                    Reason.REPLICAS_EXCEED_PARTITIONS,
                    "The spec is valid; there are more delivery pods than partitions, and the rest only stands by.",
                    "Lower `spec.delivery.replicas` if you do not want stand-bys."),
            Meaning.of(
                    Set.of(WORKSPACE),
                    ACCEPTED,
                    TRUE,
                    DiagnosticReason.EGRESS_EXCEEDS_MAXIMUM,
                    "The spec is valid; the part of `spec.egress` that the installation does not allow has no effect.",
                    "Take it out, or have the installation's maximum raised."),
            Meaning.of(
                    Set.of(DESTINATION, FILTER),
                    ACCEPTED,
                    TRUE,
                    DiagnosticReason.SELECTS_NOTHING,
                    "The spec is valid; a selector in it fits nothing, so it has no effect.",
                    "Correct the selector, or give something the labels that it asks for."),
            Meaning.of(
                    Set.of(SOURCE),
                    ACCEPTED,
                    TRUE,
                    DiagnosticReason.DUPLICATE_KEY,
                    "The spec is valid; it names one write key twice, and the first entry counts.",
                    "Take the later entry out."),
            Meaning.of(
                    Set.of(SOURCE),
                    ACCEPTED,
                    TRUE,
                    Reason.WRITE_KEYS_EXPIRED,
                    "The spec is valid; the last of its write keys has ended, so every message is refused.",
                    "Add a write key, or move a `notAfter`."),
            Meaning.of(
                    EVERY,
                    ACCEPTED,
                    FALSE,
                    DiagnosticReason.INVALID_SPEC,
                    "The spec breaks a rule, or this version of Catchment cannot read it; the message names the field."
                            + " What was in force stays in force.",
                    "Correct the field, or upgrade the operator."),
            Meaning.of(
                    Set.of(WORKSPACE),
                    ACCEPTED,
                    FALSE,
                    Reason.NATS_URL_INVALID,
                    "`spec.nats.servers` holds what is not the URL of a NATS server.",
                    "Write it as `nats://nats:4222`, or `tls://nats:4222`."),
            Meaning.of(
                    Set.of(SOURCE, DESTINATION, FILTER, DESTINATION_TYPE),
                    ACCEPTED,
                    FALSE,
                    DiagnosticReason.TOO_LARGE,
                    "It is larger than what NATS takes in one message. The last version that fitted stays in force.",
                    "Make it smaller, or raise `max_payload` of the NATS servers."),
            Meaning.of(
                    Set.of(SOURCE),
                    ACCEPTED,
                    FALSE,
                    DiagnosticReason.KEY_CONFLICT,
                    "An older Source has one of its write keys and keeps it.",
                    "Give this Source a write key of its own."),
            Meaning.of(
                    Set.of(DESTINATION),
                    ACCEPTED,
                    FALSE,
                    DiagnosticReason.INVALID_CONFIG,
                    "`spec.config` or the keys of its Secret do not fit the destination's type.",
                    "Correct what the message names; `kubectl explain` and the type's description say what it takes."),
            Meaning.of(
                    Set.of(DESTINATION),
                    ACCEPTED,
                    FALSE,
                    DiagnosticReason.SECRET_IN_CONFIG,
                    "A secret stands in `spec.config`, where everybody who may read the resource can read it.",
                    "Put it into a Secret and name that in `spec.secretRef`; then replace the secret, it was exposed."),
            Meaning.of(
                    Set.of(DESTINATION),
                    ACCEPTED,
                    FALSE,
                    DiagnosticReason.INVALID_MAPPING,
                    "A mapping does not fit the destination's type.",
                    "Correct what the message names; `catchment explain` shows what a mapping makes of an event."),
            Meaning.of(
                    Set.of(DESTINATION, FILTER),
                    ACCEPTED,
                    FALSE,
                    DiagnosticReason.INVALID_EXPRESSION,
                    "An expression does not compile. A Filter that was accepted before stays in force as it was; one that"
                            + " never was holds back what it covers.",
                    "Correct it at the position that the message names; `catchment lint` finds it before it is applied."),
            Meaning.of(
                    EVERY,
                    ACCEPTED,
                    FALSE,
                    DiagnosticReason.INTERNAL_ERROR,
                    "Catchment failed on this resource. That is a defect of Catchment, not of the resource.",
                    "Report it with the resource; the operator's log has the details."),
            Meaning.of(
                    MEMBERS,
                    ACCEPTED,
                    UNKNOWN,
                    Reason.REF_NOT_FOUND,
                    "It was not looked at, because its Workspace is not there.",
                    "See ResolvedRefs."),
            Meaning.of(
                    MEMBERS,
                    ACCEPTED,
                    UNKNOWN,
                    Reason.WORKSPACE_PAUSED,
                    "This version of it was not looked at, because its Workspace is paused.",
                    "Take the annotation `catchment.dev/paused` off the Workspace."),
            Meaning.of(
                    MEMBERS,
                    ACCEPTED,
                    UNKNOWN,
                    Reason.WORKSPACE_NOT_READY,
                    "It was not looked at, because its Workspace is not in order.",
                    "See the conditions of the Workspace."),
            Meaning.of(
                    Set.of(WORKSPACE),
                    ACCEPTED,
                    UNKNOWN,
                    Reason.PENDING,
                    "It was not looked at yet.",
                    "See the other conditions for what comes first."),
            Meaning.of(EVERY, RESOLVED_REFS, TRUE, Reason.RESOLVED, "Everything that it refers to is there.", ""),
            Meaning.of(
                    Set.of(WORKSPACE, SOURCE, DESTINATION, FILTER),
                    RESOLVED_REFS,
                    FALSE,
                    Reason.REF_NOT_FOUND,
                    "Something that it refers to is not there: a Workspace, Secret or key of one, Source, Destination or"
                            + " Filter. The message names it.",
                    "Create it, or correct the reference. It takes effect when it appears."),
            Meaning.of(
                    Set.of(WORKSPACE),
                    RESOLVED_REFS,
                    FALSE,
                    Reason.GATEWAY_API_MISSING,
                    "`spec.ingest.exposure.httpRoute` needs a kind that the cluster lacks. Everything else goes on.",
                    "Install the Gateway API, which is noticed by itself, or use `spec.ingest.exposure.ingress`."),
            Meaning.of(
                    Set.of(WORKSPACE),
                    RESOLVED_REFS,
                    FALSE,
                    Reason.KEDA_MISSING,
                    "`spec.delivery.autoscaling.scaler: keda` needs a kind that the cluster lacks. Everything else goes on.",
                    "Install KEDA, which is noticed by itself, or use `scaler: hpa`."),
            Meaning.of(
                    Set.of(WORKSPACE),
                    RESOLVED_REFS,
                    FALSE,
                    Reason.WORKSPACE_KEY_INVALID,
                    "The Secret with the key under which credentials are sealed does not hold such a key.",
                    "Restore it, or delete it to have another one made."),
            Meaning.of(
                    Set.of(SOURCE, DESTINATION),
                    RESOLVED_REFS,
                    FALSE,
                    DiagnosticReason.INVALID_SECRET,
                    "A value in a Secret that it names cannot be used.",
                    "Correct the value that the message names."),
            Meaning.of(
                    Set.of(DESTINATION),
                    RESOLVED_REFS,
                    FALSE,
                    DiagnosticReason.UNKNOWN_TYPE,
                    "There is no such DestinationType, or not in that version.",
                    "Correct `spec.type` or `spec.typeVersion`, or apply the type: `kubectl get destinationtypes`."),
            Meaning.of(
                    Set.of(DESTINATION),
                    RESOLVED_REFS,
                    FALSE,
                    DiagnosticReason.TYPE_NOT_ACCEPTED,
                    "Its DestinationType is there but cannot be used.",
                    "See the conditions of the DestinationType."),
            Meaning.of(
                    MEMBERS,
                    RESOLVED_REFS,
                    UNKNOWN,
                    DiagnosticReason.INVALID_SPEC,
                    "It is not known, because the spec cannot be read.",
                    "See Accepted."),
            Meaning.of(
                    MEMBERS,
                    RESOLVED_REFS,
                    UNKNOWN,
                    Reason.WORKSPACE_PAUSED,
                    "This version of it was not looked at, because its Workspace is paused.",
                    "Take the annotation `catchment.dev/paused` off the Workspace."),
            Meaning.of(
                    MEMBERS,
                    RESOLVED_REFS,
                    UNKNOWN,
                    Reason.WORKSPACE_NOT_READY,
                    "It was not looked at, because its Workspace is not in order.",
                    "See the conditions of the Workspace."),
            Meaning.of(
                    Set.of(WORKSPACE),
                    RESOLVED_REFS,
                    UNKNOWN,
                    Reason.PENDING,
                    "It was not looked at yet.",
                    "See the other conditions for what comes first."),
            Meaning.of(
                    Set.of(DESTINATION, FILTER),
                    TESTS_PASSED,
                    TRUE,
                    DiagnosticReason.TESTS_PASSED,
                    "Every case in `spec.tests` passes.",
                    ""),
            Meaning.of(
                    Set.of(DESTINATION, FILTER),
                    TESTS_PASSED,
                    FALSE,
                    DiagnosticReason.TESTS_FAILED,
                    "A case in `spec.tests` fails. What was in force before stays in force.",
                    "Correct the spec or the case; the message says which one, and what came instead."),
            Meaning.of(
                    Set.of(DESTINATION, FILTER),
                    TESTS_PASSED,
                    UNKNOWN,
                    DiagnosticReason.TESTS_NOT_RUN,
                    "The cases in `spec.tests` wait until everything else about the resource is right.",
                    "See the other conditions."));

    private SpecMeanings() {}
}
