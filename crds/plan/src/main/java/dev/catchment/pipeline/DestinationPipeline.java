package dev.catchment.pipeline;

import dev.catchment.contract.Secret;
import dev.catchment.contract.plan.DestinationDocument;
import dev.catchment.contract.plan.FilterDocument;
import dev.catchment.filter.ClientSide;
import dev.catchment.filter.Decision;
import dev.catchment.filter.Filters;
import dev.catchment.filter.Integrations;
import dev.catchment.mapping.DestinationProgram;
import dev.catchment.mapping.MappingException;
import dev.catchment.mapping.Payload;
import dev.catchment.mapping.RefusedException;
import dev.catchment.mapping.TypeProgram;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One destination with its type, filters and secrets, as they are in force together. Immutable and safe for many
 * threads; a change of any part is a new pipeline.
 */
public final class DestinationPipeline {
    private final DestinationDocument destination;
    private final @Nullable Set<String> sources;
    private final Filters filters;
    private final Integrations integrations;
    private final ClientSide clientSide;
    private final DestinationProgram program;

    private DestinationPipeline(
            DestinationDocument destination, Filters filters, Integrations integrations, DestinationProgram program) {
        this.destination = destination;
        this.sources = destination.sources().all()
                ? null
                : Set.copyOf(destination.sources().names());
        this.filters = filters;
        this.integrations = integrations;
        this.clientSide = ClientSide.of(destination, integrations);
        this.program = program;
    }

    /**
     * @param filters of the workspace; those that do not cover the destination are left out
     * @throws MappingException if type, settings or mappings cannot be used
     */
    public static DestinationPipeline compile(
            TypeProgram type,
            DestinationDocument destination,
            List<FilterDocument> filters,
            Map<String, Secret> secrets)
            throws MappingException {
        List<FilterDocument> covering = filters.stream()
                .filter(filter -> filter.destinations().covers(destination.name()))
                .toList();
        return compile(type, destination, Filters.of(covering), secrets);
    }

    /**
     * The same with filters that are compiled already.
     *
     * @param filters that cover the destination
     */
    public static DestinationPipeline compile(
            TypeProgram type, DestinationDocument destination, Filters filters, Map<String, Secret> secrets)
            throws MappingException {
        return new DestinationPipeline(
                destination,
                filters,
                Integrations.of(destination, type.document()),
                DestinationProgram.compile(type, destination, secrets));
    }

    public DestinationDocument destination() {
        return destination;
    }

    /** That cover it; shared with others that the same ones cover. */
    public Filters filters() {
        return filters;
    }

    /** Renders what {@link Outcome.Send} holds. */
    public DestinationProgram program() {
        return program;
    }

    /** Whether the destination takes anything from a source. */
    public boolean takesFrom(String source) {
        return sources == null || sources.contains(source);
    }

    /**
     * Source, enabled, hold, filters, integrations object, sent by the client, mapping, in this order. Suspension is the
     * caller's.
     */
    public Outcome evaluate(Event event) {
        if (!takesFrom(event.source())) {
            return new Outcome.Filtered(
                    Reason.SOURCE_NOT_SELECTED, "the destination takes nothing from source " + event.source());
        }
        if (!destination.enabled()) {
            return new Outcome.Filtered(Reason.DISABLED, "the destination is disabled");
        }
        if (destination.hold() != null) {
            return new Outcome.Held(destination.hold());
        }
        return switch (filters.apply(event.forDestinations())) {
            case Decision.Pass pass -> afterFilters(event, pass.event());
            case Decision.Dropped dropped ->
                new Outcome.Filtered(Reason.FILTERED_BY_RULES, "dropped by filter " + dropped.filter());
            case Decision.Failed failed ->
                new Outcome.Refused(Reason.FILTER_ERROR, "filter " + failed.filter() + ": " + failed.error());
            case Decision.Held held -> new Outcome.Held("filter " + held.filter() + ": " + held.reason());
        };
    }

    /** What the sender says is read from the event as it came: a filter that drops that field must not undo it. */
    private Outcome afterFilters(Event original, Event event) {
        String key = integrations.disabledBy(original.json());
        if (key != null) {
            return new Outcome.Filtered(
                    Reason.FILTERED_BY_INTEGRATIONS_OBJECT, "the event's integrations object says " + key + ": false");
        }
        String sentAs = clientSide.sentAs(original.json());
        if (sentAs != null) {
            return new Outcome.Filtered(
                    Reason.MESSAGE_SENT_CLIENT_SIDE, "the client has sent it itself: its _metadata names " + sentAs);
        }
        try {
            List<Payload> payloads = program.map(event);
            return payloads.isEmpty()
                    ? new Outcome.Filtered(Reason.NO_MATCHING_MAPPING, "no preset and no mapping matches the event")
                    : new Outcome.Send(payloads);
        } catch (RefusedException e) {
            return new Outcome.Refused(e.reason(), e.detail());
        }
    }
}
