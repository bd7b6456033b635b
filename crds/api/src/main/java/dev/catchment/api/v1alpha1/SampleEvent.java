package dev.catchment.api.v1alpha1;

/** What the schema says of the events in {@code spec.tests}. */
final class SampleEvent {
    static final String DESCRIPTION =
            "Events as the hub composes them, in their order: with type, messageId and, where it matters, receivedAt.";

    /** Events, answers and outcomes of one case at most. */
    static final int MOST = 20;

    static final String SCHEMA = """
            properties:
              events:
                items:
                  required: [type, messageId]
                  properties:
                    type: {type: string, enum: [identify, track, page, screen, group, alias], description: The call.}
                    messageId: {type: string, minLength: 1, maxLength: 256, description: Identifies the event.}
            """;

    private SampleEvent() {}
}
