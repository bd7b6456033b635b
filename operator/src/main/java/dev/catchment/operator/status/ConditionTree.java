package dev.catchment.operator.status;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The conditions of each kind as data: which it has, which of them Ready needs, and every reason that each can have. The
 * picture stands in {@link ConditionType}; docs/conditions.md is written from here. A reason is added with one line in
 * {@link SpecMeanings}, {@link BrokerMeanings}, {@link RunMeanings} or {@link SideMeanings}, and nowhere else.
 */
public enum ConditionTree {
    WORKSPACE("Workspace"),
    SOURCE("Source"),
    DESTINATION("Destination"),
    FILTER("Filter"),
    DESTINATION_TYPE("DestinationType");

    static final Set<ConditionTree> EVERY = EnumSet.allOf(ConditionTree.class);
    /** What belongs to a Workspace. */
    static final Set<ConditionTree> MEMBERS = EnumSet.of(SOURCE, DESTINATION, FILTER);

    private final String kind;

    ConditionTree(String kind) {
        this.kind = kind;
    }

    public static Optional<ConditionTree> of(String kind) {
        return Arrays.stream(values()).filter(tree -> tree.kind.equals(kind)).findFirst();
    }

    public String kind() {
        return kind;
    }

    /** What Ready needs, in the order in which the first unhappy one decides. */
    public List<ConditionType> neededForReady() {
        return types(ConditionType::neededForReady);
    }

    /** What is made of those. */
    public List<ConditionType> rolledUp() {
        return Arrays.stream(ConditionType.values())
                .filter(ConditionType::rolledUp)
                .toList();
    }

    /** What stands beside Ready. */
    public List<ConditionType> beside() {
        return types(type -> !type.neededForReady() && !type.rolledUp());
    }

    private List<ConditionType> types(Predicate<ConditionType> which) {
        return Arrays.stream(ConditionType.values())
                .filter(which)
                .filter(type -> meanings().anyMatch(meaning -> meaning.type() == type))
                .toList();
    }

    /** Every reason of a condition that is not rolled up. */
    public List<Meaning> meanings(ConditionType type) {
        return meanings().filter(meaning -> meaning.type() == type).toList();
    }

    /** Whether the tree knows this; Ready, Reconciling and Stalled have the reasons of what they are made of. */
    public boolean holds(ConditionType type, Truth status, String reason) {
        return switch (type) {
            case READY ->
                status == Truth.TRUE
                        ? reason.equals(Reason.READY.wireName())
                        : unhappy(needed -> true)
                                .anyMatch(
                                        m -> m.status() == status && m.reason().equals(reason));
            case RECONCILING ->
                status == Truth.FALSE
                        ? reason.equals(Reason.UP_TO_DATE.wireName())
                        : status == Truth.TRUE
                                && unhappy(needed -> true)
                                        .anyMatch(m -> m.reason().equals(reason));
            case STALLED ->
                status == Truth.FALSE
                        ? reason.equals(Reason.NOT_STALLED.wireName())
                        : status == Truth.TRUE
                                && unhappy(ConditionType::stalls)
                                        .anyMatch(m -> m.status() == Truth.FALSE
                                                && m.reason().equals(reason));
            default ->
                meanings(type).stream()
                        .anyMatch(m -> m.status() == status && m.reason().equals(reason));
        };
    }

    private Stream<Meaning> unhappy(Predicate<ConditionType> which) {
        return meanings().filter(m -> m.type().neededForReady() && which.test(m.type()) && m.status() != Truth.TRUE);
    }

    private Stream<Meaning> meanings() {
        return Stream.of(SpecMeanings.ALL, BrokerMeanings.ALL, RunMeanings.ALL, SideMeanings.ALL)
                .flatMap(List::stream)
                .filter(meaning -> meaning.kinds().contains(this));
    }
}
