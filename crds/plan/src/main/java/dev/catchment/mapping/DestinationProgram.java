package dev.catchment.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.catchment.condition.ConditionException;
import dev.catchment.contract.Hash128;
import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.TypeDocument;
import dev.catchment.pipeline.Event;
import dev.catchment.pipeline.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one destination turns events into requests. Immutable and safe for many threads. */
public final class DestinationProgram {
    private final String destination;
    private final Settings settings;
    private final boolean batching;
    private final List<Rule> rules;
    private final Map<String, RequestProgram> requests;

    private DestinationProgram(
            String destination,
            Settings settings,
            boolean batching,
            List<Rule> rules,
            Map<String, RequestProgram> requests) {
        this.destination = destination;
        this.settings = settings;
        this.batching = batching;
        this.rules = rules;
        this.requests = requests;
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
            Map<String, RequestProgram> requests = new LinkedHashMap<>();
            for (Map.Entry<String, ActionSpec> action : type.actions().entrySet()) {
                requests.put(
                        action.getKey(), RequestProgram.bind(action.getValue().request(), settings));
            }
            List<Rule> rules = new ArrayList<>();
            for (RuleSpec spec : rules(type, destination)) {
                rules.add(Rule.bind(spec, Scope.ofConfig(settings.config()), requests.get(spec.actionName())));
            }
            boolean batching = destination.delivery().batchEvents() > 1;
            return new DestinationProgram(destination.name(), settings, batching, List.copyOf(rules), requests);
        } catch (MappingException e) {
            throw e.within("destination " + destination.name());
        }
    }

    /** The type's presets, without those switched off, then the destination's own mappings. */
    private static List<RuleSpec> rules(TypeProgram type, DestinationDocument destination) throws MappingException {
        for (String disabled : destination.disabledPresets()) {
            if (type.presets().stream().noneMatch(preset -> preset.name().equals(disabled))) {
                throw new MappingException("presets", "the type has no preset '" + disabled + "'");
            }
        }
        List<RuleSpec> rules = new ArrayList<>();
        for (RuleSpec preset : type.presets()) {
            if (!destination.disabledPresets().contains(preset.name())) {
                rules.add(preset);
            }
        }
        for (DestinationDocument.Mapping mapping : destination.mappings()) {
            rules.add(RuleSpec.compile(
                    "mapping " + mapping.name(),
                    mapping.name(),
                    mapping.when(),
                    mapping.action(),
                    mapping.fields(),
                    type.actions()));
        }
        return rules;
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
                ObjectNode fields = rule.resolve(scope(event, null, rule.name()));
                payloads.add(new Payload(rule.name(), rule.action(), fields, event));
            }
        }
        return payloads;
    }

    /** Whether payloads of this one's kind may share requests at all. */
    public boolean batches(Payload payload) {
        return batching && request(payload).array();
    }

    /**
     * Payloads with equal keys may be rendered into one request. One whose request cannot be rendered is alone, so
     * that it takes no other with it.
     */
    public BatchKey batchKey(Payload payload) {
        if (batches(payload)) {
            try {
                RequestProgram.Head head = request(payload).head(scope(payload));
                return new BatchKey(payload.action(), head.method(), head.url().toString(), head.headers(), null);
            } catch (ConditionException | MappingException e) {
                return BatchKey.alone(payload.action(), idempotencyKey(payload));
            }
        }
        return BatchKey.alone(payload.action(), idempotencyKey(payload));
    }

    /**
     * The request for payloads of one batch key. Where the destination batches, the body is an array, also for one.
     *
     * @param attempt when it is sent; signatures may carry it
     * @throws RefusedException if it gives no request that can be sent; then each payload alone tells which is at fault
     */
    public OutgoingRequest render(List<Payload> batch, Instant attempt) throws RefusedException {
        Payload first = batch.getFirst();
        if (batch.size() > 1 && !batches(first)) {
            throw new IllegalArgumentException("several payloads for a request that takes one");
        }
        List<Scope> scopes = batch.stream().map(this::scope).toList();
        try {
            return request(first).render(scopes, batches(first), () -> idempotencyKey(batch), attempt);
        } catch (ConditionException e) {
            throw refused(Reason.FILTERED_AT_MAPPING, first, e);
        } catch (MappingException e) {
            throw refused(Reason.INVALID_SETTINGS, first, e);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw new RefusedException(
                    Reason.EVALUATION_FAILED,
                    "mapping " + first.mapping() + ", action " + first.action() + ": the request's template ended with "
                            + e.getClass().getName());
        }
    }

    /**
     * Which payloads of a batch were not taken although the answer was one of success. What the type does not declare
     * nobody asks for: then all of them were.
     *
     * @throws RefusedException if the answer cannot be understood
     */
    public List<Rejected> rejected(List<Payload> batch, int status, String body) throws RefusedException {
        Payload first = batch.getFirst();
        try {
            List<Rejected> rejected = request(first).rejected(status, body);
            for (Rejected one : rejected) {
                if (one.index() < 0 || one.index() >= batch.size()) {
                    throw new MappingException("batch.rejected", "there is no event " + one.index() + " in the batch");
                }
            }
            return rejected;
        } catch (ConditionException e) {
            throw refused(Reason.FILTERED_AT_MAPPING, first, e);
        } catch (MappingException e) {
            throw refused(Reason.INVALID_SETTINGS, first, e);
        }
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
        return scope(payload.event(), payload.fields(), payload.mapping());
    }

    private Scope scope(Event event, @Nullable ObjectNode fields, String mapping) {
        return new Scope(event, settings.config(), fields, settings.secrets(), () -> key(event, mapping), Map.of());
    }

    private RequestProgram request(Payload payload) {
        RequestProgram request = requests.get(payload.action());
        if (request == null) {
            throw new IllegalArgumentException("a payload of another destination: action " + payload.action());
        }
        return request;
    }
}
