package dev.catchment.operator.workspace;

import dev.catchment.compile.DiagnosticReason;
import dev.catchment.contract.HubId;
import dev.catchment.operator.Names;
import dev.catchment.operator.hub.Fault;
import dev.catchment.operator.hub.Verdict;
import dev.catchment.operator.status.Condition;
import dev.catchment.operator.status.ConditionTree;
import dev.catchment.operator.status.ConditionType;
import dev.catchment.operator.status.Reason;
import dev.catchment.operator.status.Truth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What one run finds out about a Workspace, as conditions; what it did not get to is Unknown. */
final class Findings {

    private final HubId hub;
    private final Map<ConditionType, Condition> found = new EnumMap<>(ConditionType.class);
    private Reason missing = Reason.PENDING;
    private String why = "It is looked at when what comes first is in order.";
    private List<Condition> remarks = List.of();

    Findings(HubId hub) {
        this.hub = hub;
    }

    void workspaceKeyInvalid() {
        put(Condition.of(
                ConditionType.RESOLVED_REFS,
                Truth.FALSE,
                Reason.WORKSPACE_KEY_INVALID,
                "Secret \"" + Names.workspaceKeySecret(hub) + "\" must hold 32 bytes under the key \""
                        + Names.WORKSPACE_KEY
                        + "\": restore it, or delete it to have another one made; what was sealed under the former key"
                        + " is then sealed anew from its Secrets."));
    }

    void unreadable() {
        String message = "spec: this version of Catchment cannot read it: a field has another type than it knows."
                + " Everything stays as it is. Correct it, or upgrade the operator.";
        put(new Condition(ConditionType.ACCEPTED, Truth.FALSE, DiagnosticReason.INVALID_SPEC.text(), message));
    }

    /** Nothing waits for it: cert-manager makes it only after the Ingress is there. */
    void certificateMissing(String secret) {
        remarks = new ArrayList<>(remarks);
        remarks.addFirst(Condition.of(
                ConditionType.RESOLVED_REFS,
                Truth.FALSE,
                Reason.REF_NOT_FOUND,
                "spec.ingest.exposure.ingress.tlsSecretName: there is no Secret \"" + secret + "\" in namespace \""
                        + hub.namespace() + "\": create it with the certificate, or see why nothing issues it. Until"
                        + " then clients get the ingress controller's own certificate."));
    }

    /** @param problem with the Secret that is there; empty: there is none */
    void credentialsMissing(String secret, Optional<String> problem) {
        put(Condition.of(
                ConditionType.RESOLVED_REFS,
                Truth.FALSE,
                Reason.REF_NOT_FOUND,
                problem.map(what -> "Secret \"" + secret + "\" " + what)
                        .orElseGet(() -> "There is no Secret \"" + secret + "\" in namespace \"" + hub.namespace()
                                + "\": create it with the NATS credentials.")));
    }

    /** What else is to be said about a spec that is valid; the first counts. */
    void remarks(List<Condition> all) {
        remarks = all;
    }

    void serversInvalid(String problem) {
        put(Condition.of(
                ConditionType.ACCEPTED, Truth.FALSE, Reason.NATS_URL_INVALID, "spec.nats.servers: " + problem));
    }

    /** @param faults what is not as it should be of streams, buckets and plan; the first decides */
    void provisioned(List<Fault> faults) {
        put(
                faults.isEmpty()
                        ? Condition.happy(ConditionType.PROVISIONED, Reason.PROVISIONED)
                        : Condition.of(
                                ConditionType.PROVISIONED,
                                Truth.FALSE,
                                faults.getFirst().reason(),
                                faults.stream().map(Fault::message).collect(Collectors.joining(" "))));
    }

    /** The sentence that says what must be put right first. */
    String blockage() {
        return conditions().stream()
                .filter(c -> c.status() == Truth.FALSE)
                .findFirst()
                .map(Condition::message)
                .orElse("see its conditions.");
    }

    /** Why nothing is known of what NATS would have to say. */
    void unknown(Fault fault) {
        missing = fault.reason();
        why = fault.message();
    }

    void planes(Condition ready) {
        put(ready);
    }

    void verdict(Optional<Verdict> verdict) {
        verdict.ifPresent(v -> v.conditions().forEach(this::put));
    }

    private void put(Condition condition) {
        found.put(condition.type(), condition);
    }

    List<Condition> conditions() {
        List<Condition> all = new ArrayList<>();
        for (ConditionType type : ConditionTree.WORKSPACE.neededForReady()) {
            Condition condition = found.getOrDefault(type, Condition.of(type, Truth.UNKNOWN, missing, why));
            all.add(
                    condition.status() == Truth.TRUE
                            ? remarks.stream()
                                    .filter(r -> r.type() == type)
                                    .findFirst()
                                    .orElse(condition)
                            : condition);
        }
        return all;
    }
}
