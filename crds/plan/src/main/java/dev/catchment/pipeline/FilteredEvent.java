package dev.catchment.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.catchment.filter.Decision;
import dev.catchment.filter.Filters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What filters make of an event, without any destination.
 *
 * @param left of the event if it is sent
 */
record FilteredEvent(Explanation said, @Nullable JsonNode left) {

    static FilteredEvent of(Event event, Filters filters) {
        try {
            return switch (filters.apply(event.forDestinations())) {
                case Decision.Pass pass ->
                    new FilteredEvent(
                            Explanation.sent(List.of(event.messageId()), List.of()),
                            pass.event().json());
                case Decision.Dropped dropped ->
                    not(event, new Outcome.Filtered(Reason.FILTERED_BY_RULES, "dropped by filter " + dropped.filter()));
                case Decision.Failed failed -> not(event, new Outcome.Refused(Reason.FILTER_ERROR, failed.error()));
                case Decision.Held held -> not(event, new Outcome.Held(held.reason()));
            };
        } catch (StackOverflowError e) {
            // as of an event on its way to a destination: see DestinationPipeline
            return not(event, new Outcome.Refused(Reason.EVALUATION_FAILED, "the event is nested too deeply"));
        }
    }

    private static FilteredEvent not(Event event, Outcome outcome) {
        return new FilteredEvent(Explanation.of(event, outcome), null);
    }
}
