package dev.catchment.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.ConditionException;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.filter.Integrations;
import dev.catchment.pipeline.Event;
import dev.catchment.pipeline.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How one destination turns events into requests. Immutable and safe for many threads. */
public final class DestinationProgram {
    private final String destination;
    private final Settings settings;
    private final Integrations names;
    private final boolean batching;
    private final List<Rule> rules;
    private final Map<String, ActionProgram> actions;

    private DestinationProgram(
            String destination,
            Settings settings,
            Integrations names,
            boolean batching,
            List<Rule> rules,
            Map<String, ActionProgram> actions) {
        this.destination = destination;
        this.settings = settings;
        this.names = names;
        this.batching = batching;
        this.rules = rules;
        this.actions = actions;
    }

    /**
     * @param secrets by the names of the type's secret settings; others are ignored
     * @throws MappingException if type, settings or mappings cannot be used; the message says where and why
     */
    public static DestinationProgram compile(
            TypeDocument type, DestinationDocument destination, Map<String, Secret> secrets) throws MappingException {
        return compile(TypeProgram.compile(type), destination, secrets);
    }

    /** The same with a type that is compiled already. */
    public static DestinationProgram compile(
            TypeProgram type, DestinationDocument destination, Map<String, Secret> secrets) throws MappingException {
        try {
            Settings settings = Settings.check(type.config(), destination.config(), secrets);
            Map<String, ActionProgram> actions = new LinkedHashMap<>();
            List<Rule> rules = new ArrayList<>();
            for (RuleSpec spec : rules(type, destination)) {
                ActionProgram action = actions.get(spec.actionName());
                if (action == null) {
                    action = ActionProgram.bind(spec.action(), settings);
                    actions.put(spec.actionName(), action);
                }
                rules.add(Rule.bind(spec, Scope.ofConfig(settings.config()), action));
            }
            boolean batching = destination.delivery().batchEvents() > 1;
            return new DestinationProgram(
                    destination.name(),
                    settings,
                    Integrations.of(destination, type.document()),
                    batching,
                    List.copyOf(rules),
                    actions);
        } catch (MappingException e) {
            throw e.within("destination " + destination.name());
        }
    }

    /**
     * The type's presets, without those switched off, then the destination's own mappings; one that has a preset's name
     * takes its place.
     */
    private static Collection<RuleSpec> rules(TypeProgram type, DestinationDocument destination)
            throws MappingException {
        for (String disabled : destination.disabledPresets()) {
            if (type.presets().stream().noneMatch(preset -> preset.name().equals(disabled))) {
                throw new MappingException("presets", "the type has no preset '" + disabled + "'");
            }
        }
        Map<String, RuleSpec> rules = new LinkedHashMap<>();
        for (RuleSpec preset : type.presets()) {
            if (!destination.disabledPresets().contains(preset.name())) {
                rules.put(preset.name(), preset);
            }
        }
        for (DestinationDocument.Mapping mapping : destination.mappings()) {
            rules.put(
                    mapping.name(),
                    RuleSpec.compile(
                            "mapping " + mapping.name(),
                            mapping.name(),
                            mapping.when(),
                            mapping.action(),
                            mapping.fields(),
                            type.actions()));
        }
        return rules.values();
    }

    /**
     * What every preset and mapping that matches makes of an event, in their order: the presets, then the mappings.
     *
     * @return empty if none matches
     * @throws RefusedException if one of them cannot be applied; then none is: an event is sent wholly or not at all
     */
    public List<Payload> map(Event event) throws RefusedException {
        List<Payload> payloads = new ArrayList<>(1);
        for (Rule rule : rules) {
            if (rule.matches(event)) {
                payloads.add(payload(rule, event));
            }
        }
        return payloads;
    }

    private Payload payload(Rule rule, Event event) throws RefusedException {
        Scope scope = scope(event, null, null, rule.name());
        ObjectNode fields = rule.resolve(scope);
        ActionProgram action = Objects.requireNonNull(actions.get(rule.action()));
        try {
            return new Payload(rule.name(), rule.action(), fields, action.values(scope.withFields(fields)), event);
        } catch (ConditionException e) {
            throw new RefusedException(
                    Reason.FILTERED_AT_MAPPING,
                    "mapping " + rule.name() + ", action " + rule.action() + ": " + e.getMessage());
        }
    }

