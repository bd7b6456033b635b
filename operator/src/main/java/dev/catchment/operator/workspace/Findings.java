package dev.catchment.operator.workspace;

import dev.catchment.contract.HubId;
import dev.catchment.operator.Names;
import dev.catchment.operator.hub.Fault;
import dev.catchment.operator.hub.Verdict;
import dev.catchment.operator.status.Condition;
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
    private static final List<ConditionType> DEPENDANTS = List.of(
            ConditionType.ACCEPTED, ConditionType.RESOLVED_REFS, ConditionType.PROVISIONED, ConditionType.PROGRAMMED);

    private final HubId hub;
    private final Map<ConditionType, Condition> found = new EnumMap<>(ConditionType.class);
    private Reason missing = Reason.PENDING;
    private String why = "";
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

    void credentialsMissing(String secret, boolean exists) {
        put(Condition.of(
                ConditionType.RESOLVED_REFS,
                Truth.FALSE,
                Reason.REF_NOT_FOUND,
                exists
                        ? "Secret \"" + secret + "\" holds no NATS credentials: it must have the key \""
                                + Names.NATS_CREDENTIALS + "\", or \"" + Names.NATS_USER + "\" and \""
                                + Names.NATS_PASSWORD + "\"."
                        : "There is no Secret \"" + secret + "\" in namespace \"" + hub.namespace()
                                + "\": create it with the NATS credentials."));
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

    /** Why nothing is known of what NATS would have to say. */
    void unknown(Fault fault) {
        missing = fault.reason();
        why = fault.message();
    }

    void verdict(Optional<Verdict> verdict) {
        verdict.ifPresent(v -> v.conditions().forEach(this::put));
    }

    private void put(Condition condition) {
        found.put(condition.type(), condition);
    }

    List<Condition> conditions() {
        List<Condition> all = new ArrayList<>();
        for (ConditionType type : DEPENDANTS) {
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