    /** Whether payloads of this one's kind may share requests at all. */
    public boolean batches(Payload payload) {
        return batching && action(payload).batches();
    }

    /** How many payloads of this one's kind may share requests, where the destination allows more. */
    public OptionalInt mostEvents(Payload payload) {
        return action(payload).mostEvents().map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** How many bytes a body of this one's kind may have, if it holds more than one payload. */
    public long mostBytes(Payload payload) {
        return action(payload).mostBytes();
    }

    /**
     * Payloads with equal keys may be rendered into one request. One whose request cannot be rendered is alone, so
     * that it takes no other with it.
     */
    public BatchKey batchKey(Payload payload) {
        if (batches(payload)) {
            try {
                return new BatchKey(payload.action(), action(payload).key(scope(payload)), null);
            } catch (ConditionException | MappingException e) {
                return BatchKey.alone(payload.action(), idempotencyKey(payload));
            }
        }
        return BatchKey.alone(payload.action(), idempotencyKey(payload));
    }

    /**
     * The requests for payloads of one batch key. Where the destination batches, they are those of a batch, also for
     * one.
     */
    public Conversation begin(List<Payload> batch) {
        Payload first = batch.getFirst();
        if (batch.size() > 1 && !batches(first)) {
            throw new IllegalArgumentException("several payloads for requests that take one");
        }
        return new Conversation(
                this,
                action(first),
                batches(first),
                batch,
                batch.stream().map(this::scope).toList());
    }

    /** Makes a request. */
    @FunctionalInterface
    interface Rendering {
        OutgoingRequest render() throws ConditionException, MappingException;
    }

    OutgoingRequest guarded(Payload first, Rendering rendering) throws RefusedException {
        try {
            return rendering.render();
        } catch (ConditionException e) {
            throw refused(first, e);
        } catch (MappingException e) {
            throw invalid(first, e);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw new RefusedException(
                    Reason.EVALUATION_FAILED,
                    "mapping " + first.mapping() + ", action " + first.action() + ": the request's template ended with "
                            + e.getClass().getName());
        }
    }

    RefusedException refused(Payload payload, ConditionException e) {
        return refused(Reason.FILTERED_AT_MAPPING, payload, e);
    }

    RefusedException invalid(Payload payload, MappingException e) {
        return refused(Reason.INVALID_SETTINGS, payload, e);
    }

    private static RefusedException refused(Reason reason, Payload payload, Exception e) {
        return new RefusedException(
                reason, "mapping " + payload.mapping() + ", action " + payload.action() + ": " + e.getMessage());
    }

    /**
     * Names what is sent; the same at every attempt, also after a restart. A hash of source, messageId, destination
     * and mapping in a UUID's form: nothing in it is the client's choice.
     */
    public String idempotencyKey(Payload payload) {
        return key(payload.event(), payload.mapping());
    }

    /** The same for a request of several payloads. */
    public String idempotencyKey(List<Payload> batch) {
        if (batch.size() == 1) {
            return idempotencyKey(batch.getFirst());
        }
        StringBuilder keys = new StringBuilder();
        for (Payload payload : batch) {
            keys.append(idempotencyKey(payload)).append(' ');
        }
        return new Hash128.Hasher(destination).hash(keys.toString()).toUuid().toString();
    }

    private String key(Event event, String mapping) {
        String name = destination + '\0' + mapping + '\0' + event.messageId();
        return new Hash128.Hasher(event.source()).hash(name).toUuid().toString();
    }

    private Scope scope(Payload payload) {
        return scope(payload.event(), payload.fields(), payload.values(), payload.mapping());
    }

    private Scope scope(Event event, @Nullable ObjectNode fields, @Nullable ObjectNode values, String mapping) {
        return new Scope(
                event,
                settings.config(),
                fields,
                values,
                settings.secrets(),
                () -> key(event, mapping),
                names,
                Map.of(),
                new Iterations());
    }

    private ActionProgram action(Payload payload) {
        ActionProgram action = actions.get(payload.action());
        if (action == null) {
            throw new IllegalArgumentException("a payload of another destination: action " + payload.action());
        }
        return action;
    }
}
